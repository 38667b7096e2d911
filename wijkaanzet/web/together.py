"""Submitting a plan with others: who does, whom to invite, who asks to join."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from wijkaanzet.actions import co_submitters, plans
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.web import views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.plan_forms import InviteForm, JoinForm
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("together", __name__)

Page = str | Response | tuple[str, int]


@blueprint.route("/plannen/<int:number>/samen", methods=["GET", "POST"])
@access(Access.RESIDENT)
def people(number: int) -> Page:
    """A submitter sees who else submits the plan, and invites somebody."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _people_page(number, form), 422 if form.is_submitted() else 200
    try:
        with services().database.write() as db:
            co_submitters.invite(
                db,
                edition(),
                number,
                form.email.data,
                site=site_address(),
                account=signed_in().id,
                now=now(),
            )
    except DomainError as error:
        form.email.errors = [domain_text(error)]
        return _people_page(number, form), domain_status(error)
    services().send_mail()
    flash(_("De uitnodiging is verstuurd."), "ok")
    return redirect(url_for("together.people", number=number), 303)


def _people_page(number: int, form: InviteForm) -> str:
    someone = signed_in().id
    with services().database.read() as db:
        plan = plans.find_plan(db, edition().id, number, hidden=True)
        if plan is None or not plan.takes_part:
            raise DomainError("no-such-plan", number=number)
        found = submitters_of(db, edition(), number)
        if someone not in found:
            raise DomainError("not-the-submitter")
        waiting = co_submitters.invitations_of(db, edition(), number, now=now())
        asking = co_submitters.requests_of(db, edition(), number)
    return render_template(
        "submit/together.html",
        plan=plan,
        form=form,
        others=len(found) - 1,
        waiting=waiting,
        asking=asking,
    )


@blueprint.post("/plannen/<int:number>/samen/terug")
@access(Access.RESIDENT)
def take_back(number: int) -> Response:
    """Take an invitation back."""
    with services().database.write() as db:
        key = request.form.get("uitnodiging", "")
        co_submitters.take_back(db, edition(), number, key, account=signed_in().id)
    flash(_("De uitnodiging geldt niet meer."), "info")
    return redirect(url_for("together.people", number=number), 303)


@blueprint.post("/plannen/<int:number>/samen/antwoord/<int:person>")
@access(Access.RESIDENT)
def answer(number: int, person: int) -> Response:
    """Say yes or no to who asked to join."""
    welcome = request.form.get("antwoord") == "ja"
    with services().database.write() as db:
        co_submitters.answer_request(
            db,
            edition(),
            number,
            person,
            welcome=welcome,
            site=site_address(),
            account=signed_in().id,
            now=now(),
        )
    services().send_mail()
    flash(
        _("U dient dit plan nu samen in.") if welcome else _("Uw buur krijgt een vriendelijk bericht."), "ok"
    )
    return redirect(url_for("together.people", number=number), 303)


@blueprint.post("/plannen/<int:number>/samen/verlaten")
@access(Access.RESIDENT)
def leave(number: int) -> Response:
    """Stop submitting a plan; the others go on."""
    with services().database.write() as db:
        co_submitters.leave(db, edition(), number, account=signed_in().id, now=now())
    flash(_("U dient dit plan niet meer in. De anderen gaan verder."), "info")
    return redirect(url_for("public.plan", number=number), 303)


@blueprint.route("/plannen/<int:number>/samen/<token>", methods=["GET", "POST"])
@access(Access.ANYONE)
def by_link(number: int, token: str) -> Page:
    """Who was invited by mail says yes or no; the link is only theirs."""
    if request.method == "GET":
        with services().database.read() as db:
            co_submitters.invitation(db, edition(), number, token, now=now())
            plan = plans.find_plan(db, edition().id, number)
        return render_template("submit/invitation.html", plan=plan, token=token)
    welcome = request.form.get("antwoord") == "ja"
    with services().database.write() as db:
        if welcome:
            co_submitters.accept(db, edition(), number, token, now=now())
        else:
            co_submitters.decline(db, edition(), number, token, now=now())
    if welcome:
        flash(_("U dient dit plan nu samen in. Log in om het plan te veranderen."), "ok")
    else:
        flash(_("Dat is goed. Bedankt voor uw antwoord."), "info")
    return redirect(url_for("public.plan", number=number), 303)


@blueprint.route("/plannen/<int:number>/meedoen", methods=["GET", "POST"])
@access(Access.RESIDENT)
def join(number: int) -> Page:
    """Ask a plan's submitters whether one may join."""
    form = JoinForm()
    with services().database.read() as db:
        plan = plans.find_plan(db, edition().id, number)
        asked = co_submitters.has_asked(db, edition(), number, signed_in().id)
    if plan is None or not plan.takes_part:
        raise DomainError("no-such-plan", number=number)
    if not form.validate_on_submit():
        page = render_template(
            "submit/join.html", plan=plan, href=views.plan_href(plan), form=form, asked=asked
        )
        return page, 422 if form.is_submitted() else 200
    with services().database.write() as db:
        co_submitters.ask_to_join(
            db,
            edition(),
            number,
            name=form.name.data,
            message=form.message.data,
            site=site_address(),
            account=signed_in().id,
            now=now(),
        )
    services().send_mail()
    flash(_("Uw vraag is verstuurd. U krijgt een mail zodra de indieners antwoorden."), "ok")
    return redirect(views.plan_href(plan), 303)
