"""Open data, version 1: what is public of an edition as JSON, by the Dutch API design rules (2.1).

Without a key and from any page. Answers are at most a minute old, and say so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from phases.words import terms_of
from wijkaanzet.actions import finding, open_data, open_result, open_year
from wijkaanzet.actions.open_data import Values
from wijkaanzet.site import address_of
from wijkaanzet.web import api_errors
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.api_query import Query, read_query, require_no_query
from wijkaanzet.web.api_spec import VERSION, describe
from wijkaanzet.web.execution_texts import ABOUT_TIME
from wijkaanzet.web.prepared import SECONDS, remembered
from wijkaanzet.web.services import account, edition, now, services

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

T = TypeVar("T")
EXPOSED = "API-Version, ETag, Link, Retry-After, Total-Count"


@blueprint.after_app_request
def say_version(response: Response) -> Response:
    """Every answer names the version, also when there is no such address, and any page may read it."""
    if api_errors.asks_for_data():
        response.headers["API-Version"] = VERSION
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
            response.headers["Access-Control-Max-Age"] = "86400"
    return response


@blueprint.get("/openapi.json")
@access(Access.ANYONE)
def openapi() -> Response:
    """The description of this interface."""
    require_no_query(request.args)
    return _answer(describe(edition().spec, site_address()))


@blueprint.get("/edities")
@access(Access.ANYONE)
def editions() -> Response:
    """All editions of this installation."""
    config, moment = services().config, services().clock()
    return _read(
        "edities",
        lambda db: open_data.editions_values(db, lambda one: address_of(config, one.spec), now=moment),
    )


@blueprint.get("/editie")
@access(Access.ANYONE)
def this_edition() -> Response:
    """What this edition is, and its calendar."""
    return _read(
        "editie",
        lambda db: open_data.edition_values(db, edition(), site=site_address(), now=now()),
    )


@blueprint.get("/plannen")
@access(Access.ANYONE)
def plans() -> Response:
    """The plans that fit what is asked for, a page of them."""
    query = read_query(request.args, edition().spec)
    values, candidates = lately(
        "plannen",
        lambda db: open_data.plans_values(db, edition(), site=site_address(), now=now()),
    )
    words = _with_words(query)
    found = [
        (query.key(candidate), value)
        for value, candidate in zip(values, candidates, strict=True)
        if query.fits(candidate) and (words is None or candidate.number in words)
    ]
    found.sort(key=lambda pair: pair[0])
    first = (query.page - 1) * query.size
    response = _answer([value for _key, value in found[first : first + query.size]])
    response.headers["Total-Count"] = str(len(found))
    response.headers["Link"] = query.links(f"{site_address()}{request.path}", len(found))
    return response


def _with_words(query: Query) -> frozenset[int] | None:
    """The plans that hold the words; None when none are asked for."""
    if not query.text:
        return None
    with services().database.read() as db:
        return frozenset(finding.scores_of(db, edition(), terms_of(query.text)))


@blueprint.get("/plannen/<int:nummer>")
@access(Access.ANYONE)
def plan(nummer: int) -> Response:
    """One plan with everything that is public of it."""
    return _read(
        f"plannen/{nummer}",
        lambda db: open_data.plan_values(db, edition(), nummer, site=site_address(), now=now()),
        otherwise="Er is geen plan met dit nummer.",
    )


@blueprint.get("/themas")
@access(Access.ANYONE)
def themes() -> Response:
    """The plans by theme."""
    return _groups("themas", "thema")


@blueprint.get("/wijken")
@access(Access.ANYONE)
def areas() -> Response:
    """The plans by wijk."""
    return _groups("wijken", "wijk")


def _groups(name: str, key: str) -> Response:
    return _read(name, lambda db: open_data.groups_values(db, edition(), key, now=now()))


NO_RESULT = "De uitslag is nog niet openbaar."


@blueprint.get("/uitslag")
@access(Access.ANYONE)
def result() -> Response:
    """The published result."""
    site = site_address()
    return _read(
        "uitslag",
        lambda db: open_result.result_values(db, edition(), site=site),
        otherwise=NO_RESULT,
    )


@blueprint.get("/telling")
@access(Access.ANYONE)
def tally() -> Response:
    """How the ballots were counted."""
    return _read(
        "telling",
        lambda db: open_result.tally_values(db, edition()),
        otherwise=NO_RESULT,
    )


@blueprint.get("/opkomst")
@access(Access.ANYONE)
def turnout() -> Response:
    """Who voted, as far as it may be told."""
    return _read(
        "opkomst",
        lambda db: open_result.turnout_values(db, edition()),
        otherwise=NO_RESULT,
    )


@blueprint.get("/uitvoering")
@access(Access.ANYONE)
def execution() -> Response:
    """The area's money and the chosen plans."""
    return _read(
        "uitvoering",
        lambda db: open_year.execution_values(db, edition(), told=ABOUT_TIME, now=now()),
        otherwise=NO_RESULT,
    )


@blueprint.get("/landingen")
@access(Access.ANYONE)
def landings() -> Response:
    """The plans that were not chosen, and their way on."""
    return _read("landingen", lambda db: open_year.landings_values(db, edition(), now=now()))


def lately(name: str, read: Callable[[Session], T]) -> T:
    """What was read for strangers in the last minute; afresh for who signed in, and in a rehearsal."""

    def make() -> T:
        with services().database.read() as db:
            return read(db)

    if account() is not None or edition().spec.rehearsal:
        return make()
    return remembered(f"api/{name}", make, edition().phase_at(now()), site_address())


def _read(
    name: str, read: Callable[[Session], Values | list[Values] | None], otherwise: str = ""
) -> Response:
    """An answer with what was read; a problem document when there is nothing."""
    require_no_query(request.args)
    values = lately(name, read)
    if values is None:
        return api_errors.problem("Niet gevonden", otherwise, 404)
    return _answer(values)


def _answer(values: Values | list[Values]) -> Response:
    body = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(body, content_type="application/json")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = (
        "no-cache" if edition().spec.rehearsal else f"public, max-age={SECONDS}"
    )
    return response.make_conditional(request)
