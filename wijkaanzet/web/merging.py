"""Mergers: the organiser proposes and takes back; submitters agree or refuse, by their mailed link or signed in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wijkaanzet.actions import merging, proposals
from wijkaanzet.actions.plans import find_plan, list_plans
from wijkaanzet.errors import DomainError
from wijkaanzet.records import PlanRecord
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in
from wijkaanzet.web.weekly_forms import MergeForm, RefuseForm

blueprint = Blueprint("merging", __name__)

Page = str | Response | tuple[str, int]


@blueprint.route("/beheer/weekcheck/<int:number>/samenvoegen", methods=["GET", "POST"])
@access(Access.ORGANISER)
def propose(number: int) -> Page:
    """Propose that other plans join this one."""
    with services().database.read() as db:
        into = find_plan(db, edition().id, number)
        others = [p for p in list_plans(db, edition().id) if p.takes_part and p.number != number]
    if into is None or not into.takes_part:
        raise DomainError("no-such-plan", number=number)
    form = MergeForm()
    form.offer([(plan.number, plan.title) for plan in others])
    if not form.validate_on_submit():
        return _form_page(into, form), 422 if form.is_submitted() else 200
    draft = merging.MergeDraft(
        number,
        tuple(form.others.data),
        form.message.data,
        form.title.data or "",
        form.summary.data or "",
        form.description.data or "",
    )
    try:
        with services().database.write() as db:
            merging.propose(db, edition(), draft, site=site_address(), account=signed_in().id, now=now())
    except DomainError as error:
        return _form_page(into, form, domain_text(error)), domain_status(error)
    services().send_mail()
    flash(_("Alle indieners krijgen het voorstel in een mail."), "ok")
    return redirect(url_for("weekly_check.plan", number=number), 303)


@blueprint.post("/beheer/weekcheck/voorstel/<int:proposal>/intrekken")
@access(Access.ORGANISER)
def take_back(proposal: int) -> Response:
    """Take a proposal back."""
    with services().database.write() as db:
        merging.take_back(db, edition(), proposal, site=site_address(), account=signed_in().id, now=now())
        found = proposals.find_proposal(db, edition(), proposal, account=None, now=now())
    services().send_mail()
    flash(_("Het voorstel is ingetrokken. De indieners krijgen een mail."), "ok")
    return redirect(url_for("weekly_check.plan", number=found.into), 303)


@blueprint.route("/samenvoegen/<int:proposal>", methods=["GET", "POST"])
@access(Access.RESIDENT)
def mine(proposal: int) -> Page:
    """A submitter who is signed in decides."""
    return _decide(proposal, signed_in().id, url_for("merging.mine", proposal=proposal))


@blueprint.route("/samenvoegen/<int:proposal>/<token>", methods=["GET", "POST"])
@access(Access.ANYONE)
def by_link(proposal: int, token: str) -> Page:
    """A submitter decides by the mailed link, which is only theirs."""
    with services().database.read() as db:
        someone = proposals.party_of(db, edition(), proposal, token)
    return _decide(proposal, someone, url_for("merging.by_link", proposal=proposal, token=token))


def _decide(proposal: int, someone: int, action: str) -> Page:
    form, problem, status = RefuseForm(), "", 200
    if request.method == "POST":
        if not form.validate_on_submit():
            status = 422
        else:
            try:
                return _answered(proposal, someone, action, form)
            except DomainError as error:
                problem, status = domain_text(error), domain_status(error)
    with services().database.read() as db:
        found = proposals.find_proposal(db, edition(), proposal, account=someone, now=now())
        plans = [find_plan(db, edition().id, number) for number, _title in found.plans]
    page = render_template(
        "weekly_check/proposal.html",
        proposal=found,
        proposed=[plan for plan in plans if plan is not None],
        form=form,
        action=action,
        problem=problem,
    )
    return page, status


def _answered(proposal: int, someone: int, action: str, form: RefuseForm) -> Response:
    site, moment = site_address(), now()
    with services().database.write() as db:
        if request.form.get("antwoord") == "ja":
            done = merging.agree(db, edition(), proposal, site=site, account=someone, now=moment)
            message = (
                _("Iedereen zei ja. U bent nu samen de indiener van één plan.")
                if done
                else _("Dank u wel. Zodra iedereen ja zegt, worden de plannen één.")
            )
        else:
            word = form.word.data or ""
            merging.refuse(db, edition(), proposal, word, site=site, account=someone, now=moment)
            message = _("Dat mag. Uw plan blijft zoals het is.")
    services().send_mail()
    flash(message, "ok")
    return redirect(action, 303)


def _form_page(into: PlanRecord, form: MergeForm, problem: str = "") -> str:
    return render_template("weekly_check/propose.html", plan=into, form=form, problem=problem)
