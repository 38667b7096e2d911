"""Limits on how often something may be asked. Pincode tries are not here: the database counts those for all hosts.

Only the views that have a limit pay for it: with Flask-Limiter, built on the same ``limits``, every request of the voting
days would look its limits up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

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

View = Callable[..., ResponseReturnValue]


def init_app(app: Flask, redis: str) -> None:
    """Hold the forms to their limits; hosts with a Redis count together. After the blueprints: views are wrapped."""
    limiter = FixedWindowRateLimiter(storage_from_string(redis or "memory://"))
    for endpoint, limit in LIMITS.items():
        view = cast("View", app.view_functions[endpoint])
        app.view_functions[endpoint] = _limited(view, endpoint, parse(limit), limiter)


def _limited(view: View, endpoint: str, limit: RateLimitItem, limiter: FixedWindowRateLimiter) -> View:
    @wraps(view)
    def held(**values: object) -> ResponseReturnValue:
        if request.method == "POST" and not limiter.hit(limit, endpoint, request.remote_addr or ""):
            abort(429)
        return view(**values)

    return held
