"""Where a file contradicts itself. Nothing here changes a count; it is said, so that nobody is misled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from voting.pabulib.amounts import number
from voting.pabulib.errors import Notices, shown
from voting.pabulib.meta import Meta
from voting.pabulib.records import Table, VoteTable
from voting.tally.contest import added_up
from voting.tally.model import Ballots

SELECTED_VALUES = frozenset({0, 1, 2, 3})


def file_remarks(
    name: str, meta: Meta, projects: Table, votes: VoteTable, ballots: Ballots, points_unit: int
) -> tuple[str, ...]:
    """Compare what the file declares with what it holds."""
    notices = Notices(name)
    _compare_number(meta, "num_projects", len(projects.records), notices)
    _compare_number(meta, "num_votes", ballots.voters, notices)
    counted = added_up(ballots, len(projects.records), None)
    _compare_column(projects, "votes", counted, 1, notices)
    if ballots.points is not None:
        score = added_up(ballots, len(projects.records), ballots.points)
        _compare_column(projects, "score", score, points_unit, notices)
    _odd_selected(projects, notices)
    _doubled_voters(votes, notices)
    _uncounted_columns(votes, ballots, notices)
    return tuple(notices.lines)


def selected_values(projects: Table) -> Mapping[str, int] | None:
    """The ``selected`` column as numbers, None when the file has no such column or fills it nowhere."""
    column, names = projects.index("selected"), projects.index("project_id")
    values = {record.cell(names): whole(record.cell(column)) for record in projects.records}
    if column is None or all(value is None for value in values.values()):
        return None
    return {project: value or 0 for project, value in values.items()}


def column_numbers(projects: Table, name: str) -> list[int | None] | None:
    """A column of whole numbers of the projects, None when the file has it not."""
    column = projects.index(name)
    return None if column is None else [whole(record.cell(column)) for record in projects.records]


def whole(text: str) -> int | None:
    """The whole number that a cell holds, None when it holds something else."""
    try:
        value = number(text)
    except ValueError:
        return None
    return int(value) if value == value.to_integral_value() else None


def _compare_number(meta: Meta, key: str, found: int, notices: Notices) -> None:
    text = meta.text(key)
    if text and whole(text) != found:
        notices.add(meta.line(key), f"{key} is {shown(text)}, maar het bestand telt er {found}")


def _compare_column(projects: Table, name: str, counted: list[int], unit: int, notices: Notices) -> None:
    column = projects.index(name)
    if column is None:
        return
    wrong = []
    for record, found in zip(projects.records, counted, strict=True):
        text = record.cell(column)
        declared = whole(text)
        if (declared is None and text and text.lower() != "none") or (declared or 0) * unit != found:
            wrong.append((record, text, found))
    if wrong:
        record, text, found = wrong[0]
        shown_found = found // unit if found % unit == 0 else found / unit
        others = f" (en nog {len(wrong) - 1} projecten)" if len(wrong) > 1 else ""
        notices.add(
            record.line,
            f"{name} is {shown(text)}, maar uit de stemmen volgt {shown_found}{others}; de stemmen tellen",
        )


def _odd_selected(projects: Table, notices: Notices) -> None:
    column = projects.index("selected")
    for record in projects.records if column is not None else ():
        text = record.cell(column)
        if text and whole(text) not in SELECTED_VALUES:
            notices.add(record.line, f"selected is geen 0, 1, 2 of 3: {shown(text)}")
            return


def _doubled_voters(votes: VoteTable, notices: Notices) -> None:
    column = votes.index("voter_id")
    cells = votes.fast_cells([column]) if column is not None else []
    names = [record.cell(column) for record in votes.quiet] if cells is None else cells
    if len(set(names)) < len(names):
        many = [name for name, count in Counter(names).items() if count > 1]
        notices.add(
            votes.line, f"{len(many)} keer staat een voter_id vaker in het bestand: {shown(str(many[0]))}"
        )


def _uncounted_columns(votes: VoteTable, ballots: Ballots, notices: Notices) -> None:
    if votes.index("points") is not None and ballots.points is None:
        notices.add(votes.line, "de kolom points telt niet mee: bij dit vote_type geeft een stem geen punten")
    if votes.index("vote_strength", "weight") is not None:
        notices.add(votes.line, "elke stem telt één keer: een kolom met stemgewichten wordt niet gebruikt")
