"""What the evaluation of an edition is made of, read from the database: only what is public, and what organisers entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.execution import AreaMoney
from phases.plan_audiences import audiences_in
from phases.report import headline_of
from phases.report_facts import (
    Carried,
    CostLine,
    GroupTurnout,
    Headline,
    PlanFact,
    ReportFacts,
    Subject,
    VoteFacts,
)
from phases.table_clock import clock_at
from wijkaanzet.actions.counting import published_outcome
from wijkaanzet.actions.editions import list_editions
from wijkaanzet.actions.execution import overview
from wijkaanzet.actions.landings import landing_plans
from wijkaanzet.actions.secrecy import turnout_by_day
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.editions import Edition
from wijkaanzet.storage.execution import Undertaking
from wijkaanzet.storage.feasibility import CostSheet, Verdict
from wijkaanzet.storage.paper import PaperBatch
from wijkaanzet.storage.plan_queries import list_plans
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.reactions import PlanReaction
from wijkaanzet.storage.report import EarlierEdition, EditionCost, EditionLesson
from wijkaanzet.storage.submitting import CoSubmitter
from wijkaanzet.storage.table import TableSession


def read_facts(session: Session, edition: EditionRecord, *, now: datetime) -> ReportFacts:
    """Everything that the evaluation is made of, at the edition's own ``now``."""
    return _facts(session, edition, now, earlier=_earlier(session, edition, now))


def _facts(
    session: Session, edition: EditionRecord, now: datetime, *, earlier: tuple[Headline, ...] = ()
) -> ReportFacts:
    spec, calendar = edition.spec, edition.spec.calendar
    outcome = published_outcome(session, edition)
    table = calendar[Phase.FEASIBILITY]
    return ReportFacts(
        name=spec.name,
        year=calendar[Phase.VOTING].first_day.year,
        budget=spec.budget,
        threshold=spec.like_threshold,
        themes=spec.themes,
        areas=spec.areas,
        plans=_plans(session, edition, outcome, now),
        likes_over=calendar.is_over(Phase.LIKES, now),
        verdicts_public=edition.verdicts_published_at is not None,
        submitters=_submitters(session, edition),
        changed_plans=_count(session, Plan, Plan.edition_id == edition.id, Plan.version > 1),
        reactions=_reactions(session, edition),
        sessions=_count(
            session, TableSession, TableSession.edition_id == edition.id, TableSession.opened_at.is_not(None)
        ),
        table_days=(table.last_day - table.first_day).days + 1,
        costs_changed=_costs_changed(session, edition),
        letters=session.get_one(Edition, edition.id).letters_made,
        vote=None if outcome is None else _vote(session, edition, outcome),
        money=None if outcome is None else _money(session, edition, now),
        costs=costs_of(session, edition),
        lessons=tuple((Subject(row.subject), row.lesson) for row in lesson_rows(session, edition)),
        earlier=earlier,
    )


def costs_of(session: Session, edition: EditionRecord) -> tuple[CostLine, ...]:
    """What the edition itself cost, in the order in which it was entered."""
    return tuple(CostLine(row.what, row.pieces, row.price) for row in cost_rows(session, edition))


def cost_rows(session: Session, edition: EditionRecord) -> list[EditionCost]:
    """The same as rows, with their keys."""
    query = select(EditionCost).where(EditionCost.edition_id == edition.id)
    return list(session.scalars(query.order_by(EditionCost.added_at, EditionCost.id)))


def lesson_rows(session: Session, edition: EditionRecord) -> list[EditionLesson]:
    """The lessons, in the order in which they were entered."""
    query = select(EditionLesson).where(EditionLesson.edition_id == edition.id)
    return list(session.scalars(query.order_by(EditionLesson.added_at, EditionLesson.id)))


def earlier_rows(session: Session, edition: EditionRecord) -> list[EarlierEdition]:
    """Editions from before this installation, the oldest first."""
    query = select(EarlierEdition).where(EarlierEdition.edition_id == edition.id)
    return list(session.scalars(query.order_by(EarlierEdition.year, EarlierEdition.id)))


def _earlier(session: Session, edition: EditionRecord, now: datetime) -> tuple[Headline, ...]:
    """Those of this installation that had their result before, and those that were entered by hand."""
    first = edition.spec.calendar[Phase.VOTING].start
    known = [
        headline_of(_facts(session, other, now))
        for other in list_editions(session)
        if other.id != edition.id
        and other.spec.rehearsal == edition.spec.rehearsal
        and other.spec.calendar[Phase.VOTING].start < first
        and published_outcome(session, other) is not None
    ]
    entered = [
        Headline(
            row.name,
            row.year,
            row.plans,
            row.enough_likes,
            row.on_ballot,
            row.chosen,
            row.realised,
            row.voters,
            row.entitled,
            row.budget,
            by_hand=True,
        )
        for row in earlier_rows(session, edition)
    ]
    return (*known, *entered)


def _plans(
    session: Session, edition: EditionRecord, outcome: Mapping[str, Any] | None, now: datetime
) -> tuple[PlanFact, ...]:
    public = edition.verdicts_published_at is not None
    results = {result["id"]: result for result in outcome["projects"]} if outcome else {}
    query = select(Verdict.plan_number, Verdict.fixed_at).where(Verdict.edition_id == edition.id)
    table, fixed = edition.spec.calendar[Phase.FEASIBILITY], {n: at for n, at in session.execute(query)}  # noqa: C416 - rows
    ways = {one.plan.number: one.way for one in landing_plans(session, edition, now=now)}
    carried = {
        row.plan_number: row
        for row in session.scalars(select(Undertaking).where(Undertaking.edition_id == edition.id))
    }

    def fact(plan: PlanRecord) -> PlanFact:
        verdict = plan.verdict if public else None
        result, way, row = results.get(plan.reference), ways.get(plan.number), carried.get(plan.number)
        return PlanFact(
            number=plan.number,
            title=plan.title,
            theme=plan.theme,
            area=plan.area,
            cost=plan.cost if public else plan.estimate,
            likes=plan.likes,
            likes_on_paper=plan.likes_on_paper,
            audiences=audiences_in(plan.audience),
            withdrawn=plan.withdrawn,
            left=plan.exit.kind if plan.exit else None,
            verdict=verdict.kind if verdict else None,
            conditions=len(verdict.terms) if verdict else 0,
            verdict_day=clock_at(table, fixed[plan.number]).day if verdict else None,
            votes=result["votes"] if result else None,
            chosen=bool(result and result["selected"]),
            granted=result["paid"] if result else 0,
            carried=_carried(row) if row else None,
            landing=way.state if way else None,
            route=way.route if way else None,
        )

    return tuple(fact(plan) for plan in list_plans(session, edition.id, everything=True))


def _carried(row: Undertaking) -> Carried:
    if row.finished_at is not None:
        return Carried.DONE
    return Carried.STOPPED if row.stopped_at is not None else Carried.UNDER_WAY


def _vote(session: Session, edition: EditionRecord, outcome: Mapping[str, Any]) -> VoteFacts:
    """What was published of the vote; codes and voters are not asked, because they are forgotten later."""
    turnout = outcome.get("turnout", {})
    paper = select(func.coalesce(func.sum(PaperBatch.slips), 0)).where(
        PaperBatch.edition_id == edition.id, PaperBatch.stage == "cast"
    )
    return VoteFacts(
        voters=outcome["voters"],
        spent=outcome["spent"],
        entitled=turnout.get("entitled"),
        on_paper=session.scalar(paper) or 0,
        areas=_turnout_of(turnout.get("areas", ())),
        ages=_turnout_of(turnout.get("ages", ())),
        days=tuple(turnout_by_day(session, edition)),
    )


def _turnout_of(rows: list[Mapping[str, Any]] | tuple[()]) -> tuple[GroupTurnout, ...]:
    return tuple(GroupTurnout(row["name"], row["entitled"], row["voted"]) for row in rows)


def _money(session: Session, edition: EditionRecord, now: datetime) -> AreaMoney:
    return overview(session, edition, now=now).money


def _submitters(session: Session, edition: EditionRecord) -> int:
    first = select(Plan.submitter_id).where(Plan.edition_id == edition.id)
    joined = select(CoSubmitter.account_id).where(CoSubmitter.edition_id == edition.id)
    return len(set(session.scalars(first)) | set(session.scalars(joined)))


def _reactions(session: Session, edition: EditionRecord) -> Mapping[str, int]:
    query = select(PlanReaction.kind).where(
        PlanReaction.edition_id == edition.id,
        PlanReaction.withdrawn_at.is_(None),
        PlanReaction.hidden_at.is_(None),
    )
    return Counter(session.scalars(query))


def _costs_changed(session: Session, edition: EditionRecord) -> int:
    """Plans on which the table agreed another amount than the submitter asked."""
    sheets = session.scalars(select(CostSheet).where(CostSheet.edition_id == edition.id))
    return sum(sum(line["amount"] for line in sheet.lines) != sheet.estimate for sheet in sheets)


def _count(session: Session, table: type[Plan] | type[TableSession], *where: Any) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0
