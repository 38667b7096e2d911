"""What storage reads and everybody else uses: editions and plans as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from phases.calendar import Phase
from phases.feasibility import Condition, VerdictKind
from phases.plan import Exit, PlanFacts
from phases.plan_draft import CostLine
from voting.tally.model import TieBreak, TieKind
from wijkaanzet.edition import EditionSpec


@dataclass(frozen=True)
class EditionRecord:
    """An edition as read: its specification and the facts stored beside it.

    Attributes:
        id: its key.
        spec: what it is.
        clock_offset: how far a rehearsal's clock is turned.
        lot_seed: the seed of the public lot; empty until the first pincode is made.
        verdicts_published_at: when the verdicts became public; None before.
    """

    id: int
    spec: EditionSpec
    clock_offset: timedelta
    lot_seed: str
    verdicts_published_at: datetime | None

    @property
    def tie_break(self) -> TieBreak:
        """The tie-break with its seed."""
        lot = self.spec.tie_kind is TieKind.LOT
        return TieBreak(self.spec.tie_kind, self.lot_seed if lot else "")

    def local_now(self, now: datetime) -> datetime:
        """The edition's own now: a rehearsal's clock may be turned."""
        return now + self.clock_offset

    def phase_at(self, now: datetime) -> Phase | None:
        """The phase at the edition's own now."""
        return self.spec.calendar.phase_at(now)


@dataclass(frozen=True)
class VerdictRecord:
    """A joint verdict. ``cost`` in cents; ``terms``: its conditions with who, what they cost and before when."""

    kind: VerdictKind
    cost: int
    terms: tuple[Condition, ...]
    explanation: str

    @property
    def conditions(self) -> tuple[str, ...]:
        """What has to be done, as the ballot says it."""
        return tuple(term.what for term in self.terms)


@dataclass(frozen=True)
class ExitRecord:
    """How a plan left the cycle. ``into``: the number of the joint plan, when it was merged."""

    kind: Exit
    explanation: str
    department: str
    into: int | None
    at: datetime


@dataclass(frozen=True)
class PictureRecord:
    """A picture that stands on the site; ``width`` and ``height`` in pixels are of the large one."""

    id: int
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class PlanRecord:
    """A plan with what is known of it; ``verdict`` also before it is public, so ask before showing it.

    ``likes``: those that count, ``likes_on_paper`` of them signed on a list. ``latitude`` and ``longitude``: its place on
    the map in millionths of a degree; both None when it has none. ``picture``: the first of its pictures.
    """

    number: int
    reference: str
    title: str
    summary: str
    description: str
    theme: str
    area: str
    place: str
    audience: str
    estimate: int
    submitter_id: int
    withdrawn: bool
    likes: int
    verdict: VerdictRecord | None
    likes_on_paper: int = 0
    exit: ExitRecord | None = None
    latitude: int | None = None
    longitude: int | None = None
    costs: tuple[CostLine, ...] = ()
    carried_out_by: str = ""
    help_wanted: str = ""
    version: int = 1
    picture: PictureRecord | None = None

    @property
    def takes_part(self) -> bool:
        """Whether it can still be liked, judged and voted for: not withdrawn, hidden, merged or forwarded."""
        return not self.withdrawn and self.exit is None

    @property
    def cost(self) -> int:
        """The cost in cents: the verdict's when the plan goes to the vote, else the submitter's estimate."""
        return self.verdict.cost if self.verdict and self.verdict.kind.on_ballot else self.estimate

    def facts(self, *, verdicts_public: bool, chosen: bool | None) -> PlanFacts:
        """The facts that the plan's public state follows from."""
        verdict = self.verdict.kind if self.verdict and verdicts_public else None
        return PlanFacts(
            self.withdrawn,
            self.likes,
            verdict,
            chosen if verdicts_public else None,
            self.exit.kind if self.exit else None,
        )
