"""``wijkaanzet backup`` and ``restore``: a consistent copy while the program runs, and its return."""

from __future__ import annotations

from pathlib import Path

import click

from wijkaanzet.actions import safekeeping
from wijkaanzet.cli.context import Context


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(context: Context, file: Path) -> None:
    """Write a consistent copy of database and secrets to FILE (mode 600), while the site runs."""
    safekeeping.backup(context.config(), file)
    click.echo(f"backup in {file}; it holds secrets, keep it safe")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(context: Context, file: Path) -> None:
    """Put a backup back into an empty database. Stop the site first."""
    safekeeping.restore(context.config(), file)
    click.echo("restored")
