"""Open data, version 1: plans and result as JSON, by the Dutch API design rules."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from wijkaanzet.actions import counting
from wijkaanzet.actions.plans import list_plans
from wijkaanzet.web import views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import problem
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, services

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

VERSION = "1.0.0"


@blueprint.after_app_request
def say_version(response: Response) -> Response:
    """Every answer names the version, also when there is no such address, and anyone may read it."""
    if request.path.startswith(f"{blueprint.url_prefix}/"):
        response.headers["API-Version"] = VERSION
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/plannen")
@access(Access.ANYONE)
def plans() -> Response:
    """All plans that were not withdrawn. Amounts in cents."""
    with services().database.read() as db:
        found = [p for p in list_plans(db, edition().id) if not p.withdrawn]
        chosen = counting.chosen_numbers(db, edition())
    public = edition().verdicts_published_at is not None
    return jsonify(
        [
            {
                "nummer": p.number,
                "kenmerk": p.reference,
                "titel": p.title,
                "samenvatting": p.summary,
                "thema": p.theme,
                "wijk": p.area,
                "kosten": p.cost if public else p.estimate,
                "valuta": edition().spec.currency,
                "likes": p.likes,
                "status": views.public_state(edition(), p, chosen).value,
                "opStembiljet": public and p.verdict is not None and p.verdict.kind.on_ballot,
            }
            for p in found
        ]
    )


@blueprint.get("/uitslag")
@access(Access.ANYONE)
def result() -> Response:
    """The published outcome; a problem document before there is one."""
    with services().database.read() as db:
        outcome = counting.published_outcome(db, edition())
    if outcome is None:
        return problem(_("De uitslag is er nog niet"), _("De uitslag is nog niet openbaar."), 404)
    return jsonify(outcome)


@blueprint.get("/openapi.json")
@access(Access.ANYONE)
def openapi() -> Response:
    """The description of this interface."""
    ok = {"200": {"description": "OK", "content": {"application/json": {}}}}
    return jsonify(
        {
            "openapi": "3.0.3",
            "info": {"title": "Wijk aan Zet", "version": VERSION, "license": {"name": "EUPL-1.2"}},
            "servers": [{"url": site_address() + "/api/v1"}],
            "paths": {
                "/plannen": {"get": {"operationId": "plannen", "summary": "Alle plannen", "responses": ok}},
                "/openapi.json": {
                    "get": {"operationId": "openapi", "summary": "Deze beschrijving", "responses": ok}
                },
                "/uitslag": {
                    "get": {
                        "operationId": "uitslag",
                        "summary": "De uitslag",
                        "responses": ok
                        | {
                            "404": {
                                "description": "Nog niet openbaar",
                                "content": {"application/problem+json": {}},
                            }
                        },
                    }
                },
            },
        }
    )
