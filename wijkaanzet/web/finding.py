"""Finding plans: the list and the map, with the same filters.

During the vote everybody looks at the list. What is the same for everybody is made once a minute (web/prepared.py):
the page around the cards, and each card. Only the order of the cards is a visitor's own.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, current_app, render_template, request, session
from markupsafe import Markup
from werkzeug.wrappers import Response

from phases.calendar import Phase
from phases.finding import Wish, chosen_plans, fair_order, on_page, page_count
from phases.words import Piece, Term, marked, snippet, terms_of
from wijkaanzet.actions import finding
from wijkaanzet.actions.finding import Listing
from wijkaanzet.records import PlanRecord
from wijkaanzet.web import found, map_tiles, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.incoming import whole_number
from wijkaanzet.web.prepared import prepared, remembered
from wijkaanzet.web.services import account, edition, now, services

blueprint = Blueprint("finding", __name__)

SEED = "order"
SEED_BITS = 48


@dataclass
class Shelf:
    """The listed plans with their cards, each drawn when it is first asked for."""

    listing: Listing
    drawn: dict[int, str] = field(default_factory=dict)

    def cards(self, numbers: Sequence[int]) -> str:
        """The cards of these plans, in this order."""
        for number in numbers:
            if number not in self.drawn:
                self.drawn[number] = _draw(self.card(number))
        return "".join([self.drawn[number] for number in numbers])

    def card(self, number: int) -> views.PlanCard:
        """A plan's card."""
        return views.plan_card(edition(), self.listing.plans[number], self.listing.chosen)


def _draw(card: views.PlanCard, title: tuple[Piece, ...] = (), words: tuple[Piece, ...] = ()) -> str:
    """A card as HTML; with the words that were looked for marked."""
    macros = current_app.jinja_env.get_template("macros/plans.html").module
    return f"<li>{macros.card(card, 3, title, words)}</li>"  # type: ignore[attr-defined]


def shelf() -> Shelf:
    """The plans as this visitor may see them: for strangers from the last minute, for who signed in from this moment."""
    if account() is not None or edition().spec.rehearsal:
        return _shelf()
    return remembered("finding.shelf", _shelf, edition().phase_at(now()))


def _shelf() -> Shelf:
    with services().database.read() as db:
        return Shelf(finding.listing(db, edition(), now=now()))


def visitors_seed() -> int:
    """What this visitor's fair order follows from; it is kept in the visitor's own cookie and nowhere else."""
    kept = session.get(SEED)
    if not isinstance(kept, int) or not 0 <= kept < 2**SEED_BITS:
        kept = session[SEED] = secrets.randbits(SEED_BITS)
    return kept ^ edition().id


def fairly(numbers: Iterable[int]) -> list[int]:
    """Plans in this visitor's fair order."""
    return fair_order(numbers, visitors_seed())


@blueprint.get("/plannen")
@access(Access.ANYONE)
def plans() -> str | Response:
    """The plans that fit what is asked for, a page of them."""
    wish = found.read_wish(request.args, edition().spec)
    asked = whole_number(request.args.get("pagina", ""), 1)
    shown = shelf()
    if not wish.is_plain:
        return _found(shown, wish, asked)
    total = len(shown.listing.plans)
    page = min(max(asked, 1), page_count(total))
    numbers = on_page(fairly(shown.listing.plans), page)
    return prepared(
        "finding.plans",
        lambda cards: _list_page(shown, wish, total, page, Markup(cards)),  # noqa: S704 - drawn by a macro
        page,
        total,
        own=shown.cards(numbers),
    )


def _found(shown: Shelf, wish: Wish, asked: int) -> str:
    terms = terms_of(wish.text)
    numbers = _numbers(shown, wish, terms)
    page = min(max(asked, 1), page_count(len(numbers)))
    here = on_page(numbers, page)
    if terms:
        cards = "".join(
            [_draw(shown.card(number), *_marked(shown.listing.plans[number], terms)) for number in here]
        )
    else:
        cards = shown.cards(here)
    return _list_page(shown, wish, len(numbers), page, Markup(cards))  # noqa: S704 - drawn by a macro, which escapes


def _numbers(shown: Shelf, wish: Wish, terms: tuple[Term, ...]) -> list[int]:
    """The plans that fit, in the order that is asked for."""
    scores = None
    if wish.text:
        with services().database.read() as db:
            scores = finding.scores_of(db, edition(), terms)
    return chosen_plans(shown.listing.candidates, wish, seed=visitors_seed(), scores=scores)


def _marked(plan: PlanRecord, terms: tuple[Term, ...]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Title and summary with the words marked; from the plan's text when the summary has none of them."""
    summary = marked(plan.summary, terms)
    if not any(piece.found for piece in summary):
        summary = snippet(plan.description, terms) or summary
    return marked(plan.title, terms), summary


def _list_page(shown: Shelf, wish: Wish, count: int, page: int, cards: str) -> str:
    phase = edition().phase_at(now())
    return render_template(
        "public/plans.html",
        find=found.finder("finding.plans", wish, edition().spec, shown.listing.candidates, phase),
        total=len(shown.listing.plans),
        count=count,
        page=page,
        pages=page_count(count),
        cards=Markup(cards),  # noqa: S704 - drawn by a macro, which escapes
        may_submit=phase is Phase.SUBMIT,
    )


@blueprint.get("/plannen/kaart")
@access(Access.ANYONE)
def on_the_map() -> str:
    """The plans that fit what is asked for, where they are. The list beside the map is what the map's script reads."""
    wish, shown = found.read_wish(request.args, edition().spec), shelf()
    numbers = _numbers(shown, wish, terms_of(wish.text))
    found_plans = [shown.listing.plans[number] for number in numbers]
    placed = [p for p in found_plans if p.latitude is not None and p.longitude is not None]
    return render_template(
        "public/map.html",
        find=found.finder(
            "finding.on_the_map", wish, edition().spec, shown.listing.candidates, edition().phase_at(now())
        ),
        total=len(shown.listing.plans),
        placed=[(views.plan_href(plan), plan) for plan in placed],
        others=[(views.plan_href(plan), plan) for plan in found_plans if plan not in placed],
        map=services().config.map,
        tiles=map_tiles.tiles_address(),
    )
