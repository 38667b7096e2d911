"""Submitting a plan in steps, and changing one: each page is kept as a draft before the next one opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from phases.calendar import Phase
from phases.plan import slug_of
from phases.plan_draft import MOST_PICTURES, NEEDED, PlanDraft, Step, changed, missing
from wijkaanzet.actions import drafts, pictures, plans
from wijkaanzet.actions.drafts import Draft
from wijkaanzet.actions.guards import require_phase
from wijkaanzet.errors import DomainError
from wijkaanzet.records import PlanRecord
from wijkaanzet.web import map_tiles, plan_texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.plan_forms import STEP_FORMS, CostsForm, PictureForm, StepForm
from wijkaanzet.web.services import edition, now, services, signed_in
from wijkaanzet.web.uploads import read_picture

blueprint = Blueprint("submitting", __name__)

STEPS = tuple(Step)
Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class StepLink:
    """A page of the form in the row above it."""

    number: int
    name: str
    href: str | None
    state: str


@blueprint.route("/plannen/nieuw", methods=["GET", "POST"])
@access(Access.RESIDENT)
def start() -> Page:
    """The first page of a new plan; what it says becomes a draft."""
    require_phase(edition(), Phase.SUBMIT, now())
    form = _form(Step.IDEA)
    if not _may_be_kept(form):
        return _step_page(Step.IDEA, form, None), 422 if form.is_submitted() else 200
    with services().database.write() as db:
        draft = drafts.start_draft(db, edition(), form.changes(), account=signed_in().id, now=now())
    return _onward(Step.IDEA, draft)


@blueprint.route("/plannen/nieuw/<int:draft>/<any(idee,plek,kosten,mensen):step>", methods=["GET", "POST"])
@access(Access.RESIDENT)
def page(draft: int, step: str) -> Page:
    """A page of a draft."""
    here, kept = Step(step), _draft(draft)
    form = _form(here)
    if not form.is_submitted():
        form.fill(kept.content)
        return _step_page(here, form, kept)
    if isinstance(form, CostsForm) and "regel" in request.form:
        form.add_line()
        return _step_page(here, form, kept)
    if not _may_be_kept(form):
        return _step_page(here, form, kept), 422
    with services().database.write() as db:
        drafts.save(db, edition(), draft, form.changes(), account=signed_in().id, now=now())
    return _onward(here, draft)


@blueprint.route("/plannen/nieuw/<int:draft>/fotos", methods=["GET", "POST"])
@access(Access.RESIDENT)
def photos(draft: int) -> Page:
    """The pictures of a draft: one is added at a time."""
    kept, form = _draft(draft), PictureForm()
    if not form.validate_on_submit():
        return _photos_page(kept, form), 422 if form.is_submitted() else 200
    try:
        picture = read_picture(form.file.data)
        with services().database.write() as db:
            key = pictures.add_picture(
                db, edition(), picture, alt=form.alt.data, owner=signed_in().id, now=now()
            )
            drafts.add_to_pictures(db, edition(), draft, key, account=signed_in().id, now=now())
    except DomainError as error:
        form.file.errors = [domain_text(error)]
        return _photos_page(kept, form), 422
    flash(_("De foto staat erbij."), "ok")
    return redirect(url_for("submitting.photos", draft=draft), 303)


@blueprint.post("/plannen/nieuw/<int:draft>/fotos/<int:picture>")
@access(Access.RESIDENT)
def arrange(draft: int, picture: int) -> Response:
    """Put a picture in front, or take it away."""
    first = request.form.get("wat") == "eerst"
    with services().database.write() as db:
        drafts.arrange_pictures(db, edition(), draft, picture, first=first, account=signed_in().id, now=now())
    flash(_("Deze foto staat nu vooraan.") if first else _("De foto is weg."), "info")
    return redirect(url_for("submitting.photos", draft=draft), 303)


@blueprint.route("/plannen/nieuw/<int:draft>/controle", methods=["GET", "POST"])
@access(Access.RESIDENT)
def check(draft: int) -> Page:
    """Everything once more, and then submit it or make the change."""
    kept = _draft(draft)
    if request.method == "GET":
        return _check_page(kept)
    try:
        with services().database.write() as db:
            number = drafts.submit(db, edition(), draft, account=signed_in().id, now=now())
    except DomainError as error:
        if error.code == "plan-incomplete":
            return _check_page(kept), 422
        if error.code == "plan-changed":
            return _changed_meanwhile(draft, error)
        raise
    if kept.plan is None:
        flash(_("Uw plan is ingediend. Dank u wel! Vertel uw buren erover."), "ok")
    else:
        flash(_("Uw plan is veranderd. Likes en reacties zijn gebleven."), "ok")
    return redirect(url_for("public.plan", number=number, slug=slug_of(kept.content.title)), 303)


def _changed_meanwhile(draft: int, error: DomainError) -> Page:
    """Somebody else changed the plan too: this change is made anew on theirs, and shown before it is sent again."""
    with services().database.write() as db:
        account = signed_in().id
        drafts.renew(
            db, edition(), draft, error.facts["draft"], base=error.facts["base"], account=account, now=now()
        )
    both = [str(plan_texts.FIELDS[name]) for name in error.facts["fields"]]
    return _check_page(_draft(draft), changed_too=True, both=both), 409


@blueprint.post("/plannen/nieuw/<int:draft>/weg")
@access(Access.RESIDENT)
def discard(draft: int) -> Response:
    """Throw a draft away."""
    with services().database.write() as db:
        drafts.discard(db, edition(), draft, account=signed_in().id)
    flash(_("Weggegooid. Er is niets ingediend."), "info")
    return redirect(url_for("mine.start"), 303)


@blueprint.post("/plannen/nieuw/lijkt-op")
@access(Access.RESIDENT)
def similar() -> str:
    """The plans that look like what is being typed, as a piece of a page; nothing of it is kept."""
    title, text = request.form.get("title", "")[:200], request.form.get("text", "")[:6000]
    with services().database.read() as db:
        found = drafts.similar_plans(db, edition(), title, text)
    return render_template("submit/_similar.html", similar=_cards(found))


@blueprint.post("/plannen/<int:number>/wijzigen")
@access(Access.RESIDENT)
def change(number: int) -> Response:
    """Begin to change one's plan, or go on with that."""
    with services().database.write() as db:
        draft = drafts.start_change(db, edition(), number, account=signed_in().id, now=now())
    return redirect(url_for("submitting.check", draft=draft), 303)


@blueprint.route("/plannen/<int:number>/intrekken", methods=["GET", "POST"])
@access(Access.RESIDENT)
def withdraw(number: int) -> str | Response:
    """Take one's own plan back, after asking once more."""
    if request.method == "GET":
        with services().database.read() as db:
            plan = plans.find_plan(db, edition().id, number)
        if plan is None:
            abort(404)
        if plan.submitter_id != signed_in().id:
            raise DomainError("not-the-submitter")
        return render_template("submit/withdraw.html", plan=plan, href=views.plan_href(plan))
    with services().database.write() as db:
        plans.withdraw_plan(db, edition(), number, account=signed_in().id, now=now())
    flash(_("Uw plan is ingetrokken."), "info")
    return redirect(url_for("public.plan", number=number), 303)


def _draft(draft: int) -> Draft:
    with services().database.read() as db:
        return drafts.find_draft(db, edition(), draft, account=signed_in().id)


def _form(step: Step) -> StepForm:
    form = STEP_FORMS[step]()
    form.offer(edition().spec, services().config.map)
    return form


def _may_be_kept(form: StepForm) -> bool:
    """Whether what was sent can be kept: all of it is right, or it is to be finished later and only lacks something."""
    return form.validate_on_submit() or (
        form.is_submitted()
        and "later" in request.form
        and "csrf_token" not in form.errors
        and form.only_lacks()
    )


def _onward(step: Step, draft: int) -> Response:
    if "later" in request.form:
        flash(_("Bewaard. U vindt uw plan hier terug, ook op een ander apparaat."), "ok")
        return redirect(url_for("mine.start"), 303)
    if "controle" in request.form:
        return redirect(url_for("submitting.check", draft=draft), 303)
    return redirect(_href(STEPS[STEPS.index(step) + 1], draft), 303)


def _href(step: Step, draft: int) -> str:
    if step is Step.PICTURES:
        return url_for("submitting.photos", draft=draft)
    return url_for("submitting.page", draft=draft, step=step.value)


def _links(here: Step | None, kept: Draft | None) -> list[StepLink]:
    """The row of pages, the check at its end."""
    lacking = {NEEDED[name] for name in missing(kept.content)} if kept else set(STEPS)
    at = STEPS.index(here) if here else len(STEPS)
    links = [
        StepLink(
            index + 1,
            str(plan_texts.STEPS[step]),
            _href(step, kept.id) if kept and step is not here else None,
            "current" if step is here else "done" if index < at and step not in lacking else "next",
        )
        for index, step in enumerate(STEPS)
    ]
    href = url_for("submitting.check", draft=kept.id) if kept and here else None
    state = "next" if here else "current"
    return [*links, StepLink(len(STEPS) + 1, str(plan_texts.CHECK), href, state)]


def _step_page(step: Step, form: StepForm, kept: Draft | None) -> str:
    return render_template(
        f"submit/{step.value}.html",
        form=form,
        draft=kept,
        steps=_links(step, kept),
        action=_href(step, kept.id) if kept else url_for("submitting.start"),
        similar=_similar_to(kept),
        map=services().config.map if step is Step.PLACE else None,
        tiles=map_tiles.tiles_address() if step is Step.PLACE else None,
    )


def _photos_page(kept: Draft, form: PictureForm) -> str:
    with services().database.read() as db:
        shown = pictures.pictures_of(db, edition(), kept.content.pictures)
    return render_template(
        "submit/fotos.html",
        form=form,
        draft=kept,
        steps=_links(Step.PICTURES, kept),
        pictures=[(picture.id, views.picture(picture, small=True)) for picture in shown],
        room=MOST_PICTURES - len(shown),
    )


def _check_page(kept: Draft, *, changed_too: bool = False, both: list[str] | None = None) -> str:
    with services().database.read() as db:
        shown = pictures.pictures_of(db, edition(), kept.content.pictures)
        said = plans.said_now(db, edition(), kept.plan)[1] if kept.plan is not None else None
    lacking = [(plan_texts.FIELDS[name], _href(NEEDED[name], kept.id)) for name in missing(kept.content)]
    return render_template(
        "submit/controle.html",
        draft=kept,
        plan=kept.content,
        steps=_links(None, kept),
        hrefs={step.value: _href(step, kept.id) for step in STEPS},
        lacking=lacking,
        changes=_named_changes(said, kept.content) if said else None,
        audience=plan_texts.audience(kept.content.audience),
        pictures=[views.picture(picture, small=True) for picture in shown],
        similar=_similar_to(kept),
        changed_too=changed_too,
        both=both or [],
    )


def _named_changes(before: PlanDraft, after: PlanDraft) -> list[str]:
    return [str(plan_texts.FIELDS[name]) for name in changed(before, after)]


def _similar_to(kept: Draft | None) -> list[views.PlanCard]:
    if kept is None or kept.plan is not None:
        return []
    text = f"{kept.content.summary} {kept.content.description}"
    with services().database.read() as db:
        found = drafts.similar_plans(db, edition(), kept.content.title, text)
    return _cards(found)


def _cards(found: Sequence[PlanRecord]) -> list[views.PlanCard]:
    return [views.plan_card(edition(), plan, None) for plan in found]
