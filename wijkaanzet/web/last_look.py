"""The wijkraad's last look: the drafts of the verdicts, and what the wijkraad says of them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from wijkaanzet.actions import at_table, table_publication
from wijkaanzet.errors import DomainError
from wijkaanzet.web import texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.errors import domain_status, domain_text
from wijkaanzet.web.i18n import _
from wijkaanzet.web.services import edition, now, services, signed_in
from wijkaanzet.web.table_forms import AdviceForm, own_ids

blueprint = Blueprint("last_look", __name__, url_prefix="/wijkraad")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@access(Access.WIJKRAAD)
def drafts() -> Page:
    """The drafts, once the organiser asked."""
    return _page()


@blueprint.post("/<int:number>")
@access(Access.WIJKRAAD)
def advise(number: int) -> Page:
    """Advice on one plan; an empty one takes it back."""
    form = AdviceForm()
    if not form.validate_on_submit():
        return _page(number, form), 422
    try:
        with services().database.write() as db:
            words, me = form.advice.data or "", signed_in().id
            table_publication.give_advice(db, edition(), number, words, account=me, now=now())
    except DomainError as error:
        if error.code == "no-such-plan":
            raise
        return _page(number, form, domain_text(error)), domain_status(error)
    flash(_("Dank u wel. Uw advies is bewaard."), "ok")
    return redirect(url_for("last_look.drafts", _anchor=f"plan-{number}"), 303)


def _page(number: int = 0, sent: AdviceForm | None = None, problem: str = "") -> str:
    with services().database.read() as db:
        look = table_publication.last_look(db, edition())
        plans = at_table.plans_at_table(db, edition()) if look else []
        advice = table_publication.advice_for(db, edition())
    me, forms = signed_in().id, {}
    for plan in plans:
        own = next((one.advice for one in advice.get(plan.number, ()) if one.account == me), "")
        form = sent if sent is not None and plan.number == number else AdviceForm(formdata=None, advice=own)
        own_ids(form, f"plan{plan.number}")
        forms[plan.number] = form
    return render_template(
        "table/last_look.html",
        look=look,
        at_table=plans,
        hrefs={plan.number: views.plan_href(plan) for plan in plans},
        advice=advice,
        advice_forms=forms,
        me=me,
        sent=sent,
        problem=problem,
        published=edition().verdicts_published_at is not None,
        verdicts=texts.VERDICTS,
    )
