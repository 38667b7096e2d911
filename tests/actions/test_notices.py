"""Notices: who hears of what, at once or in a digest, exactly once, and never after a no."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM, Phase
from phases.notices import Frequency, NoticeKind
from phases.reactions import ReactionKind
from tests.support.editions import AT, account, draft, fresh, make_edition, submit
from tests.support.mails import TOLD
from wijkaanzet.actions import accounts, moderation, notices, plan_exits, plans, reactions
from wijkaanzet.actions.reactions import ReactionDraft
from wijkaanzet.config import Config, load_config
from wijkaanzet.errors import DomainError
from wijkaanzet.jobs import mail_due_notices
from wijkaanzet.mail_text import compose
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.notices import Notice
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.weekly_check import PlanExit

NOW = AT[Phase.LIKES]
NEXT_MORNING = (NOW + timedelta(days=1)).astimezone(AMSTERDAM).replace(hour=8, minute=0)
SITE = "https://wijk.voorbeeld.invalid"
KEY = "a secret of the tests"


def react(
    session: Session,
    edition: EditionRecord,
    number: int,
    name: str,
    kind: ReactionKind = ReactionKind.TIP,
    text: str = "Zet er een bankje bij.",
) -> int:
    said = ReactionDraft(kind, text, name.title())
    return reactions.write_reaction(session, edition, number, said, account=account(session, name), now=NOW)


def waiting(session: Session) -> list[tuple[str, str]]:
    """Who is to be told what."""
    session.flush()
    rows = session.execute(select(Notice.account_id, Notice.kind))
    return sorted(((accounts.email_of(session, who) or "").partition("@")[0], kind) for who, kind in rows)


def mail(session: Session, edition: EditionRecord, now: object = NOW) -> list[tuple[str, str]]:
    """Mail what is due; who got which subject."""
    session.execute(OutgoingMail.__table__.delete())
    due = notices.accounts_due(session, edition, now=now)  # type: ignore[arg-type]
    notices.mail_notices(session, edition, due, site=SITE, secret_key=KEY, now=NOW)
    session.flush()
    rows = session.execute(select(OutgoingMail.recipient, OutgoingMail.subject))
    return sorted((to.partition("@")[0], subject) for to, subject in rows)


def test_submitters_and_followers_hear_but_not_who_did_it(session: Session, edition: EditionRecord) -> None:
    [number, other] = submit(session, edition, 2)
    bram = account(session, "bram")
    for _ in range(2):
        notices.follow(session, edition, number, bram, now=NOW)
    notices.follow(session, edition, other, account(session, "chris"), now=NOW)
    react(session, edition, number, "bram")
    assert waiting(session) == [("indiener", "reaction")]
    react(session, edition, number, "anna")
    assert waiting(session) == [("bram", "reaction"), *[("indiener", "reaction")] * 2]
    notices.unfollow(session, edition, number, bram)
    assert not notices.is_following(session, edition, number, bram)
    assert waiting(session) == [("indiener", "reaction")] * 2
    notices.unfollow(session, edition, number, account(session))
    assert notices.is_following(session, edition, number, account(session))
    with pytest.raises(DomainError, match="no-such-plan"):
        notices.follow(session, edition, 99, bram, now=NOW)


def test_the_author_hears_of_an_answer_and_the_submitter_of_an_offer(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    notices.follow(session, edition, number, account(session, "chris"), now=NOW)
    offer = react(session, edition, number, "anna", ReactionKind.OFFER)
    assert waiting(session) == [("chris", "reaction"), ("indiener", "help-offer")]
    answer = ReactionDraft(ReactionKind.REPLY, "Graag!", "Bram")
    reactions.reply(session, edition, offer, answer, account=account(session), now=NOW)
    assert waiting(session) == [("anna", "answer"), ("chris", "reaction"), ("indiener", "help-offer")]


def test_everybody_hears_as_often_as_they_chose(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    for name, frequency in (
        ("direct", Frequency.AT_ONCE),
        ("week", Frequency.WEEKLY),
        ("nooit", Frequency.NEVER),
    ):
        notices.follow(session, edition, number, account(session, name), now=NOW)
        notices.choose_frequency(session, edition, account(session, name), frequency)
    react(session, edition, number, "anna")
    react(session, edition, number, "anna", text="En een prullenbak.")
    both = "2 berichten over ‘Plan 0’"
    assert mail(session, edition) == [("direct", both)]
    assert mail(session, edition, NEXT_MORNING - timedelta(seconds=1)) == []
    assert mail(session, edition, NEXT_MORNING) == [("indiener", both)]
    assert mail(session, edition, NEXT_MORNING + timedelta(days=7)) == [("week", both)]
    assert waiting(session) == []
    assert notices.frequency_of(session, edition, account(session)) is Frequency.DAILY


def test_a_mail_can_be_stopped_with_its_own_link_and_says_where_to_choose(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    react(session, edition, number, "anna")
    assert mail(session, edition, NEXT_MORNING) == [("indiener", "Een bericht over ‘Plan 0’")]
    row = session.scalars(select(OutgoingMail)).one()
    start = f"{SITE}/berichten/afmelden/"
    assert row.unsubscribe.startswith(start)
    assert row.unsubscribe in row.text
    assert f"{SITE}/mijn/berichten" in row.text
    token = row.unsubscribe.removeprefix(start)
    who = notices.unsubscriber(KEY, edition, token)
    assert who == account(session)
    for edition_asked, key, text in (
        (edition, "another key", token),
        (replace(edition, id=edition.id + 1), KEY, token),
        (edition, KEY, token[:-1]),
        (edition, KEY, ""),
        (edition, KEY, notices._signer(KEY).dumps("x")),
    ):
        with pytest.raises(DomainError, match="unsubscribe-unusable"):
            notices.unsubscriber(key, edition_asked, text)
    react(session, edition, number, "bram")
    for _ in range(2):
        notices.choose_frequency(session, edition, who, Frequency.NEVER)
    assert waiting(session) == []
    react(session, edition, number, "chris")
    assert waiting(session) == []


def test_what_can_no_longer_be_read_is_not_mailed(session: Session, edition: EditionRecord) -> None:
    [number, other] = submit(session, edition, 2)
    boss = account(session, "organisator")
    hidden, withdrawn = react(session, edition, number, "anna"), react(session, edition, number, "bram")
    moderation.hide(session, edition, hidden, "Kwetsend.", account=boss, site=SITE, now=NOW)
    reactions.withdraw_reaction(session, edition, withdrawn, account=account(session, "bram"), now=NOW)
    assert waiting(session) == []
    react(session, edition, other, "anna")
    assert waiting(session) == [("indiener", "reaction")]
    plan_exits.hide(session, edition, other, reason="Een naam.", site=SITE, account=boss, now=NOW)
    assert mail(session, edition, NEXT_MORNING) == []
    assert waiting(session) == []


def test_who_followed_a_plan_that_joined_another_hears_of_the_joint_plan(
    session: Session, edition: EditionRecord
) -> None:
    [number, joint] = submit(session, edition, 2)
    notices.follow(session, edition, number, account(session, "chris"), now=NOW)
    session.add(
        PlanExit(
            edition_id=edition.id,
            plan_number=number,
            kind="merged",
            explanation="",
            department="",
            into_number=joint,
            acted_by=account(session),
            acted_at=NOW,
        )
    )
    session.flush()
    react(session, edition, joint, "anna")
    assert waiting(session) == [("chris", "reaction"), ("indiener", "reaction")]


def test_followers_hear_that_a_plan_changed_once_in_a_mail_and_that_it_was_withdrawn(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    notices.follow(session, edition, number, account(session, "chris"), now=NOW)
    for version, title in ((1, "Bankjes"), (2, "Bankjes en een boom"), (3, "Bankjes met een boom")):
        changed = draft(title)
        plans.change_plan(session, edition, number, changed, base=version, account=account(session), now=NOW)
    assert waiting(session) == [("chris", "changed")] * 3
    assert mail(session, edition, NEXT_MORNING) == [("chris", "Een bericht over ‘Bankjes met een boom’")]
    plans.withdraw_plan(session, edition, number, account=account(session), now=NOW)
    assert waiting(session) == [("chris", "withdrawn")]


def test_the_list_of_what_one_follows(session: Session, edition: EditionRecord) -> None:
    [one, two] = submit(session, edition, 2)
    anna = account(session, "anna")
    notices.follow(session, edition, two, anna, now=NOW)
    found = notices.followed_plans(session, edition, anna)
    assert [(plan.number, plan.title, plan.mine) for plan in found] == [(two, "Plan 1", False)]
    mine = notices.followed_plans(session, edition, account(session))
    assert [(plan.number, plan.mine) for plan in mine] == [(one, True), (two, True)]


def settings(folder: Path) -> Config:
    return replace(load_config(Path("config.toml"), {}), data_dir=folder)


def test_the_job_mails_each_once_also_in_many_transactions(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wijkaanzet.jobs.MAILS_AT_A_TIME", 2)
    with database.write() as session:
        edition = make_edition(session)
        [number] = submit(session, edition)
        for i in range(5):
            fan = account(session, f"fan{i}")
            notices.follow(session, edition, number, fan, now=NOW)
            notices.choose_frequency(session, edition, fan, Frequency.AT_ONCE)
        react(session, fresh(session, edition), number, "anna")
    assert mail_due_notices(settings(tmp_path), database, NOW) == 5
    assert mail_due_notices(settings(tmp_path), database, NOW) == 0
    with database.read() as session:
        told = sorted(session.scalars(select(OutgoingMail.recipient)))
    assert told == [f"fan{i}@voorbeeld.invalid" for i in range(5)]


@pytest.mark.parametrize("kind", NoticeKind)
def test_each_kind_of_notice_has_its_sentence(edition: EditionRecord, kind: NoticeKind) -> None:
    news = {"title": "Plan", "link": SITE, "notices": [{"kind": kind.value, **TOLD[kind]}]}
    given = {"site": SITE, "settings": SITE, "unsubscribe": SITE}
    said = compose("berichten", edition.spec, plans=[news], **given).text
    without = compose("berichten", edition.spec, plans=[news | {"notices": []}], **given).text
    assert len(said) > len(without)
