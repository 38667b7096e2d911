"""The voters and the payments of equal shares as whole numbers: who supports what, and what is left of the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voting.tally.contest import Contest
from voting.tally.model import IntArray, Satisfaction

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# Eight times the unit round-off of float64: what a few operations may add.
SLACK = 2.0**-50


# OpenBLAS puts longer dot products on several threads, whose waiting costs more than the sum itself.
PIECE = 8192


def dot(one: FloatArray, other: FloatArray) -> float:
    """The sum of products of two arrays of one length, on one thread."""
    if len(one) <= PIECE:
        return float(one @ other)
    return sum(float(one[i : i + PIECE] @ other[i : i + PIECE]) for i in range(0, len(one), PIECE))


class Electorate:
    """The voters as equal shares sees them: who supports what, in both directions.

    Attributes:
        voters: all ballots, blank ones included.
        costs: cost per project, in the smallest unit.
        free: projects without cost that have votes enough.
        group_count: groups of equal ballots.
        candidates: projects that cost money, have the minimum number of votes and at least one vote.
        groups: per project the groups that name it.
        weights: per project the voters of those groups, as floats (exact below 2**53).
        support: per project the number of its voters.
        worth: per project what one supporter gets from it: its cost, or 1.
    """

    def __init__(self, contest: Contest) -> None:
        ballots, projects = contest.ballots, len(contest.projects)
        self.voters = ballots.voters
        self.costs, self.support = contest.costs, contest.votes
        by_cost = contest.rule.satisfaction is Satisfaction.COST
        self.worth = contest.costs if by_cost else [1] * projects
        wanted = [p for p in range(projects) if contest.eligible(p) and contest.votes[p] > 0]
        self.candidates = [p for p in wanted if contest.costs[p] > 0]
        self.free = [p for p in wanted if contest.costs[p] == 0]
        self.group_count = len(ballots.weight)
        self._starts, self._lengths = ballots.offsets[:-1], np.diff(ballots.offsets)
        self._choices, self._weight = ballots.choices, ballots.weight
        self.groups, self.weights = self._supporters(projects)

    def _supporters(self, projects: int) -> tuple[list[IntArray], list[FloatArray]]:
        by_project = np.argsort(self._choices, kind="stable")
        owner = np.repeat(np.arange(self.group_count, dtype=np.int64), self._lengths)[by_project]
        ends = np.cumsum(np.bincount(self._choices, minlength=projects))
        groups = np.split(owner, ends[:-1]) if projects else []
        weight = self._weight.astype(np.float64)
        return groups, [weight[of] for of in groups]

    def first_bound(self, project: int) -> float:
        """A lower bound on any price per unit of satisfaction: nobody pays less than cost / supporters."""
        return self.costs[project] / (self.support[project] * self.worth[project]) * (1 - SLACK)

    def approvals(self, groups: IntArray, index: IntArray, size: int) -> list[int]:
        """How many voters in these groups name each bought project.

        Args:
            groups: group numbers.
            index: per project its place among the bought ones plus 1, or 0.
            size: how many projects are bought.
        """
        start, length = self._starts[groups], self._lengths[groups]
        shift = np.repeat(start - (np.cumsum(length) - length), length)
        named = index[self._choices[shift + np.arange(shift.size)]]
        voters = np.repeat(self._weight[groups], length)
        return [int(v) for v in np.bincount(named, weights=voters, minlength=size + 1)[1:]]


@dataclass
class Ledger:
    """The payments so far as exact numbers: the ``j``-th is ``paid[j] / (base * rich[0] * ... * rich[j])``.

    Attributes:
        start: each voter's first money is ``start / base``.
        base: the number of voters.
        paid: numerators.
        rich: how many voters paid the full payment.
        scale: the running denominator, ``base * rich[0] * ... * rich[-1]``.
    """

    start: int
    base: int
    paid: list[int] = field(default_factory=list)
    rich: list[int] = field(default_factory=list)
    scale: int = field(init=False)

    def __post_init__(self) -> None:
        self.scale = self.base

    def money(self, voters: int, named: Sequence[int]) -> int:
        """Numerator, over ``scale``, of what voters have left who paid in full for every bought project they name.

        Args:
            voters: how many.
            named: per bought project how many of them name it.
        """
        total = voters * self.start
        for paid, rich, count in zip(self.paid, self.rich, named, strict=True):
            total = total * rich - count * paid
        return total

    def add(self, paid: int, rich: int) -> None:
        """Write down the payment ``paid / (scale * rich)``."""
        self.paid.append(paid)
        self.rich.append(rich)
        self.scale *= rich
