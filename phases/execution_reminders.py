"""Who is to be reminded of what in the year of execution, and how often: kindly, in time, and not every day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

AHEAD = timedelta(days=7)
"""A milestone or a go/no-go moment is announced so long before."""
END_AHEAD = timedelta(days=30)
"""The end of a plan's time is announced so long before."""
QUIET = timedelta(days=42)
"""A submitter is asked for news when there was none for so long: two weeks before the light turns."""
UNSIGNED = timedelta(days=7)
RETURNED = timedelta(days=7)
UNACCOUNTED = timedelta(days=42)
WAITING = timedelta(days=7)
"""A receipt does not wait longer for the organiser without a reminder."""


class About(StrEnum):
    """What a reminder is about."""

    COMING = "coming"
    LATE = "late"
    END = "end"
    NEWS = "news"
    SIGN = "sign"
    QUESTION = "question"
    RECEIPTS = "receipts"
    GATE = "gate"
    DECIDE = "decide"
    LOOK_BACK = "look-back"

    @property
    def every(self) -> timedelta | None:
        """After how long it is said again; None: once."""
        return _AGAIN.get(self)

    @property
    def is_for_staff(self) -> bool:
        """Whether an organiser is to do it, else the submitters."""
        return self in (About.GATE, About.DECIDE)


_AGAIN = {
    About.LATE: timedelta(days=14),
    About.NEWS: timedelta(days=28),
    About.SIGN: timedelta(days=7),
    About.QUESTION: timedelta(days=7),
    About.RECEIPTS: timedelta(days=28),
    About.GATE: timedelta(days=7),
    About.DECIDE: timedelta(days=7),
}


@dataclass(frozen=True)
class Reminder:
    """Something to be reminded of. ``what``: in words; ``day``: by when, or since when; ``key`` tells it from others."""

    about: About
    what: str = ""
    day: date | None = None
    key: str = ""

    @property
    def name(self) -> str:
        """Under which it is remembered that it was said."""
        return f"{self.about.value} {self.key}".strip()


@dataclass(frozen=True)
class Reminded:
    """What is known of a plan, as far as somebody could be reminded of it.

    Attributes:
        first_day, last_day: when it is to be carried out.
        milestones: key, words and day of those that are not done.
        gates: key, question and day of the go/no-go moments without a decision.
        asked_on: since when agreements wait for the submitters; None when none does.
        returned: key, words and day of the receipts that the submitters have a question about.
        waiting: the same of those that wait for the organiser.
        unaccounted_since: see :class:`phases.execution.Progress`.
        last_news: the day of the last update; None before the first.
        ended_on: the day on which it was finished or stopped.
        looked_back: whether a submitter looked back after that.
    """

    first_day: date
    last_day: date
    milestones: tuple[tuple[int, str, date], ...] = ()
    gates: tuple[tuple[int, str, date], ...] = ()
    asked_on: date | None = None
    returned: tuple[tuple[int, str, date], ...] = ()
    waiting: tuple[tuple[int, str, date], ...] = ()
    unaccounted_since: date | None = None
    last_news: date | None = None
    ended_on: date | None = None
    looked_back: bool = False


def reminders_for(plan: Reminded, today: date) -> tuple[Reminder, ...]:
    """All that a plan's people could be reminded of today."""
    if today < plan.first_day:
        return ()
    if plan.ended_on is not None:
        late = today - plan.ended_on >= AHEAD and not plan.looked_back
        return (Reminder(About.LOOK_BACK, day=plan.ended_on),) if late else ()
    return (*_for_submitters(plan, today), *_for_staff(plan, today))


def _for_submitters(plan: Reminded, today: date) -> Iterable[Reminder]:
    if plan.asked_on is not None and today - plan.asked_on >= UNSIGNED:
        yield Reminder(About.SIGN, day=plan.asked_on)
    for key, what, day in plan.returned:
        if today - day >= RETURNED:
            yield Reminder(About.QUESTION, what, day, str(key))
    for key, what, day in plan.milestones:
        if day < today:
            yield Reminder(About.LATE, what, day, str(key))
        elif day - today <= AHEAD:
            # With the day in its name: what was postponed is announced anew.
            yield Reminder(About.COMING, what, day, f"{key} {day:%y%m%d}")
    if today <= plan.last_day and plan.last_day - today <= END_AHEAD:
        yield Reminder(About.END, day=plan.last_day, key=f"{plan.last_day:%y%m%d}")
    if today - (plan.last_news or plan.first_day) >= QUIET:
        yield Reminder(About.NEWS, day=plan.last_news)
    if plan.unaccounted_since is not None and today - plan.unaccounted_since >= UNACCOUNTED:
        yield Reminder(About.RECEIPTS, day=plan.unaccounted_since)


def _for_staff(plan: Reminded, today: date) -> Iterable[Reminder]:
    for key, what, day in plan.gates:
        if day - today <= AHEAD:
            yield Reminder(About.GATE, what, day, str(key))
    for key, what, day in plan.waiting:
        if today - day >= WAITING:
            yield Reminder(About.DECIDE, what, day, str(key))


def to_be_said(found: Iterable[Reminder], said: Mapping[str, date], today: date) -> tuple[Reminder, ...]:
    """Those that were not said yet, or so long ago that they are said again.

    Args:
        said: the last day on which each was said, by name.
    """
    return tuple(one for one in found if _is_due(one, said.get(one.name), today))


def _is_due(one: Reminder, last: date | None, today: date) -> bool:
    if last is None:
        return True
    return one.about.every is not None and today - last >= one.about.every
