"""Dutch is the language of the source; other languages come from ``translations/``."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import request, session
from flask_babel import gettext

from wijkaanzet.folders import TRANSLATIONS


def _(text: str, **values: Any) -> str:
    """The text in the visitor's language, its ``%(name)s`` filled in."""
    return str(gettext(text, **values))


def language() -> str:
    """The visitor's language: the chosen one, else the best of what the browser asks for, else Dutch."""
    offered = offered_languages()
    chosen = session.get("language")
    return chosen if chosen in offered else request.accept_languages.best_match(offered, "nl") or "nl"


@cache
def offered_languages() -> tuple[str, ...]:
    """Dutch, in which the site is written, and every language that has a translation."""
    found = sorted(p.parent.parent.name for p in TRANSLATIONS.glob("*/LC_MESSAGES/*.mo"))
    return ("nl", *(code for code in found if code != "nl"))
