"""Pages that are the same for every visitor: rendered once a minute, with holes for what is a visitor's own.

During the voting days thousands of people see the same few pages. What a page shows beside its own content follows from
the edition, the phase and the language; who is signed in, or has a message waiting, gets a page of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import generate_csrf

from wijkaanzet.records import EditionRecord
from wijkaanzet.web import services as context
from wijkaanzet.web.i18n import language
from wijkaanzet.web.services import services

T = TypeVar("T")
TOKEN_HOLE = b"hier-komt-het-bewijs-van-de-bezoeker"
OWN_HOLE = b"hier-komt-het-eigen-woord-van-de-bezoeker"
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


def prepared(name: str, render: Callable[[str], str], *facts: Hashable, own: str = "") -> Response:
    """A page, from what was rendered before when this visitor may share it.

    Args:
        name: of the page.
        render: renders it around one word, or part, of the visitor's own.
        facts: what else the page follows from.
        own: that word, as it stands in the page (escaped, or without anything to escape); empty when the page has none.
    """
    if context.account() is not None or context.edition().spec.rehearsal or "_flashes" in session:
        return Response(render(own), mimetype="text/html")
    phase = context.edition().phase_at(context.now())
    pieces = remembered(name, lambda: _in_pieces(render), phase, *facts)
    filled = {TOKEN_HOLE: generate_csrf().encode(), OWN_HOLE: own.encode()}
    return Response(b"".join(filled.get(piece, piece) for piece in pieces), mimetype="text/html")


def remembered(name: str, make: Callable[[], T], *facts: Hashable) -> T:
    """What follows from the edition, the language and these facts, made once a minute."""
    edition = context.edition()
    kept: Prepared = current_app.extensions["wijkaanzet-prepared"]
    minute = int(services().clock().timestamp() // SECONDS)
    key = (name, edition.id, request.script_root, language(), minute, *facts)
    known, value = kept.values.get(key, (None, None))
    if known is not edition:
        value = make()
        if len(kept.values) >= MOST:
            kept.values.clear()
        kept.values[key] = (edition, value)
    return cast("T", value)


def _in_pieces(render: Callable[[str], str]) -> tuple[bytes, ...]:
    """The page as it is sent, cut around the places of the token and of the visitor's own word."""
    setattr(g, TOKEN, TOKEN_HOLE.decode())
    try:
        page = render(OWN_HOLE.decode())
    finally:
        g.pop(TOKEN)
    return tuple(re.split(b"(%s|%s)" % (TOKEN_HOLE, OWN_HOLE), page.encode()))
