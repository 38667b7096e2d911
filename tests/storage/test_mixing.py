"""After mixing, the databases' own means tell nothing: looked at with what an operator has in hand."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event, Semaphore

import pytest
from sqlalchemy import select, text

from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, CLOSED, Poll, open_poll, publish
from voting.receipt import Receipt as PlainReceipt
from wijkaanzet.actions import counting, secrecy
from wijkaanzet.jobs import mix_open_editions
from wijkaanzet.storage.ballots import Ballot, Receipt
from wijkaanzet.storage.database import Database

VOTERS = 40


def cast_all(database: Database, voters: int = VOTERS) -> tuple[Poll, list[list[int]], list[PlainReceipt]]:
    """One ballot a transaction, each different as far as nine plans allow; the order of casting is the list's."""
    with database.write() as session:
        poll = open_poll(session, costs=[1] * 9, voters=voters)
    choices = [[n for n in range(1, 10) if (voter + 1) >> (n - 1) & 1] for voter in range(voters)]
    receipts = []
    for voter, numbers in enumerate(choices):
        with database.write() as session:
            receipts.append(poll.cast(session, voter, numbers))
    return poll, choices, receipts


def written(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


def physical_order(database: Database, table: str, column: str) -> list[str]:
    """Rows as they lie in the database: by row version on PostgreSQL, by the b-tree on SQLite."""
    how = "" if database.is_sqlite else "ORDER BY xmin::text::bigint, ctid"
    with database.engine.connect() as connection:
        return [row[0] for row in connection.execute(text(f"SELECT {column} FROM {table} {how}"))]


def test_row_versions_tell_the_order_until_the_rows_are_mixed(database: Database) -> None:
    poll, choices, receipts = cast_all(database)
    cast = [written(numbers) for numbers in choices]
    if not database.is_sqlite:
        assert physical_order(database, "ballots", "choices") == cast, "what the mixing is for"
    mix_open_editions(database, AT[Phase.VOTING])
    ballots = physical_order(database, "ballots", "choices")
    handed_out = physical_order(database, "receipts", "receipt")
    assert sorted(ballots) == sorted(cast)
    for found, told in ((ballots, cast), (handed_out, [r.symbols for r in receipts])):
        in_place = sum(a == b for a, b in zip(found, told, strict=True))
        assert in_place < VOTERS / 4, "the order of casting is gone"
    pairs = dict(zip(told, cast, strict=True))
    meet = sum(pairs[receipt] == ballot for receipt, ballot in zip(handed_out, ballots, strict=True))
    assert meet < VOTERS / 4, "receipts and ballots lie in orders of their own"
    assert poll.edition.id


def test_system_columns_are_alike_for_all_ballots(database: Database) -> None:
    cast_all(database)
    mix_open_editions(database, AT[Phase.VOTING])
    if database.is_sqlite:
        with database.engine.connect() as connection:
            counted = connection.execute(
                text("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'")
            )
            assert counted.all() == [], "no table counts its rows"
        return
    with database.engine.connect() as connection:
        versions = connection.execute(
            text("SELECT xmin::text FROM ballots UNION SELECT xmin::text FROM receipts")
        )
        assert len(versions.all()) == 1, "one transaction wrote them all"
        codes = connection.execute(text("SELECT xmin::text FROM pincodes WHERE state = 'used'")).scalars()
        both = set(versions.scalars()) & set(codes)
        assert both == set()


@pytest.mark.parametrize("moment", ["mixed", "counted"])
def test_nothing_of_old_rows_can_be_read_from_the_files(database: Database, moment: str) -> None:
    """A free page, the write-ahead log, and PostgreSQL's dead rows would still hold them in the order of casting."""
    poll, _, receipts = cast_all(database)
    old_keys = _ballot_keys(database)
    if moment == "mixed":
        mix_open_editions(database, AT[Phase.VOTING])
    else:
        with database.write() as session:
            counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
        database.tidy()
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            for table in ("ballots", "receipts"):
                dead = connection.scalar(
                    text(f"SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = '{table}'")
                )
                assert dead == 0, f"{table} has dead rows"
        return
    file = Path(str(database.engine.url.database))
    for part in (file, file.with_name(file.name + "-wal")):
        data = part.read_bytes() if part.exists() else b""
        assert [key for key in old_keys if key in data] == [], f"{part.name} holds old ballots"
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("PRAGMA secure_delete").fetchone() is not None
    assert len(receipts) == VOTERS


def _ballot_keys(database: Database) -> list[bytes]:
    with database.read() as session:
        return list(session.scalars(select(Ballot.ballot_key)))


def test_no_ballot_is_lost_or_doubled_while_two_hosts_mix(database: Database) -> None:
    with closing(Database(database.url)) as second:
        poll, choices, receipts = cast_while_mixing(database, second)
    with database.read() as session:
        stored = Counter(session.scalars(select(Ballot.choices)))
        handed_out = Counter(session.scalars(select(Receipt.receipt)))
        assert secrecy.used_codes(session, poll.edition) == len(choices)
    assert stored == Counter(written(sorted(numbers)) for numbers in choices)
    assert handed_out == Counter(receipt.symbols for receipt in receipts)


def cast_while_mixing(
    database: Database, second: Database, parts: int = 4, of: int = 30
) -> tuple[Poll, list[list[int]], list[PlainReceipt]]:
    """Ballots cast by way of two hosts that both keep mixing, and have mixed between one part of the ballots and the next."""
    with database.write() as session:
        poll = open_poll(session, costs=[1] * 9, voters=parts * of)
    choices = [random.Random(v).sample(range(1, 10), 4) for v in range(parts * of)]
    receipts: list[PlainReceipt] = []
    over, mixed = Event(), Semaphore(0)

    def keep_mixing(host: Database) -> None:
        while not over.is_set():
            if mix_open_editions(host, AT[Phase.VOTING]):
                mixed.release()

    def vote(voter: int) -> PlainReceipt:
        with (database, second)[voter % 2].write() as session:
            return poll.cast(session, voter, choices[voter])

    with ThreadPoolExecutor(10) as threads:
        mixers = [threads.submit(keep_mixing, host) for host in (database, second)]
        try:
            for part in range(parts):
                receipts += threads.map(vote, range(part * of, part * of + of))
                assert mixed.acquire(timeout=60)
        finally:
            over.set()
        for mixer in mixers:
            mixer.result()
    return poll, choices, receipts


def test_published_lists_are_in_orders_of_their_own(database: Database) -> None:
    poll, choices, receipts = cast_all(database)
    with database.write() as session:
        edition = publish(session, poll)
    with database.read() as session:
        files = counting.bundle_files(session, edition)
    text_of = {name: data.decode() for name, data in files.items() if not name.endswith(".json")}
    lists = [t for t in text_of.values() if str(receipts[0]) in t]
    assert len(lists) == 1, "receipts stand in one file, and no choice beside them"
    order = [r.strip() for r in lists[0].splitlines() if "-" in r and len(r.strip()) == 11]
    assert sorted(order) == sorted(map(str, receipts))
    assert sum(a == str(b) for a, b in zip(order, receipts, strict=True)) < VOTERS / 4
    assert choices
