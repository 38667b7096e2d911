"""Sending news about a chosen plan, alike for its submitters and for the organiser."""

from __future__ import annotations

from flask import request
from sqlalchemy.orm import Session

from wijkaanzet.actions import updates
from wijkaanzet.errors import DomainError
from wijkaanzet.web import execution_forms as forms
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.execution_forms import sent_form
from wijkaanzet.web.execution_views import Page, Show, act, do, sent_pictures
from wijkaanzet.web.services import edition, now


def tell(number: int, show: Show, back: str, *, by: updates.Writer, thanks: str) -> Page:
    """Put the news that was sent on the site, with its pictures."""
    form = sent_form(forms.UpdateForm)
    try:
        pictures = sent_pictures(form.pictures.data) if form.validate_on_submit() else []
    except DomainError as error:
        return show(number, form, domain_text(error)), domain_status(error)

    def keep(db: Session, form: forms.UpdateForm) -> str:
        updates.write_update(
            db,
            edition(),
            number,
            text=form.text.data,
            by=by,
            now=now(),
            pictures=pictures,
            alt=form.alt.data or "",
        )
        return thanks

    return act(number, form, show, back, keep)


def mend(
    number: int,
    update_id: int,
    form: forms.ChangeUpdateForm,
    show: Show,
    back: str,
    *,
    by: updates.Writer,
    changed: str,
    removed: str,
) -> Page:
    """Change the words of an update, or take it off the site, as was pressed."""

    def remove(db: Session) -> str:
        updates.remove_update(db, edition(), number, update_id, by=by, now=now())
        return removed

    def keep(db: Session, form: forms.ChangeUpdateForm) -> str:
        updates.change_update(db, edition(), number, update_id, text=form.text.data, by=by, now=now())
        return changed

    if request.form.get("doe") == "weg":
        return do(back, remove, lambda problem: show(number, None, problem))
    return act(number, form, show, back, keep)
