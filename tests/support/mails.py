"""A sample of every mail. ``python -m tests.support.mails`` writes their golden files: read what changed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from phases.calendar import Phase
from tests.support.editions import CALENDAR, SPEC
from wijkaanzet.folders import TEMPLATES
from wijkaanzet.mail_text import MailText, compose

GOLDEN = Path(__file__).parents[1] / "golden" / "mail"
SITE = "https://wijk.voorbeeld.invalid"
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
SAMPLES: dict[str, dict[str, object]] = {
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
    "samenvoegen-klaar": PLAN,
    "samenvoegen-niet": {"plan": "Buurtmoestuin", "refused": True, "link": f"{SITE}/plannen"},
    "samenvoegen-niet--ingetrokken": {"plan": "Buurtmoestuin", "refused": False, "link": f"{SITE}/plannen"},
}
"""The values of each mail. A mail that differs by its values has more samples: ``name`` or ``name--variant``."""


def names() -> set[str]:
    """The mails that there are templates for."""
    return {file.stem for file in (TEMPLATES / "mail").glob("*.jinja")}


def sample(key: str, language: str = "nl") -> MailText:
    """The mail of a sample."""
    return compose(key.partition("--")[0], SPEC, language, **SAMPLES[key])


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
