"""The audit trail: append-only and hash-chained per edition. It says nothing per ballot."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from wijkaanzet.storage.base import Base, EditionKey, Hash, Line, Moment, Word
from wijkaanzet.storage.editions import lock_edition

_START = bytes(32)


class AuditEntry(Base):
    """One act: who did what to what, why. ``hash`` covers the entry and the hash before it."""

    __tablename__ = "audit_entries"

    edition_id: Mapped[EditionKey]
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[Moment]
    actor: Mapped[Line]
    act: Mapped[Word]
    subject: Mapped[Line]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[Hash]


def _digest(previous: bytes, entry: AuditEntry) -> bytes:
    fields = [
        entry.edition_id,
        entry.sequence,
        entry.at.isoformat(),
        entry.actor,
        entry.act,
        entry.subject,
        entry.details,
    ]
    return hashlib.sha256(previous + json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).digest()


def record_act(
    session: Session,
    edition_id: int,
    act: str,
    *,
    actor: str,
    now: datetime,
    subject: str = "",
    **details: Any,
) -> None:
    """Append an act to the edition's trail, in the transaction of the act itself.

    The edition's row is locked first, so that two hosts cannot append the same sequence number.
    """
    lock_edition(session, edition_id)
    last = session.scalar(
        select(AuditEntry)
        .where(AuditEntry.edition_id == edition_id)
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    )
    entry = AuditEntry(
        edition_id=edition_id,
        sequence=last.sequence + 1 if last else 1,
        at=now.astimezone(UTC),
        actor=actor,
        act=act,
        subject=subject,
        details=details,
    )
    entry.hash = _digest(last.hash if last else _START, entry)
    session.add(entry)
    session.flush()


def first_broken_link(session: Session, edition_id: int) -> int | None:
    """The sequence number at which the chain no longer holds; None when it is whole."""
    previous, expected = _START, 1
    for entry in trail(session, edition_id):
        if entry.sequence != expected or entry.hash != _digest(previous, entry):
            return expected
        previous, expected = entry.hash, expected + 1
    return None


def trail(session: Session, edition_id: int) -> Iterator[AuditEntry]:
    """All acts of an edition in their order."""
    query = select(AuditEntry).where(AuditEntry.edition_id == edition_id).order_by(AuditEntry.sequence)
    yield from session.scalars(query)
