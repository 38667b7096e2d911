"""The calendar of an edition: five phases in a row, and which of them ``now`` falls in.

Nobody switches a phase: it follows from the calendar and the moment. All times are aware; days are days in
Europe/Amsterdam.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Phase(IntEnum):
    """The five phases of the cycle, in their order."""

    SUBMIT = 1
    LIKES = 2
    FEASIBILITY = 3
    VOTING = 4
    EXECUTION = 5

    @property
    def key(self) -> str:
        """The phase's name in ``config.toml`` and in the database."""
        return self.name.lower()


class CalendarError(ValueError):
    """The calendar contradicts itself. ``key`` names the phase that is wrong."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem


@dataclass(frozen=True)
class Span:
    """A stretch of time: from ``start`` up to, not including, ``end``."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def last_day(self) -> date:
        """The last Amsterdam day that belongs to the span."""
        return (self.end.astimezone(AMSTERDAM) - timedelta(microseconds=1)).date()

    @property
    def first_day(self) -> date:
        """The Amsterdam day on which the span begins."""
        return self.start.astimezone(AMSTERDAM).date()


def span_of_days(first: date | datetime, last: date | datetime) -> Span:
    """A span from local days (the last one included) or local moments.

    Args:
        first: a day (from midnight) or a naive Amsterdam date-time.
        last: a day (up to and including) or a naive Amsterdam date-time (up to).
    """
    start = first if isinstance(first, datetime) else datetime.combine(first, time.min)
    end = last if isinstance(last, datetime) else datetime.combine(last + timedelta(days=1), time.min)
    return Span(*(m.replace(tzinfo=AMSTERDAM).astimezone(UTC) for m in (start, end)))


@dataclass(frozen=True)
class Calendar:
    """The five spans of an edition, each starting no earlier than the one before ends."""

    spans: Mapping[Phase, Span]

    def __post_init__(self) -> None:
        previous: Span | None = None
        for phase in Phase:
            if phase not in self.spans:
                raise CalendarError(phase.key, "is missing")
            span = self.spans[phase]
            if span.start >= span.end:
                raise CalendarError(phase.key, "ends before it begins")
            if previous and span.start < previous.end:
                raise CalendarError(phase.key, "begins before the phase before it has ended")
            previous = span

    def __getitem__(self, phase: Phase) -> Span:
        return self.spans[phase]

    def phase_at(self, now: datetime) -> Phase | None:
        """The phase that ``now`` falls in; None before the first, between two, and after the last."""
        return next((phase for phase in Phase if now in self.spans[phase]), None)

    def next_at(self, now: datetime) -> Phase | None:
        """The first phase that begins after ``now``."""
        return next((phase for phase in Phase if self.spans[phase].start > now), None)

    def is_over(self, phase: Phase, now: datetime) -> bool:
        """Whether the phase has ended at ``now``."""
        return now >= self.spans[phase].end

    def as_texts(self) -> dict[str, list[str]]:
        """ISO texts by phase key, as the database keeps them."""
        return {p.key: [self[p].start.isoformat(), self[p].end.isoformat()] for p in Phase}

    @classmethod
    def from_texts(cls, texts: Mapping[str, Sequence[str]]) -> Calendar:
        """The calendar that :meth:`as_texts` wrote."""
        return cls(
            {p: Span(*(datetime.fromisoformat(t) for t in texts[p.key])) for p in Phase if p.key in texts}
        )
