"""Private files of the year of execution: receipts. In the database, so that a backup has them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, EditionKey, Moment, RandomKey, Word
from wijkaanzet.storage.execution import PLAN


class Document(Base):
    """A file for the organisers and the plan's submitters only. ``kind``: "jpeg" (encoded anew) or "pdf" (as sent)."""

    __tablename__ = "documents"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN),
        Index(None, "edition_id", "plan_number"),
        CheckConstraint("kind IN ('jpeg', 'pdf')", name="kind"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    kind: Mapped[Word]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    added_by: Mapped[AccountRef]
    added_at: Mapped[Moment]
