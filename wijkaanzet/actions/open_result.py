"""Open data of the vote: the result, how it was counted, and who voted as far as it may be told. Money in cents."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from phases.suppression import AT_LEAST
from voting.tally.model import TieKind
from wijkaanzet.actions import counting
from wijkaanzet.actions.open_data import WHOLE_AREA, Values, moment, published_at
from wijkaanzet.actions.secrecy import turnout_by_day
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.plan_queries import list_plans


def result_values(session: Session, edition: EditionRecord, *, site: str) -> Values | None:
    """What was chosen, what it costs, and the files to count again; None before it is public."""
    outcome = counting.published_outcome(session, edition)
    if outcome is None:
        return None
    plans = {plan.reference: plan for plan in list_plans(session, edition.id, everything=True)}
    rows = []
    for one in outcome["projects"]:
        plan = plans[one["id"]]
        rows.append(
            {
                "nummer": plan.number,
                "kenmerk": plan.reference,
                "titel": plan.title,
                "thema": plan.theme,
                "wijk": plan.area or WHOLE_AREA,
                "kosten": one["cost"],
                "stemmen": one["votes"],
                "gekozen": one["selected"],
                "toegekend": one["paid"],
                "reden": one["reason"],
            }
        )
    files = counting.bundle_files(session, edition)
    return {
        "openbaarOp": moment(published_at(session, edition)),
        "stemmers": outcome["voters"],
        "budget": outcome["budget"],
        "besteed": outcome["spent"],
        "over": outcome["budget"] - outcome["spent"],
        "valuta": edition.spec.currency,
        "plannen": sorted(rows, key=lambda row: (not row["gekozen"], -row["stemmen"], row["nummer"])),
        "bestanden": [
            {
                "naam": name,
                "adres": f"{site}/uitslag/{name}",
                "sha256": hashlib.sha256(content).hexdigest(),
                "bytes": len(content),
            }
            for name, content in sorted(files.items())
        ],
    }


def tally_values(session: Session, edition: EditionRecord) -> Values | None:
    """The rule, the lot, and what the rule did with each plan; None before the result is public."""
    outcome = counting.published_outcome(session, edition)
    if outcome is None:
        return None
    numbers = {plan.reference: plan.number for plan in list_plans(session, edition.id, everything=True)}
    rule, is_lot = edition.spec.tally_rule, edition.spec.tie_kind is TieKind.LOT
    return {
        "telregel": rule.name.value,
        "tevredenheid": rule.satisfaction.value,
        "aanvulling": rule.completion.value,
        "minimumStemmen": rule.min_votes,
        "loting": {
            "soort": edition.spec.tie_kind.value,
            "seed": edition.lot_seed if is_lot else None,
            "vooraf": counting.seed_commitment(edition) or None,
        },
        "stemmers": outcome["voters"],
        "budget": outcome["budget"],
        "valuta": edition.spec.currency,
        "plannen": [
            {
                "nummer": numbers[one["id"]],
                "stemmen": one["votes"],
                "beurt": one["turn"],
                "resteerde": one["money_left"],
                "uitkomst": one["status"],
                "stemmenVerschil": one["margin"],
            }
            for one in outcome["projects"]
        ],
        "gelijkstanden": [
            {"plannen": [numbers[name] for name in tie["projects"]], "maakteUit": tie["mattered"]}
            for tie in outcome["ties"]
        ],
        "vergelijking": [_compared(one, numbers) for one in outcome.get("comparison", ())],
    }


def _compared(one: Mapping[str, Any], numbers: Mapping[str, int]) -> Values:
    return {
        "telregel": one["rule"],
        "tevredenheid": one["satisfaction"],
        "bindend": one["binding"],
        "gekozen": [numbers[name] for name in one["selected"]],
        "besteed": one["spent"],
        "vertegenwoordigd": one["represented"],
    }


def turnout_values(session: Session, edition: EditionRecord) -> Values | None:
    """Who voted: None for a group where too few stand behind the figure, None for all before the result is public."""
    outcome = counting.published_outcome(session, edition)
    if outcome is None:
        return None
    turnout = outcome.get("turnout", {})
    return {
        "ondergrens": AT_LEAST,
        "stemgerechtigden": turnout.get("entitled"),
        "gestemd": outcome["voters"],
        "wijken": [_turnout(row) for row in turnout.get("areas", ())],
        "leeftijden": [_turnout(row) for row in turnout.get("ages", ())],
        "dagen": [
            {"totEnMet": day.isoformat(), "gestemd": count} for day, count in turnout_by_day(session, edition)
        ],
    }


def _turnout(row: Mapping[str, Any]) -> Values:
    return {"naam": row["name"] or None, "stemgerechtigden": row["entitled"], "gestemd": row["voted"]}
