"""Every rule against the slow counter, and what must hold whatever the ballots."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from unittest.mock import patch

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.voting.tally import referee
from tests.voting.tally.elections import GREEDY, elections
from tests.voting.tally.referee import Election
from voting.tally import (
    Completion,
    Leftover,
    Outcome,
    RuleName,
    Satisfaction,
    TallyRule,
    TieBreak,
    count,
    shares,
)
from voting.tally.contest import Contest
from voting.tally.equal_shares import Passes

MANY = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
SOME = settings(MANY, max_examples=60)


def counted(election: Election) -> Outcome:
    rule, tie_break = election.rule, election.tie_break
    return count(election.projects, election.ballots(), election.budget, rule, tie_break, election.unit)


def chosen(election: Election) -> set[int]:
    taken = set(counted(election).selected)
    return {p for p, project in enumerate(election.projects) if project.id in taken}


@MANY
@given(elections(GREEDY))
def test_greedy_equals_the_referee(election: Election) -> None:
    assert chosen(election) == referee.greedy(election)


@settings(MANY, max_examples=200)
@given(elections((RuleName.EQUAL_SHARES,)))
def test_equal_shares_equals_the_referee(election: Election) -> None:
    assert chosen(election) == referee.equal_shares(election)


@MANY
@given(elections((RuleName.PHRAGMEN,)))
def test_phragmen_equals_the_referee(election: Election) -> None:
    assert chosen(election) == referee.phragmen(election)


@MANY
@given(elections((RuleName.MAX_VOTES,)))
def test_max_votes_equals_the_referee(election: Election) -> None:
    assert chosen(election) == referee.max_votes(election)


@SOME
@given(elections((RuleName.EQUAL_SHARES,)), st.integers(0, 5))
def test_the_float_pass_and_the_exact_pass_buy_the_same(election: Election, extra: int) -> None:
    assume(election.voters)
    passes = passes_of(election)
    bought, short = referee.shares_pass(
        election, Fraction(election.budget, len(election.voters)) + extra * election.unit
    )
    bought = [p for p in bought if election.projects[p].cost]
    for found in (passes.at(extra), passes.shares(extra).run()):
        assert (found.bought, bool(found.short)) == (bought, short)


@SOME
@given(st.integers(0, 10**6))
def test_add1_skips_only_what_goes_the_same_way(seed: int) -> None:
    election = larger_election(seed)
    passes = passes_of(election)
    kept, end = passes.add1()
    extra = 0
    while not passes.ended(passes.at(extra)) and passes.at(extra + 1).purse.left >= 0:
        extra += 1
    assert (kept, end in (kept, kept + 1)) == (extra, True)
    assert passes.at(kept).trace() == passes.shares(kept).run().trace()


@SOME
@given(st.integers(0, 10**6))
def test_effective_support_from_floats_is_the_exact_one(seed: int) -> None:
    passes = passes_of(larger_election(seed))
    quick: dict[int, list[int]] = {}
    passes.shares(0, quick).run()
    exact: dict[int, list[int]] = {}
    with patch.object(shares, "proven_hundredths", return_value=None):
        passes.shares(0, exact).run()
    assert quick == exact


def passes_of(election: Election) -> Passes:
    rule, tie_break = election.rule, election.tie_break
    return Passes(
        Contest(election.projects, election.ballots(), election.budget, rule, tie_break, election.unit)
    )


def larger_election(seed: int) -> Election:
    dice = random.Random(seed)
    size = dice.randint(4, 12)
    projects = tuple(referee.Project(str(n), 50 * dice.randint(1, 30)) for n in range(size))
    liked = [dice.random() for _ in projects]
    voters = tuple(
        tuple(p for p in range(size) if dice.random() < liked[p]) for _ in range(dice.randint(5, 40))
    )
    rule = TallyRule(RuleName.EQUAL_SHARES, dice.choice(list(Satisfaction)), Completion.ADD1)
    return Election(projects, voters, dice.randint(1, 4) * 1000, rule, unit=dice.choice([1, 7]))


@MANY
@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_never_matters(election: Election, dice: random.Random) -> None:
    where = list(range(len(election.voters)))
    dice.shuffle(where)
    marks = election.marks and tuple(election.marks[v] for v in where)
    shuffled = replace(election, voters=tuple(election.voters[v] for v in where), marks=marks)
    assert counted(shuffled) == counted(election)


@MANY
@given(elections())
def test_spending_never_exceeds_the_budget_or_a_cap(election: Election) -> None:
    outcome = counted(election)
    assert outcome.spent == sum(result.paid for result in outcome.projects) <= election.budget
    for caps, name in ((election.rule.theme_caps, "theme"), (election.rule.area_caps, "area")):
        for key, cap in caps.items():
            under = [p.id for p in election.projects if getattr(p, name) == key]
            assert sum(r.paid for r in outcome.projects if r.id in under) <= cap
    outside = election.rule.leftover is Leftover.TOP_UP_80
    assert all(outside or r.paid == r.cost for r in outcome.projects if r.selected)


@MANY
@given(elections(GREEDY, points=False), st.data())
def test_more_votes_never_push_a_chosen_plan_out(election: Election, data: st.DataObject) -> None:
    project = data.draw(st.integers(0, len(election.projects) - 1))
    assume(project in chosen(election))
    assert project in chosen(election.with_more(project, data.draw(st.integers(1, 4))))


@MANY
@given(elections(GREEDY, points=False))
def test_a_margin_is_the_fewest_votes_that_change_the_fate(election: Election) -> None:
    for position, result in enumerate(counted(election).projects):
        if result.selected:
            spare = result.votes if result.margin is None else -result.margin
            assert position in chosen(without(election, position, spare))
            assert result.margin is None or position not in chosen(without(election, position, spare + 1))
        elif result.margin is None:
            assert position not in chosen(election.with_more(position, len(election.voters) + 5))
        else:
            assert position in chosen(election.with_more(position, result.margin))
            assert position not in chosen(election.with_more(position, result.margin - 1))


def without(election: Election, project: int, fewer: int) -> Election:
    """The same, with the first ``fewer`` voters who named the project no longer doing so."""
    voters = []
    for ballot in election.voters:
        drop = fewer > 0 and project in ballot
        fewer -= drop
        voters.append(tuple(p for p in ballot if not (drop and p == project)))
    assert fewer == 0
    return replace(election, voters=tuple(voters))


@MANY
@given(elections((*GREEDY, RuleName.PHRAGMEN, RuleName.MAX_VOTES)), st.permutations(range(8, 14)))
def test_a_tie_that_does_not_matter_chooses_the_same_in_any_order(election: Election, ids: list[int]) -> None:
    election = replace(election, tie_break=TieBreak.parse("order"))
    outcome = counted(election)
    assume(not any(tie.mattered for tie in outcome.ties))
    renamed = tuple(replace(p, id=f"{ids[n]:02}") for n, p in enumerate(election.projects))
    assert chosen(replace(election, projects=renamed, tie_break=TieBreak.parse("id"))) == chosen(election)


@SOME
@given(elections((RuleName.EQUAL_SHARES,)), st.permutations(range(8, 14)))
def test_a_tie_in_equal_shares_that_does_not_matter(election: Election, ids: list[int]) -> None:
    rule = replace(election.rule, completion=Completion.NONE)
    test_a_tie = test_a_tie_that_does_not_matter_chooses_the_same_in_any_order.hypothesis.inner_test
    test_a_tie(replace(election, rule=rule), ids)
