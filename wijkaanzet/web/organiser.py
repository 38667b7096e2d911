"""The organiser's desk: the edition at a glance, its settings, the count and the publication."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from phases.calendar import Calendar, CalendarError, Phase, span_of_days
from wijkaanzet.actions import counting, editions, feasibility, organising
from wijkaanzet.edition import EditionSpec
from wijkaanzet.errors import DomainError
from wijkaanzet.web import act_texts, texts
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.forms import SettingsForm
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("organiser", __name__, url_prefix="/beheer")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@access(Access.ORGANISER)
def start() -> str:
    """The edition at a glance, and what is to be done now."""
    with services().database.read() as db:
        glance = organising.glance(db, edition(), now=now())
    return render_template("organiser/start.html", glance=glance, phase_names=texts.PHASE_NAMES)


@blueprint.post("/oordelen")
@access(Access.ORGANISER)
def publish_verdicts() -> Response:
    """Make the verdicts public."""
    with services().database.write() as db:
        feasibility.publish_verdicts(db, edition(), actor=signed_in().actor, now=now(), site=site_address())
    services().send_mail()
    flash(_("De oordelen zijn openbaar. Alle indieners krijgen een mail."), "ok")
    return redirect(url_for("organiser.start"), 303)


@blueprint.post("/tellen")
@access(Access.ORGANISER)
def count() -> Response:
    """Count the ballots."""
    with services().database.write() as db:
        counting.close_and_count(db, edition(), actor=signed_in().actor, now=now())
    services().database.tidy()
    flash(_("De stemmen zijn geteld. Nu kunt u de uitslag openbaar maken."), "ok")
    return redirect(url_for("organiser.start"), 303)


@blueprint.post("/publiceren")
@access(Access.ORGANISER)
def publish() -> Response:
    """Publish the result with everything that is needed to count again."""
    with services().database.write() as db:
        counting.publish(db, edition(), actor=signed_in().actor, now=now())
    flash(_("De uitslag is openbaar."), "ok")
    return redirect(url_for("results.show"), 303)


@blueprint.route("/instellingen", methods=["GET", "POST"])
@access(Access.ORGANISER)
def settings() -> Page:
    """The edition's settings: shown, and changed with a reason while that is allowed."""
    spec = edition().spec
    form = SettingsForm(data=_settings_of(spec))
    problem, status = "", 200
    if form.validate_on_submit():
        try:
            with services().database.write() as db:
                editions.change_edition(
                    db,
                    edition(),
                    _changed_spec(spec, form),
                    reason=form.reason.data,
                    actor=signed_in().actor,
                    now=now(),
                )
            flash(_("De instellingen zijn gewijzigd."), "ok")
            return redirect(url_for("organiser.settings"), 303)
        except CalendarError as error:
            name = texts.PHASE_NAMES[Phase[error.key.upper()]]
            problem, status = (
                _(
                    "De dagen van ‘%(name)s’ kloppen niet. Een fase begint na het einde van de vorige.",
                    name=name,
                ),
                422,
            )
        except DomainError as error:
            problem, status = domain_text(error), domain_status(error)
    elif form.is_submitted():
        status = 422
    with services().database.read() as db:
        frozen = organising.is_frozen(db, edition())
    return render_template(
        "organiser/settings.html", form=form, problem=problem, frozen=frozen, spec=spec
    ), status


def _settings_of(spec: EditionSpec) -> dict[str, object]:
    days: dict[str, date] = {}
    for phase in Phase:
        days[f"{phase.key}_first"] = spec.calendar[phase].first_day
        days[f"{phase.key}_last"] = spec.calendar[phase].last_day
    return {
        "name": spec.name,
        "budget": spec.budget,
        "like_threshold": spec.like_threshold,
        "minimum_age": spec.minimum_age,
        "contact": spec.contact,
        **days,
    }


def _changed_spec(spec: EditionSpec, form: SettingsForm) -> EditionSpec:
    """The specification as the form has it; days that were not touched keep their exact moments."""
    spans = {}
    for phase in Phase:
        days = form[f"{phase.key}_first"].data, form[f"{phase.key}_last"].data
        old = spec.calendar[phase]
        spans[phase] = old if days == (old.first_day, old.last_day) else span_of_days(*days)
    return replace(
        spec,
        name=form.name.data.strip(),
        budget=form.budget.cents,
        like_threshold=form.like_threshold.data,
        minimum_age=form.minimum_age.data,
        contact=(form.contact.data or "").strip(),
        calendar=Calendar(spans),
    )


@blueprint.get("/logboek")
@access(Access.ORGANISER)
def log() -> str:
    """The audit trail, and whether its chain is whole."""
    with services().database.read() as db:
        entries, broken = organising.audit_trail(db, edition())
    return render_template(
        "organiser/log.html",
        entries=entries,
        broken=broken,
        acts=act_texts.ACTS,
        names=act_texts.DETAILS,
        values=act_texts.VALUES,
    )
