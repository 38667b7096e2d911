"""Waves of new addresses from one network: shown to the organiser, who can set their likes aside with a reason.

The network is a keyed hash that is kept for nothing else and removed when the phase is over. Nobody sees an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.likes import LikeSeen, Wave, waves
from wijkaanzet.actions.guards import require_not_frozen, require_phase
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import Account
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.likes import Like, SetAside


@dataclass(frozen=True)
class Decision:
    """Likes that were set aside. ``likes``: how many do not count because of it now."""

    id: int
    plan: int
    likes: int
    reason: str
    decided_at: datetime
    undone_at: datetime | None


def seen_waves(session: Session, edition: EditionRecord) -> list[Wave]:
    """The waves whose likes still count, in whole or in part."""
    return [wave for wave in _all_waves(session, edition) if wave.open]


def decisions(session: Session, edition: EditionRecord) -> list[Decision]:
    """What was set aside, newest first, also what was undone."""
    still = (
        select(Like.set_aside_id, func.count().label("likes"))
        .where(Like.edition_id == edition.id, Like.set_aside_id.is_not(None))
        .group_by(Like.set_aside_id)
        .subquery()
    )
    query = (
        select(SetAside, func.coalesce(still.c.likes, 0))
        .outerjoin(still, still.c.set_aside_id == SetAside.id)
        .where(SetAside.edition_id == edition.id)
        .order_by(SetAside.decided_at.desc(), SetAside.id)
    )
    return [
        Decision(row.id, row.plan_number, likes, row.reason, row.decided_at, row.undone_at)
        for row, likes in session.execute(query)
    ]


def set_aside(
    session: Session, edition: EditionRecord, wave_name: str, *, reason: str, account: int, now: datetime
) -> int:
    """Let the likes of a wave count no longer; how many those are. Everybody reads the number and the reason.

    Raises:
        DomainError: outside phase 2; "reason-missing"; "no-such-wave" when it is not there or was set aside already.
    """
    require_phase(edition, Phase.LIKES, now)
    if not reason.strip():
        raise DomainError("reason-missing")
    lock_edition(session, edition.id)
    wave = next((one for one in seen_waves(session, edition) if one.name == wave_name), None)
    if wave is None:
        raise DomainError("no-such-wave")
    row = SetAside(
        edition_id=edition.id,
        id=new_id(),
        plan_number=wave.plan,
        reason=reason.strip(),
        likes=len(wave.open),
        decided_by=account,
        decided_at=now,
    )
    session.add(row)
    session.flush()
    session.execute(
        update(Like)
        .where(
            Like.edition_id == edition.id,
            Like.plan_number == wave.plan,
            Like.account_id.in_(wave.open),
            Like.set_aside_id.is_(None),
        )
        .values(set_aside_id=row.id)
    )
    record_act(
        session,
        edition.id,
        "likes-set-aside",
        actor=f"account {account}",
        now=now,
        subject=f"plan {wave.plan}",
        likes=len(wave.open),
        reason=row.reason,
    )
    return len(wave.open)


def count_again(
    session: Session, edition: EditionRecord, decision: int, *, account: int, now: datetime
) -> int:
    """Undo a decision: its likes count again; how many. That may be done until the first pincode is made.

    Raises:
        DomainError: "frozen", "no-such-decision".
    """
    require_not_frozen(session, edition)
    row = session.get(SetAside, (edition.id, decision), with_for_update=True)
    if row is None or row.undone_at is not None:
        raise DomainError("no-such-decision")
    row.undone_at = now
    counted = session.execute(
        update(Like)
        .where(Like.edition_id == edition.id, Like.set_aside_id == decision)
        .values(set_aside_id=None)
        .returning(Like.account_id)
    )
    likes = len(counted.all())
    record_act(
        session,
        edition.id,
        "likes-count-again",
        actor=f"account {account}",
        now=now,
        subject=f"plan {row.plan_number}",
        likes=likes,
    )
    return likes


def forget_networks(session: Session, edition: EditionRecord, *, now: datetime) -> int:
    """Remove what is kept of networks once the phase is over; from how many likes."""
    if not edition.spec.calendar.is_over(Phase.LIKES, now):
        return 0
    forgotten = session.execute(
        update(Like)
        .where(Like.edition_id == edition.id, Like.network.is_not(None))
        .values(network=None)
        .returning(Like.account_id)
    )
    return len(forgotten.all())


def _all_waves(session: Session, edition: EditionRecord) -> list[Wave]:
    query = (
        select(Like, Account.created_at)
        .join(Account, Account.id == Like.account_id)
        .where(Like.edition_id == edition.id, Like.network.is_not(None))
    )
    return waves(
        LikeSeen(
            like.plan_number,
            like.account_id,
            like.network or b"",
            like.liked_at,
            edition.local_now(made),
            like.set_aside_id is not None,
        )
        for like, made in session.execute(query)
    )
