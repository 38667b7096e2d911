"""Addresses, the people entitled to vote there, their pincodes, and the batches in which letters were drawn."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import Base, EditionKey, Hash, Line, Moment, Prose, RandomKey, Word


class Address(Base):
    """A home address."""

    __tablename__ = "addresses"
    __table_args__ = (
        UniqueConstraint(
            "edition_id", "postcode", "house_number", "house_letter", "addition", name="uq_addresses_home"
        ),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    street: Mapped[Line]
    house_number: Mapped[int]
    house_letter: Mapped[Word]
    addition: Mapped[Word]
    postcode: Mapped[str] = mapped_column(String(6))
    place: Mapped[Line]
    area: Mapped[Line]


class Voter(Base):
    """One entitled person. The birth date is never stored; ``age_group`` only where the address file gave it.

    ``left``: no longer in the newest address file; such a person gets no letter. ``at_desk``: entitled at the desk, so
    in no address file (a secret address).
    """

    __tablename__ = "voters"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "address_id"], ["addresses.edition_id", "addresses.id"]),
        Index(None, "edition_id", "address_id"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    address_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[Line]
    age_group: Mapped[Word]
    left: Mapped[bool] = mapped_column(default=False)
    at_desk: Mapped[bool] = mapped_column(default=False)


class LetterBatch(Base):
    """A batch of letters whose file is complete on disk.

    ``folder``: where it is; empty for the installation's own folder. ``destroyed_at``: when an organiser destroyed it.
    """

    __tablename__ = "letter_batches"

    edition_id: Mapped[EditionKey]
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    folder: Mapped[Prose]
    file: Mapped[Line]
    first: Mapped[int]
    last: Mapped[int]
    letters: Mapped[int]
    pages: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[Moment]
    destroyed_at: Mapped[Moment | None]


class Pincode(Base):
    """A pincode as its keyed hash. It keeps *used*, not *when*, and nothing here leads to a ballot.

    ``state``: open, reserved (a paper slip lies at the desk), used, void. ``letter`` is the letter's sequence number.
    ``paper_batch``: the batch in which a reserved code lies; forgotten when the batch is cast or cancelled.
    """

    __tablename__ = "pincodes"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "voter_id"], ["voters.edition_id", "voters.id"]),
        ForeignKeyConstraint(
            ["edition_id", "paper_batch"], ["paper_batches.edition_id", "paper_batches.number"]
        ),
        CheckConstraint("state IN ('open', 'reserved', 'used', 'void')", name="state"),
        CheckConstraint("paper_batch IS NULL OR state = 'reserved'", name="paper_batch"),
        UniqueConstraint("edition_id", "letter"),
        # The database's own word that nobody holds two codes that can still be used or were used.
        Index(
            "uq_pincodes_one_per_voter",
            "edition_id",
            "voter_id",
            unique=True,
            sqlite_where=text("state <> 'void'"),
            postgresql_where=text("state <> 'void'"),
        ),
        {"sqlite_with_rowid": False},
    )

    edition_id: Mapped[EditionKey]
    code_hash: Mapped[Hash] = mapped_column(primary_key=True)
    voter_id: Mapped[int] = mapped_column(BigInteger)
    letter: Mapped[int]
    state: Mapped[Word]
    paper_batch: Mapped[int | None]
