"""What all acts on a chosen plan begin with: the plan, locked, and its money, which the database guards to the cent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, literal, or_, select, update
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM, Phase
from wijkaanzet.actions.plan_mail import plans_of, submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.ballots import Tally
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.execution import Agreement, Undertaking
from wijkaanzet.storage.payments import BudgetLine
from wijkaanzet.storage.plan_queries import list_plans


def day_of(now: datetime) -> date:
    """The Amsterdam day of a moment."""
    return now.astimezone(AMSTERDAM).date()


def begin_execution(session: Session, edition: EditionRecord) -> None:
    """Begin with what the published result gives: each chosen plan with its money, its conditions as agreements."""
    begun = set(grants_of(session, edition))
    tally, span = session.get_one(Tally, edition.id), edition.spec.calendar[Phase.EXECUTION]
    results = {p["id"]: p for p in tally.outcome["projects"]}
    for plan in list_plans(session, edition.id):
        result = results.get(plan.reference)
        # A chosen plan may cost nothing; a plan that is paid in part was not chosen but is carried out all the same.
        if result is None or plan.number in begun or not (result["selected"] or result["paid"]):
            continue
        key = {"edition_id": edition.id, "plan_number": plan.number}
        granted = result["paid"]
        session.add(Undertaking(**key, granted=granted, first_day=span.first_day, last_day=span.last_day))
        session.flush()
        if granted:
            session.add(BudgetLine(**key, place=1, what=plan.title, amount=granted))
        for term in plan.verdict.terms if plan.verdict else ():
            session.add(
                Agreement(
                    **key,
                    what=term.what,
                    who=term.who,
                    before=term.before,
                    cost=term.cost,
                    added_at=span.start,
                )
            )
    session.flush()


def grants_of(session: Session, edition: EditionRecord) -> dict[int, int]:
    """What each chosen plan was given, in cents, by plan number; empty before the result is published."""
    query = select(Undertaking.plan_number, Undertaking.granted).where(Undertaking.edition_id == edition.id)
    return {number: granted for number, granted in session.execute(query)}  # noqa: C416 - a result is no mapping


def undertaken_by(session: Session, edition: EditionRecord, account: int) -> tuple[int, ...]:
    """The numbers of the chosen plans that this account carries out."""
    return tuple(sorted(grants_of(session, edition).keys() & set(plans_of(session, edition, account))))


def working_on(session: Session, edition: EditionRecord, number: int) -> Undertaking:
    """The chosen plan while it is being carried out; nobody else acts on it until this transaction ends.

    Raises:
        DomainError: "not-chosen"; "plan-ended" once it is finished or stopped.
    """
    row = chosen(session, edition, number)
    if has_ended(row):
        raise DomainError("plan-ended")
    return row


def chosen(session: Session, edition: EditionRecord, number: int) -> Undertaking:
    """The chosen plan, also when it has ended; nobody else acts on it until this transaction ends.

    Raises:
        DomainError: "not-chosen".
    """
    lock_edition(session, edition.id)
    row = session.get(Undertaking, (edition.id, number), populate_existing=True)
    if row is None:
        raise DomainError("not-chosen", number=number)
    return row


def has_ended(row: Undertaking) -> bool:
    """Whether the plan is finished or stopped."""
    return row.finished_at is not None or row.stopped_at is not None


def is_submitter(session: Session, edition: EditionRecord, number: int, account: int) -> bool:
    """Whether this account carries the plan out."""
    return account in submitters_of(session, edition, number)


def require_submitter(session: Session, edition: EditionRecord, number: int, account: int) -> None:
    """Refuse others: "not-the-submitter"."""
    if not is_submitter(session, edition, number, account):
        raise DomainError("not-the-submitter")


def record(
    session: Session,
    edition: EditionRecord,
    act: str,
    number: int,
    actor: str,
    now: datetime,
    **details: object,
) -> None:
    """Put an act on a plan into the audit trail."""
    record_act(session, edition.id, act, actor=actor, now=now, subject=f"plan {number}", **details)


def spend(session: Session, row: Undertaking, amount: int) -> None:
    """Count an approved expense, or one that is taken back (below zero), in cents.

    What an ended plan takes back is no longer for the plan: it goes back to the wijk.

    Raises:
        DomainError: "overspent" with what is left.
    """
    values: dict[str, ColumnElement[int]] = {"spent": Undertaking.spent + amount}
    if has_ended(row) and amount < 0:
        values["returned"] = Undertaking.returned - amount
    fits = or_(literal(amount < 0), Undertaking.spent + amount + Undertaking.returned <= Undertaking.granted)
    if not _change(session, row, values, fits):
        raise DomainError("overspent", left=row.granted - row.returned - row.spent)


def pay(session: Session, row: Undertaking, amount: int) -> None:
    """Count a payment, or one that came back (below zero), in cents.

    Raises:
        DomainError: "overpaid" or "refund-too-high", with what is left.
    """
    paid = Undertaking.paid + amount
    if amount < 0:
        if not _change(session, row, {"paid": paid}, paid >= 0):
            raise DomainError("refund-too-high", left=row.paid)
    elif not _change(session, row, {"paid": paid}, paid <= Undertaking.granted - Undertaking.returned):
        raise DomainError("overpaid", left=row.granted - row.returned - row.paid)


def _change(
    session: Session, row: Undertaking, values: dict[str, ColumnElement[int]], fits: ColumnElement[bool]
) -> bool:
    """Change the sums when they allow it: one statement looks and writes, so that nothing comes in between."""
    mine = (Undertaking.edition_id == row.edition_id, Undertaking.plan_number == row.plan_number)
    statement = update(Undertaking).where(*mine, fits).values(values).returning(Undertaking.plan_number)
    session.flush()
    if session.execute(statement, execution_options={"synchronize_session": False}).one_or_none() is None:
        return False
    session.refresh(row)
    return True
