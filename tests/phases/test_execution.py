"""The year of execution: every cent is spent, promised or free, and the lights follow from dates and money."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.execution import (
    LATE_DAYS,
    QUIET_DAYS,
    RECEIPT_DAYS,
    SIGN_DAYS,
    AreaMoney,
    Light,
    Line,
    Milestone,
    OverspentError,
    PlanMoney,
    Progress,
    Signal,
    Why,
    area_money,
    forecast,
    signal_of,
    suggested_days,
)


@st.composite
def plan_money(draw: st.DrawFn) -> PlanMoney:
    granted = draw(st.integers(0, 10**8))
    spent = draw(st.integers(0, granted))
    return PlanMoney(granted, spent, draw(st.integers(0, granted - spent)))


@given(st.lists(plan_money()), st.integers(0, 10**9))
def test_every_cent_is_somewhere(plans: list[PlanMoney], extra: int) -> None:
    budget = sum(plan.granted for plan in plans) + extra
    money = area_money(budget, plans)
    assert money.budget == money.spent + money.promised + money.free == budget
    assert money.free == extra + sum(plan.returned for plan in plans)
    assert min(money.spent, money.promised, money.free) >= 0


def test_an_example() -> None:
    plans = [PlanMoney(12_500_00, 1_234_56), PlanMoney(1_000_00, 400_00, 600_00), PlanMoney(0, 0)]
    assert area_money(70_000_00, plans) == AreaMoney(70_000_00, 1_634_56, 11_265_44, 57_100_00)
    assert area_money(5, iter(())) == AreaMoney(5, 0, 0, 5)


@pytest.mark.parametrize(
    "plans", [[PlanMoney(10, 11)], [PlanMoney(10, 5, 6)], [PlanMoney(60, 0), PlanMoney(41, 0)]]
)
def test_more_than_there_is_cannot_be(plans: list[PlanMoney]) -> None:
    with pytest.raises(OverspentError):
        area_money(100, plans)


def test_a_line_costs_at_least_what_was_planned() -> None:
    assert forecast([]) == 0
    assert forecast([Line(100, 40), Line(100, 130)], elsewhere=7) == 237


TODAY = date(2027, 6, 1)
FINE = Progress(
    first_day=date(2027, 1, 1),
    last_day=date(2027, 12, 31),
    granted=100_00,
    last_news=TODAY,
    milestones=(Milestone("a", TODAY),),
)


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, ()),
        ({"milestones": (Milestone("a", ago(1)),)}, (Why.LATE,)),
        ({"milestones": (Milestone("a", ago(1), done=TODAY),)}, ()),
        ({"milestones": (Milestone("a", ago(LATE_DAYS)),)}, (Why.LATE,)),
        ({"milestones": (Milestone("a", ago(LATE_DAYS + 1)),)}, (Why.VERY_LATE,)),
        ({"last_day": TODAY}, ()),
        ({"last_day": ago(1)}, (Why.PAST_END,)),
        ({"no_go": True}, (Why.NO_GO,)),
        ({"spent": 60_00, "handed_in": 40_00}, ()),
        ({"spent": 60_00, "handed_in": 40_01}, (Why.OVERSPENDING,)),
        ({"expected": 100_00}, ()),
        ({"expected": 100_01}, (Why.LINES_OVER,)),
        ({"gates_due": (TODAY,)}, ()),
        ({"gates_due": (ago(1),)}, (Why.GATE_DUE,)),
        ({"objected": True}, (Why.OBJECTION,)),
        ({"unsigned_since": ago(SIGN_DAYS)}, ()),
        ({"unsigned_since": ago(SIGN_DAYS + 1)}, (Why.UNSIGNED,)),
        ({"last_news": ago(QUIET_DAYS)}, ()),
        ({"last_news": ago(QUIET_DAYS + 1)}, (Why.QUIET,)),
        ({"last_news": None}, (Why.QUIET,)),
        ({"last_news": None, "first_day": ago(3)}, ()),
        ({"unaccounted_since": ago(RECEIPT_DAYS + 1)}, (Why.RECEIPTS,)),
        ({"no_go": True, "objected": True, "last_day": ago(1)}, (Why.PAST_END, Why.NO_GO, Why.OBJECTION)),
    ],
)
def test_a_light_follows_from_dates_and_money(changes: dict[str, object], reasons: tuple[Why, ...]) -> None:
    plan = replace(FINE, **changes)  # type: ignore[arg-type]
    red = {Why.VERY_LATE, Why.PAST_END, Why.NO_GO, Why.OVERSPENDING}
    light = Light.RED if red & set(reasons) else Light.ORANGE if reasons else Light.GREEN
    assert signal_of(plan, TODAY) == Signal(light, reasons)
    assert signal_of(replace(plan, finished=True), TODAY) == Signal(Light.DONE)
    assert signal_of(replace(plan, stopped=True), TODAY) == Signal(Light.STOPPED)


@given(st.dates(), st.integers(0, 400))
def test_suggested_days_lie_in_the_year_and_in_order(first: date, length: int) -> None:
    first = min(first, date(9000, 1, 1))
    last = first + timedelta(days=length)
    days = suggested_days(first, last)
    assert list(days) == sorted(days)
    assert first <= days[0] <= days[-1] <= last
