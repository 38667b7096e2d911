"""Batches of paper votes, and the choice forms that are being typed. Nothing here holds a code, or a time.

A code that lies in a batch says so itself (``pincodes.paper_batch``). The forms know the batch too, never a code: a
batch is at least a few slips, so that it joins no form to one of them.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, EditionKey, Prose, Word


class PaperBatch(Base):
    """A batch of paper votes.

    ``stage``: slips (codes are checked and reserved), forms (slips and forms are apart, forms are typed), cast,
    cancelled. ``slips``: how many codes were reserved when the slips were put away.
    """

    __tablename__ = "paper_batches"
    __table_args__ = (
        CheckConstraint("stage IN ('slips', 'forms', 'cast', 'cancelled')", name="stage"),
        CheckConstraint("slips >= 0", name="slips"),
    )

    edition_id: Mapped[EditionKey]
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[Word] = mapped_column(default="slips")
    slips: Mapped[int] = mapped_column(default=0)


class PaperForm(Base):
    """One choice form as one of two typists read it; removed in the transaction that casts the batch.

    ``choices``: plan numbers in ascending order, with commas; empty is blank; "-" is a form without a valid choice.
    """

    __tablename__ = "paper_forms"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "batch"], ["paper_batches.edition_id", "paper_batches.number"]),
        CheckConstraint("form > 0", name="form"),
        # An ordinary table's rowid is the order of typing.
        {"sqlite_with_rowid": False},
    )

    edition_id: Mapped[EditionKey]
    batch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    typist: Mapped[AccountRef] = mapped_column(primary_key=True)
    form: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    choices: Mapped[Prose]
