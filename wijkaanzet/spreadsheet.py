"""Tables as files, with nothing that a spreadsheet would run.

For the organisers: UTF-8 with a mark and semicolons, as a Dutch spreadsheet opens it at a click. For open data: RFC 4180, so
commas, and UTF-8 without a mark, which programs would read as part of the first name.
"""

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


def open_amount(cents: int | None) -> Amount:
    """An amount as programs read it: ``-1234.50``; empty when it is not known."""
    return Amount("") if cents is None else Amount(amount(cents).replace(",", "."))


def write_open_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as a file of open data. None is an empty field, a yes or no is ``ja`` or ``nee``."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_field(cell) for cell in row] for row in rows)
    return file.getvalue().encode()


def _field(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    return _harmless(cell) if isinstance(cell, str) else str(cell)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUN) and not isinstance(cell, Amount) else cell
