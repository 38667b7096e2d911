"""Backup and restore: a consistent copy while ballots arrive, into either kind of database, all of it or nothing."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from tests.support.editions import Poll, open_poll, publish
from wijkaanzet.actions.safekeeping import backup, restore
from wijkaanzet.config import Config, ConfigError, load_config
from wijkaanzet.security import load_secrets
from wijkaanzet.storage.audit import first_broken_link
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.models import Base


def config_for(url: str, folder: Path) -> Config:
    return replace(load_config(Path("config.toml"), {}), database=url, data_dir=folder)


def contents(database: Database) -> dict[str, Counter[str]]:
    """Every row of every table as it means, whatever the database."""
    with database.read() as session:
        return {
            table.name: Counter(repr(tuple(row)) for row in session.execute(table.select()))
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def one_wijk(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """An SQLite database to make backups of, for tests in which only the target's kind matters."""
    opened = Database(f"sqlite:///{shutil.copyfile(migrated_sqlite, tmp_path / 'wijk.db')}")
    yield opened
    opened.close()


def finished(database: Database) -> Poll:
    with database.write() as session:
        poll = open_poll(session)
        for voter, numbers in enumerate(([1, 2], [3], [])):
            poll.cast(session, voter, numbers)
        publish(session, poll)
        return poll


def test_everything_comes_back_in_either_kind_of_database(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """The fixtures cross: SQLite and PostgreSQL into SQLite and PostgreSQL."""
    poll = finished(database)
    here, there = config_for(database.url, tmp_path / "hier"), config_for(database_url, tmp_path / "daar")
    rows = backup(here, tmp_path / "reserve.db")
    before = (tmp_path / "reserve.db").read_bytes()
    assert restore(there, tmp_path / "reserve.db") == rows > 40
    assert (tmp_path / "reserve.db").read_bytes() == before
    assert load_secrets(there) == load_secrets(here)
    restored = Database(database_url)
    assert contents(restored) == contents(database)
    with restored.write() as session:  # and the next edition gets a key of its own
        assert first_broken_link(session, poll.edition.id) is None
        assert open_poll(session, slug="volgende").edition.id > poll.edition.id
    restored.close()


def test_a_backup_is_one_file_for_the_owners_eyes(database: Database, tmp_path: Path) -> None:
    finished(database)
    config, file = config_for(database.url, tmp_path / "data"), tmp_path / "kopie" / "reserve.db"
    file.parent.mkdir()
    backup(config, file)
    assert [path.name for path in file.parent.iterdir()] == ["reserve.db"]
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError, match="choose another name"):
        backup(config, file)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_while_people_vote_is_of_one_moment(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        poll = open_poll(session, voters=120)
    config, going = config_for(database.url, tmp_path / "data"), Event()

    def vote(first: int) -> None:
        for voter in range(first, first + 30):
            with database.write() as session:
                poll.cast(session, voter, [1])
            if voter == first + 3:
                going.set()

    with ThreadPoolExecutor(4) as threads:
        voters = [threads.submit(vote, first) for first in range(0, 120, 30)]
        going.wait()
        backup(config, tmp_path / "reserve.db")
        for voter in voters:
            voter.result()
    with closing(sqlite3.connect(tmp_path / "reserve.db")) as connection:
        [used, ballots, receipts] = [
            connection.execute(query).fetchone()[0]
            for query in (
                "SELECT count(*) FROM pincodes WHERE state = 'used'",
                "SELECT count(*) FROM ballots",
                "SELECT count(*) FROM receipts",
            )
        ]
    assert 4 <= used == ballots == receipts <= 120


def test_a_database_that_is_not_empty_is_left_alone(database: Database, tmp_path: Path) -> None:
    finished(database)
    config = config_for(database.url, tmp_path / "data")
    backup(config, tmp_path / "reserve.db")
    before = contents(database)
    with pytest.raises(ConfigError, match="not empty"):
        restore(config, tmp_path / "reserve.db")
    assert contents(database) == before


def test_other_keys_in_place_stop_the_restore_before_a_row_is_kept(
    one_wijk: Database, database_url: str, tmp_path: Path
) -> None:
    finished(one_wijk)
    backup(config_for(one_wijk.url, tmp_path / "hier"), tmp_path / "reserve.db")
    there = config_for(database_url, tmp_path / "daar")
    kept = load_secrets(there)
    with pytest.raises(ConfigError, match="other keys are in place"):
        restore(there, tmp_path / "reserve.db")
    assert load_secrets(there) == kept
    target = Database(database_url)
    assert not any(contents(target).values())
    target.close()


DAMAGES = (
    "DELETE FROM editions",
    "UPDATE pincodes SET state = 'onbekend'",
    "UPDATE plans SET submitter_id = 999",
)


def test_a_damaged_backup_is_refused_whole(one_wijk: Database, database_url: str, tmp_path: Path) -> None:
    finished(one_wijk)
    backup(config_for(one_wijk.url, tmp_path / "hier"), tmp_path / "reserve.db")
    for damage in DAMAGES:
        file = shutil.copyfile(tmp_path / "reserve.db", tmp_path / "kapot.db")
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute(damage)
            connection.commit()
        with pytest.raises(ConfigError, match=r"kapot\.db: is damaged"):
            restore(config_for(database_url, tmp_path / "daar"), file)
    target = Database(database_url)
    assert not any(contents(target).values())
    target.close()
    assert not (tmp_path / "daar" / "secrets.toml").exists()


@pytest.mark.parametrize("content", [b"", b"geen database", b"SQLite format 3\0" + bytes(100)])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "reserve.db"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match="is not a backup of Wijk aan Zet"):
        restore(config_for("", tmp_path / "data"), file)
    assert not (tmp_path / "data").exists()


def test_a_backup_that_fails_leaves_no_file(database: Database, tmp_path: Path) -> None:
    config = config_for(database.url, tmp_path / "data")
    load_secrets(config)
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE receipts"))
    with pytest.raises(Exception, match="receipts"):
        backup(config, tmp_path / "reserve.db")
    assert [path.name for path in tmp_path.glob("*reserve*")] == []
