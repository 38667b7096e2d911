"""Reactions to a plan: writing, answering, changing, withdrawing, reporting, and what the organiser decides."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.reactions import EDIT_TIME, TEXT_LENGTH, ReactionKind, ReportKind, Voice
from tests.support.editions import AT, CLOSED, account, make_edition, open_poll, publish, submit
from wijkaanzet.actions import accounts, held_words, moderation, notices, plan_exits, plans, reactions
from wijkaanzet.actions.held_words import Held
from wijkaanzet.actions.reactions import ReactionDraft
from wijkaanzet.errors import DomainError
from wijkaanzet.mail_text import MailText
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.reactions import HeldWords, PlanReaction, ReactionReport

NOW = AT[Phase.LIKES]
SITE = "https://wijk.voorbeeld.invalid"
TIP = ReactionDraft(ReactionKind.TIP, "Zet er een bankje bij.", "Anna")
YES = ReactionDraft(ReactionKind.REPLY, "Dat doen wij.", "Bram")


def chief(session: Session, edition: EditionRecord) -> int:
    person = account(session, "organisator")
    accounts.grant_role(session, edition.id, person, "organiser", actor="test", now=NOW)
    return person


def write(session: Session, edition: EditionRecord, number: int, **changes: object) -> int:
    given: dict[str, object] = {"draft": TIP, "account": account(session, "anna"), "now": NOW} | changes
    draft = given.pop("draft")
    return reactions.write_reaction(session, edition, number, draft, **given)  # type: ignore[arg-type]


def read(session: Session, edition: EditionRecord, number: int, viewer: int | None = None) -> list[object]:
    """Each reaction and its replies as (name, text)."""
    session.flush()
    return [
        [(one.name, one.text) for one in (thread.first, *thread.replies)]
        for thread in reactions.threads_of(session, edition, number, viewer=viewer)
    ]


def mails(session: Session) -> list[tuple[str, str]]:
    session.flush()
    rows = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    return [(mail.recipient.partition("@")[0], mail.subject) for mail in rows]


def test_a_reaction_and_its_answers(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    tip = write(session, edition, number)
    staff = ReactionDraft(ReactionKind.REPLY, "Bel ons op 023 511 51 15.", as_staff=True)
    reactions.reply(session, edition, tip, staff, account=chief(session, edition), now=NOW)
    reactions.reply(session, edition, tip, YES, account=account(session), now=NOW + timedelta(hours=1))
    [thread] = reactions.threads_of(session, edition, number)
    assert [one.voice for one in (thread.first, *thread.replies)] == [
        Voice.RESIDENT,
        Voice.SUBMITTER,
        Voice.STAFF,
    ]
    assert read(session, edition, number) == [
        [("Anna", "Zet er een bankje bij."), ("Bram", "Dat doen wij."), ("", "Bel ons op 023 511 51 15.")]
    ]
    with pytest.raises(DomainError, match="reply-not-yours"):
        reactions.reply(session, edition, tip, YES, account=account(session, "vreemde"), now=NOW)
    with pytest.raises(DomainError, match="reply-not-yours"):
        reactions.reply(session, edition, tip, staff, account=account(session), now=NOW)
    with pytest.raises(DomainError, match="reply-not-yours"):
        write(session, edition, number, draft=ReactionDraft(ReactionKind.TIP, "Namens ons", as_staff=True))
    answer = thread.replies[0].id
    with pytest.raises(DomainError, match="no-such-reaction"):  # one level, no more
        reactions.reply(session, edition, answer, YES, account=account(session), now=NOW)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (ReactionDraft(ReactionKind.TIP, " \n ", "Anna"), "reaction-missing"),
        (ReactionDraft(ReactionKind.TIP, "x" * (TEXT_LENGTH + 1), "Anna"), "reaction-too-long"),
        (ReactionDraft(ReactionKind.OFFER, "Bel 06-12345678", "Anna"), "reaction-has-contact"),
        (ReactionDraft(ReactionKind.TIP, "Goed", "anna@voorbeeld.nl"), "name-is-address"),
        (ReactionDraft(ReactionKind.TIP, "Goed", "De gemeente"), "name-reserved"),
        (ReactionDraft(ReactionKind.TIP, "Goed", ""), "name-missing"),
        (ReactionDraft(ReactionKind.REPLY, "Goed", "Anna"), "reaction-kind-missing"),
    ],
)
def test_what_cannot_be_written(
    session: Session, edition: EditionRecord, draft: ReactionDraft, code: str
) -> None:
    [number] = submit(session, edition)
    with pytest.raises(DomainError, match=code):
        write(session, edition, number, draft=draft)
    assert read(session, edition, number) == []


def test_the_same_words_again_are_the_same_reaction(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    first = write(session, edition, number)
    assert write(session, edition, number, now=NOW + timedelta(minutes=1)) == first
    assert write(session, edition, number, account=account(session, "bram")) != first
    assert write(session, edition, number, now=NOW + EDIT_TIME) != first


def test_a_button_pressed_twice_at_once_writes_once(database: Database) -> None:
    with database.write() as session:
        edition = make_edition(session)
        [number] = submit(session, edition)
        anna = account(session, "anna")
    start = Barrier(4)

    def press() -> None:
        start.wait()
        with database.write() as session:
            reactions.write_reaction(session, edition, number, TIP, account=anna, now=NOW)

    hands = [Thread(target=press) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(PlanReaction)) == 1


def test_reactions_close_with_the_plan_and_stay_when_it_changes(
    session: Session, edition: EditionRecord
) -> None:
    [one, two, three] = submit(session, edition, 3)
    boss = chief(session, edition)
    tip = write(session, edition, one)
    plans.withdraw_plan(session, edition, one, account=account(session), now=NOW)
    plan_exits.hide(session, edition, two, reason="Een naam erin.", site=SITE, account=boss, now=NOW)
    for number, code in ((one, "plan-withdrawn"), (two, "no-such-plan"), (99, "no-such-plan")):
        with pytest.raises(DomainError, match=code):
            write(session, edition, number)
    with pytest.raises(DomainError, match="plan-withdrawn"):
        reactions.reply(session, edition, tip, YES, account=account(session), now=NOW)
    assert read(session, edition, one) == [[("Anna", "Zet er een bankje bij.")]]
    reactions.withdraw_reaction(session, edition, tip, account=account(session, "anna"), now=NOW)
    assert read(session, edition, one) == []
    with pytest.raises(DomainError, match="reactions-closed"):
        write(session, edition, three, now=CLOSED)


def test_after_the_vote_only_what_is_chosen_goes_on(session: Session) -> None:
    poll = open_poll(session, (30_000_00, 50_000_00))
    for voter in range(3):
        poll.cast(session, voter, [1])
    edition = publish(session, poll)
    year = AT[Phase.EXECUTION]
    assert write(session, edition, 1, now=year)
    with pytest.raises(DomainError, match="reactions-closed"):
        write(session, edition, 2, now=year)


def test_changing_and_withdrawing_ones_own(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    anna, other = account(session, "anna"), account(session, "bram")
    tip = write(session, edition, number)
    reactions.edit_reaction(session, edition, tip, "Zet er twee bij.", account=anna, now=NOW + EDIT_TIME)
    assert read(session, edition, number) == [[("Anna", "Zet er twee bij.")]]
    assert reactions.find_reaction(session, edition, tip).edited_at == NOW + EDIT_TIME
    late = NOW + EDIT_TIME + timedelta(seconds=1)
    with pytest.raises(DomainError, match="edit-time-over"):
        reactions.edit_reaction(session, edition, tip, "Te laat", account=anna, now=late)
    with pytest.raises(DomainError, match="reaction-has-contact"):
        reactions.edit_reaction(session, edition, tip, "a@voorbeeld.nl", account=anna, now=NOW)
    for act in (
        lambda: reactions.edit_reaction(session, edition, tip, "Van mij", account=other, now=NOW),
        lambda: reactions.withdraw_reaction(session, edition, tip, account=other, now=NOW),
    ):
        with pytest.raises(DomainError, match="not-your-reaction"):
            act()
    reactions.reply(session, edition, tip, YES, account=account(session), now=NOW)
    for _ in range(2):
        reactions.withdraw_reaction(session, edition, tip, account=anna, now=late)
    assert read(session, edition, number) == [[("", ""), ("Bram", "Dat doen wij.")]]
    assert not session.scalar(select(PlanReaction.text).where(PlanReaction.id == tip))


def test_a_report_is_decided_on_and_the_author_hears_why(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    boss, anna = chief(session, edition), account(session, "anna")
    tip = write(session, edition, number)
    session.execute(OutgoingMail.__table__.delete())
    for name in ("bram", "bram", "chris"):
        moderation.report(
            session,
            edition,
            tip,
            ReportKind.HURTFUL,
            "Gaat over mij",
            account=account(session, name),
            site=SITE,
            now=NOW,
        )
    [one] = moderation.reported(session, edition)
    assert (len(one.reports), one.reports[0].words) == (2, "Gaat over mij")
    assert mails(session) == [("organisator", "Een reactie is gemeld bij ‘Plan 0’")]
    with pytest.raises(DomainError, match="hide-reason-missing"):
        moderation.hide(session, edition, tip, " ", account=boss, site=SITE, now=NOW)
    moderation.hide(session, edition, tip, "Dit kwetst een buur.", account=boss, site=SITE, now=NOW)
    assert moderation.reported(session, edition) == []
    assert read(session, edition, number) == []
    assert read(session, edition, number, viewer=anna) == [[("Anna", "Zet er een bankje bij.")]]
    with pytest.raises(DomainError, match="edit-time-over"):
        reactions.edit_reaction(session, edition, tip, "Anders", account=anna, now=NOW)
    with pytest.raises(DomainError, match="reaction-is-hidden"):
        moderation.hide(session, edition, tip, "Nog eens", account=boss, site=SITE, now=NOW)
    moderation.show_again(session, edition, tip, account=boss, site=SITE, now=NOW)
    assert read(session, edition, number) == [[("Anna", "Zet er een bankje bij.")]]
    assert mails(session)[1:] == [
        ("anna", "Uw reactie staat niet meer op de site: Plan 0"),
        ("anna", "Uw reactie staat weer op de site: Plan 0"),
    ]
    hidden = session.scalars(select(OutgoingMail.text).where(OutgoingMail.subject.like("%niet meer%"))).one()
    assert "> Dit kwetst een buur." in hidden
    assert "> Zet er een bankje bij." in hidden
    acts = [entry for entry in trail(session, edition.id) if entry.act.startswith("reaction")]
    assert [(e.act, e.subject, e.details) for e in acts] == [
        ("reaction-hidden", f"reaction {tip}", {"plan": number}),
        ("reaction-shown-again", f"reaction {tip}", {"plan": number}),
    ]


def test_a_reported_reaction_may_stay(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    boss, tip = chief(session, edition), write(session, edition, number)
    with pytest.raises(DomainError, match="nothing-reported"):
        moderation.leave(session, edition, tip, account=boss, now=NOW)
    given = {"account": account(session, "bram"), "site": SITE, "now": NOW}
    with pytest.raises(DomainError, match="report-words-missing"):
        moderation.report(session, edition, tip, ReportKind.OTHER, "  ", **given)  # type: ignore[arg-type]
    moderation.report(session, edition, tip, ReportKind.ADVERT, "", **given)  # type: ignore[arg-type]
    assert moderation.count_reported(session, edition) == 1
    moderation.leave(session, edition, tip, account=boss, now=NOW)
    assert moderation.count_reported(session, edition) == 0
    assert [one.reaction.id for one in moderation.all_reactions(session, edition)[0]] == [tip]
    assert moderation.all_reactions(session, edition, only_hidden=True) == ([], 1)


def test_what_was_withdrawn_waits_for_no_decision(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    tip = write(session, edition, number)
    moderation.report(
        session, edition, tip, ReportKind.ADVERT, "", account=account(session, "bram"), site=SITE, now=NOW
    )
    reactions.withdraw_reaction(session, edition, tip, account=account(session, "anna"), now=NOW)
    assert moderation.reported(session, edition) == []
    assert moderation.count_reported(session, edition) == 0
    with pytest.raises(DomainError, match="no-such-reaction"):
        moderation.hide(session, edition, tip, "Toch", account=chief(session, edition), site=SITE, now=NOW)
    assert session.scalar(select(func.count()).select_from(ReactionReport)) == 1


def test_words_are_held_for_the_mailed_link_and_no_longer_than_a_day(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    tokens: list[str] = []

    def mail(token: str) -> MailText:
        tokens.append(token)
        return MailText("Plaats uw reactie", token)

    words = Held(number, "tip", "Zet er een bankje bij.", "Anna", follow=True)
    held_words.hold_and_mail(session, edition, " Anna@Voorbeeld.invalid ", words, mail, now=NOW)
    [token] = tokens
    assert mails(session) == [("anna", "Plaats uw reactie")]
    assert held_words.held(session, edition, token, now=NOW + timedelta(minutes=21)) == words
    assert held_words.held(session, edition, "verzonnen", now=NOW) is None
    assert held_words.held(session, edition, token, now=NOW + held_words.KEPT) is None
    assert token.encode() not in session.scalars(select(HeldWords.token_hash)).one()
    with suppress(DomainError):
        accounts.sign_in(session, token, now=NOW)
    held_words.forget_held_words(session, now=NOW + held_words.KEPT)
    assert session.scalars(select(HeldWords)).all() == []


def test_who_reacts_can_follow_the_plan_with_it(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    anna = account(session, "anna")
    write(session, edition, number)
    assert not notices.is_following(session, edition, number, anna)
    write(session, edition, number, draft=ReactionDraft(ReactionKind.QUESTION, "Wie?", "Anna", follow=True))
    assert notices.is_following(session, edition, number, anna)
    assert reactions.name_used(session, edition, anna) == "Anna"
