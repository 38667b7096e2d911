"""Counting from the command line: ``tally``, ``compare`` and ``verify``. No database, no configuration.

Tables and sentences are Dutch, because residents run these commands too; the JSON is for scripts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from voting import bundle
from voting.pabulib import Declared, Election, PabulibError, amount_text, parse
from voting.tally import (
    Add1Stop,
    Completion,
    Outcome,
    ProjectResult,
    RuleName,
    Satisfaction,
    TallyRule,
    TieBreak,
    TieRefusedError,
    count,
)
from voting.tally.explain import money

DECLARED = "declared"
_NAME_WIDTH = 44


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


def _count(election: Election, rule: TallyRule, tie_break: TieBreak) -> Outcome:
    try:
        return count(
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
    _refuse_idle_options(rule_name, options)
    tie_break = _tie_break(tie)
    election = _read(file)
    rule, note = _rule(election, rule_name, satisfaction, completion, add1_stop, min_votes)
    outcome = _count(election, rule, tie_break)
    _warn([*election.warnings, *([f"{file}: {note}"] if note else [])])
    if as_json:
        click.echo(json.dumps(outcome_json(election, outcome), ensure_ascii=False, indent=1))
    else:
        click.echo(outcome_text(election, outcome))


def _refuse_idle_options(rule_name: str, options: dict[str, Any]) -> None:
    """An option that would do nothing is a misunderstanding, so it is refused."""
    given = [name for name, value in options.items() if value is not None]
    if rule_name == DECLARED and given:
        _fail(f"--{given[0]} gaat niet samen met --rule declared: het bestand bepaalt de regel")
    shares = [name for name in given if name != "min-votes"]
    if shares and rule_name != RuleName.EQUAL_SHARES:
        _fail(f"--{shares[0]} hoort bij --rule equal-shares")


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


def outcome_json(election: Election, outcome: Outcome) -> dict[str, Any]:
    """The outcome for scripts; money in the file's own unit, exact, as text."""
    unit = election.unit
    return {
        "rule": outcome.rule.name.value,
        "budget": amount_text(outcome.budget, unit),
        "spent": amount_text(outcome.spent, unit),
        "selected": list(outcome.selected),
        "projects": [
            {
                "id": result.id,
                "cost": amount_text(result.cost, unit),
                "votes": result.votes,
                "selected": result.selected,
                "reason": result.reason,
            }
            for result in outcome.projects
        ],
        "ties": [
            {"projects": list(tie.projects), "broken_by": tie.broken_by, "mattered": tie.mattered}
            for tie in outcome.ties
        ],
    }


def outcome_text(election: Election, outcome: Outcome) -> str:
    """The outcome as a table for people: chosen plans first, then by score."""

    def euro(amount: int) -> str:
        return money(amount, election.unit, election.currency or "EUR")

    points = outcome.rule.count_points
    shown = sorted(outcome.projects, key=lambda r: (not r.selected, -r.score))
    header = ("", "plan", "naam", "kosten", "stemmen", *(["punten"] if points else []), "reden")
    rows = [header, *(_row(election, result, euro, points) for result in shown)]
    lines = [
        f"{election.meta.text('description') or election.name}: {_grouped(outcome.voters)} stemmen, "
        f"budget {euro(outcome.budget)}",
        f"Telregel: {rule_text(outcome.rule, election)}. Gelijke stand: {outcome.tie_break}.",
        "",
        *table_lines(rows, right=("kosten", "stemmen", "punten")),
        "",
        f"Gekozen: {len(outcome.selected)} van de {len(outcome.projects)} plannen, samen {euro(outcome.spent)}; "
        f"over: {euro(outcome.budget - outcome.spent)}.",
    ]
    for tie in outcome.ties:
        mattered = "dat maakte uit" if tie.mattered else "dat maakte niet uit"
        lines.append(f"Gelijke stand: {', '.join(tie.projects)} (volgorde door {tie.broken_by}; {mattered}).")
    return "\n".join(lines)


def _row(
    election: Election, result: ProjectResult, euro: Callable[[int], str], points: bool
) -> tuple[str, ...]:
    name = election.names[result.id]
    short = name if len(name) <= _NAME_WIDTH else name[: _NAME_WIDTH - 1] + "…"
    score = [amount_text(result.score, election.points_unit)] if points else []
    mark = "ja" if result.selected else "nee"
    return (mark, result.id, short, euro(result.cost), _grouped(result.votes), *score, result.reason)


def rule_text(rule: TallyRule, election: Election) -> str:
    """The rule with the options that differ from the plain one."""
    unit = election.points_unit if rule.count_points else 1
    parts = [rule.name.value]
    if rule.name is RuleName.EQUAL_SHARES:
        parts += [f"satisfaction {rule.satisfaction.value}", f"completion {rule.completion.value}"]
        if rule.completion in (Completion.ADD1, Completion.ADD1_UTILITARIAN):
            parts.append(f"add1-stop {rule.add1_stop.value}")
    if rule.min_votes:
        parts.append(
            f"ten minste {amount_text(rule.min_votes, unit)} {'punten' if rule.count_points else 'stemmen'}"
        )
    parts += ["budget per thema"] * bool(rule.theme_caps) + ["budget per gebied"] * bool(rule.area_caps)
    if rule.leftover.value != "none":
        parts.append(f"leftover {rule.leftover.value}")
    return ", ".join(parts)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def table_lines(rows: Sequence[Sequence[str]], right: Sequence[str] = ()) -> list[str]:
    """Columns under each other; those named in ``right`` (by header) end flush, the last one is as long as it is."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if head in right else cell.ljust(width)
            for head, cell, width in zip(rows[0], row, widths, strict=False)
        ]
        lines.append("  ".join([*cells, row[-1]]).rstrip())
    return lines


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
