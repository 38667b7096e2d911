"""A sample of every mail. ``python -m tests.support.mails`` writes their golden files: read what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from phases.calendar import Phase
from phases.execution import Why
from phases.execution_reminders import About
from phases.notices import NoticeKind
from phases.reactions import FIRST_KINDS
from tests.support.editions import CALENDAR, SPEC
from tests.support.table_mails import TABLE_SAMPLES
from wijkaanzet.folders import TEMPLATES
from wijkaanzet.mail_text import MailText, compose

GOLDEN = Path(__file__).parents[1] / "golden" / "mail"
SITE, CONTACT = "https://wijk.voorbeeld.invalid", "help@voorbeeld.invalid"
PLAN = {"plan": "Buurtmoestuin", "link": f"{SITE}/plannen/3-buurtmoestuin"}
FORWARDED = {
    "department": "Verkeersveiligheid",
    "explanation": "De afdeling maakt de oversteek veilig.\nDit jaar nog.",
}
LIKES_OVER = PLAN | {
    "threshold": 50,
    "table_from": CALENDAR[Phase.FEASIBILITY].first_day,
    "table_until": CALENDAR[Phase.FEASIBILITY].last_day,
}
NOTICES = {
    "site": SITE,
    "settings": f"{SITE}/mijn/berichten",
    "unsubscribe": f"{SITE}/berichten/afmelden/CODE",
}
SAID = {
    "reaction": "7",
    "says": "concern",
    "name": "Ria & Co",
    "voice": "resident",
    "text": "Komen er <ratten>?",
}
TOLD: dict[NoticeKind, dict[str, object]] = {
    NoticeKind.REACTION: SAID,
    NoticeKind.ANSWER: SAID
    | {"says": "reply", "name": "", "voice": "staff", "text": "Nee.\nDe bakken zijn dicht."},
    NoticeKind.HELP_OFFER: SAID | {"says": "offer", "name": "Sam", "text": "Ik kan timmeren."},
    NoticeKind.CHANGED: {},
    NoticeKind.WITHDRAWN: {},
    NoticeKind.LIKES_OVER: {"goes_on": True, "likes": 62, "threshold": 50},
    NoticeKind.VERDICT: {"verdict": "feasible-provided"},
    NoticeKind.RESULT: {"given": "chosen"},
    NoticeKind.NEWS: {"text": "De bakken staan er.\nKom kijken!"},
    NoticeKind.MILESTONE: {"what": "Opening met de buurt"},
    NoticeKind.POSTPONED: {"weeks": 4, "text": "De grond is bevroren."},
    NoticeKind.FINISHED: {"text": "Dank u allen."},
    NoticeKind.STOPPED: {"text": "De vergunning komt er niet."},
}
"""The facts of each kind of notice, without its kind."""
NEWS: dict[str, object] = {
    "title": "Buurtmoestuin",
    "link": f"{SITE}/plannen/3-buurtmoestuin",
    "notices": [{"kind": "reaction", **SAID, "says": kind, "text": f"Een {kind}."} for kind in FIRST_KINDS],
}
RECEIPT = {
    "plan": "Buurtmoestuin",
    "what": "Grond",
    "amount": 99_50,
    "link": f"{SITE}/mijn/uitvoering/3/bon/7",
}
ENDED = {
    "plan": "Buurtmoestuin",
    "returned": 1_234_56,
    "owed": 0,
    "coming": 0,
    "link": f"{SITE}/mijn/uitvoering/3/terugblik",
}
SAMPLES: dict[str, dict[str, object]] = {
    **TABLE_SAMPLES,
    "inloggen": {"link": f"{SITE}/inloggen/CODE?a=1&b=2"},
    "like-bevestigen": {"plan": "Buurtmoestuin", "link": f"{SITE}/plannen/3/like/CODE"},
    "likes-door": LIKES_OVER | {"likes": 62},
    "likes-niet-door": LIKES_OVER | {"likes": 1},
    "plan-vragen": PLAN | {"question": "Wie geeft de planten water in de zomer?\nEn wat kost een bak?"},
    "plan-doorgestuurd": PLAN | FORWARDED,
    "plan-voor-afdeling": PLAN
    | FORWARDED
    | {
        "summary": "Samen kweken.",
        "description": "Bakken op het plein.\nMet <hekje>.",
        "place": "Oost, Plein",
    },
    "plan-verborgen": PLAN | {"reason": "In de tekst staan de naam en het adres van een buur."},
    "plan-terug": PLAN,
    "weekcheck-herinnering": {
        "plans": [("Buurtmoestuin", 9), ("Bankjes", 5)],
        "link": f"{SITE}/beheer/weekcheck",
    },
    "weekcheck-toegewezen": {"plan": "Buurtmoestuin", "link": f"{SITE}/beheer/weekcheck/3"},
    "samenvoegen-voorstel": {
        "plans": ["Buurtmoestuin", "Kruidentuin"],
        "into": "Buurtmoestuin",
        "message": "Jullie willen allebei groen op het plein.",
        "until": CALENDAR[Phase.SUBMIT].end - timedelta(microseconds=1),
        "link": f"{SITE}/samenvoegen/7/CODE",
    },
    "samenvoegen-klaar": PLAN | {"people": ["anna@voorbeeld.invalid", "bram@voorbeeld.invalid"]},
    "afspraken-vragen": {
        "plan": "Buurtmoestuin",
        "agreements": [
            ("De grond wordt onderzocht.", "De gemeente", CALENDAR[Phase.EXECUTION].first_day),
            ("Er is een beheerder", "De werkgroep", None),
        ],
        "days": 30,
        "link": f"{SITE}/afspraken/CODE",
    },
    "bon-vraag": RECEIPT | {"words": "Staat de btw op de bon?\nWij kunnen het niet lezen."},
    "bon-afgewezen": RECEIPT | {"words": "Dit is voor een ander plan."},
    "uitvoering-klaar": ENDED | {"words": "Wat een feest was het!", "owed": 25_00},
    "uitvoering-gestopt": ENDED | {"words": "De vergunning komt er niet.", "coming": 12_50},
    "uitvoering-herinnering": {
        "plan": "Buurtmoestuin",
        "reminders": [
            (about, "Bakken geplaatst.", CALENDAR[Phase.EXECUTION].first_day)
            for about in About
            if not about.is_for_staff
        ],
        "link": f"{SITE}/mijn/uitvoering/3",
    },
    "uitvoering-overzicht": {
        "reminders": [
            ("Buurtmoestuin", "gate", "Is de vergunning er?", CALENDAR[Phase.EXECUTION].first_day),
            ("Bankjes", "decide", "Hout", CALENDAR[Phase.EXECUTION].first_day),
        ],
        "plans": [
            ("Buurtmoestuin", "red", [why.value for why in Why if why.is_red]),
            ("Bankjes", "orange", [why.value for why in Why if not why.is_red]),
        ],
        "link": f"{SITE}/beheer/uitvoering",
    },
    "landing": PLAN
    | {
        "route": "partner",
        "partner": "Woningcorporatie De Buurt",
        "landed": False,
        "words": "De corporatie geeft grond.\nIn mei is er een gesprek.",
    },
    "landing--geland": PLAN | {"route": "", "partner": "", "landed": True, "words": "De bakken staan er."},
    "partner": PLAN
    | {
        "organisation": "Woningcorporatie De Buurt",
        "who": "Kim",
        "email": "kim@voorbeeld.nl",
        "message": "Wij hebben grond over.",
    },
    "samen-indienen": {
        "plan": "Buurtmoestuin",
        "summary": "Samen kweken.",
        "until": CALENDAR[Phase.SUBMIT].end - timedelta(microseconds=1),
        "link": f"{SITE}/plannen/3/samen/CODE",
    },
    "wil-meedoen": {
        "plan": "Buurtmoestuin",
        "who": "Sanne",
        "message": "Ik heb groene vingers.\nEn tijd op woensdag.",
        "link": f"{SITE}/plannen/3/samen",
    },
    "meedoen-antwoord": PLAN | {"welcome": True},
    "meedoen-antwoord--nee": PLAN | {"welcome": False},
    "samenvoegen-niet": {"plan": "Buurtmoestuin", "refused": True, "link": f"{SITE}/plannen"},
    "samenvoegen-niet--ingetrokken": {"plan": "Buurtmoestuin", "refused": False, "link": f"{SITE}/plannen"},
    "reactie-bevestigen": {
        "plan": "Buurtmoestuin",
        "link": f"{SITE}/plannen/3/reacties/link/CODE",
        "reporting": False,
    },
    "reactie-bevestigen--melding": {
        "plan": "Buurtmoestuin",
        "link": f"{SITE}/plannen/3/reacties/link/CODE",
        "reporting": True,
    },
    "reactie-gemeld": {"plan": "Buurtmoestuin", "link": f"{SITE}/beheer/reacties"},
    "reactie-verborgen": PLAN
    | {
        "words": "Die van nummer 12 moet eerst\nzijn eigen rommel opruimen!",
        "reason": "Hier herkent iedereen uw buur.",
    },
    "reactie-terug": {"plan": "Buurtmoestuin", "link": f"{SITE}/plannen/3-buurtmoestuin#reactie-7"},
    "hulp-bericht": {
        "plan": "Buurtmoestuin",
        "sender": "Noor",
        "words": "Wat fijn!\nKomt u zaterdag kijken?",
        "to_helper": True,
        "link": f"{SITE}/mijn/hulp/7",
    },
    "hulp-bericht--aan-indiener": {
        "plan": "Buurtmoestuin",
        "sender": "Sam & zoon",
        "words": "Ja, graag.",
        "to_helper": False,
        "link": f"{SITE}/mijn/hulp/7",
    },
    "berichten": NOTICES
    | {"plans": [NEWS | {"notices": [{"kind": kind, **TOLD[kind]} for kind in NoticeKind]}, NEWS]},
    "berichten--hulp": NOTICES
    | {"plans": [NEWS | {"notices": [{"kind": NoticeKind.HELP_OFFER, **TOLD[NoticeKind.HELP_OFFER]}]}]},
}
"""The values of each mail. A mail that differs by its values has more samples: ``name`` or ``name--variant``."""


def names() -> set[str]:
    """The mails that there are templates for."""
    return {file.stem for file in (TEMPLATES / "mail").glob("*.jinja")}


def sample(key: str, language: str = "nl") -> MailText:
    """The mail of a sample."""
    return compose(key.partition("--")[0], replace(SPEC, contact=CONTACT), language, **SAMPLES[key])


def write_golden() -> None:
    """Write all golden files anew."""
    for old in GOLDEN.glob("*.*"):
        old.unlink()
    for key in SAMPLES:
        mail = sample(key)
        (GOLDEN / f"{key}.txt").write_text(f"{mail.subject}\n\n{mail.text}", "utf-8")
        (GOLDEN / f"{key}.html").write_text(mail.html, "utf-8")


if __name__ == "__main__":
    write_golden()
