"""The year of execution: the area's money to the cent, and how a plan is doing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class PlanMoney:
    """A chosen plan's money in cents: what the vote gave it, and what it has spent."""

    granted: int
    spent: int


@dataclass(frozen=True)
class AreaMoney:
    """The area's money in cents; ``budget == spent + promised + free``, always.

    Attributes:
        budget: the edition's budget.
        spent: what the chosen plans have spent.
        promised: what they were given and have not spent yet.
        free: what was given to nobody.
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
        OverspentError: when a plan spent more than it was given, or the plans were given more than the budget.
    """
    plans = list(plans)
    if any(plan.spent > plan.granted for plan in plans):
        raise OverspentError("a plan spent more than it was given")
    granted = sum(plan.granted for plan in plans)
    if granted > budget:
        raise OverspentError("more was granted than the budget")
    spent = sum(plan.spent for plan in plans)
    return AreaMoney(budget, spent, granted - spent, budget - granted)


class Light(StrEnum):
    """How a plan is doing."""

    DONE = "done"
    ON_TRACK = "on-track"
    LATE = "late"


@dataclass(frozen=True)
class Milestone:
    """Something that will be done before a day (that day included)."""

    what: str
    due: date
    done: date | None = None


def light_of(milestones: Iterable[Milestone], today: date) -> Light:
    """Done when all is done, late when something that should be done is not, else on track."""
    milestones = list(milestones)
    if any(m.done is None and m.due < today for m in milestones):
        return Light.LATE
    if milestones and all(m.done is not None for m in milestones):
        return Light.DONE
    return Light.ON_TRACK
