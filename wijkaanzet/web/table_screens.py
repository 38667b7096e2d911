"""Screens that follow the table: the stream of changes, the big screen, and the way to the plan that is on it."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from wijkaanzet.actions import at_table
from wijkaanzet.actions.table_sessions import open_meeting
from wijkaanzet.web import texts
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.services import edition, services, signed_in
from wijkaanzet.web.table_page import table_plan

blueprint = Blueprint("table_screens", __name__, url_prefix="/tafel")


@blueprint.get("/stroom")
@access(Access.CHECKER)
def stream() -> Response:
    """Server-sent events: how often something changed. 429 when all places are taken; then `stand` is asked instead."""
    live, here, me = services().live, edition().id, signed_in().id
    if not live.take_place(here, me):
        return Response(status=429, mimetype="text/plain")
    # Not buffered by a proxy in front (nginx).
    headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return Response(live.stream(here, me), mimetype="text/event-stream", headers=headers)


@blueprint.get("/stand")
@access(Access.CHECKER)
def count() -> Response:
    """How often something changed, for a browser that has no stream."""
    with services().database.read() as db:
        amount = at_table.changes(db, [edition().id])[edition().id]
    return jsonify({"stand": amount})


@blueprint.get("/nu")
@access(Access.CHECKER)
def current() -> Response:
    """Go to the plan that lies on the table."""
    with services().database.read() as db:
        meeting = open_meeting(db, edition())
    if meeting is None or meeting.current is None:
        return redirect(url_for("table.agenda"), 303)
    return redirect(url_for("table.plan", number=meeting.current), 303)


@blueprint.get("/scherm")
@access(Access.CHECKER)
def screen() -> str:
    """The big screen: what lies on the table, to be read from the back of the room."""
    with services().database.read() as db:
        changes = at_table.changes(db, [edition().id])[edition().id]
        meeting = open_meeting(db, edition())
        at = {plan.number: plan for plan in at_table.plans_at_table(db, edition())}
        shown = table_plan(db, meeting.current) if meeting and meeting.current in at else None
    return render_template(
        "table/screen.html",
        meeting=meeting,
        shown=shown,
        at_table=at,
        changes=changes,
        answers=texts.ANSWERS,
        verdicts=texts.VERDICTS,
        specialisms=texts.SPECIALISMS,
    )
