"""Plain votes read as bytes in NumPy: no Python object per voter.

Nearly every file is plain: no quotes, each row one line with as many cells as the header, ids spelled as among the
projects, whole points. Then separators tell where every vote cell and every id begins and ends, and ids are compared
as whole words of bytes. Whatever is not plain is left to :mod:`voting.pabulib.votes`, which finds out what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voting.pabulib.grouping import Cast
from voting.tally.model import IntArray

_NEWLINE, _RETURN, _COMMA, _SEMICOLON, _ZERO, _NINE = b"\n\r,;09"
_MAX_DIGITS = 9

Bytes = NDArray[np.uint8]


class NotPlainError(Exception):
    """The text is not plain; nothing is wrong with that."""


@dataclass(frozen=True)
class _Spans:
    """Pieces of the text, from ``starts`` up to ``ends``, and how many of them each row has."""

    starts: IntArray
    ends: IntArray
    per_row: IntArray

    @property
    def lengths(self) -> IntArray:
        """The number of bytes of each piece."""
        return self.ends - self.starts


def scan_votes(body: str, width: int, columns: Sequence[int], ids: Sequence[str]) -> Cast:
    """Read plain votes.

    Args:
        body: the rows of VOTES.
        width: the number of cells of the header row.
        columns: the place of the vote column, and of the points column if points are read.
        ids: the projects in their order.

    Raises:
        NotPlainError: when the text is not plain in some way.
    """
    text = np.frombuffer((body if body.endswith("\n") or not body else body + "\n").encode(), dtype=np.uint8)
    rows = _separators(text, width)
    spans = _items(text, rows, columns[0])
    choices = _positions(text, spans, ids)
    weight = np.ones(len(rows), dtype=np.int64)
    if len(columns) == 1:
        return Cast(choices, spans.per_row, weight, None, 1)
    given = _items(text, rows, columns[1])
    if (given.per_row != spans.per_row).any():
        raise NotPlainError
    return Cast(choices, spans.per_row, weight, _numbers(text, given), 1)


def _separators(text: Bytes, width: int) -> IntArray:
    """Where each cell ends. Shape (rows, width); the last column holds the line ends."""
    found = np.flatnonzero((text == _SEMICOLON) | (text == _NEWLINE))
    if len(found) % width:
        raise NotPlainError
    rows = found.reshape(-1, width)
    if (text[rows[:, -1]] != _NEWLINE).any() or (text[rows[:, :-1]] != _SEMICOLON).any():
        raise NotPlainError
    size = np.diff(rows[:, -1], prepend=-1) - (text[rows[:, -1] - 1] == _RETURN)
    if (size == width).any():  # nothing but semicolons: a blank line from a spreadsheet, not a voter
        raise NotPlainError
    return rows


def _items(text: Bytes, rows: IntArray, column: int) -> _Spans:
    """The pieces between commas in one column; an empty cell has none."""
    ends = rows[:, column].copy()
    before = rows[:, column - 1] if column else np.concatenate(([-1], rows[:-1, -1]))
    starts = before + 1
    if column == rows.shape[1] - 1:
        ends -= (ends > starts) & (text[ends - 1] == _RETURN)
    commas = np.flatnonzero(text == _COMMA)
    owner = np.searchsorted(starts, commas, side="right") - 1
    inside = (owner >= 0) & (commas < ends[owner])
    commas, owner = commas[inside], owner[inside]
    filled = ends > starts
    per_row = np.bincount(owner, minlength=len(rows)) + filled
    spans = _Spans(
        np.sort(np.concatenate((starts[filled], commas + 1))),
        np.sort(np.concatenate((ends[filled], commas))),
        per_row,
    )
    if (spans.starts >= spans.ends).any():
        raise NotPlainError
    return spans


def _positions(text: Bytes, spans: _Spans, ids: Sequence[str]) -> IntArray:
    """The place among the projects of each piece, found by comparing whole ids, eight bytes at a time."""
    names = [id_.encode() for id_ in ids]
    ends = np.cumsum([len(name) for name in names])
    known = _Spans(np.concatenate(([0], ends[:-1])), ends, np.ones(len(names), dtype=np.int64))
    vocabulary = np.frombuffer(b"".join(names), dtype=np.uint8)
    longest = int(known.lengths.max())
    if int(spans.lengths.max(initial=0)) > longest:
        raise NotPlainError
    rank, known_rank = _word_ranks(text, spans, vocabulary, known, 0)
    for offset in range(8, longest, 8):
        more, known_more = _word_ranks(text, spans, vocabulary, known, offset)
        both, known_rank = np.unique(known_rank * len(names) + known_more, return_inverse=True)
        rank = _look_up(both, rank * len(names) + more)
    return np.argsort(known_rank)[rank]


def _word_ranks(
    text: Bytes, spans: _Spans, vocabulary: Bytes, known: _Spans, offset: int
) -> tuple[IntArray, IntArray]:
    """The place of one word of each piece, and of each id, among the different words of the ids."""
    words, known_rank = np.unique(_words(vocabulary, known, offset), return_inverse=True)
    return _look_up(words, _words(text, spans, offset)), known_rank


def _look_up(known: NDArray[np.generic], asked: NDArray[np.generic]) -> IntArray:
    """The place of each value among the known ones, which are sorted."""
    places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    if (known[places] != asked).any():
        raise NotPlainError
    return places.astype(np.int64)


def _words(text: Bytes, spans: _Spans, offset: int) -> NDArray[np.uint64]:
    """Eight bytes of each piece as one number, from ``offset``; what lies beyond its end counts as zero bytes."""
    word = np.zeros(len(spans.starts), dtype=np.uint64)
    longest = int(spans.lengths.max(initial=0))
    for at in range(offset, offset + 8):
        word <<= np.uint64(8)
        if at < longest:
            place = spans.starts + at
            word |= np.where(place < spans.ends, text[np.minimum(place, len(text) - 1)], 0).astype(np.uint64)
    return word


def _numbers(text: Bytes, spans: _Spans) -> IntArray:
    """Whole numbers of a few digits; anything else is not plain."""
    longest = int(spans.lengths.max(initial=0))
    if longest > _MAX_DIGITS:
        raise NotPlainError
    value = np.zeros(len(spans.starts), dtype=np.int64)
    for at in range(longest):
        place = spans.starts + at
        digit = text[np.minimum(place, len(text) - 1)]
        within = place < spans.ends
        if (within & ((digit < _ZERO) | (digit > _NINE))).any():
            raise NotPlainError
        value = np.where(within, value * 10 + digit.astype(np.int64) - _ZERO, value)
    return value
