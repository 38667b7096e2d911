"""Elections where plain floats choose the wrong plans, and ours does not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.voting.tally import referee
from tests.voting.tally.referee import Election
from voting.tally import (
    Add1Stop,
    Ballots,
    Completion,
    Project,
    RuleName,
    Satisfaction,
    TallyRule,
    TieBreak,
    count,
    lot_digest,
)
from voting.tally.contest import Contest
from voting.tally.equal_shares import Passes
from voting.tally.quick import Unsure

SHARES = TallyRule(RuleName.EQUAL_SHARES)

# After buying the plan of 20 together, three voters have 90 left between them: exactly the other plan.
TO_THE_CENT = Election(
    (Project("a", 20), Project("b", 90)),
    ((0, 1), (0, 1), (0, 1)),
    110,
    TallyRule(RuleName.EQUAL_SHARES, Satisfaction.CARDINALITY),
)
# Both plans count for exactly three votes; the list decides, unless rounding does.
TIE = Election((Project("a", 40), Project("b", 90)), ((0,), (1,), (0, 1), (0, 1)), 130, SHARES)


@pytest.mark.parametrize("election", [TO_THE_CENT, TIE])
def test_plain_floats_choose_the_wrong_plans(election: Election) -> None:
    assert referee.equal_shares(election, float) != referee.equal_shares(election, Fraction)


@pytest.mark.parametrize(("election", "plans"), [(TO_THE_CENT, {"a", "b"}), (TIE, {"a"})])
def test_ours_chooses_the_right_plans(election: Election, plans: set[str]) -> None:
    outcome = count(election.projects, election.ballots(), election.budget, election.rule, election.tie_break)
    assert set(outcome.selected) == plans


def test_the_float_pass_owns_up_when_voters_can_pay_to_the_cent() -> None:
    passes = passes_of(TO_THE_CENT)
    with pytest.raises(Unsure):
        passes.quick(0)
    assert passes.at(0).bought == [0, 1]


def test_the_float_pass_owns_up_when_a_purse_equals_the_payment() -> None:
    """After the first plan two voters have 70/3 left; the second costs three times that."""
    projects = (Project("a", 20), Project("b", 70))
    passes = passes_of(Election(projects, ((0, 1), (0, 1), (1,)), 100, TO_THE_CENT.rule))
    with pytest.raises(Unsure):
        passes.quick(0)
    assert passes.at(0).bought == [0, 1]


def plans(*costs: int) -> tuple[Project, ...]:
    return tuple(Project(str(number), cost) for number, cost in enumerate(costs))


ADD1 = replace(SHARES, completion=Completion.ADD1)
# Both ends of a stride buy the same in the same order, and a pass between them does not.
DETOURS = [
    Election(
        plans(300, 1100, 800, 800, 700),
        ((0, 1, 3, 4), (2,), (4,), (1,), (1, 2, 3, 4), (0, 2), (0, 2), (1, 2, 4)),
        1200,
        ADD1,
    ),
    Election(
        plans(700, 800, 500, 100),
        ((1, 3), (0, 1), (), (1, 2), (0, 2, 3), (1, 2, 3), (2,)),
        1100,
        ADD1,
        unit=3,
    ),
]


@pytest.mark.parametrize("election", DETOURS)
def test_add1_does_not_skip_a_detour(election: Election) -> None:
    passes, extra = passes_of(election), 0
    kept, end = passes_of(election).add1()
    while passes.at(extra + 1).purse.left >= 0:
        extra += 1
    assert (kept, end) == (extra, extra + 1)


def test_add1_stops_at_the_overspend_or_as_soon_as_nothing_fits() -> None:
    """Real elections with add1 stop on overspend only, and then a later pass may change its mind."""
    election = Election(plans(700, 400, 500), ((0,), (0, 1), (2,), (1,)), 800, ADD1, unit=7)
    for stop, chosen in ((Add1Stop.OVERSPEND, "0"), (Add1Stop.EXHAUSTIVE, "1")):
        rule = replace(ADD1, add1_stop=stop)
        outcome = count(election.projects, election.ballots(), 800, rule, TieBreak(), election.unit)
        assert outcome.selected == (chosen,)


def test_an_exact_tie_among_many_voters() -> None:
    """Two plans that count for equally many votes after different histories, at 856 votes and seven-digit costs."""
    voters = [(0, 2)] * 500 + [(0,)] * 500 + [(1, 3)] * 500 + [(1,)] * 500 + [(2,)] * 356 + [(3,)] * 356
    projects = [
        Project("p", 1_234_567),
        Project("q", 1_234_567),
        Project("r", 2_345_678),
        Project("s", 2_345_678),
    ]
    ballots = Ballots.from_lists(voters)
    for text in ("order", "lot:3", "lot:4"):
        budget = 1_234_567 * 2 + 2_345_678 + 6_000_000
        outcome = count(projects, ballots, budget, SHARES, TieBreak.parse(text))
        first, second = sorted(
            "rs", key=lambda each: lot_digest(text[4:], each) if text[:3] == "lot" else each
        )
        assert (first, second) in [tie.projects for tie in outcome.ties]
        turns = {result.id: result.turn for result in outcome.projects}
        assert max(turns["p"], turns["q"]) < turns[first]


def test_payments_of_hundreds_of_digits_stay_exact() -> None:
    """Forty purchases in a row: the common denominator grows far beyond any float."""
    size = 40
    voters = [tuple(p for p in range(size) if (v * 7 + p * p) % 11 < 6) for v in range(61)]
    projects = tuple(Project(str(p), 101 + 13 * p) for p in range(size))
    election = Election(projects, tuple(voters), 20_000, SHARES)
    passes = passes_of(election)
    exact = referee.shares_pass(election, Fraction(20_000, 61))
    assert (passes.shares(0).run().bought, bool(passes.at(0).short)) == exact
    assert passes.at(0).bought == exact[0]


def test_huge_amounts() -> None:
    projects = [Project("a", 10**30), Project("b", 10**30 + 1)]
    ballots = Ballots.from_lists([[0], [1], [0, 1]])
    for rule in (TallyRule(), SHARES, TallyRule(RuleName.PHRAGMEN)):
        assert count(projects, ballots, 10**30, rule, TieBreak()).spent <= 10**30
    with pytest.raises(ValueError, match="too large"):
        count(projects, ballots, 10**30, TallyRule(RuleName.MAX_VOTES), TieBreak())


@pytest.mark.parametrize("name", RuleName)
@pytest.mark.parametrize("completion", Completion)
def test_nobody_voted(name: RuleName, completion: Completion) -> None:
    rule = TallyRule(name, completion=completion, min_votes=1)
    outcome = count([Project("a", 5)], Ballots.from_lists([]), 10, rule, TieBreak())
    assert (outcome.selected, outcome.spent, outcome.voters) == ((), 0, 0)
    assert count([], Ballots.from_lists([[]]), 10, rule, TieBreak()).selected == ()


def passes_of(election: Election) -> Passes:
    rule, tie_break = election.rule, election.tie_break
    return Passes(
        Contest(election.projects, election.ballots(), election.budget, rule, tie_break, election.unit)
    )
