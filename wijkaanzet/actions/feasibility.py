"""Phase 3, the ja-mits table: answers, the joint verdict, and taking it up again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.feasibility import (
    MOST_CONDITIONS,
    Answer,
    AnswerKind,
    Condition,
    Proposal,
    Specialism,
    VerdictKind,
    compose,
    deviates,
)
from voting.ballot import BallotKind
from wijkaanzet.actions.at_table import act, answerable, plans_at_table, require_open, require_table
from wijkaanzet.actions.quickscans import scan_in_use
from wijkaanzet.actions.table_costs import agreed_cost, costs_of
from wijkaanzet.actions.table_publication import announce_verdict, publish_verdicts
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.feasibility import CostSheet, PastVerdict, TableAnswer, TableSeat, Verdict
from wijkaanzet.storage.plan_queries import find_plan
from wijkaanzet.storage.table import note_change

__all__ = [
    "GivenAnswer",
    "PastDecision",
    "VerdictDraft",
    "answers_for",
    "ask_specialism",
    "asked_for",
    "conditions_of",
    "fix_verdict",
    "give_answer",
    "history_of",
    "past_verdicts",
    "plans_at_table",
    "proposal_for",
    "proposals",
    "publish_verdicts",
    "reopen_verdict",
    "seen_mark",
]


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it lies on the table, with the version that a change must name, and who gave it when."""

    answer: Answer
    version: int
    account: int
    at: datetime


@dataclass(frozen=True)
class VerdictDraft:
    """What the chair fixes. ``cost`` in cents, None when nothing was filled in; a plan may cost nothing.

    ``conditions`` travel on to the ballot and to the execution. ``deviation``: why it is not what the answers say.
    ``seen``: the :func:`seen_mark` of what the chair looked at; empty: whatever lies there now.
    """

    kind: VerdictKind
    cost: int | None = None
    conditions: tuple[Condition, ...] = ()
    explanation: str = ""
    deviation: str = ""
    seen: str = ""


@dataclass(frozen=True)
class PastDecision:
    """A verdict that was taken up again, and why."""

    kind: VerdictKind
    cost: int
    conditions: tuple[Condition, ...]
    explanation: str
    reason: str
    at: datetime


def answers_for(session: Session, edition: EditionRecord, number: int) -> dict[Specialism, GivenAnswer]:
    """The answers that lie on the table for a plan: the newest of each specialism."""
    return {given.answer.specialism: given for given in history_of(session, edition, number)}


def history_of(session: Session, edition: EditionRecord, number: int) -> list[GivenAnswer]:
    """All answers that were ever given for a plan, oldest first: nobody's words are lost."""
    query = (
        select(TableAnswer)
        .where(TableAnswer.edition_id == edition.id, TableAnswer.plan_number == number)
        .order_by(TableAnswer.specialism, TableAnswer.version)
    )
    return [_given(row) for row in session.scalars(query)]


def asked_for(session: Session, edition: EditionRecord, plan: PlanRecord) -> tuple[Specialism, ...]:
    """The specialisms that a plan is put to: as the sneltoets says, but for what the chair decided."""
    query = select(TableSeat.specialism, TableSeat.asked).where(
        TableSeat.edition_id == edition.id, TableSeat.plan_number == plan.number
    )
    chosen = {specialism: asked for specialism, asked in session.execute(query)}  # noqa: C416 - a result is no mapping
    return _asked(scan_in_use(session, edition).asked(plan.theme), chosen)


def proposal_for(session: Session, edition: EditionRecord, plan: PlanRecord) -> Proposal:
    """The joint verdict that follows from the answers so far."""
    given = answers_for(session, edition, plan.number).values()
    return compose((one.answer for one in given), asked_for(session, edition, plan))


def proposals(session: Session, edition: EditionRecord) -> list[tuple[PlanRecord, Proposal]]:
    """Every plan at the table with what follows from its answers, in three queries."""
    scan = scan_in_use(session, edition)
    answers: dict[int, dict[Specialism, Answer]] = {}
    rows = select(TableAnswer).where(TableAnswer.edition_id == edition.id).order_by(TableAnswer.version)
    for row in session.scalars(rows):
        given = _given(row).answer
        answers.setdefault(row.plan_number, {})[given.specialism] = given
    seats: dict[int, dict[str, bool]] = {}
    for seat in session.scalars(select(TableSeat).where(TableSeat.edition_id == edition.id)):
        seats.setdefault(seat.plan_number, {})[seat.specialism] = seat.asked
    return [
        (
            plan,
            compose(
                answers.get(plan.number, {}).values(),
                _asked(scan.asked(plan.theme), seats.get(plan.number, {})),
            ),
        )
        for plan in plans_at_table(session, edition)
    ]


def ask_specialism(
    session: Session,
    edition: EditionRecord,
    number: int,
    specialism: Specialism,
    *,
    asked: bool,
    account: int,
    now: datetime,
) -> None:
    """Put a plan to a specialism, or no longer wait for it.

    Raises:
        DomainError: what :func:`require_open` raises.
    """
    require_open(session, edition, number, now)
    key = (edition.id, number, specialism.value)
    row = session.get(TableSeat, key, populate_existing=True)
    if row is None:
        row = TableSeat(edition_id=edition.id, plan_number=number, specialism=specialism.value)
        session.add(row)
    row.asked = asked
    subject = f"plan {number}"
    act(session, edition, "seat-changed", subject, account, now, specialism=specialism.value, asked=asked)


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
    """Put an answer on the table, or change it; its new version. The one before it is kept.

    Args:
        version: the version that the checker saw; 0 for none.

    Raises:
        DomainError: "explanation-missing", "condition-incomplete"; "not-your-specialism"; "answer-changed" when somebody
            else was first; what :func:`require_open` raises.
    """
    require_open(session, edition, number, now)
    if answer.specialism not in answerable(session, edition, account):
        raise DomainError("not-your-specialism")
    if not answer.is_complete or len(answer.conditions) > MOST_CONDITIONS:
        provided = answer.kind is AnswerKind.YES_PROVIDED
        raise DomainError("condition-incomplete" if provided else "explanation-missing")
    lying = session.scalar(
        select(func.max(TableAnswer.version)).where(
            TableAnswer.edition_id == edition.id,
            TableAnswer.plan_number == number,
            TableAnswer.specialism == answer.specialism.value,
        )
    )
    if (lying or 0) != version:
        raise DomainError("answer-changed", version=lying or 0)
    session.add(
        TableAnswer(
            edition_id=edition.id,
            plan_number=number,
            specialism=answer.specialism.value,
            version=version + 1,
            kind=answer.kind.value,
            explanation=answer.explanation.strip(),
            conditions=[condition.as_json() for condition in answer.stated],
            answered_by=account,
            answered_at=now,
        )
    )
    note_change(session, edition.id)
    return version + 1


def seen_mark(session: Session, edition: EditionRecord, number: int) -> str:
    """Another one whenever an answer or the costs of a plan changed."""
    given = session.scalar(
        select(func.count()).where(TableAnswer.edition_id == edition.id, TableAnswer.plan_number == number)
    )
    costs = session.scalar(
        select(CostSheet.version).where(CostSheet.edition_id == edition.id, CostSheet.plan_number == number)
    )
    return f"{given}-{costs or 0}"


def fix_verdict(
    session: Session,
    edition: EditionRecord,
    number: int,
    draft: VerdictDraft,
    *,
    account: int,
    now: datetime,
    site: str | None = None,
) -> None:
    """Fix the joint verdict on a plan. Costs that were agreed in lines are its costs.

    When the verdicts are public already, this one is so at once, and its submitters are mailed.

    Args:
        site: the public address; None: nobody is mailed.

    Raises:
        DomainError: "table-moved" when an answer or the costs are no longer what the chair looked at; "costs-open" when it
            would be public before the submitter could reply to the costs; "cost-missing", "cost-differs", "cost-over-budget", "conditions-missing", "explanation-missing";
            "deviation-missing" when it is not what the answers say and no reason is given; "verdict-fixed"; what
            :func:`require_table` raises.
    """
    plan = require_open(session, edition, number, now)
    if draft.seen and draft.seen != seen_mark(session, edition, number):
        raise DomainError("table-moved")
    public = edition.verdicts_published_at is not None
    if public and draft.kind.on_ballot and not costs_of(session, edition, plan, now=now).state.is_final:
        raise DomainError("costs-open", numbers=[number])
    agreed = agreed_cost(session, edition, number)
    if draft.kind.on_ballot and agreed is not None and draft.cost not in (None, agreed):
        raise DomainError("cost-differs")
    cost = draft.cost if agreed is None else agreed
    _check_verdict(edition, draft, cost)
    proposal = proposal_for(session, edition, plan)
    if deviates(draft.kind, proposal) and not draft.deviation.strip():
        raise DomainError("deviation-missing")
    session.add(
        Verdict(
            edition_id=edition.id,
            plan_number=number,
            kind=draft.kind.value,
            cost=cost or 0,
            conditions=[c.as_json() for c in draft.conditions],
            explanation=draft.explanation.strip(),
            proposed=proposal.kind.value if proposal.kind else None,
            deviation=draft.deviation.strip() if deviates(draft.kind, proposal) else "",
            fixed_by=account,
            fixed_at=now,
        )
    )
    told = {"kind": draft.kind.value, "cost": cost or 0}
    if deviates(draft.kind, proposal):
        told["proposed"] = proposal.kind.value if proposal.kind else "none"
    act(session, edition, "verdict-fixed", f"plan {number}", account, now, **told)
    if public:
        session.flush()
        announce_verdict(session, edition, number, site=site, now=now)


def reopen_verdict(
    session: Session, edition: EditionRecord, number: int, reason: str, *, account: int, now: datetime
) -> None:
    """Take a fixed verdict up again; what it said is kept beside the reason.

    Raises:
        DomainError: "reason-missing"; "no-verdict"; what :func:`require_table` raises.
    """
    require_table(session, edition, number, now)
    if not reason.strip():
        raise DomainError("reason-missing")
    row = session.get(Verdict, (edition.id, number), populate_existing=True)
    if row is None:
        raise DomainError("no-verdict")
    highest = session.scalar(
        select(func.max(PastVerdict.sequence)).where(
            PastVerdict.edition_id == edition.id, PastVerdict.plan_number == number
        )
    )
    session.add(
        PastVerdict(
            edition_id=edition.id,
            plan_number=number,
            sequence=(highest or 0) + 1,
            kind=row.kind,
            cost=row.cost,
            conditions=row.conditions,
            explanation=row.explanation,
            reason=reason.strip(),
            reopened_by=account,
            reopened_at=now,
        )
    )
    session.delete(row)
    session.flush()
    subject = f"plan {number}"
    act(session, edition, "verdict-reopened", subject, account, now, reason=reason.strip(), kind=row.kind)


def past_verdicts(session: Session, edition: EditionRecord, number: int) -> list[PastDecision]:
    """The verdicts on a plan that were taken up again, oldest first."""
    query = (
        select(PastVerdict)
        .where(PastVerdict.edition_id == edition.id, PastVerdict.plan_number == number)
        .order_by(PastVerdict.sequence)
    )
    return [
        PastDecision(
            VerdictKind(row.kind),
            row.cost,
            tuple(map(Condition.from_json, row.conditions)),
            row.explanation,
            row.reason,
            row.reopened_at,
        )
        for row in session.scalars(query)
    ]


def conditions_of(session: Session, edition: EditionRecord, number: int) -> tuple[Condition, ...]:
    """The conditions of the verdict on a plan: what, who, what it costs, before when."""
    plan = find_plan(session, edition.id, number)
    return plan.verdict.terms if plan and plan.verdict else ()


def _given(row: TableAnswer) -> GivenAnswer:
    conditions = tuple(map(Condition.from_json, row.conditions))
    answer = Answer(Specialism(row.specialism), AnswerKind(row.kind), row.explanation, conditions)
    return GivenAnswer(answer, row.version, row.answered_by, row.answered_at)


def _asked(usual: tuple[Specialism, ...], seats: Mapping[str, bool]) -> tuple[Specialism, ...]:
    return tuple(s for s in Specialism if seats.get(s.value, s in usual))


def _check_verdict(edition: EditionRecord, draft: VerdictDraft, cost: int | None) -> None:
    if draft.kind.on_ballot and cost is None:
        raise DomainError("cost-missing")
    by_budget = edition.spec.ballot_rule.kind is BallotKind.BUDGET
    if draft.kind.on_ballot and by_budget and (cost or 0) > edition.spec.budget:
        raise DomainError("cost-over-budget", cost=cost, budget=edition.spec.budget)
    if draft.kind is VerdictKind.FEASIBLE_PROVIDED and not draft.conditions:
        raise DomainError("conditions-missing")
    if not all(condition.what.strip() for condition in draft.conditions):
        raise DomainError("condition-incomplete")
    if not draft.kind.on_ballot and not draft.explanation.strip():
        raise DomainError("explanation-missing")
