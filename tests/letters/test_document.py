"""A document as a PDF: read back as somebody would who does not see it."""

from collections import Counter
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from letters.document import Document, Points, Section, Table, Text
from letters.document_pdf import document_pdf
from tests.support.reports import SMALL

LONG = replace(
    SMALL,
    sections=(
        Section(
            "lang",
            "Een lange tabel",
            (
                Table(
                    "Alle plannen",
                    ("Plan", "Stand", "Geld"),
                    tuple((f"Plan {n} met een naam", "onderweg", f"€ {n}") for n in range(1, 121)),
                    in_words=frozenset({1}),
                ),
            ),
        ),
        Section("daarna", "Daarna", (Points(tuple(f"Punt {n}. " + "woord " * 30 for n in range(40))),)),
    ),
)


def read(document: Document) -> PdfReader:
    return PdfReader(BytesIO(document_pdf(document)))


def elements(reader: PdfReader) -> list[tuple[str, DictionaryObject]]:
    """Every part of the structure with its tag, in the order of reading."""

    def walk(node: Any) -> list[tuple[str, DictionaryObject]]:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            return [pair for kid in node for pair in walk(kid)]
        if not isinstance(node, DictionaryObject) or "/S" not in node:
            return []
        return [(str(node["/S"]), node), *walk(node.get("/K", ArrayObject()))]

    return walk(reader.root_object["/StructTreeRoot"]["/K"])


def marks(reader: PdfReader) -> list[tuple[int, int]]:
    """Page and number of every piece of content that is in the structure, in the order of reading."""
    number_of = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    found = []
    for _tag, node in elements(reader):
        for kid in node["/K"]:
            one = kid.get_object()
            if one.get("/Type") == "/MCR":
                found.append((number_of[one.raw_get("/Pg").idnum], int(one["/MCID"])))
    return found


def test_it_says_what_it_is() -> None:
    reader = read(SMALL)
    root = reader.root_object
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Evaluatie Proefwijk", "Proefstad")
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert [entry.title for entry in reader.outline] == ["1. In het kort", "2. Cijfers", "3. Lessen"]  # type: ignore[union-attr]


def test_every_letter_is_embedded_and_can_be_copied() -> None:
    reader = read(SMALL)
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descriptor = font.get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor
            assert "/ToUnicode" in font.get_object()
    text = "".join(page.extract_text() for page in reader.pages)
    for words in ("Şefika Yılmaz & de buren", "€ 70.000", "€ 539,20", "Bel elke indiener."):
        assert words in text


def test_the_structure_names_headings_tables_lists_and_links() -> None:
    found = Counter(tag for tag, _node in elements(read(SMALL)))
    assert found["/H1"] == 1
    assert found["/H2"] == 1 + len(SMALL.sections)
    assert (found["/Sect"], found["/H3"], found["/Table"], found["/Caption"]) == (3, 1, 2, 2)
    assert (found["/TOCI"], found["/Link"]) == (3, 3)
    assert found["/TR"] == 3 + 4
    assert found["/TH"] == 3 + 3 + 3
    assert "/Figure" not in found, "a chart is a table that is drawn"


def test_header_cells_say_what_they_head() -> None:
    scopes = [node["/A"]["/Scope"] for tag, node in elements(read(SMALL)) if tag == "/TH"]
    assert Counter(scopes) == {"/Row": 6, "/Column": 3}


@pytest.mark.parametrize("document", [SMALL, LONG], ids=["small", "long"])
def test_all_content_is_in_the_structure_once_and_in_order(document: Document) -> None:
    reader = read(document)
    found = marks(reader)
    assert found == sorted(set(found)), "read from the first page to the last, nothing twice"
    for number, page in enumerate(reader.pages):
        content = page.get_contents()
        assert content is not None
        data = content.get_data().decode("latin-1")
        tagged = data.count("/MCID")
        assert tagged == sum(1 for on, _mark in found if on == number)
        assert data.count("BDC") + data.count("BMC") == data.count("EMC")
        parents = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]  # type: ignore[index]
        assert len(parents[2 * number + 1].get_object()) == tagged


def test_what_is_drawn_outside_the_structure_says_nothing() -> None:
    for page in read(SMALL).pages:
        data = page.get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
        depth, loose = 0, []
        for line in data.splitlines():
            depth += line.endswith(("BDC", "BMC"))
            depth -= line.endswith("EMC")
            if depth == 0 and "Tj" in line:
                loose.append(line)
        assert loose == []


def test_the_contents_lead_to_their_sections_and_name_the_right_page() -> None:
    reader = read(LONG)
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", ())]
    assert len(links) == 2
    assert all(link["/StructParent"] >= len(reader.pages) for link in links)
    assert [link["/Contents"] for link in links] == ["Een lange tabel", "Daarna"]
    numbers = [one.indirect_reference for one in reader.pages]
    page = numbers.index(list.__getitem__(links[1]["/Dest"], 0))
    assert page > 2
    first = reader.pages[0].extract_text().splitlines()
    place = next(n for n, line in enumerate(first) if "2. Daarna" in line)
    assert str(page + 1) in (first[place].split()[-1], first[place + 1].strip())


def test_a_long_table_repeats_its_head_for_who_sees_it_and_loses_no_row() -> None:
    reader = read(LONG)
    pages = [page.extract_text() for page in reader.pages]
    with_rows = [text for text in pages if "met een naam" in text]
    assert len(with_rows) >= 3
    assert all("Stand" in text for text in with_rows)
    together = "\n".join(pages)
    assert all(f"Plan {n} met een naam" in together for n in range(1, 121))
    rows = [node for tag, node in elements(reader) if tag == "/TR"]
    assert len(rows) == 121, "the repeated heads are decoration"


def test_nothing_is_drawn_below_the_page() -> None:
    tall = replace(SMALL, sections=(Section("x", "X", (Text("woord " * 4000),)),))
    for document in (tall, LONG):
        for page in read(document).pages:
            places: list[float] = []
            page.extract_text(
                visitor_text=lambda text, _c, tm, *_r, p=places: p.append(tm[5]) if text.strip() else None
            )  # type: ignore[misc]
            assert min(places) > 30


def test_the_same_document_gives_the_same_file() -> None:
    assert document_pdf(SMALL) == document_pdf(SMALL)


def test_words_that_fit_nowhere_are_broken_or_cut() -> None:
    wide = replace(
        SMALL,
        title="Evaluatie " + "Donaudampfschifffahrt" * 6,
        sections=(
            Section(
                "y", "Z" * 200, (Table("T", ("a" * 60, "b" * 60), (("c" * 300, "€ 1.234.567.890,00"),)),)
            ),
        ),
    )
    text = "".join(page.extract_text() for page in read(wide).pages)
    assert text.count("c") >= 300
    assert "€ 1.234.567.890,00" in text
