"""The desk: a person's letter by address, a new letter for a lost one or a proxy, and people with a secret address."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from wijkaanzet.actions import letters
from wijkaanzet.actions.desk import entitle_at_desk, find_at_home, note_proxy
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.forms import EntitleForm, FindVoterForm, ReasonForm
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("desk", __name__, url_prefix="/balie")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@access(Access.DESK)
def start() -> str:
    """Ask for an address."""
    return _page(FindVoterForm(), None, "")


@blueprint.post("")
@access(Access.DESK)
def find() -> Page:
    """Find who lives at an address, and how their letter stands. By POST: the addresses of pages are logged."""
    form = FindVoterForm()
    if not form.validate_on_submit():
        return _page(form, None, ""), 422
    people, problem = _found(form)
    return _page(form, people, problem), 404 if problem else 200


@blueprint.post("/brief/<int:voter>")
@access(Access.DESK)
def replace_letter(voter: int) -> Page:
    """Void a lost letter's code and give the new letter at once, as a PDF."""
    form = ReasonForm()
    if not form.validate_on_submit():
        problem = str(next(iter(form.errors.values()))[0])
        return _page(FindVoterForm(None), None, problem), 422
    try:
        with services().database.write() as db:
            pdf = _letter(db, voter, form.reason.data)
    except DomainError as error:
        return _refused(error)
    return _as_pdf(pdf)


@blueprint.post("/machtiging/<int:voter>")
@access(Access.DESK)
def proxy(voter: int) -> Page:
    """A new letter for who votes for somebody else, after the desk saw the written consent."""
    try:
        with services().database.write() as db:
            if request.form.get("gezien") != "1":
                raise DomainError("consent-missing")
            note_proxy(db, edition(), actor=signed_in().actor, now=now())
            pdf = _letter(db, voter, _("machtiging, schriftelijke toestemming gezien"))
    except DomainError as error:
        return _refused(error)
    return _as_pdf(pdf)


@blueprint.get("/geheim-adres")
@access(Access.DESK)
def secret_address() -> str:
    """Ask for what is needed to entitle somebody whose address is secret."""
    return render_template("desk/secret_address.html", form=EntitleForm(), problem="")


@blueprint.post("/geheim-adres")
@access(Access.DESK)
def entitle() -> Page:
    """Entitle somebody whose address is secret, and give the letter at once."""
    form = EntitleForm()
    if not form.validate_on_submit():
        return render_template("desk/secret_address.html", form=form, problem=""), 422
    try:
        with services().database.write() as db:
            voter = entitle_at_desk(
                db,
                edition(),
                form.name.data,
                form.postcode.data,
                form.number.data,
                actor=signed_in().actor,
                now=now(),
            )
            pdf = _letter(db, voter, _("geheim adres, aan de balie nagekeken"))
    except DomainError as error:
        page = render_template("desk/secret_address.html", form=form, problem=domain_text(error))
        return page, domain_status(error)
    return _as_pdf(pdf)


def _letter(db: Session, voter: int, reason: str) -> bytes:
    return letters.replacement_letter(
        db,
        edition(),
        voter,
        config=services().config,
        key=services().secrets.pincode_key,
        reason=reason,
        actor=signed_in().actor,
        now=now(),
    )


def _as_pdf(pdf: bytes) -> Response:
    headers = {"Content-Disposition": 'inline; filename="brief.pdf"'}
    return Response(pdf, content_type="application/pdf", headers=headers)


def _found(form: FindVoterForm) -> tuple[list[object] | None, str]:
    try:
        with services().database.read() as db:
            return list(find_at_home(db, edition(), form.postcode.data, form.number.data)), ""
    except DomainError as error:
        return None, domain_text(error)


def _page(form: FindVoterForm, people: list[object] | None, problem: str) -> str:
    return render_template("desk/start.html", form=form, people=people, problem=problem)


def _refused(error: DomainError) -> tuple[str, int]:
    return _page(FindVoterForm(None), None, domain_text(error)), domain_status(error)
