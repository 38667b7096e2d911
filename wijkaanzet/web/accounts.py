"""Signing in by a mailed link, and signing out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from wijkaanzet.actions import accounts
from wijkaanzet.mail_text import MailText, compose
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import own_path, site_address
from wijkaanzet.web.finding import SEED
from wijkaanzet.web.forms import SignInForm
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import account, edition, services

blueprint = Blueprint("accounts", __name__)

_OF_THE_DEVICE = ("language", SEED)

WHERE = "naar"
"""The part of a mailed link that says where its owner was going."""


@blueprint.route("/inloggen", methods=["GET", "POST"])
@access(Access.ANYONE)
def sign_in() -> str | Response | tuple[str, int]:
    """Ask for a link; a rehearsal also offers its roles."""
    if account() is not None:
        return redirect(url_for("public.home"), 303)
    form = SignInForm()
    roles = edition().spec.rehearsal and services().config.sign_in_as
    if not form.validate_on_submit():
        page = render_template("accounts/sign_in.html", form=form, offer_roles=roles)
        return page, 422 if form.is_submitted() else 200
    with services().database.write() as db:
        accounts.send_sign_in_link(db, form.email.data, _mail, now=services().clock())
    services().send_mail()
    return render_template("accounts/link_sent.html", email=form.email.data)


def _mail(token: str) -> MailText:
    # The link may be opened on another device, which does not know where its owner was going.
    going = {WHERE: session["after_sign_in"]} if "after_sign_in" in session else {}
    path = url_for("accounts.link", token=token, **going).removeprefix(request.script_root)
    return compose("inloggen", edition().spec, str(get_locale()), link=site_address() + path)


@blueprint.get("/inloggen/<token>")
@access(Access.ANYONE)
def link(token: str) -> str:
    """The page behind the link: a button, because mail programs open links to look at them."""
    going = own_path(request.args.get(WHERE))
    query: dict[str, Any] = {WHERE: going} if going else {}
    action = url_for("accounts.use_link", token=token, **query)
    return render_template("accounts/link.html", action=action)


@blueprint.post("/inloggen/<token>")
@access(Access.ANYONE)
def use_link(token: str) -> Response:
    """Sign in, once."""
    with services().database.write() as db:
        account_id = accounts.sign_in(db, token, now=services().clock())
        accounts.speak(db, account_id, str(get_locale()))
    begin_session(account_id)
    flash(_("U bent ingelogd."), "ok")
    return redirect(_after_sign_in(), 303)


@blueprint.post("/uitloggen")
@access(Access.ANYONE)
def sign_out() -> Response:
    """Forget who this is."""
    _keep_only(*_OF_THE_DEVICE)
    flash(_("U bent uitgelogd."), "info")
    return redirect(url_for("public.home"), 303)


def begin_session(account_id: int) -> None:
    """Sign in; of the session before stays what says nothing of who it was, and where the visitor was going."""
    _keep_only(*_OF_THE_DEVICE, "after_sign_in")
    session["account"] = account_id


def _keep_only(*keys: str) -> None:
    kept = {key: session[key] for key in keys if key in session}
    session.clear()
    session.update(kept)


def _after_sign_in() -> str:
    """Where the visitor was going, when that is a path of this site."""
    here, mailed = session.pop("after_sign_in", ""), request.args.get(WHERE)
    return own_path(here) or own_path(mailed) or url_for("public.home")
