"""Making an edition and changing it: always with a reason, always audited, never what is frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from phases.calendar import Phase
from wijkaanzet.actions.guards import is_frozen
from wijkaanzet.edition import FROZEN_BY_FIRST_PINCODE, EditionSpec, changed_fields
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import (
    Edition,
    columns_of,
    find_edition,
    list_editions,
    lock_edition,
    record_of,
)

__all__ = ["change_edition", "create_edition", "find_edition", "list_editions", "turn_clock"]


def create_edition(session: Session, spec: EditionSpec, *, actor: str, now: datetime) -> EditionRecord:
    """Make an edition.

    Raises:
        DomainError: "edition-exists" when the slug is taken.
    """
    row = Edition(**columns_of(spec))
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        # SQLite names the column, PostgreSQL the constraint; anything else that was broken is a mistake of ours.
        if not any(name in str(error.orig) for name in ("editions.slug", "uq_editions_slug")):
            raise
        raise DomainError("edition-exists", slug=spec.slug) from error
    record_act(session, row.id, "edition-created", actor=actor, now=now, slug=spec.slug)
    return record_of(row)


def change_edition(
    session: Session, edition: EditionRecord, spec: EditionSpec, *, reason: str, actor: str, now: datetime
) -> EditionRecord:
    """Change an edition's specification.

    Raises:
        DomainError: "reason-missing"; "frozen" when a changed field is frozen; "phase-begun" when the calendar
            or the like threshold changes what has already happened.
    """
    changed = changed_fields(edition.spec, spec)
    if not changed:
        return edition
    if not reason.strip():
        raise DomainError("reason-missing")
    lock_edition(session, edition.id)
    if is_frozen(session, edition) and (frozen := FROZEN_BY_FIRST_PINCODE.intersection(changed)):
        raise DomainError("frozen", fields=sorted(frozen))
    if "calendar" in changed:
        _check_calendar_change(edition, spec, now)
    if "like_threshold" in changed and edition.spec.calendar.is_over(Phase.LIKES, now):
        raise DomainError("phase-begun", phase=Phase.LIKES)  # who went on has gone on
    row = session.get_one(Edition, edition.id, populate_existing=True)
    before = columns_of(edition.spec)
    after = columns_of(spec)
    for name in changed:
        setattr(row, name, after[name])
    record_act(
        session,
        edition.id,
        "edition-changed",
        actor=actor,
        now=now,
        reason=reason.strip(),
        changes={name: [before[name], after[name]] for name in changed},
    )
    return record_of(row)


def _check_calendar_change(edition: EditionRecord, spec: EditionSpec, now: datetime) -> None:
    """A phase that has begun keeps its start, and one that has ended keeps its end."""
    for phase in Phase:
        old, new = edition.spec.calendar[phase], spec.calendar[phase]
        if (old.start <= now and new.start != old.start) or (old.end <= now and new.end != old.end):
            raise DomainError("phase-begun", phase=phase)
        if new.end != old.end and new.end <= now:
            raise DomainError("phase-would-have-ended", phase=phase)


def turn_clock(session: Session, edition: EditionRecord, to: datetime, *, now: datetime) -> EditionRecord:
    """Turn a rehearsal's clock so that its now becomes ``to``.

    Raises:
        DomainError: "not-a-rehearsal"; the clock of a real edition is the real one.
    """
    if not edition.spec.rehearsal:
        raise DomainError("not-a-rehearsal")
    row = session.get_one(Edition, edition.id)
    row.clock_offset_s = round((to - now).total_seconds())
    return replace(edition, clock_offset=timedelta(seconds=row.clock_offset_s))
