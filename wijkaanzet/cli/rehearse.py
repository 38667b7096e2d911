"""``wijkaanzet rehearse``: a whole edition on a real election file, as a test of everything at once."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from voting.pabulib import Election, PabulibError, parse
from wijkaanzet import utc_now
from wijkaanzet.actions.file_rehearsal import slug_for
from wijkaanzet.cli.context import Context, ready_database
from wijkaanzet.cli.rehearsal_run import Closing, RehearsalRun
from wijkaanzet.cli.tables import outcome_json


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="print the outcome as JSON")
@click.option("--voters", type=click.IntRange(0), help="at most so many voters (default: all)")
@click.option(
    "--letters", type=click.IntRange(0), default=100, show_default=True, help="letters to draw and read back"
)
@click.option("--http", is_flag=True, help="cast the ballots through a running server's forms")
@click.option("--until", type=click.Choice(["voting", "closed"]), default="closed", help="where to stop")
@click.option(
    "--database", metavar="URL", help="use this database (default: a fresh one that is thrown away)"
)
@click.option(
    "--codes", type=click.Path(dir_okay=False, path_type=Path), help="with --until voting: the plain codes"
)
@click.pass_obj
def rehearse(
    context: Context,
    file: Path,
    as_json: bool,
    voters: int | None,
    letters: int,
    http: bool,
    until: str,
    database: str | None,
    codes: Path | None,
) -> None:
    """Run a whole edition on FILE: plans, likes, verdicts, codes, letters, ballots, tally, publication.

    With --until voting it stops when voting is open and leaves the database and the codes, one a line in the order of
    the file's voters, so that any client can vote through `wijkaanzet serve --database URL`; plan numbers are the
    places in the file. With --until closed on that database it counts what arrived.
    """
    if until == "voting" and not (database and codes):
        raise click.UsageError("--until voting needs --database URL and --codes FILE")
    election = _read(file)
    with ExitStack() as stack:
        config = context.config(database=database)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wijkaanzet-")))
        if database is None:
            config = replace(config, data_dir=folder / "data", database="")
        db = stack.enter_context(ready_database(config, durable=database is not None))
        run = RehearsalRun(config, db, election, slug_for(file), folder)
        if codes and until == "voting":
            _open_voting(run, voters, letters, codes)
            return
        fresh = not run.exists()
        if fresh:
            run.open_voting(voters, letters)
            run.cast_all(over_http=http)
        closing = run.close(utc_now())
    _print(election, run, closing, as_json)


def _read(file: Path) -> Election:
    try:
        return parse(file.read_bytes(), str(file))
    except PabulibError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None


def _open_voting(run: RehearsalRun, voters: int | None, letters: int, codes: Path) -> None:
    if run.exists():
        raise click.UsageError(f"the database has edition {run.slug} already; use a fresh one")
    # Claimed before anything is made: a file that is there already must not cost a whole rehearsal.
    with os.fdopen(os.open(codes, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        plain = run.open_voting(voters, letters)
        out.writelines(f"{code}\n" for code in plain)
    click.echo(f"voting is open: {len(plain)} codes in {codes}", err=True)
    click.echo(f"wijkaanzet serve --database {run.config.database_url}")


def _print(election: Election, run: RehearsalRun, closing: Closing, as_json: bool) -> None:
    for line in [*election.warnings, *run.notes()]:
        click.echo(f"let op: {line}", err=True)
    values: dict[str, Any] = outcome_json(closing.outcome, 100)
    values["projects"] += closing.off_ballot
    values |= {
        "letters": run.letters,
        "ballots": closing.ballots,
        "receipts_found": closing.receipts_found,
        "refused": run.refused,
        "breaking_declared_limits": run.breaking,
        "verified": closing.report.ok,
    }
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
    else:
        click.echo(_text(values, closing))
    if not closing.report.ok:
        click.echo(f"klopt niet: {closing.report.difference}", err=True)
        raise SystemExit(1)


def _text(values: dict[str, Any], closing: Closing) -> str:
    chosen = [p for p in values["projects"] if p["selected"]]
    lines = [
        f"Gekozen: {len(chosen)} van {len(values['projects'])} plannen, {values['spent']} van {values['budget']}"
    ]
    lines += [f"  {p['id']:>8}  {p['cost']:>10}  {p['votes']:>6} stemmen  {p['reason']}" for p in chosen]
    lines += [
        f"Brieven getekend en teruggelezen: {values['letters']}",
        f"Stembiljetten: {values['ballots']}; geweigerd: {values['refused']}; "
        f"over de eigen grens van het bestand: {values['breaking_declared_limits']}",
        f"Ontvangstcodes teruggevonden: {values['receipts_found']}",
        *(f"klopt: {line}" for line in closing.report.checked),
    ]
    return "\n".join(lines)
