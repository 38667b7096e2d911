"""The six-week clock of the table, and how far the costs of a plan are."""

from datetime import date, datetime, timedelta

import pytest

from phases.calendar import AMSTERDAM, span_of_days
from phases.costs import AgreedLine, CostFacts, CostState, differs, state_of, total
from phases.table_clock import clock_at, reminder_day

SPAN = span_of_days(date(2026, 10, 19), date(2026, 12, 13))  # a Monday; eight weeks
NOW = datetime(2026, 10, 21, 12, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("day", "number", "left"),
    [
        (date(2026, 10, 18), 0, 42),
        (date(2026, 10, 19), 1, 41),
        (date(2026, 11, 29), 42, 0),
        (date(2026, 11, 30), 43, -1),
    ],
)
def test_six_weeks(day: date, number: int, left: int) -> None:
    clock = clock_at(SPAN, datetime(day.year, day.month, day.day, 23, 59, tzinfo=AMSTERDAM))
    assert (clock.day, clock.days_left, clock.last_day) == (number, left, date(2026, 11, 29))
    assert clock.is_late == (left < 0)


def test_a_shorter_phase_is_the_clock() -> None:
    four = span_of_days(date(2026, 10, 19), date(2026, 11, 15))
    assert clock_at(four, NOW).last_day == date(2026, 11, 15)


def test_reminders_come_twice_a_week_and_every_weekday_at_the_end() -> None:
    def days(first: date, count: int) -> list[date]:
        mornings = [
            datetime(d.year, d.month, d.day, 8, tzinfo=AMSTERDAM)
            for d in (first + timedelta(days=i) for i in range(count))
        ]
        return [found for at in mornings if (found := reminder_day(SPAN, at))]

    assert days(date(2026, 10, 19), 14) == [date(2026, 10, 22), date(2026, 10, 26), date(2026, 10, 29)]
    assert days(date(2026, 11, 23), 7) == [date(2026, 11, 23 + i) for i in range(5)]
    assert reminder_day(SPAN, datetime(2026, 10, 22, 6, tzinfo=AMSTERDAM)) is None
    assert reminder_day(SPAN, datetime(2026, 12, 17, 8, tzinfo=AMSTERDAM)) is None


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (CostFacts(differs=False), CostState.SAME),
        (CostFacts(differs=True), CostState.DRAFT),
        (CostFacts(True, NOW + timedelta(seconds=1)), CostState.ASKED),
        (CostFacts(True, NOW), CostState.SILENT),
        (CostFacts(True, NOW, agreed=True), CostState.AGREED),
        (CostFacts(True, NOW, agreed=False), CostState.DISPUTED),
        (CostFacts(True, NOW, agreed=False, settled=True), CostState.SETTLED),
    ],
)
def test_how_far_the_costs_are(facts: CostFacts, state: CostState) -> None:
    assert state_of(facts, NOW) is state
    assert state.is_final == (state not in (CostState.DRAFT, CostState.ASKED, CostState.DISPUTED))


def test_when_costs_differ_from_the_estimate() -> None:
    same = [AgreedLine("a", 5, 5), AgreedLine("b", 7, 7)]
    assert total(same) == 12
    assert not differs(same, 12)
    assert differs(same, 13)
    # As much as a whole, but spent otherwise: the submitter may have something to say of that.
    assert differs([AgreedLine("a", 6, 5), AgreedLine("b", 6, 7)], 12)
    assert differs([*same, AgreedLine("beheer", 1)], 12)
    assert AgreedLine.from_json(same[0].as_json()) == same[0]
