"""From bytes to an election, or to one error with a line number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from voting.pabulib.checks import column_numbers
from voting.pabulib.declared import declared_rule
from voting.pabulib.election import Election
from voting.pabulib.errors import Notices, shown
from voting.pabulib.grouping import Cast, Scoring, merge, place_points
from voting.pabulib.meta import Meta, read_meta
from voting.pabulib.money import Money
from voting.pabulib.projects import WITHDRAWN_COST, ProjectRow, read_projects
from voting.pabulib.records import Table, VoteTable, split_sections
from voting.pabulib.votes import read_cast

VOTE_TYPES = ("approval", "choose-1", "cumulative", "scoring", "ordinal")
_POINT_TYPES = frozenset({"cumulative", "scoring", "ordinal"})
_BOM = b"\xef\xbb\xbf"


def read(path: Path) -> Election:
    """Read a Pabulib file.

    Raises:
        OSError: when the file cannot be opened.
        PabulibError: when it cannot be read without guessing.
    """
    return parse(path.read_bytes(), path.name)


def parse(data: bytes, name: str) -> Election:
    """Read the bytes of a Pabulib file; ``name`` stands in errors and warnings.

    Raises:
        PabulibError: when they cannot be read without guessing.
    """
    notices = Notices(name)
    meta_table, project_table, vote_table = split_sections(_text(data, notices), notices)
    meta = read_meta(meta_table, notices)
    vote_type = _vote_type(meta)
    rows = read_projects(project_table, notices)
    money = Money(meta, rows)
    cast, scoring = _read_votes(vote_table, vote_type, meta, project_table, notices)
    declared = declared_rule(
        meta,
        count_points=cast.points is not None,
        points_unit=cast.points_unit,
        theme_caps=money.theme_caps,
        area_caps=money.area_caps,
    )
    _remark_withdrawn(rows, notices)
    return Election(
        name=name,
        meta=meta,
        projects=tuple(row.project(money.unit) for row in rows),
        names={row.id: row.name for row in rows},
        ballots=merge(cast),
        budget=money.budget,
        unit=money.unit,
        points_unit=cast.points_unit,
        vote_type=vote_type,
        ballot_limits=money.limits(vote_type, cast.points_unit),
        scoring=scoring,
        declared=declared,
        remarks=tuple(notices.lines),
        project_table=project_table,
        vote_table=vote_table,
        source=data,
    )


def _text(data: bytes, notices: Notices) -> str:
    """The text behind the bytes: UTF-8, with or without a byte order mark; old line ends become new ones."""
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise notices.error(line, "dit is geen UTF-8-tekst (er staan nulbytes in; is het UTF-16?)")
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start + (len(_BOM) if data.startswith(_BOM) else 0)
        line = data.count(b"\n", 0, start) + 1
        raise notices.error(line, f"dit is geen UTF-8-tekst (byte 0x{data[start]:02x})") from None
    return text if "\n" in text else text.replace("\r", "\n")


def _vote_type(meta: Meta) -> str:
    text = meta.text("vote_type")
    if text.lower() not in VOTE_TYPES:
        what = f"vote_type is onbekend: {shown(text)}" if text else "vote_type ontbreekt in META"
        raise meta.notices.error(meta.line("vote_type"), f"{what}; mogelijk zijn {', '.join(VOTE_TYPES)}")
    if text.lower() == "scoring" and (meta.limit("default_score") or 0) != 0:
        meta.notices.add(
            meta.line("default_score"), "default_score telt niet mee: wie niet genoemd is krijgt nul"
        )
    return text.lower()


def _read_votes(
    table: VoteTable, vote_type: str, meta: Meta, projects: Table, notices: Notices
) -> tuple[Cast, Scoring]:
    """The ballots with their points, if this type of ballot has any."""
    folded = [column.lower() for column in table.columns]
    for needed in ("voter_id", "vote", "points"):
        if folded.count(needed) > 1:
            raise notices.error(table.line, f"de kolom {needed} staat er twee keer in VOTES")
    for needed in ("voter_id", "vote", *(["points"] if vote_type in ("cumulative", "scoring") else [])):
        if needed not in folded:
            raise notices.error(table.line, f"de kolom {needed} ontbreekt in VOTES")
    column = projects.index("project_id")
    positions = {record.cell(column): place for place, record in enumerate(projects.records)}
    given = vote_type in _POINT_TYPES and "points" in folded
    cast = read_cast(table, positions, notices, with_points=given)
    if vote_type != "ordinal" or given:
        return cast, Scoring(given=given)
    score = column_numbers(projects, "score")
    tops = [int(meta.limit("max_length") or 0), len(positions)]
    top, points = place_points(cast, tops, None if score is None else [value or 0 for value in score])
    return replace(cast, points=points), Scoring(by_place=True, top=top)


def _remark_withdrawn(rows: list[ProjectRow], notices: Notices) -> None:
    for row in rows:
        if row.cost == WITHDRAWN_COST:
            notices.add(
                row.line,
                f"project {shown(row.id)} kost {WITHDRAWN_COST}: zo staat een ingetrokken project in Pabulib",
            )
