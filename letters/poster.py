"""A poster for a plan's campaign: A4, with a QR code that leads to the plan, and strips to tear off."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from letters.errors import QrError
from letters.fonts import BOLD, POINT, REGULAR, cut, font, printable, shaped, width
from letters.qr import QUIET_ZONE
from letters.sheet import ACCENT, INK, MM, PAGE_POINTS, PAPER, SOFT_INK, TINT, Sheet, Style, up
from letters.window import SHEET_HEIGHT, SHEET_WIDTH, Box

LEFT, RIGHT = 20.0, SHEET_WIDTH - 20
BAND = 24.0
STRIPS, STRIP_TOP = 8, SHEET_HEIGHT - 52
CALL_TOP, CALL_BOTTOM = STRIP_TOP - 68, STRIP_TOP - 8
QR_SIZE = 46.0
PICTURE_HEIGHT = 86.0
_EDITION = Style(BOLD, 17, 7, PAPER)
_SUMMARY = Style(REGULAR, 16, 7.4)
_WHERE = Style(BOLD, 13, 6, ACCENT)
_HOW = Style(REGULAR, 12.5, 5.6, SOFT_INK)
_LINK = Style(BOLD, 12.5, 5.6)
_TITLES = tuple(Style(BOLD, size, size * 0.42) for size in (44, 40, 36, 32, 28, 24, 20))
_CALLS = tuple(Style(BOLD, size, size * 0.4, ACCENT) for size in (27, 24, 21, 18))
_STRIP = Style(BOLD, 8.5, 3.8)
_STRIP_LINK = Style(REGULAR, 7.5, 3.8)


@dataclass(frozen=True)
class Poster:
    """What a poster says.

    Attributes:
        edition: its name, in the band at the top.
        title, summary: of the plan.
        where: wijk and place on one line; may be empty.
        call: what the reader is asked to do, in a few words.
        how: a sentence on how to do it.
        link: the address that the QR code holds, in plain ASCII.
        shown_link: the same as a person types it.
        picture: a JPEG; None when there is none.
    """

    edition: str
    title: str
    summary: str
    where: str
    call: str
    how: str
    link: str
    shown_link: str
    picture: bytes | None = None


def draw_poster(poster: Poster, out: BinaryIO) -> None:
    """Writes the poster as a PDF of one page.

    Raises:
        QrError: the address cannot be put in a QR code.
    """
    font(REGULAR)  # or reportlab begins in Helvetica, which is never embedded
    canvas = Canvas(out, pagesize=PAGE_POINTS, invariant=1, pageCompression=1, initialFontName=REGULAR)
    canvas.setTitle(poster.title)
    canvas.setAuthor(poster.edition)
    sheet = Sheet(canvas)
    sheet.panel(Box(0, 0, SHEET_WIDTH, BAND), ACCENT, radius=0)
    edition = cut(printable(poster.edition), BOLD, _EDITION.size, RIGHT - LEFT)
    sheet.text(LEFT, BAND / 2 + _EDITION.ascent / 2, edition, _EDITION)
    top = BAND + 12
    if poster.picture is not None:
        _draw_picture(canvas, poster.picture, Box(LEFT, top, RIGHT, top + PICTURE_HEIGHT))
        top += PICTURE_HEIGHT + 10
    _draw_plan(sheet, poster, top)
    _draw_call(sheet, poster)
    _draw_strips(sheet, poster)
    canvas.showPage()
    canvas.save()


def _draw_picture(canvas: Canvas, picture: bytes, box: Box) -> None:
    """The middle of a picture, filling a box with round corners."""
    image = ImageReader(BytesIO(picture))
    wide, high = image.getSize()
    scale = max(box.width / wide, box.height / high)
    canvas.saveState()
    path = canvas.beginPath()
    path.roundRect(box.left * MM, up(box.bottom), box.width * MM, box.height * MM, 4 * MM)
    canvas.clipPath(path, stroke=0, fill=0)
    left = box.left - (wide * scale - box.width) / 2
    bottom = box.bottom + (high * scale - box.height) / 2
    canvas.drawImage(image, left * MM, up(bottom), wide * scale * MM, high * scale * MM)
    canvas.restoreState()


def _draw_plan(sheet: Sheet, poster: Poster, top: float) -> None:
    """Title, summary and place: as large as there is room for above the call."""
    room, title, summary = RIGHT - LEFT, printable(poster.title), printable(poster.summary)
    for style in _TITLES:
        lines = sheet.lines(title, room, style), sheet.lines(summary, room, _SUMMARY)
        bottom = top + style.ascent + len(lines[0]) * style.leading + 4 + len(lines[1]) * _SUMMARY.leading
        if bottom + (_WHERE.leading + 4 if poster.where else 0) <= CALL_TOP - 4:
            break
    y = sheet.paragraph(LEFT, top + style.ascent, room, title, style)
    y = sheet.paragraph(LEFT, y + 4, room, summary, _SUMMARY)
    if poster.where:
        sheet.text(LEFT, y + 4, cut(printable(poster.where), BOLD, _WHERE.size, room), _WHERE)


def _draw_call(sheet: Sheet, poster: Poster) -> None:
    sheet.panel(Box(LEFT - 6, CALL_TOP, RIGHT + 6, CALL_BOTTOM), TINT, radius=5)
    middle = (CALL_TOP + CALL_BOTTOM) / 2
    _draw_qr(sheet, poster.link, Box(LEFT, middle - QR_SIZE / 2, LEFT + QR_SIZE, middle + QR_SIZE / 2))
    x = LEFT + QR_SIZE + 10
    room = RIGHT - x
    call = printable(poster.call)
    style = next((one for one in _CALLS if len(sheet.lines(call, room, one)) <= 2), _CALLS[-1])
    y = sheet.paragraph(x, CALL_TOP + 9 + style.ascent, room, call, style)
    y = sheet.paragraph(x, y + 1.5, room, printable(poster.how), _HOW)
    sheet.paragraph(x, y + 1.5, room, poster.shown_link, _LINK)


def _draw_qr(sheet: Sheet, link: str, box: Box) -> None:
    """A QR code with its white border inside a box."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    try:
        code.add_data(link.encode("ascii"))
        code.make(fit=True)
    except (UnicodeEncodeError, ValueError, DataOverflowError) as error:
        raise QrError(f"‘{link}’ kan niet in een QR-code: {error}") from error
    sheet.panel(box, PAPER, radius=2)
    modules = code.modules
    module = box.width / (len(modules) + 2 * QUIET_ZONE)
    left, top = box.left + QUIET_ZONE * module, box.top + QUIET_ZONE * module
    path = sheet.canvas.beginPath()
    for row, cells in enumerate(modules):
        start = None
        # A run of dark modules is one rectangle: no rasteriser can leave a hair line in it.
        for column, dark in enumerate([*cells, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                x, y = (left + start * module) * MM, up(top + (row + 1) * module)
                path.rect(x, y, (column - start) * module * MM, module * MM)
                start = None
    sheet.canvas.setFillColor(INK)
    sheet.canvas.drawPath(path, stroke=0, fill=1)


def _draw_strips(sheet: Sheet, poster: Poster) -> None:
    """Strips along the lower edge, with the plan's title and address across them."""
    canvas, wide = sheet.canvas, SHEET_WIDTH / STRIPS
    canvas.setStrokeColor(SOFT_INK)
    canvas.setLineWidth(0.2 * MM)
    canvas.setDash([1.2 * MM, 1.2 * MM])
    canvas.line(0, up(STRIP_TOP), PAGE_POINTS[0], up(STRIP_TOP))
    for number in range(1, STRIPS):
        canvas.line(number * wide * MM, up(STRIP_TOP), number * wide * MM, 0)
    canvas.setDash([])
    room = SHEET_HEIGHT - STRIP_TOP - 8
    lines = [(line, _STRIP) for line in sheet.lines(printable(poster.title), room, _STRIP)[:3]]
    lines += [(line, _STRIP_LINK) for line in sheet.lines(poster.shown_link, room, _STRIP_LINK)[:2]]
    for number in range(STRIPS):
        canvas.saveState()
        canvas.translate((number + 0.5) * wide * MM, up(SHEET_HEIGHT - 4))
        canvas.rotate(90)
        across = (len(lines) - 1) / 2 * _STRIP.leading - _STRIP.size * POINT * 0.25
        for line, style in lines:
            canvas.setFillColor(style.colour)
            drawn = shaped(line)
            canvas.setFont(style.font, style.size)
            canvas.drawString((room - width(drawn, style.font, style.size)) / 2 * MM, across * MM, drawn)
            across -= _STRIP.leading
        canvas.restoreState()
