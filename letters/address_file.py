"""Address files: who gets a letter, what is wrong with which line, and what the letters will cost.

A file has a line for every entitled person, or a line for every address with a number of letters. Reading
never stops at the first mistake: an organiser corrects a file once, not thirty times. Birth dates serve to
tell ages on the reference date and twins apart; nothing that is returned holds one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from letters import columns
from letters.columns import read_table
from letters.entries import Entry, Problem, Rules
from letters.errors import FileError
from letters.lines import LineReader

__all__ = ["AddressFile", "Entry", "Problem", "Rules", "Summary", "read_address_file"]

NO_AREA = "onbekend"


@dataclass(frozen=True)
class Summary:
    """Counts over the lines that are right.

    Attributes:
        entries: persons or addresses.
        letters: letters to print.
        per_area: letters per wijk, by name.
        per_age_group: letters per age group, youngest first; empty without birth dates.
        secret: lines left out because the register marks the address as secret.
        ignored_columns: headers that were not read.
    """

    entries: int
    letters: int
    per_area: Mapping[str, int]
    per_age_group: Mapping[str, int]
    secret: int
    ignored_columns: tuple[str, ...]


@dataclass(frozen=True)
class AddressFile:
    """The outcome of reading a file; it may be imported only without problems.

    Attributes:
        entries: the lines that are right, in walking order.
        problems: the lines that are wrong, in the order of the file.
        summary: counts over the entries.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    summary: Summary


def read_address_file(data: bytes, rules: Rules) -> AddressFile:
    """Reads and checks a whole address file.

    Raises:
        FileError: the file as a whole cannot be read: not text, not CSV, or a column is missing.
    """
    table = read_table(data, rules.columns)
    if columns.SURNAME in table.places and columns.LETTERS in table.places:
        raise FileError(
            "regel 1: een bestand heeft een regel per persoon, of een aantal brieven per adres; niet beide"
        )
    reader = LineReader(table, rules)
    for line, values in table.rows:
        reader.read(line, values)
    entries = tuple(sorted(reader.entries, key=lambda entry: (entry.address.sort_key, entry.key, entry.line)))
    return AddressFile(entries, tuple(reader.problems), _summary(entries, reader.secret, table.ignored))


def _summary(entries: Sequence[Entry], secret: int, ignored: tuple[str, ...]) -> Summary:
    per_area: Counter[str] = Counter()
    per_group: Counter[str] = Counter()
    for entry in entries:
        per_area[entry.address.area or NO_AREA] += entry.letters
        per_group[entry.age_group] += entry.letters
    groups = sorted(
        (group for group in per_group if group), key=lambda group: int(re.split(r"[-+]", group)[0])
    )
    return Summary(
        entries=len(entries),
        letters=sum(entry.letters for entry in entries),
        per_area=dict(sorted(per_area.items())),
        per_age_group={group: per_group[group] for group in groups},
        secret=secret,
        ignored_columns=ignored,
    )
