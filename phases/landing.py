"""Never winners and losers: where a plan that was not chosen may land, and what fits it first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from phases.plan import PlanState


class Route(StrEnum):
    """A way on for a plan that the neighbourhood budget does not pay for."""

    PARTNER = "partner"
    TOP_THREE = "wijk-top-3"
    CHALLENGE = "uitdaagrecht"
    CONTRACT = "wijkcontract"
    OWN_STRENGTH = "eigen-kracht"
    NEXT_EDITION = "volgende-editie"


class LandingState(StrEnum):
    """How far a plan is on its way."""

    SEARCHING = "zoekt"
    UNDER_WAY = "onderweg"
    LANDED = "geland"
    ENDED = "gestopt"


ENDED_STATES = frozenset({LandingState.LANDED, LandingState.ENDED})
WANTS_LANDING = frozenset({PlanState.TOO_FEW_LIKES, PlanState.NOT_NOW, PlanState.NOT_CHOSEN})
"""A plan that stands so is followed until it has landed, or its submitters want no more."""
SMALL = 2_500_00
"""Up to this many cents neighbours can often do it themselves, with help."""


@dataclass(frozen=True)
class Standing:
    """What is known of a plan when a way on is looked for.

    Attributes:
        state: where it stands.
        cost: in cents.
        threshold: the likes that it needed.
        feasible: whether the table said that it can be done.
        has_area: it belongs to one wijk.
        helpers: people offered to help.
    """

    state: PlanState
    cost: int
    likes: int
    threshold: int
    feasible: bool
    has_area: bool
    helpers: int = 0


def fitting_routes(plan: Standing) -> Sequence[Route]:
    """The ways on that are worth a talk, the best fitting first. All stay possible: a person decides.

    A small plan with people around it needs little more; a feasible plan that was not chosen is ready for a partner; what
    is the municipality's own work can be challenged; what many want but is too big goes to the wijkraad's three.
    """
    score = dict.fromkeys(Route, 0)
    if plan.cost <= SMALL:
        score[Route.OWN_STRENGTH] += 3
    score[Route.OWN_STRENGTH] += min(plan.helpers, 2)
    if plan.feasible:
        score[Route.PARTNER] += 3
    if plan.likes >= plan.threshold:
        score[Route.TOP_THREE] += 2
        score[Route.PARTNER] += 1
    if plan.state is PlanState.NOT_NOW:
        score[Route.TOP_THREE] += 1
        score[Route.CHALLENGE] += 2
    if plan.has_area:
        score[Route.CONTRACT] += 2
    if plan.state is PlanState.TOO_FEW_LIKES:
        score[Route.NEXT_EDITION] += 2
        score[Route.OWN_STRENGTH] += 1
    return [route for route in sorted(Route, key=lambda one: -score[one]) if score[route]]
