"""The organiser's side of the year of execution: the board, and a plan's agreements, milestones and decisions."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from phases.execution import Light
from phases.payments import Decision
from wijkaanzet.actions import agreements, execution_end, milestones, payments
from wijkaanzet.web import execution_forms as forms
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.execution_forms import blank_form, sent_form
from wijkaanzet.web.execution_views import Page, act, chosen_plan, do, everything, lit
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, signed_in

blueprint = Blueprint("carrying_out", __name__, url_prefix="/beheer/uitvoering")

ORDER = [Light.RED, Light.ORANGE, Light.GREEN, Light.DONE, Light.STOPPED]


@blueprint.get("")
@access(Access.ORGANISER)
def board() -> str:
    """All chosen plans at a glance, those that need attention first."""
    overview = everything()
    works = sorted(overview.plans, key=lambda one: (ORDER.index(one.signal.light), one.plan.number))
    return render_template("organiser/execution.html", overview=overview, works=works, lit=lit)


@blueprint.get("/<int:number>")
@access(Access.ORGANISER)
def plan(number: int) -> str:
    """One chosen plan: how it stands, and what was agreed."""
    return _show(number, None, "")


@blueprint.post("/<int:number>/afspraken")
@access(Access.ORGANISER)
def add_agreement(number: int) -> Page:
    """Write a further agreement down."""

    def keep(db: Session, form: forms.AgreementForm) -> str:
        agreements.add_agreement(db, edition(), number, _agreement(form), actor=signed_in().actor, now=now())
        return _("De afspraak staat erbij. Stuur hem naar de indiener als alles klopt.")

    return act(number, sent_form(forms.AgreementForm), _show, _back(number), keep)


@blueprint.post("/<int:number>/afspraken/<int:agreement_id>")
@access(Access.ORGANISER)
def change_agreement(number: int, agreement_id: int) -> Page:
    """Change an agreement, remove it, or say that it was kept."""

    def keep(db: Session) -> str:
        chosen = (db, edition(), number, agreement_id)
        if request.form.get("doe") == "weg":
            agreements.remove_agreement(*chosen, actor=signed_in().actor, now=now())
            return _("De afspraak is weg.")
        agreements.finish_agreement(*chosen, actor=signed_in().actor, now=now())
        return _("De afspraak is nagekomen.")

    def change(db: Session, form: forms.AgreementForm) -> str:
        draft = _agreement(form)
        agreements.change_agreement(
            db, edition(), number, agreement_id, draft, actor=signed_in().actor, now=now()
        )
        return _("De afspraak is veranderd. De indiener moet er opnieuw ja tegen zeggen.")

    if request.form.get("doe") in ("weg", "klaar"):
        return do(_back(number), keep, lambda problem: _show(number, None, problem))
    return act(number, sent_form(forms.AgreementForm, agreement_id), _show, _back(number), change)


@blueprint.post("/<int:number>/afspraken/vragen")
@access(Access.ORGANISER)
def ask_to_agree(number: int) -> Page:
    """Mail the submitters what waits for them."""

    def keep(db: Session) -> str:
        agreements.ask_to_agree(
            db, edition(), number, site=site_address(), actor=signed_in().actor, now=now()
        )
        return _("De indieners krijgen de afspraken in een mail, met een link om ja te zeggen.")

    return do(_back(number), keep, lambda problem: _show(number, None, problem))


@blueprint.post("/<int:number>/mijlpalen")
@access(Access.ORGANISER)
def add_milestone(number: int) -> Page:
    """Plan a milestone, or the usual four."""

    def suggest(db: Session) -> str:
        milestones.suggest_milestones(db, edition(), number, actor=signed_in().actor, now=now())
        return _("De gewone mijlpalen staan erbij. Verander wat anders moet.")

    def keep(db: Session, form: forms.MilestoneForm) -> str:
        milestones.add_milestone(
            db, edition(), number, what=form.what.data, due=form.due.data, actor=signed_in().actor, now=now()
        )
        return _("De mijlpaal is toegevoegd.")

    if request.form.get("doe") == "gewone":
        return do(_back(number), suggest, lambda problem: _show(number, None, problem))
    return act(number, sent_form(forms.MilestoneForm), _show, _back(number), keep)


@blueprint.post("/<int:number>/mijlpalen/<int:milestone_id>")
@access(Access.ORGANISER)
def change_milestone(number: int, milestone_id: int) -> Page:
    """Change a milestone, remove it, or say that it is done."""

    def keep(db: Session) -> str:
        chosen = (db, edition(), number, milestone_id)
        if request.form.get("doe") == "weg":
            milestones.remove_milestone(*chosen, actor=signed_in().actor, now=now())
            return _("De mijlpaal is weg.")
        milestones.finish_milestone(*chosen, account=signed_in().id, now=now())
        return _("De mijlpaal is gehaald.")

    def change(db: Session, form: forms.ChangeMilestoneForm) -> str:
        milestones.change_milestone(
            db,
            edition(),
            number,
            milestone_id,
            what=form.what.data,
            due=form.due.data,
            done=form.done.data,
            actor=signed_in().actor,
            now=now(),
        )
        return _("De mijlpaal is veranderd.")

    if request.form.get("doe") in ("weg", "klaar"):
        return do(_back(number), keep, lambda problem: _show(number, None, problem))
    return act(number, sent_form(forms.ChangeMilestoneForm, milestone_id), _show, _back(number), change)


@blueprint.post("/<int:number>/go-momenten")
@access(Access.ORGANISER)
def plan_gate(number: int) -> Page:
    """Plan a go/no-go moment."""

    def keep(db: Session, form: forms.GateForm) -> str:
        question, due = form.question.data, form.due.data
        payments.plan_gate(
            db, edition(), number, question=question, due=due, actor=signed_in().actor, now=now()
        )
        return _("Het go-moment is gepland.")

    return act(number, sent_form(forms.GateForm), _show, _back(number), keep)


@blueprint.post("/<int:number>/go-momenten/<int:gate_id>")
@access(Access.ORGANISER)
def decide_gate(number: int, gate_id: int) -> Page:
    """Decide at a go/no-go moment."""

    def keep(db: Session, form: forms.DecideForm) -> str:
        decision, reason = Decision(form.decision.data), form.reason.data or ""
        payments.decide_gate(
            db, edition(), number, gate_id, decision, reason=reason, actor=signed_in().actor, now=now()
        )
        return _("De beslissing is vastgelegd.")

    return act(number, sent_form(forms.DecideForm, gate_id), _show, _back(number), keep)


@blueprint.post("/<int:number>/partner")
@access(Access.ORGANISER)
def partner(number: int) -> Page:
    """Say with whom the plan is carried out."""

    def keep(db: Session, form: forms.PartnerForm) -> str:
        execution_end.set_partner(
            db,
            edition(),
            number,
            partner=form.partner.data or "",
            contact=form.contact.data or "",
            contact_public=bool(form.contact_public.data),
            actor=signed_in().actor,
            now=now(),
        )
        return _("De partner en het aanspreekpunt zijn bewaard.")

    return act(number, sent_form(forms.PartnerForm), _show, _back(number), keep)


@blueprint.post("/<int:number>/uitstel")
@access(Access.ORGANISER)
def postpone(number: int) -> Page:
    """Give a plan more time."""

    def keep(db: Session, form: forms.PostponeForm) -> str:
        milestones.postpone(
            db,
            edition(),
            number,
            weeks=form.weeks.data,
            reason=form.reason.data,
            actor=signed_in().actor,
            now=now(),
        )
        return _("Alles wat nog moet gebeuren, is opgeschoven. De reden staat op de site.")

    return act(number, sent_form(forms.PostponeForm), _show, _back(number), keep)


@blueprint.post("/<int:number>/stop")
@access(Access.ORGANISER)
def stop(number: int) -> Page:
    """Stop a plan; what is left goes back to the wijk."""

    def keep(db: Session, form: forms.StopForm) -> str:
        words, actor = form.words.data, signed_in().actor
        execution_end.stop(db, edition(), number, words=words, site=site_address(), actor=actor, now=now())
        return _("Het plan is gestopt. Wat over was, is terug bij de wijk. De indieners krijgen een mail.")

    return act(number, sent_form(forms.StopForm), _show, _back(number), keep)


@blueprint.post("/<int:number>/klaar")
@access(Access.ORGANISER)
def finish(number: int) -> Page:
    """The plan is done."""

    def keep(db: Session, form: forms.FinishForm) -> str:
        words, actor = form.words.data or "", signed_in().actor
        execution_end.finish(db, edition(), number, words=words, site=site_address(), actor=actor, now=now())
        return _("Het plan is klaar. De indieners krijgen een mail met dank.")

    return act(number, sent_form(forms.FinishForm), _show, _back(number), keep)


def _agreement(form: forms.AgreementForm) -> agreements.AgreementDraft:
    return agreements.AgreementDraft(form.what.data, form.who.data, form.before.data, form.cost.data)


def _back(number: int) -> str:
    return url_for("carrying_out.plan", number=number)


def _show(number: int, sent: FlaskForm | None, problem: str) -> str:
    progress = chosen_plan(number)
    row = progress.row
    return render_template(
        "organiser/execution_plan.html",
        progress=progress,
        light=lit(progress),
        sent=sent,
        problem=problem,
        agreement_form=blank_form(forms.AgreementForm, sent),
        agreement_forms={
            one.id: blank_form(
                forms.AgreementForm,
                sent,
                one.id,
                what=one.what,
                who=one.who,
                before=one.before,
                cost=one.cost,
            )
            for one in progress.agreements
        },
        milestone_form=blank_form(forms.MilestoneForm, sent),
        milestone_forms={
            one.id: blank_form(
                forms.ChangeMilestoneForm, sent, one.id, what=one.what, due=one.due, done=one.done
            )
            for one in progress.milestones
        },
        gate_form=blank_form(forms.GateForm, sent),
        decide_forms={one.id: blank_form(forms.DecideForm, sent, one.id) for one in progress.gates},
        partner_form=blank_form(
            forms.PartnerForm,
            sent,
            partner=row.partner,
            contact=row.contact,
            contact_public=row.contact_public,
        ),
        postpone_form=blank_form(forms.PostponeForm, sent),
        stop_form=blank_form(forms.StopForm, sent),
        finish_form=blank_form(forms.FinishForm, sent),
    )
