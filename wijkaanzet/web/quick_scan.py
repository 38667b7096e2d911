"""The organiser's editor of the sneltoets: look, change, try out, switch on."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from phases.feasibility import Specialism
from phases.quickscan import QuickScanError, choose, walk
from wijkaanzet.actions import quickscans
from wijkaanzet.errors import DomainError
from wijkaanzet.web import texts
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.services import edition, now, services, signed_in
from wijkaanzet.web.table_errors import scan_problem
from wijkaanzet.web.table_forms import ScanForm

blueprint = Blueprint("quick_scan", __name__, url_prefix="/beheer/sneltoets")

Page = str | Response | tuple[str, int]


@blueprint.route("", methods=["GET", "POST"])
@access(Access.ORGANISER)
def editor() -> Page:
    """The text of the questions: edited or uploaded (``bestand``), and kept as a new version when all of it is right."""
    form, problems, problem = ScanForm(), [], ""
    if form.validate_on_submit():
        text, problem = _sent_text(form)
        form.text.data = text
        if not problem:
            try:
                with services().database.write() as db:
                    version = quickscans.keep_scan(db, edition(), text, account=signed_in().id, now=now())
            except DomainError as error:
                problem = domain_text(error)
                problems = [scan_problem(one) for one in error.facts["problems"]]
            else:
                flash(
                    _(
                        "Bewaard als versie %(version)s. Probeer de vragen uit en zet ze dan aan.",
                        version=version,
                    ),
                    "ok",
                )
                return redirect(url_for("quick_scan.version", number=version), 303)
    with services().database.read() as db:
        found = quickscans.versions(db, edition())
        used = quickscans.version_in_use(db, edition())
    if not form.is_submitted():
        wanted = whole_number(request.args.get("van", ""), used)
        form.text.data = next((v.text for v in found if v.version == wanted), found[-1].text)
    page = render_template(
        "table/scan_editor.html", form=form, versions=found, used=used, problems=problems, problem=problem
    )
    return page, 422 if problem else 200


def _sent_text(form: ScanForm) -> tuple[str, str]:
    """The uploaded file if there is one, else the text; and what is wrong with it."""
    upload = request.files.get("bestand")
    if upload is None or not upload.filename:
        return (form.text.data or "").replace("\r\n", "\n"), ""
    try:
        return upload.stream.read(quickscans.LONGEST_TEXT * 4).decode("utf-8-sig").replace("\r\n", "\n"), ""
    except UnicodeDecodeError:
        kept = form.text.data or ""
        return kept, _(
            "Dit bestand is geen tekst (UTF-8). Bewaar het als platte tekst en probeer het opnieuw."
        )


@blueprint.get("/<int:number>")
@access(Access.ORGANISER)
def version(number: int) -> str:
    """Try a version out: walk through the questions of a specialism (``specialisme``, ``weg``), without keeping anything."""
    with services().database.read() as db:
        try:
            scan = quickscans.scan_of(db, edition(), number)
        except QuickScanError:
            abort(404)
        used = quickscans.version_in_use(db, edition())
    word = request.args.get("specialisme", "")
    specialism = Specialism(word) if word in set(Specialism) else next(iter(scan.flows))
    flow = scan.flows.get(specialism)
    if flow is None:
        abort(404)
    chosen: dict[str, int] = {}
    for step in request.args.getlist("weg")[: len(flow.questions)]:
        question, _colon, picked = step.rpartition(":")
        chosen = choose(flow, chosen, question, whole_number(picked, -1))
    way = walk(flow, chosen)
    return render_template(
        "table/scan_try.html",
        number=number,
        used=used,
        scan=scan,
        flow=flow,
        way=way,
        steps=[f"{question.id}:{picked}" for question, picked in way.steps],
        specialisms=texts.SPECIALISMS,
        answers=texts.ANSWERS,
    )


@blueprint.get("/<int:number>.toml")
@access(Access.ORGANISER)
def download(number: int) -> Response:
    """The text of a version as a file, to edit elsewhere or to take to another edition."""
    with services().database.read() as db:
        found = next((v.text for v in quickscans.versions(db, edition()) if v.version == number), None)
    if found is None:
        raise DomainError("no-such-scan")
    name = f"sneltoets-{number or 'meegeleverd'}.toml"
    return Response(
        found, mimetype="application/toml", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@blueprint.post("/<int:number>/aan")
@access(Access.ORGANISER)
def switch_on(number: int) -> Response:
    """Ask these questions from now on."""
    with services().database.write() as db:
        quickscans.switch_on(db, edition(), number, account=signed_in().id, now=now())
    flash(_("Deze sneltoets staat nu aan. Wat al is ingevuld, blijft staan."), "ok")
    return redirect(url_for("quick_scan.editor"), 303)
