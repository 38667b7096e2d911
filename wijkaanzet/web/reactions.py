"""Reactions on a plan's page: reading, writing, answering, changing, withdrawing and reporting them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from phases.plan import slug_of
from phases.reactions import EDIT_TIME, Reaction, ReactionKind, ReportKind, may_edit
from wijkaanzet.actions import accounts, held_words, moderation
from wijkaanzet.actions import reactions as reacting
from wijkaanzet.actions.held_words import Held
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.mail_text import MailText, compose
from wijkaanzet.records import PlanRecord
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.accounts import begin_session
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.errors import domain_status
from wijkaanzet.web.i18n import _
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.plan_standing import visible_plan
from wijkaanzet.web.reaction_forms import (
    HINTS,
    KINDS,
    EditForm,
    ReactionForm,
    ReplyForm,
    ReportForm,
    WordsForm,
)
from wijkaanzet.web.reaction_panel import reactions_panel
from wijkaanzet.web.services import account, edition, now, services, signed_in

blueprint = Blueprint("reactions", __name__)

Page = str | Response | tuple[str, int]
PLAN = "/plannen/<int:number>"
REACTIONS = f"{PLAN}/reacties"
ONE = f"{REACTIONS}/<int:reaction>"


@blueprint.get(REACTIONS)
@access(Access.ANYONE)
def all_reactions(number: int) -> str:
    """All reactions to a plan."""
    page = whole_number(request.args.get("pagina", ""), 1)
    with services().database.read() as db:
        plan = _visible(db, number)
        panel = reactions_panel(db, plan, page=page)

    def page_href(number_of_page: int) -> str:
        return url_for("reactions.all_reactions", number=number, pagina=number_of_page)

    return render_template("reactions/all.html", plan=plan, reactions=panel, page_href=page_href)


@blueprint.post(REACTIONS)
@access(Access.ANYONE)
def write(number: int) -> Page:
    """Write a reaction; who is not signed in confirms it by a mailed link."""
    someone = account()
    form = ReactionForm()
    form.fit(signed_in=someone is not None, organiser=someone is not None and "organiser" in someone.roles)
    if not form.validate_on_submit():
        return _write_again(number, form, 422)
    draft = form.draft()
    try:
        if someone is None:
            reacting.check_words(draft)
            words = Held(number, draft.kind.value, draft.text, draft.name, draft.follow)
            return _hold(number, words, form.reaction_email.data)
        with services().database.write() as db:
            written = reacting.write_reaction(db, edition(), number, draft, account=someone.id, now=now())
    except DomainError as error:
        return _refused(error, form, lambda status: _write_again(number, form, status))
    flash(_thanks(draft.kind), "ok")
    return _to(number, written)


@blueprint.get(f"{REACTIONS}/link/<token>")
@access(Access.ANYONE)
def link(number: int, token: str) -> Page:
    """The page behind the mailed link: what was written, and a button, because mail programs open links to look."""
    with services().database.read() as db:
        plan = _visible(db, number)
        words = held_words.held(db, edition(), token, now=services().clock())
        reported = _reported(db, words)
    if words is None or words.plan != number:
        raise DomainError("link-unusable")
    form: WordsForm
    if reported is not None:
        form = ReportForm(None)
        form.fit(signed_in=True)
        form.kind.data, form.words.data = words.kind, words.text
    else:
        form = ReactionForm(None)
        form.fit(signed_in=True, organiser=False)
        form.fill(words)
    return _confirm_page(plan, token, form, reported)


@blueprint.post(f"{REACTIONS}/link/<token>")
@access(Access.ANYONE)
def confirm(number: int, token: str) -> Page:
    """Sign in and post what was written, in one act: who comes too late is asked for the address once more."""
    with services().database.read() as db:
        plan = _visible(db, number)
        reported = _reported(db, held_words.held(db, edition(), token, now=services().clock()))
    form = ReportForm() if reported is not None else ReactionForm()
    if isinstance(form, ReportForm):
        form.fit(signed_in=True)
    else:
        form.fit(signed_in=True, organiser=False)
    if not form.validate_on_submit():
        return _confirm_page(plan, token, form, reported), 422
    try:
        with services().database.write() as db:
            someone = accounts.sign_in(db, token, now=services().clock())
            accounts.speak(db, someone, str(get_locale()))
            held_words.let_go(db, edition(), token)
            if isinstance(form, ReportForm) and reported is not None:
                written = reported.id
                _report(db, form, written, someone)
            else:
                written = reacting.write_reaction(
                    db, edition(), number, form.draft(), account=someone, now=now()
                )
    except DomainError as error:
        if error.code == "link-unusable":
            return _too_late(plan, reported)
        return _refused(error, form, lambda status: (_confirm_page(plan, token, form, reported), status))
    begin_session(someone)
    services().send_mail()
    flash(_thanks(None if reported else form.draft().kind), "ok")
    return _to(number, None if reported else written)


@blueprint.route(f"{ONE}/antwoord", methods=["GET", "POST"])
@access(Access.RESIDENT)
def reply(number: int, reaction: int) -> Page:
    """Answer a reaction: the submitter, or the organiser for the municipality."""
    me = signed_in()
    form = ReplyForm()
    with services().database.read() as db:
        plan, asked = _visible(db, number), _on_plan(db, number, reaction)
        submitter = me.id in submitters_of(db, edition(), number)
        name = reacting.name_used(db, edition(), me.id)
    organiser = "organiser" in me.roles
    if not (submitter or organiser):
        raise DomainError("reply-not-yours")
    form.fit(organiser=organiser, submitter=submitter, name=name)

    def page(status: int) -> Page:
        return render_template("reactions/reply.html", plan=plan, asked=asked, form=form, kinds=KINDS), status

    if not form.validate_on_submit():
        return page(422 if form.is_submitted() else 200)
    try:
        with services().database.write() as db:
            written = reacting.reply(db, edition(), reaction, form.draft(), account=me.id, now=now())
    except DomainError as error:
        return _refused(error, form, page)
    flash(_("Uw antwoord staat erbij."), "ok")
    return _to(number, written)


@blueprint.route(f"{ONE}/wijzigen", methods=["GET", "POST"])
@access(Access.RESIDENT)
def edit(number: int, reaction: int) -> Page:
    """Change one's own reaction."""
    me = signed_in().id
    form = EditForm()
    with services().database.read() as db:
        plan, mine = _visible(db, number), _on_plan(db, number, reaction)
    if mine.author != me:
        raise DomainError("not-your-reaction")
    if not form.is_submitted():
        if not may_edit(mine, me, now()):
            raise DomainError("edit-time-over", minutes=EDIT_TIME.seconds // 60)
        form.text.data = mine.text

    def page(status: int) -> Page:
        return render_template("reactions/edit.html", plan=plan, mine=mine, form=form, kinds=KINDS), status

    if not form.validate_on_submit():
        return page(422 if form.is_submitted() else 200)
    try:
        with services().database.write() as db:
            reacting.edit_reaction(db, edition(), reaction, form.text.data, account=me, now=now())
    except DomainError as error:
        return _refused(error, form, page)
    flash(_("Uw reactie is veranderd."), "ok")
    return _to(number, reaction)


@blueprint.post(f"{ONE}/intrekken")
@access(Access.RESIDENT)
def withdraw(number: int, reaction: int) -> Response:
    """Take one's own reaction back."""
    with services().database.write() as db:
        reacting.withdraw_reaction(db, edition(), reaction, account=signed_in().id, now=now())
    flash(_("Uw reactie is ingetrokken. De tekst is gewist."), "info")
    return _to(number, None)


@blueprint.route(f"{ONE}/melden", methods=["GET", "POST"])
@access(Access.ANYONE)
def report(number: int, reaction: int) -> Page:
    """Report a reaction; who is not signed in confirms it by a mailed link."""
    someone = account()
    form = ReportForm()
    form.fit(signed_in=someone is not None)
    with services().database.read() as db:
        plan, reported = _visible(db, number), _on_plan(db, number, reaction)
    if not reported.readable:
        raise DomainError("no-such-reaction")

    if not form.validate_on_submit():
        return _report_page(plan, reported, form, 422 if form.is_submitted() else 200)
    if someone is None:
        words = Held(number, form.kind.data, form.words.data or "", reaction=reaction)
        return _hold(number, words, form.email.data)
    try:
        with services().database.write() as db:
            _report(db, form, reaction, someone.id)
    except DomainError as error:
        return _refused(error, form, lambda status: _report_page(plan, reported, form, status))
    services().send_mail()
    flash(_thanks(None), "ok")
    return _to(number, None)


def _report(db: Session, form: ReportForm, reaction: int, someone: int) -> None:
    moderation.report(
        db,
        edition(),
        reaction,
        ReportKind(form.kind.data),
        form.words.data or "",
        account=someone,
        site=site_address(),
        now=now(),
    )


def _write_again(number: int, form: ReactionForm, status: int, problem: str = "") -> Page:
    """The form alone on a page, with everything still filled in."""
    with services().database.read() as db:
        plan = _visible(db, number)
    page = render_template("reactions/write.html", plan=plan, form=form, hints=HINTS, problem=problem)
    return page, status


def _hold(number: int, words: Held, email: str) -> Page:
    """Keep what was written and mail the link that confirms it."""
    with services().database.read() as db:
        plan = _visible(db, number)
        closed = reacting.why_closed(db, edition(), plan, now())
    if closed is not None and words.reaction is None:
        raise DomainError("reactions-closed")
    reporting = words.reaction is not None

    def mail(token: str) -> MailText:
        path = url_for("reactions.link", number=number, token=token).removeprefix(request.script_root)
        told = {"plan": plan.title, "link": site_address() + path, "reporting": reporting}
        return compose("reactie-bevestigen", edition().spec, str(get_locale()), **told)

    with services().database.write() as db:
        held_words.hold_and_mail(db, edition(), email, words, mail, now=services().clock())
    services().send_mail()
    return render_template("reactions/sent.html", plan=plan, email=email, reporting=reporting)


def _confirm_page(plan: PlanRecord, token: str, form: WordsForm, reported: Reaction | None) -> str:
    return render_template(
        "reactions/confirm.html",
        plan=plan,
        token=token,
        form=form,
        reported=reported,
        hints=HINTS,
        kinds=KINDS,
    )


def _too_late(plan: PlanRecord, reported: Reaction | None) -> Page:
    """The link works no more: ask for the address once more, with everything still filled in."""
    problem = _("Deze link werkt niet meer. Vul uw e-mailadres nog een keer in. Uw tekst staat er nog.")
    if reported is None:
        form = ReactionForm()
        form.fit(signed_in=False, organiser=False)
        return _write_again(plan.number, form, 409, problem)
    report_form = ReportForm()
    report_form.fit(signed_in=False)
    return _report_page(plan, reported, report_form, 409, problem)


def _report_page(
    plan: PlanRecord, reported: Reaction, form: ReportForm, status: int, problem: str = ""
) -> Page:
    page = render_template(
        "reactions/report.html", plan=plan, reported=reported, form=form, kinds=KINDS, problem=problem
    )
    return page, status


def _visible(db: Session, number: int) -> PlanRecord:
    plan = visible_plan(db, number)
    if plan is None:
        abort(404)
    return plan


def _on_plan(db: Session, number: int, reaction: int) -> Reaction:
    found = reacting.find_reaction(db, edition(), reaction)
    if found.plan != number or found.withdrawn:
        raise DomainError("no-such-reaction")
    return found


def _reported(db: Session, words: Held | None) -> Reaction | None:
    """The reaction that held words report."""
    if words is None or words.reaction is None:
        return None
    return reacting.find_reaction(db, edition(), words.reaction)


def _refused(error: DomainError, form: WordsForm, page: Callable[[int], Page]) -> Page:
    """What an action refused, said beside its field; what belongs to none gets a page of its own."""
    if not form.refuse(error):
        raise error
    return page(domain_status(error))


def _thanks(kind: ReactionKind | None) -> str:
    if kind is None:
        return _("Dank u wel voor uw melding. De organisator kijkt ernaar.")
    if kind is ReactionKind.OFFER:
        return _("Wat fijn dat u wilt helpen! De indiener hoort het. U krijgt een mail als er antwoord is.")
    return _(
        "Dank u wel. Uw reactie staat erbij. Tot %(minutes)s minuten na nu kunt u haar nog veranderen.",
        minutes=EDIT_TIME.seconds // 60,
    )


def _to(number: int, reaction: int | None) -> Response:
    """Back to the plan, at a reaction or at all of them."""
    anchor = "reacties" if reaction is None else f"reactie-{reaction}"
    with services().database.read() as db:
        plan = _visible(db, number)
    slug = slug_of(plan.title)
    return redirect(url_for("public.plan", number=number, slug=slug, _anchor=anchor), 303)
