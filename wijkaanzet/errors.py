"""Domain failures: one named error with a code, raised by actions; the web turns codes into status and Dutch text."""

from __future__ import annotations

from typing import Any


class DomainError(Exception):
    """Something a person asked for cannot be done. ``code`` says what; ``facts`` fill the text."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
