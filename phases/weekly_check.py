"""The weekly check of incoming plans: where a plan stands on the board, and when somebody must be reminded.

The four questions and the seven days come from the evaluation of Schalkwijk aan Zet: hear early that a plan cannot be,
that it is like another one, or that a call would make it better.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from phases.calendar import AMSTERDAM

LONGEST = timedelta(days=7)
"""No plan waits longer than this before somebody looks at it."""
REMIND_FROM = timedelta(days=5)
"""The reminder comes while there is still time."""
MORNING = time(7)
PROPOSAL_DAYS = 14
"""How long the submitters have to agree to a merger."""


class Question(StrEnum):
    """What is asked of every plan."""

    IMPOSSIBLE = "impossible"
    COMBINE = "combine"
    IMPROVE = "improve"
    IMPACT = "impact"


class CheckAnswer(StrEnum):
    """An answer to one of the questions."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Column(StrEnum):
    """The columns of the board."""

    NEW = "new"
    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True)
class CheckFacts:
    """What the board follows from.

    Attributes:
        since: since when it waits to be looked at: submitted, or come back from its submitter.
        seen: whether somebody opened it since then.
        asked: whether it is with its submitter, with a question.
        done: whether somebody finished with it, or it left (withdrawn, merged, forwarded, hidden).
    """

    since: datetime
    seen: bool
    asked: bool
    done: bool


def column_of(facts: CheckFacts, now: datetime) -> Column:
    """Where a plan stands: new for a week, then waiting until somebody is done with it."""
    if facts.done:
        return Column.DONE
    if facts.seen or facts.asked or now - facts.since > LONGEST:
        return Column.WAITING
    return Column.NEW


def is_unseen(facts: CheckFacts) -> bool:
    """Whether a plan waits for the first look."""
    return not (facts.done or facts.seen or facts.asked)


def is_overdue(facts: CheckFacts, now: datetime) -> bool:
    """Whether a plan has waited too long for the first look."""
    return is_unseen(facts) and now - facts.since > LONGEST


def needs_reminder(facts: CheckFacts, now: datetime) -> bool:
    """Whether somebody is to be told that this plan waits."""
    return is_unseen(facts) and now - facts.since >= REMIND_FROM


def reminder_day(now: datetime) -> date | None:
    """The day whose reminder may be sent now; None in the night."""
    local = now.astimezone(AMSTERDAM)
    return local.date() if local.time() >= MORNING else None


def days_waited(facts: CheckFacts, now: datetime) -> int:
    """Whole days since the plan came in, or came back."""
    return max((now - facts.since).days, 0)
