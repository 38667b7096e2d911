"""The Method of Equal Shares with its completions.

Every voter gets an equal share of the budget. ``add1`` then starts again and again with one whole currency unit
more per voter, and keeps the last pass that the budget could pay. Ballots count as approvals: who names a project
supports it, whatever points stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from voting.tally.contest import Contest, Fate, Purse
from voting.tally.electorate import Electorate
from voting.tally.greedy import by_votes
from voting.tally.model import Add1Stop, Completion, Status, Tie
from voting.tally.quick import QuickShares, Unsure
from voting.tally.shares import Pass, Shares
from voting.tally.ties import ties_that_matter

WITH_ADD1 = (Completion.ADD1, Completion.ADD1_UTILITARIAN)
WITH_VOTES = (Completion.UTILITARIAN, Completion.ADD1_UTILITARIAN)


def equal_shares(contest: Contest) -> tuple[list[Fate], list[Tie]]:
    """Count by the Method of Equal Shares.

    Returns:
        The fate of each project, by position, and the ties of the pass that counts (and of the one that ended add1,
        where they mattered).
    """
    passes = Passes(contest)
    extra, end = passes.add1() if contest.rule.completion in WITH_ADD1 else (0, 0)
    notes: dict[int, list[int]] = {}
    shares = passes.shares(extra, notes)
    result = shares.run()
    fates = _fates(passes, shares, result)
    for project, support in notes.items():
        fates[project].effective_support = tuple(_two_decimals(value) for value in support)
    ties = passes.ties(extra) + ([tie for tie in passes.ties(end) if tie.mattered] if end != extra else [])
    if contest.rule.completion in WITH_VOTES:
        ties += by_votes(contest, result.purse, fates)
    return fates, ties


def _fates(passes: Passes, shares: Shares, result: Pass) -> list[Fate]:
    contest, purse = passes.contest, Purse(passes.contest)
    fates = [
        Fate(Status.TOO_LITTLE_SUPPORT if contest.eligible(p) else Status.TOO_FEW_VOTES)
        for p in range(len(contest.projects))
    ]
    for project in passes.electorate.free:
        fates[project] = Fate(Status.CHOSEN)
    for turn, this in enumerate(result.rounds, start=1):
        project, cost = this.project, contest.costs[this.project] if this.taken else 0
        status = Status.CHOSEN if this.taken else Status.CAP_REACHED
        room = None if this.taken else purse.cap_room(project)
        fates[project] = Fate(status, cost, turn, purse.left, room=room)
        purse.pay(project, cost)
    for project in result.short:
        fates[project].pooled = shares.pooled(project)
    return fates


def _two_decimals(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


class Passes:
    """The passes of one count, by how many currency units each voter got extra."""

    def __init__(self, contest: Contest) -> None:
        self.contest = contest
        self.electorate = Electorate(contest)
        self._done: dict[int, Pass] = {}

    def start(self, extra: int) -> int:
        """What each voter starts with, in the smallest unit, times the number of voters."""
        return self.contest.budget + extra * self.contest.unit * self.electorate.voters

    def shares(self, extra: int, notes: dict[int, list[int]] | None = None) -> Shares:
        """A pass ready to run, every voter with ``extra`` whole currency units more."""
        return Shares(self.electorate, self.start(extra), self.contest.place, Purse(self.contest), notes)

    def quick(self, extra: int) -> Pass:
        """The pass in floats.

        Raises:
            Unsure: floats do not prove it.
        """
        return QuickShares(self.electorate, self.start(extra), self.contest.place, Purse(self.contest)).run()

    def at(self, extra: int) -> Pass:
        """The pass, run once: in floats where they prove every step, else exactly."""
        if extra not in self._done:
            try:
                self._done[extra] = self.quick(extra)
            except Unsure:
                self._done[extra] = self.shares(extra).run()
        return self._done[extra]

    def ended(self, result: Pass) -> bool:
        """Whether add1 stops at this pass and keeps it."""
        if not result.short:
            return True
        if self.contest.rule.add1_stop is Add1Stop.OVERSPEND:
            return False
        bought = set(result.bought)
        return not any(result.purse.fits(p) for p in self.electorate.candidates if p not in bought)

    def add1(self) -> tuple[int, int]:
        """Find the pass that add1 keeps.

        Whole runs of passes are skipped when both ends prove that all between go the same way.

        Returns:
            The extra units per voter of the pass it keeps and of the pass at which it ended.
        """
        extra, stride, ahead = 0, 1, list[int]()
        while not self.ended(self.at(extra)):
            if not ahead:
                ahead.append(extra + stride)
            target = ahead[-1]
            if target > extra + 1 and not same_between(self.at(extra), self.at(target)):
                ahead.append((extra + target) // 2)
                continue
            if self.at(target).purse.left < 0:
                return extra, target
            stride = 2 * (target - extra)
            extra = ahead.pop()
            self._done = {key: kept for key, kept in self._done.items() if key >= extra}
        return extra, extra

    def ties(self, extra: int) -> list[Tie]:
        """The ties of a pass; they matter when another order buys another set."""

        def way(picks: Sequence[int]) -> tuple[object, list[int]]:
            result = self.shares(extra).run(picks)
            tied = [this.tied for this in result.rounds if len(this.tied) > 1]
            return frozenset(result.bought), [1 if self._apart(each) else len(each) for each in tied]

        tied = [this.tied for this in self.at(extra).rounds if len(this.tied) > 1]
        answers = ties_that_matter(way) if tied else []
        broken_by = str(self.contest.tie_break)
        return [
            Tie(self.contest.ids(each), broken_by, mattered)
            for each, mattered in zip(tied, answers, strict=True)
        ]

    def _apart(self, tied: Sequence[int]) -> bool:
        """Whether no voter supports two of them and no cap binds: then all are bought, in any order."""
        rule, groups = self.contest.rule, self.electorate.groups
        return not (rule.theme_caps or rule.area_caps) and not any(
            np.intersect1d(groups[one], groups[other], assume_unique=True).size
            for one, other in combinations(tied, 2)
        )


def same_between(low: Pass, high: Pass) -> bool:
    """Whether all passes between these two certainly buy the same, in the same order.

    With the same purchases more money at the start means more money left for everybody in every round, so prices
    between lie between. The winner's price at the poor end below everybody else's at the rich end settles it; a tie
    stays one when all supporters of the tied already pay alike at the poor end.
    """
    return low.trace() == high.trace() and all(
        poor.price < rich.next_price and (poor.steady or len(poor.tied) == 1)
        for poor, rich in zip(low.rounds, high.rounds, strict=True)
    )
