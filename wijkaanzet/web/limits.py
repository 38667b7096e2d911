"""Limits on how often something may be asked. Pincode tries are not here: the database counts those for all hosts."""

from collections.abc import Callable
from typing import cast

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

LIMITS = {"accounts.sign_in": "20 per hour", "second_factor.check": "10 per minute"}
"""How often one address may send each of these forms."""


def init_app(app: Flask, redis: str) -> None:
    """Hold the forms to their limits; hosts with a Redis count together. After the blueprints: views are wrapped."""
    limiter = Limiter(get_remote_address, app=app, storage_uri=redis or "memory://")
    for endpoint, limit in LIMITS.items():
        view = cast("Callable[..., ResponseReturnValue]", app.view_functions[endpoint])
        app.view_functions[endpoint] = limiter.limit(limit, methods=["POST"])(view)
