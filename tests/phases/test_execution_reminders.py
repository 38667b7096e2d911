"""Reminders come in time, stop when the thing is done, and are not said every day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from phases.execution_reminders import About, Reminded, Reminder, reminders_for, to_be_said

TODAY = date(2027, 6, 1)
QUIET = Reminded(first_day=date(2027, 1, 1), last_day=date(2027, 12, 31), last_news=TODAY)


def day(days: int) -> date:
    """So many days from today; below zero: ago."""
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({}, []),
        ({"milestones": ((1, "a", day(8)),)}, []),
        ({"milestones": ((1, "a", day(7)),)}, [About.COMING]),
        ({"milestones": ((1, "a", TODAY),)}, [About.COMING]),
        ({"milestones": ((1, "a", day(-1)),)}, [About.LATE]),
        ({"last_day": day(31)}, []),
        ({"last_day": day(30)}, [About.END]),
        ({"last_day": day(-1)}, []),
        ({"last_news": day(-41)}, []),
        ({"last_news": day(-42)}, [About.NEWS]),
        ({"last_news": None}, [About.NEWS]),
        ({"last_news": None, "first_day": day(-41)}, []),
        ({"asked_on": day(-6)}, []),
        ({"asked_on": day(-7)}, [About.SIGN]),
        ({"returned": ((1, "a", day(-6)), (2, "b", day(-7)))}, [About.QUESTION]),
        ({"waiting": ((1, "a", day(-6)), (2, "b", day(-7)))}, [About.DECIDE]),
        ({"unaccounted_since": day(-41)}, []),
        ({"unaccounted_since": day(-42)}, [About.RECEIPTS]),
        ({"gates": ((1, "a", day(8)), (2, "b", day(7)), (3, "c", day(-30)))}, [About.GATE, About.GATE]),
        ({"ended_on": day(-6), "last_news": None}, []),
        ({"ended_on": day(-7), "last_news": None}, [About.LOOK_BACK]),
        ({"ended_on": day(-7), "looked_back": True}, []),
        ({"first_day": day(1), "milestones": ((1, "a", day(2)),)}, []),
    ],
)
def test_what_somebody_is_reminded_of(changes: dict[str, object], about: list[About]) -> None:
    found = reminders_for(replace(QUIET, **changes), TODAY)  # type: ignore[arg-type]
    assert [one.about for one in found] == about


def test_what_the_staff_does_is_told_to_the_staff() -> None:
    assert {one for one in About if one.is_for_staff} == {About.GATE, About.DECIDE}


def test_what_was_said_is_said_again_only_after_a_while() -> None:
    late, coming = Reminder(About.LATE, key="1"), Reminder(About.COMING, key="1 270601")
    assert to_be_said([late, coming], {}, TODAY) == (late, coming)
    said = {late.name: day(-13), coming.name: day(-400)}
    assert to_be_said([late, coming], said, TODAY) == ()
    assert to_be_said([late, coming], said | {late.name: day(-14)}, TODAY) == (late,)


def test_what_was_postponed_is_announced_anew() -> None:
    [first] = reminders_for(replace(QUIET, milestones=((1, "a", TODAY),)), TODAY)
    [later] = reminders_for(replace(QUIET, milestones=((1, "a", day(21)),)), day(20))
    assert to_be_said([later], {first.name: TODAY}, day(20)) == (later,)
