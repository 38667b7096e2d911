"""The values that go into a count and come out of it.

Everything is exact. Costs, budgets and caps are whole numbers of the smallest unit that the caller chose
(cents for an edition, the file's own decimals for a Pabulib file); ``unit`` says how many of them make one
whole currency unit. Votes and points are whole numbers too (points of files with decimals come scaled).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


class RuleName(StrEnum):
    """The counting rules, spelled as on the command line."""

    GREEDY = "greedy"
    GREEDY_STOP = "greedy-stop"
    EQUAL_SHARES = "equal-shares"
    PHRAGMEN = "phragmen"
    MAX_VOTES = "max-votes"


class Satisfaction(StrEnum):
    """What a chosen project is worth to its supporters under equal shares: its cost, or one."""

    COST = "cost"
    CARDINALITY = "cardinality"


class Completion(StrEnum):
    """How equal shares spends what its first pass leaves: not at all, by larger shares, by votes, or both in turn."""

    NONE = "none"
    ADD1 = "add1"
    UTILITARIAN = "utilitarian"
    ADD1_UTILITARIAN = "add1-utilitarian"


class Add1Stop(StrEnum):
    """When add1 stops: at the first overspend, or also as soon as nothing more would fit."""

    OVERSPEND = "overspend"
    EXHAUSTIVE = "exhaustive"


class Leftover(StrEnum):
    """What happens with money that no project fits in.

    ``PART_PAY``: the highest ranked project that did not fit gets what is left (and stays "not selected").
    ``TOP_UP_80``: the highest ranked project that did not fit is selected after all when what is left covers at
    least 80 % of its cost; the difference comes from outside the budget (Poznań, which counts with greedy-stop).
    """

    NONE = "none"
    PART_PAY = "part-pay"
    TOP_UP_80 = "top-up-80"


class TieKind(StrEnum):
    """How equal projects are put in order."""

    LOT = "lot"
    ORDER = "order"
    ID = "id"
    REFUSE = "refuse"


@dataclass(frozen=True)
class TieBreak:
    """A tie-break and, for the public lot, the seed that was announced beforehand."""

    kind: TieKind = TieKind.ORDER
    seed: str = ""

    @classmethod
    def parse(cls, text: str) -> TieBreak:
        """Read ``lot:SEED``, ``order``, ``id`` or ``refuse``.

        Raises:
            ValueError: when the text is none of these, or a lot has no seed.
        """
        name, _, seed = text.partition(":")
        if name == TieKind.LOT:
            if not seed:
                raise ValueError("a lot needs its seed: lot:SEED")
            return cls(TieKind.LOT, seed)
        if seed or name not in set(TieKind):
            raise ValueError(f"unknown tie-break {text!r}: use lot:SEED, order, id or refuse")
        return cls(TieKind(name))

    def __str__(self) -> str:
        return f"lot:{self.seed}" if self.kind is TieKind.LOT else self.kind.value


@dataclass(frozen=True)
class Project:
    """One project on the ballot paper. ``cost`` is in the smallest unit; ``id`` is the file's own spelling.

    ``withdrawn``: taken back after the ballot papers were made; it is passed over, whatever its votes.
    """

    id: str
    cost: int
    theme: str = ""
    area: str = ""
    withdrawn: bool = False


@dataclass(frozen=True)
class TallyRule:
    """A rule with all its options; frozen before voting starts.

    Attributes:
        name: the rule.
        satisfaction: for equal shares only.
        completion: for equal shares only.
        add1_stop: for the add1 completions only.
        min_votes: a project below this many votes (or points, where points are counted) is never chosen; 0 is off.
        theme_caps: at most this much money, in the smallest unit, for the projects of a theme.
        area_caps: the same for a neighbourhood.
        leftover: what happens with the rest, for the greedy rules.
        count_points: rank by points instead of by the number of ballots that name the project.
    """

    name: RuleName = RuleName.GREEDY
    satisfaction: Satisfaction = Satisfaction.COST
    completion: Completion = Completion.NONE
    add1_stop: Add1Stop = Add1Stop.OVERSPEND
    min_votes: int = 0
    theme_caps: Mapping[str, int] = field(default_factory=dict)
    area_caps: Mapping[str, int] = field(default_factory=dict)
    leftover: Leftover = Leftover.NONE
    count_points: bool = False


@dataclass(frozen=True)
class Ballots:
    """Ballots in compressed rows, equal ones grouped.

    Group ``g`` was cast by ``weight[g]`` voters and names the projects
    ``choices[offsets[g]:offsets[g + 1]]`` (positions in the list of projects, each at most once in a group).

    Attributes:
        offsets: shape (groups + 1,).
        choices: shape (offsets[-1],).
        weight: shape (groups,), each at least 1.
        points: shape of ``choices``, or None for plain approvals.
    """

    offsets: IntArray
    choices: IntArray
    weight: IntArray
    points: IntArray | None = None

    @classmethod
    def from_lists(
        cls,
        ballots: Iterable[Sequence[int]],
        points: Iterable[Sequence[int]] | None = None,
    ) -> Ballots:
        """Group plain lists of project positions (and, if given, the points beside them)."""
        counted: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
        pairs = ((b, ()) for b in ballots) if points is None else zip(ballots, points, strict=True)
        for ballot, given in pairs:
            key = (tuple(ballot), tuple(given)) if points is not None else (tuple(sorted(ballot)), ())
            counted[key] = counted.get(key, 0) + 1
        lengths = np.fromiter((len(b) for b, _ in counted), dtype=np.int64, count=len(counted))
        offsets = np.zeros(len(counted) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        return cls(
            offsets=offsets,
            choices=np.array([p for b, _ in counted for p in b], dtype=np.int64),
            weight=np.fromiter(counted.values(), dtype=np.int64, count=len(counted)),
            points=None if points is None else np.array([p for _, q in counted for p in q], dtype=np.int64),
        )

    @property
    def voters(self) -> int:
        """The number of ballots, blank ones included."""
        return int(self.weight.sum())


class Status(StrEnum):
    """Why a project is (not) chosen, as a code; the sentence beside it is for people."""

    CHOSEN = "chosen"
    PART_PAID = "part-paid"
    TOPPED_UP = "topped-up"
    TOO_FEW_VOTES = "too-few-votes"
    DOES_NOT_FIT = "does-not-fit"
    CAP_REACHED = "cap-reached"
    AFTER_STOP = "after-stop"
    LOST_LOT = "lost-lot"
    TOO_LITTLE_SUPPORT = "too-little-support"
    BETTER_SET = "better-set"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ProjectResult:
    """What became of one project.

    Attributes:
        id, cost: as in :class:`Project`.
        votes: ballots that name it.
        score: what the rule ranked by (votes, or points when points count).
        selected: whether it is carried out in full.
        paid: money it gets from the budget, in the smallest unit (below its cost when it is paid in part or topped
            up from elsewhere).
        status: why, as a code.
        turn: its place in the order in which the rule looked at projects, from 1; None when it never came to it.
        money_left: the money left (of the budget) when its turn came; None when it had no turn.
        margin: not selected: the fewest extra votes (points, where points count) for it alone, all else equal, with
            which it would have been selected. Selected: minus the most votes it could have missed (0: not one).
            None when no number of votes changes its fate or the rule has no such figure. Costs and the other
            projects' votes stay as they are, so under greedy this is "n more voters who name only this project".
        effective_support: equal shares: each time the rule looked at it, its cost divided by what a full payer would
            pay for it ("it counts for so many votes"), rounded down to two decimals, as a text; else empty.
        reason: one Dutch sentence at B1 level.
        taken_by: the chosen projects that took the money it needed (ids, in their order of turns).
    """

    id: str
    cost: int
    votes: int
    score: int
    selected: bool
    paid: int
    status: Status
    turn: int | None
    money_left: int | None
    margin: int | None
    reason: str
    effective_support: tuple[str, ...] = ()
    taken_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tie:
    """Projects that stood equal when the rule had to put them in order.

    Attributes:
        projects: their ids in the order that the tie-break gave.
        broken_by: the tie-break, as text.
        mattered: whether another order could have chosen another set (equal shares: in the pass that counts or in
            the pass that ended add1); also said when there were too many orders to try.
    """

    projects: tuple[str, ...]
    broken_by: str
    mattered: bool


@dataclass(frozen=True)
class Outcome:
    """A whole result: enough to publish and to explain. Money is in the smallest unit."""

    rule: TallyRule
    tie_break: TieBreak
    budget: int
    spent: int
    selected: tuple[str, ...]
    projects: tuple[ProjectResult, ...]
    ties: tuple[Tie, ...]
    voters: int


class TieRefusedError(ValueError):
    """The tie-break is ``refuse`` and projects stood equal where it matters."""
