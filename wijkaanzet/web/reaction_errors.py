"""The Dutch texts of what can go wrong with reactions, offers of help and notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wijkaanzet.web.i18n import _


def _text(message: Callable[[], str]) -> Callable[[dict[str, Any]], str]:
    return lambda _facts: message()


REACTION_TEXTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "reactions-closed": _text(lambda: _("Op dit plan kunt u niet meer reageren.")),
    "reaction-kind-missing": _text(lambda: _("Kies wat voor reactie het is.")),
    "reaction-missing": _text(lambda: _("Schrijf uw reactie op.")),
    "reaction-too-long": lambda facts: _("Maak uw tekst korter: ten hoogste %(most)s tekens.", **facts),
    "reaction-has-contact": _text(
        lambda: _(
            "Haal het e-mailadres of telefoonnummer weg. Iedereen kan uw reactie lezen, en de indiener kan u ook zonder bereiken."
        )
    ),
    "name-missing": _text(lambda: _("Vul in hoe u genoemd wilt worden. Uw voornaam is genoeg.")),
    "name-too-long": _text(lambda: _("Kies een kortere naam, bijvoorbeeld alleen uw voornaam.")),
    "name-is-address": _text(
        lambda: _("Kies een naam zonder e-mailadres of telefoonnummer. Uw voornaam is genoeg.")
    ),
    "name-reserved": _text(
        lambda: _("Kies een andere naam. Deze lijkt op die van de gemeente of van een indiener.")
    ),
    "no-such-reaction": _text(
        lambda: _("Deze reactie is er niet meer. Misschien is zij ingetrokken of verborgen.")
    ),
    "not-your-reaction": _text(lambda: _("Dit is niet uw reactie. Alleen wie haar schreef, kan dit doen.")),
    "reply-not-yours": _text(
        lambda: _("Alleen de indieners van het plan en de organisator kunnen antwoorden.")
    ),
    "edit-time-over": lambda facts: _(
        "U kunt uw reactie tot %(minutes)s minuten na het plaatsen veranderen. Die tijd is voorbij. Intrekken kan nog wel.",
        **facts,
    ),
    "report-words-missing": _text(lambda: _("Schrijf op wat er niet goed is.")),
    "hide-reason-missing": _text(lambda: _("Schrijf op waarom. De schrijver krijgt deze tekst in een mail.")),
    "reaction-is-hidden": _text(lambda: _("Deze reactie is al verborgen.")),
    "reaction-not-hidden": _text(lambda: _("Deze reactie is niet verborgen.")),
    "nothing-reported": _text(lambda: _("Over deze reactie staat geen melding meer open.")),
    "no-such-offer": _text(
        lambda: _("Dit aanbod is er niet meer, of het is niet aan u. Misschien is het ingetrokken.")
    ),
    "offer-ended": _text(lambda: _("Dit gesprek is gestopt. Er gaan geen berichten meer heen en weer.")),
    "submitter-writes-first": _text(
        lambda: _("De indiener schrijft u eerst. U krijgt dan een mail, en kunt hier antwoorden.")
    ),
    "message-missing": _text(lambda: _("Schrijf uw bericht op.")),
    "unsubscribe-unusable": _text(
        lambda: _("Deze link klopt niet. Log in en kies zelf hoe vaak u bericht krijgt.")
    ),
}

REACTION_STATUS = {
    "reactions-closed": 403,
    "reaction-too-long": 422,
    "reaction-has-contact": 422,
    "name-too-long": 422,
    "name-is-address": 422,
    "name-reserved": 422,
    "no-such-reaction": 404,
    "not-your-reaction": 403,
    "reply-not-yours": 403,
    "no-such-offer": 404,
    "unsubscribe-unusable": 404,
}

FIELD_OF = {
    "reaction-kind-missing": "kind",
    "reaction-missing": "text",
    "reaction-too-long": "text",
    "reaction-has-contact": "text",
    "message-missing": "text",
    "name-missing": "name",
    "name-too-long": "name",
    "name-is-address": "name",
    "name-reserved": "name",
    "report-words-missing": "words",
    "hide-reason-missing": "reason",
}
"""The part of a form that a failure is about."""
