"""The organiser's side of a chosen plan's money: budget lines, receipts, payments, and the table for bookkeeping."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from wijkaanzet.actions import expenses, payments
from wijkaanzet.actions.execution import PlanProgress
from wijkaanzet.actions.finance import payments_table
from wijkaanzet.days import local_day
from wijkaanzet.errors import DomainError
from wijkaanzet.web import execution_forms as forms
from wijkaanzet.web import execution_texts
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.execution_forms import blank_form, sent_form
from wijkaanzet.web.execution_views import Page, act, chosen_plan, do, lit, sent_receipt
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("carrying_money", __name__, url_prefix="/beheer/uitvoering")

NEW_LINES = 3
"""Empty budget lines under those that there are."""


@blueprint.get("/betalingen.csv")
@access(Access.ORGANISER)
def table() -> Response:
    """All payments, for bookkeeping."""
    with services().database.read() as db:
        content = payments_table(db, edition(), now=now())
    name = f"betalingen-{edition().spec.slug}.csv"
    return Response(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@blueprint.get("/<int:number>/geld")
@access(Access.ORGANISER)
def money(number: int) -> str:
    """The money of one chosen plan."""
    return _show(number, None, "")


@blueprint.post("/<int:number>/begroting")
@access(Access.ORGANISER)
def lines(number: int) -> Page:
    """Divide the plan's money over budget lines."""

    def keep(db: Session, form: forms.LinesForm) -> str:
        expenses.set_lines(db, edition(), number, form.read(), actor=signed_in().actor, now=now())
        return _("De begroting is bewaard.")

    return act(number, sent_form(forms.LinesForm), _show, _back(number), keep)


@blueprint.post("/<int:number>/uitgaven")
@access(Access.ORGANISER)
def expense(number: int) -> Page:
    """Record an expense, with its receipt or without."""
    form = sent_form(forms.ExpenseForm)
    form.offer(_line_names(chosen_plan(number)))
    try:
        receipt = sent_receipt(form.receipt.data) if form.validate_on_submit() else None
    except DomainError as error:
        return _show(number, form, domain_text(error)), domain_status(error)

    def keep(db: Session, form: forms.ExpenseForm) -> str:
        draft = expenses.ExpenseDraft(
            form.what.data, form.amount.cents, form.spent_on.data, form.line.data or None, receipt
        )
        expenses.record_expense(db, edition(), number, draft, account=signed_in().id, now=now())
        return _("De uitgave is vastgelegd.")

    return act(number, form, _show, _back(number), keep)


@blueprint.post("/<int:number>/bonnen/<int:expense_id>/goed")
@access(Access.ORGANISER)
def approve(number: int, expense_id: int) -> Page:
    """Approve a receipt."""
    form = sent_form(forms.ApproveForm, expense_id)
    form.offer(_line_names(chosen_plan(number)))

    def keep(db: Session, form: forms.ApproveForm) -> str:
        line = form.line.data or None
        expenses.approve(db, edition(), number, expense_id, line=line, account=signed_in().id, now=now())
        return _("De bon is goedgekeurd.")

    return act(number, form, _show, _back(number), keep)


@blueprint.post("/<int:number>/bonnen/<int:expense_id>/terug")
@access(Access.ORGANISER)
def ask_about(number: int, expense_id: int) -> Page:
    """Ask the submitter about a receipt, or decline it."""
    declined = request.form.get("doe") == "afwijzen"

    def keep(db: Session, form: forms.ReturnForm) -> str:
        words, me = form.words.data, signed_in().id
        tell = expenses.decline if declined else expenses.ask_about
        tell(db, edition(), number, expense_id, words, site=site_address(), account=me, now=now())
        return (
            _("De bon is afgewezen. De indiener krijgt uw uitleg in een mail.")
            if declined
            else _("De indiener krijgt uw vraag in een mail.")
        )

    return act(number, sent_form(forms.ReturnForm, expense_id), _show, _back(number), keep)


@blueprint.post("/<int:number>/bonnen/<int:expense_id>/terugdraaien")
@access(Access.ORGANISER)
def correct(number: int, expense_id: int) -> Page:
    """Take an approved expense back."""

    def keep(db: Session) -> str:
        expenses.correct(db, edition(), number, expense_id, account=signed_in().id, now=now())
        return _("De uitgave is teruggedraaid. Beide regels blijven staan.")

    return do(_back(number), keep, lambda problem: _show(number, None, problem))


@blueprint.post("/<int:number>/betalingen")
@access(Access.ORGANISER)
def plan_payment(number: int) -> Page:
    """Plan a payment, or the usual three."""

    def usual(db: Session) -> str:
        payments.plan_usual_instalments(db, edition(), number, actor=signed_in().actor, now=now())
        return _("De gewone betalingen staan erbij. Verander wat anders moet.")

    def keep(db: Session, form: forms.PaymentForm) -> str:
        payments.plan_instalment(db, edition(), number, _instalment(form), actor=signed_in().actor, now=now())
        return _("De betaling is gepland.")

    if request.form.get("doe") == "gewone":
        return do(_back(number), usual, lambda problem: _show(number, None, problem))
    form = sent_form(forms.PaymentForm)
    form.offer(_gate_names(chosen_plan(number)))
    return act(number, form, _show, _back(number), keep)


@blueprint.post("/<int:number>/betalingen/<int:payment_id>")
@access(Access.ORGANISER)
def change_payment(number: int, payment_id: int) -> Page:
    """Change a planned payment, or take it off the list."""

    def remove(db: Session) -> str:
        payments.remove_instalment(db, edition(), number, payment_id, actor=signed_in().actor, now=now())
        return _("De betaling is van de lijst.")

    def change(db: Session, form: forms.PaymentForm) -> str:
        payments.change_instalment(
            db, edition(), number, payment_id, _instalment(form), actor=signed_in().actor, now=now()
        )
        return _("De betaling is veranderd.")

    if request.form.get("doe") == "weg":
        return do(_back(number), remove, lambda problem: _show(number, None, problem))
    form = sent_form(forms.PaymentForm, payment_id)
    form.offer(_gate_names(chosen_plan(number)))
    return act(number, form, _show, _back(number), change)


@blueprint.post("/<int:number>/betalingen/<int:payment_id>/betaald")
@access(Access.ORGANISER)
def pay(number: int, payment_id: int) -> Page:
    """Note that a planned payment was made."""

    def keep(db: Session, form: forms.PaidForm) -> str:
        day, actor = form.paid_on.data, signed_in().actor
        payments.pay_instalment(db, edition(), number, payment_id, paid_on=day, actor=actor, now=now())
        return _("De betaling is vastgelegd.")

    return act(number, sent_form(forms.PaidForm, payment_id), _show, _back(number), keep)


@blueprint.post("/<int:number>/terugbetaling")
@access(Access.ORGANISER)
def refund(number: int) -> Page:
    """Note that money came back."""

    def keep(db: Session, form: forms.RefundForm) -> str:
        payments.record_refund(
            db,
            edition(),
            number,
            what=form.what.data,
            amount=form.amount.cents,
            paid_on=form.paid_on.data,
            actor=signed_in().actor,
            now=now(),
        )
        return _("De terugbetaling is vastgelegd.")

    return act(number, sent_form(forms.RefundForm), _show, _back(number), keep)


def _instalment(form: forms.PaymentForm) -> payments.InstalmentDraft:
    return payments.InstalmentDraft(
        form.what.data, form.amount.cents, form.not_before.data, form.gate.data or None
    )


def _line_names(progress: PlanProgress) -> dict[int, str]:
    return {one.row.id: one.row.what for one in progress.lines}


def _gate_names(progress: PlanProgress) -> dict[int, str]:
    return {one.id: one.question for one in progress.gates}


def _back(number: int) -> str:
    return url_for("carrying_money.money", number=number)


def _show(number: int, sent: FlaskForm | None, problem: str) -> str:
    progress = chosen_plan(number)
    names, gates, today = _line_names(progress), _gate_names(progress), local_day(now())
    expense_form = blank_form(forms.ExpenseForm, sent, spent_on=today, line=next(iter(names), 0))
    expense_form.offer(names)
    approve_forms = {
        one.id: blank_form(forms.ApproveForm, sent, one.id, line=one.line_id or next(iter(names), 0))
        for one in progress.waiting
    }
    for form in approve_forms.values():
        form.offer(names)
    unpaid = [line.row for line in progress.payments if line.row.paid_on is None]
    payment_form = blank_form(forms.PaymentForm, sent)
    payment_forms = {
        row.id: blank_form(
            forms.PaymentForm,
            sent,
            row.id,
            what=row.what,
            amount=row.amount,
            not_before=row.not_before,
            gate=row.gate_id or 0,
        )
        for row in unpaid
    }
    for one in (payment_form, *payment_forms.values()):
        one.offer(gates)
    filled = [
        {"key": line.row.id, "what": line.row.what, "amount": line.row.amount} for line in progress.lines
    ]
    return render_template(
        "organiser/execution_money.html",
        progress=progress,
        light=lit(progress),
        sent=sent,
        problem=problem,
        states=execution_texts.EXPENSES,
        held=execution_texts.HELD,
        lines_form=blank_form(forms.LinesForm, sent, lines=[*filled, *[{}] * NEW_LINES]),
        expense_form=expense_form,
        approve_forms=approve_forms,
        return_forms={one.id: blank_form(forms.ReturnForm, sent, one.id) for one in progress.waiting},
        payment_form=payment_form,
        payment_forms=payment_forms,
        paid_forms={row.id: blank_form(forms.PaidForm, sent, row.id, paid_on=today) for row in unpaid},
        refund_form=blank_form(forms.RefundForm, sent, paid_on=today),
    )
