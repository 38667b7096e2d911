"""The calendar: Amsterdam days, the last one included, and the phase that follows from it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.calendar import AMSTERDAM, Calendar, CalendarError, Phase, Span, span_of_days

DAYS = {
    Phase.SUBMIT: (date(2026, 9, 1), date(2026, 9, 30)),
    Phase.LIKES: (date(2026, 10, 1), date(2026, 10, 31)),
    Phase.FEASIBILITY: (date(2026, 11, 9), date(2026, 11, 29)),
    Phase.VOTING: (date(2026, 11, 30), date(2026, 12, 13)),
    Phase.EXECUTION: (date(2027, 1, 1), date(2027, 12, 31)),
}
CALENDAR = Calendar({phase: span_of_days(*days) for phase, days in DAYS.items()})


def amsterdam(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[arg-type, misc]


def test_the_last_day_is_included_to_its_last_moment() -> None:
    voting = CALENDAR[Phase.VOTING]
    assert amsterdam(2026, 11, 30) in voting
    assert amsterdam(2026, 12, 13, 23, 59, 59, 999_999) in voting
    assert amsterdam(2026, 12, 14) not in voting
    assert amsterdam(2026, 11, 29, 23, 59, 59) not in voting
    assert (voting.first_day, voting.last_day) == DAYS[Phase.VOTING]


def test_days_begin_at_midnight_in_amsterdam_not_in_utc() -> None:
    assert CALENDAR.phase_at(datetime(2026, 9, 30, 21, 59, tzinfo=UTC)) is Phase.SUBMIT
    assert CALENDAR.phase_at(datetime(2026, 9, 30, 22, 0, tzinfo=UTC)) is Phase.LIKES
    assert CALENDAR[Phase.VOTING].start == datetime(2026, 11, 29, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 25), (date(2026, 3, 29), 23), (date(2026, 6, 1), 24)]
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    span = span_of_days(day, day)
    assert span.end - span.start == timedelta(hours=hours)
    assert span.first_day == span.last_day == day


def test_a_phase_may_begin_and_end_at_a_moment() -> None:
    span = span_of_days(datetime(2026, 11, 30, 9), datetime(2026, 12, 13, 20))  # noqa: DTZ001
    assert span == Span(datetime(2026, 11, 30, 8, tzinfo=UTC), datetime(2026, 12, 13, 19, tzinfo=UTC))
    assert span.last_day == date(2026, 12, 13)


def test_a_moment_between_phases_is_in_none_and_knows_what_comes() -> None:
    between = amsterdam(2026, 11, 2)
    assert CALENDAR.phase_at(between) is None
    assert CALENDAR.next_at(between) is Phase.FEASIBILITY
    before, after = amsterdam(2026, 8, 31, 23, 59), amsterdam(2028, 1, 1)
    assert (CALENDAR.phase_at(before), CALENDAR.next_at(before)) == (None, Phase.SUBMIT)
    assert (CALENDAR.phase_at(after), CALENDAR.next_at(after)) == (None, None)


def test_a_phase_is_over_from_its_end_on() -> None:
    end = CALENDAR[Phase.VOTING].end
    assert not CALENDAR.is_over(Phase.VOTING, end - timedelta(microseconds=1))
    assert CALENDAR.is_over(Phase.VOTING, end)


def test_phases_may_follow_at_once_but_not_overlap() -> None:
    spans = dict(CALENDAR.spans)
    spans[Phase.LIKES] = Span(spans[Phase.SUBMIT].end - timedelta(seconds=1), spans[Phase.LIKES].end)
    with pytest.raises(CalendarError, match="before the phase before it has ended") as caught:
        Calendar(spans)
    assert caught.value.key == "likes"


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_must_be_there_and_last(phase: Phase) -> None:
    with pytest.raises(CalendarError, match=f"{phase.key}: is missing"):
        Calendar({p: s for p, s in CALENDAR.spans.items() if p is not phase})
    start = CALENDAR[phase].start
    for wrong in (Span(start, start), Span(start, start - timedelta(days=1))):
        with pytest.raises(CalendarError, match="ends before it begins"):
            Calendar({**CALENDAR.spans, phase: wrong})


def test_texts_give_the_same_calendar_back() -> None:
    texts = CALENDAR.as_texts()
    assert list(texts) == ["submit", "likes", "feasibility", "voting", "execution"]
    assert Calendar.from_texts(texts) == CALENDAR
    with pytest.raises(CalendarError, match="voting: is missing"):
        Calendar.from_texts({key: value for key, value in texts.items() if key != "voting"})


@given(st.datetimes(datetime(2026, 8, 1), datetime(2028, 2, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_moment_is_in_at_most_one_phase(moment: datetime) -> None:
    inside = [phase for phase in Phase if moment in CALENDAR[phase]]
    assert inside == ([CALENDAR.phase_at(moment)] if inside else [])
    coming = CALENDAR.next_at(moment)
    assert coming is None or CALENDAR[coming].start > moment
