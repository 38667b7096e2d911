"""Likes for the staff: waves of new addresses for the organiser, signature lists for the desk."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from phases.calendar import Phase
from wijkaanzet.actions import like_waves, paper_likes
from wijkaanzet.actions.plans import list_plans
from wijkaanzet.errors import DomainError
from wijkaanzet.web import views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.forms import ReasonForm
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in
from wijkaanzet.web.weekly_forms import PaperListForm, SetAsideForm

blueprint = Blueprint("likes_desk", __name__)

Page = str | Response | tuple[str, int]


@blueprint.get("/beheer/likes")
@access(Access.ORGANISER)
def overview() -> str:
    """How the likes stand, and waves of new addresses from one network."""
    return _overview()


@blueprint.post("/beheer/likes/apart/<wave>")
@access(Access.ORGANISER)
def set_aside(wave: str) -> Page:
    """Let a wave's likes count no longer, with a reason."""
    form = SetAsideForm()
    if not form.validate_on_submit():
        return _overview(form, wave), 422
    try:
        with services().database.write() as db:
            likes = like_waves.set_aside(
                db, edition(), wave, reason=form.reason.data, account=signed_in().id, now=now()
            )
    except DomainError as error:
        return _overview(form, wave, domain_text(error)), domain_status(error)
    flash(ngettext("%(num)s like telt nu niet mee.", "%(num)s likes tellen nu niet mee.", likes), "ok")
    return redirect(url_for("likes_desk.overview"), 303)


@blueprint.post("/beheer/likes/terug/<int:decision>")
@access(Access.ORGANISER)
def count_again(decision: int) -> Response:
    """Let likes that were set aside count again."""
    with services().database.write() as db:
        likes = like_waves.count_again(db, edition(), decision, account=signed_in().id, now=now())
    flash(ngettext("%(num)s like telt weer mee.", "%(num)s likes tellen weer mee.", likes), "ok")
    return redirect(url_for("likes_desk.overview"), 303)


@blueprint.route("/balie/handtekeningen", methods=["GET", "POST"])
@access(Access.DESK)
def lists() -> Page:
    """Signature lists: add one, and see those that count."""
    form = PaperListForm()
    if request.method == "GET":
        return _lists(form)
    with services().database.read() as db:
        form.offer(_plans(db))
    if not form.validate_on_submit():
        return _lists(form), 422
    try:
        with services().database.write() as db:
            paper_likes.record_list(
                db,
                edition(),
                form.plan.data,
                amount=form.amount.data,
                reference=form.reference.data,
                checked=form.checked.data,
                account=signed_in().id,
                now=now(),
            )
    except DomainError as error:
        return _lists(form, domain_text(error)), domain_status(error)
    flash(_("De handtekeningen tellen mee. Bewaar de lijst."), "ok")
    return redirect(url_for("likes_desk.lists"), 303)


@blueprint.post("/balie/handtekeningen/<int:entry>/eraf")
@access(Access.DESK)
def take_off(entry: int) -> Page:
    """Put a mistake right: take a list's signatures off again."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _lists(PaperListForm(None), str(next(iter(form.errors.values()))[0])), 422
    try:
        with services().database.write() as db:
            paper_likes.take_off(
                db, edition(), entry, reason=form.reason.data, account=signed_in().id, now=now()
            )
    except DomainError as error:
        return _lists(PaperListForm(None), domain_text(error)), domain_status(error)
    flash(_("De lijst telt niet meer mee. U kunt hem opnieuw invoeren."), "ok")
    return redirect(url_for("likes_desk.lists"), 303)


def _overview(sent: SetAsideForm | None = None, wave: str = "", problem: str = "") -> str:
    with services().database.read() as db:
        found = like_waves.seen_waves(db, edition())
        decided = like_waves.decisions(db, edition())
        plans = {p.number: p for p in list_plans(db, edition().id, everything=True)}
    return render_template(
        "weekly_check/likes.html",
        waves=found,
        decisions=decided,
        named=plans,
        by_likes=sorted((p for p in plans.values() if p.takes_part), key=lambda p: (-p.likes, p.number)),
        threshold=edition().spec.like_threshold,
        href=views.plan_href,
        form=sent or SetAsideForm(None),
        sent_wave=wave,
        problem=problem,
        open=edition().phase_at(now()) is Phase.LIKES,
    )


def _lists(form: PaperListForm, problem: str = "") -> str:
    with services().database.read() as db:
        entries = paper_likes.list_entries(db, edition())
        form.offer(_plans(db))
    return render_template(
        "desk/signatures.html",
        form=form,
        entries=entries,
        problem=problem,
        open=edition().phase_at(now()) is Phase.LIKES,
        span=edition().spec.calendar[Phase.LIKES],
    )


def _plans(db: Session) -> list[tuple[int, str]]:
    return [(p.number, p.title) for p in list_plans(db, edition().id) if p.takes_part]
