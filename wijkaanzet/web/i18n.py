"""Dutch is the language of the source; other languages come from ``translations/``."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext


def _(text: str, **values: Any) -> str:
    """The text in the visitor's language, its ``%(name)s`` filled in."""
    return str(gettext(text, **values))
