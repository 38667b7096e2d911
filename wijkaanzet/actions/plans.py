"""Phase 1: submitting a plan, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from phases.calendar import Phase
from wijkaanzet.actions.guards import require_phase
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import take_number
from wijkaanzet.storage.plan_queries import find_plan, list_plans
from wijkaanzet.storage.plans import Plan

__all__ = [
    "PlanDraft",
    "find_plan",
    "list_plans",
    "submit_plan",
    "withdraw_plan",
]


@dataclass(frozen=True)
class PlanDraft:
    """What a submitter fills in. ``estimate`` in cents; ``area`` empty means the whole area.

    ``latitude`` and ``longitude``: the place on the map in millionths of a degree, both or neither.
    """

    title: str
    summary: str
    description: str
    theme: str
    area: str = ""
    place: str = ""
    audience: str = ""
    estimate: int = 0
    reference: str = ""
    latitude: int | None = None
    longitude: int | None = None


def submit_plan(
    session: Session, edition: EditionRecord, draft: PlanDraft, *, submitter: int, now: datetime
) -> int:
    """Submit a plan; its number.

    Raises:
        DomainError: outside phase 1; "unknown-theme", "unknown-area".
    """
    require_phase(edition, Phase.SUBMIT, now)
    if draft.theme not in edition.spec.themes:
        raise DomainError("unknown-theme", theme=draft.theme)
    if draft.area and draft.area not in edition.spec.areas:
        raise DomainError("unknown-area", area=draft.area)
    number = take_number(session, edition.id, "plans_made")
    session.add(
        Plan(
            edition_id=edition.id,
            number=number,
            reference=draft.reference or str(number),
            title=draft.title,
            summary=draft.summary,
            description=draft.description,
            theme=draft.theme,
            area=draft.area,
            place=draft.place,
            audience=draft.audience,
            latitude=draft.latitude,
            longitude=draft.longitude,
            estimate=draft.estimate,
            submitter_id=submitter,
            submitted_at=now,
        )
    )
    session.flush()
    return number


def withdraw_plan(
    session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime
) -> None:
    """Take a plan back, which its submitter may do until voting begins.

    Raises:
        DomainError: "no-such-plan", "not-the-submitter", "too-late".
    """
    plan = session.get(Plan, (edition.id, number))
    if plan is None:
        raise DomainError("no-such-plan", number=number)
    if plan.submitter_id != account:
        raise DomainError("not-the-submitter")
    voting = edition.spec.calendar[Phase.VOTING]
    if now >= voting.start:
        raise DomainError("too-late", phase=Phase.FEASIBILITY, span=edition.spec.calendar[Phase.FEASIBILITY])
    if plan.withdrawn_at is None:
        plan.withdrawn_at = now
        record_act(
            session,
            edition.id,
            "plan-withdrawn",
            actor=f"account {account}",
            now=now,
            subject=f"plan {number}",
        )
