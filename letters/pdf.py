"""A PDF of many small pages: reportlab draws what they share, the pages themselves are written straight.

reportlab makes a document that holds the typefaces and the forms (`Template`). `PageWriter` copies it up to
its cross-reference table, adds one small content stream a letter and a page tree, and writes one new table
(ISO 32000-1, 7.5). Nothing is kept but one offset an object, so memory does not grow with the letters.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import BinaryIO

from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from letters.fonts import REGULAR, font
from letters.sheet import PAGE_POINTS

_ESCAPED = {ord(sign): b"\\" + sign.encode() for sign in "()\\"} | {0x0D: b"\\r", 0x0A: b"\\n"}
_RESOURCE = itemgetter(0)
_TABLE_HEAD = re.compile(rb"xref\s+0 (\d+)\s+")
_CHILDREN = 64
"""Pages under one node of the page tree: viewers walk a shallow tree quickly."""


@dataclass(frozen=True)
class Glyphs:
    """How the characters of one typeface are written in this document.

    Attributes:
        codes: character to (font resource, byte of a PDF string).
    """

    codes: Mapping[str, tuple[bytes, bytes]]

    def show(self, text: str, size: float, x: float, y: float) -> bytes:
        """PDF operators for one line at x, y (points from the lower left); unknown characters are dropped."""
        known = [self.codes[character] for character in text if character in self.codes]
        shown = [b"BT %.2f %.2f Td" % (x, y)]
        for resource, run in groupby(known, key=_RESOURCE):
            shown.append(b"%s %.4g Tf(%s)Tj" % (resource, size, b"".join([byte for _, byte in run])))
        return b" ".join([*shown, b"ET\n"])


@dataclass(frozen=True)
class Template:
    """A finished PDF whose typefaces and forms new pages may use.

    Attributes:
        head: the document up to its cross-reference table.
        offsets: where its objects 1, 2, ... start.
        root: number of the catalogue.
        info: number of the document information.
        pages: number of the page tree's root, which PageWriter writes anew.
        resources: the resource dictionary, as PDF.
        glyphs: per typeface how characters are written.
    """

    head: bytes
    offsets: tuple[int, ...]
    root: int
    info: int
    pages: int
    resources: bytes
    glyphs: Mapping[str, Glyphs]


@dataclass(frozen=True)
class Written:
    """What a PageWriter wrote.

    Attributes:
        pages: number of pages.
        sha256: of the whole file, in hexadecimal.
    """

    pages: int
    sha256: str


def make_template(
    title: str, forms: Mapping[str, Callable[[Canvas], None]], characters: Mapping[str, str]
) -> Template:
    """Draws the shared forms once.

    Args:
        title: title of the document.
        forms: form name to the function that draws it; new pages call it with ``/FormXob.name Do``.
        characters: typeface to the characters new pages will write in it.
    """
    file = BytesIO()
    font(REGULAR)  # or reportlab starts every page in Helvetica, which is never embedded
    canvas = Canvas(file, pagesize=PAGE_POINTS, invariant=1, pageCompression=1, initialFontName=REGULAR)
    canvas.setTitle(title)
    canvas.setCreator("Wijk aan Zet")
    for name, draw in forms.items():
        canvas.beginForm(name)
        draw(canvas)
        canvas.endForm()
        canvas.doForm(name)
    glyphs = {name: _glyphs(canvas, name, wanted) for name, wanted in characters.items()}
    canvas.showPage()
    canvas.save()
    return _split(file.getvalue(), glyphs)


def _glyphs(canvas: Canvas, name: str, characters: str) -> Glyphs:
    """Reserves a place for every character in the subsets reportlab embeds."""
    typeface, document = font(name), canvas._doc
    codes = {}
    for character in characters:
        ((subset, byte),) = typeface.splitString(character, document)
        resource = typeface.getSubsetInternalName(subset, document).encode()
        codes[character] = (resource, _ESCAPED.get(byte[0], byte))
    return Glyphs(codes)


def _split(document: bytes, glyphs: Mapping[str, Glyphs]) -> Template:
    table = int(document[document.rindex(b"startxref") :].split()[1])
    found = _TABLE_HEAD.match(document, table)
    if found is None:
        raise ValueError("reportlab wrote no plain cross-reference table")
    entries = [document[found.end() + 20 * i : found.end() + 20 * i + 10] for i in range(int(found[1]))]
    reader = PdfReader(BytesIO(document))
    page = reader.pages[0]
    catalogue = reader.trailer.raw_get("/Root")
    resources = BytesIO()
    page.raw_get("/Resources").write_to_stream(resources)
    return Template(
        head=document[:table],
        offsets=tuple(int(entry) for entry in entries[1:]),
        root=catalogue.idnum,
        info=reader.trailer.raw_get("/Info").idnum,
        pages=catalogue.get_object().raw_get("/Pages").idnum,
        resources=resources.getvalue(),
        glyphs=glyphs,
    )


class PageWriter:
    """Writes pages on top of a template, one after another, to a stream that need not be seekable."""

    def __init__(self, template: Template, out: BinaryIO) -> None:
        self._template = template
        self._out = out
        self._digest = hashlib.sha256()
        self._position = 0
        self._offsets = list(template.offsets)
        self._nodes: list[int] = []
        self._children: list[int] = []
        self._node = 0
        self._pages = 0
        self._put(template.head)

    def content(self, operators: bytes) -> int:
        """Writes a content stream, which several pages may share; returns its object number."""
        packed = zlib.compress(operators, 6)
        head = b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed)
        return self._object(head + packed + b"\nendstream")

    def page(self, content: int) -> None:
        """Writes an A4 page that shows a content stream."""
        if not self._children:
            self._node = self._reserve()
        self._children.append(
            self._object(b"<</Type/Page/Parent %d 0 R/Contents %d 0 R>>" % (self._node, content))
        )
        self._pages += 1
        if len(self._children) == _CHILDREN:
            self._close_node()

    def finish(self) -> Written:
        """Writes the page tree, the cross-reference table and the trailer."""
        if self._children:
            self._close_node()
        template, (width, height) = self._template, PAGE_POINTS
        self._fill(
            template.pages,
            b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 %.4f %.4f]/Resources %s>>"
            % (self._pages, _references(self._nodes), width, height, template.resources),
        )
        start, size = self._position, len(self._offsets) + 1
        rows = b"".join([b"%010d 00000 n \n" % offset for offset in self._offsets])
        identity = self._digest.hexdigest()[:32].encode()
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % size + rows)
        self._put(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R" % (size, template.root, template.info))
        self._put(b"/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n" % (identity, identity, start))
        return Written(self._pages, self._digest.hexdigest())

    def _close_node(self) -> None:
        self._fill(
            self._node,
            b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>"
            % (self._template.pages, len(self._children), _references(self._children)),
        )
        self._nodes.append(self._node)
        self._children = []

    def _reserve(self) -> int:
        self._offsets.append(0)
        return len(self._offsets)

    def _object(self, body: bytes) -> int:
        number = self._reserve()
        self._fill(number, body)
        return number

    def _fill(self, number: int, body: bytes) -> None:
        self._offsets[number - 1] = self._position
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _put(self, piece: bytes) -> None:
        self._out.write(piece)
        self._digest.update(piece)
        self._position += len(piece)


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])
