"""The weekly check: the board, one plan, and what can be done with it; and a submitter's "klaar"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from phases.calendar import Phase
from phases.plan import Exit
from phases.weekly_check import Column, Question
from wijkaanzet.actions import check_board, plan_exits, weekly_check
from wijkaanzet.actions.drafts import similar_plans
from wijkaanzet.actions.proposals import proposals_about
from wijkaanzet.days import local_day
from wijkaanzet.errors import DomainError
from wijkaanzet.web import texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in
from wijkaanzet.web.weekly_forms import (
    AssignForm,
    ContactForm,
    FindingsForm,
    ForwardForm,
    HideForm,
    QuestionForm,
)

blueprint = Blueprint("weekly_check", __name__)

Page = str | Response | tuple[str, int]
F = TypeVar("F", bound=FlaskForm)
BOARD = "/beheer/weekcheck"
MOST_SIMILAR = 3


@blueprint.get(BOARD)
@access(Access.CHECKER)
def board() -> str:
    """All incoming plans in three columns; ``van=mij`` shows one's own."""
    mine = request.args.get("van") == "mij"
    with services().database.read() as db:
        items = check_board.board(db, edition(), now=now())
    shown = [item for item in items if not mine or item.assignee_id == signed_in().id]
    return render_template(
        "weekly_check/board.html",
        columns={column: [item for item in shown if item.column is column] for column in Column},
        overdue=[item for item in items if item.overdue],
        mine=mine,
        question_names=texts.QUESTIONS_SHORT,
        questions=list(Question),
    )


@blueprint.get(f"{BOARD}/<int:number>")
@access(Access.CHECKER)
def plan(number: int) -> str:
    """One plan. That somebody of the staff looked is kept."""
    with services().database.write() as db:
        weekly_check.look_at(db, edition(), number, account=signed_in().id, now=now())
    return _sheet(number)


@blueprint.post(f"{BOARD}/<int:number>/vragen")
@access(Access.CHECKER)
def findings(number: int) -> Page:
    """Answer the four questions."""

    def keep(db: Session, form: FindingsForm, me: int) -> str:
        weekly_check.answer_questions(db, edition(), number, form.findings(), account=me, now=now())
        return _("Bewaard.")

    return _act(number, FindingsForm(), keep)


@blueprint.post(f"{BOARD}/<int:number>/contact")
@access(Access.CHECKER)
def contact(number: int) -> Page:
    """Note that somebody spoke with the submitter."""

    def keep(db: Session, form: ContactForm, me: int) -> str:
        spoken_on, note = form.spoken_on.data, form.note.data
        weekly_check.note_contact(
            db, edition(), number, spoken_on=spoken_on, note=note, account=me, now=now()
        )
        return _("Het contact is genoteerd.")

    return _act(number, ContactForm(), keep)


@blueprint.post(f"{BOARD}/<int:number>/klaar")
@access(Access.CHECKER)
def finish(number: int) -> Response:
    """Be done with a plan, or take it up again."""
    done = request.form.get("terug") != "1"
    with services().database.write() as db:
        weekly_check.finish(db, edition(), number, done=done, account=signed_in().id, now=now())
    flash(_("Dit plan is nagekeken.") if done else _("Dit plan staat weer op het bord."), "ok")
    return redirect(url_for("weekly_check.board" if done else "weekly_check.plan", number=number), 303)


@blueprint.post(f"{BOARD}/<int:number>/toewijzen")
@access(Access.ORGANISER)
def assign(number: int) -> Page:
    """Give a plan to a colleague."""
    form = AssignForm()
    with services().database.read() as db:
        form.offer(check_board.colleagues(db, edition()))

    def keep(db: Session, form: AssignForm, me: int) -> str:
        to = form.assignee.data or None
        weekly_check.assign(db, edition(), number, to, site=site_address(), account=me, now=now())
        return _("Dit plan is toegewezen.") if to else _("Dit plan is van niemand meer.")

    return _act(number, form, keep)


@blueprint.post(f"{BOARD}/<int:number>/terug")
@access(Access.ORGANISER)
def ask(number: int) -> Page:
    """Return a plan to its submitter with a question."""

    def keep(db: Session, form: QuestionForm, me: int) -> str:
        text = form.question.data
        weekly_check.ask_submitter(db, edition(), number, text, site=site_address(), account=me, now=now())
        return _("De indiener krijgt uw vraag in een mail.")

    return _act(number, QuestionForm(), keep)


@blueprint.post(f"{BOARD}/<int:number>/doorsturen")
@access(Access.ORGANISER)
def forward(number: int) -> Page:
    """Forward a plan to the responsible department, outside the budget."""
    departments = services().config.departments
    form = ForwardForm()
    form.offer(list(departments))

    def keep(db: Session, form: ForwardForm, me: int) -> str:
        name = form.department.data
        plan_exits.forward(
            db,
            edition(),
            number,
            plan_exits.Department(name, departments[name]),
            explanation=form.explanation.data,
            site=site_address(),
            account=me,
            now=now(),
        )
        return _("Het plan is doorgestuurd. De indiener en de afdeling krijgen een mail.")

    return _act(number, form, keep)


@blueprint.post(f"{BOARD}/<int:number>/verbergen")
@access(Access.ORGANISER)
def hide(number: int) -> Page:
    """Hide a plan, with a reason."""

    def keep(db: Session, form: HideForm, me: int) -> str:
        plan_exits.hide(
            db, edition(), number, reason=form.reason.data, site=site_address(), account=me, now=now()
        )
        return _("Het plan is verborgen. De indiener krijgt de reden in een mail.")

    return _act(number, HideForm(), keep)


@blueprint.post(f"{BOARD}/<int:number>/terughalen")
@access(Access.ORGANISER)
def bring_back(number: int) -> Response:
    """Let a hidden or forwarded plan take part again."""
    with services().database.write() as db:
        plan_exits.bring_back(db, edition(), number, site=site_address(), account=signed_in().id, now=now())
    services().send_mail()
    flash(_("Dit plan doet weer mee. De indiener krijgt een mail."), "ok")
    return redirect(url_for("weekly_check.plan", number=number), 303)


@blueprint.post("/plannen/<int:number>/klaar")
@access(Access.RESIDENT)
def ready(number: int) -> Response:
    """A submitter answered by changing the plan: it goes back to the board."""
    with services().database.write() as db:
        weekly_check.submitter_is_ready(db, edition(), number, account=signed_in().id, now=now())
    flash(_("Dank u wel. Wij kijken opnieuw naar uw plan."), "ok")
    return redirect(url_for("public.plan", number=number), 303)


def _act(number: int, form: F, act: Callable[[Session, F, int], str]) -> Page:
    """Do one thing with a plan; what cannot be done is said on the plan's page, with everything still filled in."""
    if not form.validate_on_submit():
        return _sheet(number, form), 422
    try:
        with services().database.write() as db:
            message = act(db, form, signed_in().id)
    except DomainError as error:
        if error.code == "no-such-plan":
            raise
        return _sheet(number, form, domain_text(error)), domain_status(error)
    services().send_mail()
    flash(message, "ok")
    return redirect(url_for("weekly_check.plan", number=number), 303)


def _sheet(number: int, sent: FlaskForm | None = None, problem: str = "") -> str:
    """The page of one plan; ``sent`` is the form that was just filled in."""
    with services().database.read() as db:
        sheet = check_board.sheet(db, edition(), number, now=now())
        proposals = proposals_about(db, edition(), number, now=now())
        colleagues = check_board.colleagues(db, edition())
        shown = sheet.item.plan
        text = f"{shown.summary} {shown.description}"
        similar = similar_plans(db, edition(), shown.title, text, but=number)[:MOST_SIMILAR]
    forms: dict[str, FlaskForm] = {}
    for kind in (FindingsForm, ContactForm, AssignForm, QuestionForm, ForwardForm, HideForm):
        forms[kind.__name__] = sent if isinstance(sent, kind) else kind(None)
    if not isinstance(sent, FindingsForm):
        forms["FindingsForm"].fill(dict(sheet.item.findings))
    if not isinstance(sent, ContactForm):
        forms["ContactForm"].spoken_on.data = local_day(now())
    if not isinstance(sent, AssignForm):
        forms["AssignForm"].offer(colleagues)
        forms["AssignForm"].assignee.data = sheet.item.assignee_id or 0
    if not isinstance(sent, ForwardForm):
        forms["ForwardForm"].offer(list(services().config.departments))
    left = sheet.item.plan.exit
    return render_template(
        "weekly_check/plan.html",
        sheet=sheet,
        plan=sheet.item.plan,
        href=views.plan_href(sheet.item.plan),
        similar=similar,
        proposals=proposals,
        questions=list(Question),
        all_forms=forms,
        sent=sent,
        problem=problem,
        is_organiser="organiser" in signed_in().roles,
        may_merge=sheet.item.plan.takes_part and not edition().spec.calendar.is_over(Phase.LIKES, now()),
        may_come_back=left is not None and left.kind is not Exit.MERGED,
    )
