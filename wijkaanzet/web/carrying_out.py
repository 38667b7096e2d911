"""The organiser's side of the year of execution: agreements, milestones, expenses and news of the chosen plans."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from wijkaanzet.actions import execution
from wijkaanzet.errors import DomainError
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text, not_found
from wijkaanzet.web.forms import AgreementForm, ExpenseForm, MilestoneForm, UpdateForm
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("carrying_out", __name__, url_prefix="/beheer/uitvoering")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@access(Access.ORGANISER)
def board() -> str:
    """All chosen plans at a glance."""
    with services().database.read() as db:
        overview = execution.overview(db, edition(), now=now())
    return render_template("organiser/execution.html", overview=overview)


@blueprint.get("/<int:number>")
@access(Access.ORGANISER)
def plan(number: int) -> Page:
    """One chosen plan."""
    return _plan_page(number)


@blueprint.post("/<int:number>/mijlpaal")
@access(Access.ORGANISER)
def milestone(number: int) -> Page:
    """Plan a milestone."""
    form = MilestoneForm()
    if not form.validate_on_submit():
        return _plan_page(number, milestone_form=form), 422
    with services().database.write() as db:
        execution.add_milestone(
            db, edition(), number, what=form.what.data, due=form.due.data, actor=signed_in().actor, now=now()
        )
    return _back(number, _("De mijlpaal is toegevoegd."))


@blueprint.post("/<int:number>/mijlpaal/<int:milestone_id>")
@access(Access.ORGANISER)
def milestone_done(number: int, milestone_id: int) -> Response:
    """A milestone is done."""
    with services().database.write() as db:
        execution.finish_milestone(db, edition(), milestone_id, actor=signed_in().actor, now=now())
    return _back(number, _("De mijlpaal is gehaald."))


@blueprint.post("/<int:number>/afspraak/<int:agreement_id>")
@access(Access.ORGANISER)
def agreement(number: int, agreement_id: int) -> Page:
    """Who does what was agreed, before when."""
    form = AgreementForm()
    if not form.validate_on_submit():
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _plan_page(number, problem=problem), 422
    with services().database.write() as db:
        execution.agree(
            db,
            edition(),
            agreement_id,
            who=form.who.data.strip(),
            before=form.before.data,
            actor=signed_in().actor,
            now=now(),
        )
    return _back(number, _("De afspraak is vastgelegd."))


@blueprint.post("/<int:number>/uitgave")
@access(Access.ORGANISER)
def expense(number: int) -> Page:
    """Record an expense."""
    form = ExpenseForm()
    if not form.validate_on_submit():
        return _plan_page(number, expense_form=form), 422
    try:
        with services().database.write() as db:
            execution.record_expense(
                db,
                edition(),
                number,
                what=form.what.data,
                amount=form.amount.cents,
                spent_on=form.spent_on.data,
                account=signed_in().id,
                now=now(),
            )
    except DomainError as error:
        return _plan_page(number, expense_form=form, problem=domain_text(error)), domain_status(error)
    return _back(number, _("De uitgave is vastgelegd."))


@blueprint.post("/<int:number>/nieuws")
@access(Access.ORGANISER)
def update(number: int) -> Page:
    """Tell how the plan is going."""
    form = UpdateForm()
    if not form.validate_on_submit():
        return _plan_page(number, update_form=form), 422
    with services().database.write() as db:
        execution.write_update(db, edition(), number, text=form.text.data, account=signed_in().id, now=now())
    return _back(number, _("Het bericht staat op de site."))


def _back(number: int, message: str) -> Response:
    flash(message, "ok")
    return redirect(url_for("carrying_out.plan", number=number), 303)


def _plan_page(
    number: int,
    *,
    milestone_form: MilestoneForm | None = None,
    expense_form: ExpenseForm | None = None,
    update_form: UpdateForm | None = None,
    problem: str = "",
) -> str:
    with services().database.read() as db:
        overview = execution.overview(db, edition(), now=now())
    progress = next((p for p in overview.plans if p.plan.number == number), None)
    if progress is None:
        raise not_found()
    return render_template(
        "organiser/execution_plan.html",
        progress=progress,
        milestone_form=milestone_form or MilestoneForm(formdata=None),
        expense_form=expense_form or ExpenseForm(formdata=None),
        update_form=update_form or UpdateForm(formdata=None),
        problem=problem,
    )
