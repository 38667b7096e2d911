"""Ballots from the VOTES section: plain text at full speed, everything else row by row with care."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

import numpy as np

from voting.pabulib.amounts import common_unit, number, scaled
from voting.pabulib.errors import Notices, shown
from voting.pabulib.grouping import Cast, once_each
from voting.pabulib.records import Record, VoteTable
from voting.pabulib.scan import NotPlainError, scan_votes

MAX_POINTS = 10**9
"""No single number of points units is larger, so that sums over all voters fit in 64 bits."""

_BLANK = frozenset({"", "none"})


def read_cast(table: VoteTable, positions: Mapping[str, int], notices: Notices, *, with_points: bool) -> Cast:
    """Read all ballots of a file; a project named twice on one ballot counts once, with a remark.

    Args:
        table: the VOTES section, which has a column ``vote``.
        positions: project id to its position among the projects.
        notices: where remarks go.
        with_points: whether the column ``points`` is read too.

    Raises:
        PabulibError: for an unknown project, a short row, or points that do not fit the vote.
    """
    columns = [cast("int", table.index("vote"))]
    columns += [cast("int", table.index("points"))] if with_points else []
    try:
        if not table.simple:
            raise NotPlainError
        ballots, lines = scan_votes(table.body, table.width, columns, list(positions)), None
    except NotPlainError:
        records = _checked(table.read(notices), table, columns, notices)
        ballots = _read_carefully(records, columns, table, positions, notices)
        lines = [record.line for record in records]
    clean, doubled = once_each(ballots, len(positions))
    if len(doubled):
        what = "stem noemt" if len(doubled) == 1 else "stemmen noemen"
        line = table.line + 1 + int(doubled[0]) if lines is None else lines[doubled[0]]
        notices.add(line, f"{len(doubled)} {what} een project meer dan één keer; het telt één keer")
    return clean


def vote_items(vote: str) -> list[str]:
    """The items of one vote cell; an empty cell (or the word None) is a blank ballot."""
    if vote.strip().lower() in _BLANK:
        return []
    return [item for item in map(str.strip, vote.split(",")) if item]


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


def _read_carefully(
    records: list[Record],
    columns: list[int],
    table: VoteTable,
    positions: Mapping[str, int],
    notices: Notices,
) -> Cast:
    """Read row by row; equal cells are read once."""
    seen: dict[tuple[str, ...], tuple[list[int], list[Decimal]]] = {}
    keys = [tuple(record.cells[column] for column in columns) for record in records]
    for record, key in zip(records, keys, strict=True):
        if key not in seen:
            seen[key] = _ballot(record, key, positions, notices)
    ballots = [seen[key] for key in keys]
    lengths = np.array([len(chosen) for chosen, _ in ballots], dtype=np.int64)
    choices = np.array([place for chosen, _ in ballots for place in chosen], dtype=np.int64)
    weight = np.ones(len(records), dtype=np.int64)
    if len(columns) == 1:
        return Cast(choices, lengths, weight, None, 1)
    different = {value for _, given in seen.values() for value in given}
    unit = common_unit(different)
    if any(abs(value) * unit > MAX_POINTS for value in different):
        raise notices.error(table.line, "de punten zijn te groot of te fijn om te tellen")
    units = {value: scaled(value, unit) for value in different}
    points = np.array([units[value] for _, given in ballots for value in given], dtype=np.int64)
    return Cast(choices, lengths, weight, points, unit)


def _ballot(
    record: Record, key: tuple[str, ...], positions: Mapping[str, int], notices: Notices
) -> tuple[list[int], list[Decimal]]:
    """The positions and the points of one ballot."""
    items = vote_items(key[0])
    for item in items:
        if item not in positions:
            raise notices.error(record.line, f"onbekend project {shown(item)} op een stem")
    if len(key) == 1:
        return [positions[item] for item in items], []
    tokens = vote_items(key[1])
    if len(items) != len(tokens):
        message = f"de stem noemt {len(items)} projecten en geeft {len(tokens)} keer punten"
        raise notices.error(record.line, message)
    try:
        return [positions[item] for item in items], [number(token) for token in tokens]
    except ValueError:
        raise notices.error(record.line, f"punten zijn geen getal: {shown(key[1])}") from None
