"""Phase 5, the year of execution: agreements, milestones, expenses and news of the chosen plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM
from phases.execution import AreaMoney, Light, PlanMoney, area_money, light_of
from phases.execution import Milestone as MilestoneValue
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.ballots import Tally
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.execution import Agreement, Expense, Milestone, Update
from wijkaanzet.storage.plan_queries import list_plans

R = TypeVar("R", Agreement, Milestone, Expense, Update)


@dataclass(frozen=True)
class PlanProgress:
    """How a chosen plan is doing. Money in cents."""

    plan: PlanRecord
    granted: int
    spent: int
    light: Light
    agreements: tuple[Agreement, ...]
    milestones: tuple[Milestone, ...]
    expenses: tuple[Expense, ...]
    updates: tuple[Update, ...]


@dataclass(frozen=True)
class ExecutionOverview:
    """All chosen plans and the area's money."""

    plans: tuple[PlanProgress, ...]
    money: AreaMoney


def grants_of(session: Session, edition: EditionRecord) -> dict[int, int]:
    """What each chosen plan was given, in cents, by plan number; empty before the result is published."""
    tally = session.get(Tally, edition.id)
    if tally is None or tally.published_at is None:
        return {}
    by_reference = {plan.reference: plan.number for plan in list_plans(session, edition.id)}
    results = tally.outcome["projects"]
    # A chosen plan may cost nothing; a plan that is paid in part was not chosen but is carried out all the same.
    return {by_reference[p["id"]]: p["paid"] for p in results if p["selected"] or p["paid"]}


def begin_execution(session: Session, edition: EditionRecord) -> None:
    """Turn the conditions of the chosen plans into agreements to be made, once."""
    grants = grants_of(session, edition)
    begun = set(session.scalars(select(Agreement.plan_number).where(Agreement.edition_id == edition.id)))
    for plan in list_plans(session, edition.id):
        if plan.number in grants and plan.number not in begun and plan.verdict:
            for condition in plan.verdict.conditions:
                session.add(Agreement(edition_id=edition.id, plan_number=plan.number, what=condition, who=""))
    session.flush()


def add_milestone(
    session: Session, edition: EditionRecord, number: int, *, what: str, due: date, actor: str, now: datetime
) -> None:
    """Plan something for a chosen plan, before a day."""
    _require_chosen(session, edition, number)
    session.add(Milestone(edition_id=edition.id, plan_number=number, what=what, due=due))
    record_act(
        session, edition.id, "milestone-added", actor=actor, now=now, subject=f"plan {number}", what=what
    )


def finish_milestone(
    session: Session, edition: EditionRecord, milestone_id: int, *, actor: str, now: datetime
) -> None:
    """Say that a milestone is done today."""
    row = session.get(Milestone, (edition.id, milestone_id))
    if row is None:
        raise DomainError("no-such-milestone")
    if row.done is None:
        row.done = now.astimezone(AMSTERDAM).date()
        record_act(
            session, edition.id, "milestone-done", actor=actor, now=now, subject=f"plan {row.plan_number}"
        )


def agree(
    session: Session,
    edition: EditionRecord,
    agreement_id: int,
    *,
    who: str,
    before: date | None,
    actor: str,
    now: datetime,
) -> None:
    """Say who carries out an agreement, and before when."""
    row = session.get(Agreement, (edition.id, agreement_id))
    if row is None:
        raise DomainError("no-such-agreement")
    row.who, row.before, row.agreed_at = who, before, now
    record_act(session, edition.id, "agreed", actor=actor, now=now, subject=f"plan {row.plan_number}")


def record_expense(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    what: str,
    amount: int,
    spent_on: date,
    account: int,
    now: datetime,
) -> None:
    """Record money spent on a chosen plan, in cents.

    Raises:
        DomainError: "not-chosen"; "overspent" with what is left.
    """
    lock_edition(session, edition.id)  # two expenses at once must not both see the same money
    granted = _require_chosen(session, edition, number)
    query = select(func.coalesce(func.sum(Expense.amount), 0)).where(
        Expense.edition_id == edition.id, Expense.plan_number == number
    )
    left = granted - int(session.scalar(query) or 0)
    if amount > left:
        raise DomainError("overspent", left=left)
    session.add(
        Expense(
            edition_id=edition.id,
            plan_number=number,
            what=what,
            amount=amount,
            spent_on=spent_on,
            recorded_by=account,
        )
    )
    record_act(
        session,
        edition.id,
        "expense",
        actor=f"account {account}",
        now=now,
        subject=f"plan {number}",
        amount=amount,
    )


def write_update(
    session: Session, edition: EditionRecord, number: int, *, text: str, account: int, now: datetime
) -> None:
    """Tell the neighbourhood how a chosen plan is going."""
    _require_chosen(session, edition, number)
    session.add(
        Update(edition_id=edition.id, plan_number=number, text=text, written_by=account, written_at=now)
    )


def overview(session: Session, edition: EditionRecord, *, now: datetime) -> ExecutionOverview:
    """All chosen plans with their progress, and the area's money to the cent."""
    grants = grants_of(session, edition)
    agreements = _by_plan(session, edition, Agreement)
    milestones = _by_plan(session, edition, Milestone)
    expenses = _by_plan(session, edition, Expense)
    updates = _by_plan(session, edition, Update)
    today = now.astimezone(AMSTERDAM).date()
    plans = []
    for plan in list_plans(session, edition.id):
        if plan.number not in grants:
            continue
        steps = sorted(milestones.get(plan.number, ()), key=lambda row: row.due)
        spending = sorted(expenses.get(plan.number, ()), key=lambda row: row.spent_on)
        news = sorted(updates.get(plan.number, ()), key=lambda row: row.written_at)
        plans.append(
            PlanProgress(
                plan=plan,
                granted=grants[plan.number],
                spent=sum(expense.amount for expense in spending),
                light=light_of((MilestoneValue(m.what, m.due, m.done) for m in steps), today),
                agreements=tuple(agreements.get(plan.number, ())),
                milestones=tuple(steps),
                expenses=tuple(spending),
                updates=tuple(news),
            )
        )
    money = area_money(edition.spec.budget, (PlanMoney(p.granted, p.spent) for p in plans))
    return ExecutionOverview(tuple(plans), money)


def _require_chosen(session: Session, edition: EditionRecord, number: int) -> int:
    grants = grants_of(session, edition)
    if number not in grants:
        raise DomainError("not-chosen", number=number)
    return grants[number]


def _by_plan(session: Session, edition: EditionRecord, kind: type[R]) -> dict[int, list[R]]:
    by_plan: dict[int, list[R]] = {}
    for row in session.scalars(select(kind).where(kind.edition_id == edition.id)):
        by_plan.setdefault(row.plan_number, []).append(row)
    return by_plan
