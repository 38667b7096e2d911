"""One pass of the Method of Equal Shares, exact, with floats only where they prove what may be skipped.

Every voter starts with the same money. In each round the project with the lowest price per unit of satisfaction
is bought by its supporters at equal payments; who cannot pay the full payment pays what is left. The proof that
this module never lets a float decide is ``docs/decisions/0002-exact-equal-shares.md``; names follow it.

Source of the rule: Peters, Pierczyński, Skowron, *Proportional Participatory Budgeting with Additive Utilities*
(2021), for approval ballots.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from voting.tally.contest import Purse
from voting.tally.electorate import SLACK, BoolArray, Electorate, FloatArray, Ledger, dot

# Stands in for a purse that is not empty but too small to tell from nothing.
TINY = 1e-300


@dataclass
class Offer:
    """A project's exact payment in this round: ``paid / (scale * rich)`` per full payer.

    Attributes:
        project: its position.
        paid, rich: as in :class:`Ledger`.
        value: the float nearest to the payment.
        keeps: per supporting group whether it has money left after paying.
    """

    project: int
    paid: int
    rich: int
    value: float
    keeps: BoolArray


@dataclass(frozen=True)
class Round:
    """One round as it went, for the proof that neighbouring passes go the same way.

    Attributes:
        project: who was bought (or set aside because of a cap).
        taken: False when a cap stood in the way.
        price: an upper bound on its price per unit of satisfaction.
        next_price: a lower bound on everybody's who is not in ``tied``.
        tied: the projects with exactly the lowest price, in the tie-break's order.
        steady: whether for each of the tied all supporters pay alike.
    """

    project: int
    taken: bool
    price: float
    next_price: float
    tied: tuple[int, ...]
    steady: bool


@dataclass
class Pass:
    """The result of one pass.

    Attributes:
        rounds: in order.
        purse: the money and caps after it; ``purse.left`` below 0 is an overspend.
        short: the projects whose voters had too little money together.
    """

    rounds: list[Round]
    purse: Purse
    short: list[int]

    @property
    def bought(self) -> list[int]:
        """The projects bought, in order."""
        return [r.project for r in self.rounds if r.taken]

    def trace(self) -> list[tuple[bool, tuple[int, ...]]]:
        """What happened, round by round."""
        return [(r.taken, r.tied) for r in self.rounds]


class Shares:
    """The running state of one pass.

    Args:
        electorate: who supports what.
        start: each voter's money, times the number of voters.
        place: the tie-break's order.
        purse: fresh money and caps.
        notes: when given, the effective support of every project looked at is added here, in hundredths of a vote,
            rounded down, each time it is looked at.
    """

    def __init__(
        self,
        electorate: Electorate,
        start: int,
        place: Sequence[int],
        purse: Purse,
        notes: dict[int, list[int]] | None = None,
    ) -> None:
        self._of, self._place, self._purse, self._notes = electorate, place, purse, notes
        self._ledger = Ledger(start, electorate.voters)
        self._top = start / electorate.voters if electorate.voters else 0.0
        self._left: FloatArray = np.full(electorate.group_count, self._top)
        self._error = self._top * SLACK
        self._index = np.zeros(len(electorate.costs), dtype=np.int64)
        self._short: list[int] = []
        self._guess: dict[int, float] = {}
        self._heap = [(electorate.first_bound(p), p) for p in electorate.candidates]
        heapify(self._heap)

    def run(self, picks: Sequence[int] = ()) -> Pass:
        """Buy until nobody can buy anything more.

        Args:
            picks: for the first ties, in order, which of the tied to take (0 is the tie-break's own choice).
        """
        rounds: list[Round] = []
        ties = 0
        while tied := self._cheapest():
            pick = 0
            if len(tied) > 1:
                pick, ties = (picks[ties] if ties < len(picks) else 0), ties + 1
            rounds.append(self._settle(tied, tied[pick]))
        return Pass(rounds, self._purse, self._short)

    def pooled(self, project: int) -> int:
        """What the project's voters have left together, in the smallest unit, rounded down."""
        return self._exact_total(project) // self._ledger.scale

    def _cheapest(self) -> list[Offer]:
        """All projects with exactly the lowest price, in the tie-break's order; empty when none can be paid."""
        tied: list[Offer] = []
        aside: list[Offer] = []
        limit = math.inf
        self._guess.clear()
        while self._heap and self._heap[0][0] <= limit:
            bound, project = heappop(self._heap)
            if project not in self._guess:
                self._look(project, bound)
                continue
            offer = self._price(project)
            order = self._compare(offer, tied[0]) if tied else -1
            if order == 0:
                tied.append(offer)
                continue
            aside.extend(tied if order < 0 else [offer])
            if order < 0:
                tied, limit = [offer], self._rate(offer) * (1 + SLACK)
        self._wait(aside)
        return sorted(tied, key=lambda offer: self._place[offer.project])

    def _wait(self, offers: Sequence[Offer]) -> None:
        """Keep these for the next rounds; prices never fall within a pass."""
        for offer in offers:
            heappush(self._heap, (self._rate(offer) * (1 - SLACK), offer.project))

    def _rate(self, offer: Offer) -> float:
        return offer.value / self._of.worth[offer.project]

    def _compare(self, one: Offer, other: Offer) -> int:
        """Below 0 when the first has the lower price per unit of satisfaction, 0 when equal; exact."""
        worth = self._of.worth
        left = one.paid * other.rich * worth[other.project]
        right = other.paid * one.rich * worth[one.project]
        return (left > right) - (left < right)

    def _look(self, project: int, bound: float) -> None:
        """Put the project back with a fresh lower bound on its price, or strike it when it cannot be paid."""
        of, weight, cost = self._of, self._of.weights[project], self._of.costs[project]
        left = self._left[of.groups[project]]
        owned = left * weight
        total, terms = float(owned.sum()), len(left) + 4
        error = of.support[project] * self._error
        doubt = error + total * terms * SLACK
        if total < cost - doubt or (total <= cost + doubt and not self._affordable(project)):
            self._short.append(project)
            return
        guess, rich = _payment(left, owned, weight, cost, of.support[project], bound * of.worth[project])
        self._guess[project] = guess
        fresh = (guess - (error + cost * terms * SLACK) / rich) / of.worth[project] * (1 - SLACK)
        heappush(self._heap, (max(bound, fresh), project))
        if self._notes is not None:
            doubt = (error + cost * terms * SLACK) / rich
            self._notes.setdefault(project, []).append(self._hundredths(project, left, guess, doubt))

    def _hundredths(self, project: int, left: FloatArray, payment: float, doubt: float) -> int:
        """A hundred times cost / payment, rounded down: from floats where they prove it, else exactly."""
        cost = self._of.costs[project]
        proven = proven_hundredths(cost / payment, doubt / payment)
        low, high = self._band(payment)
        sure = np.count_nonzero(left < low - doubt)
        if proven is not None and sure == np.count_nonzero(left <= high + doubt) == np.count_nonzero(
            left < payment
        ):
            return proven
        offer = self._price(project)
        return 100 * cost * self._ledger.scale * offer.rich // offer.paid

    def _affordable(self, project: int) -> bool:
        """Whether the voters of the project have its cost together; exact."""
        return self._exact_total(project) >= self._of.costs[project] * self._ledger.scale

    def _exact_total(self, project: int) -> int:
        return self._money(project, self._left[self._of.groups[project]] > 0)

    def _money(self, project: int, which: BoolArray) -> int:
        """Numerator, over the ledger's scale, of what these of its groups have left (they have something left)."""
        named = self._of.approvals(self._of.groups[project][which], self._index, len(self._ledger.paid))
        return self._ledger.money(int(self._of.weights[project][which].sum()), named)

    def _price(self, project: int) -> Offer:
        """The exact payment: guess who pays all they have, compute exactly, then prove the guess or find out."""
        left = self._left[self._of.groups[project]]
        poor = left < self._guess[project]
        offer = self._offer(project, left, poor)
        if offer is not None:
            low, high = self._band(offer.value)
            if np.array_equal(left < low, poor) and not np.any((left >= low) & (left <= high)):
                return offer
        return self._careful(project, left)

    def _offer(self, project: int, left: FloatArray, poor: BoolArray) -> Offer | None:
        """The payment when exactly these pay all they have; None when nobody else remains."""
        rich = self._of.support[project] - int(dot(self._of.weights[project], poor.astype(np.float64)))
        if rich <= 0:
            return None
        scale = self._ledger.scale
        paid = self._of.costs[project] * scale - self._money(project, poor & (left > 0))
        return Offer(project, paid, rich, paid / (scale * rich), ~poor)

    def _band(self, value: float) -> tuple[float, float]:
        """Outside this band a float comparison with the payment is certain."""
        margin = self._error + self._top * SLACK
        return value - margin, value + margin

    def _careful(self, project: int, left: FloatArray) -> Offer:
        """The payment without a guess: from nobody poor upwards, comparing exactly where floats cannot tell."""
        groups = self._of.groups[project]
        poor = left == 0
        while True:
            offer = self._offer(project, left, poor)
            if offer is None:
                raise AssertionError("somebody who can pay in full is always left")
            low, high = self._band(offer.value)
            unsure = np.flatnonzero((left >= low) & (left <= high) & ~poor)
            signs = np.array([self._sign(int(groups[i]), offer) for i in unsure], dtype=np.int64)
            more = poor | (left < low)
            more[unsure] = signs < 0
            if np.array_equal(more, poor):
                offer.keeps[unsure] = signs > 0
                return offer
            poor = more

    def _sign(self, group: int, offer: Offer) -> int:
        """Whether one voter of the group has less than (-1), just (0) or more than (1) the payment; exact."""
        one = np.array([group], dtype=np.int64)
        named = [min(count, 1) for count in self._of.approvals(one, self._index, len(self._ledger.paid))]
        owned = self._ledger.money(1, named) * offer.rich
        return (owned > offer.paid) - (owned < offer.paid)

    def _settle(self, tied: Sequence[Offer], offer: Offer) -> Round:
        """Buy the project, or set it aside when a cap forbids it."""
        project = offer.project
        next_price = self._heap[0][0] if self._heap else math.inf
        self._wait([other for other in tied if other is not offer])
        taken = self._purse.within_caps(project)
        if taken:
            self._purse.pay(project, self._of.costs[project])
            self._ledger.add(offer.paid, offer.rich)
            self._index[project] = len(self._ledger.paid)
            groups = self._of.groups[project]
            self._left[groups] = np.maximum(self._left[groups] - offer.value, TINY) * offer.keeps
            self._error += self._top * SLACK
        steady = all(other.rich == self._of.support[other.project] for other in tied)
        price = self._rate(offer) * (1 + SLACK)
        return Round(project, taken, price, next_price, tuple(other.project for other in tied), steady)


def _payment(
    left: FloatArray, owned: FloatArray, weight: FloatArray, cost: int, support: int, guess: float
) -> tuple[float, float]:
    """About what each full payer pays, by the poor/rich iteration, and how many full payers that is.

    Any split into poor and rich bounds the payment from below, so the caller may trust the figure (less its
    rounding) wherever the iteration stops.
    """
    payment, payers = cost / support, float(support)
    guess = max(guess, payment)
    while True:
        poor = left < guess
        mask = poor.astype(np.float64)
        rich = support - dot(weight, mask)
        if rich <= 0:
            return payment, payers
        payment, payers = (cost - dot(owned, mask)) / rich, rich
        if payment <= guess:
            return payment, payers
        guess = payment


def proven_hundredths(support: float, doubt: float) -> int | None:
    """A hundred times the effective support, rounded down, when an error of this share cannot change it."""
    margin = 100 * support * (2 * doubt + SLACK)
    low, high = math.floor(100 * support - margin), math.floor(100 * support + margin)
    return low if low == high else None
