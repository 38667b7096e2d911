"""Values as a resident reads them: dates, money, states, phases. Dutch; other languages by translation."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from phases.calendar import AMSTERDAM, Phase, Span
from phases.feasibility import AnswerKind, Specialism, VerdictKind
from phases.plan import PlanState
from phases.weekly_check import CheckAnswer, Question
from voting.tally.model import RuleName, Satisfaction
from wijkaanzet.days import Wording, in_words
from wijkaanzet.web.i18n import _

PHASE_NAMES = {
    Phase.SUBMIT: _l("Plan indienen"),
    Phase.LIKES: _l("Likes verzamelen"),
    Phase.FEASIBILITY: _l("Haalbaarheidscheck"),
    Phase.VOTING: _l("De wijk stemt"),
    Phase.EXECUTION: _l("Plan uitvoeren"),
}

PHASE_SENTENCES = {
    Phase.SUBMIT: _l(
        "Hebt u een idee voor de wijk? Dien het nu in. Iedereen met hart voor de buurt mag meedoen."
    ),
    Phase.LIKES: _l("Bewoners laten zien welke plannen zij steunen. Met genoeg likes gaat een plan door."),
    Phase.FEASIBILITY: _l("Vakmensen kijken samen hoe de plannen wél kunnen. Zij zeggen ‘ja’ of ‘ja, mits’."),
    Phase.VOTING: _l("U verdeelt het budget. Stem met de pincode uit de brief die u thuis kreeg."),
    Phase.EXECUTION: _l("De indieners voeren de gekozen plannen uit. Volg hier hoe het gaat."),
}

STATES = {
    PlanState.SUBMITTED: (_l("Ingediend"), "neutral"),
    PlanState.WITHDRAWN: (_l("Ingetrokken"), "neutral"),
    PlanState.HIDDEN: (_l("Verborgen"), "warning"),
    PlanState.MERGED: (_l("Samengevoegd"), "neutral"),
    PlanState.GATHERING: (_l("Verzamelt likes"), "neutral"),
    PlanState.TOO_FEW_LIKES: (_l("Te weinig likes"), "neutral"),
    PlanState.AT_TABLE: (_l("Aan de ja-mits-tafel"), "neutral"),
    PlanState.NOT_NOW: (_l("Nu niet haalbaar"), "warning"),
    PlanState.FORWARDED: (_l("Doorgestuurd"), "neutral"),
    PlanState.ON_BALLOT: (_l("U kunt erop stemmen"), "ok"),
    PlanState.COUNTING: (_l("De stemmen worden geteld"), "neutral"),
    PlanState.CHOSEN: (_l("Gekozen"), "ok"),
    PlanState.NOT_CHOSEN: (_l("Niet gekozen"), "neutral"),
}

SPECIALISMS = {
    Specialism.LEGAL: _l("Juridisch"),
    Specialism.FINANCIAL: _l("Financieel"),
    Specialism.PRACTICAL: _l("Praktisch"),
    Specialism.GREENERY: _l("Groen"),
    Specialism.STREET: _l("Straat"),
    Specialism.SOCIAL: _l("Sociaal"),
    Specialism.PERMITS: _l("Vergunningen"),
    Specialism.CONTRACTOR: _l("Aannemer"),
}

ANSWERS = {
    AnswerKind.YES: _l("Ja"),
    AnswerKind.YES_PROVIDED: _l("Ja, mits"),
    AnswerKind.NOT_YET: _l("Nog niet"),
}

VERDICTS = {
    VerdictKind.FEASIBLE: _l("Haalbaar"),
    VerdictKind.FEASIBLE_PROVIDED: _l("Haalbaar, mits"),
    VerdictKind.NOT_IN_THIS_BUDGET: _l("Niet binnen dit budget"),
    VerdictKind.FORWARDED: _l("Doorgestuurd"),
}

RULES = {
    RuleName.GREEDY: _l("Meeste stemmen eerst"),
    RuleName.GREEDY_STOP: _l("Meeste stemmen eerst, stoppen bij wat niet past"),
    RuleName.EQUAL_SHARES: _l("Gelijke delen"),
    RuleName.PHRAGMEN: _l("Samen sparen (Phragmén)"),
    RuleName.MAX_VOTES: _l("Samen de meeste stemmen"),
}
SATISFACTIONS = {
    Satisfaction.COST: _l("naar kosten"),
    Satisfaction.CARDINALITY: _l("naar aantal plannen"),
}

QUESTIONS = {
    Question.IMPOSSIBLE: _l("Kan dit duidelijk niet?"),
    Question.COMBINE: _l("Lijkt het op een ander plan?"),
    Question.IMPROVE: _l("Wordt het met weinig moeite veel beter?"),
    Question.IMPACT: _l("Maakt het veel verschil voor de wijk?"),
}
QUESTIONS_SHORT = {
    Question.IMPOSSIBLE: _l("Kan niet"),
    Question.COMBINE: _l("Samenvoegen"),
    Question.IMPROVE: _l("Snel te verbeteren"),
    Question.IMPACT: _l("Veel impact"),
}
CHECK_ANSWERS = {
    CheckAnswer.YES: _l("Ja"),
    CheckAnswer.NO: _l("Nee"),
    CheckAnswer.UNKNOWN: _l("Weet ik nog niet"),
}

AUDIENCES = {
    "iedereen": _l("Iedereen"),
    "kinderen": _l("Kinderen"),
    "jongeren": _l("Jongeren"),
    "gezinnen": _l("Gezinnen"),
    "ouderen": _l("Ouderen"),
    "nieuwkomers": _l("Nieuwkomers"),
    "ondernemers": _l("Winkels en bedrijven"),
}
"""For whom a plan is; the keys are those of phases/plan_audiences.py."""

ROLES = {
    "organiser": _l("Organisator"),
    "checker": _l("Checker"),
    "wijkraad": _l("Wijkraad"),
    "desk": _l("Balie"),
    "second-desk": _l("Tweede balie"),
    "submitter": _l("Indiener"),
    "resident": _l("Bewoner"),
}


def in_symbols(text: str) -> str:
    """A sentence of the tally as the site writes money: the euro's sign, and a space that does not break."""
    return text.replace("EUR ", "€\u00a0")


def long_day(moment: datetime | date) -> str:
    """``zondag 6 december``."""
    return in_words(moment, Wording.LONG, str(get_locale()))


def whole_day(moment: datetime | date) -> str:
    """``zondag 6 december 2026``."""
    return in_words(moment, Wording.WHOLE, str(get_locale()))


def day_and_time(moment: datetime) -> str:
    """``6 december 2026, 14:05``, in Amsterdam."""
    return f"{full_day(moment)}, {moment.astimezone(AMSTERDAM):%H:%M}"


def full_day(moment: datetime | date) -> str:
    """``6 december 2026``."""
    return in_words(moment, Wording.FULL, str(get_locale()))


def short_day(moment: datetime | date) -> str:
    """``6 dec.``."""
    return in_words(moment, Wording.SHORT, str(get_locale()))


def from_text(span: Span) -> str:
    """``vanaf 6 dec.``."""
    return str(_("vanaf %(day)s", day=short_day(span.first_day)))


def until_short_text(span: Span) -> str:
    """``tot en met 6 dec.``: where there is little room."""
    return str(_("tot en met %(day)s", day=short_day(span.last_day)))


def until_text(span: Span) -> str:
    """``tot en met zondag 6 december``."""
    return str(_("tot en met %(day)s", day=long_day(span.last_day)))
