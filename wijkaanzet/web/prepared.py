"""Pages that are the same for every visitor: rendered once a minute, with a hole where a visitor's own token goes.

During the voting days thousands of people see the same few pages. What a page shows beside its own content follows from
the edition, the phase and the language; who is signed in, or has a message waiting, gets a page of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from flask import Flask, current_app, g, request, session
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf

from wijkaanzet.records import EditionRecord
from wijkaanzet.web import services as context
from wijkaanzet.web.services import services

T = TypeVar("T")
HOLE = "hier-komt-het-bewijs-van-de-bezoeker"
TOKEN = "csrf_token"  # noqa: S105 - the name of the field, under which Flask-WTF keeps the token of a request
SECONDS = 60
MOST = 256


@dataclass
class Prepared:
    """What was made, with the edition that it was made for."""

    values: dict[Hashable, tuple[EditionRecord, object]] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Give the app its prepared pages."""
    app.extensions["wijkaanzet-prepared"] = Prepared()


def prepared(name: str, render: Callable[[], str], *facts: Hashable) -> str:
    """A page, from what was rendered before when this visitor may share it.

    Args:
        name: of the page.
        render: renders it.
        facts: what else the page follows from.
    """
    if context.account() is not None or context.edition().spec.rehearsal or "_flashes" in session:
        return render()
    phase = context.edition().phase_at(context.now())
    page = remembered(name, lambda: _with_a_hole(render), phase, *facts)
    return page.replace(HOLE, generate_csrf())


def remembered(name: str, make: Callable[[], T], *facts: Hashable) -> T:
    """What follows from the edition, the language and these facts, made once a minute."""
    edition = context.edition()
    kept: Prepared = current_app.extensions["wijkaanzet-prepared"]
    minute = int(services().clock().timestamp() // SECONDS)
    key = (name, edition.id, request.script_root, str(get_locale()), minute, *facts)
    known, value = kept.values.get(key, (None, None))
    if known is not edition:
        value = make()
        if len(kept.values) >= MOST:
            kept.values.clear()
        kept.values[key] = (edition, value)
    return cast("T", value)


def _with_a_hole(render: Callable[[], str]) -> str:
    """Render with a word in the place of the token."""
    setattr(g, TOKEN, HOLE)
    try:
        return render()
    finally:
        g.pop(TOKEN)
