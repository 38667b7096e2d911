"""``wijkaanzet addresses`` and ``wijkaanzet letters``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from letters.address_file import AddressFile
from letters.costs import Cost
from letters.manifest import atomic_file
from phases.money import format_money
from wijkaanzet import utc_now
from wijkaanzet.actions import letter_files
from wijkaanzet.actions import letters as lettering
from wijkaanzet.actions.addresses import import_addresses, read_addresses
from wijkaanzet.actions.letter_text import letters_cost, mailhouse_form
from wijkaanzet.cli.context import Context, ready_database, the_edition
from wijkaanzet.config import Config
from wijkaanzet.edition import EditionSpec
from wijkaanzet.security import load_secrets

OPERATOR = "operator"
FORM = "formulier.pdf"


@click.group()
def addresses() -> None:
    """Check and import the file of entitled people."""


@addresses.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", "slug", default="")
@click.pass_obj
def check(context: Context, file: Path, slug: str) -> None:
    """Say of every line whether it can be used; nothing is stored."""
    config = context.config()
    with ready_database(config) as database:
        found = the_edition(database, slug)
    _report(file, read_addresses(file.read_bytes(), found, config.letters), found.spec, config)


@addresses.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", "slug", default="")
@click.pass_obj
def import_file(context: Context, file: Path, slug: str) -> None:
    """Import the file: all of it, or nothing when a line is wrong."""
    config = context.config()
    with ready_database(config) as database:
        found = the_edition(database, slug)
        read = read_addresses(file.read_bytes(), found, config.letters)
        _report(file, read, found.spec, config)
        with database.write() as session:
            changes = import_addresses(session, found, read, actor=OPERATOR, now=found.local_now(utc_now()))
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
@click.option("--mailhouse", is_flag=True, help=f"tables for a mail house, and {FORM}, instead of PDFs")
@click.option("--edition", "slug", default="")
@click.pass_obj
def print_all(
    context: Context, out: Path, batch: int | None, resume: bool, mailhouse: bool, slug: str
) -> None:
    """Draw a letter for everybody who has none, in PDF batches with a manifest.csv."""
    config = context.config()
    with ready_database(config) as database:
        found = the_edition(database, slug)
        now = found.local_now(utc_now())
        order = lettering.Order(
            config, load_secrets(config).pincode_key, out, OPERATOR, now, batch or 0, mailhouse
        )
        if not resume and (
            lettering.batches_in_folder(database, found, order) or (out / letter_files.MANIFEST).exists()
        ):
            raise click.UsageError(f"{out} has letters already; say --resume to go on")
        with click.progressbar(length=1, label="letters", show_pos=True, file=sys.stderr) as bar:

            def progress(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            rows = lettering.print_letters(
                database,
                found,
                config=config,
                key=order.key,
                out=out,
                actor=OPERATOR,
                now=now,
                batch=order.batch,
                progress=progress,
                mailhouse=mailhouse,
            )
        wrong = letter_files.damaged(lettering.batches_in_folder(database, found, order), out)
        if mailhouse:
            with atomic_file(out / FORM) as form:
                form.write(mailhouse_form(found, config, now))
    click.echo(f"{sum(row.letters for row in rows)} letters in {len(rows)} batches in {out}")
    for name in wrong:
        click.echo(
            f"{out / name}: is gone or was changed; make this batch again at Beheer, Brieven", err=True
        )
    click.echo("These files hold codes. Destroy them as soon as the letters are posted.", err=True)


def _report(file: Path, read: AddressFile, spec: EditionSpec, config: Config) -> None:
    """The summary, and every wrong line on standard error; ends the command when there is one."""
    for problem in read.problems:
        click.echo(f"{file}:{problem}", err=True)
    summary = read.summary
    click.echo(f"lines: {summary.entries} right, {len({p.line for p in read.problems})} wrong")
    click.echo(f"letters: {summary.letters}")
    for area, count in summary.per_area.items():
        click.echo(f"  {area}: {count}")
    for group, count in summary.per_age_group.items():
        click.echo(f"  age {group}: {count}")
    if summary.secret:
        click.echo(f"left out, secret address: {summary.secret}")
    if summary.ignored_columns:
        click.echo(f"columns that were not read: {', '.join(summary.ignored_columns)}")
    _echo_cost(letters_cost(summary.letters, spec, config), spec)
    if read.problems:
        raise SystemExit(2)


def _echo_cost(cost: Cost | None, spec: EditionSpec) -> None:
    if cost is None:
        click.echo("costs: unknown; set [letters.prices]")
        return
    for name in ("paper", "printing", "envelope", "postage", "total", "budget"):
        click.echo(f"{name}: {format_money(getattr(cost, name), spec.currency)}")
    if cost.per_mille_of_budget is not None:
        click.echo(f"share of the budget: {cost.per_mille_of_budget / 10:.1f} %")
