"""The pictures of the site, from our own database."""

from __future__ import annotations

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from wijkaanzet.actions import pictures
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.services import account, edition, services

blueprint = Blueprint("pictures", __name__)

FOR_EVER = "public, max-age=31536000, immutable"
OWN = "private, no-store"


@blueprint.get("/beeld/<int:picture>-<any(groot,klein):size>.jpg")
@access(Access.ANYONE)
def file(picture: int, size: str) -> Response:
    """One picture; what is not on a public page yet is for its owner alone."""
    someone = account()
    try:
        with services().database.read() as db:
            found = pictures.serve_picture(
                db,
                edition(),
                picture,
                small=size == "klein",
                account=someone.id if someone else None,
            )
    except DomainError:
        abort(404)
    headers = {"Cache-Control": FOR_EVER if found.shown else OWN, "Content-Disposition": "inline"}
    return Response(found.content, content_type="image/jpeg", headers=headers)
