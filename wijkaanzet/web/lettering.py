"""Letters, for the organiser: making them, fetching the files, making some once more, and mail that came back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wijkaanzet.actions import letter_files, letter_runs, letter_text, lettering, undeliverable
from wijkaanzet.actions.letter_runs import LetterOrder
from wijkaanzet.actions.reprints import Kind
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.lettering_errors import RUN_PROBLEMS
from wijkaanzet.web.lettering_forms import OrderForm, ReprintForm, ReturnedForm
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("lettering", __name__, url_prefix="/beheer/brieven")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@access(Access.ORGANISER)
def start() -> str:
    """How the letters stand, and what can be done."""
    with services().database.read() as db:
        seen = lettering.overview(db, edition(), config=services().config, now=now())
    return render_template(
        "lettering/start.html", seen=seen, form=OrderForm(None), published=edition().verdicts_published_at
    )


@blueprint.post("")
@access(Access.ORGANISER)
def make() -> Response:
    """Order a letter for everybody who has none."""
    mailhouse = request.form.get("made_for") == "mailhouse"
    number = _order(LetterOrder(mailhouse=mailhouse))
    back = "lettering.start" if request.form.get("from") == "brieven" else "organiser.start"
    return _after_order(number, url_for(back))


@blueprint.get("/<file>")
@access(Access.ORGANISER)
def batch(file: str) -> Response:
    """One batch of letters, or the manifest of them all."""
    data_dir = services().config.data_dir
    with services().database.read() as db:
        known = {
            b.file: letter_files.file_of(b, edition(), data_dir)
            for b in letter_files.list_batches(db, edition())
        }
    known[letter_files.MANIFEST] = letter_files.letters_folder(data_dir, edition()) / letter_files.MANIFEST
    path = known.get(file)
    if path is None or not path.exists():
        abort(404)
    answer = send_file(path.absolute(), as_attachment=True)
    answer.headers["Cache-Control"] = "no-store"  # there are pincodes in it
    return answer


@blueprint.get("/voorbeeld.pdf")
@access(Access.ORGANISER)
def preview() -> Response:
    """The letter with its real layout, to nobody."""
    return _pdf(letter_text.preview(edition(), services().config, now()), "voorbeeld.pdf")


@blueprint.get("/formulier.pdf")
@access(Access.ORGANISER)
def form_for_mailhouse() -> Response:
    """The letter without anything personal, for a mail house."""
    return _pdf(letter_text.mailhouse_form(edition(), services().config, now()), "formulier.pdf")


@blueprint.get("/proefvel.pdf")
@access(Access.ORGANISER)
def proof() -> Response:
    """The window over a letter with the longest address, once every address was held against it."""
    with services().database.read() as db:
        pdf = lettering.proof(db, edition(), services().config, now())
    return _pdf(pdf, "proefvel.pdf")


@blueprint.get("/opdracht/<int:number>")
@access(Access.ORGANISER)
def run(number: int) -> str:
    """How far an order is."""
    with services().database.read() as db:
        found = letter_runs.find_run(db, edition(), number) or abort(404)
        refused = letter_runs.refused_letters(db, edition(), found)
    problem = RUN_PROBLEMS.get(found.problem, RUN_PROBLEMS["broken"])() if found.state == "failed" else ""
    return render_template("lettering/run.html", run=found, refused=refused, problem=problem)


@blueprint.get("/opdracht/<int:number>/voortgang")
@access(Access.ORGANISER)
def progress(number: int) -> Response:
    """The same for the script of that page."""
    with services().database.read() as db:
        found = letter_runs.find_run(db, edition(), number) or abort(404)
    return jsonify({"state": found.state, "done": found.done, "total": found.total})


@blueprint.post("/opdracht/<int:number>/verder")
@access(Access.ORGANISER)
def go_on(number: int) -> Response:
    """Go on with an order that stopped."""
    with services().database.write() as db:
        letter_runs.go_on(db, edition(), number)
    services().make_letters()
    return redirect(url_for("lettering.run", number=number), 303)


@blueprint.route("/opnieuw", methods=["GET", "POST"])
@access(Access.ORGANISER)
def reprint() -> Page:
    """Make letters once more, with new codes."""
    form, problem, status = ReprintForm(), "", 200
    if form.validate_on_submit():
        asked = LetterOrder(
            Kind(form.kind.data), form.target, form.made_for.data == "mailhouse", form.reason.data.strip()
        )
        try:
            number = _order(asked)
            return _after_order(number, url_for("lettering.run", number=number))
        except DomainError as error:
            problem, status = domain_text(error), domain_status(error)
    elif form.is_submitted():
        status = 422
    with services().database.read() as db:
        streets = lettering.streets(db, edition())
    return render_template("lettering/reprint.html", form=form, problem=problem, streets=streets), status


@blueprint.route("/onbestelbaar", methods=["GET", "POST"])
@access(Access.ORGANISER)
def returned() -> Page:
    """Note a letter that came back, and see how many did per wijk."""
    form, problem, status = ReturnedForm(), "", 200
    if form.validate_on_submit():
        try:
            with services().database.write() as db:
                letter = undeliverable.note_returned(
                    db, edition(), form.letter.data, actor=signed_in().actor, now=now()
                )
            flash(_("Brief %(letter)s is onbestelbaar. De code is vervallen.", letter=letter), "ok")
            return redirect(url_for("lettering.returned"), 303)
        except DomainError as error:
            problem, status = domain_text(error), domain_status(error)
    elif form.is_submitted():
        status = 422
    with services().database.read() as db:
        areas = undeliverable.returned_by_area(db, edition())
    return render_template("lettering/returned.html", form=form, problem=problem, areas=areas), status


@blueprint.post("/vernietigen")
@access(Access.ORGANISER)
def destroy() -> Response:
    """Destroy the files of these batches."""
    numbers = [whole_number(value, -1) for value in request.form.getlist("batch")]
    with services().database.write() as db:
        gone = letter_files.destroy_batches(
            db, edition(), numbers, data_dir=services().config.data_dir, actor=signed_in().actor, now=now()
        )
    flash(ngettext("%(num)s bestand is vernietigd.", "%(num)s bestanden zijn vernietigd.", gone), "ok")
    return redirect(url_for("lettering.start"), 303)


def _order(asked: LetterOrder) -> int:
    config = services().config
    with services().database.write() as db:
        return letter_runs.ask_for_letters(
            db, edition(), asked, config=config, actor=signed_in().actor, now=now()
        )


def _after_order(number: int, when_done: str) -> Response:
    """What fits in one file is made while the organiser waits, a second at most; the rest is the job worker's."""
    made = letter_runs.make_small(
        services().database,
        edition(),
        number,
        config=services().config,
        key=services().secrets.pincode_key,
        clock=services().clock,
    )
    if made is None:
        services().make_letters()
        return redirect(url_for("lettering.run", number=number), 303)
    if made.state == "done":
        flash(ngettext("Er is %(num)s brief gemaakt.", "Er zijn %(num)s brieven gemaakt.", made.done), "ok")
        return redirect(when_done, 303)
    return redirect(url_for("lettering.run", number=number), 303)


def _pdf(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, content_type="application/pdf", headers=headers)
