"""The costs of a plan: agreed at the table, put to the submitter, and the submitter's reply."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from phases.costs import CostState
from wijkaanzet.actions import table_costs
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.plans import find_plan
from wijkaanzet.errors import DomainError
from wijkaanzet.records import PlanRecord
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.services import account, edition, now, services, signed_in
from wijkaanzet.web.table import Page, Sent, act, plan_page, require_chair
from wijkaanzet.web.table_forms import CostsForm, ReplyForm, SettleForm

blueprint = Blueprint("table_costs", __name__)


@blueprint.post("/tafel/<int:number>/kosten")
@access(Access.CHECKER)
def agree(number: int) -> Page:
    """Agree on the costs in lines."""
    form = CostsForm()
    sent = Sent(costs=form, at="kosten")
    if not form.validate_on_submit():
        return plan_page(number, sent), 422

    def keep(db: Session) -> None:
        plan = find_plan(db, edition().id, number)
        if plan is None:
            raise DomainError("no-such-plan", number=number)
        before = table_costs.costs_of(db, edition(), plan, now=now()).lines
        own = {line.what: line.amount for line in plan.costs}
        table_costs.set_costs(
            db,
            edition(),
            number,
            form.agreed(before, own),
            note=form.note.data or "",
            version=whole_number(request.form.get("versie", ""), -1),
            account=signed_in().id,
            now=now(),
        )

    return act(number, sent, keep, _("De kosten liggen op tafel."))


@blueprint.post("/tafel/<int:number>/kosten/voorleggen")
@access(Access.CHECKER)
def put(number: int) -> Page:
    """Put the costs to the submitter."""

    def ask(db: Session) -> None:
        require_chair(db)
        site, me = site_address(), signed_in().id
        table_costs.put_to_submitters(db, edition(), number, site=site, account=me, now=now())

    return act(
        number, Sent(at="kosten"), ask, _("De indiener krijgt een mail en kan een week lang reageren.")
    )


@blueprint.post("/tafel/<int:number>/kosten/toelichten")
@access(Access.CHECKER)
def settle(number: int) -> Page:
    """Keep the costs, with an answer to the submitter's reply."""
    form = SettleForm()
    sent = Sent(settle=form, at="kosten")
    if not form.validate_on_submit():
        return plan_page(number, sent), 422

    def answer(db: Session) -> None:
        require_chair(db)
        words, me = form.words.data, signed_in().id
        table_costs.settle(db, edition(), number, words, account=me, now=now())

    return act(number, sent, answer, _("De indiener krijgt uw antwoord in een mail."))


@blueprint.route("/kosten/<token>", methods=["GET", "POST"])
@access(Access.ANYONE)
def by_link(token: str) -> Page:
    """A submitter replies by the mailed link, which is only theirs."""
    with services().database.read() as db:
        number, person, version = table_costs.link_of(db, edition(), token)
    return _reply(number, person, version, url_for("table_costs.by_link", token=token))


@blueprint.route("/plannen/<int:number>/kosten", methods=["GET", "POST"])
@access(Access.RESIDENT)
def mine(number: int) -> Page:
    """A submitter who is signed in replies."""
    with services().database.read() as db:
        plan = find_plan(db, edition().id, number, hidden=True)
        if plan is None:
            raise DomainError("no-such-plan", number=number)
        if signed_in().id not in submitters_of(db, edition(), number):
            raise DomainError("not-the-submitter")
        version = table_costs.costs_of(db, edition(), plan, now=now()).version
    if request.method == "POST":
        version = whole_number(request.form.get("versie", ""), -1)
    return _reply(number, signed_in().id, version, url_for("table_costs.mine", number=number))


def reply_until(db: Session, plan: PlanRecord) -> datetime | None:
    """Until when this visitor may reply to the costs of their plan; None when there is nothing to reply to."""
    someone = account()
    if someone is None or someone.id not in submitters_of(db, edition(), plan.number):
        return None
    costs = table_costs.costs_of(db, edition(), plan, now=now())
    return costs.reply_until if costs.state is CostState.ASKED else None


def _reply(number: int, person: int, version: int, action: str) -> Page:
    form, problem, status = ReplyForm(), "", 200
    if form.validate_on_submit():
        try:
            with services().database.write() as db:
                table_costs.reply(
                    db,
                    edition(),
                    number,
                    agreed=form.agreed.data == "ja",
                    words=form.words.data or "",
                    version=version,
                    account=person,
                    now=now(),
                )
        except DomainError as error:
            problem, status = domain_text(error), domain_status(error)
        else:
            flash(_("Dank u wel. De tafel ziet uw reactie meteen."), "ok")
            return redirect(action, 303)
    elif form.is_submitted():
        status = 422
    with services().database.read() as db:
        plan = find_plan(db, edition().id, number, hidden=True)
        if plan is None:
            raise DomainError("no-such-plan", number=number)
        costs = table_costs.costs_of(db, edition(), plan, now=now())
    page = render_template(
        "table/reply.html",
        plan=plan,
        costs=costs,
        asked=costs.state is CostState.ASKED and costs.version == version,
        old=costs.version != version,
        form=form,
        action=action,
        problem=problem,
    )
    return page, status
