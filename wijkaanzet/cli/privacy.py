"""``wijkaanzet privacy``: what is kept of somebody, forgetting it, and removing what is past its time."""

from __future__ import annotations

import json

import click

from wijkaanzet import utc_now
from wijkaanzet.actions import erasing
from wijkaanzet.actions.retention import tidy
from wijkaanzet.cli.context import Context, ready_database
from wijkaanzet.errors import DomainError

OPERATOR = "operator"


@click.group()
def privacy() -> None:
    """Personal data: show it, forget it, keep to the terms."""


@privacy.command("tidy")
@click.option("--dry-run", is_flag=True, help="remove nothing, only say what would go")
@click.pass_obj
def tidy_now(context: Context, dry_run: bool) -> None:
    """Remove what is past the terms of [retention] now, as the job does every night; print how much of what."""
    config = context.config()
    with ready_database(config) as database:
        report = tidy(database, config, now=utc_now(), look_only=dry_run)
    for slug, removed in (*report.editions.items(), ("", report.installation)):
        for name, count in removed.items():
            click.echo(f"{slug or '-'}\t{name}\t{count}")


@privacy.command("show")
@click.argument("email")
@click.pass_obj
def show(context: Context, email: str) -> None:
    """Print everything that is kept of who has this address, as JSON: for who asks what we know of them."""
    with ready_database(context.config()) as database, database.read() as session:
        known = erasing.known_of(session, email)
    if not known:
        raise DomainError("no-such-account")
    click.echo(json.dumps(known, indent=2, ensure_ascii=False))


@privacy.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="do not ask")
@click.pass_obj
def erase(context: Context, email: str, yes: bool) -> None:
    """Forget who has this address, for who asks for it. Their plans and reactions stay, with nobody behind them."""
    if not yes:
        click.confirm(f"Forget {email} for good?", abort=True)
    with ready_database(context.config()) as database:
        with database.write() as session:
            erasing.erase_by_address(session, email, actor=OPERATOR, now=utc_now())
        database.tidy()
    click.echo("forgotten")
