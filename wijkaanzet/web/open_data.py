"""Open data for people: one page that says what there is, and the same figures as tables to download."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from wijkaanzet.actions import counting, open_data, open_result, open_year
from wijkaanzet.actions.open_data import Values
from wijkaanzet.actions.report_files import report_published_at
from wijkaanzet.spreadsheet import open_amount, write_open_table
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import site_address
from wijkaanzet.web.api import lately
from wijkaanzet.web.execution_texts import ABOUT_TIME
from wijkaanzet.web.services import edition, now, services

blueprint = Blueprint("open_data", __name__, url_prefix="/gegevens")

PLAN = ("nummer", "titel", "thema", "wijk")
MONEY = frozenset({"kosten", "toegekend", "uitgegeven", "teruggegeven"})
"""Columns in whole euros and cents: ``12500.00``."""


@dataclass(frozen=True)
class Table:
    """A table to download. ``read``: its rows, None before there are any; ``endpoint``: the same for programs."""

    title: Any
    about: Any
    columns: tuple[str, ...]
    endpoint: str
    read: Callable[[Session], Iterable[Values] | None]


def _plans(db: Session) -> list[Values]:
    values, _candidates = open_data.plans_values(db, edition(), site=site_address(), now=now())
    nowhere = {"breedtegraad": None, "lengtegraad": None}
    return [one | (one["locatie"] or nowhere) | {"voorWie": "; ".join(one["voorWie"])} for one in values]


def _groups(key: str) -> Callable[[Session], list[Values]]:
    return lambda db: [
        one | {key: one["naam"]} for one in open_data.groups_values(db, edition(), key, now=now())
    ]


def _result(db: Session) -> list[Values] | None:
    values = open_result.result_values(db, edition(), site=site_address())
    return None if values is None else [one | {"valuta": values["valuta"]} for one in values["plannen"]]


def _turnout(db: Session) -> list[Values] | None:
    values = open_result.turnout_values(db, edition())
    if values is None:
        return None
    whole = {"soort": "totaal", "naam": None}
    return [
        whole | {key: values[key] for key in ("stemgerechtigden", "gestemd")},
        *({"soort": "wijk"} | one for one in values["wijken"]),
        *({"soort": "leeftijd"} | one for one in values["leeftijden"]),
        *(
            {"soort": "dag", "naam": one["totEnMet"], "stemgerechtigden": None, "gestemd": one["gestemd"]}
            for one in values["dagen"]
        ),
    ]


def _execution(db: Session) -> list[Values] | None:
    values = open_year.execution_values(db, edition(), told=ABOUT_TIME, now=now())
    if values is None:
        return None
    return [one | {"valuta": values["geld"]["valuta"]} for one in values["plannen"]]


def _landings(db: Session) -> list[Values]:
    return open_year.landings_values(db, edition(), now=now())


_GROUPED = ("plannen", "likes", "opStembiljet", "stemmen", "gekozen", "toegekend", "valuta")
_STEPS = ("van", "totEnMet", "klaarOp", "gestoptOp", "laatsteNieuwsOp")
TABLES: Mapping[str, Table] = {
    "plannen": Table(
        _l("Plannen"),
        _l("Elk plan met thema, wijk, plek, kosten, likes en hoe ver het is."),
        (
            *("nummer", "kenmerk", "titel", "samenvatting", "thema", "wijk", "plek"),
            *("breedtegraad", "lengtegraad", "voorWie", "kosten", "valuta", "likes"),
            *("status", "opStembiljet", "gekozen", "pagina"),
        ),
        "api.plans",
        _plans,
    ),
    "themas": Table(
        _l("Thema’s"),
        _l("Plannen, likes, stemmen en geld per thema."),
        ("thema", *_GROUPED),
        "api.themes",
        _groups("thema"),
    ),
    "wijken": Table(
        _l("Wijken"),
        _l("Hetzelfde per wijk. Een leeg vak is een plan voor het hele gebied."),
        ("wijk", *_GROUPED),
        "api.areas",
        _groups("wijk"),
    ),
    "uitslag": Table(
        _l("Uitslag"),
        _l("Hoeveel stemmen elk plan kreeg, of het is gekozen, en waarom."),
        (*PLAN, "kosten", "valuta", "stemmen", "gekozen", "toegekend", "reden"),
        "api.result",
        _result,
    ),
    "opkomst": Table(
        _l("Opkomst"),
        _l("Hoeveel mensen stemden, per wijk, leeftijd en dag. Een leeg vak is te klein om te laten zien."),
        ("soort", "naam", "stemgerechtigden", "gestemd"),
        "api.turnout",
        _turnout,
    ),
    "uitvoering": Table(
        _l("Uitvoering"),
        _l("Hoe ver de gekozen plannen zijn, en hun geld."),
        (*PLAN, "stand", *_STEPS, "toegekend", "uitgegeven", "teruggegeven", "valuta"),
        "api.execution",
        _execution,
    ),
    "landingen": Table(
        _l("Landingen"),
        _l("Hoe het verdergaat met plannen die niet zijn gekozen."),
        (*PLAN, "stand", "weg", "partner", "zoektPartner"),
        "api.landings",
        _landings,
    ),
}
AFTER_VOTE = frozenset({"uitslag", "opkomst", "uitvoering"})


@blueprint.get("")
@access(Access.ANYONE)
def show() -> str:
    """What there is."""
    with services().database.read() as db:
        has_result = counting.published_outcome(db, edition()) is not None
        has_report = report_published_at(db, edition()) is not None
    return render_template(
        "public/open_data.html",
        tables=[
            (
                one,
                url_for("open_data.table", name=name) if has_result or name not in AFTER_VOTE else "",
                url_for(one.endpoint),
            )
            for name, one in TABLES.items()
        ],
        has_result=has_result,
        has_report=has_report,
        api=f"{site_address()}/api/v1",
    )


@blueprint.get("/<any(plannen,themas,wijken,uitslag,opkomst,uitvoering,landingen):name>.csv")
@access(Access.ANYONE)
def table(name: str) -> Response:
    """A table as CSV (RFC 4180)."""
    asked = TABLES[name]
    rows = lately(f"{name}.csv", asked.read)
    if rows is None:
        abort(404)
    file = f"{edition().spec.slug}-{name}.csv"
    content = write_open_table(
        asked.columns,
        ([_cell(row, column) for column in asked.columns] for row in rows),
    )
    return Response(
        content,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def _cell(row: Values, column: str) -> object:
    return open_amount(row[column]) if column in MONEY else row[column]
