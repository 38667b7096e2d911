"""Flask, without what this site has no use for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask


class Site(Flask):
    """The Flask app. None of its functions is a coroutine, so it does not look for that nine times a request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function, as it is."""
        return func
