"""Ballots and receipts. No key, time or order in these tables leads to a pincode, an address or each other.

Both have random keys and no times. On SQLite they are ``WITHOUT ROWID``, because an ordinary table's rowid is the
order of casting; on PostgreSQL the mixing job rewrites them, because row versions tell which rows came together.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import Base, EditionKey, Moment, Prose, Word


class Ballot(Base):
    """One cast ballot: the chosen plan numbers in ascending order, with commas; empty is a blank ballot."""

    __tablename__ = "ballots"
    __table_args__ = ({"sqlite_with_rowid": False},)

    edition_id: Mapped[EditionKey]
    ballot_key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    choices: Mapped[Prose]


class Receipt(Base):
    """One receipt that was handed out with a ballot; which ballot is known to nobody."""

    __tablename__ = "receipts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    edition_id: Mapped[EditionKey]
    receipt: Mapped[str] = mapped_column(String(10), primary_key=True)


class Turnout(Base):
    """How many codes were used at the end of a day, counted once a day and never per ballot."""

    __tablename__ = "turnout"
    __table_args__ = (CheckConstraint("used >= 0", name="used"),)

    edition_id: Mapped[EditionKey]
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    used: Mapped[int]


class Tally(Base):
    """The count after closing, as published: the outcome with every reason, and the hash of the result bundle."""

    __tablename__ = "tallies"

    edition_id: Mapped[EditionKey]
    counted_at: Mapped[Moment]
    published_at: Mapped[Moment | None]
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)


class BundleFile(Base):
    """One file of the published result bundle, as it was published."""

    __tablename__ = "bundle_files"

    edition_id: Mapped[EditionKey]
    name: Mapped[Word] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class PincodeFailure(Base):
    """Failed tries per client network and hour, shared by all hosts; ``network`` is a keyed hash, "*" is all."""

    __tablename__ = "pincode_failures"

    edition_id: Mapped[EditionKey]
    network: Mapped[Word] = mapped_column(primary_key=True)
    hour: Mapped[Moment] = mapped_column(primary_key=True)
    tries: Mapped[int]
