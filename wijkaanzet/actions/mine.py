"""The plans of one resident."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.submitting import CoSubmitter, JoinRequest


def plans_of(session: Session, edition: EditionRecord, account: int) -> Sequence[tuple[int, bool, int]]:
    """The plans that an account submits, the newest first: number, whether others submit it too, how many ask to join."""
    others = and_(CoSubmitter.edition_id == Plan.edition_id, CoSubmitter.plan_number == Plan.number)
    asking = (
        select(func.count())
        .select_from(JoinRequest)
        .where(JoinRequest.edition_id == Plan.edition_id, JoinRequest.plan_number == Plan.number)
        .scalar_subquery()
    )
    query = (
        select(Plan.number, exists().where(others), asking)
        .where(
            Plan.edition_id == edition.id,
            or_(Plan.submitter_id == account, exists().where(others, CoSubmitter.account_id == account)),
        )
        .order_by(Plan.number.desc())
    )
    return [(number, together, waiting) for number, together, waiting in session.execute(query)]
