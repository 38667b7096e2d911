"""A whole edition on a real election file, through the real actions: what the rehearsal of a Pabulib file does.

Each function is one phase. The file's projects become plans, its limits the ballot rule, its declared rule the tally
rule, its voters addresses with a pincode; nothing is stored that the site could not store.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from phases.calendar import Calendar, Phase, Span
from phases.feasibility import Answer, AnswerKind, VerdictKind
from phases.money import MoneyFormatError, scale_to_cents
from voting.ballot import BallotKind, BallotRule, Grouping
from voting.pabulib import BallotLimits, Election
from voting.tally.model import TallyRule, TieKind
from wijkaanzet.actions import feasibility, likes, plans
from wijkaanzet.actions.accounts import account_for
from wijkaanzet.actions.pincodes import Entitlement
from wijkaanzet.actions.rehearsal import DOMAIN
from wijkaanzet.edition import EditionSpec
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord

LIKES = 50
HOMES_PER_POSTCODE = 1000
LONGEST_TITLE = 300
NO_THEME = "Overig"
_DAY = timedelta(days=1)
_LENGTHS = (
    (Phase.SUBMIT, 30),
    (Phase.LIKES, 30),
    (Phase.FEASIBILITY, 42),
    (Phase.VOTING, 30),
    (Phase.EXECUTION, 365),
)


@dataclass(frozen=True)
class Moments:
    """When each phase's acts happen; the voting span holds the real now, so that a server can take ballots."""

    calendar: Calendar

    @classmethod
    def around(cls, now: datetime) -> Moments:
        """A calendar in which voting began a day ago."""
        start = (
            now
            - _DAY
            - sum((length * _DAY for phase, length in _LENGTHS if phase < Phase.VOTING), timedelta())
        )
        spans = {}
        for phase, length in _LENGTHS:
            spans[phase] = Span(start, start + length * _DAY)
            start = spans[phase].end
        return cls(Calendar(spans))

    def __getitem__(self, phase: Phase) -> datetime:
        return self.calendar[phase].start + timedelta(hours=1)


def slug_for(path: Path) -> str:
    """The slug of the edition that rehearses a file."""
    return "rehearse-" + (re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:45] or "file")


def spec_for(election: Election, slug: str, moments: Moments) -> EditionSpec:
    """The edition that a file describes.

    Raises:
        DomainError: "amount-too-fine" when an amount is not in whole cents.
    """
    try:
        for project in election.projects:  # before anything is stored, not when its plan's turn comes
            _cents(election, project.cost)
        return EditionSpec(
            slug=slug,
            name=election.meta.text("description") or slug,
            area=election.meta.text("district") or election.meta.text("unit") or slug,
            municipality=election.meta.text("unit"),
            budget=_cents(election, election.budget),
            currency=election.currency or "EUR",
            like_threshold=LIKES,
            themes=tuple(dict.fromkeys(p.theme or NO_THEME for p in election.projects)) or (NO_THEME,),
            areas=tuple(dict.fromkeys(p.area for p in election.projects if p.area)),
            calendar=moments.calendar,
            ballot_rule=_ballot_rule(election, election.ballot_limits),
            tally_rule=_tally_rule(election),
            tie_kind=TieKind.ORDER,
            rehearsal=True,
        )
    except MoneyFormatError as error:
        raise DomainError("amount-too-fine", amount=str(error)) from error


def submit(session: Session, edition: EditionRecord, election: Election, now: datetime) -> Iterator[int]:
    """Every project as a plan, in the file's order, so that a plan's number is its place in the file."""
    for place, project in enumerate(election.projects, start=1):
        name = election.names[project.id]
        draft = plans.PlanDraft(
            title=name[:LONGEST_TITLE],
            summary=name[:200],
            description=name,
            theme=project.theme or NO_THEME,
            area=project.area,
            rough_estimate=_cents(election, project.cost),
            reference=project.id,
        )
        submitter = account_for(session, f"indiener-{place}@{DOMAIN}", now=now)
        yield plans.submit_plan(session, edition, draft, submitter=submitter, now=now)


def like(session: Session, edition: EditionRecord, now: datetime) -> Iterator[int]:
    """The likes that each plan needs."""
    crowd = [account_for(session, f"bewoner-{i}@{DOMAIN}", now=now) for i in range(1, LIKES + 1)]
    for plan in plans.list_plans(session, edition.id):
        for account in crowd:
            likes.like_plan(session, edition, plan.number, account=account, now=now)
        yield plan.number


def decide(session: Session, edition: EditionRecord, now: datetime) -> Iterator[int]:
    """An answer for each specialism and a verdict with the file's cost, for each plan."""
    checker = account_for(session, f"checker@{DOMAIN}", now=now)
    by_budget = edition.spec.ballot_rule.kind is BallotKind.BUDGET
    for plan in feasibility.plans_at_table(session, edition):
        for specialism in feasibility.asked_for(session, edition, plan):
            answer = Answer(specialism, AnswerKind.YES)
            feasibility.give_answer(
                session, edition, plan.number, answer, version=0, account=checker, now=now
            )
        draft = feasibility.VerdictDraft(VerdictKind.FEASIBLE, plan.estimate)
        if by_budget and plan.estimate > edition.spec.budget:
            draft = feasibility.VerdictDraft(
                VerdictKind.NOT_IN_THIS_BUDGET,
                explanation="Dit plan kost meer dan het hele budget.",
                deviation="Het kan, maar niet binnen dit budget.",
            )
        feasibility.fix_verdict(session, edition, plan.number, draft, account=checker, now=now)
        yield plan.number


def homes(count: int) -> Iterator[Entitlement]:
    """An invented home for each voter, in an order that equals the order of letters."""
    for index in range(count):
        block, number = divmod(index, HOMES_PER_POSTCODE)
        yield Entitlement("Oefenstraat", number + 1, "", "", f"{1000 + block}XX", "Oefenstad")


def _cents(election: Election, amount: int) -> int:
    return scale_to_cents(amount, election.unit)


def _ballot_rule(election: Election, limits: BallotLimits) -> BallotRule:
    """``max_sum_cost`` means budget, lengths mean count; limits per category come beside them."""
    per_theme = {
        theme or NO_THEME: _cents(election, limit)
        for theme, limit in limits.max_sum_cost_per_category.items()
    }
    grouped = bool(per_theme or limits.max_length_per_category or limits.min_length_per_category)
    by_budget = limits.max_sum_cost is not None
    return BallotRule(
        kind=BallotKind.BUDGET if by_budget else BallotKind.COUNT,
        minimum=limits.min_length or 0,
        maximum=limits.max_length or 0,
        sum_limit=_cents(election, limits.max_sum_cost or 0),
        grouping=Grouping.THEME if grouped else Grouping.WHOLE,
        group_minimum=limits.min_length_per_category or 0,
        group_maximum=limits.max_length_per_category or 0,
        group_limits=per_theme,
    )


def _tally_rule(election: Election) -> TallyRule:
    """The declared rule in cents. A ballot here names plans without points, so points cannot rank them."""
    declared = election.declared.rule
    return replace(
        declared,
        min_votes=0 if declared.count_points else declared.min_votes,
        theme_caps={name: _cents(election, cap) for name, cap in declared.theme_caps.items()},
        area_caps={name: _cents(election, cap) for name, cap in declared.area_caps.items()},
        count_points=False,
    )
