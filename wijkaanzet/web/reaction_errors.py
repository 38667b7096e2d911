"""The Dutch texts of what can go wrong with reactions, offers of help and notices."""

from __future__ import annotations

from wijkaanzet.web.error_texts import Text, says
from wijkaanzet.web.i18n import _

REACTION_TEXTS: dict[str, Text] = {
    "reactions-closed": says(lambda: _("Op dit plan kunt u niet meer reageren.")),
    "reaction-kind-missing": says(lambda: _("Kies wat voor reactie het is.")),
    "reaction-missing": says(lambda: _("Schrijf uw reactie op.")),
    "reaction-too-long": lambda facts: _("Maak uw tekst korter: ten hoogste %(most)s tekens.", **facts),
    "reaction-has-contact": says(
        lambda: _(
            "Haal het e-mailadres of telefoonnummer weg. Iedereen kan uw reactie lezen, en de indiener kan u ook zonder bereiken."
        )
    ),
    "name-missing": says(lambda: _("Vul in hoe u genoemd wilt worden. Uw voornaam is genoeg.")),
    "name-too-long": says(lambda: _("Kies een kortere naam, bijvoorbeeld alleen uw voornaam.")),
    "name-is-address": says(
        lambda: _("Kies een naam zonder e-mailadres of telefoonnummer. Uw voornaam is genoeg.")
    ),
    "name-reserved": says(
        lambda: _("Kies een andere naam. Deze lijkt op die van de gemeente of van een indiener.")
    ),
    "no-such-reaction": says(
        lambda: _("Deze reactie is er niet meer. Misschien is zij ingetrokken of verborgen.")
    ),
    "not-your-reaction": says(lambda: _("Dit is niet uw reactie. Alleen wie haar schreef, kan dit doen.")),
    "reply-not-yours": says(
        lambda: _("Alleen de indieners van het plan en de organisator kunnen antwoorden.")
    ),
    "edit-time-over": lambda facts: _(
        "U kunt uw reactie tot %(minutes)s minuten na het plaatsen veranderen. Die tijd is voorbij. Intrekken kan nog wel.",
        **facts,
    ),
    "report-words-missing": says(lambda: _("Schrijf op wat er niet goed is.")),
    "hide-reason-missing": says(lambda: _("Schrijf op waarom. De schrijver krijgt deze tekst in een mail.")),
    "reaction-is-hidden": says(lambda: _("Deze reactie is al verborgen.")),
    "reaction-not-hidden": says(lambda: _("Deze reactie is niet verborgen.")),
    "nothing-reported": says(lambda: _("Over deze reactie staat geen melding meer open.")),
    "no-such-offer": says(
        lambda: _("Dit aanbod is er niet meer, of het is niet aan u. Misschien is het ingetrokken.")
    ),
    "offer-ended": says(lambda: _("Dit gesprek is gestopt. Er gaan geen berichten meer heen en weer.")),
    "submitter-writes-first": says(
        lambda: _("De indiener schrijft u eerst. U krijgt dan een mail, en kunt hier antwoorden.")
    ),
    "message-missing": says(lambda: _("Schrijf uw bericht op.")),
    "unsubscribe-unusable": says(
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
