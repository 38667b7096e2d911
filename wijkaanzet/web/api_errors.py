"""What goes wrong under /api, as problem documents (RFC 9457). The interface speaks Dutch, whoever asks."""

from __future__ import annotations

import json
from typing import Any

from flask import request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, TooManyRequests
from werkzeug.wrappers import Response

from wijkaanzet.web.api_query import InvalidQueryError

_TEXTS = {
    400: ("Ongeldige vraag", "Er klopt iets niet in wat u stuurde."),
    404: (
        "Niet gevonden",
        "Op dit adres is niets. In /api/v1/openapi.json staat wat er is; geen adres eindigt op een streep.",
    ),
    405: ("Dat kan hier niet", "Deze gegevens zijn om te lezen: gebruik GET."),
    413: ("Te groot", "Deze gegevens zijn om te lezen: stuur niets mee."),
    429: ("Te vaak gevraagd", "Wacht even. Vraag liever met If-None-Match of er iets nieuws is."),
}
_BUG = ("Er ging iets mis", "Dat ligt aan ons. Probeer het later opnieuw.")


def asks_for_data() -> bool:
    """Whether the request is for the interface, also for an address that it does not have."""
    return request.path == "/api" or request.path.startswith("/api/")


def on_http_error(error: HTTPException) -> Response:
    """An HTTP error as a problem document."""
    status = error.code or 500
    title, text = _TEXTS.get(status, _BUG)
    response = problem(title, text, status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, TooManyRequests) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def on_invalid_query(error: InvalidQueryError) -> Response:
    """A question that cannot be answered, with all that is wrong in it."""
    title, text = _TEXTS[400]
    return problem(title, text, 400, errors=error.errors)


def problem(title: str, text: str, status: int, **more: Any) -> Response:
    """A failure as a problem document (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": text, **more}
    return Response(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )
