"""Following plans, how often to hear of them, and stopping it with one click."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from phases.notices import Frequency
from phases.plan import slug_of
from wijkaanzet.actions import notices
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.i18n import _
from wijkaanzet.web.page import csrf
from wijkaanzet.web.reaction_forms import FREQUENCIES, NoticesForm
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("notices", __name__)

Page = str | Response | tuple[str, int]
HINTS = {one.value: hint for one, (_label, hint) in FREQUENCIES.items()}


@blueprint.post("/plannen/<int:number>/volgen")
@access(Access.RESIDENT)
def follow(number: int) -> Response:
    """Follow a plan, or stop (``terug``); the answer leads back to the plan, or to one's notices (``naar``)."""
    me = signed_in().id
    with services().database.write() as db:
        if request.form.get("terug") == "1":
            notices.unfollow(db, edition(), number, me)
            flash(_("U volgt dit plan niet meer."), "info")
        else:
            notices.follow(db, edition(), number, me, now=now())
            flash(_("U volgt dit plan. U krijgt een mail als er nieuws is."), "ok")
    if request.form.get("naar") == "berichten":
        return redirect(url_for("notices.mine"), 303)
    return redirect(url_for("public.plan", number=number), 303)


@blueprint.route("/mijn/berichten", methods=["GET", "POST"])
@access(Access.RESIDENT)
def mine() -> Page:
    """How often one wants to hear, and of which plans."""
    me = signed_in().id
    form = NoticesForm()
    if form.validate_on_submit():
        with services().database.write() as db:
            notices.choose_frequency(db, edition(), me, Frequency(form.frequency.data))
        flash(_("Bewaard."), "ok")
        return redirect(url_for("notices.mine"), 303)
    with services().database.read() as db:
        plans = notices.followed_plans(db, edition(), me)
        if not form.is_submitted():
            form.frequency.data = notices.frequency_of(db, edition(), me).value
    page = render_template(
        "reactions/notices.html",
        form=form,
        hints=HINTS,
        followed=[
            (plan, url_for("public.plan", number=plan.number, slug=slug_of(plan.title))) for plan in plans
        ],
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/berichten/afmelden/<token>")
@access(Access.ANYONE)
def unsubscribe(token: str) -> str:
    """The page behind the link in a mail: a button, because mail programs open links to look at them."""
    notices.unsubscriber(services().secrets.secret_key, edition(), token)
    return render_template("reactions/unsubscribe.html", token=token, done=False)


@blueprint.post("/berichten/afmelden/<token>")
@access(Access.ANYONE)
@csrf.exempt  # type: ignore[untyped-decorator]
def stop(token: str) -> str:
    """Stop all notices, without signing in: the button, or a mail program that presses for its owner (RFC 8058).

    The signed token is the proof that it was asked for: a mail program has no cookie.
    """
    who = notices.unsubscriber(services().secrets.secret_key, edition(), token)
    with services().database.write() as db:
        notices.choose_frequency(db, edition(), who, Frequency.NEVER)
    return render_template("reactions/unsubscribe.html", token=token, done=True)
