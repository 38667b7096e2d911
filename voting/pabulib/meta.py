"""The META section: ordered texts, and the numbers and lists that some of them hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from voting.pabulib.amounts import looks_like_thousands, number
from voting.pabulib.errors import Notices, PabulibError, shown
from voting.pabulib.records import Table

REQUIRED = (
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
)
"""The keys that Pabulib asks of every file, in its order."""


@dataclass(frozen=True, eq=False)
class Meta(Mapping[str, str]):
    """Key and value as the file spells them, in the file's order; looking up ignores case."""

    values_by_key: Mapping[str, str]
    lines: Mapping[str, int]
    spelling: tuple[str, ...]
    notices: Notices

    def __getitem__(self, key: str) -> str:
        return self.values_by_key[key.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self.spelling)

    def __len__(self) -> int:
        return len(self.spelling)

    def line(self, key: str) -> int:
        """The line of a key, or of the first key when the file has it not."""
        return self.lines.get(key, 2)

    def text(self, key: str) -> str:
        """The value, or nothing."""
        value = self.values_by_key.get(key, "")
        return "" if value.lower() == "none" else value

    def amount(self, key: str) -> Decimal | None:
        """The number behind a key; None when the file has none.

        Raises:
            PabulibError: when the value is not a number.
        """
        text = self.text(key)
        return self.to_number(text, key) if text else None

    def limit(self, key: str) -> Decimal | None:
        """Like :meth:`amount`, for a limit of a ballot: no count hangs on it, so what is unreadable is remarked on."""
        try:
            return self.amount(key)
        except PabulibError as error:
            self.notices.add(error.line, f"{error.message}; deze grens wordt niet getoetst")
            return None

    def whole_limit(self, key: str) -> int | None:
        """Like :meth:`limit`, for a number of projects."""
        value = self.limit(key)
        if value is None or value == value.to_integral_value():
            return None if value is None else int(value)
        text = shown(self.text(key))
        self.notices.add(
            self.line(key), f"{key} is geen geheel getal: {text}; deze grens wordt niet getoetst"
        )
        return None

    def limits_by_name(self, key: str, names_key: str, known: Collection[str]) -> dict[str, Decimal]:
        """Like :meth:`amounts_by_name`, for limits of a ballot."""
        try:
            return self.amounts_by_name(key, names_key, known)
        except PabulibError as error:
            self.notices.add(error.line, f"{error.message}; deze grens wordt niet getoetst")
            return {}

    def to_number(self, text: str, key: str) -> Decimal:
        """One number of a key's value.

        Raises:
            PabulibError: when it is not a number.
        """
        try:
            value = number(text)
        except ValueError:
            raise self.notices.error(self.line(key), f"{key} is geen getal: {shown(text)}") from None
        if looks_like_thousands(text):
            self.notices.add(self.line(key), f"{key}: de komma in {shown(text)} is gelezen als decimaalteken")
        return value

    def amounts_by_name(self, key: str, names_key: str, known: Collection[str]) -> dict[str, Decimal]:
        """A list of amounts, one per name: ``budget_per_category`` goes with ``categories``.

        One single amount holds for every name. Names that hold a comma are recognised by the names that projects
        use (``known``). When the lists do not match, nothing can be applied: the result is empty, with a remark.

        Raises:
            PabulibError: when an amount is not a number.
        """
        if not self.text(key):
            return {}
        amounts = [self.to_number(item.strip(), key) for item in self.text(key).split(",")]
        names = split_names(self.text(names_key), known)
        if len(amounts) == 1:
            return dict.fromkeys(names or known, amounts[0])
        if len(amounts) != len(names) or len(set(names)) != len(names):
            self.notices.add(
                self.line(key),
                f"{key} telt {len(amounts)} bedragen en {names_key} {len(names)} namen: niet toegepast",
            )
            return {}
        return dict(zip(names, amounts, strict=True))


def split_names(text: str, known: Collection[str]) -> list[str]:
    """Split a list of names at its commas, except inside a name that is known to hold one."""
    pieces = [piece.strip() for piece in text.split(",")]
    if not text:
        return []
    names: list[str] = []
    at = 0
    while at < len(pieces):
        sizes = range(len(pieces) - at, 1, -1)
        size = next((n for n in sizes if ", ".join(pieces[at : at + n]) in known), 1)
        names.append(", ".join(pieces[at : at + size]))
        at += size
    return names


def read_meta(table: Table, notices: Notices) -> Meta:
    """Read the META section.

    Raises:
        PabulibError: when a key stands there twice with different values, or the header is not ``key;value``.
    """
    if [column.lower() for column in table.columns[:2]] != ["key", "value"]:
        raise notices.error(table.line, "onder META hoort de kopregel key;value")
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    spelling: list[str] = []
    for record in table.records:
        key, value = record.cell(0).lower(), record.cell(1)
        if not key:
            raise notices.error(record.line, "een regel in META zonder sleutel")
        if any(record.cells[2:]):
            notices.add(record.line, f"{key} heeft meer dan één waarde; alleen de eerste telt")
        if key in values:
            if values[key] != value:
                raise notices.error(record.line, f"{key} staat er twee keer, met een andere waarde")
            notices.add(record.line, f"{key} staat er twee keer")
            continue
        values[key], lines[key] = value, record.line
        spelling.append(record.cell(0))
    missing = [key for key in REQUIRED if key not in values]
    if missing:
        notices.add(table.line, f"verplichte gegevens ontbreken in META: {', '.join(missing)}")
    return Meta(values, lines, tuple(spelling), notices)
