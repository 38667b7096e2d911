"""The words of the year of execution: lights and their reasons, decisions, why a payment waits."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from phases.execution import Light, Why
from phases.payments import Decision, Held

LIGHTS = {
    Light.GREEN: (_l("Loopt goed"), "ok"),
    Light.ORANGE: (_l("Vraagt aandacht"), "warning"),
    Light.RED: (_l("Loopt vast"), "error"),
    Light.DONE: (_l("Klaar"), "accent"),
    Light.STOPPED: (_l("Gestopt"), "neutral"),
}
"""The label for the organisers, and the tone of its badge."""

PUBLIC_LIGHTS = {
    Light.GREEN: (_l("Op schema"), "ok"),
    Light.ORANGE: (_l("Iets later dan gepland"), "warning"),
    Light.RED: (_l("Later dan gepland"), "warning"),
    Light.DONE: (_l("Klaar"), "accent"),
    Light.STOPPED: (_l("Gestopt"), "neutral"),
}
"""The same for everybody, who are told of time alone: a receipt that is late is between a submitter and the municipality."""

ABOUT_TIME = frozenset({Why.VERY_LATE, Why.PAST_END, Why.NO_GO, Why.LATE})

REASONS = {
    Why.VERY_LATE: _l("Een mijlpaal is meer dan vier weken te laat."),
    Why.PAST_END: _l("De tijd voor dit plan is voorbij. Rond het af, of stel het uit."),
    Why.NO_GO: _l("Bij het laatste go-moment is ‘nog niet’ besloten."),
    Why.OVERSPENDING: _l("De bonnen zijn samen hoger dan wat het plan kreeg."),
    Why.LATE: _l("Een mijlpaal is te laat."),
    Why.GATE_DUE: _l("Er moet nog worden beslist over een go-moment."),
    Why.LINES_OVER: _l("Als de andere posten kosten wat is begroot, is er te weinig geld."),
    Why.OBJECTION: _l("De indiener wil een afspraak anders."),
    Why.UNSIGNED: _l("De indiener zei na twee weken nog geen ja tegen een afspraak."),
    Why.QUIET: _l("Er was acht weken geen nieuws."),
    Why.RECEIPTS: _l("Er is al acht weken geld betaald waar geen bonnen van zijn."),
}

DECISIONS = {
    Decision.GO: _l("Go: we gaan door"),
    Decision.GO_PROVIDED: _l("Go, mits"),
    Decision.NO_GO: _l("Nog niet"),
}

HELD = {
    Held.PAID: _l("betaald"),
    Held.NOT_YET: _l("kan later"),
    Held.WAITS: _l("wacht op het go-moment"),
    Held.NO_GO: _l("wacht: nog geen go"),
}

EXPENSES = {
    "waiting": (_l("Wacht op de gemeente"), "neutral"),
    "returned": (_l("Er is een vraag"), "warning"),
    "approved": (_l("Goedgekeurd"), "ok"),
    "declined": (_l("Niet voor dit plan"), "neutral"),
    "taken-back": (_l("Teruggenomen"), "neutral"),
}
