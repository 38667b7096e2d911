"""Pictures that people sent: kept, described, shown once they stand on a public page, and let go of when nobody needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from wijkaanzet.errors import DomainError
from wijkaanzet.pictures import Encoded
from wijkaanzet.records import EditionRecord, PictureRecord
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.pictures import Picture


@dataclass(frozen=True)
class ServedPicture:
    """A picture's file. ``shown``: everybody may see it."""

    content: bytes
    shown: bool


def add_picture(
    session: Session,
    edition: EditionRecord,
    picture: Encoded,
    *,
    alt: str,
    owner: int,
    now: datetime,
    shown: bool = False,
) -> int:
    """Keep a picture; its key. Until it is ``shown``, only its owner sees it."""
    row = Picture(
        edition_id=edition.id,
        id=new_id(),
        owner_id=owner,
        alt=alt.strip(),
        width=picture.width,
        height=picture.height,
        large=picture.large,
        small=picture.small,
        shown=shown,
        added_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def describe_picture(session: Session, edition: EditionRecord, picture: int, alt: str, *, owner: int) -> None:
    """Change what is said to people who do not see it.

    Raises:
        DomainError: "no-such-picture", also when it is somebody else's.
    """
    row = session.get(Picture, (edition.id, picture))
    if row is None or row.owner_id != owner:
        raise DomainError("no-such-picture")
    row.alt = alt.strip()


def show_pictures(session: Session, edition: EditionRecord, pictures: Iterable[int]) -> None:
    """From now on everybody may see these."""
    mine = (Picture.edition_id == edition.id, Picture.id.in_(list(pictures)))
    session.execute(update(Picture).where(*mine).values(shown=True))


def forget_pictures(session: Session, edition: EditionRecord, pictures: Iterable[int]) -> None:
    """Remove pictures that were never shown."""
    mine = (Picture.edition_id == edition.id, Picture.id.in_(list(pictures)), Picture.shown.is_(False))
    session.execute(delete(Picture).where(*mine))


def pictures_of(session: Session, edition: EditionRecord, pictures: Sequence[int]) -> list[PictureRecord]:
    """What there is to tell of these pictures, in their order; one that is gone is left out."""
    query = select(Picture.id, Picture.alt, Picture.width, Picture.height).where(
        Picture.edition_id == edition.id, Picture.id.in_(pictures)
    )
    found = {row.id: PictureRecord(*row) for row in session.execute(query)}
    return [found[key] for key in pictures if key in found]


def serve_picture(
    session: Session, edition: EditionRecord, picture: int, *, small: bool, account: int | None
) -> ServedPicture:
    """A picture's file, for who may see it.

    Raises:
        DomainError: "no-such-picture", also for who may not see it.
    """
    size = Picture.small if small else Picture.large
    query = select(size, Picture.shown, Picture.owner_id).where(
        Picture.edition_id == edition.id, Picture.id == picture
    )
    row = session.execute(query).one_or_none()
    if row is None or not (row.shown or (account is not None and row.owner_id == account)):
        raise DomainError("no-such-picture")
    return ServedPicture(row[0], row.shown)
