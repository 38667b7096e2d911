"""The words of JSON Schema that the interface is described with, each with its description."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def text(description: str, **more: Any) -> Schema:
    """A text."""
    return {"type": "string", "description": description, **more}


def count(description: str) -> Schema:
    """A whole number from zero."""
    return {"type": "integer", "minimum": 0, "description": description}


def cents(description: str) -> Schema:
    """Money, in cents."""
    return {
        "type": "integer",
        "minimum": 0,
        "description": f"{description} In centen (honderdste delen van `valuta`).",
    }


def yes_no(description: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": description}


def day(description: str) -> Schema:
    """A date."""
    return {"type": "string", "format": "date", "description": description}


def moment(description: str) -> Schema:
    """A date with a time."""
    return {"type": "string", "format": "date-time", "description": description}


def one_of(description: str, words: Any) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(words), "description": description}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    made = schema | {"type": [schema["type"], "null"]}
    return made | {"enum": [*schema["enum"], None]} if "enum" in schema else made


def list_of(description: str, items: Schema) -> Schema:
    """A list of what one schema describes."""
    return {"type": "array", "description": description, "items": items}


def record(description: str, **properties: Schema) -> Schema:
    """An object with these properties and no others; none may be missing."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def ref(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}
