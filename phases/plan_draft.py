"""What a submitter tells of a plan, step by step: the text, the place, the costs, who does it, and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

MOST_PICTURES = 5
MOST_COST_LINES = 12
COST_LINE_LENGTH = 100
MOST_DRAFTS = 10
"""As many unfinished plans one person may keep."""


class Step(StrEnum):
    """The pages of the form, in their order; the values are their addresses."""

    IDEA = "idee"
    PLACE = "plek"
    COSTS = "kosten"
    PEOPLE = "mensen"
    PICTURES = "fotos"


@dataclass(frozen=True)
class CostLine:
    """One line of a submitter's estimate; ``amount`` in cents."""

    what: str
    amount: int


@dataclass(frozen=True)
class PlanDraft:
    """What a submitter fills in; nothing of it is sure to be filled in before it is submitted.

    Attributes:
        area: empty means the whole area.
        costs: the estimate in lines.
        rough_estimate: in cents, for a plan whose costs are known as one amount only.
        reference: how published files name it; its number when empty.
        latitude, longitude: the place on the map in millionths of a degree, both or neither.
        carried_out_by: who will do it.
        help_wanted: what the submitter is looking for.
        pictures: their keys, the first one first.
    """

    title: str = ""
    summary: str = ""
    description: str = ""
    theme: str = ""
    area: str = ""
    place: str = ""
    audience: str = ""
    rough_estimate: int = 0
    reference: str = ""
    latitude: int | None = None
    longitude: int | None = None
    costs: tuple[CostLine, ...] = ()
    carried_out_by: str = ""
    help_wanted: str = ""
    pictures: tuple[int, ...] = ()

    @property
    def estimate(self) -> int:
        """What it costs, in cents: the sum of the lines."""
        return sum(line.amount for line in self.costs) if self.costs else self.rough_estimate

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> PlanDraft:
        """What :meth:`as_json` wrote."""
        known = {name: kept[name] for name in (f.name for f in fields(cls)) if name in kept}
        lines = (CostLine(**line) for line in known.pop("costs", ()))
        return cls(**(known | {"costs": tuple(lines), "pictures": tuple(known.get("pictures", ()))}))


NEEDED = {
    "title": Step.IDEA,
    "summary": Step.IDEA,
    "description": Step.IDEA,
    "theme": Step.PLACE,
    "costs": Step.COSTS,
}
"""What a plan cannot do without, and where it is asked."""


def missing(draft: PlanDraft) -> tuple[str, ...]:
    """The names of the fields that a plan still needs, in the order of the steps."""
    have = asdict(draft) | {"costs": draft.estimate > 0}
    return tuple(name for name in NEEDED if not have[name])


def changed(before: PlanDraft, after: PlanDraft) -> tuple[str, ...]:
    """The names of the fields that differ, in their own order; the place on the map is one."""
    names = [f.name for f in fields(PlanDraft) if getattr(before, f.name) != getattr(after, f.name)]
    return tuple(dict.fromkeys("map" if name in ("latitude", "longitude") else name for name in names))


def rebased(base: PlanDraft, mine: PlanDraft, theirs: PlanDraft) -> tuple[PlanDraft, tuple[str, ...]]:
    """My change of ``base``, made to what somebody else made of it meanwhile; and the names of the fields that both changed.

    Each field that I did not touch is as they left it; what both of us changed is as I have it.
    """
    names = [f.name for f in fields(PlanDraft) if getattr(base, f.name) != getattr(mine, f.name)]
    both = set(changed(base, mine)) & set(changed(base, theirs)) & set(changed(mine, theirs))
    made = replace(theirs, **{name: getattr(mine, name) for name in names})
    return made, tuple(name for name in changed(mine, theirs) if name in both)
