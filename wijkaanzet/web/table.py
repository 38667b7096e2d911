"""The ja-mits table: checkers answer, the chair fixes the joint verdict."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from phases.feasibility import Answer, AnswerKind, Specialism, VerdictKind, compose
from wijkaanzet.actions import feasibility
from wijkaanzet.actions.guards import is_frozen
from wijkaanzet.errors import DomainError
from wijkaanzet.web import texts
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.forms import AnswerForm, VerdictForm
from wijkaanzet.web.i18n import _
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("table", __name__, url_prefix="/tafel")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@access(Access.CHECKER)
def agenda() -> str:
    """The plans that came through, and what is still owed."""
    with services().database.read() as db:
        plans = feasibility.plans_at_table(db, edition())
        rows = [(plan, feasibility.proposal_for(db, edition(), plan.number)) for plan in plans]
        frozen = is_frozen(db, edition())
    return render_template(
        "table/agenda.html",
        rows=rows,
        frozen=frozen,
        published=edition().verdicts_published_at is not None,
        specialisms=texts.SPECIALISMS,
        verdicts=texts.VERDICTS,
    )


@blueprint.get("/<int:number>")
@access(Access.CHECKER)
def plan(number: int) -> Page:
    """One plan on the table."""
    return _plan_page(number, {}, None, "")


@blueprint.post("/<int:number>/antwoord/<specialism>")
@access(Access.CHECKER)
def answer(number: int, specialism: str) -> Page:
    """Answer for one specialism."""
    if specialism not in set(Specialism):
        abort(404)
    form = _answer_form(Specialism(specialism), sent=True)
    if not form.validate_on_submit():
        return _plan_page(number, {specialism: form}, None, ""), 422
    given = Answer(Specialism(specialism), AnswerKind(form.kind.data), form.explanation.data or "")
    try:
        with services().database.write() as db:
            feasibility.give_answer(
                db,
                edition(),
                number,
                given,
                version=whole_number(request.form.get("versie", "")),
                account=signed_in().id,
                now=now(),
            )
    except DomainError as error:
        return _plan_page(number, {specialism: form}, None, domain_text(error)), domain_status(error)
    flash(_("Het antwoord ligt op tafel."), "ok")
    return redirect(url_for("table.plan", number=number), 303)


@blueprint.post("/<int:number>/oordeel")
@access(Access.CHECKER)
def verdict(number: int) -> Page:
    """Fix the joint verdict."""
    form = VerdictForm()
    if not form.validate_on_submit():
        return _plan_page(number, {}, form, ""), 422
    draft = feasibility.VerdictDraft(
        kind=VerdictKind(form.kind.data),
        cost=form.cost.data,
        conditions=tuple(line.strip() for line in (form.conditions.data or "").splitlines() if line.strip()),
        explanation=form.explanation.data or "",
    )
    try:
        with services().database.write() as db:
            feasibility.fix_verdict(db, edition(), number, draft, account=signed_in().id, now=now())
    except DomainError as error:
        return _plan_page(number, {}, form, domain_text(error)), domain_status(error)
    flash(_("Het oordeel is vastgelegd. Het wordt samen met de andere openbaar."), "ok")
    return redirect(url_for("table.agenda"), 303)


def _plan_page(
    number: int, answered: dict[str, AnswerForm], verdict_form: VerdictForm | None, problem: str
) -> str:
    with services().database.read() as db:
        found = next((p for p in feasibility.plans_at_table(db, edition()) if p.number == number), None)
        if found is None:
            abort(404)
        given = feasibility.answers_for(db, edition(), number)
        frozen = is_frozen(db, edition())
    proposal = compose(g.answer for g in given.values())
    if verdict_form is None:
        known = found.verdict
        kind = known.kind if known else proposal.kind
        verdict_form = VerdictForm(
            formdata=None,
            kind=kind.value if kind else None,
            cost=known.cost if known else found.estimate,
            conditions="\n".join(known.conditions if known else proposal.conditions),
            explanation=known.explanation if known else "\n".join(proposal.suggestions),
        )
    rows = []
    for specialism in Specialism:
        lying = given.get(specialism)
        form = answered.get(specialism.value) or _answer_form(specialism, lying.answer if lying else None)
        rows.append((specialism, texts.SPECIALISMS[specialism], form, lying))
    return render_template(
        "table/plan.html",
        plan=found,
        rows=rows,
        proposal=proposal,
        proposal_text=str(texts.VERDICTS[proposal.kind]) if proposal.kind else "",
        owed=[str(texts.SPECIALISMS[s]) for s in proposal.owed],
        form=verdict_form,
        problem=problem,
        frozen=frozen,
        answers=texts.ANSWERS,
    )


def _answer_form(specialism: Specialism, given: Answer | None = None, *, sent: bool = False) -> AnswerForm:
    """The form of one specialism, as sent or with what lies on the table. Three stand on one page: each its own ids."""
    form = AnswerForm() if sent else AnswerForm(formdata=None)
    if given is not None:
        form.kind.data, form.explanation.data = given.kind.value, given.explanation
    for field in (form.kind, form.explanation):
        field.id = f"{specialism.value}-{field.name}"
        field.label.field_id = field.id
    return form
