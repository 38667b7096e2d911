"""Signatures on paper: lists that were handed in at the desk, and entries that put a mistake right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from phases.calendar import Phase
from wijkaanzet.actions.guards import require_phase, require_taking_part
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.likes import PaperLikes
from wijkaanzet.storage.plans import Plan

MOST_ON_A_LIST = 1000


@dataclass(frozen=True)
class PaperEntry:
    """A list as the desk sees it. ``corrected``: it was taken off again."""

    id: int
    plan: int
    title: str
    amount: int
    reference: str
    checked: int
    recorded_at: datetime
    corrected: bool
    from_plan: int | None


def record_list(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    amount: int,
    reference: str,
    checked: int,
    account: int,
    now: datetime,
) -> int:
    """Add the signatures of a list to a plan's likes; the key of the entry.

    Args:
        amount: how many signatures count.
        reference: what is written on the list, so that it can be found again.
        checked: how many of the addresses on it were checked.

    Raises:
        DomainError: outside phase 2; "list-amount", "list-checked"; "list-exists" when this list was added to this
            plan before; what :func:`require_taking_part` raises.
    """
    require_phase(edition, Phase.LIKES, now)
    if not 0 < amount <= MOST_ON_A_LIST:
        raise DomainError("list-amount", most=MOST_ON_A_LIST)
    if not 0 <= checked <= amount:
        raise DomainError("list-checked")
    lock_edition(session, edition.id)
    require_taking_part(session, edition, number)
    reference = " ".join(reference.split())
    undone = aliased(PaperLikes)
    same = exists().where(
        PaperLikes.edition_id == edition.id,
        PaperLikes.plan_number == number,
        func.lower(PaperLikes.list_reference) == reference.lower(),
        PaperLikes.corrects.is_(None),
        ~exists().where(undone.edition_id == PaperLikes.edition_id, undone.corrects == PaperLikes.id),
    )
    if session.scalar(select(same)):
        raise DomainError("list-exists", reference=reference)
    row = PaperLikes(
        edition_id=edition.id,
        id=new_id(),
        plan_number=number,
        amount=amount,
        list_reference=reference,
        checked=checked,
        recorded_by=account,
        recorded_at=now,
    )
    session.add(row)
    record_act(
        session,
        edition.id,
        "signatures-added",
        actor=f"account {account}",
        now=now,
        subject=f"plan {number}",
        signatures=amount,
        checked=checked,
        list=reference,
    )
    return row.id


def take_off(
    session: Session, edition: EditionRecord, entry: int, *, reason: str, account: int, now: datetime
) -> None:
    """Put a mistake right: an entry that takes off what another one added. Both stay to be seen.

    Raises:
        DomainError: outside phase 2; "reason-missing", "no-such-list", "list-corrected".
    """
    require_phase(edition, Phase.LIKES, now)
    if not reason.strip():
        raise DomainError("reason-missing")
    lock_edition(session, edition.id)
    row = session.get(PaperLikes, (edition.id, entry))
    if row is None or row.corrects is not None:
        raise DomainError("no-such-list")
    done = exists().where(PaperLikes.edition_id == edition.id, PaperLikes.corrects == entry)
    if session.scalar(select(done)):
        raise DomainError("list-corrected")
    session.add(
        PaperLikes(
            edition_id=edition.id,
            id=new_id(),
            plan_number=row.plan_number,
            amount=-row.amount,
            list_reference=row.list_reference,
            checked=0,
            corrects=entry,
            recorded_by=account,
            recorded_at=now,
        )
    )
    record_act(
        session,
        edition.id,
        "signatures-taken-off",
        actor=f"account {account}",
        now=now,
        subject=f"plan {row.plan_number}",
        signatures=row.amount,
        list=row.list_reference,
        reason=reason.strip(),
    )


def list_entries(session: Session, edition: EditionRecord) -> list[PaperEntry]:
    """The lists that were added, newest first."""
    undone = aliased(PaperLikes)
    query = (
        select(PaperLikes, Plan.title, undone.id)
        .join(Plan, (Plan.edition_id == PaperLikes.edition_id) & (Plan.number == PaperLikes.plan_number))
        .outerjoin(undone, (undone.edition_id == PaperLikes.edition_id) & (undone.corrects == PaperLikes.id))
        .where(PaperLikes.edition_id == edition.id, PaperLikes.corrects.is_(None))
        .order_by(PaperLikes.recorded_at.desc(), PaperLikes.id)
    )
    return [
        PaperEntry(
            row.id,
            row.plan_number,
            title,
            row.amount,
            row.list_reference,
            row.checked,
            row.recorded_at,
            correction is not None,
            row.from_plan,
        )
        for row, title, correction in session.execute(query)
    ]


def count_on_paper(session: Session, edition: EditionRecord, number: int) -> int:
    """How many signatures on paper a plan has."""
    query = select(func.sum(PaperLikes.amount)).where(
        PaperLikes.edition_id == edition.id, PaperLikes.plan_number == number
    )
    return int(session.scalar(query) or 0)
