"""Milestones of a chosen plan, and postponement: new days, with a reason that everybody may read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.execution import MOST_POSTPONED, suggested_days
from phases.notices import NoticeKind
from wijkaanzet.actions.notices import forget, notify
from wijkaanzet.actions.undertakings import day_of, record, working_on
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.execution import Milestone, Postponement, Undertaking

SUGGESTED = (
    "Startgesprek: wie doet wat",
    "Alles is besteld en geregeld",
    "Opening met de buurt",
    "Terugblik en laatste bonnen",
)
"""What most plans go through; an organiser changes it as they like. Texts of a plan, so not translated."""


def add_milestone(
    session: Session, edition: EditionRecord, number: int, *, what: str, due: date, actor: str, now: datetime
) -> int:
    """Plan something for a chosen plan, before a day; its key.

    Raises:
        DomainError: "not-chosen", "plan-ended"; "day-outside-year" with the first and the last day.
    """
    row = working_on(session, edition, number)
    _require_within(row, due)
    milestone = Milestone(
        edition_id=edition.id, plan_number=number, what=what.strip(), due=due, first_due=due
    )
    session.add(milestone)
    session.flush()
    record(session, edition, "milestone-added", number, actor, now)
    return milestone.id


def suggest_milestones(
    session: Session, edition: EditionRecord, number: int, *, actor: str, now: datetime
) -> None:
    """Add the usual milestones, spread over the plan's year.

    Raises:
        DomainError: "not-chosen", "plan-ended"; "milestones-exist".
    """
    row = working_on(session, edition, number)
    query = select(Milestone.id).where(Milestone.edition_id == edition.id, Milestone.plan_number == number)
    if session.scalar(query.limit(1)) is not None:
        raise DomainError("milestones-exist")
    begin = min(max(row.first_day, day_of(now)), row.last_day)
    for what, due in zip(SUGGESTED, suggested_days(begin, row.last_day), strict=True):
        session.add(Milestone(edition_id=edition.id, plan_number=number, what=what, due=due, first_due=due))
    record(session, edition, "milestones-suggested", number, actor, now)


def change_milestone(
    session: Session,
    edition: EditionRecord,
    number: int,
    milestone_id: int,
    *,
    what: str,
    due: date,
    done: date | None,
    actor: str,
    now: datetime,
) -> None:
    """Change a milestone's words, its day, or the day on which it was done (None: it is not).

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-milestone"; "day-outside-year"; "done-in-future".
    """
    row = working_on(session, edition, number)
    milestone = _milestone(session, edition, number, milestone_id)
    if due != milestone.due:
        _require_within(row, due)
    if done is not None and done > day_of(now):
        raise DomainError("done-in-future")
    milestone.what, milestone.due, milestone.done = what.strip(), due, done
    record(session, edition, "milestone-changed", number, actor, now, due=due.isoformat())


def finish_milestone(
    session: Session, edition: EditionRecord, number: int, milestone_id: int, *, account: int, now: datetime
) -> None:
    """Say that a milestone is done today. Saying it twice changes nothing.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-milestone".
    """
    working_on(session, edition, number)
    milestone = _milestone(session, edition, number, milestone_id)
    if milestone.done is None:
        milestone.done = day_of(now)
        record(session, edition, "milestone-done", number, f"account {account}", now)
        notify(
            session,
            edition,
            number,
            NoticeKind.MILESTONE,
            by=account,
            now=now,
            about=milestone.id,
            what=milestone.what,
        )


def remove_milestone(
    session: Session, edition: EditionRecord, number: int, milestone_id: int, *, actor: str, now: datetime
) -> None:
    """Take a milestone off the list.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-milestone".
    """
    working_on(session, edition, number)
    milestone = _milestone(session, edition, number, milestone_id)
    forget(session, edition, milestone.id)
    session.delete(milestone)
    record(session, edition, "milestone-removed", number, actor, now)


def postpone(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    weeks: int,
    reason: str,
    actor: str,
    now: datetime,
) -> date:
    """Move everything that is still to be done, and the plan's last day when that is needed; the new last day.

    Raises:
        DomainError: "not-chosen", "plan-ended"; "reason-missing"; "postponed-too-far" with the last day that is possible.
    """
    row = working_on(session, edition, number)
    if not reason.strip():
        raise DomainError("reason-missing")
    query = select(Milestone).where(
        Milestone.edition_id == edition.id, Milestone.plan_number == number, Milestone.done.is_(None)
    )
    by, latest = timedelta(weeks=weeks), edition.spec.calendar[Phase.EXECUTION].last_day + MOST_POSTPONED
    open_ones = list(session.scalars(query))
    # Without milestones there is only the end to move.
    last = max((one.due + by for one in open_ones), default=row.last_day + by)
    if weeks < 1 or last > latest:
        raise DomainError("postponed-too-far", latest=latest)
    for one in open_ones:
        one.due += by
    row.last_day = max(row.last_day, last)
    session.add(
        Postponement(
            edition_id=edition.id,
            plan_number=number,
            weeks=weeks,
            reason=reason.strip(),
            last_day=row.last_day,
            decided_at=now,
        )
    )
    record(session, edition, "postponed", number, actor, now, weeks=weeks)
    notify(session, edition, number, NoticeKind.POSTPONED, by=None, now=now, weeks=weeks, text=reason.strip())
    return row.last_day


def _milestone(session: Session, edition: EditionRecord, number: int, milestone_id: int) -> Milestone:
    row = session.get(Milestone, (edition.id, milestone_id), populate_existing=True)
    if row is None or row.plan_number != number:
        raise DomainError("no-such-milestone")
    return row


def _require_within(row: Undertaking, day: date) -> None:
    if not row.first_day <= day <= row.last_day:
        raise DomainError("day-outside-year", first=row.first_day, last=row.last_day)
