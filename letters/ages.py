"""Birth dates as registers write them, and ages on a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_DATES = (
    re.compile(r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
)


def parsed_date(text: str) -> date | None:
    """Reads 1980-05-17, 19800517, 17-05-1980 or 17/5/1980; None when no such day exists.

    The register writes 00 for an unknown month or day. Such a date counts as the last day it can be, so
    that nobody is let in too young.
    """
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found:
            year, month, day = (int(found[name]) for name in ("year", "month", "day"))
            return _day(year, month or 12, day, unknown=month == 0 or day == 0)
    return None


def _day(year: int, month: int, day: int, *, unknown: bool) -> date | None:
    candidates = range(31, 27, -1) if unknown else (day,)
    for candidate in candidates:
        try:
            return date(year, month, candidate)
        except ValueError:
            continue
    return None


def age_on(born: date, day: date) -> int:
    """Whole years of age; somebody born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_group(age: int, lowest: Sequence[int]) -> str:
    """The group of an age: ``25-34``, ``80+``, or ``0-15`` below the first."""
    bounds = sorted(lowest)
    above = [bound for bound in bounds if bound > age]
    below = [bound for bound in bounds if bound <= age]
    start = below[-1] if below else 0
    return f"{start}-{above[0] - 1}" if above else f"{start}+"
