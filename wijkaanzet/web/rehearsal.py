"""A rehearsal edition's own pages: turn the clock, sign in under a role, take a letter to practise with."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from phases.calendar import Phase
from wijkaanzet.actions import rehearsal
from wijkaanzet.web import texts
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.accounts import begin_session
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, services

blueprint = Blueprint("rehearsal", __name__, url_prefix="/oefening")

FIRST_PAGES = {
    "organiser": "organiser.start",
    "checker": "table.agenda",
    "wijkraad": "last_look.drafts",
    "desk": "desk.start",
    "second-desk": "paper.batches",
    "submitter": "mine.start",
}


@blueprint.before_request
def only_in_a_rehearsal() -> None:
    """These pages are nowhere else."""
    if not edition().spec.rehearsal:
        abort(404)


@blueprint.post("/klok")
@access(Access.ANYONE)
def turn() -> Response:
    """Turn the clock to a phase; what the neighbourhood would have done by then is done."""
    phase = next((p for p in Phase if p.key == request.form.get("moment")), None)
    if phase is None:
        abort(400)
    with services().database.write() as db:
        rehearsal.go_to_phase(
            db,
            edition(),
            phase,
            key=services().secrets.pincode_key,
            now=services().clock(),
        )
    flash(_("De klok staat nu in de fase ‘%(name)s’.", name=texts.PHASE_NAMES[phase]), "info")
    return redirect(url_for("public.home"), 303)


@blueprint.post("/inloggen")
@access(Access.ANYONE)
def sign_in_as() -> Response:
    """Sign in under a rehearsal role."""
    role = request.form.get("rol", "")
    if not services().config.sign_in_as or role not in texts.ROLES:
        abort(404)
    with services().database.write() as db:
        account_id = rehearsal.account_of(db, edition(), role, now=services().clock())
    begin_session(account_id)
    flash(_("U bent ingelogd als %(role)s van de oefening.", role=str(texts.ROLES[role]).lower()), "ok")
    session.pop("after_sign_in", None)
    return redirect(url_for(FIRST_PAGES.get(role, "public.home")), 303)


@blueprint.post("/brief")
@access(Access.ANYONE)
def letter() -> str:
    """A fresh pincode of an invented resident, shown instead of posted."""
    with services().database.write() as db:
        issued = rehearsal.practice_code(
            db, edition(), key=services().secrets.pincode_key, now=edition().local_now(services().clock())
        )
    return render_template("vote/practice_code.html", code=str(issued.pincode))
