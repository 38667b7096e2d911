"""The result: what was chosen and why, who voted as far as it may be told, and everything to count again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from phases.calendar import Phase
from voting.receipt import Receipt, ReceiptFormatError
from wijkaanzet.actions import counting, secrecy
from wijkaanzet.actions.plans import list_plans
from wijkaanzet.actions.report_files import report_published_at
from wijkaanzet.web import texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.i18n import _
from wijkaanzet.web.landings import landing_panel
from wijkaanzet.web.services import edition, now, services

blueprint = Blueprint("results", __name__)

Bars = list[tuple[str, float, str]]


@dataclass(frozen=True)
class TurnoutGroup:
    """Turnout by one thing: bars for ``ui.bars`` in percentages, and the names of the groups that are too small to show."""

    caption: str
    label: str
    bars: Bars
    hidden: Sequence[str]


@dataclass(frozen=True)
class ShownTurnout:
    """Who voted. ``share``: of everybody who could, such as ``43 %``; empty when that is not known."""

    share: str
    groups: Sequence[TurnoutGroup]
    days: Bars


@blueprint.route("/uitslag", methods=["GET", "POST"])
@access(Access.ANYONE)
def show() -> str:
    """What was chosen and why; before that, when the result comes. A receipt is asked about by POST: addresses are logged."""
    with services().database.read() as db:
        outcome = counting.published_outcome(db, edition())
        plans = {p.reference: p for p in list_plans(db, edition().id)}
        days = secrecy.turnout_by_day(db, edition()) if outcome else []
        chosen = counting.chosen_numbers(db, edition())
        has_report = report_published_at(db, edition()) is not None
        landings = {
            number: landing_panel(db, number, views.public_state(edition(), plan, chosen))
            for plan in plans.values()
            if chosen is not None and (number := plan.number) not in chosen
        }
    if outcome is None:
        over = edition().spec.calendar.is_over(Phase.VOTING, now())
        return render_template(
            "public/no_result.html", over=over, voting=edition().spec.calendar[Phase.VOTING]
        )
    rows = [(plans[p["id"]], p) for p in outcome["projects"]]
    rows.sort(key=lambda row: (not row[1]["selected"], -row[1]["votes"]))
    return render_template(
        "public/result.html",
        outcome=outcome,
        chosen=[(views.plan_card(edition(), p, chosen), r) for p, r in rows if r["selected"]],
        others=[
            (views.plan_card(edition(), p, chosen), r, landings[p.number])
            for p, r in rows
            if not r["selected"]
        ],
        bars=[(p.title, r["votes"], str(r["votes"])) for p, r in rows],
        turnout=_turnout(outcome.get("turnout", {}), days),
        comparison=views.compared_rules(outcome),
        receipt=_checked_receipt(),
        has_report=has_report,
    )


@blueprint.get("/uitslag/<file>")
@access(Access.ANYONE)
def bundle_file(file: str) -> Response:
    """A file of the result bundle, for who wants to count again."""
    with services().database.read() as db:
        content = counting.bundle_file(db, edition(), file)
    if content is None:
        abort(404)
    kind = "application/json" if file.endswith(".json") else "text/plain; charset=utf-8"
    return Response(content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{file}"'})


def _turnout(values: Mapping[str, Any], days: Sequence[tuple[date, int]]) -> ShownTurnout:
    tables = (
        (_("Opkomst per wijk"), _("Wijk"), values.get("areas", ())),
        (_("Opkomst per leeftijd"), _("Leeftijd"), values.get("ages", ())),
    )
    groups = [
        TurnoutGroup(
            caption,
            label,
            [_bar(row) for row in rows if row["voted"] is not None],
            [row["name"] or _("onbekend") for row in rows if row["voted"] is None],
        )
        for caption, label, rows in tables
        if rows
    ]
    share = _percentage(values["voted"], values["entitled"]) if values.get("entitled") else ""
    return ShownTurnout(share, groups, [(texts.long_day(day), count, str(count)) for day, count in days])


def _bar(row: Mapping[str, Any]) -> tuple[str, float, str]:
    share = _percentage(row["voted"], row["entitled"])
    text = _(
        "%(share)s (%(voted)s van %(entitled)s)", share=share, voted=row["voted"], entitled=row["entitled"]
    )
    return row["name"] or _("onbekend"), 100 * row["voted"] / row["entitled"], text


def _percentage(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}\u00a0%"


def _checked_receipt() -> tuple[str, bool | None] | None:
    """The receipt that was asked about and whether it is on the published list; None in it for a strange text."""
    text = request.form.get("ontvangstcode", "").strip()
    if not text:
        return None
    try:
        receipt = Receipt.parse(text)
    except ReceiptFormatError:
        return text, None
    with services().database.read() as db:
        return str(receipt), counting.is_receipt_counted(db, edition(), receipt)
