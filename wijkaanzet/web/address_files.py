"""Address files, for the organiser: checked line by line, looked at, and imported all or nothing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wijkaanzet.actions import address_drafts
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.lettering_forms import AddressFileForm
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("address_files", __name__, url_prefix="/beheer/brieven/adressen")

Page = str | Response | tuple[str, int]
LINES_SHOWN = 500


@blueprint.route("", methods=["GET", "POST"])
@access(Access.ORGANISER)
def check() -> Page:
    """Take a file and say of every line whether it can be used."""
    form, problem, status, report = AddressFileForm(), "", 200, None
    if form.validate_on_submit():
        try:
            with services().database.write() as db:
                data = form.file.data.read()
                report = address_drafts.check_file(db, edition(), data, config=services().config, now=now())
            status = 422 if report.problems else 200
        except DomainError as error:
            problem, status = domain_text(error), domain_status(error)
    elif form.is_submitted():
        status = 422
    page = render_template(
        "lettering/addresses.html", form=form, problem=problem, report=report, shown=LINES_SHOWN
    )
    return page, status


@blueprint.post("/inlezen")
@access(Access.ORGANISER)
def bring_in() -> Response:
    """Import the file that was checked."""
    with services().database.write() as db:
        changes = address_drafts.import_checked(
            db, edition(), request.form.get("token", ""), actor=signed_in().actor, now=now()
        )
    flash(
        _(
            "Het bestand is ingelezen: %(new)s nieuw, %(gone)s vertrokken, %(kept)s gelijk gebleven.",
            new=changes.new,
            gone=changes.gone,
            kept=changes.kept,
        ),
        "ok",
    )
    return redirect(url_for("lettering.start"), 303)


@blueprint.post("/weg")
@access(Access.ORGANISER)
def discard() -> Response:
    """Forget the file that was checked."""
    with services().database.write() as db:
        address_drafts.discard(db, edition())
    flash(_("Het bestand is niet ingelezen en niet bewaard."), "ok")
    return redirect(url_for("address_files.check"), 303)
