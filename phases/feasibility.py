"""The ja-mits table: answers per specialism, conditions, and the joint verdict composed from them.

There is no bare "nee": an answer is *ja*, *ja, mits* with conditions, or *nog niet* with what would make it possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

MOST_CONDITIONS = 5
"""As many conditions one answer may have."""


class Specialism(StrEnum):
    """The viewpoints from which a plan is looked at."""

    LEGAL = "legal"
    FINANCIAL = "financial"
    PRACTICAL = "practical"
    GREENERY = "greenery"
    STREET = "street"
    SOCIAL = "social"
    PERMITS = "permits"
    CONTRACTOR = "contractor"


class AnswerKind(StrEnum):
    """What a checker answers."""

    YES = "yes"
    YES_PROVIDED = "yes-provided"
    NOT_YET = "not-yet"


class VerdictKind(StrEnum):
    """The joint verdict on a plan."""

    FEASIBLE = "feasible"
    FEASIBLE_PROVIDED = "feasible-provided"
    NOT_IN_THIS_BUDGET = "not-in-this-budget"
    FORWARDED = "forwarded"

    @property
    def on_ballot(self) -> bool:
        """Whether a plan with this verdict goes to the vote."""
        return self in (VerdictKind.FEASIBLE, VerdictKind.FEASIBLE_PROVIDED)


@dataclass(frozen=True)
class Condition:
    """Under what condition a plan can be done.

    Attributes:
        what: what has to be done.
        who: who does it.
        cost: in cents; 0 when it costs nothing, None when nobody said.
        before: the day before which it has to be done.
    """

    what: str
    who: str = ""
    cost: int | None = None
    before: date | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it says everything that an agreement needs."""
        filled = bool(self.what.strip() and self.who.strip())
        return filled and self.cost is not None and self.before is not None

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        before = self.before.isoformat() if self.before else None
        return {"what": self.what, "who": self.who, "cost": self.cost, "before": before}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Condition:
        """What :meth:`as_json` wrote."""
        before = date.fromisoformat(kept["before"]) if kept["before"] else None
        return cls(kept["what"], kept["who"], kept["cost"], before)


@dataclass(frozen=True)
class Answer:
    """A checker's answer for one specialism.

    Attributes:
        explanation: what would make it possible (*nog niet*), or a word beside the answer.
        conditions: of a *ja, mits*.
    """

    specialism: Specialism
    kind: AnswerKind
    explanation: str = ""
    conditions: tuple[Condition, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it says what it must: conditions with a *ja, mits*, what would make it possible with a *nog niet*."""
        if self.kind is AnswerKind.YES_PROVIDED:
            return bool(self.conditions) and all(c.is_complete for c in self.conditions)
        return self.kind is AnswerKind.YES or bool(self.explanation.strip())

    @property
    def stated(self) -> tuple[Condition, ...]:
        """The conditions that count: what was typed under another answer does not."""
        return self.conditions if self.kind is AnswerKind.YES_PROVIDED else ()


@dataclass(frozen=True)
class Proposal:
    """The verdict that follows from the answers, for the chair to fix or to change.

    Attributes:
        kind: the proposed verdict; None while an answer is still owed.
        conditions: the conditions of the *ja, mits* answers, in the order of the specialisms.
        suggestions: what would make it possible, from the *nog niet* answers.
        owed: the specialisms that are asked and have not answered.
    """

    kind: VerdictKind | None
    conditions: tuple[Condition, ...]
    suggestions: tuple[str, ...]
    owed: tuple[Specialism, ...]


def compose(answers: Iterable[Answer], asked: Iterable[Specialism]) -> Proposal:
    """Compose the joint verdict from the answers at the table.

    Args:
        answers: at most one for each specialism; one that was not asked counts too.
        asked: the specialisms whose answer the verdict waits for.
    """
    given = {answer.specialism: answer for answer in answers}
    waited_for = set(asked)
    ordered = [given[s] for s in Specialism if s in given]
    owed = tuple(s for s in Specialism if s in waited_for and s not in given)
    conditions = tuple(c for a in ordered for c in a.stated)
    suggestions = tuple(a.explanation for a in ordered if a.kind is AnswerKind.NOT_YET)
    if owed or not given:
        kind = None
    elif suggestions:
        kind = VerdictKind.NOT_IN_THIS_BUDGET
    else:
        kind = VerdictKind.FEASIBLE_PROVIDED if conditions else VerdictKind.FEASIBLE
    return Proposal(kind, conditions, suggestions, owed)


def deviates(kind: VerdictKind, proposal: Proposal) -> bool:
    """Whether the chair decides something else than the answers say, which needs a reason."""
    return kind is not proposal.kind


def may_answer(specialism: Specialism, own: Iterable[Specialism], assigned: Iterable[Specialism]) -> bool:
    """Whether a checker answers for a specialism.

    Args:
        own: the specialisms that were given to this checker.
        assigned: the specialisms that were given to anybody; the others are answered by whoever sits at the table.
    """
    return specialism in set(own) or specialism not in set(assigned)
