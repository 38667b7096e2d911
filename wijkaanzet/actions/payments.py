"""Payments in instalments, and the go/no-go moments that they wait for. Never more than the vote gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.payments import Decision, Held, held_back, instalments
from wijkaanzet.actions.execution import instalment_of
from wijkaanzet.actions.undertakings import chosen, day_of, pay, record, working_on
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.execution import Agreement, Undertaking
from wijkaanzet.storage.payments import Gate, Payment

USUAL = (
    ("Om te beginnen", ""),
    ("Als het goed loopt", "Loopt het plan goed?"),
    ("Als alle bonnen er zijn", "Zijn alle bonnen er?"),
)
"""What each is for, and the question that it waits for. Texts of a plan, so not translated."""


@dataclass(frozen=True)
class InstalmentDraft:
    """A planned payment in cents; it waits for a day, for a go/no-go moment, for both or for nothing."""

    what: str
    amount: int
    not_before: date | None = None
    gate: int | None = None


def plan_usual_instalments(
    session: Session, edition: EditionRecord, number: int, *, actor: str, now: datetime
) -> None:
    """Plan 50, 40 and 10 per cent of what was granted; the second and the third wait for a go/no-go moment.

    Raises:
        DomainError: "not-chosen", "plan-ended"; "payments-exist".
    """
    row = working_on(session, edition, number)
    query = select(Payment.id).where(Payment.edition_id == edition.id, Payment.plan_number == number)
    if session.scalar(query.limit(1)) is not None:
        raise DomainError("payments-exist")
    begin = min(max(row.first_day, day_of(now)), row.last_day)
    days = (None, begin + (row.last_day - begin) / 2, row.last_day)
    for (what, question), due, amount in zip(USUAL, days, instalments(row.granted), strict=True):
        if not amount:
            continue
        key = {"edition_id": edition.id, "plan_number": number}
        gate = new_id() if due else None
        if due:
            session.add(Gate(**key, id=gate, question=question, due=due))
            session.flush()
        session.add(Payment(**key, what=what, amount=amount, gate_id=gate))
    record(session, edition, "instalments-planned", number, actor, now)


def plan_instalment(
    session: Session,
    edition: EditionRecord,
    number: int,
    draft: InstalmentDraft,
    *,
    actor: str,
    now: datetime,
) -> int:
    """Plan a payment; its key. An ended plan may still get what it spent.

    Raises:
        DomainError: "not-chosen", "no-such-gate", "amount-not-positive"; "overplanned" with what is left to plan.
    """
    row = chosen(session, edition, number)
    _require_room(session, edition, row, draft.amount)
    _require_gate(session, edition, number, draft.gate)
    payment = Payment(edition_id=edition.id, id=new_id(), plan_number=number)
    _fill(payment, draft)
    session.add(payment)
    record(session, edition, "instalment-planned", number, actor, now, amount=draft.amount)
    return payment.id


def change_instalment(
    session: Session,
    edition: EditionRecord,
    number: int,
    payment_id: int,
    draft: InstalmentDraft,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Change a payment that was not made yet.

    Raises:
        DomainError: "no-such-payment"; "already-paid"; what :func:`plan_instalment` raises.
    """
    row = chosen(session, edition, number)
    payment = _unpaid(session, edition, number, payment_id)
    _require_room(session, edition, row, draft.amount, instead_of=payment.amount)
    _require_gate(session, edition, number, draft.gate)
    _fill(payment, draft)
    record(session, edition, "instalment-changed", number, actor, now, amount=draft.amount)


def remove_instalment(
    session: Session, edition: EditionRecord, number: int, payment_id: int, *, actor: str, now: datetime
) -> None:
    """Take a payment that was not made off the list.

    Raises:
        DomainError: "not-chosen", "no-such-payment", "already-paid".
    """
    chosen(session, edition, number)
    payment = _unpaid(session, edition, number, payment_id)
    session.delete(payment)
    record(session, edition, "instalment-removed", number, actor, now, amount=payment.amount)


def pay_instalment(
    session: Session,
    edition: EditionRecord,
    number: int,
    payment_id: int,
    *,
    paid_on: date,
    actor: str,
    now: datetime,
) -> None:
    """Note that a planned payment was made.

    Raises:
        DomainError: "not-chosen", "no-such-payment", "already-paid"; "paid-in-future"; "payment-not-yet" with the day,
            "payment-waits", "payment-no-go"; "overpaid" with what is left.
    """
    row = chosen(session, edition, number)
    payment = _unpaid(session, edition, number, payment_id)
    if paid_on > day_of(now):
        raise DomainError("paid-in-future")
    gate = (
        session.get(Gate, (edition.id, payment.gate_id), populate_existing=True) if payment.gate_id else None
    )
    held = held_back(instalment_of(payment, {gate.id: gate} if gate else {}), paid_on)
    if held is Held.NOT_YET:
        raise DomainError("payment-not-yet", day=payment.not_before)
    if held is not None:
        raise DomainError("payment-no-go" if held is Held.NO_GO else "payment-waits")
    payment.paid_on = paid_on
    pay(session, row, payment.amount)
    record(session, edition, "paid", number, actor, now, amount=payment.amount)


def record_refund(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    what: str,
    amount: int,
    paid_on: date,
    actor: str,
    now: datetime,
) -> int:
    """Note that money came back from the submitters, or that a payment was noted by mistake; its key.

    Raises:
        DomainError: "not-chosen", "amount-not-positive", "paid-in-future"; "refund-too-high" with what was paid.
    """
    row = chosen(session, edition, number)
    if amount <= 0:
        raise DomainError("amount-not-positive")
    if paid_on > day_of(now):
        raise DomainError("paid-in-future")
    payment = Payment(
        edition_id=edition.id,
        id=new_id(),
        plan_number=number,
        what=what.strip(),
        amount=-amount,
        paid_on=paid_on,
    )
    session.add(payment)
    pay(session, row, -amount)
    record(session, edition, "refunded", number, actor, now, amount=-amount)
    return payment.id


def plan_gate(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    question: str,
    due: date,
    actor: str,
    now: datetime,
) -> int:
    """Plan a go/no-go moment; its key.

    Raises:
        DomainError: "not-chosen", "plan-ended"; "day-outside-year".
    """
    row = working_on(session, edition, number)
    if not row.first_day <= due <= row.last_day:
        raise DomainError("day-outside-year", first=row.first_day, last=row.last_day)
    gate = Gate(edition_id=edition.id, id=new_id(), plan_number=number, question=question.strip(), due=due)
    session.add(gate)
    record(session, edition, "gate-planned", number, actor, now)
    return gate.id


def decide_gate(
    session: Session,
    edition: EditionRecord,
    number: int,
    gate_id: int,
    decision: Decision,
    *,
    reason: str,
    actor: str,
    now: datetime,
) -> None:
    """Decide: go, go provided (the condition becomes an agreement), or no-go, which may be reconsidered later.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-gate"; "gate-decided"; "reason-missing".
    """
    working_on(session, edition, number)
    gate = _gate(session, edition, number, gate_id)
    if gate.decision is not None and gate.decision != Decision.NO_GO:
        raise DomainError("gate-decided")
    if decision.needs_reason and not reason.strip():
        raise DomainError("reason-missing")
    gate.decision, gate.reason, gate.decided_at = decision.value, reason.strip(), now
    if decision is Decision.GO_PROVIDED:
        session.add(
            Agreement(edition_id=edition.id, plan_number=number, what=gate.reason, who="", added_at=now)
        )
    record(session, edition, "gate-decided", number, actor, now, decision=decision.value)


def _require_room(
    session: Session, edition: EditionRecord, row: Undertaking, amount: int, *, instead_of: int = 0
) -> None:
    if amount <= 0:
        raise DomainError("amount-not-positive")
    query = select(func.coalesce(func.sum(Payment.amount), 0)).where(
        Payment.edition_id == edition.id, Payment.plan_number == row.plan_number
    )
    left = row.granted - row.returned - int(session.scalar(query) or 0) + instead_of
    if amount > left:
        raise DomainError("overplanned", left=left)


def _require_gate(session: Session, edition: EditionRecord, number: int, gate_id: int | None) -> None:
    if gate_id is not None:
        _gate(session, edition, number, gate_id)


def _gate(session: Session, edition: EditionRecord, number: int, gate_id: int) -> Gate:
    row = session.get(Gate, (edition.id, gate_id), populate_existing=True)
    if row is None or row.plan_number != number:
        raise DomainError("no-such-gate")
    return row


def _unpaid(session: Session, edition: EditionRecord, number: int, payment_id: int) -> Payment:
    row = session.get(Payment, (edition.id, payment_id), populate_existing=True)
    if row is None or row.plan_number != number:
        raise DomainError("no-such-payment")
    if row.paid_on is not None:
        raise DomainError("already-paid")
    return row


def _fill(row: Payment, draft: InstalmentDraft) -> None:
    row.what, row.amount = draft.what.strip(), draft.amount
    row.not_before, row.gate_id = draft.not_before, draft.gate
