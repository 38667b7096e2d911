"""The rehearsal edition in each of its phases: brought there once by its real actions, kept as backups, restored often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from flask import Flask
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.sources import ROOT
from wijkaanzet import create_app
from wijkaanzet.actions import accounts, editions, rehearsal, safekeeping
from wijkaanzet.config import Config, load_config
from wijkaanzet.edition import EditionSpec
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.database import Database

T = TypeVar("T")
TODAY = datetime(2026, 8, 1, 10, tzinfo=UTC)
SECRET, PINCODE_KEY = "a secret of the tests" * 3, "a key of the tests" * 3
CONTACT = "help@voorbeeld.nl"


class Clock:
    """Tells the moment; a test turns it."""

    def __init__(self) -> None:
        self.now = TODAY

    def __call__(self) -> datetime:
        """The moment."""
        return self.now

    def turn(self, **by: float) -> None:
        """Let time pass: ``turn(minutes=21)``."""
        self.now += timedelta(**by)


def settings(folder: Path, database: str = "", **changes: object) -> Config:
    """The shipped settings with secrets of the tests and few likes needed, so that a phase is quickly made."""
    shipped = load_config(ROOT / "config.toml", {})
    spec = replace(shipped.edition, like_threshold=5, contact=CONTACT)
    given = {"data_dir": folder, "database": database, "secret_key": SECRET, "pincode_key": PINCODE_KEY}
    given["map"] = replace(shipped.map, tiles="")  # tests fetch from nobody
    return replace(shipped, **(given | {"edition": spec} | changes))  # type: ignore[arg-type]


@dataclass
class Site:
    """A running site: the app with its settings, database and clock."""

    config: Config
    database: Database
    clock: Clock
    app: Flask

    @classmethod
    def open(cls, config: Config) -> Site:
        """The site on a database that is there already."""
        clock = Clock()
        database = Database(config.database_url)
        return cls(config, database, clock, create_app(config, database=database, clock=clock))

    @property
    def key(self) -> bytes:
        """The key of the pincodes."""
        return PINCODE_KEY.encode()

    def edition(self, slug: str = "") -> EditionRecord:
        """The edition as it is now."""
        with self.database.read() as session:
            found = editions.find_edition(session, slug)
        assert found is not None
        return found

    def act(self, action: Callable[[Session], T]) -> T:
        """Do something in one transaction."""
        with self.database.write() as session:
            return action(session)

    def go_to(self, phase: Phase) -> None:
        """Turn the rehearsal's clock."""
        self.act(lambda s: rehearsal.go_to_phase(s, self.edition(), phase, key=self.key, now=self.clock.now))

    def practice_code(self) -> str:
        """A fresh pincode of an invented resident, as printed."""
        edition = self.edition()
        moment = edition.local_now(self.clock.now)
        return str(self.act(lambda s: rehearsal.practice_code(s, edition, key=self.key, now=moment)).pincode)

    def make_edition(self, **changes: object) -> EditionRecord:
        """One more edition, like the first but for these changes."""
        spec: EditionSpec = replace(self.config.edition, **changes)  # type: ignore[arg-type]
        return self.act(lambda s: editions.create_edition(s, spec, actor="test", now=self.clock.now))

    def grant(self, email: str, role: str, edition: EditionRecord | None = None) -> None:
        """Give somebody a role."""
        where, now = edition or self.edition(), self.clock.now

        def give(session: Session) -> None:
            account = accounts.account_for(session, email, now=now)
            accounts.grant_role(session, where.id, account, role, actor="test", now=now)

        self.act(give)


class Stages:
    """Backups of the rehearsal edition, one in each phase; each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._config = settings(folder / "making")
        self._made: dict[Phase, Path] = {}

    def site(self, phase: Phase, config: Config) -> Site:
        """A site of its own in a phase, on the settings' empty database."""
        safekeeping.restore(config, self._backup(phase))
        return Site.open(config)

    def _backup(self, phase: Phase) -> Path:
        for one in Phase:
            if one <= phase and one not in self._made:
                self._make(one)
        return self._made[phase]

    def _make(self, phase: Phase) -> None:
        database = Database(self._config.database_url)
        try:
            if not self._made:
                database.migrate()
            with database.write() as session:
                edition = editions.find_edition(session) or editions.create_edition(
                    session, self._config.edition, actor="test", now=TODAY
                )
                rehearsal.go_to_phase(session, edition, phase, key=PINCODE_KEY.encode(), now=TODAY)
        finally:
            database.close()
        self._made[phase] = self._folder / f"{phase.key}.backup"
        safekeeping.backup(self._config, self._made[phase])
