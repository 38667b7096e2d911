"""The embedded typefaces: widths, right-to-left shaping and wrapping.

Noto Sans covers every Latin letter a Dutch register can hold, Noto Sans Arabic the Arabic line. The files
are fetched when the program is built and lie in `letters/fonts/`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from arabic_reshaper import reshape
from bidi.algorithm import get_display
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from letters.errors import FontError

FOLDER = Path(__file__).parent / "fonts"
REGULAR = "NotoSans"
BOLD = "NotoSans-Bold"
ARABIC = "NotoSansArabic"
_FILES = {
    REGULAR: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    ARABIC: "NotoSansArabic-Regular.ttf",
}
POINT = 25.4 / 72
"""One typographic point in mm."""

# Every letter of the register's character set (Latin with all its accents) and the signs of ordinary text.
ASCII = "".join(map(chr, range(0x20, 0x7F)))
LATIN = ASCII + "".join(chr(code) for code in (*range(0xA1, 0x180), *range(0x218, 0x21C)))
SIGNS = "–—‘’“”•…€›"
# A no-break space keeps a euro sign with its sum, so str.split() will not do.
_BREAKABLE = re.compile(r"[ \t\r\n]+")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@cache
def font(name: str) -> TTFont:
    """Loads a typeface once and makes it known to reportlab.

    Raises:
        FontError: the file is not there; the fonts are copied when the program is built.
    """
    path = FOLDER / _FILES[name]
    try:
        loaded = TTFont(name, str(path))
    except (OSError, TTFError) as error:
        raise FontError(f"lettertype ontbreekt of is stuk: {path}") from error
    pdfmetrics.registerFont(loaded)
    return loaded


class _Advances(dict[str, float]):
    """Character to its width in mm at one point; a character the typeface lacks takes no room."""

    def __missing__(self, character: str) -> float:
        return 0.0


@cache
def _advances(name: str) -> _Advances:
    face = font(name).face
    scale = POINT / 1000
    return _Advances(
        (chr(code), face.charWidths.get(code, face.defaultWidth) * scale) for code in face.charToGlyph
    )


# Marks that join the letter before them, and signs that steer text but show nothing, cannot stand by themselves.
_NOT_A_LETTER = frozenset({"Cc", "Cf", "Co", "Cs", "Mn", "Me"})


@cache
def _repertoire() -> frozenset[str]:
    return frozenset(sign for sign in _advances(REGULAR) if unicodedata.category(sign) not in _NOT_A_LETTER)


def width(text: str, name: str, size: float) -> float:
    """Width in mm of one line in a typeface at a size in points."""
    return size * sum(map(_advances(name).__getitem__, text))


def is_right_to_left(text: str) -> bool:
    """Whether a text holds Arabic or Hebrew letters."""
    return _RIGHT_TO_LEFT.search(text) is not None


def shaped(line: str) -> str:
    """One line as its glyphs stand from left to right: letters joined, Arabic runs reversed.

    Wrap first, on the text as it is read; shape each line after that.
    """
    if not is_right_to_left(line):
        return line
    return str(get_display(reshape(line), base_dir="R"))


def printable(text: str) -> str:
    """The text in letters the typeface holds, on one line.

    A letter it lacks becomes its unaccented form, or else a question mark: a name with a strange sign
    still reaches its letter box.
    """
    plain = " ".join(text.split())
    known = _repertoire()
    if known.issuperset(plain):
        return plain
    return "".join([_closest(character, known) for character in unicodedata.normalize("NFC", plain)])


def unprintable(text: str) -> list[str]:
    """The characters of a text for which printable() would put a question mark."""
    known = _repertoire()
    return sorted(
        {c for c in unicodedata.normalize("NFC", text) if not c.isspace() and _closest(c, known) == "?" != c}
    )


def _closest(character: str, known: frozenset[str]) -> str:
    if character in known:
        return character
    if unicodedata.category(character) in _NOT_A_LETTER:
        return ""
    base = "".join([c for c in unicodedata.normalize("NFKD", character) if c in known])
    return base or "?"


def wrap(text: str, name: str, size: float, room: float) -> list[str]:
    """Breaks a text into lines no wider than room (mm), at spaces; a longer word is broken inside.

    Lines are in reading order and not yet shaped.
    """
    lines: list[str] = []
    line = ""
    for word in filter(None, _BREAKABLE.split(text)):
        longer = f"{line} {word}" if line else word
        if width(shaped(longer), name, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, name, size, room)
        lines += full
    return [*lines, line] if line else lines


def cut(text: str, name: str, size: float, room: float) -> str:
    """The text, or as much of its beginning as fits in room (mm) with an ellipsis behind it."""
    if width(text, name, size) <= room:
        return text
    kept = text
    while kept and width(kept + "…", name, size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _broken(word: str, name: str, size: float, room: float) -> list[str]:
    pieces, piece = [], ""
    for character in word:
        if piece and width(shaped(piece + character), name, size) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
