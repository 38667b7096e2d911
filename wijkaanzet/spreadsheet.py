"""Tables for a spreadsheet: UTF-8 with a mark, semicolons as a Dutch spreadsheet expects, and nothing that it would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_RUN = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run what starts with one of these."""


class Amount(str):
    """A figure: it may start with a minus."""

    __slots__ = ()


def amount(cents: int) -> Amount:
    """An amount as a Dutch spreadsheet reads it: ``-1234,50``."""
    whole, rest = divmod(abs(cents), 100)
    return Amount(f"{'-' if cents < 0 else ''}{whole},{rest:02d}")


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as a file. A text that a spreadsheet would run gets an apostrophe in front."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUN) and not isinstance(cell, Amount) else cell
