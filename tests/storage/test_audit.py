"""The audit trail: nobody can change it through the database, and a change around it breaks the chain."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM
from tests.support.editions import ACTOR, NOW, make_edition
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import AuditEntry, first_broken_link, record_act, trail
from wijkaanzet.storage.database import Database


def act(session: Session, edition: EditionRecord, number: int) -> None:
    moment = (NOW + timedelta(hours=number)).astimezone(AMSTERDAM)
    record_act(
        session, edition.id, f"act-{number}", actor=ACTOR, now=moment, why={"één": [1, "½"], "b": None}
    )


@pytest.fixture
def audited(database: Database) -> EditionRecord:
    with database.write() as session:
        edition = make_edition(session)
        for number in range(2, 6):
            act(session, edition, number)
    return edition


def test_acts_are_numbered_and_the_chain_is_whole(database: Database, audited: EditionRecord) -> None:
    with database.read() as session:
        entries = list(trail(session, audited.id))
        assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
        assert [entry.act for entry in entries] == ["edition-created", "act-2", "act-3", "act-4", "act-5"]
        assert len({entry.hash for entry in entries}) == 5
        assert first_broken_link(session, audited.id) is None


def test_each_edition_has_a_trail_of_its_own(database: Database, audited: EditionRecord) -> None:
    with database.write() as session:
        other = make_edition(session, slug="andere")
        act(session, other, 7)
        assert [entry.sequence for entry in trail(session, other.id)] == [1, 2]
        assert first_broken_link(session, other.id) is None


FORBIDDEN = [
    "UPDATE audit_entries SET actor = 'niemand' WHERE sequence = 3",
    "DELETE FROM audit_entries WHERE sequence = 5",
    "DELETE FROM audit_entries",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO audit_entries SELECT edition_id, sequence, at, 'niemand', act, subject, details, hash "
    "FROM audit_entries WHERE sequence = 3"
]
ON_POSTGRESQL = ["TRUNCATE audit_entries", "TRUNCATE editions CASCADE"]


def test_it_is_append_only_by_the_databases_own_word(database: Database, audited: EditionRecord) -> None:
    for statement in FORBIDDEN + (ON_SQLITE if database.is_sqlite else ON_POSTGRESQL):
        with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
            connection.execute(text(statement))
    with database.read() as session:
        assert len(list(trail(session, audited.id))) == 5


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entries SET actor = 'niemand' WHERE sequence = 3", 3),
        ("UPDATE audit_entries SET details = '{}' WHERE sequence = 2", 2),
        ("UPDATE audit_entries SET act = 'act-9' WHERE sequence = 5", 5),
        ("DELETE FROM audit_entries WHERE sequence = 1", 1),
        ("DELETE FROM audit_entries WHERE sequence = 4", 4),
        ("UPDATE audit_entries SET sequence = 9 WHERE sequence = 5", 5),
    ],
)
def test_who_gets_round_the_trigger_breaks_the_chain(
    database: Database, audited: EditionRecord, statement: str, broken: int
) -> None:
    with database.engine.begin() as connection:
        without_triggers(database, connection.exec_driver_sql)
        connection.execute(text(statement))
    with database.read() as session:
        assert first_broken_link(session, audited.id) == broken


def test_an_entry_put_in_later_breaks_the_chain(database: Database, audited: EditionRecord) -> None:
    with database.write() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
        assert last is not None
        forged = AuditEntry(
            edition_id=audited.id,
            sequence=6,
            at=NOW,
            actor="organisator",
            act="edition-changed",
            subject="",
            details={},
            hash=last.hash,
        )
        session.add(forged)
        session.flush()
        assert first_broken_link(session, audited.id) == 6


def without_triggers(database: Database, execute: object) -> None:
    """What only somebody with the database's own keys can do."""
    assert callable(execute)
    if database.is_sqlite:
        for name in ("audit_entries_no_update", "audit_entries_no_delete"):
            execute(f"DROP TRIGGER {name}")
    else:
        execute("ALTER TABLE audit_entries DISABLE TRIGGER USER")
