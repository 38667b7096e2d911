"""An edition as a value: what is configured, shown to everybody, and frozen when the first pincode is made."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from phases.calendar import Calendar
from voting.ballot import BallotRule
from voting.tally.model import TallyRule, TieKind


@dataclass(frozen=True)
class EditionSpec:
    """Everything that an organiser decides about an edition. Money is integer cents.

    Attributes:
        slug: its part of the address, lower-case letters, digits and dashes.
        name: as residents know it.
        area: the neighbourhood or neighbourhoods it is for.
        municipality: the place.
        host: a host name of its own; empty when it has none.
        rehearsal: a rehearsal edition: invented residents, a clock that can be turned, never binding.
        budget: cents.
        currency: ISO 4217 code.
        like_threshold: a plan with at least this many likes goes on.
        minimum_age: years; who is this old on the first day of voting may vote.
        themes: the themes under which plans are submitted.
        areas: the wijken; empty when the edition is for one.
        calendar: the five phases.
        ballot_rule: what a ballot may hold.
        tally_rule: how ballots are counted.
        tie_kind: how equal projects are put in order.
        show_comparison: whether the result also shows what other rules would have chosen, marked as comparison.
        contact: an e-mail address where residents can ask.
    """

    slug: str
    name: str
    area: str
    municipality: str
    budget: int
    calendar: Calendar
    themes: tuple[str, ...]
    areas: tuple[str, ...] = ()
    host: str = ""
    rehearsal: bool = False
    currency: str = "EUR"
    like_threshold: int = 50
    minimum_age: int = 16
    ballot_rule: BallotRule = field(default_factory=BallotRule)
    tally_rule: TallyRule = field(default_factory=TallyRule)
    tie_kind: TieKind = TieKind.LOT
    show_comparison: bool = False
    contact: str = ""


FROZEN_BY_FIRST_PINCODE = frozenset(
    {
        "budget",
        "currency",
        "like_threshold",
        "minimum_age",
        "themes",
        "areas",
        "ballot_rule",
        "tally_rule",
        "tie_kind",
        "show_comparison",
        "rehearsal",
    }
)


def changed_fields(before: EditionSpec, after: EditionSpec) -> tuple[str, ...]:
    """The names of the fields in which two specifications differ, in their own order."""
    return tuple(f.name for f in fields(EditionSpec) if getattr(before, f.name) != getattr(after, f.name))
