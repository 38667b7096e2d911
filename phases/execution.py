"""The year of execution: the area's money to the cent, and how a plan is doing."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LATE_DAYS = 28
"""A milestone that is later than this, in days, turns the light red."""

QUIET_DAYS = 56
"""A plan of which nobody heard anything for this long asks for attention: eight weeks."""

SIGN_DAYS = 14
"""An agreement that waits longer than this for the submitter asks for attention."""

RECEIPT_DAYS = 56
"""Money that was paid so long ago should be accounted for with receipts."""

MOST_POSTPONED = timedelta(days=366)
"""A plan is postponed to at most this long after the end of the edition's year of execution."""


@dataclass(frozen=True)
class PlanMoney:
    """A chosen plan's money in cents: what the vote gave it, what it has spent, and what it gave back."""

    granted: int
    spent: int
    returned: int = 0


@dataclass(frozen=True)
class AreaMoney:
    """The area's money in cents; ``budget == spent + promised + free``, always.

    Attributes:
        budget: the edition's budget.
        spent: what the chosen plans have spent.
        promised: what they were given and have neither spent nor given back.
        free: what was given to nobody, and what came back.
    """

    budget: int
    spent: int
    promised: int
    free: int


class OverspentError(ValueError):
    """More was spent or granted than there is."""


def area_money(budget: int, plans: Iterable[PlanMoney]) -> AreaMoney:
    """The overview of the area's money.

    Raises:
        OverspentError: when a plan spent and gave back more than it was given, or the plans were given more than the
            budget.
    """
    plans = list(plans)
    if any(plan.spent + plan.returned > plan.granted for plan in plans):
        raise OverspentError("a plan spent more than it was given")
    granted = sum(plan.granted for plan in plans)
    if granted > budget:
        raise OverspentError("more was granted than the budget")
    spent, returned = sum(plan.spent for plan in plans), sum(plan.returned for plan in plans)
    return AreaMoney(budget, spent, granted - spent - returned, budget - granted + returned)


@dataclass(frozen=True)
class Line:
    """A budget line in cents: what it was planned at, and what was spent or handed in on it."""

    planned: int
    used: int


def forecast(lines: Iterable[Line], elsewhere: int = 0) -> int:
    """What a plan will have cost when every line costs at least what was planned; ``elsewhere`` is on no line. Cents."""
    return sum(max(line.planned, line.used) for line in lines) + elsewhere


class Light(StrEnum):
    """How a plan is doing."""

    GREEN = "green"
    ORANGE = "orange"
    RED = "red"
    DONE = "done"
    STOPPED = "stopped"


class Why(StrEnum):
    """Why a light is not green."""

    VERY_LATE = "very-late"
    PAST_END = "past-end"
    NO_GO = "no-go"
    OVERSPENDING = "overspending"
    LATE = "late"
    GATE_DUE = "gate-due"
    LINES_OVER = "lines-over"
    OBJECTION = "objection"
    UNSIGNED = "unsigned"
    QUIET = "quiet"
    RECEIPTS = "receipts"

    @property
    def is_red(self) -> bool:
        """Whether it turns the light red."""
        return self in (Why.VERY_LATE, Why.PAST_END, Why.NO_GO, Why.OVERSPENDING)


@dataclass(frozen=True)
class Milestone:
    """Something that will be done before a day (that day included)."""

    what: str
    due: date
    done: date | None = None


@dataclass(frozen=True)
class Progress:
    """What is known of a plan on a day. Money in cents.

    Attributes:
        first_day, last_day: when the plan is to be carried out.
        handed_in: receipts that still wait for a decision.
        expected: what it will have cost, see :func:`forecast`.
        objected: whether a submitter wants to agree something else.
        unsigned_since: the day on which the oldest agreement without a signature was asked for; None without one.
        last_news: the day of the last update; None before the first.
        unaccounted_since: the day of the oldest payment that is not covered by receipts; None without one.
        gates_due: days of go/no-go moments without a decision.
        no_go: whether the last word at a go/no-go moment was no.
        finished, stopped: how it ended, if it did.
    """

    first_day: date
    last_day: date
    granted: int
    spent: int = 0
    handed_in: int = 0
    expected: int = 0
    milestones: tuple[Milestone, ...] = ()
    objected: bool = False
    unsigned_since: date | None = None
    last_news: date | None = None
    unaccounted_since: date | None = None
    gates_due: tuple[date, ...] = ()
    no_go: bool = False
    finished: bool = False
    stopped: bool = False


@dataclass(frozen=True)
class Signal:
    """A light with its reasons, the gravest first; green without any."""

    light: Light
    reasons: tuple[Why, ...] = ()

    @classmethod
    def of(cls, reasons: tuple[Why, ...]) -> Signal:
        """The light of a plan that is going on, from what is the matter with it."""
        if any(why.is_red for why in reasons):
            return cls(Light.RED, reasons)
        return cls(Light.ORANGE if reasons else Light.GREEN, reasons)

    def only(self, told: Container[Why]) -> Signal:
        """The light as it would be for these reasons alone."""
        if self.light in (Light.DONE, Light.STOPPED):
            return self
        return Signal.of(tuple(why for why in self.reasons if why in told))


def signal_of(plan: Progress, today: date) -> Signal:
    """How a plan is doing: from its dates and its money, never by somebody's choice."""
    if plan.stopped:
        return Signal(Light.STOPPED)
    if plan.finished:
        return Signal(Light.DONE)
    late = [m.due for m in plan.milestones if m.done is None and m.due < today]
    very_late = any(today - due > timedelta(days=LATE_DAYS) for due in late)
    holds = {
        Why.VERY_LATE: very_late,
        Why.PAST_END: today > plan.last_day,
        Why.NO_GO: plan.no_go,
        Why.OVERSPENDING: plan.spent + plan.handed_in > plan.granted,
        Why.LATE: bool(late) and not very_late,
        Why.GATE_DUE: any(due < today for due in plan.gates_due),
        Why.LINES_OVER: plan.expected > plan.granted,
        Why.OBJECTION: plan.objected,
        Why.UNSIGNED: _longer_ago(plan.unsigned_since, SIGN_DAYS, today),
        Why.QUIET: _longer_ago(plan.last_news or plan.first_day, QUIET_DAYS, today),
        Why.RECEIPTS: _longer_ago(plan.unaccounted_since, RECEIPT_DAYS, today),
    }
    return Signal.of(tuple(why for why in Why if holds[why]))


def _longer_ago(day: date | None, days: int, today: date) -> bool:
    return day is not None and today - day > timedelta(days=days)


SUGGESTED = (14, 60, 180, 300)
"""Days after the first day for the milestones that most plans have."""


def suggested_days(first_day: date, last_day: date) -> tuple[date, ...]:
    """Days for the usual milestones, squeezed into a shorter year when there is less time."""
    usual = SUGGESTED[-1] + 14
    length = min(max((last_day - first_day).days, 0), usual)
    return tuple(first_day + timedelta(days=days * length // usual) for days in SUGGESTED)
