"""What every act at the ja-mits table begins and ends with: which plans lie there, who may act, and that screens hear of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.feasibility import Specialism, may_answer
from phases.plan import goes_through
from wijkaanzet.actions.guards import require_not_frozen, require_taking_part
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.accounts import RoleGrant
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.plan_queries import find_plan, list_plans
from wijkaanzet.storage.table import EditionChange, TableChecker, TableSession, note_change


def plans_at_table(session: Session, edition: EditionRecord) -> list[PlanRecord]:
    """The plans that gathered enough likes and still take part."""
    threshold = edition.spec.like_threshold
    return [p for p in list_plans(session, edition.id) if p.takes_part and goes_through(p.likes, threshold)]


def plan_at_table(session: Session, edition: EditionRecord, number: int) -> PlanRecord | None:
    """One of these plans; None when it is not among them."""
    found = find_plan(session, edition.id, number)
    at_table = found and found.takes_part and goes_through(found.likes, edition.spec.like_threshold)
    return found if at_table else None


def require_begun(edition: EditionRecord, now: datetime) -> None:
    """Refuse before phase 3."""
    span = edition.spec.calendar[Phase.FEASIBILITY]
    if now < span.start:
        raise DomainError("too-early", phase=Phase.FEASIBILITY, span=span)


def require_table(session: Session, edition: EditionRecord, number: int, now: datetime) -> PlanRecord:
    """The plan, while the table is open: from the start of phase 3 until the first pincode is made.

    Nobody else acts on the edition until this transaction ends.

    Raises:
        DomainError: "too-early", "frozen", "too-few-likes"; what :func:`require_taking_part` raises.
    """
    require_begun(edition, now)
    require_not_frozen(session, edition)
    require_taking_part(session, edition, number)
    plan = find_plan(session, edition.id, number)
    if plan is None:
        raise DomainError("no-such-plan", number=number)
    threshold = edition.spec.like_threshold
    if not goes_through(plan.likes, threshold):
        raise DomainError("too-few-likes", number=number, likes=plan.likes, threshold=threshold)
    return plan


def require_open(session: Session, edition: EditionRecord, number: int, now: datetime) -> PlanRecord:
    """The plan, while the table is open and its verdict is not fixed.

    Raises:
        DomainError: "verdict-fixed"; what :func:`require_table` raises.
    """
    plan = require_table(session, edition, number, now)
    if plan.verdict is not None:
        raise DomainError("verdict-fixed", number=number)
    return plan


def own_specialisms(session: Session, edition: EditionRecord, account: int) -> tuple[Specialism, ...]:
    """The specialisms that were given to an account, in their order."""
    query = select(TableChecker.specialism).where(
        TableChecker.edition_id == edition.id, TableChecker.account_id == account
    )
    mine = set(session.scalars(query))
    return tuple(s for s in Specialism if s.value in mine)


def is_chair(session: Session, edition: EditionRecord, account: int) -> bool:
    """Whether an account leads the table: an organiser, or the chair of a session."""
    organiser = session.get(RoleGrant, (edition.id, account, "organiser"))
    if organiser is not None:
        return True
    query = select(TableSession.id).where(
        TableSession.edition_id == edition.id, TableSession.chair_id == account
    )
    return session.scalar(query.limit(1)) is not None


def answerable(session: Session, edition: EditionRecord, account: int) -> tuple[Specialism, ...]:
    """The specialisms that an account may answer for: its own, those of nobody, and for the chair all."""
    if is_chair(session, edition, account):
        return tuple(Specialism)
    own = own_specialisms(session, edition, account)
    query = select(TableChecker.specialism).where(TableChecker.edition_id == edition.id).distinct()
    assigned = [Specialism(word) for word in session.scalars(query)]
    return tuple(s for s in Specialism if may_answer(s, own, assigned))


def changes(session: Session, edition_ids: list[int]) -> dict[int, int]:
    """How often something at the table changed, by edition."""
    query = select(EditionChange.edition_id, EditionChange.amount).where(
        EditionChange.edition_id.in_(edition_ids)
    )
    known = {edition: amount for edition, amount in session.execute(query)}  # noqa: C416 - a result is no mapping
    return {edition: known.get(edition, 0) for edition in edition_ids}


def act(
    session: Session,
    edition: EditionRecord,
    name: str,
    subject: str,
    account: int,
    now: datetime,
    **details: Any,
) -> None:
    """Put an act of the table on the trail, and let the screens know."""
    record_act(session, edition.id, name, actor=f"account {account}", now=now, subject=subject, **details)
    note_change(session, edition.id)
