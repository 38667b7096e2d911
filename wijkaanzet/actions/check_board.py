"""The board of the weekly check: what is known of every plan, read for the staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.weekly_check import (
    CheckAnswer,
    CheckFacts,
    Column,
    Question,
    column_of,
    days_waited,
    is_overdue,
    is_unseen,
    needs_reminder,
)
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.accounts import Account, RoleGrant
from wijkaanzet.storage.plan_queries import find_plan, list_plans
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.weekly_check import CheckFinding, CheckQuestion, ContactNote, PlanCheck

COLLEAGUES = ("organiser", "checker")


@dataclass(frozen=True)
class Finding:
    """The answer to one of the four questions."""

    answer: CheckAnswer = CheckAnswer.UNKNOWN
    note: str = ""


@dataclass(frozen=True)
class BoardItem:
    """A plan on the board.

    Attributes:
        days: whole days since it came in, or came back from its submitter.
        answered: whether its submitter came back with an answer since it was last looked at.
        assignee: the address of who looks after it; empty when nobody does.
    """

    plan: PlanRecord
    column: Column
    days: int
    unseen: bool
    overdue: bool
    remind: bool
    asked: bool
    answered: bool
    findings: Mapping[Question, Finding]
    assignee_id: int | None
    assignee: str


@dataclass(frozen=True)
class Sheet:
    """Everything about one plan in the weekly check.

    Attributes:
        question: what its submitter was asked and has not answered.
        notes: contact notes with the address of who made them, newest first.
        submitters: the addresses of its submitters.
    """

    item: BoardItem
    question: CheckQuestion | None
    notes: Sequence[tuple[ContactNote, str]]
    submitters: Sequence[str]


def board(session: Session, edition: EditionRecord, *, now: datetime) -> list[BoardItem]:
    """All plans in the weekly check: what waits longest first, and what is done newest first."""
    plans = list_plans(session, edition.id, everything=True)
    items = _items(session, edition, plans, now)
    waiting = sorted(
        (i for i in items if i.column is not Column.DONE),
        key=lambda i: (not i.unseen, -i.days, i.plan.number),
    )
    done = sorted((i for i in items if i.column is Column.DONE), key=lambda i: -i.plan.number)
    return [*waiting, *done]


def sheet(session: Session, edition: EditionRecord, number: int, *, now: datetime) -> Sheet:
    """One plan in the weekly check.

    Raises:
        DomainError: "no-such-plan".
    """
    plan = find_plan(session, edition.id, number, hidden=True)
    if plan is None:
        raise DomainError("no-such-plan", number=number)
    notes = (
        select(ContactNote, Account.email)
        .join(Account, Account.id == ContactNote.noted_by)
        .where(ContactNote.edition_id == edition.id, ContactNote.plan_number == number)
        .order_by(ContactNote.spoken_on.desc(), ContactNote.noted_at.desc())
    )
    people = select(Account.email).where(
        Account.id.in_(submitters_of(session, edition, number)), Account.erased_at.is_(None)
    )
    return Sheet(
        _items(session, edition, [plan], now)[0],
        open_question(session, edition, number),
        [(note, email) for note, email in session.execute(notes)],
        list(session.scalars(people)),
    )


def colleagues(session: Session, edition: EditionRecord) -> list[tuple[int, str]]:
    """Who can be given a plan: organisers and checkers, by address."""
    query = (
        select(Account.id, Account.email)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.edition_id == edition.id, RoleGrant.role.in_(COLLEAGUES))
        .group_by(Account.id, Account.email)
        .order_by(Account.email)
    )
    return [(account, email) for account, email in session.execute(query)]


def open_question(session: Session, edition: EditionRecord, number: int) -> CheckQuestion | None:
    """What the submitter was asked and has not answered yet."""
    query = select(CheckQuestion).where(
        CheckQuestion.edition_id == edition.id,
        CheckQuestion.plan_number == number,
        CheckQuestion.answered_at.is_(None),
    )
    return session.scalar(query)


def _items(
    session: Session, edition: EditionRecord, plans: Sequence[PlanRecord], now: datetime
) -> list[BoardItem]:
    numbers = [plan.number for plan in plans]
    here = Plan.edition_id == edition.id, Plan.number.in_(numbers)
    when = session.execute(select(Plan.number, Plan.submitted_at).where(*here))
    submitted = {number: moment for number, moment in when}  # noqa: C416 - a result is no mapping
    rows = session.execute(
        select(PlanCheck, Account.email)
        .outerjoin(Account, Account.id == PlanCheck.assignee_id)
        .where(PlanCheck.edition_id == edition.id, PlanCheck.plan_number.in_(numbers))
    )
    checks = {row.plan_number: (row, email) for row, email in rows}
    asking = (
        select(
            CheckQuestion.plan_number,
            func.count() - func.count(CheckQuestion.answered_at),
            func.max(CheckQuestion.answered_at),
        )
        .where(CheckQuestion.edition_id == edition.id, CheckQuestion.plan_number.in_(numbers))
        .group_by(CheckQuestion.plan_number)
    )
    asked = {number: (bool(still), answered) for number, still, answered in session.execute(asking)}
    findings: dict[int, dict[Question, Finding]] = {number: {} for number in numbers}
    found = select(CheckFinding).where(
        CheckFinding.edition_id == edition.id, CheckFinding.plan_number.in_(numbers)
    )
    for row in session.scalars(found):
        findings[row.plan_number][Question(row.question)] = Finding(CheckAnswer(row.answer), row.note)
    # What was not looked at by then is no alarm any more: the table sees to it, or it did not get that far.
    items, over = [], edition.spec.calendar.is_over(Phase.LIKES, now)
    for plan in plans:
        check, email = checks.get(plan.number, (None, None))
        still, answered = asked.get(plan.number, (False, None))
        seen = check is not None and check.seen_at is not None
        facts = CheckFacts(
            since=answered or submitted[plan.number],
            seen=seen,
            asked=still,
            done=not plan.takes_part or (check is not None and check.done_at is not None),
        )
        items.append(
            BoardItem(
                plan,
                column_of(facts, now),
                days_waited(facts, now),
                is_unseen(facts),
                is_overdue(facts, now) and not over,
                needs_reminder(facts, now),
                still,
                answered is not None and not seen,
                findings[plan.number],
                check.assignee_id if check else None,
                email or "",
            )
        )
    return items
