"""The ways on for plans that were not chosen, in words, and what can go wrong with them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from phases.landing import LandingState, Route
from wijkaanzet.web.error_texts import Text, says
from wijkaanzet.web.i18n import _

ROUTES = {
    Route.PARTNER: _l("Een partner neemt het over"),
    Route.TOP_THREE: _l("De Wijk-Top 3 van de wijkraad"),
    Route.CHALLENGE: _l("Het uitdaagrecht"),
    Route.CONTRACT: _l("Het wijkcontract"),
    Route.OWN_STRENGTH: _l("Op eigen kracht, met hulp"),
    Route.NEXT_EDITION: _l("De volgende editie"),
}
ROUTE_SENTENCES = {
    Route.PARTNER: _l(
        "Een organisatie in de wijk doet mee of betaalt mee, zoals een woningcorporatie, een school of een fonds."
    ),
    Route.TOP_THREE: _l("De wijkraad brengt elk jaar drie wensen van de wijk naar de gemeente."),
    Route.CHALLENGE: _l("Bewoners kunnen werk van de gemeente overnemen, met het geld dat daarbij hoort."),
    Route.CONTRACT: _l("De gemeente en de wijk spreken samen af wat er in deze buurt gebeurt."),
    Route.OWN_STRENGTH: _l(
        "Met een paar buren en een klein bedrag komt u al ver. Wij helpen met raad en een plek."
    ),
    Route.NEXT_EDITION: _l("Met meer steun maakt het plan een volgende keer een goede kans."),
}
STATES = {
    LandingState.SEARCHING: (_l("Wij zoeken een weg"), "neutral"),
    LandingState.UNDER_WAY: (_l("Onderweg"), "accent"),
    LandingState.LANDED: (_l("Geland"), "ok"),
    LandingState.ENDED: (_l("Gestopt"), "neutral"),
}


LANDING_TEXTS: dict[str, Text] = {
    "no-landing": says(lambda: _("Dit plan heeft geen andere weg nodig.")),
    "route-missing": says(lambda: _("Kies eerst welke weg het plan gaat.")),
    "landing-text-missing": says(
        lambda: _("Schrijf op hoe het verdergaat. De indieners en de wijk lezen deze tekst.")
    ),
    "note-missing": says(lambda: _("Schrijf eerst een notitie.")),
    "not-offered": says(lambda: _("Dit plan zoekt nu geen partner.")),
    "no-such-offer": says(lambda: _("Dit aanbod is er niet.")),
}

LANDING_STATUS = {
    "no-landing": 404,
    "route-missing": 422,
    "landing-text-missing": 422,
    "note-missing": 422,
    "not-offered": 404,
    "no-such-offer": 404,
}
