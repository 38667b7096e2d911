"""From election to outcome: pick the rule, count, explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voting.tally.contest import Contest, Fate, check
from voting.tally.equal_shares import equal_shares
from voting.tally.explain import Wording
from voting.tally.greedy import greedy
from voting.tally.max_votes import max_votes
from voting.tally.model import (
    Ballots,
    Outcome,
    Project,
    ProjectResult,
    RuleName,
    Status,
    TallyRule,
    Tie,
    TieBreak,
)
from voting.tally.phragmen import phragmen
from voting.tally.ties import refuse_if_asked

Counter = Callable[[Contest], tuple[list[Fate], list[Tie]]]

COUNTERS: dict[RuleName, Counter] = {
    RuleName.GREEDY: greedy,
    RuleName.GREEDY_STOP: greedy,
    RuleName.EQUAL_SHARES: equal_shares,
    RuleName.PHRAGMEN: phragmen,
    RuleName.MAX_VOTES: max_votes,
}


def count(
    projects: Sequence[Project],
    ballots: Ballots,
    budget: int,
    rule: TallyRule,
    tie_break: TieBreak,
    unit: int = 100,
    currency: str = "EUR",
) -> Outcome:
    """Count an election; the chosen set is the one that exact arithmetic gives.

    Args:
        projects: in the order of the list; ids must differ.
        ballots: positions in ``projects``.
        budget: in the smallest unit, like every cost and cap.
        rule: the rule with its options.
        tie_break: who goes first among equals.
        unit: how many smallest units make one whole currency unit (100: cents).
        currency: the code that the sentences write before an amount.

    Raises:
        ValueError: the election or the rule makes no sense; the message says why.
        TieRefusedError: the tie-break is ``refuse`` and a tie decides the outcome.
    """
    contest = Contest(tuple(projects), ballots, budget, rule, tie_break, unit)
    check(contest)
    fates, ties = COUNTERS[rule.name](contest)
    for position, project in enumerate(contest.projects):
        if project.withdrawn:
            fates[position] = Fate(Status.WITHDRAWN)
    refuse_if_asked(ties, tie_break)
    wording = Wording(contest, currency)
    return Outcome(
        rule=rule,
        tie_break=tie_break,
        budget=budget,
        spent=sum(fate.paid for fate in fates),
        selected=tuple(p.id for p, fate in zip(projects, fates, strict=True) if fate.selected),
        projects=tuple(_result(contest, position, fate, wording) for position, fate in enumerate(fates)),
        ties=tuple(ties),
        voters=ballots.voters,
    )


def _result(contest: Contest, position: int, fate: Fate, wording: Wording) -> ProjectResult:
    project = contest.projects[position]
    return ProjectResult(
        id=project.id,
        cost=project.cost,
        votes=contest.votes[position],
        score=contest.score[position],
        selected=fate.selected,
        paid=fate.paid,
        status=fate.status,
        turn=fate.turn,
        money_left=fate.money_left,
        margin=fate.margin,
        reason=wording.reason(position, fate),
        effective_support=fate.effective_support,
        taken_by=contest.ids(fate.taken_by),
    )
