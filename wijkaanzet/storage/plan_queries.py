"""Reading plans: rows with their likes and verdict become :class:`PlanRecord` values here."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from phases.feasibility import VerdictKind
from voting.ballot import Choice
from wijkaanzet.records import EditionRecord, PlanRecord, VerdictRecord
from wijkaanzet.storage.feasibility import Verdict
from wijkaanzet.storage.plans import Like, Plan


def _plans(edition_id: int, *where: ColumnElement[bool]) -> Select[Plan, Verdict, int]:
    likes = (
        select(Like.plan_number, func.count().label("likes"))
        .where(Like.edition_id == edition_id)
        .group_by(Like.plan_number)
        .subquery()
    )
    return (
        select(Plan, Verdict, func.coalesce(likes.c.likes, 0))
        .outerjoin(Verdict, and_(Verdict.edition_id == Plan.edition_id, Verdict.plan_number == Plan.number))
        .outerjoin(likes, likes.c.plan_number == Plan.number)
        .where(Plan.edition_id == edition_id, *where)
        .order_by(Plan.number)
    )


def _record(plan: Plan, verdict: Verdict | None, likes: int) -> PlanRecord:
    return PlanRecord(
        number=plan.number,
        reference=plan.reference,
        title=plan.title,
        summary=plan.summary,
        description=plan.description,
        theme=plan.theme,
        area=plan.area,
        place=plan.place,
        audience=plan.audience,
        estimate=plan.estimate,
        submitter_id=plan.submitter_id,
        withdrawn=plan.withdrawn_at is not None,
        likes=likes,
        verdict=None
        if verdict is None
        else VerdictRecord(
            VerdictKind(verdict.kind), verdict.cost, tuple(verdict.conditions), verdict.explanation
        ),
    )


def list_plans(session: Session, edition_id: int) -> list[PlanRecord]:
    """All plans of an edition by number, withdrawn ones included."""
    return [_record(*row) for row in session.execute(_plans(edition_id))]


def find_plan(session: Session, edition_id: int, number: int) -> PlanRecord | None:
    """One plan, or None."""
    row = session.execute(_plans(edition_id, Plan.number == number)).one_or_none()
    return _record(*row) if row else None


# Built once, because every ballot asks it.
_BALLOT_CHOICES = (
    select(Plan.number, Verdict.cost, Plan.theme, Plan.area)
    .join(Verdict, and_(Verdict.edition_id == Plan.edition_id, Verdict.plan_number == Plan.number))
    .where(
        Plan.edition_id == bindparam("edition"),
        Plan.withdrawn_at.is_(None),
        Verdict.kind.in_([kind.value for kind in VerdictKind if kind.on_ballot]),
    )
    .order_by(Plan.number)
)


_ON_BALLOT = (
    select(func.count())
    .select_from(Plan)
    .where(Plan.edition_id == bindparam("edition"), Plan.withdrawn_at.is_(None))
)
_frozen: dict[tuple[int, str, int], Mapping[int, Choice]] = {}
_MOST_FROZEN = 64


def frozen_choices(session: Session, edition: EditionRecord) -> Mapping[int, Choice]:
    """The plans on the ballot, remembered from one ballot to the next once the first pincode froze them.

    What freezes them draws the lot's seed, so the seed names the frozen list; only a withdrawal can still change it.
    """
    if not edition.lot_seed:
        return ballot_choices(session, edition.id)
    left = session.connection().scalar(_ON_BALLOT, {"edition": edition.id}) or 0
    key = (edition.id, edition.lot_seed, left)
    if key not in _frozen:
        if len(_frozen) >= _MOST_FROZEN:
            _frozen.clear()
        _frozen[key] = ballot_choices(session, edition.id)
    return _frozen[key]


def ballot_choices(session: Session, edition_id: int) -> dict[int, Choice]:
    """The plans on the ballot by number, with the costs that the tally will use."""
    rows = session.connection().execute(_BALLOT_CHOICES, {"edition": edition_id})
    return {number: Choice(number, cost, theme, area) for number, cost, theme, area in rows}
