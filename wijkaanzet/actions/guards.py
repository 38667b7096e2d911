"""Conditions that several actions share: the phase, the freeze, and what is public."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.plan import Exit
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.ballots import Tally
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.voters import Pincode
from wijkaanzet.storage.weekly_check import PlanExit


def require_phase(edition: EditionRecord, phase: Phase, now: datetime) -> None:
    """Refuse when the edition is not in the phase: "too-early" or "too-late", with the phase and its span."""
    span = edition.spec.calendar[phase]
    if now < span.start:
        raise DomainError("too-early", phase=phase, span=span)
    if now >= span.end:
        raise DomainError("too-late", phase=phase, span=span)


def is_frozen(session: Session, edition: EditionRecord) -> bool:
    """Whether the first pincode was made, which freezes budget, rules and costs.

    Once they are counted the pincodes may be gone (``actions/retention.py``); the count remembers that they were there.
    """
    made = exists().where(Pincode.edition_id == edition.id)
    counted = exists().where(Tally.edition_id == edition.id)
    return bool(session.scalar(select(made | counted)))


def require_not_frozen(session: Session, edition: EditionRecord) -> None:
    """Refuse what the first pincode froze; nobody makes that pincode until this transaction ends."""
    lock_edition(session, edition.id)
    if is_frozen(session, edition):
        raise DomainError("frozen")


def require_taking_part(session: Session, edition: EditionRecord, number: int) -> Plan:
    """The plan, when it takes part; it does not leave before this transaction ends.

    Raises:
        DomainError: "no-such-plan" (also when it is hidden), "plan-withdrawn"; "plan-merged" and "plan-forwarded".
    """
    # The lock that a foreign key would take, taken before the plan is looked at: who merges it waits, and then counts
    # what was done here.
    plan = session.get(
        Plan, (edition.id, number), with_for_update={"read": True, "key_share": True}, populate_existing=True
    )
    left = session.get(PlanExit, (edition.id, number), populate_existing=True)
    if plan is None or (left is not None and left.kind == Exit.HIDDEN):
        raise DomainError("no-such-plan", number=number)
    if plan.withdrawn_at is not None:
        raise DomainError("plan-withdrawn", number=number)
    if left is not None:
        raise DomainError(f"plan-{left.kind}", number=number, into=left.into_number)
    return plan
