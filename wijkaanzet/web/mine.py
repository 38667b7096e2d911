"""What a resident has here: unfinished plans, and the plans that they submit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, url_for

from phases.calendar import Phase
from wijkaanzet.actions import counting, drafts, mine, plans
from wijkaanzet.web import texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("mine", __name__)


@dataclass(frozen=True)
class UnfinishedPlan:
    """A draft in the list; ``changes``: the title of the plan that it changes, or empty."""

    id: int
    title: str
    changes: str
    saved_at: datetime
    href: str


@dataclass(frozen=True)
class MyPlan:
    """One of my plans; ``asking``: how many people ask to join."""

    card: views.PlanCard
    state: str
    tone: str
    together: bool
    asking: int


@blueprint.get("/mijn")
@access(Access.RESIDENT)
def start() -> str:
    """My plans and drafts."""
    someone = signed_in().id
    with services().database.read() as db:
        begun = drafts.drafts_of(db, edition(), someone)
        numbers = mine.plans_of(db, edition(), someone)
        found = {p.number: p for p in plans.list_plans(db, edition().id, everything=True)}
        chosen = counting.chosen_numbers(db, edition())
    my_plans = []
    for number, together, asking in numbers:
        plan = found[number]
        label, tone = texts.STATES[views.public_state(edition(), plan, chosen)]
        card = views.plan_card(edition(), plan, chosen)
        my_plans.append(MyPlan(card, str(label), tone, together, asking))
    return render_template(
        "submit/mine.html",
        unfinished=[
            UnfinishedPlan(
                draft.id,
                draft.content.title or _("Nog zonder titel"),
                found[draft.plan].title if draft.plan is not None else "",
                draft.saved_at,
                url_for("submitting.check", draft=draft.id),
            )
            for draft in begun
        ],
        submitted=my_plans,
        may_submit=edition().phase_at(now()) is Phase.SUBMIT,
    )
