"""The organiser's side of the news about a chosen plan."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_wtf import FlaskForm

from wijkaanzet.actions import updates
from wijkaanzet.web import execution_forms as forms
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.execution_forms import blank_form, sent_form
from wijkaanzet.web.execution_views import Page, chosen_plan, lit
from wijkaanzet.web.i18n import _
from wijkaanzet.web.news import mend, tell
from wijkaanzet.web.services import signed_in

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
    return tell(number, _show, _back(number), by=_me(), thanks=_("Het bericht staat op de site."))


@blueprint.post("/<int:number>/nieuws/<int:update_id>")
@access(Access.ORGANISER)
def change(number: int, update_id: int) -> Page:
    """Change an update's words, or take it off the site."""
    return mend(
        number,
        update_id,
        sent_form(forms.ChangeUpdateForm, update_id),
        _show,
        _back(number),
        by=_me(),
        changed=_("Het bericht is veranderd."),
        removed=_("Het bericht is van de site."),
    )


def _me() -> updates.Writer:
    return updates.Writer(signed_in().id, is_organiser=True)


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
