"""Counting from the command line: ``tally``, ``compare`` and ``verify``. No database, no configuration.

Tables and sentences are Dutch, because residents run these commands too; the JSON is for scripts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from voting import bundle
from voting.pabulib import Declared, Election, PabulibError, parse
from voting.tally import (
    Add1Stop,
    Completion,
    RuleName,
    Satisfaction,
    TallyRule,
    TieBreak,
    TieRefusedError,
    count,
)
from voting.tally import compare as compare_rules
from wijkaanzet.cli.tables import comparison_json, comparison_text, outcome_json, outcome_text

DECLARED = "declared"
Result = TypeVar("Result")


def _fail(message: str) -> NoReturn:
    """One line on standard error, exit status 2: the caller could not be served."""
    click.echo(" ".join(message.split()), err=True)
    raise SystemExit(2)


def _read(file: str) -> Election:
    try:
        return parse(Path(file).read_bytes(), file)
    except PabulibError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{file}:0: het bestand is niet te lezen ({error.strerror or error})")


def _warn(lines: Sequence[str]) -> None:
    for line in lines:
        click.echo(f"let op: {line}", err=True)


def _tie_break(text: str) -> TieBreak:
    try:
        return TieBreak.parse(text)
    except ValueError:
        _fail(f"--tie: {text!r} bestaat niet; kies lot:SEED, order, id of refuse")


def _counted(
    counter: Callable[..., Result], election: Election, rule: TallyRule, tie_break: TieBreak
) -> Result:
    """Count or compare a file's election, and turn what cannot be counted into one line."""
    try:
        return counter(
            election.projects,
            election.ballots,
            election.budget,
            rule,
            tie_break,
            unit=election.unit,
            currency=election.currency or "EUR",
        )
    except TieRefusedError as error:
        _fail(f"{election.name}: gelijke stand, en met --tie refuse beslist niets: {error}")
    except ValueError as error:
        _fail(f"{election.name}: {error}")


@click.command()
@click.argument("file", type=click.Path())
@click.option(
    "--rule", "rule_name", required=True, type=click.Choice([DECLARED, *(rule.value for rule in RuleName)])
)
@click.option(
    "--satisfaction", type=click.Choice([one.value for one in Satisfaction]), help="Alleen bij equal-shares."
)
@click.option(
    "--completion",
    type=click.Choice([one.value for one in Completion if one is not Completion.NONE]),
    help="Alleen bij equal-shares.",
)
@click.option(
    "--add1-stop",
    type=click.Choice([one.value for one in Add1Stop]),
    help="Alleen bij equal-shares met add1.",
)
@click.option("--min-votes", type=click.IntRange(min=0), help="Minder stemmen (of punten): nooit gekozen.")
@click.option("--tie", "tie", default="order", show_default=True, help="lot:SEED, order, id of refuse.")
@click.option("--json", "as_json", is_flag=True, help="Voor scripts.")
def tally(
    file: str,
    rule_name: str,
    satisfaction: str | None,
    completion: str | None,
    add1_stop: str | None,
    min_votes: int | None,
    tie: str,
    as_json: bool,
) -> None:
    """Tel een Pabulib-bestand; "declared" neemt de regel die het bestand zelf noemt."""
    options = {
        "satisfaction": satisfaction,
        "completion": completion,
        "add1-stop": add1_stop,
        "min-votes": min_votes,
    }
    idle = _idle_options(rule_name, options)
    tie_break = _tie_break(tie)
    election = _read(file)
    rule, note = _rule(election, rule_name, satisfaction, completion, add1_stop, min_votes)
    outcome = _counted(count, election, rule, tie_break)
    _warn([*idle, *election.warnings, *([f"{file}: {note}"] if note else [])])
    if as_json:
        click.echo(json.dumps(outcome_json(outcome, election.unit), ensure_ascii=False, indent=1))
    else:
        click.echo(outcome_text(election, outcome))


def _idle_options(rule_name: str, options: Mapping[str, str | int | None]) -> list[str]:
    """What to say about options that do nothing. With ``declared`` they contradict the file, and are refused."""
    given = [name for name, value in options.items() if value is not None]
    if rule_name == DECLARED and given:
        _fail(f"--{given[0]} gaat niet samen met --rule declared: het bestand bepaalt de regel")
    idle = [name for name in given if name != "min-votes" and rule_name != RuleName.EQUAL_SHARES]
    if "add1-stop" in given and options["completion"] not in (Completion.ADD1, Completion.ADD1_UTILITARIAN):
        idle.append("add1-stop")
    return [f"--{name} doet hier niets" for name in dict.fromkeys(idle)]


def _rule(
    election: Election,
    name: str,
    satisfaction: str | None,
    completion: str | None,
    add1_stop: str | None,
    min_votes: int | None,
) -> Declared:
    """The rule to count by, and what should be known about it."""
    if name == DECLARED:
        return election.declared
    points = election.ballots.points is not None
    by_names = RuleName(name) in (RuleName.EQUAL_SHARES, RuleName.PHRAGMEN)
    note = f"{name} telt wie een plan noemt, niet de punten" if points and by_names else ""
    rule = TallyRule(
        RuleName(name),
        Satisfaction(satisfaction or Satisfaction.COST),
        Completion(completion or Completion.NONE),
        Add1Stop(add1_stop or Add1Stop.OVERSPEND),
        min_votes=(min_votes or 0) * (election.points_unit if points and not by_names else 1),
        count_points=points and not by_names,
    )
    return Declared(rule, note)


@click.command()
@click.argument("file", type=click.Path())
@click.option("--tie", "tie", default="order", show_default=True, help="lot:SEED, order, id of refuse.")
@click.option("--json", "as_json", is_flag=True, help="Voor scripts.")
def compare(file: str, tie: str, as_json: bool) -> None:
    """Zet de uitslag van alle telregels naast elkaar; de regel van het bestand zelf staat vooraan."""
    tie_break = _tie_break(tie)
    election = _read(file)
    rule, note = election.declared
    found = _counted(compare_rules, election, rule, tie_break)
    _warn([*election.warnings, *([f"{file}: {note}"] if note else [])])
    if as_json:
        values = [comparison_json(election, one) for one in found]
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
    else:
        click.echo(comparison_text(election, found))


@click.command()
@click.argument("folder", type=click.Path())
@click.option("--checksum", help="Het controlegetal dat elders is bekendgemaakt; moet hetzelfde zijn.")
def verify(folder: str, checksum: str | None) -> None:
    """Tel een gepubliceerde uitslag onafhankelijk na, alleen met de bestanden in FOLDER."""
    report = bundle.verify(Path(folder))
    for line in report.checked:
        click.echo(f"klopt: {line}")
    if not report.ok:
        click.echo(f"klopt niet: {report.difference}", err=True)
        raise SystemExit(1)
    if checksum is not None and checksum.strip().lower() != report.checksum:
        click.echo(f"klopt niet: het controlegetal van deze map is {report.checksum}", err=True)
        raise SystemExit(1)
    click.echo(f"De uitslag klopt. Controlegetal van deze map: {report.checksum}")
