"""One pass of the Method of Equal Shares in float64 with a running error bound, or nothing.

The pass says :class:`Unsure` as soon as a comparison lies within the bound; the caller then runs the exact pass
(:mod:`voting.tally.shares`). What it does answer is proven: ``docs/decisions/0002-exact-equal-shares.md``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from voting.tally.contest import Purse
from voting.tally.electorate import BoolArray, Electorate, FloatArray, dot
from voting.tally.shares import Pass, Round

# Twice the unit round-off of float64: what one operation may add, doubled to absorb second-order terms.
ULP = 2.0**-52


class Unsure(Exception):  # noqa: N818 - not an error: the signal to count this pass exactly
    """Floats cannot tell; count exactly."""


@dataclass
class Bid:
    """A project's payment in this round, between two bounds, per full payer and per unit of satisfaction.

    Attributes:
        project: its position.
        payment: the float payment of a full payer.
        doubt: how far it may be from the exact one.
        low, high: bounds on the exact price per unit of satisfaction.
        left: what its groups have, per voter.
        keeps: whether a group has money left after paying.
        steady: whether all supporters pay alike.
    """

    project: int
    payment: float
    doubt: float
    low: float
    high: float
    left: FloatArray
    keeps: BoolArray
    steady: bool


class QuickShares:
    """The running state of one float pass.

    Args:
        electorate: who supports what.
        start: each voter's money, times the number of voters.
        place: the tie-break's order.
        purse: fresh money and caps.
    """

    def __init__(self, electorate: Electorate, start: int, place: Sequence[int], purse: Purse) -> None:
        self._of, self._place, self._purse = electorate, place, purse
        self._top = start / electorate.voters if electorate.voters else 0.0
        self._left: FloatArray = np.full(electorate.group_count, self._top)
        self._error = self._top * ULP
        self._short: list[int] = []
        self._heap = [(electorate.first_bound(p), p) for p in electorate.candidates]
        heapify(self._heap)

    def run(self) -> Pass:
        """Buy until nobody can buy anything more.

        Raises:
            Unsure: a comparison lies within the error bound.
        """
        rounds: list[Round] = []
        while tied := self._cheapest():
            rounds.append(self._settle(tied))
        return Pass(rounds, self._purse, self._short)

    def _cheapest(self) -> list[Bid]:
        """The projects with certainly the lowest price, in the tie-break's order; empty when none can be paid."""
        best: list[Bid] = []
        limit = math.inf
        aside: list[tuple[float, int]] = []
        while self._heap and self._heap[0][0] <= limit:
            bound, project = heappop(self._heap)
            bid = self._bid(project, bound, limit, aside)
            if bid is None:
                continue
            order = self._compare(bid, best[0]) if best else -1
            if order == 0:
                best.append(bid)
                continue
            worse = best if order < 0 else [bid]
            aside.extend((b.low, b.project) for b in worse)
            if order < 0:
                best, limit = [bid], bid.high
        for entry in aside:
            heappush(self._heap, entry)
        return sorted(best, key=lambda b: self._place[b.project])

    def _compare(self, one: Bid, other: Bid) -> int:
        """Below 0 when the first is certainly lower, 0 when certainly equal.

        Bids that overlap are told apart only when all supporters of both pay alike: then cost / supporters is the
        whole story, and whole numbers settle it.
        """
        if one.high < other.low or other.high < one.low:
            return -1 if one.high < other.low else 1
        if not (one.steady and other.steady):
            raise Unsure
        of = self._of
        left = of.costs[one.project] * of.support[other.project] * of.worth[other.project]
        right = of.costs[other.project] * of.support[one.project] * of.worth[one.project]
        return (left > right) - (left < right)

    def _bid(self, project: int, bound: float, limit: float, aside: list[tuple[float, int]]) -> Bid | None:
        """The project's bid if it may be the lowest; else None, and it is struck or put aside with a new bound."""
        of, weight = self._of, self._of.weights[project]
        cost, worth, support = of.costs[project], of.worth[project], of.support[project]
        left = self._left[of.groups[project]]
        total = dot(weight, left)
        rounding = (len(left) + 8) * ULP
        error = support * self._error
        if total < cost + (doubt := error + total * rounding):
            if total >= cost - doubt:
                raise Unsure
            self._short.append(project)
            return None
        owned, guess = left * weight, bound * worth
        while True:
            poor = left < guess
            mask = poor.astype(np.float64)
            rich = support - dot(weight, mask)
            if rich <= 0:
                raise Unsure
            payment = (cost - dot(owned, mask)) / rich
            fresh = (payment - (error + cost * rounding) / rich) / worth * (1 - 4 * ULP)
            if fresh > limit:
                aside.append((fresh, project))
                return None
            if payment <= guess:
                return self._proven(project, payment, rich, left, poor)
            guess = payment

    def _proven(self, project: int, payment: float, rich: float, left: FloatArray, poor: BoolArray) -> Bid:
        """The bid, once every group is certainly on its side of the payment."""
        of = self._of
        broke = dot(of.weights[project], (poor & (left > 0)).astype(np.float64))
        doubt = (broke * self._error + of.costs[project] * (len(left) + 8) * ULP) / rich * (1 + 4 * ULP)
        margin = self._error + doubt + self._top * ULP
        certain = np.count_nonzero(left < payment - margin)
        if certain != np.count_nonzero(poor) or certain != np.count_nonzero(left <= payment + margin):
            raise Unsure
        worth = of.worth[project]
        low, high = (payment - doubt) / worth * (1 - 4 * ULP), (payment + doubt) / worth * (1 + 4 * ULP)
        return Bid(project, payment, doubt, low, high, left, ~poor, certain == 0)

    def _settle(self, tied: list[Bid]) -> Round:
        """Buy the first project, or set it aside when a cap forbids it; the others wait for the next round."""
        bid, project = tied[0], tied[0].project
        next_price = self._heap[0][0] if self._heap else math.inf
        for other in tied[1:]:
            heappush(self._heap, (other.low, other.project))
        taken = self._purse.within_caps(project)
        if taken:
            self._purse.pay(project, self._of.costs[project])
            self._left[self._of.groups[project]] = (bid.left - bid.payment) * bid.keeps
            self._error += bid.doubt + self._top * ULP
        steady = all(other.steady for other in tied)
        return Round(project, taken, bid.high, next_price, tuple(other.project for other in tied), steady)
