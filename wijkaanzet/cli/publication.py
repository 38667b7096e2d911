"""``wijkaanzet publish``: the result bundle on disk."""

from __future__ import annotations

from pathlib import Path

import click

from voting import bundle
from wijkaanzet import utc_now
from wijkaanzet.actions import counting
from wijkaanzet.cli.context import Context, ready_database, the_edition

OPERATOR = "operator"


@click.command()
@click.argument("slug")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="a new folder")
@click.pass_obj
def publish(context: Context, slug: str, out: Path) -> None:
    """Write the result bundle; counts and publishes first when that was not done yet."""
    with ready_database(context.config()) as database:
        found = the_edition(database, slug)
        now = found.local_now(utc_now())
        with database.write() as session:
            if counting.published_outcome(session, found) is None:
                counting.close_and_count(session, found, actor=OPERATOR, now=now)
                counting.publish(session, found, actor=OPERATOR, now=now)
            files = counting.bundle_files(session, found)
    bundle.save(out, files)
    click.echo(f"{out}: {len(files)} files; checksum {bundle.checksum(files)}")
