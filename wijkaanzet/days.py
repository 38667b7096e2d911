"""Days in words, in every language of the site."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from functools import lru_cache

from babel.dates import format_date

from phases.calendar import AMSTERDAM


class Wording(Enum):
    """How much of a day is said; the pattern is that of Unicode's date fields."""

    SHORT = "d MMM"
    FULL = "d MMMM yyyy"
    LONG = "EEEE d MMMM"
    WHOLE = "EEEE d MMMM yyyy"


# Where the name of the day does not come first.
_OTHER_ORDER = {
    ("tr", Wording.LONG): "d MMMM EEEE",
    ("tr", Wording.WHOLE): "d MMMM yyyy EEEE",
}


def local_day(moment: datetime | date) -> date:
    """The Amsterdam day of a moment."""
    return moment.astimezone(AMSTERDAM).date() if isinstance(moment, datetime) else moment


def in_words(moment: datetime | date, wording: Wording, language: str) -> str:
    """The Amsterdam day of a moment in words: ``zondag 6 december`` is long, ``6 dec`` short."""
    return _in_words(local_day(moment), wording, language)


@lru_cache(maxsize=1024)
def _in_words(day: date, wording: Wording, language: str) -> str:
    """Remembered, because the same few days stand on every page."""
    return str(format_date(day, _OTHER_ORDER.get((language, wording), wording.value), language))
