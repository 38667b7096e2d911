"""The desk: find a person's letter by address and replace a lost one."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from wijkaanzet.actions import letters
from wijkaanzet.actions.desk import find_at_home
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.forms import FindVoterForm, ReasonForm
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("desk", __name__, url_prefix="/balie")


@blueprint.get("")
@access(Access.DESK)
def start() -> str:
    """Ask for an address."""
    return _page(FindVoterForm(), None, "")


@blueprint.post("")
@access(Access.DESK)
def find() -> str | tuple[str, int]:
    """Find who lives at an address, and how their letter stands. By POST: the addresses of pages are logged."""
    form = FindVoterForm()
    if not form.validate_on_submit():
        return _page(form, None, ""), 422
    people, problem = _found(form)
    return _page(form, people, problem), 404 if problem else 200


@blueprint.post("/brief/<int:voter>")
@access(Access.DESK)
def replace_letter(voter: int) -> Response | tuple[str, int]:
    """Void a lost letter's code and give the new letter at once, as a PDF."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return render_template(
            "desk/start.html", form=FindVoterForm(None), people=None, problem=_first_error(form)
        ), 422
    try:
        with services().database.write() as db:
            pdf = letters.replacement_letter(
                db,
                edition(),
                voter,
                config=services().config,
                key=services().secrets.pincode_key,
                reason=form.reason.data,
                actor=signed_in().actor,
                now=now(),
            )
    except DomainError as error:
        page = render_template(
            "desk/start.html", form=FindVoterForm(None), people=None, problem=domain_text(error)
        )
        return page, domain_status(error)
    return Response(
        pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="brief.pdf"'}
    )


def _found(form: FindVoterForm) -> tuple[list[object] | None, str]:
    try:
        with services().database.read() as db:
            return list(find_at_home(db, edition(), form.postcode.data, form.number.data)), ""
    except DomainError as error:
        return None, domain_text(error)


def _page(form: FindVoterForm, people: list[object] | None, problem: str) -> str:
    return render_template("desk/start.html", form=form, people=people, problem=problem)


def _first_error(form: ReasonForm) -> str:
    return str(next(iter(form.errors.values()))[0])
