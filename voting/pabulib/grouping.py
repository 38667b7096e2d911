"""Split ballots in NumPy: points by place, and equal ballots put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from voting.tally.model import Ballots, IntArray

_TRIES = 4


@dataclass(frozen=True)
class Scoring:
    """Where points come from: given in the file, by place on a ranked ballot, or (both false) there are none.

    Attributes:
        given: the column ``points`` is read.
        by_place: the first place gets ``top`` points, each next one less.
        top: None when the first place gets as many points as the ballot names projects.
    """

    given: bool = False
    by_place: bool = False
    top: int | None = None


@dataclass(frozen=True)
class Cast:
    """Ballots as split, before equal ones are merged: ``choices`` of all ballots on end, ``lengths`` per ballot."""

    choices: IntArray
    lengths: IntArray
    weight: IntArray
    points: IntArray | None
    points_unit: int

    @property
    def places(self) -> IntArray:
        """For every choice its place on its ballot, from 0."""
        starts = np.cumsum(self.lengths) - self.lengths
        return np.arange(len(self.choices)) - np.repeat(starts, self.lengths)

    def totals(self, projects: int, values: IntArray | None = None) -> IntArray:
        """Per project the sum of ``values`` (by default one per choice) over all voters. Shape (projects,)."""
        each = np.repeat(self.weight, self.lengths)
        total = np.zeros(projects, dtype=np.int64)
        np.add.at(total, self.choices, each if values is None else each * values)
        return total


def place_points(
    ballots: Cast, tops: Sequence[int], score: Sequence[int] | None
) -> tuple[int | None, IntArray]:
    """Points by place (Borda) for ranked ballots without a column ``points``.

    Pabulib gives the first of k named projects k points, the last one 1. When that does not add up to the file's
    own ``score`` column and one of ``tops`` (points for every first place) does, that one is taken.

    Returns:
        The points for a first place (None: as many as the ballot names), and points in the shape of the choices.
    """
    own = np.repeat(ballots.lengths, ballots.lengths) - ballots.places
    candidates = [(None, own), *((top, top - ballots.places) for top in tops)]
    if score is not None:
        for top, points in candidates:
            if (ballots.totals(len(score), points) == np.array(score)).all():
                return top, points
    return None, own


def once_each(ballots: Cast, projects: int) -> tuple[Cast, IntArray]:
    """Leave out a project's second mention on a ballot.

    Returns:
        The ballots, and which of them named a project more than once.
    """
    owner = np.repeat(np.arange(len(ballots.lengths)), ballots.lengths)
    keys = owner * projects + ballots.choices
    order = np.argsort(keys, kind="stable")
    again = order[1:][keys[order[1:]] == keys[order[:-1]]]
    if not len(again):
        return ballots, again
    kept = np.ones(len(keys), dtype=bool)
    kept[again] = False
    lengths = ballots.lengths - np.bincount(owner[again], minlength=len(ballots.lengths))
    points = None if ballots.points is None else ballots.points[kept]
    clean = replace(ballots, choices=ballots.choices[kept], lengths=lengths, points=points)
    return clean, np.unique(owner[again])


def merge(ballots: Cast) -> Ballots:
    """Put equal ballots together, whatever the order in which they name their projects.

    Ballots are sorted by a 64-bit fingerprint and each is compared with the first that has the same one, so a
    fingerprint that two different ballots share costs time, never exactness.
    """
    owner = np.repeat(np.arange(len(ballots.lengths)), ballots.lengths)
    span = 1 + int(ballots.choices.max(initial=0))
    order = np.argsort(owner * span + ballots.choices, kind="stable")
    choices = ballots.choices[order]
    points = None if ballots.points is None else ballots.points[order]
    for salt in range(_TRIES):
        group = _alike(choices, points, ballots.lengths, owner, salt)
        if group is not None:
            break
    else:
        group = np.arange(len(ballots.lengths))
    weight = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int64)
    np.add.at(weight, group, ballots.weight)
    kept = np.zeros(len(group), dtype=bool)
    kept[np.unique(group, return_index=True)[1]] = True
    inside = kept[owner]
    offsets = np.concatenate(([0], np.cumsum(ballots.lengths[kept])))
    return Ballots(offsets, choices[inside], weight, None if points is None else points[inside])


def _alike(
    choices: IntArray, points: IntArray | None, lengths: IntArray, owner: IntArray, salt: int
) -> IntArray | None:
    """For each ballot the number of its group, in order of appearance; None when fingerprints misled."""
    starts = np.cumsum(lengths) - lengths
    content = choices if points is None else choices + (points << 20)
    mixed = (content.astype(np.uint64) + np.uint64(salt + 1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    total = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(mixed)))
    _, first, same = np.unique(
        total[starts + lengths] - total[starts], return_index=True, return_inverse=True
    )
    model = first[same]
    if (lengths != lengths[model]).any():
        return None
    twin = np.repeat(starts[model] - starts, lengths) + np.arange(len(choices))
    if (choices != choices[twin]).any() or (points is not None and (points != points[twin]).any()):
        return None
    return np.unique(model, return_inverse=True)[1].astype(np.int64)
