"""One election made ready for counting: votes added up, ties put in order, the money watched."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from voting.tally.model import Ballots, IntArray, Leftover, Project, RuleName, Status, TallyRule, TieBreak
from voting.tally.ties import tie_order


@dataclass(frozen=True)
class Contest:
    """What every rule starts from. Projects are known by their position in the list.

    Attributes:
        projects, ballots, budget, rule, tie_break, unit: as given to :func:`voting.tally.count`.
    """

    projects: tuple[Project, ...]
    ballots: Ballots
    budget: int
    rule: TallyRule
    tie_break: TieBreak
    unit: int

    @cached_property
    def costs(self) -> list[int]:
        """Cost per project, in the smallest unit."""
        return [project.cost for project in self.projects]

    @cached_property
    def votes(self) -> list[int]:
        """Ballots that name each project."""
        return added_up(self.ballots, len(self.projects), None)

    @cached_property
    def score(self) -> list[int]:
        """What the greedy rules and max-votes rank by: votes, or points when points count."""
        if not self.rule.count_points or self.ballots.points is None:
            return self.votes
        return added_up(self.ballots, len(self.projects), self.ballots.points)

    @cached_property
    def place(self) -> list[int]:
        """Place of each project in the tie-break's order; the lowest goes first."""
        return tie_order([project.id for project in self.projects], self.tie_break)

    def eligible(self, project: int) -> bool:
        """Whether the project takes part: not withdrawn, and with the minimum number of votes."""
        return not self.projects[project].withdrawn and self.score[project] >= self.rule.min_votes

    def ranked(self) -> list[int]:
        """The eligible projects, highest score first, ties in the tie-break's order."""
        able = [p for p in range(len(self.projects)) if self.eligible(p)]
        return sorted(able, key=lambda p: (-self.score[p], self.place[p]))

    def ids(self, positions: Sequence[int]) -> tuple[str, ...]:
        """The ids at these positions, in this order."""
        return tuple(self.projects[p].id for p in positions)


def added_up(ballots: Ballots, projects: int, points: IntArray | None) -> list[int]:
    """Votes (or points) per project, as whole numbers; ``points`` has the shape of ``ballots.choices``."""
    weight = np.repeat(ballots.weight, np.diff(ballots.offsets))
    total = np.zeros(projects, dtype=np.int64)
    np.add.at(total, ballots.choices, weight if points is None else weight * points)
    return [int(value) for value in total]


class Purse:
    """The budget and the caps while a rule spends them."""

    def __init__(self, contest: Contest) -> None:
        self._projects = contest.projects
        self.left = contest.budget
        self._themes = dict(contest.rule.theme_caps)
        self._areas = dict(contest.rule.area_caps)

    def copy(self) -> Purse:
        """The same money and caps, to try something on."""
        other = copy(self)
        other._themes, other._areas = dict(self._themes), dict(self._areas)
        return other

    def cap_room(self, project: int) -> int | None:
        """What the project's theme and area may still get; None without a cap."""
        of = self._projects[project]
        rooms = [caps[key] for caps, key in ((self._themes, of.theme), (self._areas, of.area)) if key in caps]
        return min(rooms) if rooms else None

    def money_for(self, project: int) -> int:
        """What the budget and the caps could give the project, at least 0."""
        room = self.cap_room(project)
        return max(0, self.left if room is None else min(self.left, room))

    def within_caps(self, project: int) -> bool:
        """Whether the caps allow the project, whatever the budget."""
        room = self.cap_room(project)
        return room is None or self._projects[project].cost <= room

    def fits(self, project: int) -> bool:
        """Whether the budget and the caps allow the project in full."""
        return self._projects[project].cost <= self.left and self.within_caps(project)

    def pay(self, project: int, money: int) -> None:
        """Take money for the project from the budget and from its caps."""
        of = self._projects[project]
        self.left -= money
        for caps, key in ((self._themes, of.theme), (self._areas, of.area)):
            if key in caps:
                caps[key] -= money


@dataclass
class Fate:
    """What a rule found out about one project; :mod:`voting.tally.explain` puts it into words.

    Attributes:
        status, paid, turn, money_left, margin, effective_support, taken_by: as in
            :class:`~voting.tally.model.ProjectResult`.
        room: what its cap still allowed at its turn; None when no cap stood in its way.
        pooled: equal shares: the money its voters had together at the end, in the smallest unit, rounded down.
        completed: equal shares: chosen by votes from what the shares left.
    """

    status: Status
    paid: int = 0
    turn: int | None = None
    money_left: int | None = None
    margin: int | None = None
    effective_support: tuple[str, ...] = ()
    taken_by: tuple[int, ...] = ()
    room: int | None = None
    pooled: int | None = None
    completed: bool = False

    @property
    def selected(self) -> bool:
        """Whether the project is carried out in full."""
        return self.status in (Status.CHOSEN, Status.TOPPED_UP)


def check(contest: Contest) -> None:
    """Refuse an election that cannot be counted.

    Raises:
        ValueError: negative money, two projects with one id, ballots that name unknown projects, a leftover policy
            with a rule that has none.
    """
    rule, ballots = contest.rule, contest.ballots
    if contest.budget < 0 or any(cost < 0 for cost in contest.costs):
        raise ValueError("budget and costs cannot be negative")
    if len({project.id for project in contest.projects}) != len(contest.projects):
        raise ValueError("two projects have the same id")
    named = ballots.choices
    if named.size and (named.min() < 0 or named.max() >= len(contest.projects)):
        raise ValueError("a ballot names a project that is not on the list")
    if ballots.weight.size and ballots.weight.min() < 1:
        raise ValueError("a group of ballots needs at least one voter")
    if rule.leftover is not Leftover.NONE and rule.name not in (RuleName.GREEDY, RuleName.GREEDY_STOP):
        raise ValueError(f"leftover {rule.leftover} goes with the greedy rules only")
