"""The files of a bundle, each made from ballots, receipts and terms alone: the same input gives the same bytes.

Publishing writes what this module makes; verifying makes it again and compares. So there is one description of
what belongs in a bundle, and no byte of it is outside the check.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voting.bundle.readme import readme_text
from voting.bundle.terms import Terms, rule_meta, terms_json
from voting.pabulib import Election, amount_text, compose, parse
from voting.tally import Outcome, Project, ProjectResult, count

BALLOTS = "stemmen.pb"
OUTCOME = "uitslag.json"
RECEIPTS = "ontvangstcodes.txt"
README = "leesmij.txt"
SUMS = "SHA256SUMS"
FORMAT = "wijkaanzet-uitslag 1"

_COMPUTED = frozenset(
    {
        "num_projects",
        "num_votes",
        "budget",
        "vote_type",
        "rule",
        "comment",
        "min_project_score_threshold",
        "budget_per_category",
        "budget_per_neighborhood",
        "leftover_budget",
    }
)
_FIRST = ("description", "country", "unit", "instance")
_DATES = ("date_begin", "date_end")
REQUIRED_FACTS = (*_FIRST, *_DATES)
"""What Pabulib asks of every file and only the caller knows."""


@dataclass(frozen=True)
class Facts:
    """What a bundle is made of, besides terms and receipts.

    Attributes:
        meta: the facts of the edition as Pabulib names them (``description``, ``country``, ``unit``, ``instance``,
            ``date_begin``, ``date_end``, ``currency``, limits of a ballot, ...).
        projects: in the order of the ballot paper; money in smallest units.
        names: project id to name.
        ballots: project ids per ballot, in the order of publication.
        budget: in smallest units.
        unit: smallest units in one currency unit.
    """

    meta: Mapping[str, str]
    projects: Sequence[Project]
    names: Mapping[str, str]
    ballots: Sequence[Sequence[str]]
    budget: int
    unit: int

    @classmethod
    def of(cls, election: Election) -> Facts:
        """The facts in a ballots file."""
        meta = {key: value for key, value in election.meta.items() if key not in _COMPUTED}
        ballots = [row.chosen for row in election.rows]
        return cls(meta, election.projects, election.names, ballots, election.budget, election.unit)


def ballots_file(facts: Facts, terms: Terms, outcome: Outcome | None = None) -> bytes:
    """The ballots as a Pabulib file, with votes and ``selected`` per project once there is an outcome.

    Ballots are numbered in the order given and name their projects in the order of the ballot paper, so that
    nothing is left of who cast them, when, or how.
    """
    results = {result.id: result for result in outcome.projects} if outcome else {}
    columns = {
        "project_id": [project.id for project in facts.projects],
        "cost": [amount_text(project.cost, facts.unit) for project in facts.projects],
        "votes": [str(results[p.id].votes) if results else "" for p in facts.projects],
        "name": [facts.names.get(project.id, project.id) for project in facts.projects],
        "category": [project.theme for project in facts.projects],
        "selected": [str(int(results[p.id].selected)) if results else "" for p in facts.projects],
        "neighborhood": [project.area for project in facts.projects],
    }
    used = {name: cells for name, cells in columns.items() if any(cells)}
    place = {project.id: at for at, project in enumerate(facts.projects)}
    votes = (
        (str(number), ",".join(sorted(ballot, key=place.__getitem__)))
        for number, ballot in enumerate(facts.ballots, start=1)
    )
    meta = _ballots_meta(facts, terms)
    return compose(meta, list(used), zip(*used.values(), strict=True), ("voter_id", "vote"), votes)


def _ballots_meta(facts: Facts, terms: Terms) -> dict[str, str]:
    rule = rule_meta(terms, facts.unit)
    own = {k: v for k, v in facts.meta.items() if v and k not in _COMPUTED and k not in rule}
    meta = {key: own.pop(key) for key in _FIRST if key in own}
    meta |= {
        "num_projects": str(len(facts.projects)),
        "num_votes": str(len(facts.ballots)),
        "budget": amount_text(facts.budget, facts.unit),
        "vote_type": "approval",
        "rule": rule.pop("rule"),
    }
    return meta | {key: own.pop(key) for key in _DATES if key in own} | own | rule


def recount(election: Election, terms: Terms) -> Outcome:
    """Count a ballots file under the terms."""
    return count(
        election.projects,
        election.ballots,
        election.budget,
        terms.rule,
        terms.tie_break,
        unit=election.unit,
        currency=election.currency or "EUR",
    )


def make_files(ballots: bytes, receipts: bytes, terms: Terms) -> dict[str, bytes]:
    """All files of the bundle that follow from these.

    ``ballots`` may lack votes and ``selected``; the result's own ballots file has them. Money in ``terms`` is in the
    smallest unit of that file.

    Raises:
        PabulibError: when the ballots cannot be read.
        ValueError: when they cannot be counted under the terms.
    """
    election = parse(ballots, BALLOTS)
    outcome = recount(election, terms)
    files = {BALLOTS: ballots_file(Facts.of(election), terms, outcome), RECEIPTS: receipts}
    values = _outcome_values(election, outcome, terms, files)
    files[OUTCOME] = (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()
    files[README] = readme_text(election, outcome, terms).encode()
    files[SUMS] = checksums(files)
    return files


def checksums(files: Mapping[str, bytes]) -> bytes:
    """The checksum file, in the form that ``sha256sum --check`` reads."""
    return "".join(f"{digest(files[name])}  {name}\n" for name in sorted(files) if name != SUMS).encode()


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def receipts_file(receipts: Sequence[str]) -> bytes:
    """One receipt per line, in the order given."""
    return "".join(f"{receipt}\n" for receipt in receipts).encode()


def _outcome_values(
    election: Election, outcome: Outcome, terms: Terms, files: Mapping[str, bytes]
) -> dict[str, Any]:
    blank = sum(not row.chosen for row in election.rows)
    receipts = files[RECEIPTS]
    return {
        "format": FORMAT,
        "edition": {key: value for key, value in election.meta.items() if key not in _COMPUTED},
        "budget": amount_text(outcome.budget, election.unit),
        "spent": amount_text(outcome.spent, election.unit),
        **terms_json(terms, election.unit),
        "ballots": {"count": outcome.voters, "blank": blank, "sha256": digest(files[BALLOTS])},
        "receipts": {"count": receipts.count(b"\n"), "sha256": digest(receipts)},
        "selected": list(outcome.selected),
        "projects": [_project_values(election, result) for result in outcome.projects],
        "ties": [
            {"projects": list(tie.projects), "broken_by": tie.broken_by, "mattered": tie.mattered}
            for tie in outcome.ties
        ],
    }


def _project_values(election: Election, result: ProjectResult) -> dict[str, Any]:
    project = election.by_id[result.id]
    money_left = None if result.money_left is None else amount_text(result.money_left, election.unit)
    return {
        "id": result.id,
        "name": election.names[result.id],
        "theme": project.theme,
        "area": project.area,
        "cost": amount_text(result.cost, election.unit),
        "votes": result.votes,
        "score": result.score,
        "selected": result.selected,
        "paid": amount_text(result.paid, election.unit),
        "status": result.status.value,
        "turn": result.turn,
        "money_left": money_left,
        "margin": result.margin,
        "reason": result.reason,
    }
