"""The Dutch texts of what can go wrong at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wijkaanzet.web.i18n import _

_STAGES: dict[str, Callable[[], str]] = {
    "slips": lambda: _("De briefjes worden nog nagekeken."),
    "forms": lambda: _("De briefjes zijn al weg. Er kan geen briefje meer bij of af."),
    "cast": lambda: _("De stemmen van deze partij zijn al uitgebracht."),
    "cancelled": lambda: _("Deze partij is vervallen."),
}

DESK_TEXTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "slip-here": lambda _facts: _("Deze code ligt al in deze partij. Is het briefje dubbel?"),
    "slip-elsewhere": lambda _facts: _("Deze code ligt al in een andere partij."),
    "slip-not-here": lambda _facts: _("Deze code ligt niet in deze partij. Er is niets veranderd."),
    "batch-empty": lambda _facts: _("Er ligt nog geen briefje in deze partij."),
    "batch-small": lambda facts: _(
        "Er liggen %(slips)s briefjes in deze partij. Wacht tot het er %(fewest)s zijn, anders is te raden wie wat koos. Op de laatste dag van het stemmen mag het met minder.",
        **facts,
    ),
    "batch-not-open": lambda facts: _STAGES[facts["stage"]](),
    "batch-not-ready": lambda _facts: _(
        "Deze partij kan nog niet in de stembus. Twee mensen moeten elk formulier hebben ingevoerd, en elk verschil moet beslist zijn."
    ),
    "batch-changed": lambda _facts: _("Deze partij is net veranderd. Ververs de pagina en kijk opnieuw."),
    "no-such-batch": lambda _facts: _("Deze partij is er niet."),
    "no-such-form": lambda facts: _(
        "Formulier %(form)s is er niet. De formulieren zijn genummerd van 1 tot en met %(forms)s.", **facts
    ),
    "no-difference": lambda _facts: _("Over dit formulier is geen verschil te beslissen."),
    "form-empty": lambda _facts: _(
        "Er is geen plan aangekruist. Kies ‘blanco’ of ‘geen geldige keuze’ als dat op het formulier staat."
    ),
    "two-typists": lambda _facts: _(
        "Twee collega’s voeren deze partij al in. Een derde kan niet meedoen, wel verschillen beslissen."
    ),
    "paper-waits": lambda facts: _(
        "Bij de balie liggen nog %(slips)s stemmen op papier die niet in de stembus zijn. Vraag de balie om ze af te maken. Daarna kunt u tellen.",
        **facts,
    ),
    "consent-missing": lambda _facts: _("Zet een kruisje als u de schriftelijke toestemming hebt gezien."),
    "name-missing": lambda _facts: _("Vul de naam in, zodat niemand twee keer een brief krijgt."),
    "desk-address-wrong": lambda _facts: _(
        "Vul de postcode en het huisnummer van de balie in, bijvoorbeeld 2033 AB en 1."
    ),
    "already-entitled": lambda _facts: _(
        "Voor iemand met deze naam heeft de balie al een brief gemaakt. Zoek de brief op bij het adres van de balie."
    ),
}
