"""What comes in from outside: bounded before anything works with it."""

from __future__ import annotations

from flask import Flask, abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, ValidationError

from wijkaanzet.threads import waiting

MOST = 2**63 - 1
"""The highest whole number that the databases hold."""

DIGITS = len(str(MOST))

AT_ONCE = 64 * 1024
"""A form of so many bytes comes in at once; a larger one may take a while."""

PHOTOS = 64 * 1024 * 1024
LARGER = {"undertaking.news": PHOTOS, "carrying_news.write": PHOTOS}
"""Forms that may hold more than others, in bytes: some photos as a telephone makes them."""


class BoundedInteger(IntegerConverter):
    """A whole number in an address; a longer one than any database holds is an address that does not exist."""

    regex = rf"\d{{1,{DIGITS}}}"

    def to_python(self, value: str) -> int:
        """The number, when it can be stored."""
        number = int(value)
        if number > MOST:
            raise ValidationError
        return number


def init_app(app: Flask) -> None:
    """Hold every address and every form to what can be stored. Before the blueprints: converters are looked up then."""
    app.url_map.converters["int"] = BoundedInteger
    app.before_request(allow_photos)
    app.before_request(refuse_null_characters)


def allow_photos() -> None:
    """Let the forms for photos be larger. Before anything reads the form."""
    if request.endpoint in LARGER:
        request.max_content_length = LARGER[request.endpoint]


def refuse_null_characters() -> None:
    """A NUL is in no text that a person writes, and PostgreSQL stores none."""
    asked = "\x00" in request.path or b"%00" in request.query_string
    if asked or (request.method == "POST" and any("\x00" in text for text in _form().values())):
        abort(400)


def _form() -> MultiDict[str, str]:
    """The form that is sent. Who sends a large one over a slow line keeps nobody from being answered."""
    if request.content_length is not None and request.content_length <= AT_ONCE:
        return request.form
    with waiting():
        return request.form


def whole_number(text: str, otherwise: int = 0) -> int:
    """The number that a form holds, or ``otherwise`` when it is none that could be meant."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < DIGITS else otherwise
