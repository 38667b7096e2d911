"""Dutch is the language of the source; other languages come from ``translations/``."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import current_app, request, session
from flask_babel import gettext

from wijkaanzet.folders import TRANSLATIONS
from wijkaanzet.web.access import Access, rule_of

WHOLE = frozenset({"nl", "en"})
"""Languages of every page; the others are for what residents see, so that no page is half in a language."""

_FOR_RESIDENTS = frozenset({Access.ANYONE, Access.RESIDENT, None})


def _(text: str, **values: Any) -> str:
    """The text in the visitor's language, its ``%(name)s`` filled in."""
    return str(gettext(text, **values))


def language() -> str:
    """The visitor's language: the chosen one, else the best of what the browser asks for, else Dutch."""
    offered = languages_of_page()
    chosen = session.get("language")
    return chosen if chosen in offered else request.accept_languages.best_match(offered, "nl") or "nl"


def languages_of_page() -> tuple[str, ...]:
    """The languages that the page asked for can be read in."""
    view = current_app.view_functions.get(request.endpoint or "")
    if rule_of(view) in _FOR_RESIDENTS:
        return offered_languages()
    return tuple(code for code in offered_languages() if code in WHOLE)


@cache
def offered_languages() -> tuple[str, ...]:
    """Dutch, in which the site is written, and every language that has a translation."""
    found = sorted(p.parent.parent.name for p in TRANSLATIONS.glob("*/LC_MESSAGES/*.mo"))
    return ("nl", *(code for code in found if code != "nl"))
