"""The evaluation for the organiser: to look at, to complete, and to download."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from phases.report_facts import Subject
from wijkaanzet.actions import counting, report_files
from wijkaanzet.actions import report as reporting
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.report_forms import SUBJECTS, CostForm, EarlierForm, LessonForm
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("report", __name__, url_prefix="/beheer/verslag")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@access(Access.ORGANISER)
def show() -> str:
    """The evaluation as it would be now."""
    return _shown()


def _shown(problem: str = "") -> str:
    with services().database.read() as db:
        content = report_files.report_page(db, edition(), now=now())
        published_at = report_files.report_published_at(db, edition())
        has_result = counting.published_outcome(db, edition()) is not None
    return render_template(
        "report/show.html",
        content=content,
        published_at=published_at,
        has_result=has_result,
        problem=problem,
    )


@blueprint.post("/openbaar")
@access(Access.ORGANISER)
def publish() -> Page:
    """Make the evaluation public as it is now."""
    try:
        with services().database.write() as db:
            report_files.publish_report(db, edition(), actor=signed_in().actor, now=now())
    except DomainError as error:
        return _shown(domain_text(error)), domain_status(error)
    flash(_("De evaluatie is openbaar. Deel het adres met de wijk en de raad."), "ok")
    return redirect(url_for("report.show"), 303)


@blueprint.post("/terug")
@access(Access.ORGANISER)
def withdraw() -> Response:
    """Take the public evaluation back."""
    with services().database.write() as db:
        report_files.withdraw_report(db, edition(), actor=signed_in().actor, now=now())
    flash(_("De evaluatie is niet meer openbaar."), "ok")
    return redirect(url_for("report.show"), 303)


@blueprint.get("/evaluatie.html")
@access(Access.ORGANISER)
def as_html() -> Response:
    """The evaluation as one HTML file."""
    with services().database.read() as db:
        content = report_files.report_as_html(db, edition(), now=now())
    return download(content, "html")


@blueprint.get("/evaluatie.pdf")
@access(Access.ORGANISER)
def as_pdf() -> Response:
    """The evaluation as a PDF."""
    with services().database.read() as db:
        content = report_files.report_as_pdf(db, edition(), now=now())
    return download(content, "pdf")


KINDS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


def download(content: bytes, ending: str) -> Response:
    """A file to keep."""
    name = f"evaluatie-{edition().spec.slug}.{ending}"
    return Response(
        content,
        content_type=KINDS[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/aanvullen")
@access(Access.ORGANISER)
def complete() -> Page:
    """What only the organisers know: costs, lessons, earlier editions."""
    return _entries()


@blueprint.post("/kosten")
@access(Access.ORGANISER)
def add_cost() -> Page:
    """Enter a line of costs."""
    form = CostForm()
    return _add(
        form,
        lambda db: reporting.add_cost(db, edition(), form.line(), actor=signed_in().actor, now=now()),
        _("De kosten staan erbij."),
    )


@blueprint.post("/lessen")
@access(Access.ORGANISER)
def add_lesson() -> Page:
    """Enter a lesson."""
    form = LessonForm()
    return _add(
        form,
        lambda db: reporting.add_lesson(
            db, edition(), Subject(form.subject.data), form.lesson.data, actor=signed_in().actor, now=now()
        ),
        _("De les staat erbij."),
    )


@blueprint.post("/edities")
@access(Access.ORGANISER)
def add_earlier() -> Page:
    """Enter an edition from before this site."""
    form = EarlierForm()
    return _add(
        form,
        lambda db: reporting.add_earlier(db, edition(), form.figures(), actor=signed_in().actor, now=now()),
        _("De editie staat erbij."),
    )


@blueprint.post("/weg/<int:entry>")
@access(Access.ORGANISER)
def remove(entry: int) -> Response:
    """Take back something that was entered."""
    with services().database.write() as db:
        reporting.remove_entry(db, edition(), entry, actor=signed_in().actor, now=now())
    flash(_("Dit is weggehaald."), "ok")
    return redirect(url_for("report.complete"), 303)


def _add(form: FlaskForm, act: Callable[[Session], None], told: str) -> Page:
    if not form.validate_on_submit():
        return _entries(form), 422
    try:
        with services().database.write() as db:
            act(db)
    except DomainError as error:
        return _entries(form, domain_text(error)), domain_status(error)
    flash(told, "ok")
    return redirect(url_for("report.complete"), 303)


def _entries(sent: FlaskForm | None = None, problem: str = "") -> str:
    """The page with everything that was entered, and the form that was sent with its errors."""
    with services().database.read() as db:
        entered = reporting.entered(db, edition())
        letters = reporting.letters_made(db, edition())
    given = {type(sent): sent} if sent is not None else {}
    prices = services().config.letters.prices
    letter = {"what": _("Brieven met pincode"), "pieces": letters, "price": sum(prices.values())}
    fresh = CostForm(formdata=None, data=letter if letters and prices and not entered.costs else None)
    return render_template(
        "report/complete.html",
        entered=entered,
        sent=sent,
        problem=problem,
        subjects=SUBJECTS,
        cost_form=given.get(CostForm, fresh),
        lesson_form=given.get(LessonForm, LessonForm(formdata=None)),
        earlier_form=given.get(EarlierForm, EarlierForm(formdata=None)),
        total=sum(line.total for _key, line in entered.costs),
    )
