"""News of a chosen plan, from its submitters or an organiser, with a picture."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from wijkaanzet.actions.undertakings import chosen, is_submitter, record
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.execution import Update


def write_update(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    text: str,
    account: int,
    is_organiser: bool,
    now: datetime,
) -> int:
    """Tell the neighbourhood how a chosen plan is going, also after it ended; the update's key.

    Raises:
        DomainError: "not-chosen"; "not-the-submitter".
    """
    chosen(session, edition, number)
    _require_writer(session, edition, number, account, is_organiser)
    row = Update(
        edition_id=edition.id,
        id=new_id(),
        plan_number=number,
        text=text.strip(),
        written_by=account,
        written_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def change_update(
    session: Session,
    edition: EditionRecord,
    number: int,
    update_id: int,
    *,
    text: str,
    account: int,
    is_organiser: bool,
    now: datetime,
) -> None:
    """Change the words of an update; its readers see that it was changed.

    Raises:
        DomainError: "not-chosen", "not-the-submitter", "no-such-update".
    """
    row = find_update(session, edition, number, update_id, account=account, is_organiser=is_organiser)
    if row.text != text.strip():
        row.text, row.changed_at = text.strip(), now
        _record_staff(session, edition, "update-changed", row, account, now)


def remove_update(
    session: Session,
    edition: EditionRecord,
    number: int,
    update_id: int,
    *,
    account: int,
    is_organiser: bool,
    now: datetime,
) -> None:
    """Take an update off the site.

    Raises:
        DomainError: "not-chosen", "not-the-submitter", "no-such-update".
    """
    row = find_update(session, edition, number, update_id, account=account, is_organiser=is_organiser)
    session.delete(row)
    _record_staff(session, edition, "update-removed", row, account, now)


def find_update(
    session: Session, edition: EditionRecord, number: int, update_id: int, *, account: int, is_organiser: bool
) -> Update:
    """An update that this account may change.

    Raises:
        DomainError: "not-the-submitter", "no-such-update".
    """
    _require_writer(session, edition, number, account, is_organiser)
    row = session.get(Update, (edition.id, update_id))
    if row is None or row.plan_number != number:
        raise DomainError("no-such-update")
    return row


def _require_writer(
    session: Session, edition: EditionRecord, number: int, account: int, is_organiser: bool
) -> None:
    if not is_organiser and not is_submitter(session, edition, number, account):
        raise DomainError("not-the-submitter")


def _record_staff(
    session: Session, edition: EditionRecord, act: str, row: Update, account: int, now: datetime
) -> None:
    """What somebody does with words of somebody else is in the trail."""
    if row.written_by != account:
        record(session, edition, act, row.plan_number, f"account {account}", now)
