"""Where a plan stands: every state, from facts, calendar and moment alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.calendar import Phase
from phases.feasibility import VerdictKind
from phases.plan import Exit, PlanFacts, PlanState, goes_through, slug_of, state_of
from tests.phases.test_calendar import CALENDAR

THRESHOLD = 50
ENOUGH = PlanFacts(withdrawn=False, likes=50, verdict=None, chosen=None)
FEASIBLE = replace(ENOUGH, verdict=VerdictKind.FEASIBLE)
SUBMIT, LIKES, TABLE, VOTING = (CALENDAR[p].start for p in list(Phase)[:4])
AFTER = CALENDAR[Phase.VOTING].end


@pytest.mark.parametrize(
    ("facts", "now", "state"),
    [
        (replace(ENOUGH, likes=0), SUBMIT, PlanState.SUBMITTED),
        (replace(ENOUGH, likes=0), LIKES - timedelta(seconds=1), PlanState.SUBMITTED),
        (replace(ENOUGH, likes=0), LIKES, PlanState.GATHERING),
        (ENOUGH, LIKES, PlanState.GATHERING),
        (replace(ENOUGH, likes=49), CALENDAR[Phase.LIKES].end, PlanState.TOO_FEW_LIKES),
        (ENOUGH, CALENDAR[Phase.LIKES].end, PlanState.AT_TABLE),
        (ENOUGH, TABLE, PlanState.AT_TABLE),
        (replace(ENOUGH, verdict=VerdictKind.NOT_IN_THIS_BUDGET), TABLE, PlanState.NOT_NOW),
        (replace(ENOUGH, verdict=VerdictKind.FORWARDED), TABLE, PlanState.FORWARDED),
        (FEASIBLE, TABLE, PlanState.ON_BALLOT),
        (replace(ENOUGH, verdict=VerdictKind.FEASIBLE_PROVIDED), VOTING, PlanState.ON_BALLOT),
        (FEASIBLE, AFTER, PlanState.COUNTING),
        (replace(FEASIBLE, chosen=True), AFTER, PlanState.CHOSEN),
        (replace(FEASIBLE, chosen=False), AFTER, PlanState.NOT_CHOSEN),
        (replace(FEASIBLE, withdrawn=True), VOTING, PlanState.WITHDRAWN),
        (replace(ENOUGH, exit=Exit.FORWARDED), SUBMIT, PlanState.FORWARDED),
        (replace(FEASIBLE, exit=Exit.HIDDEN), VOTING, PlanState.HIDDEN),
        (replace(ENOUGH, exit=Exit.MERGED), AFTER, PlanState.MERGED),
        (replace(ENOUGH, exit=Exit.MERGED, withdrawn=True), LIKES, PlanState.WITHDRAWN),
    ],
)
def test_every_state(facts: PlanFacts, now: datetime, state: PlanState) -> None:
    assert state_of(facts, CALENDAR, THRESHOLD, now) is state


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (replace(ENOUGH, likes=3, chosen=False), PlanState.TOO_FEW_LIKES),
        (replace(ENOUGH, verdict=VerdictKind.NOT_IN_THIS_BUDGET, chosen=False), PlanState.NOT_NOW),
        (replace(ENOUGH, verdict=VerdictKind.FORWARDED, chosen=False), PlanState.FORWARDED),
        (replace(ENOUGH, withdrawn=True, chosen=False), PlanState.WITHDRAWN),
    ],
)
def test_after_the_result_a_plan_that_was_not_on_the_ballot_did_not_lose(
    facts: PlanFacts, state: PlanState
) -> None:
    assert state_of(facts, CALENDAR, THRESHOLD, AFTER) is state


def test_all_states_are_reached_above() -> None:
    marks = [*test_every_state.pytestmark]  # type: ignore[attr-defined]
    assert {row[2] for row in marks[0].args[1]} == set(PlanState)


def test_the_threshold_is_at_least() -> None:
    assert not goes_through(49, 50)
    assert goes_through(50, 50)
    assert goes_through(0, 0)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Buurtmoestuin aan de Merelsingel!", "buurtmoestuin-aan-de-merelsingel"),
        ("Café Ünal: één plek", "cafe-unal-een-plek"),
        ("Yılmaz & Łódź & ø", "yilmaz-lodz-o"),
        ("Сад 🌳", "plan"),
        ("a/../b?c#d", "a-b-c-d"),
        ("-" * 80, "plan"),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@given(st.text(max_size=200))
def test_a_slug_is_always_safe_in_an_address(title: str) -> None:
    slug = slug_of(title)
    assert 1 <= len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug.strip("-")
