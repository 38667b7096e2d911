"""What the pages of the ja-mits table show of one plan."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort
from sqlalchemy.orm import Session
from wtforms import DateField, FieldList, HiddenField, StringField
from wtforms.form import BaseForm

from phases.calendar import Phase
from phases.feasibility import Proposal, Specialism, compose
from phases.table_clock import Clock, clock_at
from wijkaanzet.actions import at_table, feasibility, quickscans, table_costs
from wijkaanzet.actions.feasibility import GivenAnswer, PastDecision
from wijkaanzet.actions.guards import is_frozen
from wijkaanzet.actions.quickscans import PlanScan
from wijkaanzet.actions.table_costs import Costs
from wijkaanzet.actions.table_people import by_specialism
from wijkaanzet.actions.table_publication import Advice, advice_for
from wijkaanzet.actions.table_sessions import TableMeeting, open_meeting
from wijkaanzet.records import PlanRecord
from wijkaanzet.web import texts
from wijkaanzet.web.services import edition, now, signed_in


@dataclass(frozen=True)
class Tile:
    """One specialism at the table.

    Attributes:
        lying: its answer; None while there is none.
        asked: whether the verdict waits for it.
        mine: whether this visitor may answer.
        own: whether it was given to this visitor.
        who: the addresses of who answers for it.
        scan: how far the sneltoets is; None when it has no questions for this specialism.
        earlier: answers that were changed since, newest first.
    """

    specialism: Specialism
    name: str
    lying: GivenAnswer | None
    asked: bool
    mine: bool
    own: bool
    who: tuple[str, ...]
    scan: PlanScan | None
    earlier: tuple[GivenAnswer, ...]

    @property
    def version(self) -> int:
        """What a change must name."""
        return self.lying.version if self.lying else 0

    @property
    def mark(self) -> str:
        """Another one whenever this tile's form shows something else."""
        return f"{self.version}-{self.scan.version if self.scan else 0}-{self.asked}"


@dataclass(frozen=True)
class TablePlan:
    """A plan on the table.

    Attributes:
        tiles: the specialisms that are asked, answered or this visitor's own, in their order.
        others: the specialisms that the chair can still ask.
        chair: whether this visitor leads the table.
        meeting: the session that is going on.
        changes: how often something at the table had changed when this was read.
        seen: the mark of the answers and the costs that were read; a verdict names it.
    """

    plan: PlanRecord
    tiles: tuple[Tile, ...]
    others: tuple[Specialism, ...]
    proposal: Proposal
    costs: Costs
    chair: bool
    frozen: bool
    past: tuple[PastDecision, ...]
    advice: tuple[Advice, ...]
    meeting: TableMeeting | None
    clock: Clock
    changes: int
    seen: str

    @property
    def on_table(self) -> bool:
        """Whether this is the plan that everybody looks at."""
        return self.meeting is not None and self.meeting.current == self.plan.number

    @property
    def is_open(self) -> bool:
        """Whether answers can still be given."""
        return not self.frozen and self.plan.verdict is None

    @property
    def marks(self) -> dict[str, str]:
        """By part of the page: another mark whenever it shows something else."""
        said = [f"{tile.specialism.value}{tile.version}{tile.asked}" for tile in self.tiles]
        state = f"{self.plan.verdict is not None}-{self.frozen}"
        costs = f"{self.costs.version}-{self.costs.state}-{state}"
        parts = {f"deel-{tile.specialism.value}": f"{tile.mark}-{state}" for tile in self.tiles}
        return parts | {"deel-kosten": costs, "deel-oordeel": f"{costs}-{'.'.join(said)}"}


def table_plan(db: Session, number: int) -> TablePlan:
    """A plan on the table as this visitor may see it; 404 when it is not at the table."""
    here, me = edition(), signed_in().id
    # Counted first: a change that comes in between makes a screen look again, never miss it.
    changes = at_table.changes(db, [here.id])[here.id]
    found = at_table.plan_at_table(db, here, number)
    if found is None:
        abort(404)
    history = feasibility.history_of(db, here, number)
    given = {one.answer.specialism: one for one in history}
    asked = feasibility.asked_for(db, here, found)
    scans = quickscans.scans_for(db, here, number)
    own = at_table.own_specialisms(db, here, me)
    mine = at_table.answerable(db, here, me)
    people = by_specialism(db, here)
    tiles = tuple(
        Tile(
            specialism,
            str(texts.SPECIALISMS[specialism]),
            given.get(specialism),
            specialism in asked,
            specialism in mine,
            specialism in own,
            people[specialism],
            scans.get(specialism),
            tuple(h for h in reversed(history) if h.answer.specialism is specialism)[1:],
        )
        for specialism in Specialism
        if specialism in asked or specialism in given or specialism in own
    )
    shown = {tile.specialism for tile in tiles}
    return TablePlan(
        plan=found,
        tiles=tiles,
        others=tuple(s for s in Specialism if s not in shown),
        proposal=compose((one.answer for one in given.values()), asked),
        costs=table_costs.costs_of(db, here, found, now=now()),
        chair=at_table.is_chair(db, here, me),
        frozen=is_frozen(db, here),
        past=tuple(feasibility.past_verdicts(db, here, number)),
        advice=tuple(advice_for(db, here, number).get(number, ())),
        meeting=open_meeting(db, here),
        clock=clock_at(here.spec.calendar[Phase.FEASIBILITY], now()),
        changes=changes,
        seen=feasibility.seen_mark(db, here, number),
    )


def words_of(form: BaseForm) -> list[str]:
    """What somebody typed into a form: each label with its words."""
    found: list[str] = []
    for field in form:
        if isinstance(field, FieldList):
            found += [words for entry in field.entries for words in words_of(entry.form)]
        elif isinstance(field, StringField | DateField) and not isinstance(field, HiddenField):
            typed = str(field._value()).strip()
            found += [f"{field.label.text} {typed}"] if typed else []
    return found
