"""The evaluation for everybody, as the organiser made it public: a page of the site, and the same as files."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from wijkaanzet.actions import report_files
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.report import download
from wijkaanzet.web.services import edition, services

blueprint = Blueprint("public_report", __name__, url_prefix="/evaluatie")


@blueprint.get("")
@access(Access.ANYONE)
def show() -> str:
    """The evaluation as a page."""
    with services().database.read() as db:
        content = report_files.published_report(db, edition(), report_files.PAGE)
        published_at = report_files.report_published_at(db, edition())
    if content is None:
        abort(404)
    part = Markup(content.decode())  # noqa: S704 - rendered with escaping when it was published
    return render_template("report/public.html", content=part, published_at=published_at)


@blueprint.get("/evaluatie.<any(html,pdf):ending>")
@access(Access.ANYONE)
def file(ending: str) -> Response:
    """The evaluation as one file."""
    name = {"html": report_files.FILE, "pdf": report_files.PDF}[ending]
    with services().database.read() as db:
        content = report_files.published_report(db, edition(), name)
    if content is None:
        abort(404)
    return download(content, ending)
