"""What a signed-in resident does: submit a plan, take it back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from phases.calendar import Phase
from phases.plan import slug_of
from wijkaanzet.actions import plans
from wijkaanzet.actions.guards import require_phase
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.forms import PlanForm
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("residents", __name__)


@blueprint.route("/plannen/nieuw", methods=["GET", "POST"])
@access(Access.RESIDENT)
def new_plan() -> str | Response | tuple[str, int]:
    """Submit a plan."""
    require_phase(edition(), Phase.SUBMIT, now())
    spec = edition().spec
    form = PlanForm()
    form.offer(spec.themes, spec.areas)
    if not form.validate_on_submit():
        return render_template(
            "public/new_plan.html", form=form, areas=spec.areas
        ), 422 if form.is_submitted() else 200
    draft = plans.PlanDraft(
        title=form.title.data.strip(),
        summary=form.summary.data.strip(),
        description=form.description.data.strip(),
        theme=form.theme.data,
        area=form.area.data or "",
        place=(form.place.data or "").strip(),
        audience=(form.audience.data or "").strip(),
        estimate=form.estimate.cents,
    )
    with services().database.write() as db:
        number = plans.submit_plan(db, edition(), draft, submitter=signed_in().id, now=now())
    flash(_("Uw plan is ingediend. Dank u wel! Vertel uw buren erover."), "ok")
    return redirect(url_for("public.plan", number=number, slug=slug_of(draft.title)), 303)


@blueprint.post("/plannen/<int:number>/intrekken")
@access(Access.RESIDENT)
def withdraw(number: int) -> Response:
    """Take one's own plan back."""
    with services().database.write() as db:
        plans.withdraw_plan(db, edition(), number, account=signed_in().id, now=now())
    flash(_("Uw plan is ingetrokken."), "info")
    return redirect(url_for("public.plan", number=number), 303)
