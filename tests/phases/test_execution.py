"""The year of execution: every cent is spent, promised or free, and the lights tell how a plan is doing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.execution import (
    AreaMoney,
    Light,
    Milestone,
    OverspentError,
    PlanMoney,
    area_money,
    light_of,
)

PLANS = st.lists(
    st.integers(0, 10**8).flatmap(
        lambda granted: st.builds(PlanMoney, st.just(granted), st.integers(0, granted))
    )
)
TODAY = date(2027, 3, 1)
EARLIER, LATER = date(2027, 2, 28), date(2027, 3, 2)


@given(PLANS, st.integers(0, 10**9))
def test_every_cent_is_somewhere(plans: list[PlanMoney], extra: int) -> None:
    budget = sum(plan.granted for plan in plans) + extra
    money = area_money(budget, plans)
    assert money.budget == money.spent + money.promised + money.free == budget
    assert money.free == extra
    assert min(money.spent, money.promised, money.free) >= 0


def test_an_example() -> None:
    assert area_money(70_000_00, [PlanMoney(12_500_00, 1_234_56), PlanMoney(0, 0)]) == AreaMoney(
        70_000_00, 1_234_56, 11_265_44, 57_500_00
    )
    assert area_money(5, iter(())) == AreaMoney(5, 0, 0, 5)


def test_more_than_there_is_cannot_be() -> None:
    with pytest.raises(OverspentError):
        area_money(100, [PlanMoney(10, 11)])
    with pytest.raises(OverspentError):
        area_money(100, [PlanMoney(60, 0), PlanMoney(41, 0)])


@pytest.mark.parametrize(
    ("milestones", "light"),
    [
        ([], Light.ON_TRACK),
        ([Milestone("a", LATER)], Light.ON_TRACK),
        ([Milestone("a", TODAY)], Light.ON_TRACK),
        ([Milestone("a", EARLIER)], Light.LATE),
        ([Milestone("a", EARLIER, done=TODAY)], Light.DONE),
        ([Milestone("a", EARLIER, done=TODAY), Milestone("b", LATER)], Light.ON_TRACK),
        ([Milestone("a", LATER, done=TODAY), Milestone("b", EARLIER)], Light.LATE),
    ],
)
def test_lights(milestones: list[Milestone], light: Light) -> None:
    assert light_of(iter(milestones), TODAY) is light
