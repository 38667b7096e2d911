"""The migrations end at the models, on both databases, and running them again changes nothing."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.support.editions import make_edition
from wijkaanzet.actions.editions import list_editions
from wijkaanzet.storage.database import Database, alembic_config
from wijkaanzet.storage.models import Base


def catalogue(engine: Engine) -> dict[str, Any]:
    """Everything that the database knows of our tables, in a comparable shape."""
    known = inspect(engine)
    return {
        table: {
            "columns": [
                (c["name"], repr(c["type"]), c["nullable"], c["default"]) for c in known.get_columns(table)
            ],
            "primary key": known.get_pk_constraint(table),
            "checks": sorted((c["name"], c["sqltext"]) for c in known.get_check_constraints(table)),
            "unique": sorted((u["name"], u["column_names"]) for u in known.get_unique_constraints(table)),
            "foreign keys": sorted(
                (f["name"], f["constrained_columns"], f["referred_table"], f["referred_columns"])
                for f in known.get_foreign_keys(table)
            ),
            "indexes": sorted(map(_index, known.get_indexes(table))),
            "options": known.get_table_options(table),
        }
        for table in known.get_table_names()
        if table != "alembic_version"
    }


def _index(index: Any) -> tuple[str, list[str], bool, list[str]]:
    conditions = [str(value) for value in index.get("dialect_options", {}).values()]
    return index["name"], index["column_names"], bool(index["unique"]), conditions


def test_alembic_finds_no_difference_with_the_models(database: Database) -> None:
    options = {"compare_type": True, "compare_server_default": True}
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_has_the_models_name_and_text(database: Database, database_url: str) -> None:
    """Also CHECK constraints, which Alembic does not compare."""
    made = create_engine(database_url)
    if made.dialect.name != database.engine.dialect.name:
        made.dispose()
        return  # the fixtures cross each kind with each; only equal kinds can be compared
    Base.metadata.create_all(made)
    by_models, by_migrations = catalogue(made), catalogue(database.engine)
    made.dispose()
    assert by_migrations == by_models
    assert any(table["checks"] for table in by_models.values())
    names = [
        name for table in by_models.values() for kind in ("checks", "unique") for name, *_ in table[kind]
    ]
    assert all(names)


def test_migrating_twice_is_harmless(database_url: str) -> None:
    database = Database(database_url)
    database.migrate()
    with database.write() as session:
        make_edition(session)
    before = catalogue(database.engine)
    database.migrate()
    assert catalogue(database.engine) == before
    with database.read() as session:
        assert [one.spec.slug for one in list_editions(session)] == ["proefwijk"]
    database.close()


def test_there_is_one_line_of_revisions(database: Database) -> None:
    with database.engine.connect() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
        heads = script.get_heads()
        stored = connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert len(heads) == 1
    assert stored == heads[0]
    assert len(script.get_bases()) == 1


def test_the_database_has_the_last_word(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        make_edition(session, budget=-1)
    with database.read() as session:
        assert list_editions(session) == []


def test_foreign_keys_are_on(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(text("INSERT INTO receipts (edition_id, receipt) VALUES (99, 'ABC')"))


def test_sqlite_is_set_for_safety(database: Database) -> None:
    if database.is_sqlite:
        with database.engine.connect() as connection:
            names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            settings = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]
        assert settings == ["wal", 2, 1, 1]
    assert database.is_ready()


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), database.read() as session:
        make_edition(session)
    with database.read() as session:
        assert list_editions(session) == []
