"""Nothing in the schema joins a ballot to a pincode, an address or a time; and the check would see it if it did."""

from collections.abc import Callable

import pytest
from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)
from sqlalchemy.exc import OperationalError

from tests.support.secrecy import ALLOWED, declared, meetings, stored
from wijkaanzet.storage.base import UTCDateTime
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.models import Base


def test_the_models_keep_the_worlds_apart() -> None:
    tables = declared(Base.metadata)
    assert ALLOWED.keys() <= {table.name for table in tables}
    assert meetings(tables) == []


def test_the_database_itself_keeps_them_apart(database: Database) -> None:
    with database.engine.connect() as connection:
        tables = stored(connection)
    assert {table.name for table in tables} == set(Base.metadata.tables)
    assert meetings(tables) == []


def test_ballots_hold_a_key_and_choices_and_nothing_else(database: Database) -> None:
    with database.engine.connect() as connection:
        columns = {t.name: {c.name for c in t.columns} for t in stored(connection)}
    assert columns["ballots"] == {"edition_id", "ballot_key", "choices"}
    assert columns["receipts"] == {"edition_id", "receipt"}


@pytest.mark.parametrize("table", ["ballots", "receipts", "pincodes"])
def test_sqlite_keeps_no_order_of_casting(database: Database, table: str) -> None:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            with pytest.raises(OperationalError, match="no such column: rowid"):
                connection.execute(text(f"SELECT rowid FROM {table}"))
        else:  # rows there do carry an order until they are mixed, see test_mixing
            assert connection.execute(text(f"SELECT ctid FROM {table}")).all() == []


def ballots_with_a_time(schema: MetaData) -> None:
    schema.tables["ballots"].append_column(Column("cast_at", UTCDateTime))


def ballots_with_a_code(schema: MetaData) -> None:
    schema.tables["ballots"].append_column(Column("code_hash", LargeBinary(32)))


def ballots_with_an_order(schema: MetaData) -> None:
    schema.tables["ballots"].append_column(Column("number", Integer))


def ballots_of_a_voter(schema: MetaData) -> None:
    table = schema.tables["ballots"]
    table.append_column(Column("who", Integer))
    table.append_constraint(ForeignKeyConstraint(["edition_id", "who"], ["voters.edition_id", "voters.id"]))


def receipts_beside_ballots(schema: MetaData) -> None:
    schema.tables["receipts"].append_column(Column("ballot_key", LargeBinary(16)))


def pincodes_that_know_when(schema: MetaData) -> None:
    schema.tables["pincodes"].append_column(Column("used_at", DateTime(timezone=True)))


def a_table_between(schema: MetaData) -> None:
    Table("casts", schema, Column("ballot_key", LargeBinary(16)), Column("code_hash", LargeBinary(32)))


def a_log_of_receipts(schema: MetaData) -> None:
    Table("receipt_log", schema, Column("receipt", String(10)), Column("network", String(40)))


def a_diary_of_choices(schema: MetaData) -> None:
    Table("drafts", schema, Column("choices", String(10)), Column("kept_until", DateTime))


def a_reference_to_ballots(schema: MetaData) -> None:
    table = Table("paper", schema, Column("a", Integer), Column("b", LargeBinary(16)))
    table.append_constraint(ForeignKeyConstraint(["a", "b"], ["ballots.edition_id", "ballots.ballot_key"]))


def a_pincode_that_names_its_receipt(schema: MetaData) -> None:
    column = Column("receipt", String(10), ForeignKey("editions.slug"))
    schema.tables["pincodes"].append_column(column)


LEAKS: list[tuple[Callable[[MetaData], None], str]] = [
    (ballots_with_a_time, "ballots.cast_at is a time"),
    (ballots_with_a_code, "ballots holds ballot_key, choices beside code_hash"),
    (ballots_with_an_order, "ballots.number does not belong here"),
    (ballots_of_a_voter, "ballots refers to voters"),
    (receipts_beside_ballots, "receipts.ballot_key does not belong here"),
    (pincodes_that_know_when, "pincodes.used_at is a time"),
    (a_table_between, "casts holds ballot_key beside code_hash"),
    (a_log_of_receipts, "receipt_log holds receipt beside network"),
    (a_diary_of_choices, "drafts holds choices beside kept_until"),
    (a_reference_to_ballots, "paper refers to ballots"),
    (a_pincode_that_names_its_receipt, "pincodes holds receipt beside code_hash, letter, voter_id"),
]


@pytest.mark.parametrize(("leak", "said"), LEAKS, ids=[leak.__name__ for leak, _ in LEAKS])
def test_a_leak_in_the_models_would_be_seen(leak: Callable[[MetaData], None], said: str) -> None:
    assert said in meetings(declared(leaking(leak)))


def test_leaks_in_a_database_would_be_seen(database_url: str) -> None:
    database = Database(database_url)
    for leak, said in LEAKS:
        with database.engine.connect() as connection:
            leaking(leak).create_all(connection)
            assert said in meetings(stored(connection))
            connection.rollback()
    database.close()


def test_a_trigger_and_a_counter_would_be_seen(database: Database) -> None:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            spy = "CREATE TRIGGER spy AFTER INSERT ON ballots BEGIN SELECT 1; END"
            counter = "CREATE TABLE again (x INTEGER)"
        else:
            spy = (
                "CREATE TRIGGER spy AFTER INSERT ON ballots FOR EACH ROW "
                "EXECUTE FUNCTION suppress_redundant_updates_trigger()"
            )
            counter = "ALTER TABLE ballots ADD COLUMN number BIGSERIAL"
        connection.execute(text(spy))
        connection.execute(text(counter))
        found = meetings(stored(connection))
    assert "ballots has a trigger" in found
    assert database.is_sqlite or "ballots.number is counted up" in found


def test_an_ordinary_sqlite_table_would_be_seen(database: Database) -> None:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TABLE receipts"))
            connection.execute(text("CREATE TABLE receipts (edition_id INTEGER, receipt TEXT)"))
        found = meetings(stored(connection))
    assert found == (["receipts keeps the order of its rows"] if database.is_sqlite else [])


def leaking(leak: Callable[[MetaData], None]) -> MetaData:
    """A copy of the part of the schema that matters, with a leak built in."""
    schema = MetaData()
    for table in [
        Base.metadata.tables[name] for name in ("editions", "addresses", "voters", "paper_batches", *ALLOWED)
    ]:
        table.to_metadata(schema)
    leak(schema)
    return schema
