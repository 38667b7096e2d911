"""The description of the interface: OpenAPI 3.1, as the Dutch API design rules ask for it."""

from __future__ import annotations

from typing import Any

from phases.finding import STATE_WORDS
from phases.plan_audiences import AUDIENCES
from wijkaanzet.edition import EditionSpec
from wijkaanzet.web.api_query import LONGEST_TEXT, MOST, ORDERS, USUAL
from wijkaanzet.web.api_schemas import SCHEMAS
from wijkaanzet.web.json_schema import ref

VERSION = "1.0.0"

Part = dict[str, Any]

_ABOUT = """\
De openbare gegevens van een wijkbudget, voor wie er iets mee wil maken of onderzoeken. Iedereen mag ze lezen, zonder sleutel.

- Bedragen zijn hele centen: `1250000` is € 12.500,00.
- `null` betekent: nog niet bekend, nog niet openbaar, of te klein om te laten zien. Het is nooit nul.
- Over mensen staat hier niets. Achter elk getal over stemmers staan ten minste tien mensen.
- Een antwoord is hoogstens een minuut oud. Vraag met `If-None-Match` of er iets nieuws is.
- Elke editie heeft haar eigen adressen; `/edities` noemt ze alle.
"""

_HEADERS: Part = {
    "API-Version": {"$ref": "#/components/headers/API-Version"},
    "ETag": {"$ref": "#/components/headers/ETag"},
}
_PAGED: Part = {
    "Link": {"$ref": "#/components/headers/Link"},
    "Total-Count": {"$ref": "#/components/headers/Total-Count"},
}


def describe(spec: EditionSpec, site: str) -> Part:
    """The description, as it stands at ``site``, the edition's own address."""
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": f"Open data van {spec.name}",
            "version": VERSION,
            "description": _ABOUT,
            "contact": _contact(spec, site),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": f"{site}/api/v1"}],
        "security": [],
        "tags": [
            {"name": "editie", "description": "Wat er wordt verdeeld, en wanneer."},
            {"name": "plannen", "description": "Wat bewoners bedachten."},
            {"name": "stemming", "description": "Wat de wijk koos."},
            {"name": "uitvoering", "description": "Wat ervan komt."},
        ],
        "paths": {
            "/openapi.json": {"get": _get("openapi", "editie", "Deze beschrijving", {"type": "object"})},
            "/edities": {"get": _get("edities", "editie", "Alle edities van deze site", _list_of("Editie"))},
            "/editie": {"get": _get("editie", "editie", "Deze editie", ref("Editie"))},
            "/plannen": {
                "get": _get(
                    "plannen",
                    "plannen",
                    "De plannen",
                    _list_of("Plan"),
                    headers=_PAGED,
                    parameters=_filters(spec),
                )
            },
            "/plannen/{nummer}": {
                "get": _get(
                    "plan",
                    "plannen",
                    "Eén plan",
                    ref("PlanMetToelichting"),
                    missing="Er is geen plan met dit nummer.",
                    parameters=[_number()],
                )
            },
            "/themas": {"get": _get("themas", "plannen", "De plannen per thema", _list_of("Thema"))},
            "/wijken": {"get": _get("wijken", "plannen", "De plannen per wijk", _list_of("Wijk"))},
            "/uitslag": {"get": _after_vote("uitslag", "stemming", "De uitslag", "Uitslag")},
            "/telling": {"get": _after_vote("telling", "stemming", "Hoe er is geteld", "Telling")},
            "/opkomst": {"get": _after_vote("opkomst", "stemming", "Wie er stemden", "Opkomst")},
            "/uitvoering": {
                "get": _after_vote("uitvoering", "uitvoering", "Het geld en de gekozen plannen", "Uitvoering")
            },
            "/landingen": {
                "get": _get(
                    "landingen", "uitvoering", "De plannen die niet zijn gekozen", _list_of("Landing")
                )
            },
        },
        "components": {"schemas": SCHEMAS, "headers": _headers(), "responses": _failures()},
    }


def _contact(spec: EditionSpec, site: str) -> Part:
    contact = {"name": spec.municipality or spec.name, "url": f"{site}/gegevens"}
    return contact | ({"email": spec.contact} if spec.contact else {})


def _get(
    name: str,
    tag: str,
    summary: str,
    schema: Part,
    *,
    headers: Part | None = None,
    missing: str = "",
    parameters: list[Part] | None = None,
) -> Part:
    operation: Part = {
        "operationId": name,
        "tags": [tag],
        "summary": summary,
        "responses": {
            "200": {
                "description": summary,
                "headers": _HEADERS | (headers or {}),
                "content": {"application/json": {"schema": schema}},
            },
            "304": {"description": "Er is niets nieuws sinds `If-None-Match`.", "headers": _HEADERS},
            "400": {"$ref": "#/components/responses/400"},
            "429": {"$ref": "#/components/responses/429"},
            "500": {"$ref": "#/components/responses/500"},
        },
    }
    if missing:
        operation["responses"]["404"] = _failure(missing)
    if parameters:
        operation["parameters"] = parameters
    return operation


def _after_vote(name: str, tag: str, summary: str, schema: str) -> Part:
    return _get(name, tag, summary, ref(schema), missing="De uitslag is nog niet openbaar.")


def _list_of(name: str) -> Part:
    return {"type": "array", "items": ref(name)}


def _number() -> Part:
    return {
        "name": "nummer",
        "in": "path",
        "required": True,
        "description": "Het nummer van het plan.",
        "schema": {"type": "integer", "minimum": 1},
    }


def _filters(spec: EditionSpec) -> list[Part]:
    def words(of: Any) -> Part:
        return {"type": "string", "enum": list(of)}

    asked: list[tuple[str, str, Part]] = [
        (
            "q",
            "Woorden in titel, samenvatting of beschrijving.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
        ),
        ("thema", "Alleen plannen van dit thema.", words(spec.themes)),
        ("status", "Alleen plannen die hier staan.", words(STATE_WORDS.values())),
        ("voorWie", "Alleen plannen voor deze groep.", words(AUDIENCES)),
        (
            "sorteer",
            "De volgorde; een streepje ervoor is van hoog naar laag.",
            words(ORDERS) | {"default": "nummer"},
        ),
        ("pagina", "De hoeveelste pagina.", {"type": "integer", "minimum": 1, "default": 1}),
        (
            "perPagina",
            "Zoveel plannen op een pagina.",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        ),
    ]
    if spec.areas:
        asked.insert(2, ("wijk", "Alleen plannen van deze wijk.", words(spec.areas)))
    return [
        {"name": name, "in": "query", "description": description, "schema": schema}
        for name, description, schema in asked
    ]


def _headers() -> Part:
    def text(description: str, **more: Any) -> Part:
        return {"description": description, "schema": {"type": "string", **more}}

    count = {"type": "integer", "minimum": 0}
    return {
        "API-Version": text("De volledige versie van deze interface.", const=VERSION),
        "ETag": text("Het kenmerk van dit antwoord, voor `If-None-Match`."),
        "Link": text("Andere pagina’s: first, prev, next en last (RFC 8288)."),
        "Total-Count": {"description": "Hoeveel plannen aan de vraag voldoen.", "schema": count},
        "Retry-After": {"description": "Over zoveel seconden mag u weer.", "schema": count},
    }


def _failure(description: str, schema: str = "Probleem") -> Part:
    return {
        "description": description,
        "headers": {"API-Version": {"$ref": "#/components/headers/API-Version"}},
        "content": {"application/problem+json": {"schema": ref(schema)}},
    }


def _failures() -> Part:
    too_often = _failure("Te vaak gevraagd vanaf één adres.")
    too_often["headers"] = too_often["headers"] | {
        "Retry-After": {"$ref": "#/components/headers/Retry-After"}
    }
    return {
        "400": _failure("Er klopt iets niet aan de vraag.", "ProbleemMetInvoer"),
        "429": too_often,
        "500": _failure("Er ging iets mis; dat ligt aan ons."),
    }
