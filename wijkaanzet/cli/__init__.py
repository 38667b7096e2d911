"""The command line. Errors go to standard error in one line; the exit status is then 2 and nothing was written."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sqlalchemy.exc import ArgumentError, OperationalError

from letters.errors import LetterError
from wijkaanzet.cli.context import Context
from wijkaanzet.cli.editions import edition, organiser
from wijkaanzet.cli.letters import addresses, letters
from wijkaanzet.cli.privacy import privacy
from wijkaanzet.cli.publication import publish
from wijkaanzet.cli.rehearse import rehearse
from wijkaanzet.cli.report import report
from wijkaanzet.cli.safety import backup, restore
from wijkaanzet.cli.serve import jobs, serve
from wijkaanzet.cli.tally import compare, tally, verify
from wijkaanzet.config import ConfigError
from wijkaanzet.errors import DomainError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", "file", type=click.Path(path_type=Path), help="the configuration (default: ./config.toml)"
)
@click.version_option(package_name="wijkaanzet")
@click.pass_context
def cli(context: click.Context, file: Path | None) -> None:
    """Wijk aan Zet: a neighbourhood decides itself what its budget is spent on."""
    context.obj = Context(file)


for command in (
    serve,
    jobs,
    rehearse,
    edition,
    organiser,
    addresses,
    letters,
    tally,
    compare,
    publish,
    verify,
    backup,
    restore,
    privacy,
    report,
):
    cli.add_command(command)


def main() -> None:
    """The entry point; turns known failures into one line on standard error."""
    try:
        cli()
    except (ConfigError, DomainError, LetterError, OSError, ArgumentError, OperationalError) as error:
        click.echo(f"wijkaanzet: {' '.join(_said(error).split())}", err=True)
        sys.exit(2)


def _said(error: Exception) -> str:
    """What went wrong, for one line."""
    if isinstance(error, DomainError):
        return f"{error.code} {error.facts or ''}"
    if isinstance(error, OperationalError):  # its own text goes on with a link to SQLAlchemy's manual
        return f"database: {error.orig}"
    return f"database: {error}" if isinstance(error, ArgumentError) else str(error)
