"""What the letters of an edition cost; the post is an edition's largest expense, so it is known beforehand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Prices:
    """Prices per letter in euro cents.

    Attributes:
        paper: the sheet of paper.
        printing: printing both sides.
        envelope: envelope and inserting.
        postage: postage.
    """

    paper: int
    printing: int
    envelope: int
    postage: int


@dataclass(frozen=True)
class Cost:
    """The cost of a mailing in euro cents.

    Attributes:
        letters: number of letters.
        paper: for all sheets.
        printing: for all printing.
        envelope: for all envelopes.
        postage: for all postage.
        budget: the edition's project budget, to set the total against.
    """

    letters: int
    paper: int
    printing: int
    envelope: int
    postage: int
    budget: int

    @property
    def total(self) -> int:
        """All of it, cents."""
        return self.paper + self.printing + self.envelope + self.postage

    @property
    def per_mille_of_budget(self) -> int | None:
        """The total as thousandths of the project budget, rounded down; None without a budget."""
        return self.total * 1000 // self.budget if self.budget else None


def mailing_cost(letters: int, prices: Prices, budget_cents: int) -> Cost:
    """Multiplies prices with a number of letters."""
    return Cost(
        letters=letters,
        paper=letters * prices.paper,
        printing=letters * prices.printing,
        envelope=letters * prices.envelope,
        postage=letters * prices.postage,
        budget=budget_cents,
    )
