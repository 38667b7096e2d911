"""Reading plans: rows with their likes and verdict become :class:`PlanRecord` values here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from phases.feasibility import Condition, VerdictKind
from phases.plan import Exit
from phases.plan_draft import CostLine
from voting.ballot import Choice
from wijkaanzet.records import EditionRecord, ExitRecord, PictureRecord, PlanRecord, VerdictRecord
from wijkaanzet.storage.base import connection_of
from wijkaanzet.storage.feasibility import Verdict
from wijkaanzet.storage.likes import Like, PaperLikes
from wijkaanzet.storage.pictures import Picture
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.submitting import PlanPicture
from wijkaanzet.storage.weekly_check import PlanExit


def _plans(
    edition_id: int, *where: ColumnElement[bool]
) -> Select[Plan, Verdict, PlanExit, int, int, int, str, int, int]:
    online = (
        select(Like.plan_number, func.count().label("likes"))
        .where(Like.edition_id == edition_id, Like.set_aside_id.is_(None))
        .group_by(Like.plan_number)
        .subquery()
    )
    paper = (
        select(PaperLikes.plan_number, func.sum(PaperLikes.amount).label("likes"))
        .where(PaperLikes.edition_id == edition_id)
        .group_by(PaperLikes.plan_number)
        .subquery()
    )
    return (
        select(
            Plan,
            Verdict,
            PlanExit,
            func.coalesce(online.c.likes, 0),
            func.coalesce(paper.c.likes, 0),
            Picture.id,
            Picture.alt,
            Picture.width,
            Picture.height,
        )
        .outerjoin(Verdict, and_(Verdict.edition_id == Plan.edition_id, Verdict.plan_number == Plan.number))
        .outerjoin(
            PlanExit, and_(PlanExit.edition_id == Plan.edition_id, PlanExit.plan_number == Plan.number)
        )
        .outerjoin(
            PlanPicture,
            and_(
                PlanPicture.edition_id == Plan.edition_id,
                PlanPicture.plan_number == Plan.number,
                PlanPicture.position == 0,
            ),
        )
        .outerjoin(
            Picture,
            and_(Picture.edition_id == PlanPicture.edition_id, Picture.id == PlanPicture.picture_id),
        )
        .outerjoin(online, online.c.plan_number == Plan.number)
        .outerjoin(paper, paper.c.plan_number == Plan.number)
        .where(Plan.edition_id == edition_id, *where)
        .order_by(Plan.number)
    )


def _record(
    plan: Plan,
    verdict: Verdict | None,
    left: PlanExit | None,
    online: int,
    paper: int,
    *picture: Any,
) -> PlanRecord:
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
        likes=online + paper,
        likes_on_paper=paper,
        verdict=None
        if verdict is None
        else VerdictRecord(
            VerdictKind(verdict.kind),
            verdict.cost,
            tuple(map(Condition.from_json, verdict.conditions)),
            verdict.explanation,
        ),
        exit=None
        if left is None
        else ExitRecord(Exit(left.kind), left.explanation, left.department, left.into_number, left.acted_at),
        latitude=plan.latitude,
        longitude=plan.longitude,
        costs=tuple(CostLine(**line) for line in plan.costs),
        carried_out_by=plan.carried_out_by,
        help_wanted=plan.help_wanted,
        version=plan.version,
        picture=PictureRecord(*picture) if picture[0] is not None else None,
    )


_SHOWN = or_(PlanExit.kind.is_(None), PlanExit.kind == Exit.FORWARDED.value)
_NOT_HIDDEN = or_(PlanExit.kind.is_(None), PlanExit.kind != Exit.HIDDEN.value)


def list_plans(session: Session, edition_id: int, *, everything: bool = False) -> list[PlanRecord]:
    """The plans of an edition by number, withdrawn ones included; those hidden or merged only with ``everything``."""
    where = () if everything else (_SHOWN,)
    return [_record(*row) for row in session.execute(_plans(edition_id, *where))]


def find_plan(session: Session, edition_id: int, number: int, *, hidden: bool = False) -> PlanRecord | None:
    """One plan, or None; a hidden one only with ``hidden``, for those who may see it."""
    where = () if hidden else (_NOT_HIDDEN,)
    row = session.execute(_plans(edition_id, Plan.number == number, *where)).one_or_none()
    return _record(*row) if row else None


# Built once, because every ballot asks it.
_BALLOT_CHOICES = (
    select(Plan.number, Verdict.cost, Plan.theme, Plan.area)
    .join(Verdict, and_(Verdict.edition_id == Plan.edition_id, Verdict.plan_number == Plan.number))
    .where(
        Plan.edition_id == bindparam("edition"),
        Plan.withdrawn_at.is_(None),
        ~exists().where(PlanExit.edition_id == Plan.edition_id, PlanExit.plan_number == Plan.number),
        Verdict.kind.in_([kind.value for kind in VerdictKind if kind.on_ballot]),
    )
    .order_by(Plan.number)
)


PLANS_LEFT = (
    select(func.count())
    .select_from(Plan)
    .where(Plan.edition_id == bindparam("edition"), Plan.withdrawn_at.is_(None))
)


@dataclass(frozen=True)
class BallotPaper:
    """What can be chosen. ``plans_left`` tells this paper from one that a withdrawal made old."""

    plans_left: int
    choices: Mapping[int, Choice]


_papers: dict[tuple[int, str], BallotPaper] = {}
_MOST_PAPERS = 64


def ballot_paper(session: Session, edition: EditionRecord, plans_left: int | None = None) -> BallotPaper:
    """The ballot paper, remembered from one ballot to the next once the first pincode froze it.

    What freezes it draws the lot's seed, so the seed names the paper; only a withdrawal can still change it. No plan is
    hidden, merged or forwarded, or comes back, after that: `actions/plan_exits.py` refuses.

    Args:
        plans_left: what :data:`PLANS_LEFT` says now, when the caller knows it already.
    """
    if plans_left is None:
        plans_left = connection_of(session).scalar(PLANS_LEFT, {"edition": edition.id}) or 0
    key = (edition.id, edition.lot_seed)
    known = _papers.get(key) if edition.lot_seed else None
    if known is not None and known.plans_left == plans_left:
        return known
    if len(_papers) >= _MOST_PAPERS:
        _papers.clear()
    _papers[key] = paper = BallotPaper(plans_left, ballot_choices(session, edition.id))
    return paper


def remembered_paper(session: Session, edition: EditionRecord) -> BallotPaper:
    """The ballot paper as this process saw it last: who casts by it compares its ``plans_left`` in the same statement."""
    known = _papers.get((edition.id, edition.lot_seed)) if edition.lot_seed else None
    return known or ballot_paper(session, edition)


def ballot_choices(session: Session, edition_id: int) -> dict[int, Choice]:
    """The plans on the ballot by number, with the costs that the tally will use."""
    rows = connection_of(session).execute(_BALLOT_CHOICES, {"edition": edition_id})
    return {number: Choice(number, cost, theme, area) for number, cost, theme, area in rows}
