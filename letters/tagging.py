"""The structure of a PDF for who does not see it: headings, paragraphs, tables and links in the order of reading.

reportlab draws but knows no structure. So each part is drawn between marks (BDC, EMC), and the tree that says what they are
is added to the finished file. ISO 32000-1, 14.7 and 14.8; what the file says of itself follows ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
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
    StreamObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas


@dataclass
class Element:
    """A part of the structure.

    Attributes:
        scope: of a header cell: what it is the header of.
        marks: page (from 0) and number of each piece of content that is its own.
        link: for a link, the page that its annotation is on and its place among those of that page.
    """

    tag: str
    scope: str = ""
    link: tuple[int, int] | None = None
    children: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)


class Tags:
    """Collects the structure while a canvas is drawn on."""

    def __init__(self, canvas: Canvas) -> None:
        self.root = Element("Document")
        self._canvas = canvas
        self._open = [self.root]
        self._numbers: dict[int, int] = {}
        self._links: dict[int, int] = {}

    @contextmanager
    def part(self, tag: str, *, scope: str = "") -> Iterator[None]:
        """What is opened and drawn within is a part: "Sect", "Table", "TR", or "P" with content in it."""
        element = Element(tag, scope)
        self._open[-1].children.append(element)
        self._open.append(element)
        yield
        self._open.pop()

    def link(self, title: str, goal: str, area: tuple[float, float, float, float]) -> None:
        """Let the part that is open, a "Link", lead to a bookmark; ``area`` in points from the lower left corner."""
        page = self._canvas.getPageNumber() - 1
        self._open[-1].link = (page, self._links.get(page, 0))
        self._links[page] = self._links.get(page, 0) + 1
        self._canvas.linkAbsolute(title, goal, area, Border="[0 0 0]")

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
    tree = _Tree(writer)
    root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root_reference = writer._add_object(root)
    root[NameObject("/K")] = tree.add(tags.root, root_reference)
    root[NameObject("/ParentTree")] = writer._add_object(tree.parent_tree())
    root[NameObject("/ParentTreeNextKey")] = NumberObject(len(tree.parents) + len(tree.links))
    catalog = writer.root_object
    catalog[NameObject("/StructTreeRoot")] = root_reference
    catalog[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    catalog[NameObject("/Lang")] = TextStringObject(language)
    catalog[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    catalog[NameObject("/Metadata")] = writer._add_object(_about_itself(title, language))
    writer.add_metadata({"/Title": title})
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


@dataclass
class _Tree:
    """Elements on their way into a file. ``parents``: by page, whose each mark is; ``links``: whose each annotation is."""

    writer: PdfWriter
    parents: list[list[IndirectObject]] = field(default_factory=list)
    links: list[IndirectObject] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parents = [[] for _page in self.writer.pages]

    def add(self, element: Element, parent: IndirectObject) -> IndirectObject:
        """The element with all that is in it."""
        made = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject(f"/{element.tag}"),
                NameObject("/P"): parent,
            }
        )
        reference = self.writer._add_object(made)
        if element.scope:
            attributes = {
                NameObject("/O"): NameObject("/Table"),
                NameObject("/Scope"): NameObject(f"/{element.scope}"),
            }
            made[NameObject("/A")] = DictionaryObject(attributes)
        kids = ArrayObject([self._mark(page, number, reference) for page, number in element.marks])
        if element.link is not None:
            kids.append(self._annotation(*element.link, reference))
        kids.extend(self.add(child, reference) for child in element.children)
        made[NameObject("/K")] = kids
        return reference

    def parent_tree(self) -> DictionaryObject:
        """From marks and annotations to their elements."""
        flat: list[PdfObject] = []
        for number, elements in enumerate(self.parents):
            flat += [NumberObject(number), self.writer._add_object(ArrayObject(elements))]
            page = self.writer.pages[number]
            page[NameObject("/StructParents")] = NumberObject(number)
            page[NameObject("/Tabs")] = NameObject("/S")
        for number, link in enumerate(self.links, len(self.parents)):
            flat += [NumberObject(number), link]
        return DictionaryObject({NameObject("/Nums"): ArrayObject(flat)})

    def _mark(self, page: int, number: int, element: IndirectObject) -> DictionaryObject:
        # Marks are numbered in the order of drawing, so the parents of a page line up with them.
        held = self.parents[page]
        held += [element] * (number + 1 - len(held))
        held[number] = element
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/MCR"),
                NameObject("/Pg"): self._page(page),
                NameObject("/MCID"): NumberObject(number),
            }
        )

    def _annotation(self, page: int, place: int, element: IndirectObject) -> DictionaryObject:
        annotations = self.writer.pages[page].annotations
        if annotations is None:
            raise ValueError("a link without its annotation")
        annotation = annotations[place].get_object()
        annotation[NameObject("/StructParent")] = NumberObject(len(self.parents) + len(self.links))
        self.links.append(element)
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/OBJR"),
                NameObject("/Pg"): self._page(page),
                NameObject("/Obj"): annotations[place],
            }
        )

    def _page(self, number: int) -> PdfObject:
        reference = self.writer.pages[number].indirect_reference
        if reference is None:
            raise ValueError("a page that is in no file")
        return reference


_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _about_itself(title: str, language: str) -> StreamObject:
    """What the file says of itself to programs."""
    stream = StreamObject()
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream[NameObject("/Subtype")] = NameObject("/XML")
    stream.set_data(_METADATA.format(title=escape(title), language=escape(language)).encode())
    return stream
