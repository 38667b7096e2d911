"""How the plans of a rehearsal go on that were not chosen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from phases.landing import LandingState, Route
from wijkaanzet.actions.landings import Way, decide_way, landing_plans
from wijkaanzet.records import EditionRecord

WAYS = {
    "Zwembad in de oude garage": Way(
        Route.TOP_THREE,
        LandingState.UNDER_WAY,
        "de wijkraad",
        "De wijkraad zet het op de Wijk-Top 3. In het voorjaar praten bewoners en gemeente over de lege garage.",
    ),
    "Taalcafé voor nieuwe buren": Way(
        Route.PARTNER,
        LandingState.SEARCHING,
        "",
        "De tafels en de mensen zijn er. Wie betaalt mee aan koffie, boeken en een docent die de vrijwilligers helpt?",
        offered=True,
    ),
    "Repaircafé met leenkast": Way(
        Route.OWN_STRENGTH,
        LandingState.LANDED,
        "wijkcentrum De Nestkast",
        "Het wijkcentrum geeft een hoek van de zaal. De eerste avond is geweest: negen lampen branden weer.",
    ),
}


def let_them_land(session: Session, edition: EditionRecord, organiser: int, *, now: datetime) -> None:
    """Decide a way on for those of these plans that need one and have none."""
    for found in landing_plans(session, edition, now=now):
        way = WAYS.get(found.plan.title)
        if way is not None and found.way.changed_at is None:
            decide_way(
                session, edition, found.plan.number, way, tell=False, site="", account=organiser, now=now
            )
