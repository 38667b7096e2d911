"""Editions in addresses: ``/e/<slug>/...`` is the same site for another edition.

The prefix moves to ``SCRIPT_NAME``, so that every ``url_for`` keeps it and no route is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PREFIX = re.compile(r"/e/(?P<slug>[a-z0-9-]+)(?=/|$)")


class EditionAddress:
    """WSGI middleware that takes the edition out of the path."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        match = _PREFIX.match(environ.get("PATH_INFO", ""))
        if match:
            environ["wijkaanzet.edition"] = match["slug"]
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + match[0]
            environ["PATH_INFO"] = environ["PATH_INFO"][match.end() :] or "/"
        return self.app(environ, start_response)
