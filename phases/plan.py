"""A plan and where it stands. Its state is derived from stored facts, the calendar and the moment."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from phases.calendar import Calendar, Phase
from phases.feasibility import VerdictKind

TITLE_LENGTH = 80
SUMMARY_LENGTH = 200
DESCRIPTION_LENGTH = 5000


class PlanState(StrEnum):
    """Where a plan stands, as residents may know it."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    MERGED = "merged"
    GATHERING = "gathering"
    TOO_FEW_LIKES = "too-few-likes"
    AT_TABLE = "at-table"
    NOT_NOW = "not-now"
    FORWARDED = "forwarded"
    ON_BALLOT = "on-ballot"
    COUNTING = "counting"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not-chosen"


class Exit(StrEnum):
    """How the weekly check took a plan out of the cycle."""

    HIDDEN = "hidden"
    MERGED = "merged"
    FORWARDED = "forwarded"


@dataclass(frozen=True)
class PlanFacts:
    """What is stored about a plan that its state follows from.

    Attributes:
        withdrawn: the submitter took it back.
        likes: the likes that count, signatures on paper included.
        verdict: the published joint verdict; None while there is none or it is not public yet.
        chosen: whether the published result has it; None while there is no result.
        exit: how it left the cycle; None while it takes part.
    """

    withdrawn: bool
    likes: int
    verdict: VerdictKind | None
    chosen: bool | None
    exit: Exit | None = None


_STATE_OF_EXIT = {
    Exit.HIDDEN: PlanState.HIDDEN,
    Exit.MERGED: PlanState.MERGED,
    Exit.FORWARDED: PlanState.FORWARDED,
}


def goes_through(likes: int, threshold: int) -> bool:
    """Whether a plan has gathered enough support: at least the threshold."""
    return likes >= threshold


def state_of(facts: PlanFacts, calendar: Calendar, threshold: int, now: datetime) -> PlanState:
    """Where the plan stands at ``now``."""
    if facts.withdrawn:
        return PlanState.WITHDRAWN
    if facts.exit is not None:
        return _STATE_OF_EXIT[facts.exit]
    if facts.verdict is VerdictKind.FORWARDED:
        return PlanState.FORWARDED
    if facts.chosen:
        return PlanState.CHOSEN
    if now < calendar[Phase.LIKES].start:
        return PlanState.SUBMITTED
    if not calendar.is_over(Phase.LIKES, now):
        return PlanState.GATHERING
    if not goes_through(facts.likes, threshold):
        return PlanState.TOO_FEW_LIKES
    if facts.verdict is None:
        return PlanState.AT_TABLE
    if not facts.verdict.on_ballot:
        return PlanState.NOT_NOW
    if facts.chosen is not None:
        return PlanState.NOT_CHOSEN
    return PlanState.COUNTING if calendar.is_over(Phase.VOTING, now) else PlanState.ON_BALLOT


def slug_of(title: str) -> str:
    """The readable part of a plan's address: lower-case letters, digits and dashes; "plan" when nothing is left."""
    lower = title.casefold().replace("ı", "i").replace("ł", "l").replace("ø", "o")
    ascii_only = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-") or "plan"
