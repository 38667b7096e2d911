"""An edition's own sentences: a table of a TOML file becomes a Wording."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from letters.errors import FileError
from letters.text import FIELDS, Foreign, Wording

EDITIONS = "edition"
"""The table that holds sentences for one edition alone, by its slug."""
_BRACES = re.compile(r"\{([^{}]*)\}")
_KEYS = tuple(field.name for field in fields(Wording))
_FOREIGN_KEYS = {"code", "name", "text"}


def read_wording(file: str, document: Mapping[str, Any], slug: str) -> Wording:
    """The sentences for an edition: those of the letter itself, the file's over them, the edition's own over those.

    Args:
        file: name of the file, for messages.
        document: the parsed TOML.
        slug: the edition.

    Raises:
        FileError: an unknown key or field, or a value of the wrong kind; names file, key and what is allowed.
    """
    own = document.get(EDITIONS, {})
    if not isinstance(own, Mapping) or not all(isinstance(table, Mapping) for table in own.values()):
        raise FileError(f"{file}: {EDITIONS}: must hold tables such as [{EDITIONS}.my-edition]")
    general = {key: value for key, value in document.items() if key != EDITIONS}
    changes = _changes(file, "", general)
    for name, table in own.items():  # all are checked, so that a mistake shows before its edition needs it
        found = _changes(file, f"{EDITIONS}.{name}.", table)
        if name == slug:
            changes |= found
    return replace(Wording(), **changes)


def _changes(file: str, where: str, table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _value(file, where + key, key, value) for key, value in table.items()}


def _value(file: str, place: str, key: str, value: object) -> object:
    if key not in _KEYS:
        raise FileError(f"{file}: {place}: is no part of the letter; use one of {', '.join(_KEYS)}")
    if key == "foreign":
        return _foreign(file, place, value)
    if key == "steps":
        if not isinstance(value, list) or not value:
            raise FileError(f"{file}: {place}: must be a list of sentences")
        return tuple(_sentence(file, place, each) for each in value)
    return _sentence(file, place, value)


def _foreign(file: str, place: str, value: object) -> tuple[Foreign, ...]:
    if not isinstance(value, list) or not all(
        isinstance(e, dict) and e.keys() == _FOREIGN_KEYS for e in value
    ):
        raise FileError(f"{file}: {place}: must be a list of tables with code, name and text")
    return tuple(
        Foreign(**{key: _sentence(file, place, text) for key, text in each.items()}) for each in value
    )


def _sentence(file: str, place: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise FileError(f"{file}: {place}: must be a sentence in quotes on one line, not {value!r}")
    for name in _BRACES.findall(value):
        if name not in FIELDS:
            allowed = ", ".join(f"{{{field}}}" for field in FIELDS)
            raise FileError(f"{file}: {place}: {{{name}}} cannot be filled in; use {allowed}")
    return value
