"""Databases with the schema in place, on both kinds, made cheaply: copied from one that was migrated once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.support.editions import make_edition
from tests.support.postgres import PostgresServer
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.database import Database

KINDS = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that was migrated, to copy."""
    file = tmp_path_factory.mktemp("template") / "migrated.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """The URL of a PostgreSQL database that was migrated, to clone."""
    url = postgres_server.create_database()
    _migrate(url)
    return url


@pytest.fixture(params=KINDS)
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with all tables, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        file = shutil.copyfile(request.getfixturevalue("migrated_sqlite"), tmp_path / "wijkaanzet.db")
        yield f"sqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database(request.getfixturevalue("migrated_postgres"))
    yield url
    server.drop_database(url)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """An open database with all tables."""
    opened = Database(migrated_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session", params=KINDS)
def shared_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """One database for all tests that undo what they did; ask for `session` instead."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("shared")
        url = f"sqlite:///{shutil.copyfile(request.getfixturevalue('migrated_sqlite'), folder / 'shared.db')}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create_database(request.getfixturevalue("migrated_postgres"))
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def session(shared_database: Database) -> Iterator[Session]:
    """A session whose every commit is undone when the test ends."""
    with shared_database.engine.connect() as connection:
        outer = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as isolated:
            yield isolated
        outer.rollback()


@pytest.fixture
def edition(session: Session) -> EditionRecord:
    """A small edition in the session's database; see tests/support/editions.py."""
    return make_edition(session)


def _migrate(url: str) -> None:
    fresh = Database(url)
    fresh.migrate()
    fresh.close()
