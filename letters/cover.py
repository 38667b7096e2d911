"""The sheet on top of a batch: what the print shop must know, and nothing about a resident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from letters.fonts import BOLD, REGULAR, printable, wrap
from letters.letter import LEFT, RIGHT, Recipient
from letters.pdf import Glyphs
from letters.sheet import MM, up
from letters.text import LetterText
from letters.window import WindowProfile

_VALUES_AT = 80.0
_INSTRUCTIONS = (
    "Print dubbelzijdig op A4, op ware grootte (100 %), zonder schalen. Elke brief is één vel.",
    "Elke brief bevat een persoonlijke pincode. Vernietig misdrukken meteen en tel ze.",
    "Verwijder de bestanden zodra de post bezorgd is. De codes staan nergens anders.",
    "Dit vel gaat niet in een envelop.",
)


def cover_sheet(
    glyphs: Mapping[str, Glyphs],
    recipients: Sequence[Recipient],
    text: LetterText,
    profile: WindowProfile,
    name: str,
) -> bytes:
    """PDF operators of the cover sheet, in points from the lower left corner."""
    regular, bold = glyphs[REGULAR], glyphs[BOLD]
    drawn = [
        regular.show(printable(text.edition), 12, LEFT * MM, up(30)),
        bold.show("Begeleidend vel", 26, LEFT * MM, up(43)),
    ]
    y = 62.0
    for label, value in _facts(recipients, profile, name):
        drawn += [
            regular.show(label, 12, LEFT * MM, up(y)),
            regular.show(value, 12, _VALUES_AT * MM, up(y)),
        ]
        y += 9
    y += 9
    for instruction in _INSTRUCTIONS:
        for line in wrap(instruction, REGULAR, 12, RIGHT - LEFT):
            drawn.append(regular.show(line, 12, LEFT * MM, up(y)))
            y += 6
        y += 3
    return b"".join(drawn)


def _facts(recipients: Sequence[Recipient], profile: WindowProfile, name: str) -> list[tuple[str, str]]:
    count = len(recipients)
    facts = [("Partij", printable(name))] if name else []
    facts.append(("Aantal brieven", str(count)))
    facts.append(("Aantal pagina's", f"{2 * count + 2}, met dit vel en zijn lege achterkant"))
    if recipients:
        first, last = recipients[0], recipients[-1]
        facts.append(("Briefnummers", f"{first.sequence} tot en met {last.sequence}"))
        facts.append(("Postcodes", f"{first.address.postcode} tot en met {last.address.postcode}"))
    folds = " en ".join(f"{fold:g}" for fold in profile.folds).replace(".", ",")
    facts.append(("Envelop", printable(profile.name)))
    facts.append(("Vouwen op", f"{folds} mm van boven, adres aan de buitenkant"))
    return facts
