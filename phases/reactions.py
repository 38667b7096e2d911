"""Reactions to a plan: when one can be written or changed, what may stand in it, and in which order they are read."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from phases.calendar import Calendar, Phase
from phases.plan import PlanState

TEXT_LENGTH = 2000
NAME_LENGTH = 40
EDIT_TIME = timedelta(minutes=15)
"""So long its author may still change a reaction."""


class ReactionKind(StrEnum):
    """What somebody has to say of a plan; a reply answers another reaction."""

    TIP = "tip"
    QUESTION = "question"
    OFFER = "offer"
    CONCERN = "concern"
    REPLY = "reply"


FIRST_KINDS = tuple(kind for kind in ReactionKind if kind is not ReactionKind.REPLY)
"""What a reaction can be that answers no other."""


class Voice(StrEnum):
    """As whom somebody speaks."""

    RESIDENT = "resident"
    SUBMITTER = "submitter"
    STAFF = "staff"


class ReportKind(StrEnum):
    """Why somebody reports a reaction."""

    HURTFUL = "hurtful"
    PRIVATE = "private"
    ADVERT = "advert"
    OTHER = "other"


class Closed(StrEnum):
    """Why no reaction can be written to a plan."""

    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    MERGED = "merged"
    FORWARDED = "forwarded"
    OVER = "over"


@dataclass(frozen=True)
class Reaction:
    """One reaction, or a reply to one.

    Attributes:
        id: its random key.
        plan: the number of the plan.
        kind: what it is.
        author: the account that wrote it; never shown.
        name: what the author wants to be called; empty when staff speaks.
        voice: as whom the author spoke when it was written.
        text: plain text; empty once withdrawn.
        answers: the reaction that it replies to.
        hidden_because: the organiser's reason; None while it can be read.
    """

    id: int
    plan: int
    kind: ReactionKind
    author: int
    name: str
    voice: Voice
    text: str
    written_at: datetime
    edited_at: datetime | None = None
    withdrawn: bool = False
    hidden_because: str | None = None
    answers: int | None = None

    @property
    def readable(self) -> bool:
        """Whether everybody may read it."""
        return not self.withdrawn and self.hidden_because is None


@dataclass(frozen=True)
class Thread:
    """A reaction with the replies to it, the submitter's first."""

    first: Reaction
    replies: tuple[Reaction, ...]

    @property
    def answered(self) -> bool:
        """Whether the submitter replied."""
        return any(reply.voice is Voice.SUBMITTER for reply in self.replies)


_CLOSED_BY_STATE = {
    PlanState.WITHDRAWN: Closed.WITHDRAWN,
    PlanState.HIDDEN: Closed.HIDDEN,
    PlanState.MERGED: Closed.MERGED,
    PlanState.FORWARDED: Closed.FORWARDED,
}


def closed_because(state: PlanState, calendar: Calendar, now: datetime) -> Closed | None:
    """Why no reaction can be written now; None while one can.

    A plan that takes part is open until the voting is over: also without enough likes, because help and tips come in
    handy then. After that only what is chosen goes on, until its year is over.
    """
    if state in _CLOSED_BY_STATE:
        return _CLOSED_BY_STATE[state]
    if not calendar.is_over(Phase.VOTING, now):
        return None
    goes_on = state in (PlanState.COUNTING, PlanState.CHOSEN)
    return None if goes_on and not calendar.is_over(Phase.EXECUTION, now) else Closed.OVER


def may_edit(reaction: Reaction, account: int | None, now: datetime) -> bool:
    """Whether this account may still change the words of a reaction."""
    return reaction.author == account and reaction.readable and now - reaction.written_at <= EDIT_TIME


def threads(reactions: Iterable[Reaction], viewer: int | None = None) -> list[Thread]:
    """The reactions as they are read: those that the submitter answered first, then the newest first.

    What is hidden can be read by its author alone. What was hidden or withdrawn keeps its place, without its words, while
    there is a reply under it.
    """
    replies: dict[int, list[Reaction]] = defaultdict(list)
    firsts = []
    for one in reactions:
        if one.answers is None:
            firsts.append(one)
        elif one.readable or _is_own_hidden(one, viewer):
            replies[one.answers].append(one)
    found = [
        Thread(first, tuple(sorted(replies[first.id], key=_submitter_first)))
        for first in firsts
        if first.readable or _is_own_hidden(first, viewer) or replies[first.id]
    ]
    found.sort(key=lambda thread: thread.first.written_at, reverse=True)
    return sorted(found, key=lambda thread: not thread.answered)


def _is_own_hidden(reaction: Reaction, viewer: int | None) -> bool:
    return viewer is not None and reaction.author == viewer and not reaction.withdrawn


def _submitter_first(reply: Reaction) -> tuple[bool, datetime, int]:
    return reply.voice is not Voice.SUBMITTER, reply.written_at, reply.id


def plain(text: str) -> str:
    """Text as it is kept: no control or direction characters, no spaces around it, at most one empty line in a row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ["".join(c for c in line if c == "\t" or not _is_invisible_order(c)).strip() for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _is_invisible_order(character: str) -> bool:
    """Control characters, and those that turn the direction of what follows; the joiners of Arabic and emoji stay."""
    return unicodedata.category(character) == "Cc" or unicodedata.bidirectional(character) in (
        *("LRE", "RLE", "LRO", "RLO", "PDF"),
        *("LRI", "RLI", "FSI", "PDI"),
    )


_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\W\d_]{2,}")
_DUTCH_PHONE = re.compile(r"(?<![\d.,-])(?:(?:\+|00)31|0)[\s().-]*(?:[1-9])(?:[\s().-]*\d){8}(?!\d)")


def shares_contact_details(text: str) -> bool:
    """Whether an e-mail address or a Dutch telephone number stands in a text that everybody can read."""
    return bool(_EMAIL.search(text) or _DUTCH_PHONE.search(text))


_RESERVED = ("gemeente", "indiener", "organisat", "beheerder", "moderator")


class NameProblem(StrEnum):
    """What can be wrong with the name that somebody wants to be called."""

    MISSING = "name-missing"
    TOO_LONG = "name-too-long"
    IS_ADDRESS = "name-is-address"
    RESERVED = "name-reserved"
    """It would look like somebody with a role."""


def name_problem(name: str) -> NameProblem | None:
    """What is wrong with the name that somebody wants to be called; None when nothing is."""
    if not any(character.isalpha() for character in name):
        return NameProblem.MISSING
    if len(name) > NAME_LENGTH:
        return NameProblem.TOO_LONG
    if "@" in name or shares_contact_details(name):
        return NameProblem.IS_ADDRESS
    folded = unicodedata.normalize("NFKD", name).casefold()
    return NameProblem.RESERVED if any(word in folded for word in _RESERVED) else None
