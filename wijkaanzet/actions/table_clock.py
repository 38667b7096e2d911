"""The six-week clock: what each plan still waits for and from whom, and the reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.costs import CostState
from phases.feasibility import Specialism
from phases.table_clock import Clock, Owes, clock_at, reminder_day
from wijkaanzet.actions.feasibility import proposals
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.table_costs import all_costs
from wijkaanzet.actions.table_people import Person, checkers
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.accounts import RoleGrant
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.feasibility import Verdict
from wijkaanzet.storage.table import TableReminder


@dataclass(frozen=True)
class Waiting:
    """What a plan still waits for.

    Attributes:
        owed: the specialisms that have not answered, each with the addresses of who answers for it.
        owes: everything that is still to be done; empty when the plan is ready to become public.
        days: on which day of the clock its verdict came, or which day it is now.
        cost: what the table agreed, else the submitter's estimate, in cents.
    """

    plan: PlanRecord
    owed: tuple[tuple[Specialism, tuple[str, ...]], ...]
    owes: tuple[Owes, ...]
    days: int
    cost: int


@dataclass(frozen=True)
class Overview:
    """The clock of the whole, and of each plan."""

    clock: Clock
    plans: tuple[Waiting, ...]

    @property
    def ready(self) -> int:
        """How many plans wait for nothing."""
        return sum(not one.owes for one in self.plans)


def overview(session: Session, edition: EditionRecord, *, now: datetime) -> Overview:
    """How far the six weeks are, and who still owes what."""
    span = edition.spec.calendar[Phase.FEASIBILITY]
    people = checkers(session, edition)
    costs = all_costs(session, edition, now=now)
    clock = clock_at(span, now)
    fixed_at = select(Verdict.plan_number, Verdict.fixed_at).where(Verdict.edition_id == edition.id)
    fixed = dict(session.execute(fixed_at).all())
    plans = []
    for plan, proposal in proposals(session, edition):
        decided = plan.verdict is not None
        owed = () if decided else tuple((s, _emails(people, s)) for s in proposal.owed)
        state = costs[plan.number].state if plan.number in costs else CostState.SAME
        on_ballot = plan.verdict is None or plan.verdict.kind.on_ballot
        owes = []
        if owed:
            owes.append(Owes.ANSWERS)
        if on_ballot and state is CostState.DRAFT:
            owes.append(Owes.COSTS)
        if on_ballot and state is CostState.ASKED:
            owes.append(Owes.REPLY)
        if on_ballot and state is CostState.DISPUTED:
            owes.append(Owes.SETTLEMENT)
        if not decided:
            owes.append(Owes.VERDICT)
        days = clock_at(span, fixed.get(plan.number, now)).day
        cost = costs[plan.number].total if plan.number in costs else plan.cost
        plans.append(Waiting(plan, owed, tuple(owes), days, cost))
    return Overview(clock, tuple(plans))


def remind(session: Session, edition: EditionRecord, *, site: str, now: datetime) -> int:
    """Mail every checker which plans wait for their answer, and every organiser what is open; how many mails."""
    day = reminder_day(edition.spec.calendar[Phase.FEASIBILITY], now)
    if day is None or edition.verdicts_published_at is not None:
        return 0
    lock_edition(session, edition.id)
    if session.get(TableReminder, (edition.id, day)) is not None:
        return 0
    seen = overview(session, edition, now=now)
    waiting = [one for one in seen.plans if one.owes]
    if not waiting:
        return 0
    session.add(TableReminder(edition_id=edition.id, day=day))
    query = select(RoleGrant.account_id).where(
        RoleGrant.edition_id == edition.id, RoleGrant.role == "organiser"
    )
    organisers = set(session.scalars(query))
    told = 0
    for person in checkers(session, edition):
        mine = [one for one in waiting if person.email in {e for _s, emails in one.owed for e in emails}]
        shown = waiting if person.account in organisers else mine
        if shown:
            told += 1
            mail_account(
                session,
                edition,
                person.account,
                "tafel-herinnering",
                now=now,
                plans=[one.plan.title for one in shown],
                organiser=person.account in organisers,
                days_left=seen.clock.days_left,
                last_day=seen.clock.last_day,
                link=f"{site}/tafel",
            )
    return told


def _emails(people: list[Person], specialism: Specialism) -> tuple[str, ...]:
    return tuple(person.email for person in people if specialism in person.specialisms)
