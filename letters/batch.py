"""A batch of letters as one press-ready PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import BinaryIO

from letters import kix, qr
from letters.block import AddressBlock, address_block
from letters.cover import cover_sheet
from letters.fonts import ASCII, BOLD, LATIN, REGULAR, SIGNS, printable, width
from letters.letter import (
    CODE_ROOM,
    CODE_SIZE,
    CODE_X,
    CODE_Y,
    SEQUENCE_SIZE,
    SEQUENCE_X,
    SEQUENCE_Y,
    Recipient,
    draw_back,
    draw_front,
    qr_placed,
)
from letters.pdf import Glyphs, PageWriter, Template, make_template
from letters.sheet import MM, up
from letters.text import LetterText, filled
from letters.window import WindowProfile

# The same pure black as the forms have: DeviceGray black beside it would print as another black.
BLACK = b"0 0 0 1 k\n"
FRONT = b"/FormXob.front Do\n" + BLACK
BACK = b"/FormXob.back Do\n"
_COMMON = frozenset(LATIN + SIGNS)


@dataclass(frozen=True)
class BatchFacts:
    """What is in a batch; one row of the manifest.

    Attributes:
        letters: number of letters.
        pages: number of pages, cover sheet included; always even.
        sha256: of the PDF, in hexadecimal.
    """

    letters: int
    pages: int
    sha256: str


def draw_batch(
    recipients: Sequence[Recipient],
    text: LetterText,
    profile: WindowProfile,
    out: BinaryIO,
    *,
    cover: bool,
    name: str = "",
) -> BatchFacts:
    """Writes a PDF with two pages a letter, in the order given.

    The same arguments give the same bytes. Memory does not grow with the number of letters.

    Args:
        recipients: who gets a letter, already sorted (Address.sort_key).
        text: what all letters say.
        profile: the envelope.
        out: where the PDF goes; only write() is called.
        cover: whether a sheet for the print shop goes first.
        name: what the cover sheet calls the batch, such as "partij 3 van 12".

    Raises:
        WindowError: the envelope's window is too small for the return line or an address.
        TextError: the edition's words need more room than there is.
        QrError: the website's address or a code cannot be put in a QR code.
        AddressError: a house number and addition make an impossible KIX code.
    """
    template = _template(text, profile, _unusual(recipients))
    family = qr.family(text.qr_prefix)
    writer = PageWriter(template, out)
    back = writer.content(BACK)
    if cover:
        writer.page(writer.content(BLACK + cover_sheet(template.glyphs, recipients, text, profile, name)))
        writer.page(writer.content(b""))
    draw = _LetterDrawing(template.glyphs, text, profile, family)
    paths = family.paths([recipient.code for recipient in recipients])
    for recipient, modules in zip(recipients, paths, strict=True):
        writer.page(writer.content(draw(recipient, modules)))
        writer.page(back)
    written = writer.finish()
    return BatchFacts(len(recipients), written.pages, written.sha256)


@lru_cache(maxsize=4)
def _template(text: LetterText, profile: WindowProfile, unusual: str) -> Template:
    """The shared part of all batches of an edition; made once a process, unless names need other letters."""
    family = qr.family(text.qr_prefix)
    forms = {
        "front": partial(draw_front, text=text, profile=profile, family=family),
        "back": partial(draw_back, text=text),
    }
    return make_template(
        f"{text.edition}: stembrieven",
        forms,
        {BOLD: ASCII, REGULAR: LATIN + SIGNS + unusual},
    )


def _unusual(recipients: Sequence[Recipient]) -> str:
    """Letters outside the ordinary set that these names and addresses need, in a fixed order."""
    needed: set[str] = set()
    for recipient in recipients:
        address = recipient.address
        for text in (recipient.addressee, address.street, address.house, address.place.upper()):
            # Only names with a letter no Dutch register holds come here, so most batches share one template.
            if not _COMMON.issuperset(text):
                needed.update(printable(text))
    return "".join(sorted(needed - _COMMON))


class _LetterDrawing:
    """Turns a recipient into the operators of one front page, in points from the lower left corner."""

    def __init__(
        self, glyphs: Mapping[str, Glyphs], text: LetterText, profile: WindowProfile, family: qr.QrFamily
    ) -> None:
        self._regular = glyphs[REGULAR]
        self._bold = glyphs[BOLD]
        self._profile = profile
        self._label = filled(text).sequence_label
        self._qr_placed = b"q " + qr_placed(family)

    def __call__(self, recipient: Recipient, modules: bytes) -> bytes:
        block = address_block(recipient.addressee, recipient.address, self._profile)
        left = block.x * MM
        lines = [self._regular.show(line.text, line.size, left, up(line.y)) for line in block.lines]
        code_size = min(CODE_SIZE, CODE_ROOM / width(recipient.code, BOLD, 1))
        number = f"{self._label} {recipient.sequence}"
        return b"".join(
            [
                FRONT,
                *lines,
                self._kix(block),
                self._bold.show(recipient.code, code_size, CODE_X * MM, up(CODE_Y)),
                self._regular.show(number, SEQUENCE_SIZE, SEQUENCE_X * MM, up(SEQUENCE_Y)),
                self._qr_placed,
                modules,
                b"Q",
            ]
        )

    @staticmethod
    def _kix(block: AddressBlock) -> bytes:
        if not block.kix:
            return b""
        placed = b"q %.5f 0 0 %.5f %.2f %.2f cm\n" % (MM, MM, block.x * MM, up(block.kix_y))
        return placed + kix.path(block.kix) + b"Q\n"
