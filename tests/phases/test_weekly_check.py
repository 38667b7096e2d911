"""The weekly check: a week as new, then waiting, and a reminder while there is still time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from phases.weekly_check import (
    CheckFacts,
    Column,
    column_of,
    days_waited,
    is_overdue,
    is_unseen,
    needs_reminder,
    reminder_day,
)

CAME = datetime(2026, 9, 1, 9, tzinfo=UTC)
NEW = CheckFacts(since=CAME, seen=False, asked=False, done=False)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("facts", "after", "column", "overdue", "remind"),
    [
        (NEW, timedelta(0), Column.NEW, False, False),
        (NEW, timedelta(days=5) - timedelta(seconds=1), Column.NEW, False, False),
        (NEW, timedelta(days=5), Column.NEW, False, True),
        (NEW, WEEK, Column.NEW, False, True),
        (NEW, WEEK + timedelta(seconds=1), Column.WAITING, True, True),
        (replace(NEW, seen=True), timedelta(hours=1), Column.WAITING, False, False),
        (replace(NEW, seen=True), timedelta(days=30), Column.WAITING, False, False),
        (replace(NEW, asked=True), timedelta(days=30), Column.WAITING, False, False),
        (replace(NEW, done=True), timedelta(days=30), Column.DONE, False, False),
        (replace(NEW, done=True, asked=True), timedelta(0), Column.DONE, False, False),
    ],
)
def test_where_a_plan_stands(
    facts: CheckFacts, after: timedelta, column: Column, overdue: bool, remind: bool
) -> None:
    now = CAME + after
    assert column_of(facts, now) is column
    assert (is_overdue(facts, now), needs_reminder(facts, now)) == (overdue, remind)
    assert is_unseen(facts) or not remind


def test_days_are_counted_whole() -> None:
    assert days_waited(NEW, CAME + WEEK - timedelta(seconds=1)) == 6
    assert days_waited(NEW, CAME - timedelta(hours=1)) == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 8, 4, 59, tzinfo=UTC), None),
        (datetime(2026, 9, 8, 5, 0, tzinfo=UTC), date(2026, 9, 8)),
        (datetime(2026, 9, 8, 21, 59, tzinfo=UTC), date(2026, 9, 8)),
        (datetime(2026, 9, 8, 22, 0, tzinfo=UTC), None),
    ],
)
def test_a_reminder_belongs_to_a_day_in_amsterdam_and_waits_for_the_morning(
    moment: datetime, day: date | None
) -> None:
    assert reminder_day(moment) == day
