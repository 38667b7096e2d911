"""The letter itself: what stands where on both sides of the sheet.

The front has, from top to bottom: who writes; the window with return line, address and KIX code; above the
fold what it is about; below it the code. The back has all the rest, and nothing of it is personal, so one
drawing serves all letters.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from letters.address import Address
from letters.block import RETURN_BASELINE, RETURN_SIZE, line_room, text_box
from letters.errors import TextError, WindowError
from letters.fonts import BOLD, REGULAR, is_right_to_left
from letters.qr import QUIET_ZONE, QrFamily
from letters.sheet import ACCENT, MM, PAPER, SOFT_INK, TINT, Sheet, Style, up
from letters.text import Foreign, LetterText, Wording, filled, long_date
from letters.window import SHEET_HEIGHT, Box, WindowProfile

LEFT, RIGHT = 20.0, 190.0
PANEL = Box(LEFT, 153.5, RIGHT, 194.5)
"""The tinted panel with the code: below the fold of a C5 letter, above the second fold of an EA5/6 one."""
QR_SIDE = 33.0
QR_BOX = Box(PANEL.right - 4 - QR_SIDE, PANEL.top + 4, PANEL.right - 4, PANEL.top + 4 + QR_SIDE)
"""The QR code with its quiet zone, mm."""
CODE_X, CODE_Y, CODE_SIZE = PANEL.left + 8, 175.5, 33.0
CODE_ROOM = QR_BOX.left - CODE_X - 6
"""Width for the code, mm; one of many wide letters is drawn a little smaller."""
SEQUENCE_X, SEQUENCE_Y, SEQUENCE_SIZE = LEFT, 283.5, 8.5
TITLE_LOWEST, INTRODUCTION_END = 110.0, 148.5
STEPS_TOP = 209.5
LAST_LINE = 277.0
LANGUAGES_TOP = 212.0
FOREIGN_ROOM = RIGHT - LEFT - 16 - 24
"""Width of a line in another language, beside the name of that language."""

EDITION = Style(BOLD, 17, 7, ACCENT)
META = Style(REGULAR, 9.5, 4.6, SOFT_INK)
SMALL = Style(REGULAR, 8.5, 4.2, SOFT_INK)
TITLE = Style(BOLD, 22, 9, ACCENT)
HEADING = Style(BOLD, 13, 6.6, ACCENT)
BODY = Style(REGULAR, 12, 6)
STRONG = Style(BOLD, 12, 6)
LABEL = Style(BOLD, 12, 5.6, ACCENT)
FOREIGN_NAME = Style(BOLD, 10.5, 5, ACCENT)
FOREIGN_TEXT = Style(REGULAR, 10.5, 5)


@dataclass(frozen=True)
class Recipient:
    """Who gets one letter.

    Attributes:
        sequence: number of the letter within the edition, from 1.
        addressee: name, or "Aan de bewoner van dit adres".
        address: where it goes.
        code: the pincode as XXXX-XXXX-XXXX; it exists nowhere but in the letter.
    """

    sequence: int
    addressee: str
    address: Address
    code: str

    def __repr__(self) -> str:
        # A code must not end up in a traceback or a log.
        return f"Recipient(sequence={self.sequence})"


def draw_front(canvas: Canvas, text: LetterText, profile: WindowProfile, family: QrFamily | None) -> None:
    """Draws what all fronts share: everything but address, KIX code, code, QR modules and number.

    Without a family the whole QR code is left to somebody else.

    Raises:
        WindowError: the return line does not fit in the window, head or code would show through it, or a
            fold runs through the code.
        TextError: the edition's words need more room than there is.
    """
    sheet, words = Sheet(canvas), filled(text)
    _check_folds(profile)
    _head(sheet, text, profile)
    _return_line(sheet, text, profile)
    _introduction(sheet, words, profile)
    _code_panel(sheet, words)
    _steps(sheet, words)
    sheet.rule(LAST_LINE + 1.5, LEFT, RIGHT)
    _turn_over(sheet, words)
    if family:
        sheet.operators(qr_placed(family) + family.common_path())


def draw_back(canvas: Canvas, text: LetterText) -> None:
    """Draws the reverse side, which holds nothing personal.

    Raises:
        TextError: the edition's words need more room than there is.
    """
    sheet, words = Sheet(canvas), filled(text)
    y = 28.0
    y = _section(sheet, y, words.paper_title, words.paper_intro, text.paper)
    y = _section(sheet, y, words.help_title, words.help_intro, text.help_hours, words.help_contact)
    y = _section(sheet, y, words.receipt_title, words.receipt)
    y = _section(sheet, y, words.ballot_title, words.ballot)
    y = _section(sheet, y, words.lost_title, words.lost)
    _languages(sheet, y, words.foreign)


def qr_placed(family: QrFamily) -> bytes:
    """The operator that puts a QR path in QR_BOX, with its quiet zone of four modules."""
    module = QR_SIDE / (family.size + 2 * QUIET_ZONE)
    left, lower = QR_BOX.left + QUIET_ZONE * module, QR_BOX.bottom - QUIET_ZONE * module
    return b"%.5f 0 0 %.5f %.4f %.4f cm\n" % (module * MM, module * MM, left * MM, up(lower))


def _check_folds(profile: WindowProfile) -> None:
    """Makes sure that the code stays out of the window and off the folds."""
    if PANEL.touches(profile.visible) or PANEL.top < profile.panel_height:
        raise WindowError(f"{profile.name}: de pincode staat niet onder de vouw, maar waar het venster is")
    for fold in profile.folds:
        if PANEL.top < fold < PANEL.bottom:
            raise WindowError(f"{profile.name}: een vouw op {fold:g} mm loopt door de pincode")


def _head(sheet: Sheet, text: LetterText, profile: WindowProfile) -> None:
    boxes = [
        sheet.text(LEFT, 19, text.edition, EDITION),
        sheet.text_ending(RIGHT, 14.8, text.sender, META),
        sheet.text_ending(RIGHT, 19, long_date(text.letter_date).split(" ", 1)[1], META),
    ]
    sheet.rule(23, LEFT, RIGHT, 0.5)
    if boxes[0].touches(boxes[1]) or boxes[0].touches(boxes[2]):
        raise TextError(f"de naam ‘{text.edition}’ is te lang voor de kop van de brief")
    if any(box.touches(profile.visible) for box in boxes):
        raise WindowError(f"{profile.name}: de kop van de brief kan in het venster komen")


def _return_line(sheet: Sheet, text: LetterText, profile: WindowProfile) -> None:
    line_room(profile)
    style = Style(REGULAR, RETURN_SIZE, 3, SOFT_INK)
    y = profile.safe.top + RETURN_BASELINE
    box = text_box(profile.safe.left, y, text.return_line, RETURN_SIZE)
    if not profile.safe.holds(box):
        over = max(box.right - profile.safe.right, 0)
        raise WindowError(
            f"{profile.name}: de retourregel steekt {over:.1f} mm uit het venster: ‘{text.return_line}’"
        )
    sheet.text(profile.safe.left, y, text.return_line, style)


def _introduction(sheet: Sheet, words: Wording, profile: WindowProfile) -> None:
    # Below whatever the window can show, and below a fold that would run through the title.
    free = max([profile.visible.bottom, *(fold for fold in profile.folds if fold < TITLE_LOWEST)])
    y = max(free, 30.0) + 3 + TITLE.ascent
    y = sheet.paragraph(LEFT, y, RIGHT - LEFT, words.title, TITLE) + 1
    y = sheet.paragraph(LEFT, y, RIGHT - LEFT, words.greeting, STRONG) + 0.8
    y = sheet.paragraph(LEFT, y, RIGHT - LEFT, words.intro, BODY)
    over = y - BODY.leading + 1.5 - INTRODUCTION_END
    if over > 0:
        raise TextError(
            f"titel en inleiding zijn {over:.0f} mm te lang: de pincode moet onder de vouw blijven"
        )


def _code_panel(sheet: Sheet, words: Wording) -> None:
    sheet.panel(PANEL, TINT)
    sheet.panel(QR_BOX, PAPER, radius=1.5)
    sheet.text(CODE_X, PANEL.top + 9, words.code_label, LABEL)
    end = sheet.paragraph(CODE_X, CODE_Y + 9, CODE_ROOM, words.period, BODY)
    if end - BODY.leading > PANEL.bottom - 3:
        raise TextError(f"de regel met de stemdagen is te lang: ‘{words.period}’")


def _steps(sheet: Sheet, words: Wording) -> None:
    y = STEPS_TOP
    for digit, step in enumerate(words.steps, start=1):
        sheet.number(LEFT, y, digit, STRONG)
        y = sheet.paragraph(LEFT + 12, y, RIGHT - LEFT - 12, step, BODY) + 3.4
    y = sheet.paragraph(LEFT, y + 2, RIGHT - LEFT, words.keep_private, BODY)
    if y - BODY.leading > LAST_LINE - 2:
        raise TextError(f"de stappen en de waarschuwing zijn {y - LAST_LINE:.0f} mm te lang voor de voorkant")


def _turn_over(sheet: Sheet, words: Wording) -> None:
    """Sends readers to the back, each in their own language."""
    sheet.text_ending(RIGHT, SEQUENCE_Y, f"{words.turn}  ›", Style(BOLD, 9.5, 4.6, ACCENT))
    right = RIGHT
    for foreign in reversed(words.foreign):
        right = sheet.text_ending(right, SEQUENCE_Y + META.leading, foreign.name, META).left - 4


def _section(
    sheet: Sheet, y: float, title: str, intro: str, items: tuple[str, ...] = (), closing: str = ""
) -> float:
    y = sheet.paragraph(LEFT, y, RIGHT - LEFT, title, HEADING)
    y = sheet.paragraph(LEFT, y, RIGHT - LEFT, intro, BODY)
    y = sheet.bullets(LEFT, y, RIGHT - LEFT, items, BODY)
    if closing:
        y = sheet.paragraph(LEFT, y, RIGHT - LEFT, closing, BODY)
    return y + 5


def _languages(sheet: Sheet, y: float, foreign: tuple[Foreign, ...]) -> None:
    top = max(y, LANGUAGES_TOP)
    rows, y = [], top + 9.5
    for each in foreign:
        rows.append((y, each))
        y += len(sheet.lines(each.text, FOREIGN_ROOM, FOREIGN_TEXT)) * FOREIGN_TEXT.leading + 3
    if y > SHEET_HEIGHT - 12:
        raise TextError(f"de achterkant is {y - SHEET_HEIGHT + 12:.0f} mm te lang")
    if rows:
        sheet.panel(Box(LEFT, top, RIGHT, y - 1), TINT)
    for row, each in rows:
        _language(sheet, row, each)


def _language(sheet: Sheet, y: float, foreign: Foreign) -> None:
    if is_right_to_left(foreign.text):
        sheet.text_ending(RIGHT - 8, y, foreign.name, FOREIGN_NAME)
        sheet.paragraph(LEFT + 8, y, FOREIGN_ROOM, foreign.text, FOREIGN_TEXT)
    else:
        sheet.text(LEFT + 8, y, foreign.name, FOREIGN_NAME)
        sheet.paragraph(RIGHT - 8 - FOREIGN_ROOM, y, FOREIGN_ROOM, foreign.text, FOREIGN_TEXT)
