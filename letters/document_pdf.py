"""A document as a PDF on A4: embedded typefaces, charts as vectors, bookmarks, and a structure for who does not see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import singledispatchmethod
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from letters.document import Bars, Block, Document, Figures, Heading, Points, Section, Table, Text
from letters.fonts import BOLD, REGULAR, cut, font, printable, width
from letters.sheet import MM, PAGE_POINTS, Sheet, Style, up
from letters.tagging import Tags, add_structure
from letters.window import SHEET_HEIGHT, SHEET_WIDTH, Box

LEFT, RIGHT = 22.0, SHEET_WIDTH - 22
TOP, BOTTOM = 24.0, SHEET_HEIGHT - 24
ROOM = RIGHT - LEFT
# The colours of the site (css/report.css): the report is read on screens, and on paper from anybody's printer.
INK, SOFT_INK, PAPER = HexColor("#1d2624"), HexColor("#57524a"), HexColor("#ffffff")
DEEP, ACTION, WARM = HexColor("#0d3f33"), HexColor("#14614f"), HexColor("#e9a52f")
TRACK, SAND, LINE = HexColor("#e2efea"), HexColor("#fbf5ea"), HexColor("#e4d8c3")
_TITLE = Style(BOLD, 32, 13.5, PAPER)
_ABOUT = Style(REGULAR, 13.5, 6, PAPER)
_H1 = Style(BOLD, 18, 7.6, INK)
_H2 = Style(BOLD, 12, 5.6, INK)
_BODY = Style(REGULAR, 10.5, 5.2, INK)
_SMALL = Style(REGULAR, 9, 4.3, SOFT_INK)
_CELL = Style(REGULAR, 9.5, 4.5, INK)
_CELL_HEAD = Style(BOLD, 8.5, 4.1, SOFT_INK)
_CELL_NAME = Style(BOLD, 9.5, 4.5, INK)
_FIGURE = Style(BOLD, 21, 8, INK)
_BAR = 5.2
_BAR_ROW = 8.2
_PAD = 1.7
_SHORT = 95.0


def document_pdf(document: Document) -> bytes:
    """The whole file; the same document gives the same bytes."""
    font(REGULAR)  # or reportlab begins in Helvetica, which is never embedded
    _pdf, writer = _drawn(document, {})
    pdf, writer = _drawn(document, writer.pages)
    return add_structure(pdf, writer.tags, language=document.language, title=document.title)


def _drawn(document: Document, pages: Mapping[str, int]) -> tuple[bytes, _Writer]:
    """The file without its structure; ``pages``: of the sections, for the contents, as far as they are known."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=PAGE_POINTS, invariant=1, pageCompression=1, initialFontName=REGULAR)
    canvas.setTitle(document.title)
    canvas.setAuthor(document.author)
    canvas.setSubject(document.about)
    canvas.setCreator("Wijk aan Zet")
    writer = _Writer(canvas, document, pages)
    writer.write()
    canvas.save()
    return file.getvalue(), writer


class _Writer:
    """Draws a document from top to bottom.

    Attributes:
        y: how far down the page it is, in mm.
        in_words: the columns of the table at hand that begin at their left.
        known: on which page each section begins, as the contents say it.
        pages: the same, as it turns out.
    """

    def __init__(self, canvas: Canvas, document: Document, known: Mapping[str, int]) -> None:
        self.canvas, self.document, self.known = canvas, document, known
        self.sheet, self.tags = Sheet(canvas), Tags(canvas)
        self.y = TOP
        self.in_words = frozenset({0})
        self.pages: dict[str, int] = {}

    def write(self) -> None:
        """Draw all of it."""
        self._cover()
        for section in self.document.sections:
            with self.tags.part("Sect"):
                self._section(section)
        self._close_page()

    def _cover(self) -> None:
        sheet, room = self.sheet, ROOM
        title, about = printable(self.document.title), printable(self.document.about)
        high = 44 + _TITLE.leading * len(sheet.lines(title, room, _TITLE))
        with self.tags.decoration():
            sheet.panel(Box(0, 0, SHEET_WIDTH, high), DEEP, radius=0)
            sheet.panel(Box(0, high, SHEET_WIDTH, high + 2), WARM, radius=0)
        with self.tags.part("H1"), self.tags.content():
            y = sheet.paragraph(LEFT, 33, room, title, _TITLE)
        with self.tags.part("P"), self.tags.content():
            sheet.text(LEFT, y - 1, about, _ABOUT)
        self._contents(high + 12)

    def _contents(self, top: float) -> None:
        """The list of sections with their pages, in two columns that are read one after the other."""
        sections = self.document.sections
        deep = -(-len(sections) // 2)
        with self.tags.decoration():
            self.sheet.panel(Box(LEFT, top, RIGHT, top + 20 + deep * 6.6), SAND, radius=2)
        with self.tags.part("H2"), self.tags.content():
            self.sheet.text(LEFT + 7, top + 10, printable(self.document.contents), _H2)
        half = ROOM / 2
        with self.tags.part("TOC"):
            for place, section in enumerate(sections):
                left = LEFT + 7 + half * (place // deep)
                self._content_line(place + 1, section, left, left + half - 14, top + 18 + place % deep * 6.6)
        self.y = top + 20 + deep * 6.6 + 6

    def _content_line(self, number: int, section: Section, left: float, right: float, y: float) -> None:
        title = cut(f"{number}. {printable(section.title)}", REGULAR, _BODY.size, right - left - 9)
        page = str(self.known.get(section.key, ""))
        with self.tags.part("TOCI"), self.tags.part("Link"):
            with self.tags.content():
                self.sheet.text(left, y, title, _BODY)
                self.sheet.text_ending(right, y, page, _BODY)
            self.tags.link(section.title, section.key, (left * MM, up(y + 1.6), right * MM, up(y - 4)))

    def _section(self, section: Section) -> None:
        first = section.blocks[0] if section.blocks else Text("")
        self._need(20 + self._least(first))
        self.y += 6 if self.y > TOP else 0
        self.pages[section.key] = self.canvas.getPageNumber()
        number = self.document.sections.index(section) + 1
        title = f"{number}. {printable(section.title)}"
        self.canvas.bookmarkHorizontalAbsolute(section.key, up(self.y - 8))
        self.canvas.addOutlineEntry(title, section.key, 0)
        with self.tags.part("H2"), self.tags.content():
            self.y = self.sheet.paragraph(LEFT, self.y + 4, ROOM, title, _H1)
        with self.tags.decoration():
            self.sheet.panel(Box(LEFT, self.y - 4.4, RIGHT, self.y - 3.5), WARM, radius=0)
        self.y += 5
        for block in section.blocks:
            self._draw(block)

    def _least(self, block: Block) -> float:
        """So much of a block must stand under its heading, mm."""
        if isinstance(block, Bars):
            return min(len(block.rows), 8) * _BAR_ROW + 20
        return 42 if isinstance(block, Table) else 24

    @singledispatchmethod
    def _draw(self, block: Block) -> None:
        raise TypeError(type(block).__name__)

    @_draw.register
    def _text(self, block: Text) -> None:
        with self.tags.part("P"):
            self._lines(printable(block.text), _BODY, LEFT, ROOM)
        self.y += 2.6

    @_draw.register
    def _heading(self, block: Heading) -> None:
        self._need(22)
        self.y += 3
        with self.tags.part("H3"):
            self._lines(printable(block.text), _H2, LEFT, ROOM)
        self.y += 1.2

    @_draw.register
    def _points(self, block: Points) -> None:
        with self.tags.part("L"):
            for item in block.items:
                self._need(_BODY.leading)
                with self.tags.decoration():
                    self.canvas.setFillColor(ACTION)
                    self.canvas.circle((LEFT + 1) * MM, up(self.y - 1.2), 2, stroke=0, fill=1)
                with self.tags.part("LI"), self.tags.part("LBody"):
                    self._lines(printable(item), _BODY, LEFT + 5, ROOM - 5)
                self.y += 1.2
        self.y += 2

    def _lines(self, text: str, style: Style, left: float, room: float) -> None:
        """Wrapped text from here down, over as many pages as it takes."""
        for line in self.sheet.lines(text, room, style):
            self._need(style.leading)
            with self.tags.content():
                self.sheet.text(left, self.y, line, style)
            self.y += style.leading

    @_draw.register
    def _figures(self, block: Figures) -> None:
        self.y += 1.5
        across = min(len(block.items), 4) or 1
        wide = ROOM / across
        with self.tags.part("L"):
            for start in range(0, len(block.items), across):
                row = block.items[start : start + across]
                deep = max(len(self.sheet.lines(printable(label), wide - 8, _SMALL)) for _, label in row)
                self._need(13 + deep * _SMALL.leading)
                for place, (value, label) in enumerate(row):
                    left = LEFT + place * wide
                    with self.tags.decoration():
                        bar = Box(left, self.y - 4, left + 1, self.y + 7 + deep * _SMALL.leading)
                        self.sheet.panel(bar, WARM, radius=0)
                    with self.tags.part("LI"), self.tags.part("LBody"), self.tags.content():
                        size = self._fitting(printable(value), wide - 8)
                        self.sheet.text(left + 4, self.y + 3, printable(value), size)
                        self.sheet.paragraph(left + 4, self.y + 9, wide - 8, printable(label), _SMALL)
                self.y += 15 + deep * _SMALL.leading

    def _fitting(self, value: str, room: float) -> Style:
        sizes = (Style(BOLD, size, 8, INK) for size in (21, 18, 15, 13, 11, 9, 7))
        return next((one for one in sizes if width(value, BOLD, one.size) <= room), _FIGURE)

    @_draw.register
    def _bars(self, block: Bars) -> None:
        name_room = min(
            58.0, max((width(printable(n), REGULAR, 9.5) for n, _, _ in block.rows), default=20) + 4
        )
        value_room = max((width(printable(text), BOLD, 9.5) for _, _, text in block.rows), default=10) + 3
        full = ROOM - name_room - value_room
        with self.tags.part("Table"):
            self._caption(block.caption, min(len(block.rows), 8) * _BAR_ROW)
            for name, length, text in block.rows:
                lines = self.sheet.lines(printable(name), name_room - 3, _CELL)
                high = max(_BAR_ROW, len(lines) * _CELL.leading + 2)
                self._need(high)
                with self.tags.decoration():
                    self._bar(LEFT + name_room, full, length / block.longest, is_funnel=block.is_funnel)
                with self.tags.part("TR"):
                    with self.tags.part("TH", scope="Row"), self.tags.content():
                        self.sheet.paragraph(LEFT, self.y, name_room - 3, printable(name), _CELL)
                    with self.tags.part("TD"), self.tags.content():
                        self.sheet.text_ending(RIGHT, self.y, printable(text), _CELL_NAME)
                self.y += high
        if block.note:
            with self.tags.part("P"):
                self._lines(printable(block.note), _SMALL, LEFT, ROOM)
        self.y += 3

    def _bar(self, left: float, full: float, part: float, *, is_funnel: bool) -> None:
        top, long = self.y - 4, full * part
        self.sheet.panel(Box(left, top, left + full, top + _BAR), TRACK, radius=0.8)
        if part:
            start = left + (full - long) / 2 if is_funnel else left
            self.sheet.panel(
                Box(start, top, start + max(long, 0.6), top + _BAR), ACTION, radius=min(0.8, long / 2)
            )

    @_draw.register
    def _table(self, block: Table) -> None:
        rooms = self._rooms(block)
        high = [
            self._row_height(row, rooms, _CELL) for row in (block.columns, *block.rows, block.foot) if row
        ]
        with self.tags.part("Table"):
            # A short table stays on one page; a long one begins with three rows under its head.
            self._caption(block.caption, sum(high) if sum(high) < _SHORT else sum(high[:4]))
            self.in_words = block.in_words | {0}
            self._row(block.columns, rooms, _CELL_HEAD, head=True)
            for row in block.rows:
                if not self._row(row, rooms, _CELL):
                    # The page is new: its columns need their names again, for who sees them.
                    with self.tags.decoration():
                        self._row_cells(block.columns, rooms, _CELL_HEAD, tagged=False)
                    self._row(row, rooms, _CELL)
            if block.foot:
                self._row(block.foot, rooms, _CELL_NAME, force=True)
        self.y += 4

    def _rooms(self, block: Table) -> list[float]:
        """Widths of the columns in mm: figures take what they need, the names get the rest, at least a third.

        Labels stay on one line when there is room for all of them.
        """
        needed = self._needed(block, whole_labels=True)
        if sum(needed) > ROOM * 0.6:
            needed = self._needed(block, whole_labels=False)
        shrink = min(1.0, ROOM * 2 / 3 / sum(needed)) if needed else 1.0
        others = [room * shrink for room in needed]
        return [ROOM - sum(others), *others]

    def _needed(self, block: Table, *, whole_labels: bool) -> list[float]:
        rows = [row for row in (*block.rows, block.foot) if row]
        needed = []
        for column in range(1, len(block.columns)):
            label = printable(block.columns[column])
            labels = [label] if whole_labels else label.split()
            words = [width(word, BOLD, _CELL_HEAD.size) for word in labels]
            cells = [width(printable(row[column]), BOLD, _CELL.size) for row in rows]
            needed.append(max([10.0, *words, *cells]) + (7 if column in block.in_words else 4.5))
        return needed

    def _row(
        self,
        cells: Sequence[str],
        rooms: Sequence[float],
        style: Style,
        *,
        head: bool = False,
        force: bool = False,
    ) -> bool:
        """Draw a row; False when it did not fit: then a new page was begun and nothing drawn."""
        if self.y + self._row_height(cells, rooms, style) > BOTTOM:
            self._new_page()
            if not (head or force):
                return False
        with self.tags.part("TR"):
            self._row_cells(cells, rooms, style, tagged=True, head=head)
        return True

    def _row_height(self, cells: Sequence[str], rooms: Sequence[float], style: Style) -> float:
        deep = max(
            len(self.sheet.lines(printable(c), r - 2, style)) for c, r in zip(cells, rooms, strict=True)
        )
        return max(deep, 1) * style.leading + 2 * _PAD

    def _row_cells(
        self, cells: Sequence[str], rooms: Sequence[float], style: Style, *, tagged: bool, head: bool = False
    ) -> None:
        high, left = self._row_height(cells, rooms, style), LEFT
        base = self.y + style.ascent - 1.3
        for place, (cell, room) in enumerate(zip(cells, rooms, strict=True)):
            text = printable(cell)
            if tagged:
                scope = "Column" if head else "Row" if place == 0 else ""
                with self.tags.part("TH" if scope else "TD", scope=scope), self.tags.content():
                    self._cell(left, base, room, text, style, ends=place not in self.in_words)
            else:
                self._cell(left, base, room, text, style, ends=place not in self.in_words)
            left += room
        line = self.y - 2 + high - _PAD
        if tagged:
            with self.tags.decoration():
                self._rule(line, head=head)
        else:
            self._rule(line, head=True)
        self.y += high

    def _rule(self, y: float, *, head: bool) -> None:
        """A line under a row: a strong one under the head."""
        self.sheet.panel(Box(LEFT, y, RIGHT, y + (0.45 if head else 0.2)), ACTION if head else LINE, radius=0)

    def _cell(self, left: float, base: float, room: float, text: str, style: Style, *, ends: bool) -> None:
        for number, line in enumerate(self.sheet.lines(text, room - 2, style)):
            y = base + number * style.leading
            if ends:
                self.sheet.text_ending(left + room, y, line, style)
            else:
                self.sheet.text(left + (4 if left > LEFT else 0), y, line, style)

    def _caption(self, caption: str, least: float) -> None:
        """The words above a chart or a table, which stays with so many mm of it."""
        self._need(least + 8)
        self.y += 1.5 if self.y > TOP else 0
        with self.tags.part("Caption"):
            self._lines(printable(caption), _H2, LEFT, ROOM)
        self.y += 2.2

    def _need(self, room: float) -> None:
        """Begin a new page unless there is so much room left, mm."""
        if self.y + min(room, BOTTOM - TOP) > BOTTOM:
            self._new_page()

    def _new_page(self) -> None:
        self._close_page()
        self.y = TOP

    def _close_page(self) -> None:
        number = self.canvas.getPageNumber()
        with self.tags.decoration():
            self.sheet.panel(Box(LEFT, SHEET_HEIGHT - 18, RIGHT, SHEET_HEIGHT - 17.8), LINE, radius=0)
            title = cut(printable(self.document.title), REGULAR, _SMALL.size, ROOM - 20)
            self.sheet.text(LEFT, SHEET_HEIGHT - 12.5, title, _SMALL)
            self.sheet.text_ending(RIGHT, SHEET_HEIGHT - 12.5, str(number), _SMALL)
        self.canvas.setFillColor(INK)
        self.canvas.showPage()
