"""The ja-mits table: answers per specialism, conditions, and the joint verdict composed from them.

There is no bare "nee": an answer is *ja*, *ja, mits* with a condition, or *nog niet* with what would make it possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Specialism(StrEnum):
    """The viewpoints from which a plan is looked at."""

    LEGAL = "legal"
    FINANCIAL = "financial"
    PRACTICAL = "practical"


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
class Answer:
    """A checker's answer for one specialism. ``explanation`` is the condition, or what would make it possible."""

    specialism: Specialism
    kind: AnswerKind
    explanation: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it says what it must: everything but a plain yes needs words."""
        return self.kind is AnswerKind.YES or bool(self.explanation.strip())


@dataclass(frozen=True)
class Proposal:
    """The verdict that follows from the answers, for the chair to fix or to change.

    Attributes:
        kind: the proposed verdict; None while an answer is still owed.
        conditions: the conditions of the *ja, mits* answers, in the order of the specialisms.
        suggestions: what would make it possible, from the *nog niet* answers.
        owed: the specialisms that have not answered.
    """

    kind: VerdictKind | None
    conditions: tuple[str, ...]
    suggestions: tuple[str, ...]
    owed: tuple[Specialism, ...]


def compose(answers: Iterable[Answer]) -> Proposal:
    """Compose the joint verdict from the answers at the table."""
    given = {answer.specialism: answer for answer in answers}
    ordered = [given[s] for s in Specialism if s in given]
    owed = tuple(s for s in Specialism if s not in given)
    conditions = tuple(a.explanation for a in ordered if a.kind is AnswerKind.YES_PROVIDED)
    suggestions = tuple(a.explanation for a in ordered if a.kind is AnswerKind.NOT_YET)
    if owed:
        kind = None
    elif suggestions:
        kind = VerdictKind.NOT_IN_THIS_BUDGET
    else:
        kind = VerdictKind.FEASIBLE_PROVIDED if conditions else VerdictKind.FEASIBLE
    return Proposal(kind, conditions, suggestions, owed)
