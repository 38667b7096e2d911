"""The structure of a PDF for who does not see it: headings, paragraphs, tables and figures in the order of reading.

reportlab draws but knows no structure. So each part is drawn between marks (BDC, EMC), and the tree that says what they are
is added to the finished file. ISO 32000-1, 14.7 and 14.8.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas


@dataclass
class Element:
    """A part of the structure. ``marks``: page (from 0) and number of each piece of content that is its own."""

    tag: str
    alt: str = ""
    scope: str = ""
    children: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)


class Tags:
    """Collects the structure while a canvas is drawn on."""

    def __init__(self, canvas: Canvas) -> None:
        self.root = Element("Document")
        self._canvas = canvas
        self._open = [self.root]
        self._numbers: dict[int, int] = {}

    @contextmanager
    def part(self, tag: str, *, alt: str = "", scope: str = "") -> Iterator[None]:
        """What is opened and drawn within is a part: "Sect", "Table", "TR", or "P" with content in it."""
        element = Element(tag, alt, scope)
        self._open[-1].children.append(element)
        self._open.append(element)
        yield
        self._open.pop()

    @contextmanager
    def content(self) -> Iterator[None]:
        """What is drawn within is content of the part that is open; all on one page."""
        page = self._canvas.getPageNumber() - 1
        number = self._numbers.get(page, 0)
        self._numbers[page] = number + 1
        element = self._open[-1]
        element.marks.append((page, number))
        self._canvas._code.append(f"/{element.tag} <</MCID {number}>> BDC")
        yield
        self._canvas._code.append("EMC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """What is drawn within says nothing: lines, backgrounds, page numbers."""
        self._canvas._code.append("/Artifact BMC")
        yield
        self._canvas._code.append("EMC")


def add_structure(pdf: bytes, tags: Tags, *, language: str, title: str) -> bytes:
    """The same PDF with its structure; its title stands in the window's bar."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    pages = [page.indirect_reference for page in writer.pages]
    parents: list[list[IndirectObject]] = [[] for _ in pages]
    root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root_reference = writer._add_object(root)
    root[NameObject("/K")] = _added(writer, tags.root, root_reference, pages, parents)
    flat: list[PdfObject] = []
    for number, elements in enumerate(parents):
        flat += [NumberObject(number), writer._add_object(ArrayObject(elements))]
        writer.pages[number][NameObject("/StructParents")] = NumberObject(number)
        writer.pages[number][NameObject("/Tabs")] = NameObject("/S")
    root[NameObject("/ParentTree")] = writer._add_object(
        DictionaryObject({NameObject("/Nums"): ArrayObject(flat)})
    )
    root[NameObject("/ParentTreeNextKey")] = NumberObject(len(pages))
    catalog = writer.root_object
    catalog[NameObject("/StructTreeRoot")] = root_reference
    catalog[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    catalog[NameObject("/Lang")] = TextStringObject(language)
    catalog[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    writer.add_metadata({"/Title": title})
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _added(
    writer: PdfWriter,
    element: Element,
    parent: IndirectObject,
    pages: list[IndirectObject | None],
    parents: list[list[IndirectObject]],
) -> IndirectObject:
    made = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/StructElem"),
            NameObject("/S"): NameObject(f"/{element.tag}"),
            NameObject("/P"): parent,
        }
    )
    reference = writer._add_object(made)
    if element.alt:
        made[NameObject("/Alt")] = TextStringObject(element.alt)
    if element.scope:
        attributes = {
            NameObject("/O"): NameObject("/Table"),
            NameObject("/Scope"): NameObject(f"/{element.scope}"),
        }
        made[NameObject("/A")] = DictionaryObject(attributes)
    kids = ArrayObject()
    for page, number in element.marks:
        # Marks are numbered in the order of drawing, so the parents of a page line up with them.
        held = parents[page]
        held += [reference] * (number + 1 - len(held))
        held[number] = reference
        kids.append(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/MCR"),
                    NameObject("/Pg"): pages[page],
                    NameObject("/MCID"): NumberObject(number),
                }
            )
        )
    kids.extend(_added(writer, child, reference, pages, parents) for child in element.children)
    made[NameObject("/K")] = kids
    return reference
