"""Limits on how often something may be asked. Pincode tries are not here: the database counts those for all hosts.

Only the views that have a limit pay for it: with Flask-Limiter, built on the same ``limits``, every request of the voting
days would look its limits up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container
from functools import wraps
from math import ceil
from typing import cast

from flask import Flask, request
from flask.typing import ResponseReturnValue
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

LIMITS = {
    "accounts.sign_in": "20 per hour",
    "likes.ask": "60 per hour",
    "second_factor.check": "10 per minute",
    "reactions.write": "30 per hour",
    "reactions.reply": "60 per hour",
    "reactions.report": "20 per hour",
    "reactions.confirm": "60 per hour",
    "help_offers.one": "60 per hour",
}
"""How often one address may send each of these forms."""

OPEN_DATA = "600 per minute"
"""How often one address may ask each of the addresses of the open data; each answer says how long it holds."""

View = Callable[..., ResponseReturnValue]


def init_app(app: Flask, redis: str) -> None:
    """Hold the forms to their limits; hosts with a Redis count together. After the blueprints: views are wrapped."""
    limiter = FixedWindowRateLimiter(storage_from_string(redis or "memory://"))
    held = [(endpoint, limit, {"POST"}) for endpoint, limit in LIMITS.items()]
    data = [endpoint for endpoint in app.view_functions if endpoint.startswith("api.")]
    held += [(endpoint, OPEN_DATA, {"GET", "HEAD"}) for endpoint in data]
    for endpoint, limit, methods in held:
        view = cast("View", app.view_functions[endpoint])
        app.view_functions[endpoint] = _limited(view, endpoint, parse(limit), limiter, methods)


def _limited(
    view: View, endpoint: str, limit: RateLimitItem, limiter: FixedWindowRateLimiter, methods: Container[str]
) -> View:
    @wraps(view)
    def held(**values: object) -> ResponseReturnValue:
        who = request.remote_addr or ""
        if request.method in methods and not limiter.hit(limit, endpoint, who):
            wait = limiter.get_window_stats(limit, endpoint, who).reset_time - time.time()
            raise TooManyRequests(retry_after=max(1, ceil(wait)))
        return view(**values)

    return held
