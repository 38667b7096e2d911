"""The database: engine, one transaction per act, and bringing the schema up to date."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from wijkaanzet.storage.search import keep_words_in_step

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=30000",
    # Deleted content is overwritten, so that a mixed ballot's old row cannot be read from a free page.
    "PRAGMA secure_delete=ON",
)

LOOK_AFTER_S = 1.0

REWRITTEN = ("ballots", "receipts", "pincodes", "paper_forms")
"""The tables of which an older state could tell what belongs together."""


class Database:
    """An engine with two kinds of transactions: :meth:`read` and :meth:`write`.

    ``acts`` is how many transactions that pages tell of it has kept: what was read before the last may be out of date.
    ``durable=False`` is for a SQLite database that is thrown away: it does not wait for the disk.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        keep_words_in_step()
        self.url = url
        self.acts = 0
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite and (file := make_url(url).database):
            Path(file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.is_sqlite:
            self.engine = _sqlite_engine(url, "BEGIN IMMEDIATE", durable=durable)
            self._reader = _sqlite_engine(url, "", "PRAGMA query_only=ON", durable=durable)
        else:
            self.engine = _postgresql_engine(url)
            # Each statement sees what is true at its moment, with or without a transaction around several;
            # without, it costs one exchange instead of three.
            self._reader = _postgresql_engine(
                url,
                isolation_level="AUTOCOMMIT",
                connect_args={"options": "-c default_transaction_read_only=on"},
            )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads; the database refuses to write for it."""
        with self._reader.connect() as connection, Session(connection) as session:
            yield session

    @contextmanager
    def write(self, *, told: bool = True) -> Iterator[Session]:
        """One transaction for one act: kept when the block ends, undone when it raises.

        ``told=False`` when no page tells anybody of the act.
        """
        with self.engine.connect() as connection, Session(connection, expire_on_commit=False) as session:
            yield session
            if session.in_transaction():
                session.commit()
            # The session leaves it to us when a statement went to the connection before it (see connection_of).
            connection.commit()
        self.acts += told

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database, however long it reads."""
        if self.is_sqlite:
            with self._reader.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                yield connection
            return
        with self.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield connection

    def tidy(self) -> None:
        """Throw away what the database still keeps of rows that were rewritten: dead rows, or the write-ahead log.

        As far as possible now: what somebody is still reading stays until the next time.
        """
        if self.is_sqlite:
            with closing(self.engine.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM {', '.join(REWRITTEN)}")

    def migrate(self) -> None:
        """Bring the schema to the newest version."""
        with self.engine.begin() as connection:
            command.upgrade(alembic_config(connection), "head")

    def is_ready(self) -> bool:
        """Whether the database answers."""
        try:
            with self._reader.connect() as connection:
                return connection.exec_driver_sql("SELECT 1").scalar() == 1
        except SQLAlchemyError:
            return False

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        self._reader.dispose()


def alembic_config(connection: Connection) -> AlembicConfig:
    """Alembic's configuration on an open connection; there is no ``alembic.ini``."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _sqlite_engine(url: str, begin: str, *pragmas: str, durable: bool) -> Engine:
    """An engine whose transactions start with ``begin``; without it, every statement stands alone.

    A write that starts as a read can find the database changed under it, so writes take the lock at once.
    """
    engine = create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # Python's driver would begin transactions on its own, and too late for BEGIN IMMEDIATE.
        connection.isolation_level = None
        for pragma in (*_SQLITE_PRAGMAS, *pragmas):
            connection.execute(pragma)
        if not durable:
            connection.execute("PRAGMA synchronous=OFF")

    if not begin:
        return engine

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Asked of the driver itself: SQLAlchemy's own way takes longer than the statement.
        connection.connection.dbapi_connection.execute(begin)  # type: ignore[union-attr]

    return engine


def _postgresql_engine(url: str, **options: Any) -> Engine:
    """An engine that looks whether a connection still lives when it was not used for a while.

    Looking every time costs an exchange. A connection that broke while it was in use makes SQLAlchemy throw all away.
    """
    engine = create_engine(url, pool_size=8, hide_parameters=True, **options)

    @event.listens_for(engine, "checkin")
    def _note(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _look(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        idle = time.monotonic() - record.info.get("idle_since", time.monotonic())
        if idle > LOOK_AFTER_S:
            try:
                engine.dialect.do_ping(connection)
            except psycopg.Error as error:
                raise DisconnectionError("the database closed this connection") from error

    return engine
