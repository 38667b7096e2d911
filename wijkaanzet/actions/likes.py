"""Phase 2: liking a plan, once for each verified address; who likes it, and what of it counts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from phases.calendar import Phase
from wijkaanzet.actions.guards import require_phase, require_taking_part
from wijkaanzet.actions.paper_likes import count_on_paper
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.likes import Like, PaperLikes, SetAside

__all__ = ["LikeFigures", "count_likes", "figures_of", "like_plan", "likes_of", "unlike_plan"]


@dataclass(frozen=True)
class LikeFigures:
    """The likes of one plan as everybody may know them.

    Attributes:
        counted: those that count, on paper included.
        on_paper: those of them signed on a list.
        added_lists: whether lists of merged plans were added up, in which a person may stand twice.
        set_aside: how many do not count, with the reason, for each decision that stands.
        mine: whether the asking account likes it.
    """

    counted: int
    on_paper: int
    added_lists: bool
    set_aside: tuple[tuple[int, str], ...]
    mine: bool


def like_plan(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    account: int,
    now: datetime,
    network: bytes | None = None,
) -> int:
    """Like a plan once; the number of likes it now has. Liking it again, also at the same moment, changes nothing.

    Args:
        network: the keyed hash of the visitor's network, to see waves.

    Raises:
        DomainError: outside phase 2; what :func:`require_taking_part` raises.
    """
    require_phase(edition, Phase.LIKES, now)
    require_taking_part(session, edition, number)
    mine = exists().where(
        Like.edition_id == edition.id, Like.plan_number == number, Like.account_id == account
    )
    if not session.scalar(select(mine)):
        with suppress(IntegrityError), session.begin_nested():
            session.execute(
                insert(Like),
                {
                    "edition_id": edition.id,
                    "plan_number": number,
                    "account_id": account,
                    "liked_at": now,
                    "network": network,
                    "set_aside_id": None,
                },
            )
    return count_likes(session, edition, number)


def unlike_plan(session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime) -> int:
    """Take a like back; the number of likes that are left.

    One that was set aside stays: who gives it anew would have it counted.
    """
    require_phase(edition, Phase.LIKES, now)
    require_taking_part(session, edition, number)
    session.execute(
        delete(Like).where(
            Like.edition_id == edition.id,
            Like.plan_number == number,
            Like.account_id == account,
            Like.set_aside_id.is_(None),
        )
    )
    return count_likes(session, edition, number)


def count_likes(session: Session, edition: EditionRecord, number: int) -> int:
    """How many likes of a plan count, on paper included."""
    online = select(func.count()).where(
        Like.edition_id == edition.id, Like.plan_number == number, Like.set_aside_id.is_(None)
    )
    return (session.scalar(online) or 0) + count_on_paper(session, edition, number)


def likes_of(session: Session, edition: EditionRecord, account: int) -> frozenset[int]:
    """The numbers of the plans that an account likes."""
    query = select(Like.plan_number).where(Like.edition_id == edition.id, Like.account_id == account)
    return frozenset(session.scalars(query))


def figures_of(
    session: Session, edition: EditionRecord, number: int, *, account: int | None = None
) -> LikeFigures:
    """The likes of a plan with what explains them."""
    aside = (
        select(func.count(), SetAside.reason)
        .select_from(Like)
        .join(SetAside, (SetAside.edition_id == Like.edition_id) & (SetAside.id == Like.set_aside_id))
        .where(Like.edition_id == edition.id, Like.plan_number == number)
        .group_by(SetAside.id, SetAside.reason, SetAside.decided_at)
        .order_by(SetAside.decided_at)
    )
    added = exists().where(
        PaperLikes.edition_id == edition.id,
        PaperLikes.plan_number == number,
        PaperLikes.from_plan.is_not(None),
    )
    return LikeFigures(
        counted=count_likes(session, edition, number),
        on_paper=count_on_paper(session, edition, number),
        added_lists=bool(session.scalar(select(added))),
        set_aside=tuple((count, reason) for count, reason in session.execute(aside)),
        mine=account is not None and session.get(Like, (edition.id, number, account)) is not None,
    )
