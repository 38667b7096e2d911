"""All rules side by side on the same ballots, with what they mean for the voters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from voting.tally.max_votes import TooLargeError
from voting.tally.model import (
    Ballots,
    Completion,
    Leftover,
    Outcome,
    Project,
    RuleName,
    Satisfaction,
    TallyRule,
    TieBreak,
    TieKind,
)
from voting.tally.run import count


@dataclass(frozen=True)
class Comparison:
    """One rule's outcome and its figures; exact.

    Attributes:
        outcome: the whole outcome, its rule included.
        binding: whether this is the rule of the election; the others are shown for comparison only.
        chosen: how many projects are selected.
        spent: money from the budget, in the smallest unit.
        represented: voters who named at least one selected project.
        mean_share: the part of the budget that goes to selected projects a voter named, averaged over all voters
            (blank ballots included), from 0 to 1.
        gini: how unequal those parts are: 0 when all voters have the same, towards 1 when few have all.
    """

    outcome: Outcome
    binding: bool
    chosen: int
    spent: int
    represented: int
    mean_share: Fraction
    gini: Fraction


def compare(
    projects: Sequence[Project],
    ballots: Ballots,
    budget: int,
    rule: TallyRule,
    tie_break: TieBreak,
    unit: int = 100,
    currency: str = "EUR",
) -> tuple[Comparison, ...]:
    """Count the election by its own rule and by all others.

    The others keep the rule's minimum votes, caps and way of counting points. Where the tie-break is ``refuse`` the
    others use the order of the list, because they decide nothing. Max-votes is left out when the election is too
    large for an exact answer.

    Args:
        projects: as for :func:`voting.tally.count`, like all that follow.
        ballots: the ballots.
        budget: in the smallest unit.
        rule: the binding rule.
        tie_break: the binding tie-break.
        unit: smallest units per whole currency unit.
        currency: the code before an amount.

    Returns:
        The binding rule first, then the others.
    """
    order = TieBreak(TieKind.ORDER) if tie_break.kind is TieKind.REFUSE else tie_break
    found = [
        measure(count(projects, ballots, budget, rule, tie_break, unit, currency), projects, ballots, True)
    ]
    for other in other_rules(rule):
        try:
            outcome = count(projects, ballots, budget, other, order, unit, currency)
        except TooLargeError:
            continue
        found.append(measure(outcome, projects, ballots, False))
    return tuple(found)


def other_rules(rule: TallyRule) -> list[TallyRule]:
    """The standard rules, with this rule's minimum votes, caps and points, without this rule itself."""
    plain = replace(rule, satisfaction=Satisfaction.COST, completion=Completion.NONE, leftover=Leftover.NONE)
    full = replace(plain, name=RuleName.EQUAL_SHARES, completion=Completion.ADD1_UTILITARIAN)
    rules = [
        replace(plain, name=RuleName.GREEDY),
        replace(plain, name=RuleName.GREEDY_STOP),
        full,
        replace(full, satisfaction=Satisfaction.CARDINALITY),
        replace(plain, name=RuleName.PHRAGMEN),
        replace(plain, name=RuleName.MAX_VOTES),
    ]
    return [other for other in rules if other != rule]


def measure(outcome: Outcome, projects: Sequence[Project], ballots: Ballots, binding: bool) -> Comparison:
    """The figures of one outcome."""
    selected = set(outcome.selected)
    number = np.int64 if outcome.budget < 2**61 else object
    worth = np.array([p.cost if p.id in selected else 0 for p in projects], dtype=number)
    named = np.array([p.id in selected for p in projects], dtype=np.int64)
    owner = np.repeat(np.arange(len(ballots.weight)), np.diff(ballots.offsets))
    got = np.zeros(len(ballots.weight), dtype=number)
    plans = np.zeros(len(ballots.weight), dtype=np.int64)
    np.add.at(got, owner, worth[ballots.choices])
    np.add.at(plans, owner, named[ballots.choices])
    total = sum(int(g) * int(w) for g, w in zip(got, ballots.weight, strict=True))
    whole = outcome.budget * ballots.voters
    return Comparison(
        outcome=outcome,
        binding=binding,
        chosen=len(outcome.selected),
        spent=outcome.spent,
        represented=int(ballots.weight[plans > 0].sum()),
        mean_share=Fraction(total, whole) if whole else Fraction(0),
        gini=gini([int(g) for g in got], [int(w) for w in ballots.weight]),
    )


def gini(values: Sequence[int], weights: Sequence[int]) -> Fraction:
    """The Gini coefficient of whole numbers, each held by ``weight`` people; 0 when nobody has anything."""
    people = sum(weights)
    total = sum(v * w for v, w in zip(values, weights, strict=True))
    if not total:
        return Fraction(0)
    below = rank_sum = 0
    for value, weight in sorted(zip(values, weights, strict=True)):
        # The ranks of these equal people are below+1 .. below+weight.
        rank_sum += value * (weight * below + weight * (weight + 1) // 2)
        below += weight
    return Fraction(2 * rank_sum - (people + 1) * total, people * total)
