"""The desk's paper votes: a batch of slips, then its forms, typed twice, then cast."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from wijkaanzet.actions import paper, paper_forms
from wijkaanzet.actions.paper_forms import NO_VALID_CHOICE
from wijkaanzet.actions.plans import list_plans
from wijkaanzet.actions.voting import ballot_choices
from wijkaanzet.errors import DomainError
from wijkaanzet.records import PlanRecord
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.codes import hash_of
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("paper", __name__, url_prefix="/balie/papier")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@access(Access.DESK)
def batches() -> str:
    """All batches, and a button to begin one."""
    with services().database.read() as db:
        return render_template("desk/batches.html", batches=paper.list_batches(db, edition()))


@blueprint.post("")
@access(Access.DESK)
def open_batch() -> Response:
    """Begin a batch."""
    with services().database.write() as db:
        number = paper.open_batch(db, edition(), actor=signed_in().actor, now=now())
    return redirect(url_for("paper.batch", number=number), 303)


@blueprint.get("/<int:number>")
@access(Access.DESK)
def batch(number: int) -> Page:
    """A batch, in the stage that it is in."""
    return _page(number)


@blueprint.post("/<int:number>/briefje")
@access(Access.DESK)
def slip(number: int) -> Page:
    """Check a slip's code and reserve it; or give a slip back."""
    typed, back = request.form.get("pincode", ""), request.form.get("terug") == "1"

    def act(db: Session) -> None:
        code = hash_of(typed)
        if back:
            paper.release_slip(db, edition(), number, code, actor=signed_in().actor, now=now())
        else:
            paper.reserve_slip(db, edition(), number, code, now=now())

    said = _("Teruggegeven. De code werkt weer.") if back else _("Deze code is geldig. Hij is nu vastgelegd.")
    return _done(number, act, said, typed=typed)


@blueprint.post("/<int:number>/scheiden")
@access(Access.DESK)
def separate(number: int) -> Page:
    """Put the slips away and go on with the forms."""
    return _done(
        number,
        lambda db: paper.separate(db, edition(), number, actor=signed_in().actor, now=now()),
        _("De briefjes zijn weg. Schud de formulieren en geef ze een nummer."),
    )


@blueprint.post("/<int:number>/formulier")
@access(Access.DESK)
def type_form(number: int) -> Page:
    """Keep what this typist reads on a form, or on all forms."""
    form, numbers = whole_number(request.form.get("formulier", "")), _numbers()
    every = request.form.get("alle") == "1"

    def act(db: Session) -> None:
        reading = _reading(db, numbers)
        if every:
            paper_forms.type_all_forms(db, edition(), number, reading, typist=signed_in().id)
        else:
            paper_forms.type_form(db, edition(), number, form, reading, typist=signed_in().id)

    said = (
        _("Alle formulieren zijn ingevoerd.") if every else _("Formulier %(form)s is ingevoerd.", form=form)
    )
    return _done(number, act, said, form=form, chosen=numbers)


@blueprint.post("/<int:number>/verschil")
@access(Access.DESK)
def settle(number: int) -> Page:
    """Settle a form that two people read differently."""
    form, numbers = whole_number(request.form.get("formulier", "")), _numbers()
    return _done(
        number,
        lambda db: paper_forms.settle_form(
            db, edition(), number, form, _reading(db, numbers), actor=signed_in().actor, now=now()
        ),
        _("Formulier %(form)s is beslist.", form=form),
        form=form,
        chosen=numbers,
    )


@blueprint.post("/<int:number>/stemmen")
@access(Access.DESK)
def cast(number: int) -> Page:
    """Cast the batch, and show its receipts this one time."""
    try:
        with services().database.write() as db:
            receipts = paper.cast_batch(db, edition(), number, actor=signed_in().actor, now=now())
    except DomainError as error:
        return _page(number, problem=error)
    services().database.tidy()
    return render_template("desk/receipts.html", number=number, receipts=receipts)


@blueprint.post("/<int:number>/vervallen")
@access(Access.DESK)
def cancel(number: int) -> Page:
    """Give up a batch: its codes open again."""
    reason = request.form.get("reason", "")[:300]
    return _done(
        number,
        lambda db: paper.cancel_batch(
            db, edition(), number, reason=reason, actor=signed_in().actor, now=now()
        ),
        _("De partij is vervallen. Alle codes werken weer."),
    )


def _done(
    number: int,
    act: Callable[[Session], object],
    said: str,
    *,
    typed: str = "",
    form: int = 0,
    chosen: list[int] | None = None,
) -> Page:
    """Do one act on a batch and show the batch again; what was typed stays when it was refused."""
    try:
        with services().database.write() as db:
            act(db)
    except DomainError as error:
        return _page(number, problem=error, typed=typed, form=form, chosen=chosen)
    flash(said, "ok")
    return redirect(url_for("paper.batch", number=number), 303)


def _page(
    number: int,
    *,
    problem: DomainError | None = None,
    typed: str = "",
    form: int = 0,
    chosen: list[int] | None = None,
) -> Page:
    me = signed_in().id
    with services().database.read() as db:
        batch = paper.find_batch(db, edition(), number)
        on_form = batch.stage == "forms"
        standing = paper.form_standing(db, edition(), number) if on_form else None
        own = paper_forms.own_forms(db, edition(), number, me) if on_form else {}
        offered = _offered(db)
    page = render_template(
        "desk/batch.html",
        batch=batch,
        standing=standing,
        own=own,
        offered=offered,
        form=form or whole_number(request.args.get("formulier", "")) or _next_form(batch.slips, own),
        chosen=chosen,
        typed=typed,
        problem=domain_text(problem) if problem else "",
        in_words=_in_words,
        fewest=paper.FEWEST_SLIPS,
    )
    return (page, domain_status(problem)) if problem else page


def _next_form(forms: int, own: dict[int, str]) -> int:
    """The first form that this typist did not do; 0 when all are done."""
    return next((form for form in range(1, forms + 1) if form not in own), 0)


def _offered(db: Session) -> list[PlanRecord]:
    on_ballot = ballot_choices(db, edition().id)
    return [plan for plan in list_plans(db, edition().id) if plan.number in on_ballot]


def _numbers() -> list[int]:
    return [whole_number(text) for text in request.form.getlist("plan")]


def _reading(db: Session, numbers: list[int]) -> str:
    """What the form in the request says: plans, deliberately blank, or no valid choice."""
    kind = request.form.get("soort", "plannen")
    if kind == "plannen" and not numbers:
        raise DomainError("form-empty")
    return paper_forms.reading_of(
        db, edition(), numbers if kind == "plannen" else [], valid=kind != "ongeldig"
    )


def _in_words(reading: str) -> str:
    """What was read on a form, for who types it."""
    if reading == NO_VALID_CHOICE:
        return _("geen geldige keuze")
    return _("plan %(numbers)s", numbers=reading.replace(",", ", ")) if reading else _("blanco")
