"""What a plan's page has for its own submitters, and for who may become one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from phases.calendar import Phase
from wijkaanzet.actions import co_submitters
from wijkaanzet.actions.pictures import pictures_of
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.plans import Version, said_now, versions_of
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.web import views
from wijkaanzet.web.services import account, edition, now


@dataclass(frozen=True)
class PlanPeople:
    """How this visitor stands to a plan.

    Attributes:
        mine: this visitor submits it; ``first``: as its first submitter, who may withdraw it.
        others: how many people submit it beside the first.
        asking: how many ask to join; for its submitters alone.
        may_change, may_withdraw, may_join: what can be done now.
    """

    mine: bool
    first: bool
    others: int
    asking: int
    may_change: bool
    may_withdraw: bool
    may_join: bool


def plan_people(db: Session, plan: PlanRecord) -> PlanPeople:
    """How this visitor stands to a plan."""
    someone, calendar = account(), edition().spec.calendar
    people = submitters_of(db, edition(), plan.number)
    mine = someone is not None and someone.id in people
    before_table = plan.takes_part and now() < calendar[Phase.LIKES].end
    return PlanPeople(
        mine=mine,
        first=mine and someone is not None and someone.id == people[0],
        others=len(people) - 1,
        asking=len(co_submitters.requests_of(db, edition(), plan.number)) if mine else 0,
        may_change=mine and before_table,
        may_withdraw=mine and plan.takes_part and now() < calendar[Phase.VOTING].start,
        may_join=not mine and before_table,
    )


def plan_pictures(db: Session, of: EditionRecord, plan: PlanRecord) -> list[views.Picture]:
    """The pictures of a plan."""
    if plan.picture is None:
        return []
    keys = said_now(db, of, plan.number)[1].pictures
    return [views.picture(found, small=False) for found in pictures_of(db, of, keys)]


def last_change(db: Session, of: EditionRecord, plan: PlanRecord) -> Version | None:
    """The version that a plan has now, when it is not the first."""
    return versions_of(db, of, plan.number)[-1] if plan.version > 1 else None
