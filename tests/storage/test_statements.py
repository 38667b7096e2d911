"""Statements that go straight to the driver are one with the transaction, and fail as SQLAlchemy's own do."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from tests.support.editions import make_edition
from wijkaanzet.storage.ballots import Receipt
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.statements import Statement


class UndoneError(Exception):
    """What a transaction is undone with."""


STORE = Statement(
    insert(Receipt.__table__).values(  # type: ignore[arg-type]
        edition_id=bindparam("edition"), receipt=bindparam("receipt")
    )
)
FIND = Statement(
    select(Receipt.receipt).where(
        Receipt.edition_id == bindparam("edition"), Receipt.receipt == bindparam("receipt")
    )
)
SHOUT = Statement(select(Receipt.receipt).where(Receipt.receipt == "HARDOP2345"))


def found(database: Database, receipt: str) -> bool:
    with database.read() as session:
        return FIND.look(session, edition=1, receipt=receipt) is not None


@pytest.fixture
def edition(database: Database) -> int:
    with database.write() as session:
        return make_edition(session).id


def test_what_is_stored_is_kept_with_the_transaction_and_undone_with_it(
    database: Database, edition: int
) -> None:
    with database.write() as session:
        STORE.run(session, edition=edition, receipt="ABCDEFGH23")
        assert FIND.run(session, edition=edition, receipt="ABCDEFGH23").fetchone() == ("ABCDEFGH23",)
    assert found(database, "ABCDEFGH23")
    with suppress(UndoneError), database.write() as session:
        STORE.run(session, edition=edition, receipt="BCDEFGH234")
        raise UndoneError
    assert not found(database, "BCDEFGH234")


def test_it_is_undone_with_a_part_of_the_transaction(database: Database, edition: int) -> None:
    with database.write() as session:
        STORE.run(session, edition=edition, receipt="ABCDEFGH23")
        with suppress(UndoneError), session.begin_nested():
            STORE.run(session, edition=edition, receipt="BCDEFGH234")
            raise UndoneError
    assert found(database, "ABCDEFGH23")
    assert not found(database, "BCDEFGH234")


def test_a_value_of_the_statement_itself_goes_along(database: Database, edition: int) -> None:
    with database.write() as session:
        assert SHOUT.look(session) is None
        STORE.run(session, edition=edition, receipt="HARDOP2345")
        assert SHOUT.look(session) == ("HARDOP2345",)


def test_a_broken_rule_is_the_error_that_sqlalchemy_raises_and_tells_no_value(
    database: Database, edition: int
) -> None:
    with database.write() as session:
        STORE.run(session, edition=edition, receipt="ABCDEFGH23")
    with pytest.raises(IntegrityError) as caught, database.write() as session:
        STORE.run(session, edition=edition, receipt="ABCDEFGH23")
    assert caught.value.params is None
    assert str(caught.value.statement).startswith("INSERT INTO receipts")


def test_who_only_reads_cannot_store(database: Database, edition: int) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), database.read() as session:
        STORE.run(session, edition=edition, receipt="ABCDEFGH23")
    assert not found(database, "ABCDEFGH23")


def test_when_the_database_went_away_the_next_try_has_a_connection_that_lives(
    database: Database, edition: int
) -> None:
    if database.is_sqlite:
        return  # a file does not go away
    with database.read() as session:
        own = session.scalar(text("SELECT pg_backend_pid()"))
        with database.write() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
        with pytest.raises(OperationalError) as caught:
            FIND.look(session, edition=edition, receipt="ABCDEFGH23")
    assert caught.value.connection_invalidated
    assert not found(database, "ABCDEFGH23")
