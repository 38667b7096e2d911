"""The submitter's side of the year of execution, made for a phone: news, receipts, agreements, looking back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from wijkaanzet.actions import (
    agreements,
    documents,
    execution_end,
    expenses,
    milestones,
    undertakings,
    updates,
)
from wijkaanzet.actions.execution import ExpenseRow, PlanProgress
from wijkaanzet.days import local_day
from wijkaanzet.errors import DomainError
from wijkaanzet.web import execution_forms as forms
from wijkaanzet.web import execution_texts
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.execution_forms import blank_form, sent_form
from wijkaanzet.web.execution_views import (
    Page,
    act,
    acts_as_organiser,
    chosen_plan,
    do,
    everything,
    lit,
    sent_receipt,
)
from wijkaanzet.web.i18n import _
from wijkaanzet.web.news import mend, tell
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("undertaking", __name__)

MINE = "/mijn/uitvoering"

Keep = Callable[[Session], str]
KeepWords = Callable[[Session, forms.ObjectForm], str]


@blueprint.get(MINE)
@access(Access.RESIDENT)
def mine() -> str | Response:
    """The chosen plans that I carry out; the plan itself when there is one."""
    with services().database.read() as db:
        numbers = undertakings.undertaken_by(db, edition(), signed_in().id)
    if len(numbers) == 1:
        return redirect(url_for("undertaking.plan", number=numbers[0]), 303)
    works = [one for one in everything().plans if one.plan.number in numbers]
    return render_template("execution/mine.html", works=works, lit=lit)


@blueprint.get(f"{MINE}/<int:number>")
@access(Access.RESIDENT)
def plan(number: int) -> str:
    """My plan: what is next, and everything that I can do."""
    progress = _my_plan(number)
    return render_template(
        "execution/plan.html",
        progress=progress,
        light=lit(progress, public=True),
        states=execution_texts.EXPENSES,
        held=execution_texts.HELD,
    )


@blueprint.route(f"{MINE}/<int:number>/nieuws", methods=["GET", "POST"])
@access(Access.RESIDENT)
def news(number: int) -> Page:
    """Tell the neighbourhood how it is going, with pictures."""
    progress = _my_plan(number)

    def show(_number: int, sent: FlaskForm | None, problem: str) -> str:
        form = blank_form(forms.UpdateForm, sent)
        return render_template("execution/news.html", progress=progress, form=form, problem=problem)

    if request.method == "GET":
        return show(number, None, "")
    me, thanks = updates.Writer(signed_in().id), _("Dank u wel! Uw bericht staat op de site.")
    return tell(number, show, _back(number), by=me, thanks=thanks)


@blueprint.route(f"{MINE}/<int:number>/nieuws/<int:update_id>", methods=["GET", "POST"])
@access(Access.RESIDENT)
def change_news(number: int, update_id: int) -> Page:
    """Change the words of an update, or take it off the site."""
    progress = _my_plan(number)
    text = next((one.text for one in progress.updates if one.id == update_id), None)
    if text is None:
        raise DomainError("no-such-update")

    def show(_number: int, sent: FlaskForm | None, problem: str) -> str:
        form = blank_form(forms.ChangeUpdateForm, sent, text=text)
        return render_template("execution/change_news.html", progress=progress, form=form, problem=problem)

    if request.method == "GET":
        return show(number, None, "")
    return mend(
        number,
        update_id,
        sent_form(forms.ChangeUpdateForm),
        show,
        _back(number),
        by=updates.Writer(signed_in().id),
        changed=_("Uw bericht is veranderd."),
        removed=_("Uw bericht is van de site."),
    )


@blueprint.route(f"{MINE}/<int:number>/bon", methods=["GET", "POST"])
@access(Access.RESIDENT)
def receipt(number: int) -> Page:
    """Hand a receipt in."""
    return _receipt_page(_my_plan(number), None)


@blueprint.route(f"{MINE}/<int:number>/bon/<int:expense_id>", methods=["GET", "POST"])
@access(Access.RESIDENT)
def returned(number: int, expense_id: int) -> Page:
    """Answer a question about a receipt by handing it in again, or take it back."""
    progress = _my_plan(number)
    expense = next((one for one in progress.expenses if one.id == expense_id), None)
    if expense is None:
        raise DomainError("no-such-expense")
    if request.form.get("doe") == "terug":

        def take_back(db: Session) -> str:
            expenses.take_back(db, edition(), number, expense_id, account=signed_in().id, now=now())
            return _("De bon is teruggenomen.")

        return do(_back(number), take_back, lambda problem: _draw_receipt(progress, expense, None, problem))
    return _receipt_page(progress, expense)


@blueprint.post(f"{MINE}/<int:number>/mijlpaal/<int:milestone_id>")
@access(Access.RESIDENT)
def milestone(number: int, milestone_id: int) -> Response:
    """Something is done."""
    _my_plan(number)
    with services().database.write() as db:
        milestones.finish_milestone(db, edition(), number, milestone_id, account=signed_in().id, now=now())
    return redirect(_back(number) + "#milestones", 303)


@blueprint.route(f"{MINE}/<int:number>/afspraken", methods=["GET", "POST"])
@access(Access.RESIDENT)
def my_agreements(number: int) -> Page:
    """Read what waits, and agree."""
    me = signed_in().id
    _my_plan(number)

    def agree(db: Session) -> str:
        agreements.agree(db, edition(), number, _shown(), account=me, now=now())
        return _("Dank u wel! De afspraken staan vast.")

    def change(db: Session, form: forms.ObjectForm) -> str:
        agreements.object_to(db, edition(), number, form.words.data, account=me, now=now())
        return _("Dank u wel. Wij lezen het en nemen contact met u op.")

    return _agree_page(
        number, url_for("undertaking.my_agreements", number=number), _back(number), agree, change
    )


@blueprint.route("/afspraken/<token>", methods=["GET", "POST"])
@access(Access.ANYONE)
def by_link(token: str) -> Page:
    """The same by the mailed link, without signing in."""
    with services().database.read() as db:
        number, _account = agreements.link_of(db, edition(), token, now=now())

    def agree(db: Session) -> str:
        agreements.agree_by_link(db, edition(), token, _shown(), now=now())
        return _("Dank u wel! De afspraken staan vast.")

    def change(db: Session, form: forms.ObjectForm) -> str:
        agreements.object_by_link(db, edition(), token, form.words.data, now=now())
        return _("Dank u wel. Wij lezen het en nemen contact met u op.")

    here = url_for("undertaking.by_link", token=token)
    return _agree_page(number, here, url_for("following.plan", number=number), agree, change)


@blueprint.route(f"{MINE}/<int:number>/terugblik", methods=["GET", "POST"])
@access(Access.RESIDENT)
def look_back(number: int) -> Page:
    """Look back on a plan that has ended."""
    progress = _my_plan(number)
    if not progress.ended:
        raise DomainError("plan-not-ended")

    def show(_number: int, sent: FlaskForm | None, problem: str) -> str:
        row = progress.row
        form = blank_form(forms.LookBackForm, sent, went_well=row.went_well, otherwise=row.otherwise)
        return render_template("execution/look_back.html", progress=progress, form=form, problem=problem)

    def keep(db: Session, form: forms.LookBackForm) -> str:
        execution_end.look_back(
            db,
            edition(),
            number,
            went_well=form.went_well.data,
            otherwise=form.otherwise.data or "",
            account=signed_in().id,
            now=now(),
        )
        return _("Dank u wel! Daar leert de hele wijk van.")

    if request.method == "GET":
        return show(number, None, "")
    return act(number, sent_form(forms.LookBackForm), show, _back(number), keep)


@blueprint.get("/bon/<int:document>")
@access(Access.RESIDENT)
def receipt_file(document: int) -> Response:
    """A receipt, for the plan's submitters and the organisers. What is no picture is saved, never opened by the site."""
    with services().database.read() as db:
        found = documents.find_document(
            db, edition(), document, account=signed_in().id, is_organiser=acts_as_organiser()
        )
    way = "inline" if found.is_picture else "attachment"
    return Response(
        found.content,
        content_type=found.mimetype,
        headers={
            "Content-Disposition": f'{way}; filename="{found.name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )


def _my_plan(number: int) -> PlanProgress:
    """A chosen plan of who is signed in.

    Raises:
        DomainError: "not-the-submitter".
    """
    progress = chosen_plan(number)
    with services().database.read() as db:
        undertakings.require_submitter(db, edition(), number, signed_in().id)
    return progress


def _back(number: int) -> str:
    return url_for("undertaking.plan", number=number)


def _receipt_page(progress: PlanProgress, expense: ExpenseRow | None) -> Page:
    number, me = progress.plan.number, signed_in().id
    if request.method == "GET":
        return _draw_receipt(progress, expense, None, "")
    form = sent_form(forms.ExpenseForm)
    form.offer({one.row.id: one.row.what for one in progress.lines})
    try:
        file = sent_receipt(form.receipt.data) if form.validate_on_submit() else None
    except DomainError as error:
        return _draw_receipt(progress, expense, form, domain_text(error)), domain_status(error)

    def keep(db: Session, form: forms.ExpenseForm) -> str:
        line = form.line.data or None
        draft = expenses.ExpenseDraft(form.what.data, form.amount.cents, form.spent_on.data, line, file)
        if expense is None:
            expenses.hand_in(db, edition(), number, draft, account=me, now=now())
        else:
            expenses.hand_in_again(db, edition(), number, expense.id, draft, account=me, now=now())
        return _("Dank u wel! De gemeente kijkt naar uw bon.")

    def show(_number: int, sent: FlaskForm | None, problem: str) -> str:
        return _draw_receipt(progress, expense, sent, problem)

    return act(number, form, show, _back(number), keep)


def _draw_receipt(
    progress: PlanProgress, expense: ExpenseRow | None, sent: FlaskForm | None, problem: str
) -> str:
    names = {one.row.id: one.row.what for one in progress.lines}
    if expense is None:
        values: dict[str, object] = {"spent_on": local_day(now()), "line": next(iter(names), 0)}
    else:
        values = {"what": expense.what, "amount": expense.amount, "spent_on": expense.spent_on}
        values["line"] = expense.line_id or 0
    form = blank_form(forms.ExpenseForm, sent, **values)
    form.offer(names)
    return render_template(
        "execution/receipt.html",
        progress=progress,
        expense=expense,
        states=execution_texts.EXPENSES,
        form=form,
        problem=problem,
    )


def _shown() -> dict[int, int]:
    """The agreements that were on the page, with their versions."""
    found = {}
    for text in request.form.getlist("afspraak"):
        key, _dot, version = text.partition(".")
        if key.isdecimal() and version.isdecimal():
            found[int(key)] = int(version)
    return found


def _agree_page(number: int, here: str, back: str, agree: Keep, change: KeepWords) -> Page:
    progress = chosen_plan(number)

    def show(_number: int, sent: FlaskForm | None, problem: str) -> str:
        return render_template(
            "execution/agree.html",
            progress=progress if not problem else chosen_plan(number),
            form=blank_form(forms.ObjectForm, sent),
            action=here,
            problem=problem,
        )

    if request.method == "GET":
        return show(number, None, "")
    if request.form.get("antwoord") == "anders":
        return act(number, sent_form(forms.ObjectForm), show, here, change)
    return do(back, agree, lambda problem: show(number, None, problem))
