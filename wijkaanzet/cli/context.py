"""What commands share: the settings, read when a command first needs them, and the open database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from wijkaanzet import opened_database
from wijkaanzet.actions.editions import find_edition
from wijkaanzet.config import Config, load_config
from wijkaanzet.records import EditionRecord
from wijkaanzet.transactions import Transactions


@dataclass(frozen=True)
class Context:
    """The command line's own options. ``file`` is None for the usual place."""

    file: Path | None

    def config(self, **overrides: Any) -> Config:
        """The settings, with what the command line says over them."""
        return load_config(self.file, **overrides)


def the_edition(database: Transactions, slug: str = "") -> EditionRecord:
    """The edition with this slug, or the default one.

    Raises:
        click.UsageError: when there is none.
    """
    with database.read() as session:
        found = find_edition(session, slug)
    if found is None:
        raise click.UsageError(
            f"no edition {slug!r}" if slug else "no edition yet; say: wijkaanzet edition create"
        )
    return found


@contextmanager
def ready_database(config: Config, *, durable: bool = True) -> Iterator[Transactions]:
    """The database of the settings, its schema up to date, closed afterwards."""
    database = opened_database(config, durable=durable)
    try:
        yield database
    finally:
        database.close()
