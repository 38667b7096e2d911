"""Open data after the vote: how the chosen plans are carried out, and where the others land. Money in cents."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from sqlalchemy.orm import Session

from phases.execution import Light, Why
from wijkaanzet.actions import counting
from wijkaanzet.actions.execution import PlanProgress, overview
from wijkaanzet.actions.landings import landing_plans
from wijkaanzet.actions.open_data import WHOLE_AREA, Values, moment
from wijkaanzet.actions.undertakings import day_of
from wijkaanzet.records import EditionRecord

LIGHTS = {
    Light.GREEN: "op-schema",
    Light.ORANGE: "iets-later",
    Light.RED: "later",
    Light.DONE: "klaar",
    Light.STOPPED: "gestopt",
}


def execution_values(
    session: Session, edition: EditionRecord, *, told: Container[Why], now: datetime
) -> Values | None:
    """The area's money (budget = spent + promised + free) and every chosen plan; None before the result is public.

    Args:
        told: the reasons for a light that everybody is told.
    """
    if counting.published_outcome(session, edition) is None:
        return None
    found = overview(session, edition, now=now)
    money = found.money
    return {
        "geld": {
            "budget": money.budget,
            "uitgegeven": money.spent,
            "toegezegd": money.promised,
            "vrij": money.free,
            "valuta": edition.spec.currency,
        },
        "plannen": [_progress(one, told) for one in found.plans],
    }


def _progress(one: PlanProgress, told: Container[Why]) -> Values:
    row = one.row
    return {
        "nummer": one.plan.number,
        "titel": one.plan.title,
        "thema": one.plan.theme,
        "wijk": one.plan.area or WHOLE_AREA,
        "stand": LIGHTS[one.signal.only(told).light],
        "van": row.first_day.isoformat(),
        "totEnMet": row.last_day.isoformat(),
        "klaarOp": day_of(row.finished_at).isoformat() if row.finished_at else None,
        "gestoptOp": day_of(row.stopped_at).isoformat() if row.stopped_at else None,
        "laatsteNieuwsOp": day_of(one.updates[-1].written_at).isoformat() if one.updates else None,
        "toegekend": row.granted,
        "uitgegeven": row.spent,
        "teruggegeven": row.returned,
        "mijlpalen": [
            {
                "wat": step.what,
                "uiterlijk": step.due.isoformat(),
                "klaarOp": step.done.isoformat() if step.done else None,
            }
            for step in one.milestones
        ],
    }


def landings_values(session: Session, edition: EditionRecord, *, now: datetime) -> list[Values]:
    """The plans that were not chosen and the way on that everybody may read of, the lowest number first."""
    found = sorted(landing_plans(session, edition, now=now), key=lambda one: one.plan.number)
    return [
        {
            "nummer": one.plan.number,
            "titel": one.plan.title,
            "thema": one.plan.theme,
            "wijk": one.plan.area or WHOLE_AREA,
            "stand": one.way.state.value,
            "weg": one.way.route.value if one.way.route else None,
            "partner": one.way.partner or None,
            "toelichting": one.way.text or None,
            "zoektPartner": one.way.offered,
            "gewijzigdOp": moment(one.way.changed_at),
        }
        for one in found
    ]
