"""The evaluation as plain text, line by line, to compare with a golden file; and a small document that has everything."""

from collections.abc import Iterator

from letters.document import Bars, Block, Document, Figures, Heading, Points, Section, Table, Text

SMALL = Document(
    "Evaluatie Proefwijk",
    "Proefwijk, Proefstad, 2026",
    "Proefstad",
    "nl",
    "Inhoud",
    (
        Section(
            "kort",
            "In het kort",
            (
                Text("Zo ging het in de wijk van Şefika Yılmaz & de buren."),
                Figures((("€ 70.000", "voor plannen"), ("96", "bewoners stemden"))),
            ),
        ),
        Section(
            "cijfers",
            "Cijfers",
            (
                Bars(
                    "Zoveel plannen kwamen zo ver",
                    "Stap",
                    "Plannen",
                    (("Ingediend", 10, "10"), ("Gekozen", 4, "4"), ("Klaar", 0, "0")),
                    note="Nog niet bekend: niets.",
                    is_funnel=True,
                ),
                Table(
                    "De kosten",
                    ("Waarvoor", "Aantal", "Samen"),
                    (("Brieven", "160", "€ 179,20"), ("Flyers", "2.000", "€ 360")),
                    foot=("Totaal", "", "€ 539,20"),
                ),
            ),
        ),
        Section("lessen", "Lessen", (Heading("Stemmen"), Points(("Begin eerder.", "Bel elke indiener.")))),
    ),
)


def as_lines(document: Document) -> list[str]:
    """Everything that the document says, in its order."""
    lines = [f"# {document.title}", document.about]
    for section in document.sections:
        lines += ["", f"## {section.title}"]
        lines += [line for block in section.blocks for line in _lines(block)]
    return lines


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        yield block.text
    elif isinstance(block, Heading):
        yield f"### {block.text}"
    elif isinstance(block, Points):
        yield from (f"- {item}" for item in block.items)
    elif isinstance(block, Figures):
        yield from (f"{value} {label}" for value, label in block.items)
    elif isinstance(block, Bars):
        yield f"[{block.caption}] {block.label} | {block.value_label}"
        yield from (f"  {name} | {text}" for name, _length, text in block.rows)
        if block.note:
            yield f"  {block.note}"
    else:
        yield f"[{block.caption}] {' | '.join(block.columns)}"
        yield from (f"  {' | '.join(row)}" for row in (*block.rows, block.foot) if row)
