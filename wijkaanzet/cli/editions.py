"""``wijkaanzet edition`` and ``wijkaanzet organiser``."""

from __future__ import annotations

import click

from phases.calendar import Phase
from phases.money import format_money
from wijkaanzet import utc_now
from wijkaanzet.actions import accounts, editions, second_factor
from wijkaanzet.cli.context import Context, ready_database, the_edition
from wijkaanzet.mail_text import MailText, compose
from wijkaanzet.site import address_of

OPERATOR = "operator"


@click.group()
def edition() -> None:
    """Make and show editions."""


@edition.command("create")
@click.pass_obj
def create(context: Context) -> None:
    """Make the edition that config.toml describes."""
    config = context.config()
    with ready_database(config) as database, database.write() as session:
        made = editions.create_edition(session, config.edition, actor=OPERATOR, now=utc_now())
    click.echo(f"edition {made.spec.slug} made")


@edition.command("show")
@click.argument("slug", default="")
@click.pass_obj
def show(context: Context, slug: str) -> None:
    """Show an edition: its rules, its calendar and its phase."""
    with ready_database(context.config()) as database:
        found = the_edition(database, slug)
    spec = found.spec
    phase = found.phase_at(found.local_now(utc_now()))
    click.echo(f"{spec.slug}: {spec.name} ({spec.area}){' [rehearsal]' if spec.rehearsal else ''}")
    click.echo(f"budget    {format_money(spec.budget, spec.currency)}")
    click.echo(f"ballot    {spec.ballot_rule.kind.value}")
    click.echo(f"tally     {spec.tally_rule.name.value}, ties by {spec.tie_kind.value}")
    for one in Phase:
        span = spec.calendar[one]
        mark = "  <- now" if one is phase else ""
        click.echo(f"{one.key:<12}{span.first_day} - {span.last_day}{mark}")


@edition.command("list")
@click.pass_obj
def show_all(context: Context) -> None:
    """List all editions."""
    with ready_database(context.config()) as database, database.read() as session:
        for one in editions.list_editions(session):
            click.echo(f"{one.spec.slug}\t{one.spec.name}")


@click.group()
def organiser() -> None:
    """Let organisers in."""


@organiser.command("invite")
@click.argument("email")
@click.option("--edition", "slug", default="", help="the edition (default: the first one)")
@click.option(
    "--role",
    type=click.Choice(["organiser", "checker", "desk"]),
    default="organiser",
    help="what they may do",
)
@click.option("--new-second-factor", is_flag=True, help="forget the authenticator app that was linked")
@click.pass_obj
def invite(context: Context, email: str, slug: str, role: str, new_second_factor: bool) -> None:
    """Print and mail a sign-in link, and give the role."""
    config, now = context.config(), utc_now()
    with ready_database(config) as database:
        found = the_edition(database, slug)
        with database.write() as session:
            account = accounts.account_for(session, email, now=now)
            accounts.grant_role(session, found.id, account, role, actor=OPERATOR, now=now)
            if new_second_factor:
                second_factor.forget(session, found.id, account, actor=OPERATOR, now=now)
            links: list[str] = []

            def mail(token: str) -> MailText:
                links.append(f"{address_of(config, found.spec)}/inloggen/{token}")
                return compose("inloggen", found.spec, link=links[0])

            accounts.send_sign_in_link(session, email, mail, now=now)
    click.echo(links[0])
