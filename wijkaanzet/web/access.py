"""Who may use a route. Every view says so; the app refuses to start when one does not."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from wijkaanzet.actions.accounts import email_of, roles_of
from wijkaanzet.actions.editions import find_edition
from wijkaanzet.records import EditionRecord
from wijkaanzet.web import services as context
from wijkaanzet.web.addresses import own_path
from wijkaanzet.web.services import Account, services

# Who leads the project may take the chair at the ja-mits table, and sees what the wijkraad sees.
ROLES_OF_RULE = {"checker": {"checker", "organiser"}, "wijkraad": {"wijkraad", "organiser"}}

V = TypeVar("V", bound=Callable[..., object])


class Access(StrEnum):
    """The audiences of the site."""

    ANYONE = "anyone"
    RESIDENT = "resident"
    CHECKER = "checker"
    WIJKRAAD = "wijkraad"
    DESK = "desk"
    ORGANISER = "organiser"


def access(rule: Access) -> Callable[[V], V]:
    """Say who may use a view."""

    def mark(view: V) -> V:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark


def rule_of(view: object) -> Access | None:
    """Who may use a view; None when it does not say so."""
    rule = getattr(view, "access_rule", None)
    return rule if isinstance(rule, Access) else None


WITHOUT_EDITION = frozenset({"health.live", "health.ready", "map_tiles.tile"})
"""What the operator's watchdog asks must be answered without a database, too; a map asks for many tiles at once."""


class AccessRuleMissingError(RuntimeError):
    """A route says nothing of who may use it."""


def init_app(app: Flask) -> None:
    """Hold every route to its rule, from the first request on."""
    for rule in app.url_map.iter_rules():
        if rule_of(app.view_functions[rule.endpoint]) is None:
            raise AccessRuleMissingError(f"{rule.rule} ({rule.endpoint}) has no access rule")
    app.before_request(load_request)
    app.before_request(check_access)


def load_request() -> None:
    """Find the edition and the account that the request is about."""
    if request.endpoint in WITHOUT_EDITION:
        g.edition = g.account = None
        return
    slug, host = request.environ.get("wijkaanzet.edition", ""), request.host.partition(":")[0]
    account_id, g.account = session.get("account"), None
    # The claim of a code sees for itself whether the ballot is still the same and the count has not begun.
    if account_id is None and (request.method == "GET" or request.blueprint == "vote"):
        g.edition = services().lately.edition(slug, host)
    else:
        with services().database.read() as db:
            g.edition = find_edition(db, slug, host)
            if g.edition is not None and account_id is not None:
                g.account = _account(db, g.edition, account_id)
    if g.edition is None:
        abort(404)


def _account(db: Session, edition: EditionRecord, account_id: int) -> Account | None:
    """Who is signed in; None when that account is no more."""
    email = email_of(db, account_id)
    return None if email is None else Account(account_id, email, roles_of(db, edition.id, account_id))


def check_access() -> Response | None:
    """Let through who may use the view; ask others to sign in, or refuse."""
    if request.endpoint is None:
        return None
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        abort(403)
    if rule is Access.ANYONE:
        return None
    someone = context.account()
    if someone is None:
        asked = request.method in ("GET", "HEAD")
        session["after_sign_in"] = request.script_root + request.path if asked else own_path(request.referrer)
        return redirect(url_for("accounts.sign_in"), 303)
    if rule is not Access.RESIDENT and context.second_factor_owed():
        session["after_sign_in"] = request.script_root + request.path
        return redirect(url_for("second_factor.ask"), 303)
    if rule is not Access.RESIDENT and someone.roles.isdisjoint(ROLES_OF_RULE.get(rule, {rule})):
        abort(403)
    return None
