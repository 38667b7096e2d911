"""The organiser's side of the news about a chosen plan."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from wijkaanzet.actions import updates
from wijkaanzet.errors import DomainError
from wijkaanzet.web import execution_forms as forms
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.execution_forms import blank_form, sent_form
from wijkaanzet.web.execution_views import Page, act, chosen_plan, do, lit, sent_pictures
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, signed_in

blueprint = Blueprint("carrying_news", __name__, url_prefix="/beheer/uitvoering")


@blueprint.get("/<int:number>/nieuws")
@access(Access.ORGANISER)
def news(number: int) -> str:
    """All news about a chosen plan."""
    return _show(number, None, "")


@blueprint.post("/<int:number>/nieuws")
@access(Access.ORGANISER)
def write(number: int) -> Page:
    """Tell how the plan is going."""
    form = sent_form(forms.UpdateForm)
    try:
        pictures = sent_pictures(form.pictures.data) if form.validate_on_submit() else []
    except DomainError as error:
        return _show(number, form, domain_text(error)), domain_status(error)

    def keep(db: Session, form: forms.UpdateForm) -> str:
        updates.write_update(
            db,
            edition(),
            number,
            text=form.text.data,
            by=updates.Writer(signed_in().id, is_organiser=True),
            now=now(),
            pictures=pictures,
            alt=form.alt.data or "",
        )
        return _("Het bericht staat op de site.")

    return act(number, form, _show, _back(number), keep)


@blueprint.post("/<int:number>/nieuws/<int:update_id>")
@access(Access.ORGANISER)
def change(number: int, update_id: int) -> Page:
    """Change an update's words, or take it off the site."""
    who = updates.Writer(signed_in().id, is_organiser=True)

    def remove(db: Session) -> str:
        updates.remove_update(db, edition(), number, update_id, by=who, now=now())
        return _("Het bericht is van de site.")

    def keep(db: Session, form: forms.ChangeUpdateForm) -> str:
        updates.change_update(db, edition(), number, update_id, text=form.text.data, by=who, now=now())
        return _("Het bericht is veranderd.")

    if request.form.get("doe") == "weg":
        return do(_back(number), remove, lambda problem: _show(number, None, problem))
    return act(number, sent_form(forms.ChangeUpdateForm, update_id), _show, _back(number), keep)


def _back(number: int) -> str:
    return url_for("carrying_news.news", number=number)


def _show(number: int, sent: FlaskForm | None, problem: str) -> str:
    progress = chosen_plan(number)
    return render_template(
        "organiser/execution_news.html",
        progress=progress,
        light=lit(progress),
        sent=sent,
        problem=problem,
        update_form=blank_form(forms.UpdateForm, sent),
        change_forms={
            one.id: blank_form(forms.ChangeUpdateForm, sent, one.id, text=one.text)
            for one in progress.updates
        },
    )
