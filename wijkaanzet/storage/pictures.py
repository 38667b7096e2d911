"""Pictures that people sent, written anew (`wijkaanzet/pictures.py`). They lie in the database, so that a backup has them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, EditionKey, Line, Moment, RandomKey


class Picture(Base):
    """A picture in two sizes; ``width`` and ``height`` are those of the large one.

    ``shown``: it stands on a public page. Until then only its owner sees it.
    """

    __tablename__ = "pictures"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="size"),)

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    owner_id: Mapped[AccountRef]
    alt: Mapped[Line]
    width: Mapped[int]
    height: Mapped[int]
    large: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    shown: Mapped[bool]
    added_at: Mapped[Moment]
