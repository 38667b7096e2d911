"""Mail that never arrived: what the organiser can see of it and do about it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wijkaanzet.actions import outbox
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("undelivered", __name__)


@blueprint.get("/beheer/post")
@access(Access.ORGANISER)
def mails() -> str:
    """The mails that were given up, and whether mail leaves at all."""
    with services().database.read() as db:
        given_up = outbox.undelivered(db, edition())
        late = outbox.mail_is_late(db, edition())
    return render_template("organiser/undelivered.html", mails=given_up, late=late)


@blueprint.post("/beheer/post")
@access(Access.ORGANISER)
def all_again() -> Response:
    """Send all of them once more."""
    return _again(None)


@blueprint.post("/beheer/post/<int:mail>")
@access(Access.ORGANISER)
def one(mail: int) -> Response:
    """Send one once more, or forget it (``weg``)."""
    if request.form.get("weg") != "1":
        return _again(mail)
    with services().database.write() as db:
        outbox.remove_mail(db, edition(), mail, account=signed_in().id, now=now())
    flash(_("De mail is weggehaald."), "ok")
    return redirect(url_for("undelivered.mails"), 303)


def _again(mail: int | None) -> Response:
    with services().database.write() as db:
        count = outbox.try_again(db, edition(), mail, account=signed_in().id, now=now())
    services().send_mail()
    flash(
        ngettext("Wij sturen de mail opnieuw.", "Wij sturen %(num)s mails opnieuw.", count),
        "ok",
    )
    return redirect(url_for("undelivered.mails"), 303)
