"""The weekly check: the board, what the staff does with a plan, and how plans leave the cycle and come back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.plan import Exit
from phases.weekly_check import CheckAnswer, Column, Question
from tests.support.editions import (
    AT,
    CALENDAR,
    KEY,
    account,
    fresh,
    like,
    open_poll,
    people,
    ready_for_codes,
    submit,
)
from wijkaanzet.actions import (
    accounts,
    check_board,
    check_reminders,
    counting,
    feasibility,
    likes,
    pincodes,
    plan_exits,
    plans,
    voting,
    weekly_check,
)
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.outbox import OutgoingMail

NOW = AT[Phase.SUBMIT]
SITE = "https://wijk.voorbeeld.invalid"
TRAFFIC = plan_exits.Department("Verkeersveiligheid", "verkeer@voorbeeld.invalid")


def chief(
    session: Session, edition: EditionRecord, name: str = "organisator", role: str = "organiser"
) -> int:
    person = account(session, name)
    accounts.grant_role(session, edition.id, person, role, actor="test", now=NOW)
    return person


def item(
    session: Session, edition: EditionRecord, number: int, after: timedelta = timedelta(0)
) -> check_board.BoardItem:
    session.flush()
    found = check_board.board(session, edition, now=NOW + after)
    return next(one for one in found if one.plan.number == number)


def mails(session: Session) -> list[tuple[str, str]]:
    session.flush()
    rows = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    return [(mail.recipient.partition("@")[0], mail.subject) for mail in rows]


def test_a_plan_goes_from_new_by_waiting_to_done_and_comes_back(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    me = chief(session, edition)
    assert item(session, edition, number).column is Column.NEW
    late = item(session, edition, number, timedelta(days=8))
    assert (late.column, late.overdue, late.days) == (Column.WAITING, True, 8)
    assert not item(session, edition, number, timedelta(days=60)).overdue, "the likes are over"
    weekly_check.look_at(session, edition, number, account=me, now=NOW)
    weekly_check.look_at(
        session, edition, number, account=account(session, "ander"), now=NOW + timedelta(days=1)
    )
    seen = item(session, edition, number, timedelta(days=8))
    assert (seen.column, seen.overdue, seen.unseen) == (Column.WAITING, False, False)
    weekly_check.finish(session, edition, number, done=True, account=me, now=NOW)
    assert item(session, edition, number).column is Column.DONE
    weekly_check.finish(session, edition, number, done=False, account=me, now=NOW)
    assert item(session, edition, number).column is Column.WAITING


def test_the_four_questions_are_kept_and_only_changes_are_recorded(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    me = chief(session, edition)
    findings = {
        Question.COMBINE: check_board.Finding(CheckAnswer.YES, "lijkt op plan 4"),
        Question.IMPACT: check_board.Finding(),
    }
    for _ in range(2):
        weekly_check.answer_questions(session, edition, number, findings, account=me, now=NOW)
    assert item(session, edition, number).findings == {Question.COMBINE: findings[Question.COMBINE]}
    acts = [entry for entry in trail(session, edition.id) if entry.act == "plan-checked"]
    assert [entry.details for entry in acts] == [{"combine": "yes"}]


def test_contact_is_noted_and_the_trail_does_not_say_what_about(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    me, note = chief(session, edition), "Bel na zessen, kind is ziek."
    with pytest.raises(DomainError, match="contact-in-future"):
        weekly_check.note_contact(
            session, edition, number, spoken_on=NOW.date() + timedelta(days=1), note=note, account=me, now=NOW
        )
    weekly_check.note_contact(
        session, edition, number, spoken_on=date(2026, 9, 1), note=note, account=me, now=NOW
    )
    session.flush()
    [(kept, who)] = check_board.sheet(session, edition, number, now=NOW).notes
    assert (kept.note, who) == (note, "organisator@voorbeeld.invalid")
    [act] = [entry for entry in trail(session, edition.id) if entry.act == "contact-noted"]
    assert (act.subject, act.details) == ("plan 1", {})


def test_a_plan_is_given_to_a_colleague_who_hears(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    me, checker = chief(session, edition), chief(session, edition, "checker", "checker")
    assert {email.partition("@")[0] for _id, email in check_board.colleagues(session, edition)} == {
        "organisator",
        "checker",
    }
    with pytest.raises(DomainError, match="no-such-colleague"):
        weekly_check.assign(session, edition, number, account(session), site=SITE, account=me, now=NOW)
    for _ in range(2):
        weekly_check.assign(session, edition, number, checker, site=SITE, account=me, now=NOW)
    assert item(session, edition, number).assignee == "checker@voorbeeld.invalid"
    assert mails(session) == [("checker", "Wilt u naar dit plan kijken? Plan 0")]
    weekly_check.assign(session, edition, number, None, site=SITE, account=me, now=NOW)
    assert item(session, edition, number).assignee_id is None


def test_a_plan_is_returned_with_a_question_and_comes_back(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    me, mine = chief(session, edition), account(session)

    def ask(question: str = "Wie geeft er water?") -> None:
        weekly_check.ask_submitter(session, edition, number, question, site=SITE, account=me, now=NOW)

    with pytest.raises(DomainError, match="nothing-asked"):
        weekly_check.submitter_is_ready(session, edition, number, account=mine, now=NOW)
    with pytest.raises(DomainError, match="question-missing"):
        ask("  ")
    weekly_check.finish(session, edition, number, done=True, account=me, now=NOW)
    ask()
    asked = item(session, edition, number, timedelta(days=20))
    assert (asked.column, asked.asked, asked.remind) == (Column.WAITING, True, False)
    with pytest.raises(DomainError, match="already-asked"):
        ask()
    with pytest.raises(DomainError, match="not-the-submitter"):
        weekly_check.submitter_is_ready(session, edition, number, account=me, now=NOW)
    weekly_check.submitter_is_ready(session, edition, number, account=mine, now=NOW + timedelta(days=20))
    back = item(session, edition, number, timedelta(days=21))
    assert (back.column, back.answered, back.unseen, back.days) == (Column.NEW, True, True, 1)
    assert mails(session) == [("indiener", "Een vraag over uw plan: Plan 0")]
    ask("Nog iets?")


def test_nothing_waits_unseen_without_a_reminder_a_day(session: Session, edition: EditionRecord) -> None:
    old, seen, given = submit(session, edition, 3)
    me, checker = chief(session, edition), chief(session, edition, "checker", "checker")
    weekly_check.look_at(session, edition, seen, account=me, now=NOW)
    weekly_check.assign(session, edition, given, checker, site=SITE, account=me, now=NOW)
    session.query(OutgoingMail).delete()

    def remind(**after: float) -> int:
        return check_reminders.remind(session, edition, site=SITE, now=NOW + timedelta(**after))

    assert remind(days=4) == 0
    assert [remind(days=6), remind(days=6, hours=3), remind(days=6, hours=12)] == [2, 0, 0]
    assert remind(days=7) == 2
    told = list(session.scalars(select(OutgoingMail.text).where(OutgoingMail.recipient.like("checker%"))))
    assert len(told) == 2
    assert "Plan 2: wacht 6 dagen" in told[0]
    assert "Plan 0" not in told[0]
    assert {subject for _who, subject in mails(session)} == {
        "Weekcheck: 2 plannen wachten",
        "Weekcheck: 1 plan wacht",
    }
    for number in (old, given):
        weekly_check.look_at(session, edition, number, account=me, now=NOW + timedelta(days=8))
    assert remind(days=8) == 0
    assert check_reminders.remind(session, edition, site=SITE, now=AT[Phase.VOTING]) == 0


def forward(session: Session, edition: EditionRecord, number: int, **changes: Any) -> None:
    given = {
        "explanation": "De afdeling pakt dit op.",
        "site": SITE,
        "account": chief(session, edition),
        "now": NOW,
    }
    plan_exits.forward(session, edition, number, TRAFFIC, **(given | changes))


def hide(session: Session, edition: EditionRecord, number: int, **changes: Any) -> None:
    given = {"reason": "Er staat een naam in.", "site": SITE, "account": chief(session, edition), "now": NOW}
    plan_exits.hide(session, edition, number, **(given | changes))


def bring_back(session: Session, edition: EditionRecord, number: int, **changes: Any) -> None:
    given = {"site": SITE, "account": chief(session, edition), "now": NOW}
    plan_exits.bring_back(session, edition, number, **(given | changes))


def test_a_forwarded_plan_is_public_with_its_words_and_out_of_the_likes(
    session: Session, edition: EditionRecord
) -> None:
    [number] = submit(session, edition)
    with pytest.raises(DomainError, match="exit-words-missing"):
        forward(session, edition, number, explanation=" ")
    forward(session, edition, number)
    [plan] = plans.list_plans(session, edition.id)
    assert plan.exit is not None
    assert (plan.exit.kind, plan.exit.department, plan.takes_part) == (Exit.FORWARDED, TRAFFIC.name, False)
    assert mails(session) == [
        ("indiener", "Uw plan is doorgestuurd: Plan 0"),
        ("verkeer", "Plan van een bewoner voor Verkeersveiligheid: Plan 0"),
    ]
    with pytest.raises(DomainError, match="plan-forwarded"):
        likes.like_plan(session, edition, number, account=account(session, "fan"), now=AT[Phase.LIKES])
    with pytest.raises(DomainError, match="plan-is-out"):
        hide(session, edition, number)
    assert item(session, edition, number).column is Column.DONE


def test_a_hidden_plan_is_nowhere_and_comes_back_as_it_was(session: Session, edition: EditionRecord) -> None:
    number, other = submit(session, edition, 2)
    like(session, edition, [number, other])
    hide(session, edition, number)
    assert [plan.number for plan in plans.list_plans(session, edition.id)] == [other]
    assert plans.find_plan(session, edition.id, number) is None
    assert [plan.number for plan in feasibility.plans_at_table(session, edition)] == [other]
    with pytest.raises(DomainError, match="no-such-plan"):
        likes.like_plan(session, edition, number, account=account(session, "fan"), now=AT[Phase.LIKES])
    assert mails(session) == [("indiener", "Uw plan staat niet meer op de site: Plan 0")]
    assert not any("naam" in str(entry.details) for entry in trail(session, edition.id))
    bring_back(session, edition, number)
    found = plans.find_plan(session, edition.id, number)
    assert found is not None
    assert (found.takes_part, found.likes) == (True, edition.spec.like_threshold)
    with pytest.raises(DomainError, match="plan-not-out"):
        bring_back(session, edition, number)


@pytest.mark.parametrize("act", [forward, hide])
def test_a_plan_that_left_is_not_on_the_ballot(session: Session, act: Callable[..., None]) -> None:
    edition = ready_for_codes(session, [20_000_00, 10_000_00])
    act(session, edition, 1)
    assert set(voting.ballot_choices(session, edition.id)) == {2}
    ids = pincodes.entitle(session, edition, people(2))
    issued = pincodes.make_pincodes(session, edition, ids, key=KEY, actor="test", now=AT[Phase.FEASIBILITY])
    edition = fresh(session, edition)
    hashed = issued[0].pincode.hashed(KEY, edition.id)
    with pytest.raises(DomainError, match="ballot-invalid"), session.begin_nested():
        voting.cast_ballot(session, edition, hashed, [1], now=AT[Phase.VOTING])
    voting.cast_ballot(session, edition, hashed, [2], now=AT[Phase.VOTING])
    assert [plan.number for plan in counting.plans_on_ballot(session, edition)] == [2]
    outcome = counting.close_and_count(session, edition, actor="test", now=CALENDAR[Phase.VOTING].end)
    assert [project.id for project in outcome.projects] == ["2"]


@pytest.mark.parametrize("act", [forward, hide, bring_back])
def test_after_the_first_pincode_no_plan_leaves_or_comes_back(
    session: Session, act: Callable[..., None]
) -> None:
    """The ballot is remembered from then on, and letters that say what is on it are under way."""
    poll = open_poll(session)
    with pytest.raises(DomainError, match="frozen"):
        act(session, poll.edition, 1)
    assert set(voting.ballot_paper(session, poll.edition).choices) == {1, 2, 3}
