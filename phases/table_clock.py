"""The six weeks of the ja-mits table: how much time is left, and when somebody is reminded.

Four weeks were too short in Schalkwijk; six are reserved, for each plan and for the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from phases.calendar import AMSTERDAM, Span

WEEKS = 6
MORNING = time(7)
REMIND_WEEKDAYS = frozenset({0, 3})
"""Monday and Thursday; in the last week every weekday."""
REPLY_DAYS = 7
"""How long a submitter has to reply to the costs."""


class Owes(StrEnum):
    """What a plan still waits for."""

    ANSWERS = "answers"
    COSTS = "costs"
    REPLY = "reply"
    SETTLEMENT = "settlement"
    VERDICT = "verdict"


@dataclass(frozen=True)
class Clock:
    """How far the six weeks are: the day of the clock (the first is 1), the last day, and whole days left."""

    day: int
    last_day: date
    days_left: int

    @property
    def is_late(self) -> bool:
        """Whether the six weeks are over."""
        return self.days_left < 0

    @property
    def share(self) -> int:
        """How much of the six weeks has passed, in per cent, at most 100."""
        return max(0, min(100, self.day * 100 // (WEEKS * 7)))


def clock_at(span: Span, now: datetime) -> Clock:
    """The clock at ``now``.

    Args:
        span: phase 3. When it is shorter than six weeks, its last day counts.
    """
    last = min(span.first_day + timedelta(days=WEEKS * 7 - 1), span.last_day)
    today = now.astimezone(AMSTERDAM).date()
    return Clock((today - span.first_day).days + 1, last, (last - today).days)


def reminder_day(span: Span, now: datetime) -> date | None:
    """The day whose reminder may be sent now: twice a week, every weekday in the last one; None when there is none."""
    if now not in span:
        return None
    local = now.astimezone(AMSTERDAM)
    clock = clock_at(span, now)
    if local.time() < MORNING or local.weekday() > 4 or clock.day <= 1:
        return None
    return local.date() if clock.days_left < 7 or local.weekday() in REMIND_WEEKDAYS else None
