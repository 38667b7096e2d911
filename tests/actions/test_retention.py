"""Personal data goes when its time is over, not a day sooner, and the report says what went. On both databases."""

import json
import os
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import Calendar, Phase, Span
from tests.support.editions import (
    AT,
    CALENDAR,
    CLOSED,
    KEY,
    NOW,
    account,
    draft,
    like,
    make_edition,
    open_poll,
    people,
    publish,
    ready_for_codes,
    submit,
)
from tests.support.undertakings import PDF, TODAY
from wijkaanzet.actions import (
    counting,
    documents,
    drafts,
    erasing,
    expenses,
    likes,
    pincodes,
    plans,
    retention,
)
from wijkaanzet.actions.accounts import (
    account_for,
    email_of,
    grant_role,
    make_sign_in_token,
    roles_of,
    send_sign_in_link,
)
from wijkaanzet.actions.guards import is_frozen
from wijkaanzet.actions.letter_files import letters_folder
from wijkaanzet.actions.letters import print_letters
from wijkaanzet.actions.outbox import claim_mail, mail_account, mail_failed, mail_has_left, write_mail
from wijkaanzet.actions.voting import count_failure
from wijkaanzet.actions.weekly_check import note_contact
from wijkaanzet.config import load_config
from wijkaanzet.errors import DomainError
from wijkaanzet.mail import Hindrance
from wijkaanzet.mail_text import MailText
from wijkaanzet.records import EditionRecord
from wijkaanzet.retention_config import RetentionConfig
from wijkaanzet.storage.accounts import Account, SignInLink
from wijkaanzet.storage.audit import AuditEntry
from wijkaanzet.storage.ballots import Ballot, PincodeFailure, Receipt
from wijkaanzet.storage.base import Base
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.documents import Document
from wijkaanzet.storage.likes import Like
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.payments import Expense
from wijkaanzet.storage.submitting import KeptDraft
from wijkaanzet.storage.voters import Address, Pincode, Voter
from wijkaanzet.storage.weekly_check import ContactNote

TERMS = RetentionConfig()
MOMENT = timedelta(seconds=1)
ANNA = "anna@voorbeeld.invalid"


def count(session: Session, kind: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def tidy_edition(
    session: Session, edition: EditionRecord, now: datetime, folder: Path | None = None
) -> dict[str, int]:
    removed = retention.tidy_edition(session, edition, TERMS, data_dir=folder, now=now)
    session.expire_all()
    return {name: amount for name, amount in removed.items() if amount}


def tidy_installation(session: Session, now: datetime) -> dict[str, int]:
    removed = retention.tidy_installation(session, TERMS, now=now)
    session.expire_all()
    return {name: amount for name, amount in removed.items() if amount}


def last_act(session: Session, edition: EditionRecord) -> AuditEntry:
    query = select(AuditEntry).where(AuditEntry.edition_id == edition.id).order_by(AuditEntry.sequence.desc())
    return session.scalars(query.limit(1)).one()


def send(session: Session, recipient: str) -> None:
    write_mail(session, recipient, MailText("Onderwerp", "Tekst"), now=NOW)
    session.flush()
    mail = claim_mail(session, now=NOW)
    assert mail is not None
    mail_has_left(session, mail.id, now=NOW)


def test_mail_that_left_goes_after_its_days(session: Session) -> None:
    account_for(session, ANNA, now=NOW)
    send(session, ANNA)
    write_mail(session, ANNA, MailText("Wacht nog", "Tekst"), now=NOW)
    end = NOW + timedelta(days=TERMS.mail)
    assert tidy_installation(session, end) == {}
    assert tidy_installation(session, end + MOMENT)["mails"] == 1
    assert session.scalars(select(OutgoingMail.subject)).all() == ["Wacht nog"]


def test_mail_to_an_address_that_nobody_confirmed_goes_sooner(session: Session) -> None:
    """Somebody typed an address to give a like, and never came back."""
    send_sign_in_link(session, ANNA, lambda token: MailText("Bevestig", token), now=NOW)
    session.flush()
    mail = claim_mail(session, now=NOW)
    assert mail is not None
    mail_has_left(session, mail.id, now=NOW)
    assert tidy_installation(session, NOW + timedelta(minutes=20)) == {"links": 1}
    assert erasing.known_of(session, ANNA).keys() == {"outgoing_mail"}
    assert tidy_installation(session, NOW + timedelta(days=TERMS.unconfirmed) + MOMENT) == {"mails": 1}
    assert erasing.known_of(session, ANNA) == {}


def test_mail_that_was_given_up_is_shown_for_its_days(session: Session) -> None:
    write_mail(session, "afdeling@voorbeeld.invalid", MailText("a", "b"), now=NOW)
    session.flush()
    mail = claim_mail(session, now=NOW)
    assert mail is not None
    mail_failed(session, mail, Hindrance.REFUSED, 550, now=NOW)
    assert tidy_installation(session, NOW + timedelta(days=TERMS.mail)) == {}
    assert tidy_installation(session, NOW + timedelta(days=TERMS.mail) + MOMENT) == {"mails": 1}


def test_sign_in_links_go_when_they_no_longer_work(session: Session) -> None:
    make_sign_in_token(session, ANNA, now=NOW)
    assert tidy_installation(session, NOW + timedelta(minutes=20) - MOMENT) == {}
    assert tidy_installation(session, NOW + timedelta(minutes=20)) == {"links": 1}
    assert count(session, SignInLink) == 0


def test_counts_of_guesses_go_after_their_hour_and_days(session: Session, edition: EditionRecord) -> None:
    count_failure(session, edition, "een netwerk", now=AT[Phase.VOTING])
    hour_over = AT[Phase.VOTING].replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    end = hour_over + timedelta(days=TERMS.guesses)
    assert tidy_edition(session, edition, end) == {}
    before = last_act(session, edition).sequence
    assert tidy_edition(session, edition, end + MOMENT) == {"guesses": 2}
    assert count(session, PincodeFailure) == 0
    assert last_act(session, edition).sequence == before, "the trail is no place for every night's counts"


def test_drafts_go_when_they_can_no_longer_be_submitted(session: Session, edition: EditionRecord) -> None:
    now = AT[Phase.SUBMIT]
    drafts.start_draft(session, edition, {"title": "Half af"}, account=account(session), now=now)
    end = CALENDAR[Phase.SUBMIT].end + timedelta(days=TERMS.drafts)
    assert tidy_edition(session, edition, end - MOMENT) == {}
    assert tidy_edition(session, edition, end) == {"drafts": 1}
    assert count(session, KeptDraft) == 0


def test_who_only_liked_is_forgotten_after_the_likes_and_the_likes_still_count(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    like(session, edition, [number])
    both = account(session)  # the submitter, who also likes
    likes.like_plan(session, edition, number, account=both, now=AT[Phase.LIKES])
    fans = [account(session, f"bewoner{i}") for i in range(edition.spec.like_threshold)]
    end = CALENDAR[Phase.LIKES].end + timedelta(days=TERMS.likes)
    assert tidy_installation(session, end - MOMENT) == {}
    assert tidy_installation(session, end) == {"accounts": len(fans)}
    assert [email_of(session, fan) for fan in fans] == [None] * len(fans)
    assert email_of(session, both) == "indiener@voorbeeld.invalid"
    assert likes.count_likes(session, edition, number) == len(fans) + 1
    assert "bewoner" not in str(session.execute(select(Account.email)).all())


def test_an_account_stays_while_any_edition_needs_it(session: Session, edition: EditionRecord) -> None:
    days = timedelta(days=366)
    spans = {phase: Span(CALENDAR[phase].start + days, CALENDAR[phase].end + days) for phase in Phase}
    later = make_edition(session, slug="later", calendar=Calendar(spans))
    first, twice, idle = account(session), account(session, "twee-keer"), account(session, "voorbijganger")
    staff = account(session, "organisator")
    grant_role(session, edition.id, staff, "organiser", actor="test", now=NOW)
    for where, who, moment in (
        (edition, first, AT[Phase.SUBMIT]),
        (edition, twice, AT[Phase.SUBMIT]),
        (later, twice, AT[Phase.SUBMIT] + days),
    ):
        plans.submit_plan(session, where, draft(), submitter=who, now=moment)
    assert tidy_installation(session, NOW + timedelta(days=TERMS.accounts)) == {}
    assert tidy_installation(session, NOW + timedelta(days=TERMS.accounts) + MOMENT) == {"accounts": 1}
    assert email_of(session, idle) is None
    end = CALENDAR[Phase.EXECUTION].end + timedelta(days=TERMS.accounts)
    assert tidy_installation(session, end - MOMENT) == {}
    assert tidy_installation(session, end) == {"accounts": 1}
    assert email_of(session, first) is None
    assert email_of(session, twice) == "twee-keer@voorbeeld.invalid"
    assert tidy_installation(session, end + days) == {"accounts": 1}
    assert email_of(session, twice) is None
    assert email_of(session, staff) == "organisator@voorbeeld.invalid"


def test_an_erased_account_hears_nothing_and_its_number_is_nobody_elses(
    session: Session, edition: EditionRecord
) -> None:
    number = account(session)
    grant_role(session, edition.id, number, "checker", actor="test", now=NOW)
    erasing.erase(session, number, now=NOW)
    mail_account(session, edition, number, "plan-terug", now=NOW, plan="Bankjes", link="https://x/")
    assert count(session, OutgoingMail) == 0
    assert roles_of(session, edition.id, number) == frozenset()
    assert account(session) > number  # the same person, somebody new to us


def test_voters_codes_and_letters_go_after_the_result_and_the_result_stays(
    database: Database, tmp_path: Path
) -> None:
    with database.write() as session:
        poll = open_poll(session, voters=6)
        for voter in range(4):
            poll.cast(session, voter, [1])
        edition = publish(session, poll)
    config = replace(load_config(Path("config.toml"), {}), data_dir=tmp_path)
    end = CALENDAR[Phase.VOTING].end + timedelta(days=TERMS.voters)
    assert retention.tidy(database, config, now=end - MOMENT).editions == {edition.spec.slug: {}}
    looked = retention.tidy(database, config, now=end, look_only=True)
    report = retention.tidy(database, config, now=end)
    assert looked == report
    assert report.editions == {edition.spec.slug: {"codes": 6, "voters": 6, "addresses": 6}}
    with database.read() as session:
        assert [count(session, kind) for kind in (Pincode, Voter, Address)] == [0, 0, 0]
        assert [count(session, kind) for kind in (Ballot, Receipt)] == [4, 4]
        assert counting.published_outcome(session, edition) is not None
        assert is_frozen(session, edition), "the rules stay as they were when the vote began"
        act = last_act(session, edition)
    assert (act.act, act.actor) == ("personal-data-removed", retention.ACTOR)
    assert act.details == {"codes": 6, "voters": 6, "addresses": 6}
    assert retention.tidy(database, config, now=end).editions == {edition.spec.slug: {}}


def test_files_with_letters_go_too(database: Database, tmp_path: Path) -> None:
    config = replace(load_config(Path("config.toml"), {}), data_dir=tmp_path)
    with database.write() as session:
        edition = ready_for_codes(session)
        pincodes.entitle(session, edition, people(3))
    out = letters_folder(tmp_path, edition)
    print_letters(database, edition, config=config, key=KEY, out=out, actor="test", now=AT[Phase.FEASIBILITY])
    assert list(out.glob("*.pdf"))
    with database.write() as session:
        counting.close_and_count(session, edition, actor="test", now=CLOSED)
        counting.publish(session, edition, actor="test", now=CLOSED)
    end = CLOSED + timedelta(days=TERMS.voters)
    assert (
        retention.tidy(database, config, now=end, look_only=True).editions[edition.spec.slug]["letters"] == 1
    )
    assert list(out.glob("*.pdf")), "looking removes nothing"
    assert retention.tidy(database, config, now=end).editions[edition.spec.slug]["letters"] == 1
    assert list(out.glob("*.pdf")) == []


def test_what_was_said_about_a_plan_goes_after_the_last_year(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    staff = account(session, "organisator")
    note_contact(
        session,
        edition,
        number,
        spoken_on=AT[Phase.SUBMIT].date(),
        note="Belt liever niet.",
        account=staff,
        now=AT[Phase.SUBMIT],
    )
    end = CALENDAR[Phase.EXECUTION].end + timedelta(days=TERMS.accounts)
    assert tidy_edition(session, edition, end - MOMENT) == {}
    assert tidy_edition(session, edition, end) == {"notes": 1}
    assert count(session, ContactNote) == 0
    assert last_act(session, edition).details == {"notes": 1}


def test_receipts_stay_as_long_as_bookkeeping_asks_and_the_amounts_for_good(
    session: Session, chosen: EditionRecord
) -> None:
    receipt = expenses.ExpenseDraft("Hout", 99_50, TODAY, receipt=documents.Receipt("pdf", PDF))
    expenses.record_expense(session, chosen, 1, receipt, account=account(session), now=AT[Phase.EXECUTION])
    end = CALENDAR[Phase.EXECUTION].end + timedelta(days=TERMS.receipts)
    assert "receipts" not in tidy_edition(session, chosen, end - MOMENT)
    assert tidy_edition(session, chosen, end) == {"receipts": 1}
    assert count(session, Document) == 0
    assert session.scalars(select(Expense.amount)).all() == [99_50]


def test_mails_in_the_folder_go_as_well(database: Database, tmp_path: Path) -> None:
    config = replace(load_config(Path("config.toml"), {}), data_dir=tmp_path)
    folder = tmp_path / "mail"
    folder.mkdir()
    for name, days in (("000001.eml", TERMS.mail + 1), ("000002.eml", TERMS.mail - 1)):
        (folder / name).write_text("Aan: anna", "utf-8")
        then = time.time() - days * 24 * 3600
        os.utime(folder / name, (then, then))
    report = retention.tidy(database, config, now=NOW)
    assert report.installation == {"mail-files": 1}
    assert [file.name for file in folder.iterdir()] == ["000002.eml"]


def test_who_asks_sees_everything_and_is_forgotten(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    me = account(session)
    likes.like_plan(session, edition, number, account=me, now=AT[Phase.LIKES])
    send(session, "indiener@voorbeeld.invalid")
    known = erasing.known_of(session, " Indiener@Voorbeeld.invalid")
    assert {"accounts", "plans", "likes", "outgoing_mail"} <= known.keys()
    assert [plan["title"] for plan in known["plans"]] == ["Plan 0"]
    json.dumps(known)
    erasing.erase_by_address(session, "Indiener@voorbeeld.invalid", actor="test", now=AT[Phase.LIKES])
    assert erasing.known_of(session, "indiener@voorbeeld.invalid") == {}
    assert email_of(session, me) is None
    assert count(session, Like) == 0, "or the same person could give it again"
    assert [plan.number for plan in plans.list_plans(session, edition.id)] == [number]
    act = last_act(session, edition)
    assert (act.act, act.subject) == ("account-erased", f"account {me}")
    with pytest.raises(DomainError, match="no-such-account"):
        erasing.erase_by_address(session, "indiener@voorbeeld.invalid", actor="test", now=NOW)


def test_an_address_without_an_account_is_forgotten_too(session: Session) -> None:
    send(session, ANNA)
    make_sign_in_token(session, ANNA, now=NOW)
    erasing.erase_by_address(session, ANNA, actor="test", now=NOW)
    assert erasing.known_of(session, ANNA) == {}


def test_a_new_place_for_an_address_is_not_forgotten() -> None:
    """Columns that refer to an account are found by themselves; those that hold an address must be named."""
    found = {f"{mention.table.name}.{mention.account.name}" for mention in erasing.mentions()}
    assert {"plans.submitter_id", "likes.account_id", "contact_notes.noted_by"} <= found
    assert all(mention.edition is not None for mention in erasing.mentions())
    addresses = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name in ("email", "recipient")
    }
    named = {f"{column.class_.__tablename__}.{column.key}" for column in erasing.BY_ADDRESS}
    assert addresses - named == {"accounts.email"}
