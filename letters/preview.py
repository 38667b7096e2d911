"""The letter as a resident gets it, for somebody who is nobody and with a code that is none."""

from __future__ import annotations

from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from letters import qr
from letters.address import Address, Postcode
from letters.block import address_block
from letters.fonts import BOLD, REGULAR, font
from letters.letter import (
    CODE_SIZE,
    CODE_X,
    CODE_Y,
    SEQUENCE_SIZE,
    SEQUENCE_X,
    SEQUENCE_Y,
    draw_back,
    draw_front,
    qr_placed,
)
from letters.proof import SPECIMEN, draw_block
from letters.sheet import PAGE_POINTS, SOFT_INK, Sheet, Style
from letters.text import LetterText, filled
from letters.window import WindowProfile

NOBODY = "A.B. Voorbeeld"
NOWHERE = Address("Voorbeeldstraat", 1, "", "", Postcode("1234 AB"), "Voorbeeldstad")
_NO_CODE = "XXXX-XXXX-XXXX"
"""In the QR code: its check symbol is wrong, so that the voting page says that it is no code."""


def draw_preview(text: LetterText, profile: WindowProfile, out: BinaryIO) -> None:
    """Writes both sides of one letter, with the layout of the real ones.

    Raises:
        WindowError: something leaves the window, or something else shows through it.
        TextError: the edition's words need more room than there is.
    """
    font(REGULAR)
    canvas = Canvas(out, pagesize=PAGE_POINTS, invariant=1, pageCompression=1, initialFontName=REGULAR)
    canvas.setTitle(f"{text.edition}: voorbeeldbrief")
    sheet, family = Sheet(canvas), qr.family(text.qr_prefix)
    draw_front(canvas, text, profile, family)
    sheet.text(CODE_X, CODE_Y, SPECIMEN, Style(BOLD, CODE_SIZE, 12))
    draw_block(sheet, address_block(NOBODY, NOWHERE, profile))
    sheet.text(
        SEQUENCE_X, SEQUENCE_Y, f"{filled(text).sequence_label} 0", Style(REGULAR, SEQUENCE_SIZE, 4, SOFT_INK)
    )
    sheet.operators(qr_placed(family) + next(family.paths([_NO_CODE])))
    canvas.showPage()
    draw_back(canvas, text)
    canvas.save()
