"""Strict reading of a TOML table: each key once, typed and bounded; what is wrong is said with file and key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

HIGHEST_AMOUNT = 10**12
"""Whole currency units; the cents of all plans together still fit a database's 64 bits."""

E = TypeVar("E", bound=StrEnum)


class ConfigError(Exception):
    """The configuration cannot be used. The text is one line: file, key, and what is allowed."""


class TableReader:
    """Reads the keys of one TOML table; :meth:`finish` refuses what nobody asked for."""

    def __init__(self, file: str, name: str, table: Mapping[str, Any]) -> None:
        self.file = file
        self.name = name
        self._left = dict(table)

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that were not read yet."""
        return tuple(self._left)

    def fail(self, key: str, allowed: str) -> ConfigError:
        """The error for a key: ``config.toml: [edition] budget: must be ...``."""
        return ConfigError(f"{self.file}: [{self.name}] {key}: {allowed}")

    def _take(self, key: str, default: Any, check: Callable[[Any], bool], allowed: str) -> Any:
        if key not in self._left:
            if default is None:
                raise self.fail(key, f"is missing; it {allowed}")
            return default
        value = self._left.pop(key)
        if not check(value):
            raise self.fail(key, f"{allowed}, not {value!r}")
        return value

    def text(self, key: str, default: str | None = None, *, filled: bool = False, longest: int = 300) -> str:
        """A text on one line; with ``filled`` it may not be empty."""
        kind = "that is not empty" if filled else "on one line"
        return str(
            self._take(
                key,
                default,
                lambda v: (
                    isinstance(v, str) and bool(v or not filled) and len(v) <= longest and v.isprintable()
                ),
                f"must be a text in quotes {kind}, of at most {longest} characters",
            )
        )

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._take(key, default, lambda v: isinstance(v, bool), "must be true or false"))

    def whole(self, key: str, default: int | None = None, *, low: int = 0, high: int = 2**53) -> int:
        """A whole number between two bounds."""
        return int(
            self._take(
                key,
                default,
                lambda v: isinstance(v, int) and not isinstance(v, bool) and low <= v <= high,
                f"must be a whole number from {low} to {high}",
            )
        )

    def cents(self, key: str, default: int | None = None) -> int:
        """An amount in whole currency units or with two decimals, as integer cents."""
        value = self._take(
            key,
            None if default is None else default / 100,
            lambda v: isinstance(v, int | float) and not isinstance(v, bool) and 0 <= v <= HIGHEST_AMOUNT,
            "must be an amount such as 70000 or 70000.50",
        )
        cents: int = round(value * 100)
        if abs(cents - value * 100) > 1e-6:
            raise self.fail(key, "must be an amount in whole cents")
        return cents

    def texts(self, key: str, default: Iterable[str] | None = None) -> tuple[str, ...]:
        """A list of different, filled texts."""
        value = self._take(
            key,
            None if default is None else list(default),
            lambda v: (
                isinstance(v, list) and all(isinstance(t, str) and t for t in v) and len(set(v)) == len(v)
            ),
            "must be a list of different texts",
        )
        return tuple(value)

    def choice(self, key: str, kind: type[E], default: E) -> E:
        """One of a fixed set of words."""
        words = ", ".join(kind)
        return kind(self._take(key, default.value, lambda v: v in set(kind), f"must be one of {words}"))

    def amounts(self, key: str) -> dict[str, int]:
        """A table of names and amounts, in cents; empty when missing."""
        table = self._take(key, {}, lambda v: isinstance(v, dict), "must be a table of names and amounts")
        reader = TableReader(self.file, f"{self.name}.{key}", table)
        return {name: reader.cents(name) for name in table}

    def raw(self, key: str) -> Any:
        """A value that the caller checks; None when missing."""
        return self._left.pop(key, None)

    def table(self, key: str) -> TableReader:
        """A table inside this one; an empty one when it is missing."""
        value = self._take(key, {}, lambda v: isinstance(v, dict), "must be a table")
        return TableReader(self.file, f"{self.name}.{key}" if self.name else key, value)

    def rest(self) -> dict[str, Any]:
        """All keys that are left, unchecked; for tables whose keys are checked elsewhere."""
        rest, self._left = self._left, {}
        return rest

    def finish(self) -> None:
        """Refuse keys that mean nothing here; a typing mistake in a key must not pass in silence."""
        if self._left:
            raise self.fail(
                sorted(self._left)[0], "is not a setting here; see the comments in the shipped config.toml"
            )
