"""The fixed words of the evaluation, and how figures are written in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from phases.calendar import Phase
from phases.feasibility import VerdictKind
from phases.landing import LandingState, Route
from phases.money import format_money
from phases.report_facts import Carried, Stage, Subject
from wijkaanzet.days import Wording, in_words
from wijkaanzet.folders import TRANSLATIONS


@cache
def _translations(language: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [language])


class Words:
    """Texts in one language, and amounts in one currency. A language without translation reads Dutch."""

    def __init__(self, language: str, currency: str) -> None:
        self.language, self.currency = language, currency
        self._translations = _translations(language)
        _: Callable[[str], str] = self._
        self.unknown = _("nog niet bekend")
        self.hidden = _("verborgen")
        self.phases = {
            Phase.SUBMIT: _("Plan indienen"),
            Phase.LIKES: _("Likes verzamelen"),
            Phase.FEASIBILITY: _("Haalbaarheidscheck"),
            Phase.VOTING: _("De wijk stemt"),
            Phase.EXECUTION: _("Plan uitvoeren"),
        }
        self.stages = {
            Stage.SUBMITTED: _("Ingediend"),
            Stage.ENOUGH_LIKES: _("Genoeg likes"),
            Stage.FEASIBLE: _("Haalbaar"),
            Stage.ON_BALLOT: _("Op het stembiljet"),
            Stage.CHOSEN: _("Gekozen"),
            Stage.REALISED: _("Gerealiseerd"),
        }
        self.verdicts = {
            VerdictKind.FEASIBLE: _("haalbaar"),
            VerdictKind.FEASIBLE_PROVIDED: _("haalbaar, mits"),
            VerdictKind.NOT_IN_THIS_BUDGET: _("niet binnen dit budget"),
            VerdictKind.FORWARDED: _("doorgestuurd"),
        }
        self.carried = {
            Carried.UNDER_WAY: _("onderweg"),
            Carried.DONE: _("klaar"),
            Carried.STOPPED: _("gestopt"),
        }
        self.landings = {
            LandingState.SEARCHING: _("zoekt nog een weg"),
            LandingState.UNDER_WAY: _("onderweg"),
            LandingState.LANDED: _("geland"),
            LandingState.ENDED: _("gestopt"),
        }
        self.routes = {
            Route.PARTNER: _("Met een partner"),
            Route.TOP_THREE: _("Via de Wijk-Top 3"),
            Route.CHALLENGE: _("Met het uitdaagrecht"),
            Route.CONTRACT: _("In het wijkcontract"),
            Route.OWN_STRENGTH: _("Op eigen kracht"),
            Route.NEXT_EDITION: _("In een volgende editie"),
        }
        self.subjects = {
            Subject.RESIDENTS: _("Bewoners"),
            Subject.RESULTS: _("Resultaten"),
            Subject.PROCESS: _("Proces"),
            Subject.EFFECTS: _("Effect op de wijk"),
            Subject.PREPARATION: _("Voorbereiding"),
            Subject.PLANS: _("Plannen en haalbaarheid"),
            Subject.VOTING: _("Stemmen"),
            Subject.AFTERCARE: _("Nazorg"),
            Subject.MUNICIPALITY: _("Werkwijze van de gemeente"),
        }
        self.audiences = {
            "iedereen": _("Iedereen"),
            "kinderen": _("Kinderen"),
            "jongeren": _("Jongeren"),
            "gezinnen": _("Gezinnen"),
            "ouderen": _("Ouderen"),
            "nieuwkomers": _("Nieuwkomers"),
            "ondernemers": _("Winkels en bedrijven"),
        }

    def _(self, text: str, **values: Any) -> str:
        """The text in this language, its ``%(name)s`` filled in."""
        said = self._translations.gettext(text)
        return said % values if values else said

    def ngettext(self, one: str, more: str, count: int) -> str:
        """The text that fits a count, ``%(num)s``."""
        return self._translations.ngettext(one, more, count) % {"num": self.number(count)}

    def number(self, count: int | None) -> str:
        """``1.234``; or that it is not known yet."""
        return self.unknown if count is None else str(format_decimal(count, locale=self.language))

    def shown(self, count: int | None) -> str:
        """``1.234``; or that it is hidden, because too few people stand behind it or behind another that it gives away."""
        return self.hidden if count is None else self.number(count)

    def money(self, cents: int | None) -> str:
        """``€ 1.234,50``; or that it is not known yet."""
        return self.unknown if cents is None else format_money(cents, self.currency)

    def percentage(self, thousandths: int | None) -> str:
        """``12,3 %``; or that it is not known yet."""
        if thousandths is None:
            return self.unknown
        return f"{format_decimal(thousandths / 10, format='#,##0.#', locale=self.language)}\u00a0%"

    def day(self, day: date) -> str:
        """``6 december 2026``."""
        return in_words(day, Wording.FULL, self.language)

    def short_day(self, day: date) -> str:
        """``6 dec.``."""
        return in_words(day, Wording.SHORT, self.language)
