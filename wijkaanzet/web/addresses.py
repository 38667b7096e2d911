"""Addresses: what belongs to this site, and editions in paths: ``/e/<slug>/...`` is the same site for another edition.

The prefix moves to ``SCRIPT_NAME``, so that every ``url_for`` keeps it and no route is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import request

from wijkaanzet.web.services import edition, services

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


def own_path(address: str | None) -> str:
    """The path and query of an address on this site; empty when it leads elsewhere or could be read so."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return ""
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    foreign = parts.scheme not in ("", "http", "https") or parts.netloc not in ("", request.host)
    if foreign or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return ""
    return path


def site_address() -> str:
    """The public address of this edition as its visitor reached it: its own host, or the installation's and a prefix.

    The visitor's ``Host`` header is believed only when it is the edition's own.
    """
    spec, base = edition().spec, services().config.base_url
    if spec.host and request.host.partition(":")[0] == spec.host:
        base = f"{urlsplit(base).scheme}://{spec.host}"
    return base + request.script_root
