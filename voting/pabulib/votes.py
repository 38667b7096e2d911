"""Ballots from the VOTES section: equal texts are counted first, and only the different ones are read.

A city's file holds tens of thousands of rows and far fewer different ballots, so the work per row is one regular
expression and one dictionary look-up; the rest happens per different ballot, in NumPy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from voting.pabulib.amounts import common_unit, number, scaled
from voting.pabulib.errors import Notices, shown
from voting.pabulib.grouping import Cast
from voting.pabulib.records import Record, VoteTable
from voting.tally.model import IntArray

MAX_POINTS = 10**9
"""No single number of points units is larger, so that sums over all voters fit in 64 bits."""

_BLANK = frozenset({"", "none"})


@dataclass(frozen=True)
class _Distinct:
    """The different vote (and points) cells in order of appearance, how often each occurs, and all rows."""

    votes: Sequence[str]
    points: Sequence[str] | None
    weight: IntArray
    rows: Sequence[object]
    lines: Sequence[int]

    def line(self, position: int) -> int:
        """The line of the first row that holds this text."""
        key = self.votes[position] if self.points is None else (self.votes[position], self.points[position])
        return self.lines[self.rows.index(key)]


def read_cast(table: VoteTable, positions: Mapping[str, int], notices: Notices, *, with_points: bool) -> Cast:
    """Read all ballots of a file.

    Args:
        table: the VOTES section, which has a column ``vote``.
        positions: project id to its position among the projects.
        notices: where remarks go.
        with_points: whether the column ``points`` is read too.

    Raises:
        PabulibError: for an unknown project, a short row, or points that do not fit the vote.
    """
    vote, points = cast("int", table.index("vote")), table.index("points") if with_points else None
    distinct = _distinct(table, [vote] if points is None else [vote, points], notices)
    try:
        return _split(distinct, positions)
    except (KeyError, ValueError):
        clean = _cleaned(distinct, positions, notices)
    try:
        return _split(clean, positions)
    except ValueError:
        raise notices.error(table.line, "de punten zijn te groot of te fijn om te tellen") from None


def vote_items(vote: str) -> list[str]:
    """The items of one vote cell; an empty cell (or the word None) is a blank ballot."""
    if vote.strip().lower() in _BLANK:
        return []
    return [item for item in map(str.strip, vote.split(",")) if item]


def _distinct(table: VoteTable, wanted: list[int], notices: Notices) -> _Distinct:
    rows: Sequence[object] | None = table.fast_cells(sorted(wanted))
    lines: Sequence[int] = range(table.line + 1, table.line + 1 + len(rows or ()))
    if rows is None:
        records = _checked(table.read(notices), table, wanted, notices)
        rows = [_key(record.cells, wanted) for record in records]
        lines = [record.line for record in records]
    elif wanted != sorted(wanted):
        rows = [pair[::-1] for pair in cast("list[tuple[str, str]]", rows)]
    counted = Counter(rows)
    weight = np.fromiter(counted.values(), dtype=np.int64, count=len(counted))
    if len(wanted) == 1:
        return _Distinct(cast("list[str]", list(counted)), None, weight, rows, lines)
    pairs = cast("list[tuple[str, str]]", list(counted))
    return _Distinct([v for v, _ in pairs], [p for _, p in pairs], weight, rows, lines)


def _key(cells: list[str], wanted: list[int]) -> object:
    return cells[wanted[0]] if len(wanted) == 1 else tuple(cells[i] for i in wanted)


def _checked(records: list[Record], table: VoteTable, wanted: list[int], notices: Notices) -> list[Record]:
    """The rows, after checking that each reaches the columns that count."""
    width, odd = len(table.columns), []
    for record in records:
        if len(record.cells) <= max(wanted):
            columns = ", ".join(table.columns[i] for i in wanted)
            raise notices.error(record.line, f"de stem heeft {len(record.cells)} kolommen; nodig: {columns}")
        if len(record.cells) < width or any(record.cells[width:]):
            odd.append(record.line)
    if odd:
        what = "stem heeft" if len(odd) == 1 else "stemmen hebben"
        notices.add(odd[0], f"{len(odd)} {what} een ander aantal kolommen dan de kopregel ({width})")
    return records


def _split(distinct: _Distinct, positions: Mapping[str, int]) -> Cast:
    """Split clean cells.

    Raises:
        KeyError, ValueError: when a cell is not clean: then :func:`_cleaned` finds out what is wrong.
    """
    lengths = _lengths(distinct.votes)
    choices = np.fromiter(
        map(positions.__getitem__, _items(distinct.votes)), dtype=np.int64, count=int(lengths.sum())
    )
    keys = np.sort(np.repeat(np.arange(len(lengths)) * len(positions), lengths) + choices)
    if (keys[1:] == keys[:-1]).any():
        raise ValueError("a project twice on one ballot")
    if distinct.points is None:
        return Cast(choices, lengths, distinct.weight, None, 1)
    if (lengths != _lengths(distinct.points)).any():
        raise ValueError("points do not fit the votes")
    points, unit = _points(_items(distinct.points))
    return Cast(choices, lengths, distinct.weight, points, unit)


def _lengths(cells: Sequence[str]) -> IntArray:
    return np.array([cell.count(",") + 1 if cell else 0 for cell in cells], dtype=np.int64)


def _items(cells: Sequence[str]) -> list[str]:
    joined = ",".join(filter(None, cells))
    return joined.split(",") if joined else []


def _points(tokens: list[str]) -> tuple[IntArray, int]:
    values = {token: number(token) for token in set(tokens)}
    unit = common_unit(values.values())
    units = {token: scaled(value, unit) for token, value in values.items()}
    if any(abs(value) > MAX_POINTS for value in units.values()):
        raise ValueError("too many points")
    return np.fromiter((units[token] for token in tokens), dtype=np.int64, count=len(tokens)), unit


def _cleaned(distinct: _Distinct, positions: Mapping[str, int], notices: Notices) -> _Distinct:
    """The same cells without blanks and without a project's second mention, all checked."""
    votes: list[str] = []
    points: list[str] = []
    doubled: list[int] = []
    for place, vote in enumerate(distinct.votes):
        items = vote_items(vote)
        given = items if distinct.points is None else vote_items(distinct.points[place])
        wrong = _wrong(items, given, positions, with_points=distinct.points is not None)
        if wrong:
            raise notices.error(distinct.line(place), wrong)
        kept = sorted({item: at for at, item in reversed(list(enumerate(items)))}.values())
        if len(kept) < len(items):
            doubled.append(place)
        votes.append(",".join(items[at] for at in kept))
        points.append(",".join(given[at] for at in kept))
    if doubled:
        voters = int(distinct.weight[doubled].sum())
        what = "stem noemt" if voters == 1 else "stemmen noemen"
        notices.add(
            distinct.line(doubled[0]), f"{voters} {what} een project meer dan één keer; het telt één keer"
        )
    return replace(distinct, votes=votes, points=None if distinct.points is None else points)


def _wrong(items: list[str], given: list[str], positions: Mapping[str, int], *, with_points: bool) -> str:
    """What is wrong with one ballot, or nothing."""
    for item in items:
        if item not in positions:
            return f"onbekend project {shown(item)} op een stem"
    if len(items) != len(given):
        return f"de stem noemt {len(items)} projecten en geeft {len(given)} keer punten"
    for token in given if with_points else ():
        try:
            number(token)
        except ValueError:
            return f"punten zijn geen getal: {shown(token)}"
    return ""
