"""What the team of a rehearsal entered for its evaluation, and its publication: invented, as everything in a rehearsal."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.report_facts import CostLine, Headline, Subject
from wijkaanzet.actions import report
from wijkaanzet.actions.report_files import publish_report, report_published_at
from wijkaanzet.records import EditionRecord

ACTOR = "oefening"
LESSONS = (
    (
        Subject.RESIDENTS,
        "Van een idee een plan maken is een grote stap. Een avond met een begroting en koffie hielp meer dan een handleiding.",
    ),
    (
        Subject.RESIDENTS,
        "Ouderen stemden graag op papier. Het spreekuur in De Nestkast was elke keer vol.",
    ),
    (
        Subject.RESULTS,
        "Bewoners vragen vooral om plekken om elkaar te ontmoeten. Dat nemen wij mee in de wijkagenda.",
    ),
    (
        Subject.PROCESS,
        "Met alle experts aan één tafel duurde een oordeel een kwartier in plaats van drie weken mailen.",
    ),
    (
        Subject.EFFECTS,
        "Buren boden elkaar hulp aan onder de plannen. Twee groepen werken nu samen, ook buiten het wijkbudget om.",
    ),
    (
        Subject.PREPARATION,
        "Vraag de drukker een maand eerder om een prijs. De brieven waren de grootste post.",
    ),
    (
        Subject.PLANS,
        "Bel een indiener in de eerste week. Drie plannen die op elkaar leken werden zo één sterk plan.",
    ),
    (Subject.VOTING, "De stemsite stond open toen de brieven kwamen. Dat scheelde veel telefoontjes."),
    (Subject.AFTERCARE, "Maak meteen na de uitslag afspraken, met namen en dagen erbij."),
    (Subject.MUNICIPALITY, "Checkers hebben mandaat nodig. Zonder mandaat is een tafel een praatgroep."),
)
COSTS = (
    ("Flyers en posters", 2_000, 18),
    ("Zaalhuur voor de bijeenkomsten", 3, 150_00),
    ("Uren van de projectleider", 240, 72_00),
)
POSTAGE = 1_12
"""Cents for a letter: paper, printing and postage."""


def look_back(session: Session, edition: EditionRecord, *, now: datetime) -> None:
    """Enter lessons, costs and an earlier edition, and make the evaluation public, once."""
    if report_published_at(session, edition) is not None:
        return
    for place, (subject, lesson) in enumerate(
        LESSONS
    ):  # entered one after the other, so that they stand in this order
        at = now - timedelta(minutes=len(LESSONS) - place)
        report.add_lesson(session, edition, subject, lesson, actor=ACTOR, now=at)
    letters = report.letters_made(session, edition)
    costs = (("Brieven met pincode", letters, POSTAGE), *COSTS)
    for place, (what, pieces, price) in enumerate(costs):
        if pieces:
            at = now - timedelta(minutes=len(costs) - place)
            report.add_cost(session, edition, CostLine(what, pieces, price), actor=ACTOR, now=at)
    before = edition.spec.calendar[Phase.VOTING].first_day.year - 2
    known = Headline(
        edition.spec.name,
        before,
        plans=8,
        enough_likes=6,
        on_ballot=5,
        chosen=3,
        realised=3,
        voters=71,
        entitled=158,
    )
    report.add_earlier(session, edition, known, actor=ACTOR, now=now)
    publish_report(session, edition, actor=ACTOR, now=now)
