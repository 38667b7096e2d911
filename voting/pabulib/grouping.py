"""Split ballots in NumPy: points by place, and equal ballots put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voting.tally.model import Ballots, IntArray


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


def merge(cast_ballots: Cast) -> Ballots:
    """Put equal ballots together, whatever the order in which they name their projects."""
    groups = len(cast_ballots.lengths)
    owner = np.repeat(np.arange(groups), cast_ballots.lengths)
    span = 1 + int(cast_ballots.choices.max(initial=0))
    order = np.argsort(owner * span + cast_ballots.choices)
    choices = cast_ballots.choices[order]
    points = None if cast_ballots.points is None else cast_ballots.points[order]
    table = choices[:, None] if points is None else np.stack([choices, points], axis=1)
    data, size = table.tobytes(), 8 * table.shape[1]
    ends = (np.cumsum(cast_ballots.lengths) * size).tolist()
    seen: dict[bytes, int] = {}
    group = [
        seen.setdefault(data[start:end], len(seen)) for start, end in zip([0, *ends], ends, strict=False)
    ]
    weight = np.zeros(len(seen), dtype=np.int64)
    np.add.at(weight, group, cast_ballots.weight)
    kept = np.zeros(groups, dtype=bool)
    kept[np.unique(np.array(group, dtype=np.int64), return_index=True)[1]] = True
    inside = kept[owner]
    offsets = np.concatenate(([0], np.cumsum(cast_ballots.lengths[kept])))
    return Ballots(offsets, choices[inside], weight, None if points is None else points[inside])
