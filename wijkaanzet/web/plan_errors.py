"""The Dutch texts of what can go wrong with drafts, pictures, submitting together, and a reply to the costs."""

from __future__ import annotations

from wijkaanzet.web.error_texts import Text, says
from wijkaanzet.web.i18n import _

PLAN_TEXTS: dict[str, Text] = {
    "no-such-draft": says(
        lambda: _("Dit plan is niet meer te vinden. Misschien is het al ingediend of weggegooid.")
    ),
    "too-many-drafts": lambda facts: _(
        "U hebt al %(most)s plannen die nog niet af zijn. Dien er eerst een in, of gooi er een weg.", **facts
    ),
    "plan-incomplete": says(lambda: _("Het plan is nog niet af. Vul eerst alles in wat nodig is.")),
    "plan-changed": says(
        lambda: _("Iemand anders veranderde dit plan ook. Kijk nog eens en probeer het opnieuw.")
    ),
    "too-many-pictures": lambda facts: _("Er zijn al %(most)s foto’s. Haal er eerst een weg.", **facts),
    "no-such-picture": says(lambda: _("Deze foto is er niet meer.")),
    "picture-too-large": says(lambda: _("Deze foto is te groot. Kies een foto van ten hoogste 15 MB.")),
    "picture-unreadable": says(
        lambda: _("Dit bestand kunnen wij niet lezen als foto. Kies een foto in jpg, png of webp.")
    ),
    "already-submitter": says(lambda: _("Deze persoon dient dit plan al in.")),
    "too-many-submitters": lambda facts: _(
        "Ten hoogste %(most)s mensen dienen samen een plan in, uitnodigingen meegeteld.", **facts
    ),
    "invitation-unusable": says(
        lambda: _("Deze uitnodiging geldt niet meer. Vraag de indiener om een nieuwe.")
    ),
    "last-submitter": says(
        lambda: _("U bent de enige indiener. Nodig eerst iemand uit, of trek het plan in.")
    ),
    "costs-answered": says(lambda: _("Op deze kosten is al gereageerd.")),
    "cost-link-unknown": says(lambda: _("Deze link werkt niet. Kijk of u de hele link uit de mail hebt.")),
    "reply-missing": says(lambda: _("Schrijf op wat u anders ziet. Dan kunnen wij u antwoorden.")),
    "reply-too-late": says(
        lambda: _("De tijd om te reageren is voorbij. Bel of mail de organisatie als er iets niet klopt.")
    ),
}

PLAN_STATUS = {
    "no-such-draft": 404,
    "no-such-picture": 404,
    "invitation-unusable": 404,
    "cost-link-unknown": 404,
    "reply-too-late": 403,
    "plan-changed": 409,
    "plan-incomplete": 422,
    "picture-too-large": 422,
    "picture-unreadable": 422,
    "too-many-pictures": 422,
}
