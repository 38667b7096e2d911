"""The year of execution for everybody: all chosen plans and the area's money, one plan with its news, and its part on the plan's own page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from phases.execution import Light
from wijkaanzet.actions import undertakings
from wijkaanzet.actions.execution import PlanProgress, progress_of
from wijkaanzet.web import views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.execution_views import Lit, chosen_plan, everything, lit
from wijkaanzet.web.services import account, edition, now, services

blueprint = Blueprint("following", __name__)

NEWS_AT_ONCE = 3
"""So much news stands on the page of all plans."""


@dataclass(frozen=True)
class CarriedOut:
    """The part about the execution on a plan's own page."""

    progress: PlanProgress
    light: Lit
    is_mine: bool


@blueprint.get("/uitvoering/<int:number>")
@access(Access.ANYONE)
def plan(number: int) -> str:
    """One chosen plan: what is done, what comes, the news, and its money."""
    progress = chosen_plan(number)
    someone = account()
    with services().database.read() as db:
        is_mine = someone is not None and undertakings.is_submitter(db, edition(), number, someone.id)
    return render_template(
        "public/execution_plan.html",
        progress=progress,
        light=lit(progress, public=True),
        href=views.plan_href(progress.plan),
        is_mine=is_mine,
    )


def overview_page() -> str:
    """All chosen plans, the latest news, and the area's money."""
    overview = everything()
    lights = Counter(one.signal.light for one in overview.plans)
    news = sorted(
        ((one, update) for one in overview.plans for update in one.updates),
        key=lambda pair: pair[1].written_at,
        reverse=True,
    )
    return render_template(
        "public/execution.html",
        overview=overview,
        done=lights[Light.DONE],
        busy=lights[Light.GREEN] + lights[Light.ORANGE] + lights[Light.RED],
        stopped=lights[Light.STOPPED],
        news=news[:NEWS_AT_ONCE],
        lit=lambda one: lit(one, public=True),
    )


def carried_out(db: Session, number: int) -> CarriedOut | None:
    """What a plan's own page tells about its execution; None when it was not chosen."""
    progress = progress_of(db, edition(), number, now=now())
    if progress is None:
        return None
    someone = account()
    is_mine = someone is not None and undertakings.is_submitter(db, edition(), number, someone.id)
    return CarriedOut(progress, lit(progress, public=True), is_mine)
