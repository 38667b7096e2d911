"""A second counter: slow, obvious, voter by voter, with ``Fraction``. It shares no code with the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256
from itertools import combinations

from voting.tally import (
    Add1Stop,
    Ballots,
    Completion,
    Leftover,
    Project,
    RuleName,
    Satisfaction,
    TallyRule,
    TieBreak,
    TieKind,
)


@dataclass(frozen=True)
class Election:
    """An election voter by voter. ``marks`` holds points beside the choices, or nothing."""

    projects: tuple[Project, ...]
    voters: tuple[tuple[int, ...], ...]
    budget: int
    rule: TallyRule = field(default_factory=TallyRule)
    tie_break: TieBreak = field(default_factory=TieBreak)
    unit: int = 1
    marks: tuple[tuple[int, ...], ...] | None = None

    def ballots(self) -> Ballots:
        return Ballots.from_lists(self.voters, self.marks)

    def with_more(self, project: int, extra: int) -> Election:
        """The same with ``extra`` more voters who name only this project."""
        return replace(self, voters=self.voters + ((project,),) * extra)


def votes(election: Election) -> list[int]:
    return [sum(p in ballot for ballot in election.voters) for p in range(len(election.projects))]


def scores(election: Election) -> list[int]:
    if not election.rule.count_points or election.marks is None:
        return votes(election)
    total = [0] * len(election.projects)
    for ballot, marks in zip(election.voters, election.marks, strict=True):
        for project, points in zip(ballot, marks, strict=True):
            total[project] += points
    return total


def order(election: Election) -> list[int]:
    """All projects, who goes first among equals first."""
    everyone = list(range(len(election.projects)))
    if election.tie_break.kind is TieKind.ID:
        return sorted(everyone, key=lambda p: election.projects[p].id)
    if election.tie_break.kind is TieKind.LOT:
        seed = election.tie_break.seed
        return sorted(
            everyone, key=lambda p: sha256(f"{seed}:{election.projects[p].id}".encode()).hexdigest()
        )
    return everyone


def allowed(election: Election, chosen: Sequence[int]) -> bool:
    """Whether the caps allow this set."""
    for caps, name in ((election.rule.theme_caps, "theme"), (election.rule.area_caps, "area")):
        for key, cap in caps.items():
            if (
                sum(election.projects[p].cost for p in chosen if getattr(election.projects[p], name) == key)
                > cap
            ):
                return False
    return True


def cost(election: Election, chosen: Sequence[int]) -> int:
    return sum(election.projects[p].cost for p in chosen)


def fits(election: Election, chosen: Sequence[int], project: int) -> bool:
    more = [*chosen, project]
    return cost(election, more) <= election.budget and allowed(election, more)


def ranked(election: Election, among: Sequence[int] | None = None) -> list[int]:
    score = scores(election)
    able = [
        p for p in order(election) if score[p] >= election.rule.min_votes and (among is None or p in among)
    ]
    return sorted(able, key=lambda p: -score[p])


def greedy(election: Election) -> set[int]:
    chosen: list[int] = []
    missed: list[int] = []
    for project in ranked(election):
        if fits(election, chosen, project):
            chosen.append(project)
        else:
            missed.append(project)
            if election.rule.name is RuleName.GREEDY_STOP:
                break
    if election.rule.leftover is not Leftover.TOP_UP_80 or not missed:
        return set(chosen)
    enough = Fraction(80, 100) * election.projects[missed[0]].cost
    return {*chosen, missed[0]} if leftover_for(election, chosen, missed[0]) >= enough else set(chosen)


def leftover_for(election: Election, chosen: Sequence[int], project: int) -> int:
    """The most money the project could get beside the chosen ones."""
    room = election.budget - cost(election, chosen)
    of = election.projects[project]
    for caps, name in ((election.rule.theme_caps, "theme"), (election.rule.area_caps, "area")):
        key = getattr(of, name)
        if key in caps:
            spent = sum(
                election.projects[p].cost for p in chosen if getattr(election.projects[p], name) == key
            )
            room = min(room, caps[key] - spent)
    return max(0, room)


Number = Callable[[int], Fraction] | Callable[[int], float]


def price(owned: list[Fraction], cost: Fraction) -> Fraction | None:
    """The equal payment at which these voters raise the cost; None when they cannot."""
    if sum(owned) < cost:
        return None
    rest, people = cost, len(owned)
    for purse in sorted(owned):
        if purse * people >= rest:
            return rest / people
        rest, people = rest - purse, people - 1
    return None


def shares_pass(election: Election, start, number: Number = Fraction) -> tuple[list[int], bool]:
    """One pass: what is bought, in order, and whether some project was left because its voters were short."""
    score, support = scores(election), votes(election)
    able = [p for p in order(election) if score[p] >= election.rule.min_votes and support[p] > 0]
    bought = [p for p in able if election.projects[p].cost == 0]
    waiting = [p for p in able if election.projects[p].cost > 0]
    purses = [start] * len(election.voters)
    short = False
    while True:
        offers = []
        for project in list(waiting):
            this = number(election.projects[project].cost)
            asked = price([purses[v] for v, ballot in enumerate(election.voters) if project in ballot], this)
            if asked is None:
                waiting.remove(project)
                short = True
            else:
                by_cost = election.rule.satisfaction is Satisfaction.COST
                offers.append((asked / this if by_cost else asked, project, asked))
        if not offers:
            return bought, short
        best = min(rate for rate, _, _ in offers)
        project, asked = next((p, asked) for rate, p, asked in offers if rate == best)
        waiting.remove(project)
        if not allowed(election, [*bought, project]):
            continue
        bought.append(project)
        for voter, ballot in enumerate(election.voters):
            if project in ballot:
                purses[voter] -= min(purses[voter], asked)


def equal_shares(election: Election, number: Number = Fraction) -> set[int]:
    rule, people = election.rule, len(election.voters)
    if not people:
        bought: list[int] = []
    else:
        share = number(election.budget) / people
        bought, short = shares_pass(election, share, number)
        if rule.completion in (Completion.ADD1, Completion.ADD1_UTILITARIAN):
            support = votes(election)
            able = [p for p in ranked(election) if support[p] and election.projects[p].cost]
            while short:
                room = any(fits(election, bought, p) for p in able if p not in bought)
                if rule.add1_stop is Add1Stop.EXHAUSTIVE and not room:
                    break
                share += election.unit
                more, short = shares_pass(election, share, number)
                if cost(election, more) > election.budget:
                    break
                bought = more
    if rule.completion in (Completion.UTILITARIAN, Completion.ADD1_UTILITARIAN):
        for project in ranked(election):
            if project not in bought and fits(election, bought, project):
                bought.append(project)
    return set(bought)


def phragmen(election: Election) -> set[int]:
    score, support = scores(election), votes(election)
    able = [p for p in order(election) if score[p] >= election.rule.min_votes and support[p] > 0]
    chosen = [p for p in able if election.projects[p].cost == 0]
    waiting = [p for p in able if 0 < election.projects[p].cost <= election.budget]
    loads = [Fraction(0)] * len(election.voters)
    while waiting:
        when = {}
        for project in waiting:
            carried = sum(loads[v] for v, ballot in enumerate(election.voters) if project in ballot)
            when[project] = Fraction(carried + election.projects[project].cost) / support[project]
        tied = [p for p in waiting if when[p] == min(when.values())]
        if any(cost(election, [*chosen, p]) > election.budget for p in tied):
            break
        waiting.remove(tied[0])
        if allowed(election, [*chosen, tied[0]]):
            chosen.append(tied[0])
            loads = [
                when[tied[0]] if tied[0] in b else load
                for b, load in zip(election.voters, loads, strict=True)
            ]
    return set(chosen)


def max_votes(election: Election) -> set[int]:
    score = scores(election)
    able = [p for p in order(election) if score[p] >= max(1, election.rule.min_votes)]
    best: tuple[int, tuple[int, ...]] = (0, ())
    for size in range(len(able) + 1):
        for some in combinations(able, size):
            if cost(election, some) <= election.budget and allowed(election, some):
                # Equal votes: the set with the first project of the order, then with the second, and so on.
                best = max(best, (sum(score[p] for p in some), tuple(int(p in some) for p in able)))
    return {p for p, taken in zip(able, best[1], strict=False) if taken}


def count(election: Election) -> set[int]:
    """The positions of the chosen projects, by the election's own rule."""
    rules = {
        RuleName.GREEDY: greedy,
        RuleName.GREEDY_STOP: greedy,
        RuleName.EQUAL_SHARES: equal_shares,
        RuleName.PHRAGMEN: phragmen,
        RuleName.MAX_VOTES: max_votes,
    }
    return rules[election.rule.name](election)
