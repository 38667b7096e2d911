"""The lines of an address file: who may get a letter, who does, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from letters.address import Address


@dataclass(frozen=True)
class Rules:
    """Who may get a letter.

    Attributes:
        reference_date: the day on which ages count.
        minimum_age: youngest age in years.
        areas: names of the areas that vote; empty when the file holds no others.
        postcodes: beginnings of the postcodes that vote, such as ``2033`` or ``2036AB``; empty for all.
        age_groups: lowest age of every group that is counted.
        columns: header in the file to field, for headers that are not known by themselves.
    """

    reference_date: date
    minimum_age: int
    areas: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    age_groups: tuple[int, ...] = (16, 18, 25, 35, 50, 65, 80)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A line that is right.

    Attributes:
        line: line in the file, counted from 1.
        addressee: name on the envelope.
        address: where it goes.
        letters: how many letters; 1 for a person.
        age_group: such as ``25-34``; empty when the file holds no birth dates.
        namesake: 0, or 1, 2, ... for another person of the same name at the same address.
    """

    line: int
    addressee: str
    address: Address
    letters: int
    age_group: str
    namesake: int = 0

    @property
    def key(self) -> tuple[str, str, int, str, str, int]:
        """The same for the same person at the same address in a newer file; another after a move."""
        at = self.address
        name = " ".join(self.addressee.split()).casefold()
        return name, at.postcode.compact, at.number, at.letter, at.addition.casefold(), self.namesake


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line, for the organiser.

    Attributes:
        line: line in the file, counted from 1.
        field: the column's field, such as ``postcode``, or ``regel`` for the whole line.
        reason: why, in Dutch.
    """

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"regel {self.line}, {self.field}: {self.reason}"
