"""What a plan costs: lines that the table agrees on, the submitter's own beside them, and room for a reply.

An estimate that the table changed without a word was the best-known quarrel of 2021. So no other amount than the
submitter's own becomes final before the submitter could reply, and a reply that does not agree is answered in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

MOST_LINES = 15


@dataclass(frozen=True)
class AgreedLine:
    """A line of the costs: what the table agreed, and what the submitter estimated; None: the line was not there."""

    what: str
    amount: int
    estimate: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {"what": self.what, "amount": self.amount, "estimate": self.estimate}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> AgreedLine:
        """What :meth:`as_json` wrote."""
        return cls(kept["what"], kept["amount"], kept["estimate"])


class CostState(StrEnum):
    """How far the costs of a plan are."""

    SAME = "same"
    """As the submitter estimated: there is nothing to reply to."""
    DRAFT = "draft"
    ASKED = "asked"
    AGREED = "agreed"
    DISPUTED = "disputed"
    SETTLED = "settled"
    SILENT = "silent"
    """The submitter was asked and did not reply in time."""

    @property
    def is_final(self) -> bool:
        """Whether the costs may become public."""
        return self in (CostState.SAME, CostState.AGREED, CostState.SETTLED, CostState.SILENT)


@dataclass(frozen=True)
class CostFacts:
    """What is stored about the costs of a plan.

    Attributes:
        differs: whether the table's lines say something else than the submitter's estimate.
        reply_until: until when the submitter may reply; None before they were asked.
        agreed: what the submitter replied; None while there is no reply.
        settled: whether the chair answered a reply that does not agree.
    """

    differs: bool
    reply_until: datetime | None = None
    agreed: bool | None = None
    settled: bool = False


def state_of(facts: CostFacts, now: datetime) -> CostState:
    """How far the costs are at ``now``."""
    if facts.agreed is not None:
        if facts.agreed:
            return CostState.AGREED
        return CostState.SETTLED if facts.settled else CostState.DISPUTED
    if not facts.differs:
        return CostState.SAME
    if facts.reply_until is None:
        return CostState.DRAFT
    return CostState.ASKED if now < facts.reply_until else CostState.SILENT


def total(lines: Iterable[AgreedLine]) -> int:
    """The sum of the lines, in cents."""
    return sum(line.amount for line in lines)


def differs(lines: Iterable[AgreedLine], estimate: int) -> bool:
    """Whether the lines say something else than the submitter's estimate, as a whole or in a line."""
    kept = tuple(lines)
    return total(kept) != estimate or any(line.estimate not in (None, line.amount) for line in kept)
