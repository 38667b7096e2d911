"""What every table shares: the declarative base, column types, and names for constraints."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Annotated

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column


class UTCDateTime(TypeDecorator[datetime]):
    """Only aware times pass, and they come back in UTC; a naive one is a programming error and raises."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: in UTC; SQLite has no zones and stores the UTC wall time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> int:
    """A random key of 62 bits: nothing can be read from it, not even an order."""
    return secrets.randbits(62)


EditionKey = Annotated[int, mapped_column(ForeignKey("editions.id"), primary_key=True)]
RandomKey = Annotated[int, mapped_column(BigInteger, primary_key=True, default=new_id)]
AccountRef = Annotated[int, mapped_column(ForeignKey("accounts.id"))]
Number = Annotated[int, mapped_column(BigInteger)]
Cents = Annotated[int, mapped_column(BigInteger)]
Word = Annotated[str, mapped_column(String(40))]
Line = Annotated[str, mapped_column(String(300))]
Prose = Annotated[str, mapped_column(Text)]
Hash = Annotated[bytes, mapped_column(LargeBinary(32))]
Moment = Annotated[datetime, mapped_column(UTCDateTime)]


def connection_of(session: Session) -> Connection:
    """The connection that a session was made on, for statements that thousands of voters run.

    ``Session.connection()`` gives the same one, after bookkeeping that only objects of the session and savepoints need.
    """
    if not isinstance(session.bind, Connection) or session.in_nested_transaction():
        return session.connection()
    return session.bind


class Base(DeclarativeBase):
    """The declarative base. Constraints are named, so that a violated one can be told from another."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
