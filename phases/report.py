"""The evaluation of an edition: every figure of it follows from what was read, so that HTML, PDF and open data agree.

A figure that is not known yet, because its phase is not over or nobody entered it, is None and never a nought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median_low

from phases.feasibility import VerdictKind
from phases.landing import LandingState, Route
from phases.plan import Exit
from phases.report_facts import Carried, CostLine, Headline, PlanFact, ReportFacts, Stage, Subject, share
from phases.suppression import suppressed
from phases.table_clock import WEEKS


@dataclass(frozen=True)
class Group:
    """The plans of a theme, a wijk or an audience. ``granted`` in cents; None before the result, as ``chosen`` and ``votes``."""

    name: str
    plans: int
    likes: int
    on_ballot: int | None
    votes: int | None
    chosen: int | None
    granted: int | None


@dataclass(frozen=True)
class Timing:
    """The table against its six weeks. Days count from the first day of phase 3, which is 1.

    Attributes:
        reserved: days that the calendar reserved.
        verdicts: verdicts that were fixed; ``in_time`` of them within six weeks.
        middle, last: the day on which half of them, and all of them, were there; None without any.
        by_week: how many were fixed in each week, from the first and at least six; empty without any.
    """

    reserved: int
    verdicts: int
    in_time: int
    middle: int | None
    last: int | None
    by_week: tuple[int, ...]

    @property
    def days(self) -> int:
        """The six weeks in days."""
        return WEEKS * 7


@dataclass(frozen=True)
class EditionCosts:
    """What the edition itself cost, in cents. ``of_budget`` in thousandths of the wijk's budget."""

    lines: tuple[CostLine, ...]
    total: int
    per_voter: int | None
    of_budget: int | None


@dataclass(frozen=True)
class Channels:
    """Online and on paper; ballots are None where too few came one of the ways to tell."""

    likes_online: int
    likes_on_paper: int
    votes_online: int | None
    votes_on_paper: int | None


@dataclass(frozen=True)
class Report:
    """The figures of the evaluation. See :class:`ReportFacts` for what they are made of.

    Attributes:
        funnel: how many plans reached each stage, None where that is not known yet; then what landed elsewhere.
        left: how many plans left the cycle, and how.
        verdicts: how many of each kind; empty before they are public.
        landings: how many plans that were not chosen stand where; ``routes``: which way they went.
        trends: earlier editions and this one, the oldest first.
        chosen, others: the plans that were chosen, and those that are followed elsewhere.
    """

    facts: ReportFacts
    funnel: tuple[tuple[Stage, int | None], ...]
    landed: int | None
    withdrawn: int
    left: Mapping[Exit, int]
    likes: int
    verdicts: Mapping[VerdictKind, int]
    conditions: int
    themes: tuple[Group, ...]
    areas: tuple[Group, ...]
    audiences: tuple[Group, ...]
    timing: Timing | None
    channels: Channels
    costs: EditionCosts | None
    landings: Mapping[LandingState, int]
    routes: Mapping[Route, int]
    carried: Mapping[Carried, int]
    trends: tuple[Headline, ...]
    chosen: tuple[PlanFact, ...]
    others: tuple[PlanFact, ...]
    lessons: tuple[tuple[Subject, tuple[str, ...]], ...]

    def reached(self, stage: Stage) -> int | None:
        """How many plans reached a stage."""
        return dict(self.funnel)[stage]


def make_report(facts: ReportFacts) -> Report:
    """All figures of the evaluation."""
    plans = tuple(plan for plan in facts.plans if plan.counts)
    followed = tuple(plan for plan in plans if plan.landing is not None)
    has_result = facts.vote is not None
    return Report(
        facts=facts,
        funnel=_funnel(facts, plans),
        landed=sum(p.landing is LandingState.LANDED for p in followed) if facts.likes_over else None,
        withdrawn=sum(plan.withdrawn for plan in plans),
        left=Counter(plan.left for plan in facts.plans if plan.left is not None and not plan.withdrawn),
        likes=sum(plan.likes for plan in plans),
        verdicts=Counter(p.verdict for p in plans if p.verdict is not None) if facts.verdicts_public else {},
        conditions=sum(plan.conditions for plan in plans if plan.verdict is not None),
        themes=_groups(facts, plans, facts.themes, lambda plan: {plan.theme}),
        areas=_groups(facts, plans, (*facts.areas, "") if facts.areas else (), lambda plan: {plan.area}),
        audiences=_groups(
            facts, plans, sorted({a for p in plans for a in p.audiences}), lambda p: p.audiences
        ),
        timing=_timing(facts, plans) if facts.verdicts_public else None,
        channels=_channels(facts, plans),
        costs=_costs(facts),
        landings=Counter(plan.landing for plan in followed if plan.landing is not None),
        routes=Counter(plan.route for plan in followed if plan.route is not None),
        carried=Counter(plan.carried for plan in plans if plan.carried is not None) if has_result else {},
        trends=tuple(sorted((*facts.earlier, headline_of(facts)), key=lambda one: (one.year, one.name))),
        chosen=tuple(sorted((p for p in plans if p.chosen), key=lambda p: (-(p.votes or 0), p.number))),
        others=tuple(
            sorted(followed, key=lambda plan: (list(LandingState).index(_state(plan)), plan.number))
        ),
        lessons=_lessons(facts.lessons),
    )


def headline_of(facts: ReportFacts) -> Headline:
    """This edition in a few figures."""
    funnel = dict(_funnel(facts, tuple(plan for plan in facts.plans if plan.counts)))
    return Headline(
        facts.name,
        facts.year,
        plans=funnel[Stage.SUBMITTED],
        enough_likes=funnel[Stage.ENOUGH_LIKES],
        on_ballot=funnel[Stage.ON_BALLOT],
        chosen=funnel[Stage.CHOSEN],
        realised=funnel[Stage.REALISED],
        voters=facts.vote.voters if facts.vote else None,
        entitled=facts.vote.entitled if facts.vote else None,
        budget=facts.budget,
    )


def _funnel(facts: ReportFacts, plans: tuple[PlanFact, ...]) -> tuple[tuple[Stage, int | None], ...]:
    enough = [plan for plan in plans if plan.takes_part and plan.likes >= facts.threshold]
    feasible = [plan for plan in plans if plan.verdict is not None and plan.verdict.on_ballot]
    has_result = facts.vote is not None
    return (
        (Stage.SUBMITTED, len(plans)),
        (Stage.ENOUGH_LIKES, len(enough) if facts.likes_over else None),
        (Stage.FEASIBLE, len(feasible) if facts.verdicts_public else None),
        (Stage.ON_BALLOT, sum(_on_ballot(plan) for plan in plans) if facts.verdicts_public else None),
        (Stage.CHOSEN, sum(plan.chosen for plan in plans) if has_result else None),
        (Stage.REALISED, sum(plan.carried is Carried.DONE for plan in plans) if has_result else None),
    )


def _on_ballot(plan: PlanFact) -> bool:
    """A plan that was withdrawn after its verdict could not be voted for; one that got votes was there."""
    return plan.votes is not None or (plan.takes_part and plan.verdict is not None and plan.verdict.on_ballot)


def _groups(
    facts: ReportFacts,
    plans: tuple[PlanFact, ...],
    names: Iterable[str],
    names_of: Callable[[PlanFact], Iterable[str]],
) -> tuple[Group, ...]:
    found = []
    for name in names:
        mine = [plan for plan in plans if name in names_of(plan)]
        has_result = facts.vote is not None
        found.append(
            Group(
                name,
                len(mine),
                sum(plan.likes for plan in mine),
                sum(_on_ballot(plan) for plan in mine) if facts.verdicts_public else None,
                sum(plan.votes or 0 for plan in mine) if has_result else None,
                sum(plan.chosen for plan in mine) if has_result else None,
                sum(plan.granted for plan in mine) if has_result else None,
            )
        )
    return tuple(found)


def _timing(facts: ReportFacts, plans: tuple[PlanFact, ...]) -> Timing:
    days = sorted(plan.verdict_day for plan in plans if plan.verdict is not None and plan.verdict_day)
    weeks = Counter((day - 1) // 7 for day in days)
    return Timing(
        reserved=facts.table_days,
        verdicts=len(days),
        in_time=sum(day <= WEEKS * 7 for day in days),
        middle=median_low(days) if days else None,
        last=days[-1] if days else None,
        by_week=tuple(weeks[week] for week in range(max(WEEKS, *(week + 1 for week in weeks))))
        if weeks
        else (),
    )


def _channels(facts: ReportFacts, plans: tuple[PlanFact, ...]) -> Channels:
    on_paper = sum(plan.likes_on_paper for plan in plans)
    votes: Mapping[str, int | None] = {}
    if facts.vote is not None:
        ways = {"online": facts.vote.voters - facts.vote.on_paper, "paper": facts.vote.on_paper}
        # Without a paper batch there is nothing to hide: everybody knows that nobody could vote so.
        votes = suppressed(ways) if facts.vote.on_paper else ways
    return Channels(
        sum(plan.likes for plan in plans) - on_paper, on_paper, votes.get("online"), votes.get("paper")
    )


def _costs(facts: ReportFacts) -> EditionCosts | None:
    if not facts.costs:
        return None
    total = sum(line.total for line in facts.costs)
    voters = facts.vote.voters if facts.vote else 0
    return EditionCosts(
        facts.costs,
        total,
        total // voters if voters else None,
        share(total, facts.budget),
    )


def _lessons(lessons: Iterable[tuple[Subject, str]]) -> tuple[tuple[Subject, tuple[str, ...]], ...]:
    kept = tuple(lessons)
    by_subject = {subject: tuple(text for about, text in kept if about is subject) for subject in Subject}
    return tuple((subject, texts) for subject, texts in by_subject.items() if texts)


def _state(plan: PlanFact) -> LandingState:
    return plan.landing or LandingState.SEARCHING
