"""Sequential Phragmén: every voter earns money at the same speed; supporters buy a project as soon as they can.

The count ends at the first moment at which a project could be bought that the budget does not allow, also when an
equal one would still fit: that is how the literature (and pabutools) define it. Projects above the whole budget take
no part, nor do projects that nobody named. A project that breaks a cap is passed over. Ballots count as approvals.

All numbers are exact: a voter's load is that of the last bought project it named, so a project's load is a
combination of the earlier loads with whole numbers of voters. Source: Brill, Freeman, Janson, Lackner, *Phragmén's
Voting Methods and Justified Representation* (2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from voting.tally.contest import Contest, Fate, Purse
from voting.tally.electorate import SLACK, Electorate
from voting.tally.model import Status, Tie
from voting.tally.ties import ties_that_matter


@dataclass(frozen=True)
class Load:
    """The moment at which a project can be bought: ``amount / (scale * voters)``; ``value`` is the nearest float."""

    project: int
    amount: int
    value: float


class Loads:
    """The running state: who was bought when, and which purchase each group paid for last."""

    def __init__(self, electorate: Electorate, place: Sequence[int], able: Sequence[int]) -> None:
        self._of, self._place = electorate, place
        self._last = np.zeros(electorate.group_count, dtype=np.int64)
        self._amounts: list[int] = []
        self._voters: list[int] = []
        self._scale = 1
        self._heap = [(electorate.costs[p] / electorate.support[p] * (1 - SLACK), p) for p in able]
        heapify(self._heap)

    def earliest(self) -> list[Load]:
        """The projects that can be bought first, in the tie-break's order; loads only grow, so old bounds hold."""
        tied: list[Load] = []
        others: list[Load] = []
        limit = float("inf")
        while self._heap and self._heap[0][0] <= limit:
            load = self._load(heappop(self._heap)[1])
            order = self._compare(load, tied[0]) if tied else -1
            if order == 0:
                tied.append(load)
                continue
            others.extend(tied if order < 0 else [load])
            if order < 0:
                tied, limit = [load], load.value * (1 + SLACK)
        self.wait(others)
        return sorted(tied, key=lambda load: self._place[load.project])

    def wait(self, loads: Sequence[Load]) -> None:
        """Keep these for later."""
        for load in loads:
            heappush(self._heap, (load.value * (1 - SLACK), load.project))

    def buy(self, load: Load) -> None:
        """All supporters now carry the project's load."""
        self._amounts.append(load.amount)
        self._voters.append(self._of.support[load.project])
        self._scale *= self._of.support[load.project]
        self._last[self._of.groups[load.project]] = len(self._amounts)

    def _load(self, project: int) -> Load:
        last = self._last[self._of.groups[project]]
        carried = np.bincount(last, weights=self._of.weights[project], minlength=len(self._amounts) + 1)
        total = 0
        for amount, voters, count in zip(self._amounts, self._voters, carried[1:], strict=True):
            total = total * voters + int(count) * amount
        amount = self._of.costs[project] * self._scale + total
        return Load(project, amount, amount / (self._scale * self._of.support[project]))

    def _compare(self, one: Load, other: Load) -> int:
        left = one.amount * self._of.support[other.project]
        right = other.amount * self._of.support[one.project]
        return (left > right) - (left < right)


@dataclass
class Purchase:
    """One round: what was bought, or why it ended. ``left`` is the money before it."""

    project: int
    status: Status
    left: int
    room: int | None
    tied: tuple[int, ...]


def phragmen(contest: Contest) -> tuple[list[Fate], list[Tie]]:
    """Count by sequential Phragmén.

    Returns:
        The fate of each project, by position, and the ties.
    """
    electorate = Electorate(contest)
    rounds = _run(contest, electorate)
    fates = [
        Fate(Status.TOO_LITTLE_SUPPORT if contest.eligible(p) else Status.TOO_FEW_VOTES)
        for p in range(len(contest.projects))
    ]
    for project in electorate.candidates:
        too_dear = contest.costs[project] > contest.budget
        fates[project] = Fate(Status.DOES_NOT_FIT if too_dear else Status.AFTER_STOP)
        fates[project].money_left = contest.budget if too_dear else None
    for turn, this in enumerate(rounds, start=1):
        paid = contest.costs[this.project] if this.status is Status.CHOSEN else 0
        fates[this.project] = Fate(this.status, paid, turn, this.left, room=this.room)
    for project in electorate.free:
        fates[project] = Fate(Status.CHOSEN)
    return fates, _ties(contest, electorate, rounds)


def _run(contest: Contest, electorate: Electorate, picks: Sequence[int] = ()) -> list[Purchase]:
    purse, rounds, ties = Purse(contest), list[Purchase](), 0
    able = [p for p in electorate.candidates if contest.costs[p] <= contest.budget]
    loads = Loads(electorate, contest.place, able)
    while tied := loads.earliest():
        everyone = tuple(load.project for load in tied)
        misfit = next((p for p in everyone if contest.costs[p] > purse.left), None)
        if misfit is not None:
            return [*rounds, Purchase(misfit, Status.DOES_NOT_FIT, purse.left, None, everyone)]
        pick = picks[ties] if len(tied) > 1 and ties < len(picks) else 0
        ties += len(tied) > 1
        load = tied.pop(pick)
        loads.wait(tied)
        room = purse.cap_room(load.project)
        status = Status.CHOSEN if purse.within_caps(load.project) else Status.CAP_REACHED
        rounds.append(Purchase(load.project, status, purse.left, room, everyone))
        if status is Status.CHOSEN:
            purse.pay(load.project, contest.costs[load.project])
            loads.buy(load)
    return rounds


def _ties(contest: Contest, electorate: Electorate, rounds: Sequence[Purchase]) -> list[Tie]:
    def way(picks: Sequence[int]) -> tuple[object, list[int]]:
        found = _run(contest, electorate, picks)
        return _bought(found), [len(this.tied) for this in found if _is_choice(this)]

    tied = [this.tied for this in rounds if _is_choice(this)]
    answers = ties_that_matter(way) if tied else []
    broken_by = str(contest.tie_break)
    return [Tie(contest.ids(each), broken_by, mattered) for each, mattered in zip(tied, answers, strict=True)]


def _is_choice(this: Purchase) -> bool:
    """A tie in which one did not fit ends the count for all of them: nothing was chosen there."""
    return len(this.tied) > 1 and this.status is not Status.DOES_NOT_FIT


def _bought(rounds: Sequence[Purchase]) -> frozenset[int]:
    return frozenset(this.project for this in rounds if this.status is Status.CHOSEN)
