"""What a ballot may hold: the ballot rule of an edition and the check of one ballot against it.

Money is integer cents. A blank ballot is a ballot and breaks no rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class BallotKind(StrEnum):
    """``budget``: the chosen plans cost at most the budget. ``count``: at least m and at most n plans."""

    BUDGET = "budget"
    COUNT = "count"


class Grouping(StrEnum):
    """Whether the limits hold for the whole ballot, or for each theme or each wijk apart."""

    WHOLE = "whole"
    THEME = "theme"
    AREA = "area"


@dataclass(frozen=True)
class BallotRule:
    """The ballot rule, frozen when the first pincode is made. Limits hold for ballots that are not blank.

    Attributes:
        kind: ``budget``: the chosen plans cost at most ``sum_limit``; ``count``: only their number is limited.
        minimum: fewest plans.
        maximum: most plans; 0 is no limit.
        sum_limit: cents that the chosen plans may cost; 0 is the edition's budget. ``budget`` only.
        grouping: whether there are also limits per theme or per wijk.
        group_minimum: fewest plans of each theme or wijk.
        group_maximum: most plans of each; 0 is no limit.
        group_limits: cents that the plans of a theme or wijk may cost; one that is missing has no limit of its own.
    """

    kind: BallotKind = BallotKind.BUDGET
    minimum: int = 1
    maximum: int = 0
    sum_limit: int = 0
    grouping: Grouping = Grouping.WHOLE
    group_minimum: int = 0
    group_maximum: int = 0
    group_limits: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for least, most in ((self.minimum, self.maximum), (self.group_minimum, self.group_maximum)):
            if least < 0 or most < 0:
                raise ValueError("minimum and maximum must not be negative")
            if most and least > most:
                raise ValueError("minimum must not exceed maximum")
        if self.grouping is Grouping.WHOLE and (
            self.group_minimum or self.group_maximum or self.group_limits
        ):
            raise ValueError("limits per theme or wijk need a grouping")


@dataclass(frozen=True)
class Choice:
    """A plan as the ballot shows it. ``cost`` in cents."""

    number: int
    cost: int
    theme: str = ""
    area: str = ""


class ProblemKind(StrEnum):
    """What is wrong with a ballot, as a code."""

    UNKNOWN_PLAN = "unknown-plan"
    TWICE = "twice"
    OVER_BUDGET = "over-budget"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"


@dataclass(frozen=True)
class BallotProblem:
    """One broken rule: which, in which theme or wijk ("" for the whole ballot), the figure and its limit."""

    kind: ProblemKind
    group: str = ""
    figure: int = 0
    limit: int = 0


def check_ballot(
    numbers: Collection[int], choices: Mapping[int, Choice], budget: int, rule: BallotRule
) -> tuple[BallotProblem, ...]:
    """All problems of a ballot; an empty tuple means it may be cast.

    Args:
        numbers: the chosen plan numbers as they came in.
        choices: every plan on the ballot by its number.
        budget: the edition's budget in cents.
        rule: the edition's ballot rule.
    """
    unknown = [n for n in numbers if n not in choices]
    if unknown:
        return tuple(BallotProblem(ProblemKind.UNKNOWN_PLAN, figure=n) for n in unknown)
    if len(set(numbers)) != len(numbers):
        return (BallotProblem(ProblemKind.TWICE),)
    chosen = [choices[n] for n in numbers]
    if not chosen:
        return ()
    problems = _check_number("", len(chosen), rule.minimum, rule.maximum)
    if rule.kind is BallotKind.BUDGET:
        problems += _check_sum("", chosen, rule.sum_limit or budget)
    return (*problems, *_check_groups(chosen, choices.values(), rule))


def _check_groups(chosen: list[Choice], offered: Iterable[Choice], rule: BallotRule) -> list[BallotProblem]:
    """The limits per theme or wijk, also for those of which nothing was chosen."""
    if rule.grouping is Grouping.WHOLE:
        return []
    groups: dict[str, list[Choice]] = {_group(choice, rule.grouping): [] for choice in offered}
    for choice in chosen:
        groups[_group(choice, rule.grouping)].append(choice)
    problems: list[BallotProblem] = []
    for group, members in groups.items():
        problems += _check_number(group, len(members), rule.group_minimum, rule.group_maximum)
        if group in rule.group_limits:
            problems += _check_sum(group, members, rule.group_limits[group])
    return problems


def _group(choice: Choice, grouping: Grouping) -> str:
    return choice.theme if grouping is Grouping.THEME else choice.area


def _check_number(group: str, number: int, minimum: int, maximum: int) -> list[BallotProblem]:
    if number < minimum:
        return [BallotProblem(ProblemKind.TOO_FEW, group, number, minimum)]
    if maximum and number > maximum:
        return [BallotProblem(ProblemKind.TOO_MANY, group, number, maximum)]
    return []


def _check_sum(group: str, members: list[Choice], limit: int) -> list[BallotProblem]:
    total = sum(member.cost for member in members)
    return [BallotProblem(ProblemKind.OVER_BUDGET, group, total, limit)] if total > limit else []
