"""What a ballot may hold: the ballot rule of an edition and the check of one ballot against it.

Money is integer cents. A blank ballot is a ballot and breaks no rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
    """The ballot rule, frozen when the first pincode is made.

    Attributes:
        kind: what is limited.
        minimum: fewest plans on a ballot that is not blank (``count`` only).
        maximum: most plans (``count`` only); 0 is no limit.
        grouping: whether the limits hold per theme or per wijk.
        limits: for a grouped ``budget``: cents per theme or wijk; one that is missing has the whole budget.
    """

    kind: BallotKind = BallotKind.BUDGET
    minimum: int = 1
    maximum: int = 0
    grouping: Grouping = Grouping.WHOLE
    limits: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.minimum < 0 or self.maximum < 0:
            raise ValueError("minimum and maximum must not be negative")
        if self.maximum and self.minimum > self.maximum:
            raise ValueError("minimum must not exceed maximum")


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
    problems: list[BallotProblem] = []
    for group, members in _grouped([choices[n] for n in numbers], rule.grouping).items():
        problems += _check_group(group, members, budget, rule)
    if rule.grouping is not Grouping.WHOLE and rule.kind is BallotKind.BUDGET:
        problems += _check_sum("", sum(choices[n].cost for n in numbers), budget)
    return tuple(problems)


def _grouped(chosen: list[Choice], grouping: Grouping) -> dict[str, list[Choice]]:
    groups: dict[str, list[Choice]] = {}
    for choice in chosen:
        key = {Grouping.WHOLE: "", Grouping.THEME: choice.theme, Grouping.AREA: choice.area}[grouping]
        groups.setdefault(key, []).append(choice)
    return groups


def _check_group(group: str, members: list[Choice], budget: int, rule: BallotRule) -> list[BallotProblem]:
    if rule.kind is BallotKind.BUDGET:
        return _check_sum(group, sum(m.cost for m in members), rule.limits.get(group, budget))
    if len(members) < rule.minimum:
        return [BallotProblem(ProblemKind.TOO_FEW, group, len(members), rule.minimum)]
    if rule.maximum and len(members) > rule.maximum:
        return [BallotProblem(ProblemKind.TOO_MANY, group, len(members), rule.maximum)]
    return []


def _check_sum(group: str, total: int, limit: int) -> list[BallotProblem]:
    return [BallotProblem(ProblemKind.OVER_BUDGET, group, total, limit)] if total > limit else []
