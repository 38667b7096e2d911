"""The second step of signing in, for staff: link an authenticator app once, then its six digits each time."""

from __future__ import annotations

import io

import qrcode
import qrcode.image.svg
from flask import Blueprint, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from wijkaanzet.actions import second_factor
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import own_path
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.services import edition, services, signed_in

blueprint = Blueprint("second_factor", __name__)


@blueprint.get("/inloggen-code")
@access(Access.RESIDENT)
def ask() -> str:
    """Ask for the six digits; the first time show how to link an app."""
    return _page("")


@blueprint.post("/inloggen-code")
@access(Access.RESIDENT)
def check() -> Response | tuple[str, int]:
    """Check the six digits."""
    try:
        with services().database.write() as db:
            second_factor.accept_code(
                db,
                signed_in().id,
                request.form.get("code", ""),
                key=services().secrets.secret_key,
                now=services().clock(),
            )
    except DomainError as error:
        return _page(domain_text(error)), domain_status(error)
    session["second_factor"] = signed_in().id
    return redirect(own_path(session.pop("after_sign_in", "")) or url_for("public.home"), 303)


def _page(problem: str) -> str:
    with services().database.write() as db:
        enrolment = second_factor.enrolment_of(
            db, signed_in().id, key=services().secrets.secret_key, issuer=edition().spec.name
        )
    return render_template(
        "accounts/second_factor.html",
        problem=problem,
        linked=enrolment.linked,
        secret="" if enrolment.linked else enrolment.secret,
        picture=None if enrolment.linked else _qr(enrolment.uri),
    )


def _qr(text: str) -> Markup:
    """A QR code as an SVG element of the page; an image address would end up in a log."""
    out = io.BytesIO()
    qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=8).save(out)
    svg = out.getvalue().decode()
    return Markup(svg[svg.index("<svg") :])  # noqa: S704 - our own drawing, no text in it
