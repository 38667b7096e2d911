"""What the evaluation of an edition is made of: plain values, as far as they are public or the organisers' own.

A figure that is not known yet, because its phase is not over or nobody entered it, is None and never a nought.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from phases.execution import AreaMoney
from phases.feasibility import VerdictKind
from phases.landing import LandingState, Route
from phases.plan import Exit


class Subject(StrEnum):
    """What a lesson is about, in the order of the evaluation: four things to focus on, then the phases, then ourselves."""

    RESIDENTS = "bewoners"
    RESULTS = "resultaten"
    PROCESS = "proces"
    EFFECTS = "effecten"
    PREPARATION = "voorbereiding"
    PLANS = "plannen-en-haalbaarheid"
    VOTING = "stemmen"
    AFTERCARE = "nazorg"
    MUNICIPALITY = "gemeente"


class Stage(StrEnum):
    """The steps from a plan to what stands in the wijk."""

    SUBMITTED = "ingediend"
    ENOUGH_LIKES = "genoeg-likes"
    FEASIBLE = "haalbaar"
    ON_BALLOT = "op-het-stembiljet"
    CHOSEN = "gekozen"
    REALISED = "gerealiseerd"


class Carried(StrEnum):
    """How far a chosen plan is."""

    UNDER_WAY = "onderweg"
    DONE = "klaar"
    STOPPED = "gestopt"


@dataclass(frozen=True)
class PlanFact:
    """What is read of a plan, as far as it is public. Money in cents.

    Attributes:
        audiences: for whom it is; the keys of ``phases/plan_audiences.py``.
        left: how the weekly check took it out of the cycle.
        verdict: the published verdict; None before, or when the table did not have it.
        verdict_day: on which day of the table's clock the verdict was fixed, from 1.
        votes: how many chose it; None when it was not on the ballot or there is no result yet.
        granted: what the vote gave it.
        carried: None when it was not chosen.
        landing: where it stands when it was not chosen and is followed; None otherwise.
    """

    number: int
    title: str
    theme: str
    area: str
    cost: int
    likes: int
    likes_on_paper: int = 0
    audiences: frozenset[str] = frozenset()
    withdrawn: bool = False
    left: Exit | None = None
    verdict: VerdictKind | None = None
    conditions: int = 0
    verdict_day: int | None = None
    votes: int | None = None
    chosen: bool = False
    granted: int = 0
    carried: Carried | None = None
    landing: LandingState | None = None
    route: Route | None = None

    @property
    def counts(self) -> bool:
        """Whether it was a plan at all: hidden ones were not."""
        return self.left is not Exit.HIDDEN

    @property
    def takes_part(self) -> bool:
        """Whether it stayed in the cycle."""
        return not self.withdrawn and self.left is None


@dataclass(frozen=True)
class GroupTurnout:
    """Turnout of a wijk or an age group; ``voted`` is None where too few stand behind it."""

    name: str
    entitled: int
    voted: int | None


@dataclass(frozen=True)
class VoteFacts:
    """What is public of the vote. ``entitled``: None when nobody knows it; ``on_paper``: ballots from paper batches."""

    voters: int
    spent: int
    entitled: int | None = None
    on_paper: int = 0
    areas: tuple[GroupTurnout, ...] = ()
    ages: tuple[GroupTurnout, ...] = ()
    days: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True)
class CostLine:
    """A line of what the edition itself cost: so many pieces at a price in cents."""

    what: str
    pieces: int
    price: int

    @property
    def total(self) -> int:
        """In cents."""
        return self.pieces * self.price


@dataclass(frozen=True)
class Headline:
    """An edition in a few figures, to set beside others; None where it is not known. ``by_hand``: entered, not counted."""

    name: str
    year: int
    plans: int | None = None
    enough_likes: int | None = None
    on_ballot: int | None = None
    chosen: int | None = None
    realised: int | None = None
    voters: int | None = None
    entitled: int | None = None
    budget: int | None = None
    by_hand: bool = False

    @property
    def turnout(self) -> int | None:
        """In thousandths."""
        return share(self.voters, self.entitled)


@dataclass(frozen=True)
class ReportFacts:
    """Everything that the report is made of, as read. Money in cents.

    Attributes:
        year: of the voting days.
        likes_over, verdicts_public: what may be counted already.
        submitters: different accounts that submitted a plan.
        changed_plans: plans that were changed after they were submitted.
        reactions: how many of each kind are shown.
        sessions: plenary sessions of the table that were held.
        table_days: how many days phase 3 reserves.
        costs_changed: plans for which the table agreed on another amount than the submitter's.
        letters: how many letters were made.
        vote: None before the result.
        money: the area's money; None before the result.
    """

    name: str
    year: int
    budget: int
    threshold: int
    themes: tuple[str, ...]
    areas: tuple[str, ...]
    plans: tuple[PlanFact, ...]
    likes_over: bool = False
    verdicts_public: bool = False
    submitters: int = 0
    changed_plans: int = 0
    reactions: Mapping[str, int] = field(default_factory=dict)
    sessions: int = 0
    table_days: int = 0
    costs_changed: int = 0
    letters: int = 0
    vote: VoteFacts | None = None
    money: AreaMoney | None = None
    costs: tuple[CostLine, ...] = ()
    lessons: tuple[tuple[Subject, str], ...] = ()
    earlier: tuple[Headline, ...] = ()


def share(part: int | None, whole: int | None) -> int | None:
    """In thousandths, rounded to the nearest (halves up); None without a whole."""
    if part is None or not whole:
        return None
    return (2000 * part + whole) // (2 * whole)
