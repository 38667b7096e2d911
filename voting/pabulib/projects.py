"""The PROJECTS section."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from voting.pabulib.amounts import looks_like_thousands, number, scaled
from voting.pabulib.errors import Notices, shown
from voting.pabulib.records import Record, Table
from voting.tally.model import Project

WITHDRAWN_COST = 999_999_999
"""The cost that the corpus gives to a project that was withdrawn after the ballot papers were made."""


@dataclass(frozen=True)
class ProjectRow:
    """A project with its cost as the file writes it."""

    line: int
    id: str
    cost: Decimal
    name: str
    theme: str
    area: str

    def project(self, unit: int) -> Project:
        """The project with its cost in smallest units."""
        return Project(self.id, scaled(self.cost, unit), self.theme, self.area, self.cost == WITHDRAWN_COST)


def read_projects(table: Table, notices: Notices) -> list[ProjectRow]:
    """Read all projects, in the file's order.

    Raises:
        PabulibError: for a missing column, a project without id or with one that another has, or a cost that is
            not a number of at least nought.
    """
    for needed in ("project_id", "cost"):
        folded = [column.lower() for column in table.columns]
        if folded.count(needed) != 1:
            how = "ontbreekt" if needed not in folded else "staat er twee keer"
            raise notices.error(table.line, f"de kolom {needed} {how} in PROJECTS")
    if not table.records:
        raise notices.error(table.line, "er staan geen projecten in PROJECTS")
    rows = [_project_row(table, record, notices) for record in table.records]
    seen: dict[str, int] = {}
    for row in rows:
        if row.id in seen:
            raise notices.error(
                row.line, f"project {shown(row.id)} staat er twee keer (ook op regel {seen[row.id]})"
            )
        seen[row.id] = row.line
    return rows


def _project_row(table: Table, record: Record, notices: Notices) -> ProjectRow:
    project = record.cell(table.index("project_id"))
    if not _word(project):
        raise notices.error(record.line, "een project zonder project_id")
    if "," in project:
        raise notices.error(
            record.line, f"een komma in project_id {shown(project)}: geen stem kan het noemen"
        )
    if any(record.cells[len(table.columns) :]):
        notices.add(record.line, f"project {shown(project)} heeft meer kolommen dan de kopregel")
    return ProjectRow(
        line=record.line,
        id=project,
        cost=_cost(record, record.cell(table.index("cost")), notices),
        name=record.cell(table.index("name")) or project,
        theme=_word(record.cell(table.index("category", "categories"))),
        area=_word(record.cell(table.index("neighborhood", "neighbourhood", "district"))),
    )


def _word(text: str) -> str:
    return "" if text.lower() == "none" else text


def _cost(record: Record, text: str, notices: Notices) -> Decimal:
    try:
        cost = number(text)
    except ValueError:
        raise notices.error(record.line, f"de kosten zijn geen getal: {shown(text)}") from None
    if cost < 0:
        raise notices.error(record.line, f"de kosten zijn negatief: {shown(text)}")
    if cost == 0:
        notices.add(record.line, "dit project kost niets")
    if looks_like_thousands(text):
        notices.add(record.line, f"de komma in kosten {shown(text)} is gelezen als decimaalteken")
    return cost
