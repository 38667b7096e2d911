"""Max-votes: the set with the most votes together that the budget and the caps allow; an exact knapsack.

States are whole numbers: what a set costs (in all, and per capped theme and area) and how many votes it has. Sets are
grown from the last project of the tie-break's order to the first; a set goes when another costs no more and has at
least its votes, or when even the best fractional filling with the projects still to come stays below a set already
known. What remains per step answers "how many votes can the projects from here on add, with this much money?", and
walking through the steps from the front gives, of all best sets, the one that takes the first project of the order,
then the second, and so on. Projects that nobody named are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from voting.tally.contest import Contest, Fate, Purse
from voting.tally.model import IntArray, Status, Tie

# More states than this would take gigabytes; no real election came near.
MOST_STATES = 3_000_000


class TooLargeError(ValueError):
    """The election is too large for an exact max-votes."""


class Knapsack:
    """The tables of one election.

    Args:
        contest: the election.

    Raises:
        TooLargeError: too many different sums to keep apart, or numbers that 64 bits cannot hold.
    """

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        able = [p for p in contest.ranked() if contest.score[p] > 0 and Purse(contest).fits(p)]
        self.items = sorted(able, key=lambda p: contest.place[p])
        self._value = [contest.score[p] for p in self.items]
        if contest.budget >= 2**62 or sum(self._value) >= 2**62:
            raise TooLargeError("amounts or votes are too large for max-votes")
        self._limits, self._use = _constraints(contest, self.items)
        self._by_ratio = sorted(range(len(self.items)), key=self._votes_per_euro, reverse=True)
        self._known = _greedy_value(contest)
        self._tables = self._build()

    def _votes_per_euro(self, item: int) -> tuple[bool, Fraction]:
        cost = int(self._use[item][0])
        return cost == 0, Fraction(self._value[item], cost or 1)

    def _build(self) -> list[IntArray]:
        """Per item the undominated states of the items from it on: rows of costs, last column votes."""
        tables = [np.zeros((1, len(self._limits) + 1), dtype=np.int64)]
        for item in reversed(range(len(self.items))):
            old = tables[-1]
            grown = old + np.append(self._use[item], self._value[item])
            grown = grown[np.all(grown[:, :-1] <= self._limits, axis=1)]
            states = _undominated(np.concatenate([old, grown]))
            tables.append(states[self._hopeful(states, item)])
            if len(tables[-1]) > MOST_STATES:
                raise TooLargeError("too many projects of different costs for an exact max-votes")
        return tables[::-1]

    def _hopeful(self, states: IntArray, item: int) -> IntArray:
        """Which states can still grow, with the items before this one, to at least the known number of votes.

        The bound fills the rest of the budget by votes per euro, the last item in part, in whole numbers rounded up.
        """
        before = [i for i in self._by_ratio if i < item]
        cost = np.cumsum([0, *(int(self._use[i][0]) for i in before)])
        value = np.cumsum([0, *(self._value[i] for i in before)])
        room = self._limits[0] - states[:, 0]
        whole = np.searchsorted(cost, room, side="right") - 1
        ceiling = value[whole] + np.append(np.diff(value), 0)[whole]
        hopeful: IntArray = states[:, -1] + ceiling >= self._known
        return hopeful

    def best(self, prefer: bool = True) -> list[int]:
        """A best set, as positions.

        Args:
            prefer: take a project wherever some best set has it (True), or only where every one has it (False).
        """
        left, chosen = self._limits.copy(), list[int]()
        for item, project in enumerate(self.items):
            without = self._most(item + 1, left)
            fits = bool(np.all(self._use[item] <= left))
            with_it = self._value[item] + self._most(item + 1, left - self._use[item]) if fits else -1
            if with_it > without or (prefer and with_it == without):
                chosen.append(project)
                left -= self._use[item]
        return chosen

    def _most(self, item: int, left: IntArray) -> int:
        """The most votes of the items from this one on within these limits; -1 when no kept state fits."""
        states = self._tables[item]
        fitting = states[np.all(states[:, :-1] <= left, axis=1)]
        return int(fitting[:, -1].max(initial=-1))


def _constraints(contest: Contest, items: Sequence[int]) -> tuple[IntArray, IntArray]:
    """The limits (budget, then the caps that some item falls under), and what each item uses of each."""
    rule, of = contest.rule, contest.projects
    caps = [("theme", key, cap) for key, cap in rule.theme_caps.items()]
    caps += [("area", key, cap) for key, cap in rule.area_caps.items()]
    rows = [[contest.costs[p] for p in items]]
    limits = [contest.budget]
    for kind, key, cap in caps:
        under = [p for p in items if (of[p].theme if kind == "theme" else of[p].area) == key]
        if sum(contest.costs[p] for p in under) > cap:
            rows.append([contest.costs[p] if p in under else 0 for p in items])
            limits.append(cap)
    return np.array(limits, dtype=np.int64), np.array(rows, dtype=np.int64).T.reshape(len(items), len(limits))


def _greedy_value(contest: Contest) -> int:
    """The votes of a set that is certainly allowed: the better of two greedy fillings."""
    per_euro = sorted(contest.ranked(), key=lambda p: -contest.score[p] / max(1, contest.costs[p]))
    best = 0
    for order in (contest.ranked(), per_euro):
        purse, value = Purse(contest), 0
        for project in order:
            if purse.fits(project):
                purse.pay(project, contest.costs[project])
                value += contest.score[project]
        best = max(best, value)
    return best


def _undominated(states: IntArray) -> IntArray:
    """Drop states for which another has the same capped costs, no higher total and at least the votes."""
    keys = (-states[:, -1], states[:, 0], *(states[:, c] for c in range(1, states.shape[1] - 1)))
    states = states[np.lexsort(keys)]
    same = (
        np.all(states[1:, 1:-1] == states[:-1, 1:-1], axis=1) if len(states) > 1 else np.zeros(0, dtype=bool)
    )
    block = np.concatenate([[0], np.cumsum(~same)])
    # One running maximum for all blocks: lift each block above the one before it.
    lift = block * (int(states[:, -1].max()) + 1)
    lifted = states[:, -1] + lift
    before = np.concatenate([[-1], np.maximum.accumulate(lifted)[:-1]])
    keep = lifted > np.maximum(before, lift - 1)
    kept: IntArray = states[keep]
    return kept


def max_votes(contest: Contest) -> tuple[list[Fate], list[Tie]]:
    """Count by max-votes.

    Returns:
        The fate of each project, by position, and, when several sets are best, the projects in which the one that
        the tie-break prefers most differs from the one it prefers least.
    """
    knapsack = Knapsack(contest)
    chosen, other = set(knapsack.best()), set(knapsack.best(prefer=False))
    fates = []
    for project, cost in enumerate(contest.costs):
        few = not contest.eligible(project) or contest.score[project] == 0
        status = Status.TOO_FEW_VOTES if few else Status.BETTER_SET
        fates.append(Fate(Status.CHOSEN, cost) if project in chosen else Fate(status))
    differ = sorted(chosen ^ other, key=lambda p: contest.place[p])
    return fates, [Tie(contest.ids(differ), str(contest.tie_break), mattered=True)] if differ else []
