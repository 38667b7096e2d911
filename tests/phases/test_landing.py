"""Every plan has a way on, and what fits best comes first."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from phases.landing import SMALL, WANTS_LANDING, Route, Standing, fitting_routes
from phases.plan import PlanState

NOT_CHOSEN = Standing(PlanState.NOT_CHOSEN, 20_000_00, 80, 50, feasible=True, has_area=False)
standings = st.builds(
    Standing,
    state=st.sampled_from(sorted(WANTS_LANDING)),
    cost=st.integers(0, 10**8),
    likes=st.integers(0, 200),
    threshold=st.integers(0, 100),
    feasible=st.booleans(),
    has_area=st.booleans(),
    helpers=st.integers(0, 9),
)


@given(standings)
def test_what_fits_is_told_once_each(plan: Standing) -> None:
    routes = fitting_routes(plan)
    assert len(set(routes)) == len(routes) <= len(Route)


@given(standings.filter(lambda plan: plan.state is not PlanState.NOT_CHOSEN))
def test_a_plan_that_came_not_so_far_has_a_way_too(plan: Standing) -> None:
    assert fitting_routes(plan)


def test_a_feasible_plan_that_many_wanted_is_ready_for_a_partner() -> None:
    assert fitting_routes(NOT_CHOSEN)[0] is Route.PARTNER


def test_a_small_plan_with_helpers_needs_little_more() -> None:
    assert fitting_routes(replace(NOT_CHOSEN, cost=SMALL, helpers=2))[0] is Route.OWN_STRENGTH
    assert Route.OWN_STRENGTH not in fitting_routes(replace(NOT_CHOSEN, cost=SMALL + 1))


def test_with_too_few_likes_the_next_edition_is_a_chance() -> None:
    plan = replace(NOT_CHOSEN, state=PlanState.TOO_FEW_LIKES, likes=3, feasible=False)
    assert fitting_routes(plan)[0] is Route.NEXT_EDITION
    assert Route.NEXT_EDITION not in fitting_routes(NOT_CHOSEN)
