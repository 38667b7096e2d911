"""Liking a plan: with one button for who is signed in, and with one mail for who is not."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from phases.calendar import Phase
from phases.plan import PlanState, goes_through
from wijkaanzet.actions import accounts
from wijkaanzet.actions import likes as liking
from wijkaanzet.actions.guards import require_phase
from wijkaanzet.actions.plans import find_plan
from wijkaanzet.days import local_day
from wijkaanzet.errors import DomainError
from wijkaanzet.mail_text import MailText, compose
from wijkaanzet.records import PlanRecord
from wijkaanzet.web import texts
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.accounts import begin_session
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.forms import SignInForm
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import account, edition, now, services, signed_in

blueprint = Blueprint("likes", __name__)

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class LikesPanel:
    """The likes on a plan's page.

    Attributes:
        number: the plan's number.
        title: the plan's title.
        figures: what counts, and what does not.
        threshold: how many are needed.
        reached: whether there are enough.
        gathering: whether it can be liked now.
        until: the last day on which it can.
        left: how long that is, in words.
        form: asks for an e-mail address, for who is not signed in.
    """

    number: int
    title: str
    figures: liking.LikeFigures
    threshold: int
    reached: bool
    gathering: bool
    until: str
    left: str
    form: SignInForm | None

    @property
    def missing(self) -> int:
        """How many are still needed."""
        return max(self.threshold - self.figures.counted, 0)


def likes_panel(
    db: Session, plan: PlanRecord, state: PlanState, form: SignInForm | None = None
) -> LikesPanel | None:
    """The likes of a plan; None when its state is not about likes."""
    if state not in (PlanState.GATHERING, PlanState.TOO_FEW_LIKES, PlanState.AT_TABLE):
        return None
    someone, span = account(), edition().spec.calendar[Phase.LIKES]
    figures = liking.figures_of(db, edition(), plan.number, account=someone.id if someone else None)
    gathering = state is PlanState.GATHERING
    days = (span.last_day - local_day(now())).days
    left = (
        _("vandaag is de laatste dag")
        if days == 0
        else ngettext("nog %(num)s dag", "nog %(num)s dagen", days)
    )
    threshold = edition().spec.like_threshold
    return LikesPanel(
        plan.number,
        plan.title,
        figures,
        threshold,
        goes_through(figures.counted, threshold),
        gathering,
        texts.long_day(span.last_day),
        left if gathering else "",
        (form or SignInForm(None)) if gathering and someone is None else None,
    )


@blueprint.post("/plannen/<int:number>/like")
@access(Access.RESIDENT)
def like(number: int) -> Response:
    """Like a plan, or take the like back."""
    me = signed_in().id
    if request.form.get("terug") == "1":
        with services().database.write() as db:
            liking.unlike_plan(db, edition(), number, account=me, now=now())
        flash(_("Uw like is teruggenomen."), "info")
    else:
        with services().database.write() as db:
            likes = liking.like_plan(db, edition(), number, account=me, now=now(), network=like_network())
        flash(_thanks(likes), "ok")
    return redirect(url_for("public.plan", number=number), 303)


@blueprint.post("/plannen/<int:number>/like/mail")
@access(Access.ANYONE)
def ask(number: int) -> Page:
    """Mail a link that confirms a like, to who is not signed in."""
    require_phase(edition(), Phase.LIKES, now())
    form = SignInForm()
    plan = _likeable(number)
    if not form.validate_on_submit():
        return render_template("public/like/ask.html", plan=plan, form=form), 422

    def mail(token: str) -> MailText:
        path = url_for("likes.link", number=number, token=token).removeprefix(request.script_root)
        link = site_address() + path
        return compose("like-bevestigen", edition().spec, str(get_locale()), plan=plan.title, link=link)

    with services().database.write() as db:
        accounts.send_sign_in_link(db, form.email.data, mail, now=services().clock())
    services().send_mail()
    return render_template("public/like/sent.html", plan=plan, email=form.email.data)


@blueprint.get("/plannen/<int:number>/like/<token>")
@access(Access.ANYONE)
def link(number: int, token: str) -> str:
    """The page behind the mailed link: a button, because mail programs open links to look at them."""
    return render_template("public/like/confirm.html", plan=_likeable(number), token=token)


@blueprint.post("/plannen/<int:number>/like/<token>")
@access(Access.ANYONE)
def confirm(number: int, token: str) -> Response:
    """Count the like and sign in, in one act: who comes too late for the like keeps the link."""
    with services().database.write() as db:
        someone = accounts.sign_in(db, token, now=services().clock())
        likes = liking.like_plan(db, edition(), number, account=someone, now=now(), network=like_network())
        accounts.speak(db, someone, str(get_locale()))
    begin_session(someone)
    flash(_thanks(likes), "ok")
    return redirect(url_for("public.plan", number=number), 303)


def like_network() -> bytes:
    """A keyed hash of the visitor's network, /24 or /64; with the edition in it, so that no two can be compared."""
    network = wide_network(request.remote_addr)
    key = hmac.digest(services().secrets.pincode_key, b"likes:%d" % edition().id, hashlib.sha256)
    return hmac.digest(key, network.encode(), hashlib.sha256)


def wide_network(address: str | None) -> str:
    """The network that an address is in: its /24 for IPv4, its /64 for IPv6."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is None:
            return str(ipaddress.ip_network(f"{ip}/64", strict=False))
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/24", strict=False))


def _likeable(number: int) -> PlanRecord:
    with services().database.read() as db:
        plan = find_plan(db, edition().id, number)
    if plan is None or not plan.takes_part:
        raise DomainError("no-such-plan", number=number)
    return plan


def _thanks(likes: int) -> str:
    short = edition().spec.like_threshold - likes
    if short > 0:
        return str(_("Dank u wel voor uw like. Dit plan heeft er nu %(likes)s.", likes=likes))
    return str(
        _("Dank u wel voor uw like. Dit plan heeft er nu %(likes)s, genoeg om door te gaan.", likes=likes)
    )
