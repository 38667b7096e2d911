"""``wijkaanzet addresses`` and ``wijkaanzet letters``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from letters.address_file import AddressFile
from wijkaanzet import utc_now
from wijkaanzet.actions import letters as lettering
from wijkaanzet.actions.addresses import import_addresses, read_addresses
from wijkaanzet.cli.context import Context, ready_database, the_edition
from wijkaanzet.security import load_secrets

OPERATOR = "operator"


@click.group()
def addresses() -> None:
    """Check and import the file of entitled people."""


@addresses.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", "slug", default="")
@click.pass_obj
def check(context: Context, file: Path, slug: str) -> None:
    """Say of every line whether it can be used; nothing is stored."""
    with ready_database(context.config()) as database:
        read = read_addresses(file.read_bytes(), the_edition(database, slug))
    _report(file, read)


@addresses.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", "slug", default="")
@click.pass_obj
def import_file(context: Context, file: Path, slug: str) -> None:
    """Import the file: all of it, or nothing when a line is wrong."""
    with ready_database(context.config()) as database:
        found = the_edition(database, slug)
        read = read_addresses(file.read_bytes(), found)
        _report(file, read)
        with database.write() as session:
            changes = import_addresses(session, found, read, actor=OPERATOR, now=utc_now())
    click.echo(f"new: {changes.new}, moved away: {changes.gone}, unchanged: {changes.kept}")


@click.group()
def letters() -> None:
    """Draw the letters with pincodes."""


@letters.command("print")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="folder for the PDFs"
)
@click.option("--batch", type=click.IntRange(1, 5000), default=None, help="letters in one PDF")
@click.option("--resume", is_flag=True, help="go on with a folder that has batches already")
@click.option("--edition", "slug", default="")
@click.pass_obj
def print_all(context: Context, out: Path, batch: int | None, resume: bool, slug: str) -> None:
    """Draw a letter for everybody who has none, in PDF batches with a manifest.csv."""
    config = context.config()
    if (out / "manifest.csv").exists() and not resume:
        raise click.UsageError(f"{out} has letters already; say --resume to go on")
    with ready_database(config) as database:
        found = the_edition(database, slug)
        now = found.local_now(utc_now())
        with click.progressbar(length=1, label="letters", show_pos=True, file=sys.stderr) as bar:

            def progress(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            rows = lettering.print_letters(
                database,
                found,
                config=config,
                key=load_secrets(config).pincode_key,
                out=out,
                actor=OPERATOR,
                now=now,
                batch=batch or 0,
                progress=progress,
            )
    click.echo(f"{sum(row.letters for row in rows)} letters in {len(rows)} batches in {out}")
    click.echo("These files hold codes. Destroy them as soon as the letters are posted.", err=True)


def _report(file: Path, read: AddressFile) -> None:
    """Every wrong line on standard error; ends the command when there is one."""
    for problem in read.problems:
        click.echo(f"{file}:{problem}", err=True)
    click.echo(str(read.summary))
    if read.problems:
        raise SystemExit(2)
