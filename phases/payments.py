"""Payments in instalments and go/no-go moments: what is paid when, and what holds it back. Money in integer cents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

USUAL_SHARES = (50, 40, 10)
"""Percentages: half to begin with, the rest when it goes well, a last part when the receipts are in."""


def instalments(granted: int, shares: Sequence[int] = USUAL_SHARES) -> tuple[int, ...]:
    """Divides an amount by percentages that sum to 100, to the cent; the last part takes what rounding left."""
    if sum(shares) != 100:
        raise ValueError("the shares must sum to 100")
    parts = [granted * share // 100 for share in shares[:-1]]
    return (*parts, granted - sum(parts))


class Decision(StrEnum):
    """What was decided at a go/no-go moment."""

    GO = "go"
    GO_PROVIDED = "go-provided"
    NO_GO = "no-go"

    @property
    def needs_reason(self) -> bool:
        """A plain go explains itself."""
        return self is not Decision.GO


class Held(StrEnum):
    """Why an instalment cannot be paid now."""

    PAID = "paid"
    NOT_YET = "not-yet"
    WAITS = "waits-for-decision"
    NO_GO = "no-go"


@dataclass(frozen=True)
class Instalment:
    """A planned payment.

    Attributes:
        amount: cents.
        not_before: the first day on which it may be paid; None when no day matters.
        has_gate: whether it waits for a go/no-go moment.
        decision: what was decided there; None while nothing was.
        paid_on: when it was paid; None before.
    """

    amount: int
    not_before: date | None = None
    has_gate: bool = False
    decision: Decision | None = None
    paid_on: date | None = None


def held_back(part: Instalment, today: date) -> Held | None:
    """Why this instalment cannot be paid today; None when it can."""
    if part.paid_on is not None:
        return Held.PAID
    if part.has_gate and part.decision is None:
        return Held.WAITS
    if part.has_gate and part.decision is Decision.NO_GO:
        return Held.NO_GO
    if part.not_before is not None and today < part.not_before:
        return Held.NOT_YET
    return None


@dataclass(frozen=True)
class Standing:
    """A plan's money as the submitter and the organiser see it, in cents.

    Attributes:
        granted: what the vote gave.
        returned: what went back to the wijk when the plan ended.
        paid: what was paid to the submitters.
        spent: receipts that were approved.
        handed_in: receipts that wait for a decision.
    """

    granted: int
    returned: int
    paid: int
    spent: int
    handed_in: int

    @property
    def left(self) -> int:
        """What can still be spent."""
        return self.granted - self.returned - self.spent

    @property
    def unaccounted(self) -> int:
        """What was paid and is not covered by receipts yet."""
        return max(self.paid - self.spent - self.handed_in, 0)

    @property
    def advanced(self) -> int:
        """What the submitters spent out of their own pockets until now."""
        return max(self.spent - self.paid, 0)


def oldest_uncovered(payments: Iterable[tuple[date, int]], covered: int) -> date | None:
    """The day of the first payment that the receipts do not cover in full; None when they cover all.

    Args:
        payments: days and amounts, a refund below zero.
        covered: the amount of receipts, approved or handed in.
    """
    by_day = sorted(payments)
    if sum(amount for _, amount in by_day) <= covered:
        return None
    total = 0
    for day, amount in by_day:
        total += amount
        if total > covered:
            return day
    return None
