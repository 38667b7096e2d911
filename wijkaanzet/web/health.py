"""For the operator: is the program alive, can it work, and whom to tell of a weakness."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint
from werkzeug.wrappers import Response

from wijkaanzet.web.access import Access, access
from wijkaanzet.web.services import edition, services

blueprint = Blueprint("health", __name__)


def plain(text: str, status: int = 200) -> Response:
    """A line of plain text."""
    return Response(text + "\n", status, content_type="text/plain; charset=utf-8")


@blueprint.get("/healthz/live")
@access(Access.ANYONE)
def live() -> Response:
    """The program answers."""
    return plain("ok")


@blueprint.get("/healthz/ready")
@access(Access.ANYONE)
def ready() -> Response:
    """The database answers too."""
    return plain("ok") if services().database.is_ready() else plain("database", 503)


@blueprint.get("/.well-known/security.txt")
@access(Access.ANYONE)
def security_txt() -> Response:
    """RFC 9116: whom to tell of a weakness."""
    contact = edition().spec.contact
    address = f"mailto:{contact}" if contact else services().config.base_url + "/spelregels"
    expires = (services().clock() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    return plain(f"Contact: {address}\nExpires: {expires}\nPreferred-Languages: nl, en")
