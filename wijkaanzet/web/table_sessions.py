"""Preparing the table (sessions, agendas, people), and a session itself: its agenda, the plan that is on it, minutes."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from phases.calendar import AMSTERDAM, Phase
from phases.feasibility import Specialism
from phases.table_clock import clock_at
from wijkaanzet.actions import at_table, table_people, table_publication
from wijkaanzet.actions import table_sessions as sessions
from wijkaanzet.errors import DomainError
from wijkaanzet.web import texts
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.services import edition, now, services, signed_in
from wijkaanzet.web.table import require_chair
from wijkaanzet.web.table_forms import AssignForm, InviteForm, LookForm, MeetingForm, MinutesForm, own_ids

blueprint = Blueprint("table_sessions", __name__)

Page = str | Response | tuple[str, int]
PREPARE = "/beheer/tafel"
MEETING = "/tafel/bijeenkomst/<int:meeting>"


@blueprint.get(PREPARE)
@access(Access.ORGANISER)
def prepare() -> Page:
    """The sessions, who sits at the table, and the wijkraad."""
    return _prepare_page()


@blueprint.post(f"{PREPARE}/bijeenkomst")
@access(Access.ORGANISER)
def add() -> Page:
    """Plan a session."""
    form = _meeting_form()

    def plan(db: Session) -> None:
        sessions.plan_meeting(db, edition(), _draft(form), account=signed_in().id, now=now())

    return _prepare(form, plan, lambda: _("De bijeenkomst staat op de kalender."))


@blueprint.route(f"{PREPARE}/bijeenkomst/<int:meeting>", methods=["GET", "POST"])
@access(Access.ORGANISER)
def change(meeting: int) -> Page:
    """A session's moment, place, chair and agenda; ``doe`` says what is changed."""
    with services().database.read() as db:
        found = sessions.find_meeting(db, edition(), meeting)
    local = found.starts_at.astimezone(AMSTERDAM)
    form = _meeting_form(day=local.date(), time=local.time(), place=found.place, chair=found.chair_id or 0)
    problem, status = "", 200
    if request.method == "POST":
        what = request.form.get("doe", "")
        if what == "wanneer" and not form.validate():
            status = 422
        else:
            try:
                return _changed(meeting, what, form)
            except DomainError as error:
                problem, status = domain_text(error), domain_status(error)
    with services().database.read() as db:
        found = sessions.find_meeting(db, edition(), meeting)
        plans = {plan.number: plan for plan in at_table.plans_at_table(db, edition())}
        elsewhere = {
            item.number: one
            for one in sessions.meetings(db, edition())
            for item in one.agenda
            if one.id != meeting
        }
    page = render_template(
        "table/meeting_edit.html",
        meeting=found,
        at_table=plans,
        elsewhere=elsewhere,
        form=form,
        problem=problem,
    )
    return page, status


def _changed(meeting: int, what: str, form: MeetingForm) -> Response:
    """Do what the button says."""
    me, moment = signed_in().id, now()
    back, said = url_for("table_sessions.change", meeting=meeting), _("Bewaard.")
    with services().database.write() as db:
        found = sessions.find_meeting(db, edition(), meeting, locked=True)
        numbers = [item.number for item in found.agenda]
        number = whole_number(request.form.get("plan", ""))
        if what == "wanneer":
            sessions.change_meeting(db, edition(), meeting, _draft(form), account=me, now=moment)
        elif what == "weg":
            sessions.cancel_meeting(db, edition(), meeting, account=me, now=moment)
            back, said = url_for("table_sessions.prepare"), _("De bijeenkomst is van de kalender.")
        elif what == "nodig":
            count = sessions.invite(db, edition(), meeting, site=site_address(), account=me, now=moment)
            said = _("De uitnodiging gaat naar %(count)s mensen.", count=count)
        else:
            _move(numbers, what, number, [whole_number(one) for one in request.form.getlist("plan")])
            sessions.set_agenda(db, edition(), meeting, numbers, account=me, now=moment)
            back += "#agenda"
    services().send_mail()
    flash(said, "ok")
    return redirect(back, 303)


def _move(numbers: list[int], what: str, number: int, several: list[int]) -> None:
    """Change the order of an agenda, in place."""
    if what == "erbij":
        numbers.extend(one for one in several if one not in numbers)
    elif number in numbers:
        place = numbers.index(number)
        numbers.pop(place)
        if what != "eraf":
            numbers.insert(max(place - 1, 0) if what == "omhoog" else place + 1, number)


@blueprint.post(f"{PREPARE}/mensen")
@access(Access.ORGANISER)
def invite() -> Page:
    """Somebody new at the table or in the wijkraad."""
    form = InviteForm()

    def bring(db: Session) -> None:
        table_people.invite_person(
            db,
            edition(),
            form.email.data,
            form.role.data,
            [Specialism(word) for word in form.specialisms.data or []],
            site=site_address(),
            account=signed_in().id,
            now=now(),
        )

    return _prepare(form, bring, lambda: _("Uitgenodigd: %(email)s krijgt een mail.", email=form.email.data))


@blueprint.post(f"{PREPARE}/mensen/<int:person>")
@access(Access.ORGANISER)
def assign(person: int) -> Page:
    """The specialisms of somebody at the table, or their farewell (``weg``: the role)."""
    form = AssignForm()

    def give(db: Session) -> None:
        role, me = request.form.get("weg", ""), signed_in().id
        if role:
            table_people.leave(db, edition(), person, role, account=me, now=now())
        else:
            words = [Specialism(word) for word in form.specialisms.data or []]
            table_people.assign(db, edition(), person, words, account=me, now=now())

    return _prepare(form, give, lambda: _("Bewaard."))


@blueprint.post(f"{PREPARE}/wijkraad")
@access(Access.ORGANISER)
def look() -> Page:
    """Ask the wijkraad for its last look."""
    form = LookForm()

    def ask(db: Session) -> None:
        until, me = form.until.data, signed_in().id
        table_publication.ask_last_look(db, edition(), until, site=site_address(), account=me, now=now())

    return _prepare(form, ask, lambda: _("De wijkraad is gevraagd om mee te kijken."))


@blueprint.get(MEETING)
@access(Access.CHECKER)
def meeting(meeting: int) -> Page:
    """A session: its agenda and its minutes."""
    return _meeting_page(meeting)


@blueprint.post(f"{MEETING}/op-tafel")
@access(Access.CHECKER)
def put(meeting: int) -> Page:
    """The chair puts a plan on the table (``plan``): everybody sees it."""
    number = whole_number(request.form.get("plan", ""))

    def move(db: Session) -> None:
        require_chair(db)
        sessions.put_on_table(db, edition(), meeting, number, account=signed_in().id, now=now())

    return _in_meeting(meeting, move, url_for("table.plan", number=number), _("Dit plan ligt nu op tafel."))


@blueprint.post(f"{MEETING}/sluiten")
@access(Access.CHECKER)
def close(meeting: int) -> Page:
    """The chair ends the session."""

    def end(db: Session) -> None:
        require_chair(db)
        sessions.close_meeting(db, edition(), meeting, account=signed_in().id, now=now())

    back = url_for("table_sessions.meeting", meeting=meeting)
    return _in_meeting(meeting, end, back, _("De bijeenkomst is afgesloten."))


@blueprint.post(f"{MEETING}/verslag")
@access(Access.CHECKER)
def minutes(meeting: int) -> Page:
    """The minutes of a plan (``plan``), or of the session."""
    form = MinutesForm()
    number = whole_number(request.form.get("plan", "")) or None
    version = whole_number(request.form.get("versie", ""), -1)
    if not form.validate_on_submit():
        return _meeting_page(meeting, form, number), 422
    try:
        with services().database.write() as db:
            text = form.minutes.data or ""
            sessions.write_minutes(db, edition(), meeting, number, text, version=version, now=now())
    except DomainError as error:
        if error.code != "minutes-changed":
            raise
        return _meeting_page(meeting, form, number, domain_text(error)), 409
    flash(_("Het verslag is bewaard."), "ok")
    return redirect(url_for("table_sessions.meeting", meeting=meeting, _anchor=f"verslag-{number or 0}"), 303)


def _in_meeting(meeting: int, do: Callable[[Session], None], back: str, said: str) -> Page:
    try:
        with services().database.write() as db:
            do(db)
    except DomainError as error:
        if domain_status(error) in (403, 404):
            raise
        return _meeting_page(meeting, problem=domain_text(error)), domain_status(error)
    flash(said, "ok")
    return redirect(back, 303)


def _meeting_page(
    meeting: int, sent: MinutesForm | None = None, about: int | None = None, problem: str = ""
) -> str:
    with services().database.read() as db:
        found = sessions.find_meeting(db, edition(), meeting)
        plans = {plan.number: plan for plan in at_table.plans_at_table(db, edition())}
        chair = at_table.is_chair(db, edition(), signed_in().id)
    forms = {}
    for number, text in ((0, found.minutes), *((item.number, item.minutes) for item in found.agenda)):
        here = sent is not None and number == (about or 0)
        form = sent if here and sent is not None else MinutesForm(formdata=None, minutes=text)
        own_ids(form, f"verslag-{number}")
        forms[number] = form
    return render_template(
        "table/meeting.html",
        meeting=found,
        at_table=plans,
        chair=chair,
        minutes_forms=forms,
        sent=sent,
        about=(about or 0) if sent is not None else None,
        problem=problem,
        verdicts=texts.VERDICTS,
    )


def _prepare(form: FlaskForm, do: Callable[[Session], None], said: Callable[[], str]) -> Page:
    if not form.validate_on_submit():
        return _prepare_page(form), 422
    try:
        with services().database.write() as db:
            do(db)
    except DomainError as error:
        return _prepare_page(form, domain_text(error)), domain_status(error)
    services().send_mail()
    flash(said(), "ok")
    return redirect(url_for("table_sessions.prepare"), 303)


def _prepare_page(sent: FlaskForm | None = None, problem: str = "") -> str:
    with services().database.read() as db:
        people = table_people.checkers(db, edition())
        found = sessions.meetings(db, edition())
        wijkraad = table_publication.members(db, edition())
        seen = table_publication.last_look(db, edition())
    assign_forms = {}
    for person in people:
        form = AssignForm(formdata=None, specialisms=[s.value for s in person.specialisms])
        own_ids(form, f"p{person.account}")
        assign_forms[person.account] = form
    return render_template(
        "table/prepare.html",
        people=people,
        assign_forms=assign_forms,
        meetings=found,
        wijkraad=wijkraad,
        look=seen,
        clock=clock_at(edition().spec.calendar[Phase.FEASIBILITY], now()),
        span=edition().spec.calendar[Phase.FEASIBILITY],
        begun=now() >= edition().spec.calendar[Phase.FEASIBILITY].start,
        published=edition().verdicts_published_at is not None,
        meeting_form=sent if isinstance(sent, MeetingForm) else _meeting_form(sent=False),
        invite_form=sent if isinstance(sent, InviteForm) else InviteForm(formdata=None),
        look_form=sent if isinstance(sent, LookForm) else LookForm(formdata=None),
        specialisms=texts.SPECIALISMS,
        unmanned=[s for s in Specialism if not any(s in p.specialisms for p in people)],
        problem=problem,
        sent=sent,
    )


def _meeting_form(*, sent: bool = True, **values: object) -> MeetingForm:
    form = MeetingForm(data=values) if sent else MeetingForm(formdata=None)
    with services().database.read() as db:
        form.offer((p.account, p.email) for p in table_people.checkers(db, edition()))
    return form


def _draft(form: MeetingForm) -> sessions.MeetingDraft:
    return sessions.MeetingDraft(form.starts_at, form.place.data or "", form.chair.data or None)
