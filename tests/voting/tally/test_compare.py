"""The figures beside the rules, and what cannot be counted at all."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from voting.tally import Ballots, Leftover, Project, RuleName, TallyRule, TieBreak, compare, count
from voting.tally.compare import gini

PLANS = [Project("a", 60), Project("b", 50), Project("c", 40)]
BALLOTS = Ballots.from_lists([[0], [0], [0, 1], [1, 2], [2], []])


def test_figures_of_one_rule() -> None:
    first, *others = compare(PLANS, BALLOTS, 100, TallyRule(min_votes=1), TieBreak(), unit=1)
    assert (first.binding, first.outcome.selected, first.chosen, first.spent) == (True, ("a", "c"), 2, 100)
    assert first.represented == 5
    # Three voters got 60 of 100, two got 40, one got nothing.
    assert first.mean_share == Fraction(3 * 60 + 2 * 40, 600)
    assert first.gini == slow_gini([60, 60, 60, 40, 40, 0])
    assert [(o.outcome.rule.name, o.outcome.rule.min_votes, o.binding) for o in others] == [
        (RuleName.GREEDY_STOP, 1, False),
        (RuleName.EQUAL_SHARES, 1, False),
        (RuleName.EQUAL_SHARES, 1, False),
        (RuleName.PHRAGMEN, 1, False),
        (RuleName.MAX_VOTES, 1, False),
    ]


def test_the_binding_rule_is_shown_once_and_its_leftover_is_its_own() -> None:
    found = compare(PLANS, BALLOTS, 100, TallyRule(leftover=Leftover.PART_PAY), TieBreak(), unit=1)
    assert [each.outcome.rule.leftover for each in found[1:]] == [Leftover.NONE] * 6
    assert len({each.outcome.rule.name for each in found}) == 5


def test_an_election_too_large_for_max_votes_is_compared_without_it() -> None:
    found = compare([Project("a", 10**20)], Ballots.from_lists([[0]]), 10**20, TallyRule(), TieBreak())
    assert RuleName.MAX_VOTES not in {each.outcome.rule.name for each in found}


def test_gini() -> None:
    assert gini([5, 5], [3, 4]) == 0
    assert gini([0], [9]) == gini([], []) == 0
    assert gini([0, 1], [99, 1]) == Fraction(99, 100)
    assert gini([3, 1, 7], [2, 1, 1]) == slow_gini([3, 3, 1, 7])


def slow_gini(values: list[int]) -> Fraction:
    differences = sum(abs(a - b) for a in values for b in values)
    return Fraction(differences, 2 * len(values) * sum(values))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"projects": [Project("a", 1), Project("a", 2)]}, "same id"),
        ({"projects": [Project("a", -1)], "ballots": Ballots.from_lists([])}, "negative"),
        ({"budget": -1}, "negative"),
        ({"ballots": Ballots.from_lists([[3]])}, "not on the list"),
        ({"ballots": replace(BALLOTS, weight=np.zeros(6, dtype=np.int64))}, "at least one voter"),
        ({"rule": TallyRule(RuleName.PHRAGMEN, leftover=Leftover.PART_PAY)}, "leftover"),
    ],
)
def test_what_cannot_be_counted(change: dict[str, object], message: str) -> None:
    given = {
        "projects": PLANS,
        "ballots": BALLOTS,
        "budget": 100,
        "rule": TallyRule(),
        "tie_break": TieBreak(),
    }
    with pytest.raises(ValueError, match=message):
        count(**{**given, **change})  # type: ignore[arg-type]
