"""Never winners and losers: the team follows plans that were not chosen, and partners find them on one page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from phases.landing import WANTS_LANDING, LandingState, Route
from phases.plan import PlanState
from wijkaanzet.actions import landings
from wijkaanzet.actions.landings import LandingPlan, Way
from wijkaanzet.errors import DomainError
from wijkaanzet.web import texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.forms import email_field, max_length, required
from wijkaanzet.web.i18n import _
from wijkaanzet.web.landing_texts import ROUTE_SENTENCES, ROUTES, STATES
from wijkaanzet.web.services import edition, now, services, signed_in

blueprint = Blueprint("landings", __name__)

Page = str | Response | tuple[str, int]
WORDS = 2000


class WayForm(FlaskForm):  # type: ignore[misc]
    """A plan's way on."""

    route = SelectField(
        _l("Welke weg gaat het plan?"),
        choices=[
            SelectChoice("", _l("Nog niet gekozen")),
            *(SelectChoice(r.value, ROUTES[r]) for r in Route),
        ],
        validators=[Optional()],
    )
    state = RadioField(
        _l("Hoe ver is het?"),
        choices=[SelectChoice(s.value, STATES[s][0]) for s in LandingState],
        validators=[required(_l("Kies hoe ver het is."))],
    )
    partner = StringField(
        _l("Wie neemt het over of helpt?"),
        description=_l("Een organisatie, geen persoon. Iedereen leest dit."),
        validators=[Optional(), max_length(200)],
    )
    text = TextAreaField(
        _l("Hoe gaat het verder?"),
        description=_l("De indieners en de wijk lezen deze tekst bij het plan."),
        validators=[Optional(), max_length(WORDS)],
    )
    offered = BooleanField(_l("Zet dit plan op de pagina voor partners"))
    tell = BooleanField(_l("Mail dit aan de indieners"))

    def way(self) -> Way:
        """What was filled in."""
        return Way(
            Route(self.route.data) if self.route.data else None,
            LandingState(self.state.data),
            self.partner.data or "",
            self.text.data or "",
            self.offered.data,
        )


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A note of the team."""

    note = TextAreaField(
        _l("Notitie"),
        description=_l("Alleen het team leest dit."),
        validators=[required(_l("Schrijf eerst een notitie.")), max_length(WORDS)],
    )


class OfferForm(FlaskForm):  # type: ignore[misc]
    """A partner who offers to help."""

    organisation = StringField(
        _l("Uw organisatie"), validators=[required(_l("Vul de naam van uw organisatie in.")), max_length(100)]
    )
    name = StringField(_l("Uw naam"), validators=[required(_l("Vul uw naam in.")), max_length(100)])
    email = email_field(
        description=_l("De indieners en de organisatie antwoorden naar dit adres. Het komt niet op de site.")
    )
    message = TextAreaField(
        _l("Wat kunt u doen voor dit plan?"),
        description=_l("Bijvoorbeeld: grond, geld, materiaal, mensen of raad."),
        validators=[required(_l("Vertel wat u kunt doen.")), max_length(WORDS)],
    )


@dataclass(frozen=True)
class LandingPanel:
    """What a plan's page says of its way on."""

    way: Way
    route: str
    state: str
    tone: str


def landing_panel(db: Session, number: int, state: PlanState) -> LandingPanel | None:
    """A plan's way on, when it needs one."""
    if state not in WANTS_LANDING:
        return None
    way = landings.way_of(db, edition(), number)
    label, tone = STATES[way.state]
    return LandingPanel(way, str(ROUTES[way.route]) if way.route else "", str(label), tone)


@blueprint.get("/beheer/landing")
@access(Access.ORGANISER)
def board() -> str:
    """Every plan that was not chosen, with how far it is; ``stand`` shows some."""
    with services().database.read() as db:
        found = landings.landing_plans(db, edition(), now=now())
    asked = request.args.get("stand", "")
    shown = [one for one in found if not asked or one.way.state.value == asked]
    counts = Counter(one.way.state for one in found)
    return render_template(
        "landing/board.html",
        listed=[_row(one) for one in shown],
        total=len(found),
        filters=[(s.value, str(STATES[s][0]), counts[s], s.value == asked) for s in LandingState],
        everything=not asked,
    )


@blueprint.route("/beheer/landing/<int:number>", methods=["GET", "POST"])
@access(Access.ORGANISER)
def plan(number: int) -> Page:
    """One plan: its way on, the offers, and the notes."""
    found = _found(number)
    if request.method == "GET":
        return _plan_page(found, _filled(found.way), NoteForm())
    form = WayForm()
    if not form.validate_on_submit():
        return _plan_page(found, form, NoteForm()), 422
    try:
        with services().database.write() as db:
            landings.decide_way(
                db,
                edition(),
                number,
                form.way(),
                tell=form.tell.data,
                site=site_address(),
                account=signed_in().id,
                now=now(),
            )
    except DomainError as error:
        field = form.route if error.code == "route-missing" else form.text
        field.errors = [domain_text(error)]
        return _plan_page(found, form, NoteForm()), domain_status(error)
    services().send_mail()
    flash(_("Bewaard."), "ok")
    return redirect(url_for("landings.plan", number=number), 303)


@blueprint.post("/beheer/landing/<int:number>/notitie")
@access(Access.ORGANISER)
def note(number: int) -> Page:
    """Note something for the team."""
    form = NoteForm()
    if not form.validate_on_submit():
        found = _found(number)
        return _plan_page(found, _filled(found.way), form), 422
    with services().database.write() as db:
        landings.add_note(db, edition(), number, form.note.data, account=signed_in().id, now=now())
    flash(_("De notitie is bewaard."), "ok")
    return redirect(url_for("landings.plan", number=number), 303)


@blueprint.post("/beheer/landing/aanbod/<int:offer>")
@access(Access.ORGANISER)
def take_up(offer: int) -> Response:
    """Take a partner's offer up."""
    with services().database.write() as db:
        number = landings.take_up(db, edition(), offer, now=now())
    flash(_("U pakt dit aanbod op."), "ok")
    return redirect(url_for("landings.plan", number=number), 303)


@blueprint.get("/kansen")
@access(Access.ANYONE)
def chances() -> str:
    """The plans that look for a partner."""
    with services().database.read() as db:
        found = landings.chances(db, edition(), now=now())
    return render_template(
        "landing/chances.html",
        offered=[(views.plan_card(edition(), one.plan, frozenset()), one.way) for one in found],
        ways=[(str(ROUTES[route]), str(ROUTE_SENTENCES[route])) for route in Route],
    )


@blueprint.route("/kansen/<int:number>", methods=["GET", "POST"])
@access(Access.ANYONE)
def offer(number: int) -> Page:
    """A partner offers to help a plan."""
    with services().database.read() as db:
        found = landings.landing_of(db, edition(), number, now=now())
    if found is None or not found.way.offered:
        abort(404)
    form = OfferForm()
    if not form.validate_on_submit():
        page = render_template(
            "landing/offer.html", plan=found.plan, href=views.plan_href(found.plan), form=form
        )
        return page, 422 if form.is_submitted() else 200
    with services().database.write() as db:
        landings.offer_help(
            db,
            edition(),
            number,
            organisation=form.organisation.data,
            name=form.name.data,
            email=form.email.data,
            message=form.message.data,
            site=site_address(),
            now=now(),
        )
    services().send_mail()
    flash(_("Dank u wel! De indieners en de organisatie nemen contact met u op."), "ok")
    return redirect(url_for("landings.chances"), 303)


def _found(number: int) -> LandingPlan:
    with services().database.read() as db:
        found = landings.landing_of(db, edition(), number, now=now())
    if found is None:
        raise DomainError("no-landing")
    return found


def _filled(way: Way) -> WayForm:
    form = WayForm(formdata=None)
    form.route.data, form.state.data = way.route.value if way.route else "", way.state.value
    form.partner.data, form.text.data, form.offered.data = way.partner, way.text, way.offered
    return form


def _row(one: LandingPlan) -> tuple[LandingPlan, str, str, str, str]:
    label, tone = STATES[one.way.state]
    route = str(ROUTES[one.way.route]) if one.way.route else ""
    return one, str(label), tone, route, str(texts.STATES[one.state][0])


def _plan_page(found: LandingPlan, form: WayForm, noting: NoteForm) -> str:
    with services().database.read() as db:
        notes = landings.notes_of(db, edition(), found.plan.number)
        offers = landings.offers_of(db, edition(), found.plan.number)
    return render_template(
        "landing/plan.html",
        found=found,
        plan=found.plan,
        href=views.plan_href(found.plan),
        stands=str(texts.STATES[found.state][0]),
        fitting=[(str(ROUTES[route]), str(ROUTE_SENTENCES[route])) for route in found.fitting],
        form=form,
        noting=noting,
        notes=notes,
        offers=offers,
    )
