"""The syntax of a Pabulib file: three tables in one text, semicolons, CSV quoting."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from voting.pabulib.errors import Notices, shown

SECTIONS = ("meta", "projects", "votes")
_VOTES_LINE = re.compile(r'^[ \t]*"?votes"?[ \t;]*\r?$', re.IGNORECASE | re.MULTILINE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$")
_ONLY_SEMICOLONS = re.compile(r"^;*\r?\n", re.MULTILINE)
_SPECIAL = re.compile(r'[;"\r\n]')


class Record(NamedTuple):
    """One row: the line on which it starts (from 1) and its cells, unquoted, without outer blanks."""

    line: int
    cells: list[str]

    def cell(self, index: int | None) -> str:
        """The cell of a column, empty when the row or the file has no such column."""
        return self.cells[index] if index is not None and index < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """A section's header and rows."""

    line: int
    columns: tuple[str, ...]
    records: tuple[Record, ...] = ()

    def index(self, *names: str) -> int | None:
        """The position of the first of these columns that the table has."""
        folded = [column.lower() for column in self.columns]
        return next((folded.index(name) for name in names if name in folded), None)


@dataclass(frozen=True)
class VoteTable(Table):
    """The votes, kept as text: a city's file has a row per voter, and counting needs one or two columns of it."""

    body: str = ""
    width: int = 0

    @property
    def simple(self) -> bool:
        """Whether every row is one plain line, which makes splitting at semicolons exact."""
        return '"' not in self.body and self.body.count("\r") == self.body.count("\r\n")

    def fast_cells(self, wanted: Sequence[int]) -> list[str] | list[tuple[str, ...]] | None:
        """The cells of one column (texts) or more (tuples) of all rows, or None when a row is out of shape."""
        if not self.simple or _ONLY_SEMICOLONS.search(self.body):
            return None
        cell = r"[^;\r\n]*"
        pattern = ";".join(f"({cell})" if i in wanted else cell for i in range(self.width))
        found: list[str] | list[tuple[str, ...]] = re.findall(rf"^{pattern}\r?$", self.body, re.MULTILINE)
        lines = self.body.count("\n") + (not self.body.endswith("\n") and bool(self.body))
        return found if len(found) == lines else None

    def read(self, notices: Notices) -> list[Record]:
        """All rows with all their cells; remarks about odd rows go to ``notices``."""
        return read_records(self.body, self.line + 1, notices)

    def cells_by_line(self, wanted: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Line and cells of some columns (two or more, in the order asked for) of all rows."""
        ordered = sorted(wanted)
        found = self.fast_cells(ordered)
        if found is None:
            for record in self.quiet:
                yield record.line, tuple(record.cell(column) for column in wanted)
            return
        places = [ordered.index(column) for column in wanted]
        for line, cells in enumerate(found, start=self.line + 1):
            yield line, tuple(cells[place].strip() for place in places)

    @cached_property
    def quiet(self) -> list[Record]:
        """All rows, for a file that was read (and remarked upon) before."""
        return self.read(Notices(""))


def read_records(text: str, first_line: int, notices: Notices) -> list[Record]:
    """Split a text into rows and cells by the rules of CSV with semicolons; blank lines are left out.

    Raises:
        PabulibError: when a quoted cell does not end.
    """
    try:
        return _csv_records(text, first_line, notices, strict=True)
    except csv.Error as error:
        if "expected after" not in str(error):
            raise
    return _csv_records(text, first_line, notices, strict=False)


def _csv_records(text: str, first_line: int, notices: Notices, *, strict: bool) -> list[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=strict)
    records: list[Record] = []
    line = first_line
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                records.append(Record(line, cells))
            if not strict and reader.line_num - (line - first_line) > 1:
                raise notices.error(
                    line, "een cel tussen aanhalingstekens loopt door over het eind van de regel"
                )
            line = first_line + reader.line_num
    except csv.Error as error:
        if strict and "expected after" in str(error):
            notices.add(line, "aanhalingstekens staan niet zoals CSV het wil; gelezen zoals bedoeld lijkt")
            raise
        reason = "een cel is te lang" if "limit" in str(error) else "een aanhalingsteken wordt niet gesloten"
        raise notices.error(line, reason) from None
    return records


def split_sections(text: str, notices: Notices) -> tuple[Table, Table, VoteTable]:
    """Find META, PROJECTS and VOTES with their header rows.

    Raises:
        PabulibError: when a section or its header is missing, doubled or out of order.
    """
    head, votes = _votes_section(text, notices)
    tables: dict[str, Table] = {}
    found: list[tuple[str, int, list[Record]]] = []
    for record in read_records(head, 1, notices):
        name = record.cells[0].lower()
        if name in SECTIONS and not any(record.cells[1:]):
            found.append((name, record.line, []))
        elif not found:
            raise notices.error(
                record.line, f"verwacht de regel META, maar hier staat {shown(record.cells[0])}"
            )
        else:
            found[-1][2].append(record)
    for name, line, records in found:
        if name in tables:
            raise notices.error(line, f"het deel {name.upper()} staat er twee keer")
        if not records:
            raise notices.error(line, f"het deel {name.upper()} is leeg")
        tables[name] = Table(records[0].line, _columns(records[0]), tuple(records[1:]))
    for name in ("meta", "projects"):
        if name not in tables:
            raise notices.error(1, f"het deel {name.upper()} ontbreekt (of staat na VOTES)")
    return tables["meta"], tables["projects"], votes


def _votes_section(text: str, notices: Notices) -> tuple[str, VoteTable]:
    """The text before VOTES, and the votes. The word may also stand inside a quoted description."""
    outside = (m for m in _VOTES_LINE.finditer(text) if text.count('"', 0, m.start()) % 2 == 0)
    start = next(outside, None) or _VOTES_LINE.search(text)
    if start is None:
        raise notices.error(text.count("\n") + 1, "het deel VOTES ontbreekt")
    line = text.count("\n", 0, start.end()) + 1
    rest = text[start.end() :]
    for piece in _LINE.finditer(rest):
        header = read_records(piece.group(), line, notices)
        if header:
            votes = VoteTable(line, _columns(header[0]), body=rest[piece.end() :], width=len(header[0].cells))
            return text[: start.start()], votes
        line += 1
    raise notices.error(line, "het deel VOTES heeft geen kopregel")


def _columns(record: Record) -> tuple[str, ...]:
    cells = list(record.cells)
    while cells and not cells[-1]:  # a spreadsheet pads the short rows
        cells.pop()
    return tuple(cells)


def row_text(cells: Sequence[str]) -> str:
    """One row as Pabulib writes it: quoted only where a cell holds a semicolon, a quote or a line end."""
    return ";".join('"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell for cell in cells)
