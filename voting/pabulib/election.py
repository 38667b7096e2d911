"""One Pabulib file as an election: projects, ballots and budget as whole numbers, and the file's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from voting.pabulib.amounts import number, scaled
from voting.pabulib.checks import file_remarks, selected_values
from voting.pabulib.declared import Declared
from voting.pabulib.grouping import Scoring
from voting.pabulib.limits import BallotLimits
from voting.pabulib.meta import Meta
from voting.pabulib.records import Table, VoteTable
from voting.pabulib.votes import vote_items
from voting.tally.model import Ballots, Project


class Row(NamedTuple):
    """One voter's row.

    ``chosen`` holds each project once, in the voter's order; ``points`` (in points units) go with it, or None.
    """

    line: int
    voter_id: str
    chosen: tuple[str, ...]
    points: tuple[int, ...] | None


@dataclass(frozen=True, eq=False)
class Election:
    """An election as one Pabulib file tells it.

    Attributes:
        name: the file's name.
        meta: key and value as in the file, in its order.
        projects: in the file's order and spelling; costs in smallest units.
        names: project id to its name; the id itself when the file gives no names.
        ballots: equal ballots grouped; with points for cumulative, scoring and ordinal files.
        budget: in smallest units.
        unit: smallest units in one whole currency unit, a power of ten.
        points_unit: points units in one point, a power of ten.
        vote_type: ``approval``, ``choose-1``, ``cumulative``, ``scoring`` or ``ordinal``.
        ballot_limits: what a ballot may hold.
        scoring: where the points come from.
        declared: the rule that the file itself declares, and a note about reading it so.
        remarks: what the reader noticed on its way; :attr:`warnings` says more.
        project_table, vote_table: the sections as they stand in the file.
        source: the bytes that were read.
    """

    name: str
    meta: Meta
    projects: tuple[Project, ...]
    names: Mapping[str, str]
    ballots: Ballots
    budget: int
    unit: int
    points_unit: int
    vote_type: str
    ballot_limits: BallotLimits
    scoring: Scoring
    declared: Declared
    remarks: tuple[str, ...]
    project_table: Table = field(repr=False)
    vote_table: VoteTable = field(repr=False)
    source: bytes = field(repr=False)

    @property
    def currency(self) -> str:
        """The currency code, empty when the file gives none."""
        return self.meta.text("currency").upper()

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Project id to its place in ``projects``."""
        return {project.id: place for place, project in enumerate(self.projects)}

    @cached_property
    def by_id(self) -> Mapping[str, Project]:
        """Project id to project."""
        return {project.id: project for project in self.projects}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every voter's row, in the file's order."""
        table = self.vote_table
        columns = [table.index("voter_id"), table.index("vote")]
        columns += [table.index("points")] if self.scoring.given else []
        seen: dict[tuple[str, ...], tuple[tuple[str, ...], tuple[int, ...] | None]] = {}
        rows = []
        for line, (voter, *cells) in table.cells_by_line(
            [column for column in columns if column is not None]
        ):
            key = tuple(cells)
            if key not in seen:
                seen[key] = self._ballot(*key)
            rows.append(Row(line, voter, *seen[key]))
        return tuple(rows)

    def _ballot(self, vote: str, points: str = "") -> tuple[tuple[str, ...], tuple[int, ...] | None]:
        """The projects of one vote cell, each once, and what points go with them."""
        items = vote_items(vote)
        first = {item: at for at, item in reversed(list(enumerate(items)))}
        chosen = tuple(sorted(first, key=first.__getitem__))
        if self.scoring.given:
            tokens = vote_items(points)
            return chosen, tuple(scaled(number(tokens[first[item]]), self.points_unit) for item in chosen)
        if self.scoring.by_place:
            top = self.scoring.top or len(chosen)
            return chosen, tuple(top - place for place in range(len(chosen)))
        return chosen, None

    def broken_limits(self, row: Row) -> tuple[str, ...]:
        """The names of the file's own limits that a row breaks, such as ``max_length``; empty when it keeps them."""
        return self.ballot_limits.broken([self.by_id[item] for item in row.chosen], row.points)

    @cached_property
    def published(self) -> Mapping[str, int] | None:
        """The ``selected`` column: project id to 0 (no), 1 (yes) or another number that the file explains."""
        return selected_values(self.project_table)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """All remarks, ``FILE:LINE: text`` each: those of the reader, and where the file contradicts itself."""
        return self.remarks + file_remarks(
            self.name, self.meta, self.project_table, self.vote_table, self.ballots, self.points_unit
        )
