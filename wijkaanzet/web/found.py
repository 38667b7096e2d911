"""What the list and the map receive: the filters with what is chosen, the words to take a filter away, the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import lazy_gettext as _l

from phases.calendar import Phase
from phases.finding import STATE_WORDS, Candidate, Sort, Wish
from phases.plan_audiences import AUDIENCES
from wijkaanzet.edition import EditionSpec
from wijkaanzet.web import texts
from wijkaanzet.web.i18n import _

LONGEST_TEXT = 100
# The parts of an address, by the field of a wish that each sets.
PARTS = {
    "text": "q",
    "area": "wijk",
    "theme": "thema",
    "audience": "voor",
    "state": "stand",
    "sort": "volgorde",
}
SORTS = {
    Sort.BEST: _l("Wat het best past"),
    Sort.FAIR: _l("Willekeurig"),
    Sort.LIKES: _l("Meeste likes"),
    Sort.NEWEST: _l("Nieuwste eerst"),
    Sort.CHEAPEST: _l("Laagste kosten"),
}
STATES = {word: texts.STATES[state][0] for state, word in STATE_WORDS.items()}


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A filter: the name in the address, its label, what it says when nothing is chosen, and its choices."""

    name: str
    label: str
    anything: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Chip:
    """A filter that is on, with the address of the same page without it."""

    label: str
    href: str


@dataclass(frozen=True)
class Finder:
    """The form above the list and the map.

    Attributes:
        endpoint: of the page, to which the form leads.
        wish: what is asked for.
        filters, sort: the choices.
        chips: the filters that are on.
        views: the list and the map: label, address, whether it is this page.
    """

    endpoint: str
    wish: Wish
    filters: tuple[Filter, ...]
    sort: tuple[Option, ...]
    chips: tuple[Chip, ...]
    views: tuple[tuple[str, str, bool], ...]

    def page(self, number: int) -> str:
        """The address of a page of the list."""
        return address(self.endpoint, self.wish, number)


def read_wish(asked: Mapping[str, str], spec: EditionSpec) -> Wish:
    """What an address asks for; what means nothing here asks for nothing."""

    def one_of(part: str, known: Iterable[str]) -> str:
        value = asked.get(PARTS[part], "")
        return value if value in known else ""

    text = " ".join(asked.get(PARTS["text"], "")[:LONGEST_TEXT].split())
    sort = one_of("sort", set(Sort)) or (Sort.BEST if text else Sort.FAIR)
    return Wish(
        text=text,
        area=one_of("area", spec.areas),
        theme=one_of("theme", spec.themes),
        audience=one_of("audience", AUDIENCES),
        state=one_of("state", STATES),
        sort=Sort.FAIR if sort == Sort.BEST and not text else Sort(sort),
    )


def address(endpoint: str, wish: Wish, page: int = 1) -> str:
    """The address that asks for this; without what need not be said."""
    usual = Sort.BEST if wish.text else Sort.FAIR
    parts = {name: getattr(wish, field) for field, name in PARTS.items() if getattr(wish, field)}
    if wish.sort is usual:
        del parts[PARTS["sort"]]
    if page > 1:
        parts["pagina"] = page
    return url_for(endpoint, **parts)


def finder(
    endpoint: str, wish: Wish, spec: EditionSpec, plans: Iterable[Candidate], phase: Phase | None
) -> Finder:
    """The form for a page, offering what the plans have."""
    plans = list(plans)
    audiences = {one for plan in plans for one in plan.audiences}
    states = {plan.state for plan in plans}
    offered = (
        ("area", _("Wijk"), _("Alle wijken"), {area: area for area in spec.areas}),
        ("theme", _("Thema"), _("Alle thema’s"), {theme: theme for theme in spec.themes}),
        (
            "audience",
            _("Voor wie"),
            _("Alle mensen"),
            {one: str(texts.AUDIENCES[one]) for one in AUDIENCES if one in audiences | {wish.audience}},
        ),
        (
            "state",
            _("Hoe ver"),
            _("Alle plannen"),
            {word: _state_label(word, phase) for word in STATES if word in states | {wish.state}},
        ),
    )
    filters, chips = [], []
    for field, label, anything, choices in offered:
        chosen = getattr(wish, field)
        if len(choices) > 1 or chosen:
            options = tuple(Option(value, text, value == chosen) for value, text in choices.items())
            filters.append(Filter(PARTS[field], label, anything, options))
        if chosen:
            chips.append(Chip(choices[chosen], address(endpoint, _without(wish, field))))
    if wish.text:
        sort = Sort.FAIR if wish.sort is Sort.BEST else wish.sort
        without = replace(wish, text="", sort=sort)
        chips.insert(0, Chip(f"‘{wish.text}’", address(endpoint, without)))
    return Finder(
        endpoint=endpoint,
        wish=wish,
        filters=tuple(filters),
        sort=tuple(
            Option(sort, str(label), sort is wish.sort)
            for sort, label in SORTS.items()
            if sort is not Sort.BEST or wish.text
        ),
        chips=tuple(chips),
        views=tuple(
            (label, address(view, wish), view == endpoint)
            for view, label in (("finding.plans", _("Lijst")), ("finding.on_the_map", _("Kaart")))
        ),
    )


def _state_label(word: str, phase: Phase | None) -> str:
    """A state as a filter names it; a chosen plan is being carried out in the last phase."""
    if word == "gekozen" and phase is Phase.EXECUTION:
        return _("Gekozen, in uitvoering")
    if word == "stembiljet":
        return _("Op het stembiljet")
    return str(STATES[word])


def _without(wish: Wish, field: str) -> Wish:
    return replace(wish, **{field: ""})  # type: ignore[arg-type]
