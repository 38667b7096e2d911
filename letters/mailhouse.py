"""The form for a mail house that fills in letters itself: a PDF without personal data, and a table.

The mail house draws address, KIX code, code and QR code from the table; window and panel stay where our own
letters have them. The table holds every code, so it is as secret as the letters are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from letters.fonts import REGULAR, font
from letters.letter import Recipient, draw_back, draw_front
from letters.qr import payload
from letters.sheet import PAGE_POINTS
from letters.text import LetterText
from letters.window import WindowProfile

COLUMNS = (
    "briefnummer",
    "geadresseerde",
    "straat",
    "huisnummer",
    "huisletter",
    "toevoeging",
    "postcode",
    "woonplaats",
    "kix",
    "pincode",
    "qr",
)
# A spreadsheet would run what starts with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def draw_form(text: LetterText, profile: WindowProfile, out: BinaryIO) -> None:
    """Writes the letter's two sides without anything personal.

    Raises:
        WindowError: the return line does not fit in the window.
        TextError: the edition's words need more room than there is.
    """
    font(REGULAR)
    canvas = Canvas(out, pagesize=PAGE_POINTS, invariant=1, pageCompression=1, initialFontName=REGULAR)
    canvas.setTitle(f"{text.edition}: formulier voor het posthuis")
    draw_front(canvas, text, profile, None)
    canvas.showPage()
    draw_back(canvas, text)
    canvas.save()


def write_table(recipients: Iterable[Recipient], text: LetterText, out: BinaryIO) -> int:
    """Writes one line a letter as UTF-8 CSV with semicolons; returns the number of letters."""
    count = 0
    out.write(_line(COLUMNS).encode("utf-8-sig"))
    for recipient in recipients:
        out.write(_line([_harmless(value) for value in _values(recipient, text)]).encode())
        count += 1
    return count


def _values(recipient: Recipient, text: LetterText) -> tuple[str, ...]:
    address = recipient.address
    return (
        str(recipient.sequence),
        recipient.addressee,
        address.street,
        str(address.number),
        address.letter,
        address.addition,
        str(address.postcode),
        address.place.upper(),
        address.kix,
        recipient.code,
        payload(text.qr_prefix, recipient.code),
    )


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _line(values: Iterable[str]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerow(values)
    return file.getvalue()
