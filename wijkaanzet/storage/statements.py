"""Statements that every voter runs: built once, and handed to the database's own driver.

SQLAlchemy takes longer to run a statement than the databases do (see `docs/performance.md`). The connection, its pool and its
transaction stay SQLAlchemy's, and what goes wrong is raised as SQLAlchemy raises it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from wijkaanzet.storage.base import connection_of

Values = dict[str, int | str | bytes]
PARAMSTYLE = {"sqlite": "named", "postgresql": "pyformat"}


class Statement:
    """One statement. Its values are given by name, and what it returns comes as the driver gives it.

    So it holds numbers, texts and bytes only: no type of a column has a say in them.
    """

    def __init__(self, built: Executable) -> None:
        self._built = built
        self._texts: dict[str, tuple[str, Values]] = {}

    def run(self, session: Session, **values: int | str | bytes) -> Any:
        """The driver's cursor, after the statement was run in the session's transaction.

        Raises:
            DBAPIError: what SQLAlchemy makes of the driver's error, without the values.
        """
        connection = connection_of(session)
        if not connection.in_transaction():
            connection.begin()
        return self._run(connection, values)

    def look(self, session: Session, **values: int | str | bytes) -> Any:
        """The first row, or None, for a statement that only reads; it needs no transaction. Raises as :meth:`run`."""
        return self._run(connection_of(session), values).fetchone()

    def _run(self, connection: Connection, values: Values) -> Any:
        dialect = connection.dialect
        text, fixed = self._texts.get(dialect.name) or self._compiled(dialect)
        driver: Any = connection.connection.dbapi_connection
        try:
            return driver.execute(text, fixed | values)
        except dialect.loaded_dbapi.Error as error:
            raise _as_sqlalchemy_says(connection, text, error) from error

    def _compiled(self, dialect: Dialect) -> tuple[str, Values]:
        """The text for a kind of database, and the values that stand in the statement itself."""
        named = type(dialect)(paramstyle=PARAMSTYLE[dialect.name])  # type: ignore[call-arg]
        compiled = self._built.compile(dialect=named)  # type: ignore[attr-defined]
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._texts[dialect.name] = made = (str(compiled), fixed)
        return made


def _as_sqlalchemy_says(connection: Connection, text: str, error: Exception) -> BaseException:
    """The error. When the database went away, no connection that was opened before is used again."""
    dialect = connection.dialect
    broken = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)  # type: ignore[arg-type]
    if broken:
        connection.invalidate(error)
        connection.engine.dispose()
    return DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=broken,
        dialect=dialect,
    )
