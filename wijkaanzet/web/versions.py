"""What a plan said before: every version, with what changed and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from flask import Blueprint, abort, render_template

from phases.money import format_money
from phases.plan_draft import PlanDraft
from phases.text_diff import Change, changes_between
from wijkaanzet.actions import plans
from wijkaanzet.web import plan_texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.i18n import _
from wijkaanzet.web.plan_standing import visible_plan
from wijkaanzet.web.services import edition, services

blueprint = Blueprint("versions", __name__)


@dataclass(frozen=True)
class ShownVersion:
    """A version on the page: each changed part with its name and its pieces."""

    number: int
    at: datetime
    merged: bool
    parts: tuple[tuple[str, tuple[Change, ...]], ...]


@blueprint.get("/plannen/<int:number>/versies")
@access(Access.ANYONE)
def history(number: int) -> str:
    """The versions of a plan, the newest first."""
    with services().database.read() as db:
        plan = visible_plan(db, number)
        found = plans.versions_of(db, edition(), number) if plan is not None else []
    if plan is None:
        abort(404)
    shown = [
        ShownVersion(
            after.number,
            after.at,
            after.cause == plans.BY_MERGER,
            tuple(
                (
                    str(plan_texts.FIELDS[name]),
                    tuple(changes_between(_said(name, before.content), _said(name, after.content))),
                )
                for name in after.changes
            ),
        )
        for before, after in pairwise(found)
    ]
    return render_template(
        "submit/versions.html",
        plan=plan,
        href=views.plan_href(plan),
        versions=list(reversed(shown)),
        submitted_at=found[0].at,
    )


def _said(name: str, content: PlanDraft) -> str:
    """A part of a plan in words."""
    if name == "costs":
        currency = edition().spec.currency
        lines = [f"{line.what}: {format_money(line.amount, currency)}" for line in content.costs]
        return "\n".join([*lines, _("Samen: %(sum)s", sum=format_money(content.estimate, currency))])
    if name == "rough_estimate":
        return format_money(content.rough_estimate, edition().spec.currency)
    if name == "pictures":
        count = len(content.pictures)
        return _("geen foto’s") if not count else _("%(count)s foto’s", count=count)
    if name == "map":
        return _("niet op de kaart") if content.latitude is None else _("op de kaart")
    if name == "area":
        return content.area or _("Hele wijk")
    if name == "audience":
        return plan_texts.audience(content.audience)
    return str(getattr(content, name))
