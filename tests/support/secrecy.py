"""Reads a schema, as declared or as a database itself tells it, and finds what could join a ballot to a voter.

Two worlds must never meet: what was voted (ballots, receipts) and who may vote (codes, people, addresses, networks).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Date, DateTime, Interval, MetaData, Time, inspect, text
from sqlalchemy.types import TypeEngine

ALLOWED = {
    "ballots": {"edition_id", "ballot_key", "choices"},
    "receipts": {"edition_id", "receipt"},
    # A claimed code keeps that it was used, not when.
    "pincodes": {"edition_id", "code_hash", "voter_id", "letter", "state", "paper_batch"},
}
WHAT = {"ballots", "receipts"}
WHAT_WAS_VOTED = re.compile(r"(ballot|choice|receipt|vote)s?(_id|_key|_hash)?")
WHO_MAY_VOTE = re.compile(
    r"(code|pincode|voter|person|address|account|email|network|ip|letter|session)s?(_id|_key|_hash)?"
)
TIMES = (DateTime, Date, Time, Interval)


@dataclass(frozen=True)
class ColumnFacts:
    """What matters of a column: whether it holds a time, and whether the database counts it up."""

    name: str
    is_time: bool
    is_serial: bool


@dataclass(frozen=True)
class TableFacts:
    """What matters of a table."""

    name: str
    columns: tuple[ColumnFacts, ...]
    refers_to: frozenset[str]
    keeps_order: bool
    triggers: int = 0


def declared(metadata: MetaData) -> list[TableFacts]:
    """The tables as the models declare them."""
    return [
        TableFacts(
            table.name,
            tuple(
                ColumnFacts(
                    c.name,
                    _is_time(c.type),
                    c is table.autoincrement_column or c.identity is not None or c.server_default is not None,
                )
                for c in table.columns
            ),
            frozenset(key.referred_table.name for key in table.foreign_key_constraints),
            table.dialect_options["sqlite"]["with_rowid"] is not False,
        )
        for table in metadata.sorted_tables
    ]


def stored(connection: Connection) -> list[TableFacts]:
    """The tables as the database's own catalogues tell them."""
    catalogue = inspect(connection)
    return [
        TableFacts(
            name,
            tuple(
                ColumnFacts(c["name"], _is_time(c["type"]), bool(c.get("identity") or c["default"]))
                for c in catalogue.get_columns(name)
            ),
            frozenset(key["referred_table"] for key in catalogue.get_foreign_keys(name)),
            _keeps_order(connection, name),
            _triggers(connection, name),
        )
        for name in catalogue.get_table_names()
        if name != "alembic_version"
    ]


def meetings(tables: Iterable[TableFacts]) -> list[str]:
    """One line for everything by which the two worlds could meet."""
    found = []
    for table in tables:
        names = {column.name for column in table.columns}
        if table.name in ALLOWED:
            found += [f"{table.name}.{name} does not belong here" for name in names - ALLOWED[table.name]]
            found += [f"{table.name}.{c.name} is a time" for c in table.columns if c.is_time]
            found += [f"{table.name}.{c.name} is counted up" for c in table.columns if c.is_serial]
            found += [f"{table.name} has a trigger"] * bool(table.triggers)
            found += [f"{table.name} keeps the order of its rows"] * table.keeps_order
        if table.name in WHAT:
            found += [f"{table.name} refers to {other}" for other in table.refers_to - {"editions"}]
        found += [f"{table.name} refers to {other}" for other in table.refers_to & WHAT]
        what = {name for name in names if WHAT_WAS_VOTED.fullmatch(name)}
        who = {name for name in names if WHO_MAY_VOTE.fullmatch(name)}
        who |= {column.name for column in table.columns if column.is_time}
        if what and who:
            found.append(f"{table.name} holds {', '.join(sorted(what))} beside {', '.join(sorted(who))}")
    return sorted(found)


def _is_time(kind: TypeEngine[object]) -> bool:
    return isinstance(getattr(kind, "impl_instance", kind), TIMES)


def _keeps_order(connection: Connection, table: str) -> bool:
    """Whether the rows carry the order in which they came; PostgreSQL's do until they are mixed, see test_mixing."""
    if connection.dialect.name != "sqlite":
        return False
    query = text("SELECT wr = 0 FROM pragma_table_list WHERE schema = 'main' AND name = :table")
    return bool(connection.scalar(query, {"table": table}))


def _triggers(connection: Connection, table: str) -> int:
    """How many triggers of ours a table has; PostgreSQL's own for foreign keys are internal."""
    query = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(:table) AND NOT tgisinternal",
    }[connection.dialect.name]
    return int(connection.scalar(text(query), {"table": table}) or 0)
