"""The ja-mits table: checkers answer, the chair fixes the joint verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from phases.costs import CostState
from phases.feasibility import MOST_CONDITIONS, AnswerKind, Condition, Specialism, VerdictKind
from phases.table_clock import Owes
from wijkaanzet.actions import at_table, feasibility, quickscans, table_clock, table_costs
from wijkaanzet.actions.guards import is_frozen
from wijkaanzet.actions.table_publication import last_look
from wijkaanzet.actions.table_sessions import meetings
from wijkaanzet.errors import DomainError
from wijkaanzet.web import texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.services import edition, now, services, signed_in
from wijkaanzet.web.table_forms import (
    MOST_VERDICT_CONDITIONS,
    AnswerForm,
    CostsForm,
    ReopenForm,
    SettleForm,
    VerdictForm,
    own_ids,
)
from wijkaanzet.web.table_page import TablePlan, Tile, table_plan, words_of

blueprint = Blueprint("table", __name__, url_prefix="/tafel")

Page = str | Response | tuple[str, int]


@dataclass
class Sent:
    """What was just sent and could not be done: the forms as filled in, and what to say of it."""

    answers: dict[str, AnswerForm] = field(default_factory=dict)
    verdict: VerdictForm | None = None
    costs: CostsForm | None = None
    settle: SettleForm | None = None
    reopen: ReopenForm | None = None
    problem: str = ""
    at: str = ""

    def lost(self, shown: TablePlan) -> list[str]:
        """What was typed into forms that are no longer there, because somebody else was first."""
        forms = [] if shown.is_open else [*self.answers.values(), self.verdict, self.costs]
        if shown.costs.state is not CostState.DISPUTED:
            forms.append(self.settle)
        return [words for form in forms if form is not None for words in words_of(form)]


@blueprint.get("")
@access(Access.CHECKER)
def agenda() -> str:
    """The plans at the table, the sessions, and what is still owed."""
    with services().database.read() as db:
        changes = at_table.changes(db, [edition().id])[edition().id]
        overview = table_clock.overview(db, edition(), now=now())
        proposals = {plan.number: proposal for plan, proposal in feasibility.proposals(db, edition())}
        found = meetings(db, edition())
        own = at_table.own_specialisms(db, edition(), signed_in().id)
        chair = at_table.is_chair(db, edition(), signed_in().id)
        frozen = is_frozen(db, edition())
    return render_template(
        "table/agenda.html",
        overview=overview,
        proposals=proposals,
        meetings=found,
        titles={one.plan.number: one.plan.title for one in overview.plans},
        own=own,
        chair=chair,
        frozen=frozen,
        published=edition().verdicts_published_at is not None,
        changes=changes,
        specialisms=texts.SPECIALISMS,
        verdicts=texts.VERDICTS,
    )


@blueprint.get("/klok")
@access(Access.CHECKER)
def clock() -> str:
    """The six weeks, and who still owes what."""
    with services().database.read() as db:
        overview = table_clock.overview(db, edition(), now=now())
        look = last_look(db, edition())
    return render_template(
        "table/clock.html",
        overview=overview,
        look=look,
        specialisms=texts.SPECIALISMS,
        verdicts=texts.VERDICTS,
        owes=list(Owes),
    )


@blueprint.get("/<int:number>")
@access(Access.CHECKER)
def plan(number: int) -> Page:
    """One plan on the table."""
    return plan_page(number, Sent())


@blueprint.get("/<int:number>/deel")
@access(Access.CHECKER)
def part(number: int) -> str:
    """What changes while everybody looks: the answers side by side, and what follows from them."""
    with services().database.read() as db:
        shown = table_plan(db, number)
    return render_template("table/_board.html", shown=shown, **_words())


@blueprint.post("/<int:number>/antwoord/<specialism>")
@access(Access.CHECKER)
def answer(number: int, specialism: str) -> Page:
    """Answer for one specialism."""
    if specialism not in set(Specialism):
        abort(404)
    form = AnswerForm()
    sent = Sent(answers={specialism: form}, at=specialism)
    if not form.validate_on_submit():
        return plan_page(number, sent), 422
    given = form.answer(Specialism(specialism))
    version = whole_number(request.form.get("versie", ""), -1)
    return act(
        number,
        sent,
        lambda db: feasibility.give_answer(
            db, edition(), number, given, version=version, account=signed_in().id, now=now()
        ),
        _("Het antwoord ligt op tafel."),
    )


@blueprint.post("/<int:number>/sneltoets/<specialism>")
@access(Access.CHECKER)
def scan(number: int, specialism: str) -> Page:
    """Answer a question of the sneltoets, or begin again (``opnieuw``)."""
    if specialism not in set(Specialism):
        abort(404)
    again = request.form.get("opnieuw") == "1"
    chosen = request.form.get("antwoord", "")
    sent = Sent(at=specialism)
    if not again and not chosen:
        sent.problem = _("Kies een antwoord bij de vraag van de sneltoets.")
        return plan_page(number, sent), 422
    return act(
        number,
        sent,
        lambda db: quickscans.answer_question(
            db,
            edition(),
            number,
            Specialism(specialism),
            request.form.get("vraag", ""),
            None if again else whole_number(chosen, -1),
            version=whole_number(request.form.get("versie", ""), -1),
            account=signed_in().id,
            now=now(),
        ),
        "",
    )


@blueprint.post("/<int:number>/plaats/<specialism>")
@access(Access.CHECKER)
def seat(number: int, specialism: str) -> Page:
    """The chair asks a specialism, or no longer waits for it (``weg``)."""
    if specialism not in set(Specialism):
        abort(404)
    asked = request.form.get("weg") != "1"

    def change(db: Session) -> None:
        require_chair(db)
        kind = Specialism(specialism)
        feasibility.ask_specialism(
            db, edition(), number, kind, asked=asked, account=signed_in().id, now=now()
        )

    name = texts.SPECIALISMS[Specialism(specialism)]
    said = (
        _("‘%(name)s’ kijkt mee.", name=name) if asked else _("Op ‘%(name)s’ wordt niet gewacht.", name=name)
    )
    return act(number, Sent(at="oordeel"), change, said)


@blueprint.post("/<int:number>/oordeel")
@access(Access.CHECKER)
def verdict(number: int) -> Page:
    """The chair fixes the joint verdict."""
    form = VerdictForm()
    sent = Sent(verdict=form, at="oordeel")
    right = form.validate_on_submit()
    # Conditions belong to one verdict only; half-filled rows elsewhere are let be.
    provided = form.kind.data == VerdictKind.FEASIBLE_PROVIDED.value
    complete = [row.ask_for_all() for row in form.filled] if provided else []
    if not right or not all(complete):
        return plan_page(number, sent), 422

    def fix(db: Session) -> None:
        require_chair(db)
        found = at_table.plan_at_table(db, edition(), number)
        costs = table_costs.costs_of(db, edition(), found, now=now()) if found else None
        draft = feasibility.VerdictDraft(
            kind=VerdictKind(form.kind.data),
            cost=costs.total if costs and costs.lines else None,
            conditions=form.stated() if provided else (),
            explanation=form.explanation.data or "",
            deviation=form.deviation.data or "",
            seen=request.form.get("gezien", ""),
        )
        me, site = signed_in().id, site_address()
        feasibility.fix_verdict(db, edition(), number, draft, account=me, now=now(), site=site)

    said = _("Het oordeel is vastgelegd. Het wordt samen met de andere openbaar.")
    if edition().verdicts_published_at is not None:
        said = _("De oordelen zijn openbaar. Een wijziging is meteen op de site te zien.")
    return act(number, sent, fix, said)


@blueprint.post("/<int:number>/heropenen")
@access(Access.CHECKER)
def reopen(number: int) -> Page:
    """The chair takes a verdict up again, with a reason."""
    form = ReopenForm()
    sent = Sent(reopen=form, at="oordeel")
    if not form.validate_on_submit():
        return plan_page(number, sent), 422

    def again(db: Session) -> None:
        require_chair(db)
        reason = form.reason.data
        feasibility.reopen_verdict(db, edition(), number, reason, account=signed_in().id, now=now())

    return act(number, sent, again, _("Dit plan ligt weer op tafel. Het vorige oordeel blijft bewaard."))


def require_chair(db: Session) -> None:
    """Refuse who does not lead the table."""
    if not at_table.is_chair(db, edition(), signed_in().id):
        raise DomainError("not-the-chair")


def act(number: int, sent: Sent, do: Callable[[Session], object], message: str) -> Page:
    """Do one thing with a plan; what cannot be done is said on the plan's page, with everything still filled in."""
    try:
        with services().database.write() as db:
            do(db)
    except DomainError as error:
        if domain_status(error) in (403, 404) and error.code != "too-early":
            raise
        sent.problem = domain_text(error)
        return plan_page(number, sent), domain_status(error)
    services().send_mail()
    if message:
        flash(message, "ok")
    return redirect(url_for("table.plan", number=number, _anchor=f"deel-{sent.at}" if sent.at else None), 303)


def plan_page(number: int, sent: Sent) -> str:
    """The page of one plan."""
    with services().database.read() as db:
        shown = table_plan(db, number)
    forms = {}
    for tile in shown.tiles:
        name = tile.specialism.value
        form = sent.answers.get(name) or _answer_form(tile)
        own_ids(form, name)
        forms[name] = form
    costs = sent.costs
    if costs is None:
        costs = CostsForm(formdata=None, note=shown.costs.note)
        costs.lay(shown.costs.lines)
    own_ids(costs, "kosten")
    verdict = sent.verdict or _verdict_form(shown)
    own_ids(verdict, "oordeel")
    return render_template(
        "table/plan.html",
        shown=shown,
        plan=shown.plan,
        href=views.plan_href(shown.plan),
        answer_forms=forms,
        costs_form=costs,
        verdict_form=verdict,
        settle_form=sent.settle or SettleForm(formdata=None),
        reopen_form=sent.reopen or ReopenForm(formdata=None),
        sent=sent,
        lost=sent.lost(shown),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {
        "answers": texts.ANSWERS,
        "verdicts": texts.VERDICTS,
        "specialisms": texts.SPECIALISMS,
        "kinds": AnswerKind,
    }


def _answer_form(tile: Tile) -> AnswerForm:
    """What lies on the table, else what the sneltoets came to, else an empty form."""
    if tile.lying is None:
        way = tile.scan.walk if tile.scan else None
        if way is None or way.outcome is None:
            return AnswerForm(formdata=None)
        form = AnswerForm(formdata=None, kind=way.outcome.value, explanation="\n".join(way.suggestions))
        form.lay([Condition(what) for what in way.conditions][:MOST_CONDITIONS], MOST_CONDITIONS)
        return form
    given = tile.lying.answer
    form = AnswerForm(formdata=None, kind=given.kind.value, explanation=given.explanation)
    form.lay(given.conditions, MOST_CONDITIONS)
    return form


def _verdict_form(shown: TablePlan) -> VerdictForm:
    """What follows from the answers; or what was decided before, when the plan was taken up again and nobody answered since."""
    proposal, before = shown.proposal, shown.past[-1] if shown.past else None
    if before is not None and any(tile.lying and tile.lying.at > before.at for tile in shown.tiles):
        before = None
    kind = before.kind if before else proposal.kind
    words = before.explanation if before else "\n".join(proposal.suggestions)
    form = VerdictForm(formdata=None, kind=kind.value if kind else None, explanation=words)
    form.lay(before.conditions if before else proposal.conditions, MOST_VERDICT_CONDITIONS)
    return form
