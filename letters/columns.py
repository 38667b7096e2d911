"""Making sense of a CSV file as it comes out of a register or a spreadsheet: encoding, separator, headers."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from letters.errors import FileError

STREET, NUMBER, LETTER, ADDITION = "straat", "huisnummer", "huisletter", "toevoeging"
POSTCODE, PLACE, AREA = "postcode", "woonplaats", "wijk"
INITIALS, PREFIX, SURNAME, BIRTH = "voorletters", "tussenvoegsel", "achternaam", "geboortedatum"
LETTERS, SECRET = "aantal brieven", "geheim"

REQUIRED = (STREET, NUMBER, POSTCODE, PLACE)
# Headers as they come, in small letters without spaces and signs. Of two columns for one field the first
# name in the list wins: a wijk is what an edition is about, a buurt only the next best.
_KNOWN: Mapping[str, tuple[str, ...]] = {
    STREET: ("straatnaam", "straat", "openbareruimte", "openbareruimtenaam", "naamopenbareruimte"),
    NUMBER: ("huisnummer", "huisnr", "nummer"),
    LETTER: ("huisletter",),
    ADDITION: ("huisnummertoevoeging", "toevoeging", "huisnrtoevoeging", "huisnummertoev"),
    POSTCODE: ("postcode", "pc6"),
    PLACE: ("woonplaats", "woonplaatsnaam", "plaats", "plaatsnaam"),
    AREA: ("wijk", "wijknaam", "gebied", "buurt", "buurtnaam"),
    INITIALS: ("voorletters", "initialen"),
    PREFIX: ("tussenvoegsel", "voorvoegsel", "tussenvoegsels", "voorvoegsels", "voorvoegselgeslachtsnaam"),
    SURNAME: ("achternaam", "geslachtsnaam"),
    BIRTH: ("geboortedatum", "gebdatum"),
    LETTERS: ("aantalbrieven", "brieven", "aantal"),
    SECRET: ("indicatiegeheim", "geheim", "geheimhouding"),
}
_SEPARATORS = ";,\t"


@dataclass(frozen=True)
class Table:
    """A file with its columns recognised.

    Attributes:
        places: field to the number of its column.
        width: number of columns.
        ignored: headers that stand for no field, and are not read.
        rows: line number in the file (the header is line 1) and values.
    """

    places: Mapping[str, int]
    width: int
    ignored: tuple[str, ...]
    rows: Sequence[tuple[int, list[str]]]


def read_table(data: bytes, mapping: Mapping[str, str] | None = None) -> Table:
    """Decodes a CSV file and recognises its columns.

    Args:
        data: the file; UTF-8 with or without BOM, or cp1252; commas, semicolons or tabs.
        mapping: header in the file to the field it stands for, for headers that are not known by
            themselves, such as ``{"Adresregel": "straat"}``.

    Raises:
        FileError: it is not text, not CSV, or lacks a column that every address needs.
    """
    lines = list(_lines(_decoded(data)))
    if not lines:
        raise FileError("regel 1: het bestand is leeg")
    number, header = lines[0]
    places, ignored = _recognised(header, _checked(mapping or {}))
    missing = [field for field in REQUIRED if field not in places]
    if missing:
        raise FileError(
            f"regel {number}: kolom {' en '.join(missing)} ontbreekt; niet herkend: {', '.join(ignored) or 'geen'}"
        )
    return Table(places, len(header), tuple(ignored), lines[1:])


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise FileError(f"regel {line}: dit is geen tekst in UTF-8 of Windows-1252") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileError(f"regel {line}: dit is geen tekstbestand; bewaar het werkblad als CSV")
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the line each begins on; empty lines are skipped."""
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    skip = first.strip().lower().startswith("sep=")  # the line Excel adds for itself
    if skip:
        separator = first.strip()[4:5] or separator
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begin = 1
    try:
        for record in reader:
            if any(value.strip() for value in record) and not (skip and begin == 1):
                yield begin, record
            begin = reader.line_num + 1
    except csv.Error as error:
        raise FileError(
            f"regel {begin}: aanhalingstekens of scheidingstekens kloppen niet ({error})"
        ) from error


def _checked(mapping: Mapping[str, str]) -> dict[str, str]:
    for header, field in mapping.items():
        if field not in _KNOWN:
            raise FileError(f"kolom ‘{header}’ wijst naar ‘{field}’; kies uit {', '.join(_KNOWN)}")
    return {_plain(header): field for header, field in mapping.items()}


def _recognised(header: Sequence[str], mapping: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    ranked: dict[str, tuple[int, int]] = {}
    ignored = []
    for place, title in enumerate(header):
        found = _field(_plain(title), mapping)
        if found is None:
            ignored.append(title.strip())
            continue
        field, rank = found
        if field in ranked and ranked[field][0] == rank:
            raise FileError(f"regel 1: de kolom {field} staat er twee keer")
        ranked[field] = min((rank, place), ranked.get(field, (rank, place)))
    return {field: place for field, (_, place) in ranked.items()}, ignored


def _field(title: str, mapping: Mapping[str, str]) -> tuple[str, int] | None:
    if title in mapping:
        return mapping[title], -1
    for field, names in _KNOWN.items():
        if title in names:
            return field, names.index(title)
    return None


def _plain(title: str) -> str:
    """A header in small letters without accents, spaces and signs."""
    bare = unicodedata.normalize("NFKD", title).casefold()
    return re.sub(r"[^a-z0-9]", "", bare)
