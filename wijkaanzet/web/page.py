"""What every page shows around its own content: phases, menu, rehearsal clock, and the addresses of static files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import Babel, get_locale
from flask_wtf import CSRFProtect
from markupsafe import Markup

from phases.calendar import Phase
from phases.money import format_money
from wijkaanzet.folders import STATIC
from wijkaanzet.mail_text import RIGHT_TO_LEFT
from wijkaanzet.web import services as context
from wijkaanzet.web import texts
from wijkaanzet.web.i18n import _, language, languages_of_page
from wijkaanzet.web.services import services

# The entry of the main menu that a page belongs to, by endpoint or by blueprint, when it is not the page itself.
SECTIONS = {
    "public.plan": "finding.plans",
    "finding": "finding.plans",
    "submitting": "finding.plans",
    "together": "finding.plans",
    "versions": "finding.plans",
    "vote": "vote.code",
    "table": "table.agenda",
    "table_screens": "table.agenda",
    "table_costs": "table.agenda",
    "table_sessions": "table.agenda",
    "table_costs.by_link": "finding.plans",
    "table_costs.mine": "finding.plans",
    "quick_scan": "organiser.start",
    "desk": "desk.start",
    "paper": "desk.start",
    "likes": "finding.plans",
    "organiser": "organiser.start",
    "weekly_check": "organiser.start",
    "merging": "organiser.start",
    "undelivered": "organiser.start",
    "report": "organiser.start",
    "likes_desk.overview": "organiser.start",
    "likes_desk": "desk.start",
    "reactions": "finding.plans",
    "moderation": "organiser.start",
    "carrying_out": "organiser.start",
    "carrying_money": "organiser.start",
    "carrying_news": "organiser.start",
    "following": "public.execution",
    "undertaking": "public.execution",
    "lettering": "organiser.start",
    "landings": "organiser.start",
    "landings.chances": "finding.plans",
    "landings.offer": "finding.plans",
    "address_files": "organiser.start",
}
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English", "tr": "Türkçe", "ar": "العربية", "pl": "Polski"}

NOTHING, IN_DUTCH = Markup(), Markup(' lang="nl"')

csrf = CSRFProtect()
babel = Babel()


@dataclass(frozen=True)
class PhaseStep:
    """One phase in the phase bar."""

    number: int
    name: str
    from_text: str
    until_text: str
    state: str


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu."""

    href: str
    label: str
    current: bool


@dataclass(frozen=True)
class RehearsalClock:
    """The clock of a rehearsal edition: its own now and the moments it can be turned to."""

    now_text: str
    action: str
    choices: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class EditionFacts:
    """The edition as templates know it."""

    name: str
    area: str
    slug: str
    rehearsal: bool
    contact: str


def init_app(app: Flask) -> None:
    """Give every template what the frame of a page needs."""
    csrf.init_app(app)
    babel.init_app(app, locale_selector=language)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=asset, get_locale=get_locale, written=written)
    app.jinja_env.filters.update(
        money=money,
        in_symbols=texts.in_symbols,
        long_day=texts.long_day,
        full_day=texts.full_day,
        day_and_time=texts.day_and_time,
        short_day=texts.short_day,
    )
    app.context_processor(frame)


@cache
def asset(path: str) -> str:
    """The address of a static file, with a hash of its content, so that a new version is fetched at once."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
    return f"/static/{path}?v={digest}"


def written() -> Markup:
    """The attribute of what residents and checkers wrote, on a page in another language than theirs."""
    return NOTHING if str(get_locale()) == "nl" else IN_DUTCH


def money(cents: int) -> str:
    """An amount in the edition's currency."""
    return format_money(cents, context.edition().spec.currency)


def frame() -> dict[str, Any]:
    """The variables of ``base.html``; pages without an edition (errors) get an empty frame."""
    edition = g.get("edition")
    config = services().config
    basis: dict[str, Any] = {
        "edition": None,
        "account": g.get("account"),
        # An edition that is not there has no start page either, and no page to choose a language.
        "root": request.script_root if edition else "",
        "languages": language_links() if edition else [],
        "theme_class": config.theme_class,
        "theme_css": config.theme_css,
        "text_direction": "rtl" if str(get_locale()) in RIGHT_TO_LEFT else "ltr",
        "phase_steps": [],
        "nav": [],
        "currency": "",
        "rehearsal_clock": None,
    }
    if edition is None:
        return basis
    spec = edition.spec
    return basis | {
        "edition": EditionFacts(spec.name, spec.area, spec.slug, spec.rehearsal, spec.contact),
        "phase_steps": phase_steps(),
        "nav": navigation(),
        "currency": spec.currency,
        "rehearsal_clock": rehearsal_clock() if spec.rehearsal else None,
    }


def phase_steps() -> list[PhaseStep]:
    """The five phases with their state at the edition's now."""
    calendar, now = context.edition().spec.calendar, context.now()
    current = calendar.phase_at(now)
    return [
        PhaseStep(
            number=phase.value,
            name=str(texts.PHASE_NAMES[phase]),
            from_text=texts.from_text(calendar[phase]),
            until_text=texts.until_short_text(calendar[phase]),
            state="current" if phase is current else "done" if calendar.is_over(phase, now) else "next",
        )
        for phase in Phase
    ]


def navigation() -> list[NavItem]:
    """The main menu: what there is for this visitor in this phase."""
    calendar, now = context.edition().spec.calendar, context.now()
    account = context.account()
    roles = account.roles if account else frozenset()
    items = [
        ("finding.plans", _("Plannen"), True),
        ("vote.code", _("Stemmen"), calendar.phase_at(now) is Phase.VOTING),
        ("results.show", _("Uitslag"), calendar.is_over(Phase.VOTING, now)),
        ("public.execution", _("Uitvoering"), calendar.is_over(Phase.VOTING, now)),
        ("public.rules", _("Spelregels"), True),
        ("table.agenda", _("Tafel"), not roles.isdisjoint({"checker", "organiser"})),
        ("last_look.drafts", _("Wijkraad"), "wijkraad" in roles),
        ("desk.start", _("Balie"), "desk" in roles),
        ("organiser.start", _("Beheer"), "organiser" in roles),
    ]
    here = SECTIONS.get(request.endpoint or "") or SECTIONS.get(request.blueprint or "") or request.endpoint
    return [NavItem(url_for(endpoint), label, here == endpoint) for endpoint, label, shown in items if shown]


def rehearsal_clock() -> RehearsalClock:
    """The rehearsal's clock with a moment in each phase."""
    edition, now = context.edition(), context.now()
    current = edition.spec.calendar.phase_at(now)
    choices = [(phase.key, f"{phase.value}. {texts.PHASE_NAMES[phase]}", phase is current) for phase in Phase]
    return RehearsalClock(texts.day_and_time(now), url_for("rehearsal.turn"), choices)


def language_links() -> list[dict[str, Any]]:
    """The languages of the page, with where to choose them."""
    current = str(get_locale())
    return [
        {
            "code": code,
            "label": LANGUAGE_NAMES.get(code, code),
            "href": url_for("public.language", code=code),
            "current": code == current,
        }
        for code in languages_of_page()
    ]
