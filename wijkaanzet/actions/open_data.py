"""Open data: what is public of an edition, as plain values with the names of the interface. Money in cents.

Nothing here tells more than the pages for everybody, and nothing of it is about a person: who submitted, signed, agreed or
answered for a plan stands in none of these values, and texts that tend to name people are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.feasibility import VerdictKind
from phases.finding import Candidate
from phases.plan import slug_of
from phases.plan_audiences import AUDIENCES
from wijkaanzet.actions import counting
from wijkaanzet.actions.editions import list_editions
from wijkaanzet.actions.finding import Listing, listing
from wijkaanzet.records import EditionRecord, PlanRecord, VerdictRecord
from wijkaanzet.storage.ballots import Tally

Values = dict[str, Any]

PHASES = {
    Phase.SUBMIT: "plan-indienen",
    Phase.LIKES: "likes-verzamelen",
    Phase.FEASIBILITY: "haalbaarheidscheck",
    Phase.VOTING: "stemmen",
    Phase.EXECUTION: "uitvoeren",
}
VERDICTS = {
    VerdictKind.FEASIBLE: "haalbaar",
    VerdictKind.FEASIBLE_PROVIDED: "haalbaar-mits",
    VerdictKind.NOT_IN_THIS_BUDGET: "niet-binnen-dit-budget",
    VerdictKind.FORWARDED: "doorgestuurd",
}
WHOLE_AREA = None
"""The wijk of a plan that is for all of them."""


def edition_values(session: Session, edition: EditionRecord, *, site: str, now: datetime) -> Values:
    """What an edition is, when its phases are, and what of it is public already."""
    spec, calendar = edition.spec, edition.spec.calendar
    phase = calendar.phase_at(now)
    return {
        "code": spec.slug,
        "naam": spec.name,
        "gebied": spec.area,
        "gemeente": spec.municipality,
        "oefening": spec.rehearsal,
        "budget": spec.budget,
        "valuta": spec.currency,
        "likesNodig": spec.like_threshold,
        "minimumleeftijd": spec.minimum_age,
        "themas": list(spec.themes),
        "wijken": list(spec.areas),
        "fase": PHASES[phase] if phase is not None else None,
        "kalender": [
            {
                "fase": PHASES[one],
                "nummer": one.value,
                "van": calendar[one].first_day.isoformat(),
                "totEnMet": calendar[one].last_day.isoformat(),
            }
            for one in Phase
        ],
        "stemregel": {
            "soort": {"budget": "budget", "count": "aantal"}[spec.ballot_rule.kind.value],
            "minimum": spec.ballot_rule.minimum,
            "maximum": spec.ballot_rule.maximum or None,
        },
        "telregel": spec.tally_rule.name.value,
        "oordelenOpenbaarOp": moment(edition.verdicts_published_at),
        "uitslagOpenbaarOp": moment(published_at(session, edition)),
        "pagina": site or "/",
        "api": f"{site}/api/v1",
    }


def editions_values(
    session: Session, address_of: Callable[[EditionRecord], str], *, now: datetime
) -> list[Values]:
    """All editions of this installation."""
    return [
        edition_values(session, one, site=address_of(one), now=one.local_now(now))
        for one in list_editions(session)
    ]


def moment(at: datetime | None) -> str | None:
    """A moment as RFC 3339 with its zone; None for none."""
    return at.isoformat(timespec="seconds") if at is not None else None


def published_at(session: Session, edition: EditionRecord) -> datetime | None:
    """When the result became public; None before."""
    tally = session.get(Tally, edition.id)
    return tally.published_at if tally is not None else None


def plans_values(
    session: Session, edition: EditionRecord, *, site: str, now: datetime
) -> tuple[list[Values], tuple[Candidate, ...]]:
    """Every listed plan, the lowest number first, and in the same order what each can be found by."""
    shown = listing(session, edition, now=now)
    candidates = tuple(sorted(shown.candidates, key=lambda one: one.number))
    return [_plan(edition, shown, one, site) for one in candidates], candidates


def plan_values(
    session: Session, edition: EditionRecord, number: int, *, site: str, now: datetime
) -> Values | None:
    """One listed plan with everything that is public of it; None when there is no such plan."""
    shown = listing(session, edition, now=now)
    candidate = next((one for one in shown.candidates if one.number == number), None)
    if candidate is None:
        return None
    plan = shown.plans[number]
    verdict = plan.verdict if edition.verdicts_published_at is not None else None
    return _plan(edition, shown, candidate, site) | {
        "beschrijving": plan.description,
        "versie": plan.version,
        "kostenregels": [{"wat": line.what, "bedrag": line.amount} for line in plan.costs],
        "oordeel": _verdict(verdict) if verdict else None,
    }


def _plan(edition: EditionRecord, shown: Listing, candidate: Candidate, site: str) -> Values:
    plan = shown.plans[candidate.number]
    is_public = edition.verdicts_published_at is not None
    return {
        "nummer": plan.number,
        "kenmerk": plan.reference,
        "titel": plan.title,
        "samenvatting": plan.summary,
        "thema": plan.theme,
        "wijk": plan.area or WHOLE_AREA,
        "plek": plan.place,
        "locatie": _location(plan),
        "voorWie": [one for one in AUDIENCES if one in candidate.audiences],
        "kosten": candidate.cost or None,
        "valuta": edition.spec.currency,
        "likes": plan.likes,
        "status": candidate.state,
        "opStembiljet": is_public and plan.verdict is not None and plan.verdict.kind.on_ballot,
        "gekozen": None if shown.chosen is None else plan.number in shown.chosen,
        "pagina": f"{site}/plannen/{plan.number}-{slug_of(plan.title)}",
    }


def _location(plan: PlanRecord) -> Values | None:
    if plan.latitude is None or plan.longitude is None:
        return None
    return {"breedtegraad": plan.latitude / 1_000_000, "lengtegraad": plan.longitude / 1_000_000}


def _verdict(verdict: VerdictRecord) -> Values:
    return {
        "soort": VERDICTS[verdict.kind],
        "kosten": verdict.cost if verdict.kind.on_ballot else None,
        "toelichting": verdict.explanation,
        "voorwaarden": [
            {"wat": term.what, "kosten": term.cost, "voor": term.before.isoformat() if term.before else None}
            for term in verdict.terms
        ],
    }


def groups_values(session: Session, edition: EditionRecord, key: str, *, now: datetime) -> list[Values]:
    """The listed plans by ``key``, "thema" or "wijk", in the order of the edition; what fits no wijk is for all."""
    plans, _candidates = plans_values(session, edition, site="", now=now)
    outcome = counting.published_outcome(session, edition)
    results = {one["id"]: one for one in outcome["projects"]} if outcome else None
    spec = edition.spec
    names: tuple[str | None, ...] = spec.themes if key == "thema" else spec.areas
    if any(plan[key] is WHOLE_AREA for plan in plans):
        names = (*names, WHOLE_AREA)
    return [_group(name, [plan for plan in plans if plan[key] == name], edition, results) for name in names]


def _group(
    name: str | None, plans: list[Values], edition: EditionRecord, results: Mapping[str, Values] | None
) -> Values:
    public = edition.verdicts_published_at is not None
    return {
        "naam": name,
        "plannen": len(plans),
        "likes": sum(plan["likes"] for plan in plans),
        "opStembiljet": sum(plan["opStembiljet"] for plan in plans) if public else None,
        "stemmen": _sum_of(plans, results, "votes"),
        "gekozen": _sum_of(plans, results, "selected"),
        "toegekend": _sum_of(plans, results, "paid"),
        "valuta": edition.spec.currency,
    }


def _sum_of(plans: Iterable[Values], results: Mapping[str, Values] | None, part: str) -> int | None:
    if results is None:
        return None
    return sum(int(results[plan["kenmerk"]][part]) for plan in plans if plan["kenmerk"] in results)
