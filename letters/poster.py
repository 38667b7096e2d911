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
PICTURE_LOWEST, PICTURE_HIGHEST = 58.0, 100.0
_EDITION = Style(BOLD, 17, 7, PAPER)
_WHERE = Style(BOLD, 13, 6, ACCENT)
_HOW = Style(REGULAR, 12.5, 5.6, SOFT_INK)
_LINK = Style(BOLD, 12.5, 5.6)
# Title and summary get smaller together.
_SIZES = tuple(
    (Style(BOLD, title, title * 0.42), Style(REGULAR, text, text * 0.48))
    for title, text in ((60, 24), (52, 22), (44, 20), (38, 18), (33, 16), (29, 15), (25, 14), (20, 13))
)
_CALLS = tuple(Style(BOLD, size, size * 0.4, ACCENT) for size in (27, 24, 21, 18))
_STRIP = Style(BOLD, 8.5, 3.8)
_STRIP_LINKS = tuple(Style(REGULAR, size, 3.8) for size in (8, 7, 6.2, 5.5, 5))


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
    words = _Words.fitting(sheet, poster)
    top = BAND + 12
    if poster.picture is not None:
        bottom = min(CALL_TOP - 8 - words.height - 9, top + PICTURE_HIGHEST)
        _draw_picture(canvas, poster.picture, Box(LEFT, top, RIGHT, bottom))
        top = bottom + 9
    words.draw(sheet, top)
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


@dataclass(frozen=True)
class _Words:
    """Title, summary and place, as large as there is room for."""

    title: str
    summary: str
    where: str
    style: Style
    small: Style
    height: float

    @classmethod
    def fitting(cls, sheet: Sheet, poster: Poster) -> _Words:
        """The largest that leaves a picture its least height, and breaks no word."""
        room, title, summary = RIGHT - LEFT, printable(poster.title), printable(poster.summary)
        where = cut(printable(poster.where), BOLD, _WHERE.size, room)
        most = CALL_TOP - 8 - BAND - 12 - (PICTURE_LOWEST + 9 if poster.picture else 0)
        for style, small in _SIZES:
            lines = len(sheet.lines(title, room, style)), len(sheet.lines(summary, room, small))
            height = style.ascent + (lines[0] - 1) * style.leading + _gap(style) + lines[1] * small.leading
            height += _WHERE.leading + 3 if where else 0
            whole = max((width(word, BOLD, style.size) for word in title.split()), default=0) <= room
            if height <= most and whole:
                break
        return cls(title, summary, where, style, small, height)

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw them from here down."""
        room = RIGHT - LEFT
        y = sheet.paragraph(LEFT, top + self.style.ascent, room, self.title, self.style)
        y = sheet.paragraph(
            LEFT,
            y - self.style.leading + _gap(self.style) + self.small.ascent,
            room,
            self.summary,
            self.small,
        )
        if self.where:
            sheet.text(LEFT, y + 3, self.where, _WHERE)


def _gap(style: Style) -> float:
    """Between the last line of a title and what follows it, mm: room for its descenders too."""
    return 3 + 0.13 * style.size


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
    lines.append((poster.shown_link, _fitted(poster.shown_link, room)))
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


def _fitted(link: str, room: float) -> Style:
    """The largest letters in which an address stays on one line."""
    return next((one for one in _STRIP_LINKS if width(link, one.font, one.size) <= room), _STRIP_LINKS[-1])
