"""Samples of the mails of the ja-mits table."""

from __future__ import annotations

from datetime import date, datetime

from phases.calendar import AMSTERDAM

SITE = "https://wijk.voorbeeld.invalid"
_PLAN = {"plan": "Buurtmoestuin", "link": f"{SITE}/plannen/3-buurtmoestuin"}
_VERDICT: dict[str, object] = _PLAN | {
    "cost": 12_500_00,
    "conditions": [],
    "explanation": "",
    "vote_from": date(2026, 11, 30),
}
TABLE_SAMPLES: dict[str, dict[str, object]] = {
    "kosten-voorgesteld": {
        "plan": "Buurtmoestuin",
        "lines": [
            ("Bakken", 4_800_00, 4_800_00),
            ("Grond & <zand>", 2_600_00, 2_100_00),
            ("Beheer", 500_00, None),
        ],
        "total": 7_900_00,
        "estimate": 6_900_00,
        "note": "Schone grond is duurder geworden.\nHet beheer ontbrak.",
        "until": datetime(2026, 10, 27, 12, tzinfo=AMSTERDAM),
        "link": f"{SITE}/kosten/CODE",
    },
    "kosten-toegelicht": {
        "plan": "Buurtmoestuin",
        "reply": "Mijn offerte is lager.",
        "settlement": "In uw offerte ontbreekt het vervoer.\nWij betalen wat het echt kost.",
    },
    "oordeel--haalbaar": _VERDICT | {"kind": "feasible"},
    "oordeel--mits": _VERDICT
    | {
        "kind": "feasible-provided",
        "conditions": [
            ("Er komt een kraan.", "de gemeente", date(2027, 3, 1)),
            ("Er is een afspraak over het beheer.", "de werkgroep", None),
            ("De buren zijn gehoord.", "", None),
        ],
        "explanation": "Een prachtig plan.",
    },
    "oordeel--nu-niet": _VERDICT
    | {
        "kind": "not-in-this-budget",
        "explanation": "Begin met een proef in de zomer.\nDe wijkraad zet het op de Wijk-Top 3.",
    },
    "oordeel--doorgestuurd": _VERDICT
    | {"kind": "forwarded", "explanation": "De afdeling Verkeer pakt dit op."},
    "wijkraad-kijkt": {"until": date(2026, 11, 20), "link": f"{SITE}/wijkraad"},
    "tafel-uitnodiging": {
        "starts_at": datetime(2026, 10, 21, 14, tzinfo=AMSTERDAM),
        "time": "14:00",
        "place": "Buurthuis, grote zaal",
        "plans": ["Buurtmoestuin", "Bankjes"],
        "link": f"{SITE}/tafel",
    },
    "tafel-welkom--checker": {"role": "checker", "link": f"{SITE}/inloggen"},
    "tafel-welkom--wijkraad": {"role": "wijkraad", "link": f"{SITE}/inloggen"},
    "tafel-herinnering": {
        "plans": ["Buurtmoestuin", "Bankjes"],
        "organiser": False,
        "days_left": 12,
        "last_day": date(2026, 11, 29),
        "link": f"{SITE}/tafel",
    },
    "tafel-herinnering--te-laat": {
        "plans": ["Buurtmoestuin"],
        "organiser": True,
        "days_left": -2,
        "last_day": date(2026, 11, 29),
        "link": f"{SITE}/tafel",
    },
}
