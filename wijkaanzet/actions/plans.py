"""Phases 1 and 2: submitting a plan, taking it back, and liking it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from wijkaanzet.actions.guards import require_phase
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import take_number
from wijkaanzet.storage.plan_queries import find_plan, list_plans
from wijkaanzet.storage.plans import Like, Plan

__all__ = [
    "PlanDraft",
    "count_likes",
    "find_plan",
    "like_plan",
    "likes_of",
    "list_plans",
    "submit_plan",
    "unlike_plan",
    "withdraw_plan",
]


@dataclass(frozen=True)
class PlanDraft:
    """What a submitter fills in. ``estimate`` in cents; ``area`` empty means the whole area."""

    title: str
    summary: str
    description: str
    theme: str
    area: str = ""
    place: str = ""
    audience: str = ""
    estimate: int = 0
    reference: str = ""


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


def like_plan(session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime) -> int:
    """Like a plan once; the number of likes it now has. Liking it again changes nothing.

    Raises:
        DomainError: outside phase 2; "no-such-plan", "plan-withdrawn".
    """
    _require_likeable(session, edition, number, now)
    if session.get(Like, (edition.id, number, account)) is None:
        session.add(Like(edition_id=edition.id, plan_number=number, account_id=account, liked_at=now))
    return count_likes(session, edition, number)


def unlike_plan(session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime) -> int:
    """Take a like back; the number of likes that are left."""
    _require_likeable(session, edition, number, now)
    session.execute(
        delete(Like).where(
            Like.edition_id == edition.id, Like.plan_number == number, Like.account_id == account
        )
    )
    return count_likes(session, edition, number)


def count_likes(session: Session, edition: EditionRecord, number: int) -> int:
    """How many likes a plan has."""
    query = select(func.count()).where(Like.edition_id == edition.id, Like.plan_number == number)
    return session.scalar(query) or 0


def likes_of(session: Session, edition: EditionRecord, account: int) -> frozenset[int]:
    """The numbers of the plans that an account likes."""
    query = select(Like.plan_number).where(Like.edition_id == edition.id, Like.account_id == account)
    return frozenset(session.scalars(query))


def _require_likeable(session: Session, edition: EditionRecord, number: int, now: datetime) -> None:
    require_phase(edition, Phase.LIKES, now)
    plan = session.get(Plan, (edition.id, number))
    if plan is None:
        raise DomainError("no-such-plan", number=number)
    if plan.withdrawn_at is not None:
        raise DomainError("plan-withdrawn", number=number)
