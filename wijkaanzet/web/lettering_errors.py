"""The Dutch texts of what can go wrong with address files and letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wijkaanzet.web.i18n import _

LETTER_TEXTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "file-unreadable": lambda facts: _(
        "Dit is geen adressenbestand. Er is niets bewaard. %(said)s.", **facts
    ),
    "draft-gone": lambda _facts: _(
        "Het gecontroleerde bestand is er niet meer. Controleer het bestand nog een keer en lees het dan in."
    ),
    "letters-busy": lambda _facts: _("Er worden al brieven gemaakt. Wacht tot dat klaar is."),
    "folder-in-use": lambda facts: _(
        "In de map %(folder)s staan brieven van een andere editie. Kies een lege map.", **facts
    ),
    "letters-do-not-fit": lambda facts: _(
        "De brief past niet: %(said)s. Vraag de beheerder om de instellingen van de brieven aan te passen.",
        **facts,
    ),
    "nothing-to-print": lambda facts: (
        _("Er is geen brief te vervangen. Met alle brieven die u bedoelt, is al gestemd.")
        if facts["used"]
        else _("Er is geen brief te maken.")
    ),
    "no-such-street": lambda facts: _(
        "De straat ‘%(street)s’ staat niet in het adressenbestand. Kijk hoe de straat daar is geschreven.",
        **facts,
    ),
    "no-such-letter-batch": lambda _facts: _("Deze partij brieven is er niet (meer)."),
    "no-such-letter": lambda facts: _(
        "Brief ‘%(typed)s’ is er niet. Kijk op de brief naar het briefnummer.", **facts
    ),
    "already-returned": lambda facts: _(
        "Brief %(letter)s stond al op de lijst. Er is niets veranderd.", **facts
    ),
    "returned-letter-used": lambda facts: _(
        "Met de code van brief %(letter)s is al gestemd. Dat klopt niet met een brief die terugkomt. "
        "Houd de brief apart en zoek uit wie hem heeft gehad.",
        **facts,
    ),
}

RUN_PROBLEMS: dict[str, Callable[[], str]] = {
    "disk": lambda: _("De schijf is vol of werkt niet. Waarschuw de beheerder en ga daarna verder."),
    "broken": lambda: _("Er ging iets mis bij het tekenen. Waarschuw de beheerder en ga daarna verder."),
    "too-late": lambda: _("Het stemmen is voorbij. Er worden geen brieven meer gemaakt."),
}
"""Why an order stopped; anything else is told as broken."""
