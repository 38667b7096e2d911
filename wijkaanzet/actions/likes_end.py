"""The end of phase 2: every submitter hears once how it ended and how to go on, and who follows a plan hears too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.notices import NoticeKind
from phases.plan import goes_through, slug_of
from wijkaanzet.actions.notices import notify
from wijkaanzet.actions.plan_mail import mail_submitters, submitters_of
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.likes import LikesOutcome
from wijkaanzet.storage.plan_queries import list_plans


def tell_outcome(session: Session, edition: EditionRecord, *, site: str, now: datetime) -> int:
    """Mail the submitters of every plan that takes part how the likes ended; for how many plans.

    That somebody was told is kept in the transaction of the mail, under the edition's lock: nobody hears twice.
    """
    calendar, threshold = edition.spec.calendar, edition.spec.like_threshold
    if not calendar.is_over(Phase.LIKES, now) or calendar.is_over(Phase.FEASIBILITY, now):
        return 0
    lock_edition(session, edition.id)
    told = set(session.scalars(select(LikesOutcome.plan_number).where(LikesOutcome.edition_id == edition.id)))
    waiting = [
        plan for plan in list_plans(session, edition.id) if plan.takes_part and plan.number not in told
    ]
    for plan in waiting:
        goes_on = goes_through(plan.likes, threshold)
        session.add(
            LikesOutcome(edition_id=edition.id, plan_number=plan.number, goes_on=goes_on, told_at=now)
        )
        mail_submitters(
            session,
            edition,
            plan.number,
            "likes-door" if goes_on else "likes-niet-door",
            now=now,
            plan=plan.title,
            likes=plan.likes,
            threshold=threshold,
            table_from=calendar[Phase.FEASIBILITY].first_day,
            table_until=calendar[Phase.FEASIBILITY].last_day,
            link=f"{site}/plannen/{plan.number}-{slug_of(plan.title)}",
        )
        notify(
            session,
            edition,
            plan.number,
            NoticeKind.LIKES_OVER,
            by=None,
            now=now,
            without=submitters_of(session, edition, plan.number),
            goes_on=goes_on,
            likes=plan.likes,
            threshold=threshold,
        )
    return len(waiting)
