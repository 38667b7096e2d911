"""Copying everything from one database to another, of either kind: the heart of backup and restore."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, insert, select, text

from wijkaanzet.storage.models import Base

ROWS_AT_A_TIME = 1000


def copy_rows(source: Connection, target: Connection) -> int:
    """Copy every row of every table; how many. The target's tables exist and are empty."""
    copied = 0
    for table in Base.metadata.sorted_tables:
        rows = source.execution_options(yield_per=ROWS_AT_A_TIME).execute(select(table))
        for part in rows.mappings().partitions(ROWS_AT_A_TIME):
            target.execute(insert(table), [dict(row) for row in part])
            copied += len(part)
    if target.dialect.name == "postgresql":
        _advance_sequences(target)
    return copied


def is_empty(connection: Connection) -> bool:
    """Whether no table has a row."""
    return all(_count(connection, table) == 0 for table in Base.metadata.sorted_tables)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _advance_sequences(connection: Connection) -> None:
    """Rows that came with their own keys leave PostgreSQL's counters behind."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and len(table.primary_key.columns) == 1:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "  # noqa: S608 - our names
                    f"COALESCE((SELECT max({column.name}) FROM {table.name}), 0) + 1, false)"
                )
            )
