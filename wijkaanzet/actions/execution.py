"""Phase 5, the year of execution, as it is read: how every chosen plan is doing, and the area's money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.execution import (
    AreaMoney,
    Line,
    PlanMoney,
    Progress,
    Signal,
    area_money,
    forecast,
    signal_of,
)
from phases.execution import Milestone as MilestoneValue
from phases.payments import Decision, Held, Instalment, Standing, held_back, oldest_uncovered
from wijkaanzet.actions.undertakings import day_of, has_ended
from wijkaanzet.actions.updates import pictures_with
from wijkaanzet.records import EditionRecord, PictureRecord, PlanRecord
from wijkaanzet.storage.execution import Agreement, Milestone, Postponement, Undertaking, Update
from wijkaanzet.storage.payments import BudgetLine, Expense, Gate, Payment
from wijkaanzet.storage.plan_queries import list_plans

ExpenseRow: TypeAlias = Expense
R = TypeVar("R", Agreement, Milestone, Postponement, Update, BudgetLine, Expense, Gate, Payment)


@dataclass(frozen=True)
class LineUse:
    """A budget line with what was spent on it and what waits to be approved, in cents."""

    row: BudgetLine
    spent: int
    waiting: int

    @property
    def left(self) -> int:
        """What is left on the line; below zero when it is over."""
        return self.row.amount - self.spent - self.waiting


@dataclass(frozen=True)
class PaymentLine:
    """An instalment with the go/no-go moment that it waits for, and why it cannot be paid today, if so."""

    row: Payment
    gate: Gate | None
    held: Held | None


@dataclass(frozen=True)
class PlanProgress:
    """How a chosen plan is doing. ``money`` in cents; lists in the order in which they are shown.

    ``pictures``: those of updates, by the update's key. ``expected``, ``unaccounted_since``: see :class:`Progress`.
    """

    plan: PlanRecord
    row: Undertaking
    money: Standing
    signal: Signal
    agreements: tuple[Agreement, ...]
    milestones: tuple[Milestone, ...]
    lines: tuple[LineUse, ...]
    expenses: tuple[Expense, ...]
    gates: tuple[Gate, ...]
    payments: tuple[PaymentLine, ...]
    postponements: tuple[Postponement, ...]
    updates: tuple[Update, ...]
    pictures: Mapping[int, list[PictureRecord]]
    expected: int
    unaccounted_since: date | None

    @property
    def ended(self) -> bool:
        """Whether it is finished or stopped."""
        return has_ended(self.row)

    @property
    def unsigned(self) -> int:
        """How many agreements still wait, for the organiser or for the submitter."""
        return sum(one.agreed_at is None for one in self.agreements)

    @property
    def to_sign(self) -> tuple[Agreement, ...]:
        """What the submitter is asked to agree to."""
        return tuple(a for a in self.agreements if a.asked_at is not None and a.agreed_at is None)

    @property
    def waiting(self) -> tuple[Expense, ...]:
        """The receipts that wait for the organiser."""
        return tuple(one for one in self.expenses if one.state == "waiting")

    @property
    def returned(self) -> tuple[Expense, ...]:
        """The receipts about which the submitter has a question to answer."""
        return tuple(one for one in self.expenses if one.state == "returned")

    @property
    def next_milestone(self) -> Milestone | None:
        """What is to be done first."""
        return next((one for one in self.milestones if one.done is None), None)

    @property
    def planned_payments(self) -> int:
        """What was paid and what is still planned to be, in cents."""
        return sum(one.row.amount for one in self.payments)

    def line_name(self, line_id: int | None) -> str:
        """What a budget line is for; empty for none."""
        return next((line.row.what for line in self.lines if line.row.id == line_id), "")

    def is_corrected(self, expense: Expense) -> bool:
        """Whether a counter-entry took this expense back."""
        return any(one.corrects == expense.id for one in self.expenses)


@dataclass(frozen=True)
class ExecutionOverview:
    """All chosen plans and the area's money."""

    plans: tuple[PlanProgress, ...]
    money: AreaMoney

    def plan(self, number: int) -> PlanProgress | None:
        """One of the plans."""
        return next((one for one in self.plans if one.plan.number == number), None)


def overview(session: Session, edition: EditionRecord, *, now: datetime) -> ExecutionOverview:
    """All chosen plans with their progress, and the area's money to the cent."""
    plans = _progress(session, edition, None, now)
    money = area_money(
        edition.spec.budget, (PlanMoney(p.row.granted, p.row.spent, p.row.returned) for p in plans)
    )
    return ExecutionOverview(plans, money)


def progress_of(
    session: Session, edition: EditionRecord, number: int, *, now: datetime
) -> PlanProgress | None:
    """One chosen plan; None when it was not chosen."""
    return next(iter(_progress(session, edition, number, now)), None)


def _progress(
    session: Session, edition: EditionRecord, number: int | None, now: datetime
) -> tuple[PlanProgress, ...]:
    query = select(Undertaking).where(Undertaking.edition_id == edition.id)
    rows = {row.plan_number: row for row in session.scalars(query)}
    wanted = [plan for plan in list_plans(session, edition.id) if plan.number in rows]
    if number is not None:
        wanted = [plan for plan in wanted if plan.number == number]
    if not wanted:
        return ()
    agreements = _by_plan(session, edition, Agreement, number)
    milestones = _by_plan(session, edition, Milestone, number)
    lines = _by_plan(session, edition, BudgetLine, number)
    expenses = _by_plan(session, edition, Expense, number)
    gates = _by_plan(session, edition, Gate, number)
    payments = _by_plan(session, edition, Payment, number)
    postponed = _by_plan(session, edition, Postponement, number)
    updates = _by_plan(session, edition, Update, number)
    pictures = pictures_with(session, edition, (row.id for rows in updates.values() for row in rows))
    today, found = day_of(now), []
    for plan in wanted:
        n = plan.number
        parts = _Parts(
            sorted(agreements.get(n, ()), key=lambda row: (row.before or date.max, row.what, row.id)),
            sorted(milestones.get(n, ()), key=lambda row: (row.due, row.id)),
            sorted(lines.get(n, ()), key=lambda row: (row.place, row.id)),
            sorted(expenses.get(n, ()), key=lambda row: (row.spent_on, row.recorded_at, row.id)),
            sorted(gates.get(n, ()), key=lambda row: (row.due, row.id)),
            sorted(payments.get(n, ()), key=_payment_order),
            sorted(postponed.get(n, ()), key=lambda row: (row.decided_at, row.id)),
            sorted(updates.get(n, ()), key=lambda row: (row.written_at, row.id)),
            pictures,
        )
        found.append(_one(plan, rows[n], parts, today))
    return tuple(found)


@dataclass(frozen=True)
class _Parts:
    agreements: list[Agreement]
    milestones: list[Milestone]
    lines: list[BudgetLine]
    expenses: list[Expense]
    gates: list[Gate]
    payments: list[Payment]
    postponements: list[Postponement]
    updates: list[Update]
    pictures: Mapping[int, list[PictureRecord]]


def _payment_order(row: Payment) -> tuple[date, date, int]:
    """Paid ones by day, then those that wait for a day, then those that wait for something else."""
    return (row.paid_on or date.max, row.not_before or date.max, -row.amount)


def _one(plan: PlanRecord, row: Undertaking, parts: _Parts, today: date) -> PlanProgress:
    handed_in = sum(one.amount for one in parts.expenses if one.state in ("waiting", "returned"))
    money = Standing(row.granted, row.returned, row.paid, row.spent, handed_in)
    lines = tuple(
        LineUse(line, _used(parts.expenses, line.id, "approved"), _used(parts.expenses, line.id, "waiting"))
        for line in parts.lines
    )
    gates = {gate.id: gate for gate in parts.gates}
    facts = _facts(row, parts, lines, money)
    return PlanProgress(
        plan=plan,
        row=row,
        money=money,
        signal=signal_of(facts, today),
        agreements=tuple(parts.agreements),
        milestones=tuple(parts.milestones),
        lines=lines,
        expenses=tuple(parts.expenses),
        gates=tuple(parts.gates),
        payments=tuple(
            PaymentLine(one, gates.get(one.gate_id or 0), held_back(instalment_of(one, gates), today))
            for one in parts.payments
        ),
        postponements=tuple(parts.postponements),
        updates=tuple(parts.updates),
        pictures=parts.pictures,
        expected=facts.expected,
        unaccounted_since=facts.unaccounted_since,
    )


def instalment_of(row: Payment, gates: dict[int, Gate]) -> Instalment:
    """A payment as the rule knows it."""
    gate = gates.get(row.gate_id or 0)
    decision = Decision(gate.decision) if gate is not None and gate.decision else None
    return Instalment(row.amount, row.not_before, row.gate_id is not None, decision, row.paid_on)


def _used(expenses: list[Expense], line: int | None, state: str) -> int:
    return sum(one.amount for one in expenses if one.line_id == line and one.state == state)


def _facts(row: Undertaking, parts: _Parts, lines: tuple[LineUse, ...], money: Standing) -> Progress:
    asked = [a.asked_at for a in parts.agreements if a.asked_at is not None and a.agreed_at is None]
    paid = [(p.paid_on, p.amount) for p in parts.payments if p.paid_on is not None]
    elsewhere = _used(parts.expenses, None, "approved") + _used(parts.expenses, None, "waiting")
    decided = [gate for gate in parts.gates if gate.decided_at is not None]
    last = max(decided, key=lambda gate: gate.decided_at or row.first_day, default=None)
    return Progress(
        first_day=row.first_day,
        last_day=row.last_day,
        granted=row.granted,
        spent=money.spent,
        handed_in=money.handed_in,
        expected=forecast((Line(one.row.amount, one.spent + one.waiting) for one in lines), elsewhere),
        milestones=tuple(MilestoneValue(m.what, m.due, m.done) for m in parts.milestones),
        objected=bool(row.objection),
        unsigned_since=day_of(min(asked)) if asked else None,
        last_news=day_of(parts.updates[-1].written_at) if parts.updates else None,
        unaccounted_since=oldest_uncovered(paid, money.spent + money.handed_in),
        gates_due=tuple(gate.due for gate in parts.gates if gate.decision is None),
        no_go=last is not None and last.decision == Decision.NO_GO,
        finished=row.finished_at is not None,
        stopped=row.stopped_at is not None,
    )


def _by_plan(
    session: Session, edition: EditionRecord, kind: type[R], number: int | None
) -> dict[int, list[R]]:
    by_plan: dict[int, list[R]] = {}
    query = select(kind).where(kind.edition_id == edition.id)
    if number is not None:
        query = query.where(kind.plan_number == number)
    for row in session.scalars(query):
        by_plan.setdefault(row.plan_number, []).append(row)
    return by_plan
