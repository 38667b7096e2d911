"""``wijkaanzet report``: the evaluation of an edition as HTML and PDF."""

from __future__ import annotations

from pathlib import Path

import click

from wijkaanzet import utc_now
from wijkaanzet.actions.report_files import report_as_html, report_as_pdf
from wijkaanzet.cli.context import Context, ready_database, the_edition


@click.command()
@click.argument("slug")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="the folder to write in"
)
@click.pass_obj
def report(context: Context, slug: str, out: Path) -> None:
    """Write the evaluation of an edition: figures, turnout, costs and lessons, as HTML and as PDF."""
    with ready_database(context.config()) as database:
        found = the_edition(database, slug)
        now = found.local_now(utc_now())
        with database.read() as session:
            files = {
                f"evaluatie-{slug}.html": report_as_html(session, found, now=now),
                f"evaluatie-{slug}.pdf": report_as_pdf(session, found, now=now),
            }
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
        click.echo(out / name)
