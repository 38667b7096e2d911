"""Finding plans: what stands in the lists, and which plans hold the words that somebody looks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from phases.finding import STATE_WORDS, UNLISTED, Candidate
from phases.plan import state_of
from phases.plan_audiences import audiences_in
from phases.words import Term
from wijkaanzet.actions import counting
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.plan_queries import list_plans
from wijkaanzet.storage.search import find_words


@dataclass(frozen=True)
class Listing:
    """All plans that stand in the lists.

    Attributes:
        plans: by number.
        candidates: what each can be found by.
        chosen: the numbers of the chosen plans; None while there is no published result.
    """

    plans: dict[int, PlanRecord]
    candidates: tuple[Candidate, ...]
    chosen: frozenset[int] | None


def listing(session: Session, edition: EditionRecord, *, now: datetime) -> Listing:
    """The plans as everybody may know them at ``now``, the edition's own."""
    chosen = counting.chosen_numbers(session, edition)
    public = edition.verdicts_published_at is not None
    plans, candidates = {}, []
    for plan in list_plans(session, edition.id):
        facts = plan.facts(verdicts_public=public, chosen=None if chosen is None else plan.number in chosen)
        state = state_of(facts, edition.spec.calendar, edition.spec.like_threshold, now)
        if state in UNLISTED:
            continue
        plans[plan.number] = plan
        candidates.append(
            Candidate(
                number=plan.number,
                area=plan.area,
                theme=plan.theme,
                audiences=audiences_in(plan.audience),
                state=STATE_WORDS[state],
                likes=plan.likes,
                cost=plan.cost if public else plan.estimate,
            )
        )
    return Listing(plans, tuple(candidates), chosen)


def scores_of(session: Session, edition: EditionRecord, terms: tuple[Term, ...]) -> dict[int, int]:
    """The plans that hold all these words, by number, with how well they do."""
    return find_words(session, edition.id, terms)
