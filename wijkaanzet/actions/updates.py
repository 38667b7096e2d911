"""News of a chosen plan, from its submitters or an organiser, with pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from phases.notices import NoticeKind
from wijkaanzet.actions.notices import forget, notify
from wijkaanzet.actions.pictures import add_picture, pictures_of
from wijkaanzet.actions.undertakings import chosen, is_submitter, record
from wijkaanzet.errors import DomainError
from wijkaanzet.pictures import Encoded
from wijkaanzet.records import EditionRecord, PictureRecord
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.execution import Update, UpdatePicture
from wijkaanzet.storage.pictures import Picture

MOST_PICTURES = 4
"""With one update."""


@dataclass(frozen=True)
class Writer:
    """Who writes: an account, as organiser or as one of the plan's submitters."""

    account: int
    is_organiser: bool = False


def write_update(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    text: str,
    by: Writer,
    now: datetime,
    pictures: Sequence[Encoded] = (),
    alt: str = "",
) -> int:
    """Tell the neighbourhood how a chosen plan is going, also after it ended; the update's key.

    Args:
        pictures: at most :data:`MOST_PICTURES`.
        alt: what is on them, for people who do not see them.

    Raises:
        DomainError: "not-chosen"; "not-the-submitter"; "pictures-too-many".
    """
    chosen(session, edition, number)
    _require_writer(session, edition, number, by)
    if len(pictures) > MOST_PICTURES:
        raise DomainError("pictures-too-many", most=MOST_PICTURES)
    row = Update(
        edition_id=edition.id,
        id=new_id(),
        plan_number=number,
        text=text.strip(),
        written_by=by.account,
        written_at=now,
    )
    session.add(row)
    session.flush()
    for position, picture in enumerate(pictures):
        key = add_picture(session, edition, picture, alt=alt, owner=by.account, now=now, shown=True)
        session.add(UpdatePicture(edition_id=edition.id, update_id=row.id, position=position, picture_id=key))
    session.flush()
    notify(session, edition, number, NoticeKind.NEWS, by=by.account, now=now, about=row.id, text=row.text)
    return row.id


def change_update(
    session: Session,
    edition: EditionRecord,
    number: int,
    update_id: int,
    *,
    text: str,
    by: Writer,
    now: datetime,
) -> None:
    """Change the words of an update; its readers see that it was changed.

    Raises:
        DomainError: "not-chosen", "not-the-submitter", "no-such-update".
    """
    row = _find_update(session, edition, number, update_id, by=by)
    if row.text != text.strip():
        row.text, row.changed_at = text.strip(), now
        _record_staff(session, edition, "update-changed", row, by, now)


def remove_update(
    session: Session,
    edition: EditionRecord,
    number: int,
    update_id: int,
    *,
    by: Writer,
    now: datetime,
) -> None:
    """Take an update and its pictures off the site.

    Raises:
        DomainError: "not-chosen", "not-the-submitter", "no-such-update".
    """
    row = _find_update(session, edition, number, update_id, by=by)
    mine = (UpdatePicture.edition_id == edition.id, UpdatePicture.update_id == row.id)
    keys = list(session.scalars(select(UpdatePicture.picture_id).where(*mine)))
    session.execute(delete(UpdatePicture).where(*mine))
    session.execute(delete(Picture).where(Picture.edition_id == edition.id, Picture.id.in_(keys)))
    forget(session, edition, row.id)
    session.delete(row)
    _record_staff(session, edition, "update-removed", row, by, now)


def _find_update(
    session: Session, edition: EditionRecord, number: int, update_id: int, *, by: Writer
) -> Update:
    """An update that somebody may change.

    Raises:
        DomainError: "not-chosen"; "not-the-submitter", "no-such-update".
    """
    chosen(session, edition, number)
    _require_writer(session, edition, number, by)
    row = session.get(Update, (edition.id, update_id))
    if row is None or row.plan_number != number:
        raise DomainError("no-such-update")
    return row


def pictures_with(
    session: Session, edition: EditionRecord, updates: Iterable[int]
) -> dict[int, list[PictureRecord]]:
    """The pictures of updates, by the update's key, in their order."""
    query = (
        select(UpdatePicture.update_id, UpdatePicture.picture_id)
        .where(UpdatePicture.edition_id == edition.id, UpdatePicture.update_id.in_(list(updates)))
        .order_by(UpdatePicture.update_id, UpdatePicture.position)
    )
    rows = session.execute(query).all()
    known = {one.id: one for one in pictures_of(session, edition, [row.picture_id for row in rows])}
    found: dict[int, list[PictureRecord]] = {}
    for row in rows:
        found.setdefault(row.update_id, []).append(known[row.picture_id])
    return found


def _require_writer(session: Session, edition: EditionRecord, number: int, by: Writer) -> None:
    if not by.is_organiser and not is_submitter(session, edition, number, by.account):
        raise DomainError("not-the-submitter")


def _record_staff(
    session: Session, edition: EditionRecord, act: str, row: Update, by: Writer, now: datetime
) -> None:
    """What somebody does with words of somebody else is in the trail."""
    if row.written_by != by.account:
        record(session, edition, act, row.plan_number, f"account {by.account}", now)
