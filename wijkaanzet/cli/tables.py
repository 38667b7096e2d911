"""Outcomes as Dutch tables for people and as JSON for scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from voting.pabulib import Election, amount_text
from voting.tally import Comparison, Completion, Outcome, ProjectResult, RuleName, TallyRule
from voting.tally.explain import money

_NAME_WIDTH = 44


def outcome_json(outcome: Outcome, unit: int) -> dict[str, Any]:
    """The outcome for scripts; money in whole currency units, exact, as text."""
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


def comparison_json(election: Election, one: Comparison) -> dict[str, Any]:
    """One rule of a comparison for scripts: its outcome, and its figures as exact fractions and decimals."""
    return {
        **outcome_json(one.outcome, election.unit),
        "options": rule_text(one.outcome.rule, election),
        "binding": one.binding,
        "chosen": one.chosen,
        "represented": one.represented,
        "voters": one.outcome.voters,
        "mean_share": {"exact": str(one.mean_share), "percent": _percent(one.mean_share)},
        "gini": {"exact": str(one.gini), "percent": _percent(one.gini)},
    }


def comparison_text(election: Election, found: Sequence[Comparison]) -> str:
    """The rules side by side: figures first, then who is chosen by which rule."""
    rules = [f"{at}. {rule_text(one.outcome.rule, election)}" for at, one in enumerate(found, start=1)]
    header = ("regel", "plannen", "besteed", "ziet eigen keuze terug", "deel per stem", "Gini", "")
    rows: list[tuple[str, ...]] = [header]
    for rule, one in zip(rules, found, strict=True):
        voters = f"{_grouped(one.represented)} van {_grouped(one.outcome.voters)}"
        spent = money(one.spent, election.unit, election.currency or "EUR")
        share, gini = f"{_percent(one.mean_share)} %", _percent(one.gini)
        remark = "regel van het bestand" if one.binding else "ter vergelijking"
        rows.append((rule, str(one.chosen), spent, voters, share, gini, remark))
    sets = [set(one.outcome.selected) for one in found]
    chosen = [project for project in election.projects if any(project.id in selected for selected in sets)]
    marks = [
        (
            project.id,
            *("x" if project.id in selected else "." for selected in sets),
            election.names[project.id],
        )
        for project in chosen
    ]
    numbers = ("plan", *(str(at) for at in range(1, len(found) + 1)), "naam")
    return "\n".join([*table_lines(rows, right=header[1:-1]), "", *table_lines([numbers, *marks])])


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


def _percent(part: Fraction) -> str:
    """A part of one as a percentage with one decimal, rounded to the nearest."""
    tenths = round(part * 1000)
    return f"{tenths // 10},{tenths % 10}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
