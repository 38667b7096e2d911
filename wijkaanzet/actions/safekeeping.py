"""Backup and restore. A backup is one SQLite file with every table and the secrets, whatever database is in use.

It is read in one transaction, so it is consistent while the site runs. It can be restored into either kind of
database, which is also how a neighbourhood's SQLite becomes a city's PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.exc import IntegrityError

from wijkaanzet.config import Config, ConfigError
from wijkaanzet.security import load_secrets, store_secrets
from wijkaanzet.storage.copying import copy_rows, is_empty
from wijkaanzet.storage.database import Database


def backup(config: Config, file: Path) -> int:
    """Write a backup; how many rows. The file appears when it is complete, with mode 600.

    Raises:
        FileExistsError: a backup is never written over another.
    """
    if file.exists():
        raise FileExistsError(f"{file} exists; choose another name")
    draft = file.with_name(f".{file.name}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        rows = _copy_out(config, draft)
        draft.replace(file)
    finally:
        for left in file.parent.glob(f"{draft.name}*"):
            left.unlink(missing_ok=True)
    return rows


def restore(config: Config, file: Path) -> int:
    """Put a backup back into an empty database; how many rows. All of it, or nothing.

    Raises:
        ConfigError: the file is no backup, the database is not empty, or other keys are in place.
    """
    secrets = _read_secrets(file)
    with TemporaryDirectory(prefix="wijkaanzet-") as folder:
        # A copy, because an older backup is brought up to date first and must itself stay as it is.
        copy = shutil.copyfile(file, Path(folder) / "backup.db")
        source, target = Database(f"sqlite:///{copy}"), Database(config.database_url)
        try:
            target.migrate()
            source.migrate()
            with source.engine.connect() as read, target.engine.begin() as write:
                if not is_empty(write):
                    raise ConfigError("the database is not empty; restore into a new one")
                try:
                    rows = copy_rows(read, write)
                except IntegrityError as error:
                    raise ConfigError(f"{file}: is damaged: {error.orig}") from error
                store_secrets(config, *secrets)
        finally:
            source.close()
            target.close()
    return rows


def _copy_out(config: Config, draft: Path) -> int:
    secrets = load_secrets(config)
    source, target = Database(config.database_url), Database(f"sqlite:///{draft.absolute()}")
    try:
        target.migrate()
        with source.snapshot() as read, target.engine.begin() as write:
            rows = copy_rows(read, write)
            write.exec_driver_sql(
                "CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
            )
            for name, value in (
                ("secret_key", secrets.secret_key),
                ("pincode_key", secrets.pincode_key.decode()),
            ):
                write.exec_driver_sql("INSERT INTO secrets VALUES (?, ?)", (name, value))
        target.close()  # a connection that waits in the pool would hold the file
        with closing(sqlite3.connect(draft)) as whole:
            # One file, without a write-ahead log beside it.
            whole.execute("PRAGMA journal_mode=DELETE")
    finally:
        source.close()
        target.close()
    return rows


def _read_secrets(file: Path) -> tuple[str, str]:
    try:
        with closing(sqlite3.connect(f"file:{file.absolute()}?mode=ro", uri=True)) as connection:
            stored = dict(connection.execute("SELECT name, value FROM secrets").fetchall())
        return stored["secret_key"], stored["pincode_key"]
    except (sqlite3.DatabaseError, KeyError) as error:
        raise ConfigError(f"{file}: is not a backup of Wijk aan Zet") from error
