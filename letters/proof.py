"""The proof sheet: the envelope's window drawn over a real letter, and a check that nothing leaves it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from letters import kix, qr
from letters.address import Address
from letters.block import AddressBlock, address_block
from letters.errors import WindowError
from letters.fonts import BOLD, REGULAR
from letters.letter import CODE_SIZE, CODE_X, CODE_Y, LEFT, draw_front
from letters.sheet import MM, PAGE_POINTS, SOFT_INK, Sheet, Style, up
from letters.text import LetterText
from letters.window import SHEET_WIDTH, WindowProfile

SPECIMEN = "PROEF-BRIEF"
"""Printed where the code goes: not a code, so it can never be valid."""
_NOTE = Style(REGULAR, 7.5, 3.4, SOFT_INK)


def check_window(block: AddressBlock, profile: WindowProfile) -> None:
    """Makes sure that an address block is in the window wherever the sheet lies in its envelope.

    Raises:
        WindowError: names the first line that leaves the window, and by how much.
    """
    safe = profile.safe
    for line, box in block.boxes:
        over = max(safe.left - box.left, box.right - safe.right, safe.top - box.top, box.bottom - safe.bottom)
        if over > 0.01:
            raise WindowError(f"{profile.name}: ‘{line}’ steekt {over:.1f} mm uit het venster")


def proof_sheet(
    addresses: Iterable[tuple[str, Address]], text: LetterText, profile: WindowProfile, out: BinaryIO
) -> int:
    """Checks every address and draws the longest as a letter with window and folds over it.

    Args:
        addresses: addressee and address of all letters.
        text: the edition's words.
        profile: the envelope.
        out: where the PDF of one page goes. It holds no code that works.

    Returns:
        How many addresses were checked.

    Raises:
        WindowError: something leaves the window, or something else shows through it.
        TextError: the edition's words do not fit on the page.
    """
    widest, count = None, 0
    for addressee, address in addresses:
        block = address_block(addressee, address, profile)
        check_window(block, profile)
        count += 1
        if widest is None or _extent(block) > _extent(widest):
            widest = block
    _draw(widest, text, profile, out)
    return count


def _extent(block: AddressBlock) -> tuple[int, float]:
    return len(block.lines), max(box.right for _, box in block.boxes)


def _draw(block: AddressBlock | None, text: LetterText, profile: WindowProfile, out: BinaryIO) -> None:
    canvas = Canvas(out, pagesize=PAGE_POINTS, invariant=1, pageCompression=1)
    sheet = Sheet(canvas)
    canvas.setTitle(f"{text.edition}: proefvel")
    draw_front(canvas, text, profile, qr.family(text.qr_prefix))
    sheet.text(CODE_X, CODE_Y, SPECIMEN, Style(BOLD, CODE_SIZE, 12))
    if block:
        draw_block(sheet, block)
    sheet.frame(profile.safe)
    sheet.frame(profile.visible, dashed=True)
    sheet.text(LEFT, 8, _legend(profile), _NOTE)
    for fold in profile.folds:
        sheet.rule(fold, 0, 12)
        sheet.rule(fold, SHEET_WIDTH - 12, SHEET_WIDTH)
    canvas.save()


def _legend(profile: WindowProfile) -> str:
    return (
        f"Proefvel {profile.name}. Doorgetrokken: altijd zichtbaar. Gestreept: kan zichtbaar worden. "
        "Streepjes aan de rand: vouw."
    )


def draw_block(sheet: Sheet, block: AddressBlock) -> None:
    """Draws name, address and KIX code where a letter has them."""
    for line in block.lines:
        sheet.text(block.x, line.y, line.text, Style(REGULAR, line.size, line.size * 0.42))
    if block.kix:
        placed = b"%.5f 0 0 %.5f %.2f %.2f cm\n" % (MM, MM, block.x * MM, up(block.kix_y))
        sheet.operators(placed + kix.path(block.kix))
