"""The Dutch texts of what can go wrong with the evaluation and with open data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wijkaanzet.web.i18n import _

REPORT_TEXTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "report-too-early": lambda _facts: _("Dat kan als de uitslag openbaar is."),
    "report-full": lambda facts: _(
        "Er staan al %(most)s regels. Haal eerst iets weg dat niet meer nodig is.", **facts
    ),
}
