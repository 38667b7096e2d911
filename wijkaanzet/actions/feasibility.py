"""Phase 3, the ja-mits table: answers, the joint verdict, and making all verdicts public together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.feasibility import Answer, AnswerKind, Proposal, Specialism, VerdictKind, compose
from phases.plan import goes_through
from voting.ballot import BallotKind
from wijkaanzet.actions.guards import require_not_frozen, require_taking_part
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import Edition
from wijkaanzet.storage.feasibility import TableAnswer, Verdict
from wijkaanzet.storage.plan_queries import find_plan, list_plans


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it lies on the table, with the version that a change must name."""

    answer: Answer
    version: int


@dataclass(frozen=True)
class VerdictDraft:
    """What the chair fixes. ``cost`` in cents, None when nothing was filled in; a plan may cost nothing.

    ``conditions`` travel on to the ballot and to the execution.
    """

    kind: VerdictKind
    cost: int | None = None
    conditions: tuple[str, ...] = ()
    explanation: str = ""


def plans_at_table(session: Session, edition: EditionRecord) -> list[PlanRecord]:
    """The plans that gathered enough likes and still take part."""
    threshold = edition.spec.like_threshold
    return [p for p in list_plans(session, edition.id) if p.takes_part and goes_through(p.likes, threshold)]


def answers_for(session: Session, edition: EditionRecord, number: int) -> dict[Specialism, GivenAnswer]:
    """The answers on the table for a plan."""
    query = select(TableAnswer).where(TableAnswer.edition_id == edition.id, TableAnswer.plan_number == number)
    return {
        Specialism(row.specialism): GivenAnswer(
            Answer(Specialism(row.specialism), AnswerKind(row.kind), row.explanation), row.version
        )
        for row in session.scalars(query)
    }


def proposal_for(session: Session, edition: EditionRecord, number: int) -> Proposal:
    """The joint verdict that follows from the answers so far."""
    return compose(given.answer for given in answers_for(session, edition, number).values())


def give_answer(
    session: Session,
    edition: EditionRecord,
    number: int,
    answer: Answer,
    *,
    version: int,
    account: int,
    now: datetime,
) -> int:
    """Put an answer on the table, or change it; its new version.

    Args:
        version: the version that the checker saw; 0 for none.

    Raises:
        DomainError: "explanation-missing"; "answer-changed" when somebody else was first, with their text;
            what :func:`_require_table` raises.
    """
    _require_table(session, edition, number, now)
    if not answer.is_complete:
        raise DomainError("explanation-missing")
    row = session.get(TableAnswer, (edition.id, number, answer.specialism.value), with_for_update=True)
    if row is None:
        row = TableAnswer(
            edition_id=edition.id,
            plan_number=number,
            specialism=answer.specialism.value,
            version=0,
            explanation="",
        )
    if row.version != version:
        raise DomainError("answer-changed", explanation=row.explanation, version=row.version)
    session.add(row)
    row.kind, row.explanation, row.version = answer.kind.value, answer.explanation.strip(), version + 1
    row.answered_by, row.answered_at = account, now
    session.flush()
    return row.version


def fix_verdict(
    session: Session, edition: EditionRecord, number: int, draft: VerdictDraft, *, account: int, now: datetime
) -> None:
    """Fix the joint verdict on a plan, or change it while nothing is frozen.

    Raises:
        DomainError: "cost-missing", "cost-over-budget", "conditions-missing", "explanation-missing";
            what :func:`_require_table` raises.
    """
    _require_table(session, edition, number, now)
    _check_verdict(edition, draft)
    row = session.get(Verdict, (edition.id, number), with_for_update=True)
    if row is None:
        row = Verdict(edition_id=edition.id, plan_number=number)
        session.add(row)
    row.kind, row.cost, row.conditions = draft.kind.value, draft.cost or 0, list(draft.conditions)
    row.explanation, row.fixed_by, row.fixed_at = draft.explanation.strip(), account, now
    record_act(
        session,
        edition.id,
        "verdict-fixed",
        actor=f"account {account}",
        now=now,
        subject=f"plan {number}",
        kind=draft.kind.value,
        cost=row.cost,
    )


def publish_verdicts(session: Session, edition: EditionRecord, *, actor: str, now: datetime) -> None:
    """Make all verdicts public together.

    Raises:
        DomainError: "verdicts-owed" with the plan numbers that have none; "too-early" before phase 3.
    """
    if now < edition.spec.calendar[Phase.FEASIBILITY].start:
        raise DomainError("too-early", phase=Phase.FEASIBILITY, span=edition.spec.calendar[Phase.FEASIBILITY])
    owed = [plan.number for plan in plans_at_table(session, edition) if plan.verdict is None]
    if owed:
        raise DomainError("verdicts-owed", numbers=owed)
    row = session.get_one(Edition, edition.id, with_for_update=True)
    if row.verdicts_published_at is None:
        row.verdicts_published_at = now
        record_act(session, edition.id, "verdicts-published", actor=actor, now=now)


def _require_table(session: Session, edition: EditionRecord, number: int, now: datetime) -> None:
    """The table is open from the start of phase 3 until the first pincode is made."""
    span = edition.spec.calendar[Phase.FEASIBILITY]
    if now < span.start:
        raise DomainError("too-early", phase=Phase.FEASIBILITY, span=span)
    require_not_frozen(session, edition)
    require_taking_part(session, edition, number)
    plan = find_plan(session, edition.id, number)
    if plan is None:
        raise DomainError("no-such-plan", number=number)
    if not goes_through(plan.likes, edition.spec.like_threshold):
        raise DomainError(
            "too-few-likes", number=number, likes=plan.likes, threshold=edition.spec.like_threshold
        )


def _check_verdict(edition: EditionRecord, draft: VerdictDraft) -> None:
    if draft.kind.on_ballot and draft.cost is None:
        raise DomainError("cost-missing")
    by_budget = edition.spec.ballot_rule.kind is BallotKind.BUDGET
    if draft.kind.on_ballot and by_budget and (draft.cost or 0) > edition.spec.budget:
        raise DomainError("cost-over-budget", cost=draft.cost, budget=edition.spec.budget)
    if draft.kind is VerdictKind.FEASIBLE_PROVIDED and not draft.conditions:
        raise DomainError("conditions-missing")
    if not draft.kind.on_ballot and not draft.explanation.strip():
        raise DomainError("explanation-missing")
