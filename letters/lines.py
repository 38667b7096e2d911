"""Checking the lines of an address file one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from letters import columns
from letters.address import Address, Postcode
from letters.ages import age_group, age_on, parsed_date
from letters.columns import Table
from letters.entries import Entry, Problem, Rules
from letters.errors import AddressError
from letters.fonts import unprintable

OCCUPANT = "Aan de bewoner van dit adres"
MOST_LETTERS = 99
_OLDEST = 125
_YES = re.compile(r"(?i)ja|j|yes|y|true|waar|[1-9]")
_WHOLE = re.compile(r"[0-9]{1,6}")


class LineReader:
    """Goes through the lines and remembers whom it has seen."""

    def __init__(self, table: Table, rules: Rules) -> None:
        self._table = table
        self._rules = rules
        self._areas = {area.casefold() for area in rules.areas}
        self._postcodes = tuple(start.replace(" ", "").upper() for start in rules.postcodes)
        # Every check runs, whatever the others find: an organiser wants to correct a line once.
        self._checks: dict[str, Callable[[Sequence[str]], object]] = {
            "postcode": self._postcode,
            "number": self._number,
            "area": self._area,
            "street": partial(self._required, columns.STREET),
            "place": partial(self._required, columns.PLACE),
            "letter": partial(self._printable, columns.LETTER),
            "addition": partial(self._printable, columns.ADDITION),
            "name": self._addressee,
            "born": self._birth_date,
            "letters": self._letters,
        }
        self._seen: dict[tuple[object, ...], int] = {}
        self._namesakes: Counter[tuple[object, ...]] = Counter()
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.secret = 0

    def read(self, line: int, values: Sequence[str]) -> None:
        """Turns one line into an entry or into problems."""
        if len(values) != self._table.width:
            reason = f"{len(values)} velden, terwijl de kop er {self._table.width} heeft"
            self.problems.append(Problem(line, "regel", reason))
        elif _YES.fullmatch(self._value(values, columns.SECRET)):
            self.secret += 1
        else:
            self._read(line, values)

    def _read(self, line: int, values: Sequence[str]) -> None:
        wrong = len(self.problems)
        parts: dict[str, Any] = {}
        for name, check in self._checks.items():
            try:
                parts[name] = check(values)
            except AddressError as error:
                self.problems.append(Problem(line, error.field, str(error)))
        if len(self.problems) > wrong:
            return
        try:
            self.entries.append(self._entry(line, **parts))
        except AddressError as error:
            self.problems.append(Problem(line, error.field, str(error)))

    def _entry(self, line: int, *, name: str, born: date | None, letters: int, **address: Any) -> Entry:
        group = self._age_group(born) if born else ""
        entry = Entry(line, name or OCCUPANT, Address(**address), letters, group)
        earlier = self._seen.setdefault((*entry.key, born if name else None), line)
        if earlier != line:
            raise AddressError(f"{'dezelfde persoon' if name else 'hetzelfde adres'} als op regel {earlier}")
        namesake = self._namesakes[entry.key]
        self._namesakes[entry.key] += 1
        return replace(entry, namesake=namesake)

    def _value(self, values: Sequence[str], name: str) -> str:
        place = self._table.places.get(name)
        return "" if place is None else " ".join(values[place].split())

    def _number(self, values: Sequence[str]) -> int:
        number = self._value(values, columns.NUMBER)
        if not number:
            raise AddressError("het huisnummer ontbreekt", columns.NUMBER)
        if not _WHOLE.fullmatch(number):
            reason = f"‘{number}’ is geen heel getal; letter en toevoeging hebben een eigen kolom"
            raise AddressError(reason, columns.NUMBER)
        return int(number)

    def _area(self, values: Sequence[str]) -> str:
        area = self._value(values, columns.AREA)
        if self._areas and area.casefold() not in self._areas:
            raise AddressError(f"‘{area}’ hoort niet bij deze editie", columns.AREA)
        return area

    def _postcode(self, values: Sequence[str]) -> Postcode:
        text = self._value(values, columns.POSTCODE)
        if not text:
            raise AddressError("de postcode ontbreekt", columns.POSTCODE)
        postcode = Postcode(text)
        if self._postcodes and not postcode.compact.startswith(self._postcodes):
            raise AddressError(f"{postcode} ligt buiten het gebied", columns.POSTCODE)
        return postcode

    def _printable(self, name: str, values: Sequence[str]) -> str:
        text = self._value(values, name)
        strange = unprintable(text)
        if strange:
            raise AddressError(
                f"‘{text}’ heeft een teken dat niet gedrukt kan worden: {' '.join(strange)}", name
            )
        return text

    def _required(self, name: str, values: Sequence[str]) -> str:
        text = self._printable(name, values)
        if not text:
            raise AddressError(f"de {name} ontbreekt", name)
        return text

    def _addressee(self, values: Sequence[str]) -> str:
        """The name on the envelope; empty when the file names nobody."""
        if columns.SURNAME not in self._table.places:
            return ""
        surname = self._required(columns.SURNAME, values)
        parts = [self._printable(name, values) for name in (columns.INITIALS, columns.PREFIX)] + [surname]
        return " ".join(part for part in parts if part)

    def _letters(self, values: Sequence[str]) -> int:
        if columns.LETTERS not in self._table.places:
            return 1
        text = self._value(values, columns.LETTERS)
        if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MOST_LETTERS:
            raise AddressError(f"‘{text}’ is geen aantal van 1 tot en met {MOST_LETTERS}", columns.LETTERS)
        return int(text)

    def _birth_date(self, values: Sequence[str]) -> date | None:
        if columns.BIRTH not in self._table.places:
            return None
        text = self._value(values, columns.BIRTH)
        if not text:
            raise AddressError("de geboortedatum ontbreekt", columns.BIRTH)
        born = parsed_date(text)
        # The date itself is not repeated: problems are shown, mailed and logged.
        if born is None or not 0 <= age_on(born, self._rules.reference_date) <= _OLDEST:
            raise AddressError("deze datum kan niet", columns.BIRTH)
        if age_on(born, self._rules.reference_date) < self._rules.minimum_age:
            on = self._rules.reference_date.strftime("%d-%m-%Y")
            raise AddressError(f"op {on} nog geen {self._rules.minimum_age} jaar", columns.BIRTH)
        return born

    def _age_group(self, born: date) -> str:
        return age_group(age_on(born, self._rules.reference_date), self._rules.age_groups)
