"""The pages for everybody: home, plans, rules, result, execution."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from phases.calendar import Phase
from phases.finding import STATE_WORDS
from phases.money import format_money
from phases.plan import PlanState, slug_of
from wijkaanzet.actions import counting
from wijkaanzet.actions.finding import Listing
from wijkaanzet.web import finding, following, plan_texts, texts, views
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.addresses import own_path
from wijkaanzet.web.i18n import _, offered_languages
from wijkaanzet.web.landings import landing_panel
from wijkaanzet.web.likes import likes_panel
from wijkaanzet.web.plan_people import last_change, plan_people, plan_pictures
from wijkaanzet.web.plan_standing import plan_standing, visible_plan
from wijkaanzet.web.posters import share_of
from wijkaanzet.web.prepared import prepared
from wijkaanzet.web.reaction_panel import reactions_panel
from wijkaanzet.web.services import edition, services
from wijkaanzet.web.table_costs import reply_until

blueprint = Blueprint("public", __name__)

CARDS_ON_HOME = 6
IN_VIEW = {STATE_WORDS[state] for state in (PlanState.ON_BALLOT, PlanState.COUNTING, PlanState.CHOSEN)}
"""While there are such plans, the start page shows no others."""


@blueprint.get("/")
@access(Access.ANYONE)
def home() -> Response:
    """The edition and its phase in one glance, with a few plans: those that it is about now."""
    shown = finding.shelf()
    first = finding.fairly(_in_view(shown.listing))[:CARDS_ON_HOME]
    return prepared(
        "public.home",
        lambda cards: render_template(
            "public/home.html",
            home=views.home_page(edition(), _figures(shown.listing)),
            cards=Markup(cards) if first else "",  # noqa: S704 - drawn by a macro, which escapes
        ),
        len(shown.listing.plans),
        bool(first),
        own=shown.cards(first),
    )


def _in_view(listing: Listing) -> Iterable[int]:
    """The chosen plans, or those on the ballot, when there are any; else all."""
    return [one.number for one in listing.candidates if one.state in IN_VIEW] or listing.plans


def _figures(listing: Listing) -> list[tuple[str, str]]:
    plans, chosen = listing.plans.values(), listing.chosen
    figures, likes = [(str(len(plans)), _("plannen"))], sum(p.likes for p in plans)
    if likes:
        figures.append((str(likes), _("likes")))
    if chosen is not None:
        figures.append((str(len(chosen)), _("gekozen plannen")))
    return figures if plans else []


@blueprint.get("/plannen/<int:number>-<slug>")
@blueprint.get("/plannen/<int:number>")
@access(Access.ANYONE)
def plan(number: int, slug: str = "") -> str | Response:
    """One plan."""
    with services().database.read() as db:
        found = visible_plan(db, number)
        if found is None:
            abort(404)
        chosen = counting.chosen_numbers(db, edition())
        state = views.public_state(edition(), found, chosen)
        likes, standing = likes_panel(db, found, state), plan_standing(db, found)
        reactions = reactions_panel(db, found)
        carried_out = following.carried_out(db, number)
        people, pictures = plan_people(db, found), plan_pictures(db, edition(), found)
        changed = last_change(db, edition(), found)
        landing = landing_panel(db, number, state)
        costs_until = reply_until(db, found)
    if slug != slug_of(found.title):
        return redirect(views.plan_href(found), 301)
    public = edition().verdicts_published_at is not None
    return render_template(
        "public/plan.html",
        likes=likes,
        standing=standing,
        reactions=reactions,
        carried_out=carried_out,
        share=share_of(found),
        plan=found,
        card=views.plan_card(edition(), found, chosen),
        verdict=found.verdict if public else None,
        verdict_text=str(texts.VERDICTS[found.verdict.kind]) if public and found.verdict else "",
        state_text=str(texts.STATES[state][0]),
        state_tone=texts.STATES[state][1],
        on_ballot=state is PlanState.ON_BALLOT,
        people=people,
        pictures=pictures,
        changed=changed,
        landing=landing,
        costs_until=costs_until,
        audience=plan_texts.audience(found.audience),
    )


@blueprint.get("/spelregels")
@access(Access.ANYONE)
def rules() -> str:
    """The rules of this edition, as they are configured."""
    spec = edition().spec
    return render_template(
        "public/rules.html",
        spec=spec,
        budget_text=format_money(spec.budget, spec.currency),
        seed_hash=counting.seed_commitment(edition()),
        phases=[
            (
                str(texts.PHASE_NAMES[p]),
                texts.whole_day(spec.calendar[p].first_day),
                texts.whole_day(spec.calendar[p].last_day),
                str(texts.PHASE_SENTENCES[p]),
            )
            for p in Phase
        ],
    )


@blueprint.get("/uitvoering")
@access(Access.ANYONE)
def execution() -> str:
    """The year of execution: the area's money and every chosen plan."""
    return following.overview_page()


@blueprint.get("/privacy")
@access(Access.ANYONE)
def privacy() -> str:
    """What we keep, why and how long, as it is configured."""
    return render_template("public/privacy.html", terms=services().config.retention)


@blueprint.get("/toegankelijkheid")
@access(Access.ANYONE)
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("public/accessibility.html")


@blueprint.get("/taal/<code>")
@access(Access.ANYONE)
def language(code: str) -> Response:
    """Choose a language; it is remembered in the one cookie."""
    if code not in offered_languages():
        abort(404)
    session["language"] = code
    return redirect(own_path(request.referrer) or url_for("public.home"), 303)
