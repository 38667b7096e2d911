"""Phases 1 and 2: submitting a plan, changing it, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.notices import NoticeKind
from phases.plan_draft import CostLine, PlanDraft, changed, rebased
from wijkaanzet.actions.guards import require_phase, require_taking_part
from wijkaanzet.actions.notices import notify
from wijkaanzet.actions.pictures import show_pictures
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import take_number
from wijkaanzet.storage.plan_queries import find_plan, list_plans
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.submitting import PlanPicture, PlanVersion

__all__ = [
    "PlanDraft",
    "Version",
    "change_plan",
    "cost_lines",
    "find_plan",
    "list_plans",
    "require_change",
    "said_now",
    "submit_plan",
    "versions_of",
    "withdraw_plan",
    "write_version",
]

BY_SUBMITTER, BY_MERGER = "submitter", "merger"
SAID = (
    "title",
    "summary",
    "description",
    "theme",
    "area",
    "place",
    "audience",
    "latitude",
    "longitude",
    "costs",
    "carried_out_by",
    "help_wanted",
)
"""What a plan keeps of its last version, so that it can be listed and searched."""


@dataclass(frozen=True)
class Version:
    """What a plan said from a moment on. ``cause``: "submitter" or "merger"; ``changes``: the fields that are new in it."""

    number: int
    content: PlanDraft
    cause: str
    at: datetime
    changes: tuple[str, ...]


def submit_plan(
    session: Session, edition: EditionRecord, draft: PlanDraft, *, submitter: int, now: datetime
) -> int:
    """Submit a plan; its number.

    Raises:
        DomainError: outside phase 1; "unknown-theme", "unknown-area".
    """
    require_phase(edition, Phase.SUBMIT, now)
    number = take_number(session, edition.id, "plans_made")
    plan = Plan(
        edition_id=edition.id,
        number=number,
        reference=draft.reference or str(number),
        version=0,
        submitter_id=submitter,
        submitted_at=now,
    )
    write_version(session, edition, plan, draft, cause=BY_SUBMITTER, now=now)
    return number


def write_version(
    session: Session, edition: EditionRecord, plan: Plan, draft: PlanDraft, *, cause: str, now: datetime
) -> None:
    """Make the plan say what the draft says from now on, and show its pictures.

    Raises:
        DomainError: "unknown-theme", "unknown-area".
    """
    if draft.theme not in edition.spec.themes:
        raise DomainError("unknown-theme", theme=draft.theme)
    if draft.area and draft.area not in edition.spec.areas:
        raise DomainError("unknown-area", area=draft.area)
    content = draft.as_json()
    for name in SAID:
        setattr(plan, name, content[name])
    plan.estimate = draft.estimate
    plan.version += 1
    session.add(plan)
    session.flush()
    mine = (PlanPicture.edition_id == edition.id, PlanPicture.plan_number == plan.number)
    session.execute(delete(PlanPicture).where(*mine))
    session.add_all(
        PlanPicture(edition_id=edition.id, plan_number=plan.number, position=position, picture_id=picture)
        for position, picture in enumerate(draft.pictures)
    )
    show_pictures(session, edition, draft.pictures)
    session.add(
        PlanVersion(
            edition_id=edition.id,
            plan_number=plan.number,
            version=plan.version,
            content=content,
            cause=cause,
            changed_at=now,
        )
    )
    session.flush()


def require_change(
    session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime
) -> Plan:
    """The plan, when this account may change it now: until its experts begin to judge what it says.

    Raises:
        DomainError: "not-the-submitter", "too-late"; what :func:`require_taking_part` raises.
    """
    plan = require_taking_part(session, edition, number)
    if account not in submitters_of(session, edition, number):
        raise DomainError("not-the-submitter")
    likes = edition.spec.calendar[Phase.LIKES]
    if now >= likes.end:
        raise DomainError("too-late", phase=Phase.LIKES, span=likes)
    return plan


def change_plan(
    session: Session,
    edition: EditionRecord,
    number: int,
    draft: PlanDraft,
    *,
    base: int,
    account: int,
    now: datetime,
) -> None:
    """Make a new version of a plan; its likes and reactions stay. Changing nothing makes none.

    Args:
        base: the version that the change began from.

    Raises:
        DomainError: what :func:`require_change` raises; "plan-changed" when somebody made another version meanwhile, with the
            ``draft`` made anew on that version, its number ``base``, and the ``fields`` that both changed.
    """
    plan = require_change(session, edition, number, account=account, now=now)
    session.refresh(plan, with_for_update=True)
    version, said = said_now(session, edition, number)
    if version != base:
        began = _content(session, edition, number, base)
        made, both = rebased(began, draft, said)
        raise DomainError("plan-changed", draft=made, base=version, fields=both)
    if not changed(said, draft):
        return
    write_version(session, edition, plan, draft, cause=BY_SUBMITTER, now=now)
    notify(session, edition, number, NoticeKind.CHANGED, by=account, now=now)


def said_now(session: Session, edition: EditionRecord, number: int) -> tuple[int, PlanDraft]:
    """The last version of a plan: its number and what it says."""
    query = (
        select(PlanVersion.version, PlanVersion.content)
        .where(PlanVersion.edition_id == edition.id, PlanVersion.plan_number == number)
        .order_by(PlanVersion.version.desc())
        .limit(1)
    )
    version, content = session.execute(query).one()
    return version, PlanDraft.from_json(content)


def _content(session: Session, edition: EditionRecord, number: int, version: int) -> PlanDraft:
    row = session.get_one(PlanVersion, (edition.id, number, version))
    return PlanDraft.from_json(row.content)


def versions_of(session: Session, edition: EditionRecord, number: int) -> Sequence[Version]:
    """All that a plan ever said, the first version first."""
    query = (
        select(PlanVersion)
        .where(PlanVersion.edition_id == edition.id, PlanVersion.plan_number == number)
        .order_by(PlanVersion.version)
    )
    versions: list[Version] = []
    for row in session.scalars(query):
        content = PlanDraft.from_json(row.content)
        changes = changed(versions[-1].content, content) if versions else ()
        versions.append(Version(row.version, content, row.cause, row.changed_at, changes))
    return versions


def cost_lines(session: Session, edition: EditionRecord, number: int) -> tuple[CostLine, ...]:
    """The lines of the submitter's estimate; none when it is one amount."""
    return said_now(session, edition, number)[1].costs


def withdraw_plan(
    session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime
) -> None:
    """Take a plan back, which its first submitter may do until voting begins.

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
        notify(session, edition, number, NoticeKind.WITHDRAWN, by=account, now=now)
