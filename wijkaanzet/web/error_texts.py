"""How the texts of errors are written: each from its code's facts, in the visitor's language when it is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Text = Callable[[dict[str, Any]], str]


def says(message: Callable[[], str]) -> Text:
    """A text that is always the same."""
    return lambda _facts: message()
