"""What the making of letters leaves behind: orders with their progress, returned mail, a checked file that waits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import Base, EditionKey, Line, Moment, Word


class LetterRun(Base):
    """An order to make letters, and how far it is; it outlives the program that works on it.

    ``kind``: who gets one: everybody who waits, or again an address, a street, a batch (``target``). ``up_to``: the last
    letter when it was asked for; newer ones were made by this order itself. ``beat_at``: the last sign of life.
    """

    __tablename__ = "letter_runs"
    __table_args__ = (
        CheckConstraint("kind IN ('waiting', 'address', 'street', 'batch')", name="kind"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
    )

    edition_id: Mapped[EditionKey]
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Word]
    target: Mapped[Line]
    mailhouse: Mapped[bool]
    up_to: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    state: Mapped[Word]
    problem: Mapped[Line] = mapped_column(default="")
    actor: Mapped[Line]
    asked_at: Mapped[Moment]
    beat_at: Mapped[Moment]


class UndeliverableLetter(Base):
    """A letter that the post brought back. Whose it was follows from its pincode."""

    __tablename__ = "undeliverable_letters"

    edition_id: Mapped[EditionKey]
    letter: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    noted_at: Mapped[Moment]


class AddressDraft(Base):
    """A checked address file that waits to be imported, without birth dates. One an edition, kept for a day."""

    __tablename__ = "address_drafts"

    edition_id: Mapped[EditionKey]
    token: Mapped[Word]
    made_at: Mapped[Moment]
    entries: Mapped[list[list[Any]]] = mapped_column(JSON)
