"""Conditions that several actions share: the phase, the freeze, and what is public."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.voters import Pincode


def require_phase(edition: EditionRecord, phase: Phase, now: datetime) -> None:
    """Refuse when the edition is not in the phase: "too-early" or "too-late", with the phase and its span."""
    span = edition.spec.calendar[phase]
    if now < span.start:
        raise DomainError("too-early", phase=phase, span=span)
    if now >= span.end:
        raise DomainError("too-late", phase=phase, span=span)


def is_frozen(session: Session, edition: EditionRecord) -> bool:
    """Whether the first pincode was made, which freezes budget, rules and costs."""
    return bool(session.scalar(select(exists().where(Pincode.edition_id == edition.id))))


def require_not_frozen(session: Session, edition: EditionRecord) -> None:
    """Refuse what the first pincode froze; nobody makes that pincode until this transaction ends."""
    lock_edition(session, edition.id)
    if is_frozen(session, edition):
        raise DomainError("frozen")
