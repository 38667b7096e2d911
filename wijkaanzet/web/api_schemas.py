"""What the answers of the interface look like, as JSON Schema (the dialect of OpenAPI 3.1).

A property that is left out of an answer, and one that is not described here, is a mistake: a test holds every answer to these.
"""

from __future__ import annotations

from typing import Any

from phases.calendar import Phase
from phases.finding import STATE_WORDS
from phases.landing import LandingState, Route
from phases.plan_audiences import AUDIENCES
from voting.tally.model import Completion, RuleName, Satisfaction, Status, TieKind
from wijkaanzet.actions.open_data import PHASES, VERDICTS
from wijkaanzet.actions.open_year import LIGHTS

Schema = dict[str, Any]


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def _count(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _cents(description: str) -> Schema:
    return {
        "type": "integer",
        "minimum": 0,
        "description": f"{description} In centen (honderdste delen van `valuta`).",
    }


def _yes_no(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def _day(description: str) -> Schema:
    return {"type": "string", "format": "date", "description": description}


def _moment(description: str) -> Schema:
    return {"type": "string", "format": "date-time", "description": description}


def _one_of(description: str, words: Any) -> Schema:
    return {"type": "string", "enum": list(words), "description": description}


def _or_null(schema: Schema) -> Schema:
    made = schema | {"type": [schema["type"], "null"]}
    return made | {"enum": [*schema["enum"], None]} if "enum" in schema else made


def _list(description: str, items: Schema) -> Schema:
    return {"type": "array", "description": description, "items": items}


def _object(description: str, **properties: Schema) -> Schema:
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


_CURRENCY = _text("De munt, als code van ISO 4217.", examples=["EUR"], minLength=3, maxLength=3)
_NUMBER = {"type": "integer", "minimum": 1, "description": "Het nummer van het plan."}
_TITLE = _text("De titel van het plan, zoals de indiener hem schreef.")
_THEME = _text("Het thema.")
_AREA = _or_null(_text("De wijk; null als het plan voor het hele gebied is."))
_REFERENCE = _text("Het kenmerk van het plan in de uitslagbestanden.")

_EDITION = _object(
    "Een editie: een wijkbudget van het eerste plan tot de laatste bon.",
    code=_text("De korte naam, zoals in adressen.", pattern="^[a-z0-9-]+$"),
    naam=_text("De naam."),
    gebied=_text("Het gebied."),
    gemeente=_text("De gemeente."),
    oefening=_yes_no("Bij een oefening zijn de bewoners en de stemmen verzonnen."),
    budget=_cents("Het wijkbudget."),
    valuta=_CURRENCY,
    likesNodig=_count("Met zoveel likes gaat een plan door."),
    minimumleeftijd=_count("Vanaf deze leeftijd mag een bewoner stemmen."),
    themas=_list("De thema’s.", {"type": "string"}),
    wijken=_list("De wijken; leeg als de editie er geen onderscheidt.", {"type": "string"}),
    fase=_or_null(_one_of("De fase van nu; null tussen twee fasen, ervoor en erna.", PHASES.values())),
    kalender=_list(
        "De vijf fasen.",
        _object(
            "Een fase.",
            fase=_one_of("De naam.", PHASES.values()),
            nummer={
                "type": "integer",
                "minimum": 1,
                "maximum": len(Phase),
                "description": "Het nummer van de fase.",
            },
            van=_day("De eerste dag."),
            totEnMet=_day("De laatste dag."),
        ),
    ),
    stemregel=_object(
        "Wat een stembiljet mag bevatten.",
        soort=_one_of("Een grens aan het geld, of aan het aantal plannen.", ("budget", "aantal")),
        minimum=_count("Ten minste zoveel plannen. Blanco stemmen mag altijd."),
        maximum=_or_null(_count("Ten hoogste zoveel plannen; null als er geen grens is.")),
    ),
    telregel=_one_of("Hoe de stemmen worden geteld.", RuleName),
    oordelenOpenbaarOp=_or_null(
        _moment("Wanneer de oordelen van de ja-mits-tafel openbaar werden; null als dat nog moet.")
    ),
    uitslagOpenbaarOp=_or_null(_moment("Wanneer de uitslag openbaar werd; null als dat nog moet.")),
    pagina=_text("De editie als pagina."),
    api=_text("Het begin van de adressen van deze editie in deze interface."),
)

_PLAN_PROPERTIES: dict[str, Schema] = {
    "nummer": _NUMBER,
    "kenmerk": _REFERENCE,
    "titel": _TITLE,
    "samenvatting": _text("Het plan in een paar zinnen."),
    "thema": _THEME,
    "wijk": _AREA,
    "plek": _text("De plek in woorden; mag leeg zijn."),
    "locatie": _or_null(
        _object(
            "De plek op de kaart (WGS 84); null als die niet bekend is.",
            breedtegraad={"type": "number", "minimum": -90, "maximum": 90},
            lengtegraad={"type": "number", "minimum": -180, "maximum": 180},
        )
    ),
    "voorWie": _list("Voor wie het plan vooral is.", {"type": "string", "enum": list(AUDIENCES)}),
    "kosten": _or_null(
        _cents(
            "Wat het plan kost: eerst de schatting van de indiener, zodra de oordelen openbaar zijn het bedrag van de tafel. Null als het niet bekend is."
        )
    ),
    "valuta": _CURRENCY,
    "likes": _count("Hoeveel likes, handtekeningen op papier meegeteld."),
    "status": _one_of("Waar het plan staat.", STATE_WORDS.values()),
    "opStembiljet": _yes_no("Of bewoners op het plan kunnen of konden stemmen."),
    "gekozen": _or_null(_yes_no("Of de wijk het plan koos; null zolang er geen uitslag is.")),
    "pagina": _text("Het plan als pagina."),
}

_GROUP_PROPERTIES: dict[str, Schema] = {
    "plannen": _count("Hoeveel plannen in de lijst staan."),
    "likes": _count("Hun likes samen."),
    "opStembiljet": _or_null(_count("Hoeveel er op het stembiljet staan; null vóór de oordelen.")),
    "stemmen": _or_null(_count("Hun stemmen samen; null vóór de uitslag.")),
    "gekozen": _or_null(_count("Hoeveel er zijn gekozen; null vóór de uitslag.")),
    "toegekend": _or_null(_cents("Wat zij samen kregen; null vóór de uitslag.")),
    "valuta": _CURRENCY,
}

_TURNOUT_GROUP = _object(
    "Een groep.",
    naam=_or_null(_text("De naam; null als hij niet bekend is.")),
    stemgerechtigden=_count("Hoeveel mensen mochten stemmen."),
    gestemd=_or_null(
        _count(
            "Hoeveel er stemden; null als er te weinig mensen achter staan, of als het zo’n getal zou verraden."
        )
    ),
)

SCHEMAS: dict[str, Schema] = {
    "Editie": _EDITION,
    "Plan": _object("Een plan in de lijst.", **_PLAN_PROPERTIES),
    "PlanMetToelichting": _object(
        "Een plan met alles wat er openbaar van is.",
        **_PLAN_PROPERTIES,
        beschrijving=_text("Het plan in woorden van de indiener."),
        versie={
            "type": "integer",
            "minimum": 1,
            "description": "De hoeveelste versie dit is; likes blijven staan.",
        },
        kostenregels=_list(
            "De begroting van de indiener.",
            _object("Een regel.", wat=_text("Waarvoor."), bedrag=_cents("Het bedrag.")),
        ),
        oordeel=_or_null(
            _object(
                "Het oordeel van de ja-mits-tafel; null als het er niet is of nog niet openbaar.",
                soort=_one_of("Het oordeel.", VERDICTS.values()),
                kosten=_or_null(_cents("Het bedrag op het stembiljet; null als het plan daar niet op komt.")),
                toelichting=_text("De uitleg; mag leeg zijn."),
                voorwaarden=_list(
                    "Onder welke voorwaarden het kan.",
                    _object(
                        "Een voorwaarde.",
                        wat=_text("Wat er moet gebeuren."),
                        kosten=_or_null(_cents("Wat het kost; null als dat niet bekend is.")),
                        voor=_or_null(_day("Voor welke dag; null als er geen is.")),
                    ),
                ),
            )
        ),
    ),
    "Thema": _object("De plannen van een thema.", naam=_THEME, **_GROUP_PROPERTIES),
    "Wijk": _object("De plannen van een wijk.", naam=_AREA, **_GROUP_PROPERTIES),
    "Uitslag": _object(
        "De uitslag.",
        openbaarOp=_moment("Wanneer de uitslag openbaar werd."),
        stemmers=_count("Hoeveel stembiljetten zijn geteld."),
        budget=_cents("Het wijkbudget."),
        besteed=_cents("Wat naar plannen gaat."),
        over=_cents("Wat overblijft."),
        valuta=_CURRENCY,
        plannen=_list(
            "Alle plannen van het stembiljet; de gekozen plannen eerst.",
            _object(
                "Wat er van een plan werd.",
                nummer=_NUMBER,
                kenmerk=_REFERENCE,
                titel=_TITLE,
                thema=_THEME,
                wijk=_AREA,
                kosten=_cents("Wat het plan kost."),
                stemmen=_count("Hoeveel stembiljetten het noemden."),
                gekozen=_yes_no("Of het is gekozen."),
                toegekend=_cents("Wat het krijgt."),
                reden=_text("Waarom, in een zin."),
            ),
        ),
        bestanden=_list(
            "De bestanden om zelf na te tellen, met de stemmen als Pabulib-bestand.",
            _object(
                "Een bestand.",
                naam=_text("De naam."),
                adres=_text("Waar het staat."),
                sha256=_text("Het controlegetal.", pattern="^[0-9a-f]{64}$"),
                bytes=_count("De grootte."),
            ),
        ),
    ),
    "Telling": _object(
        "Hoe er is geteld.",
        telregel=_one_of("De regel, zoals op de opdrachtregel.", RuleName),
        tevredenheid=_one_of("Alleen voor gelijke delen: wat een gekozen plan waard is.", Satisfaction),
        aanvulling=_one_of("Alleen voor gelijke delen: hoe de rest wordt verdeeld.", Completion),
        minimumStemmen=_count("Een plan met minder stemmen wordt nooit gekozen."),
        loting=_object(
            "Wat er gebeurt bij een gelijke stand.",
            soort=_one_of("Hoe gelijke plannen een volgorde krijgen.", TieKind),
            seed=_or_null(_text("Het begin van de loting; null zonder loting.")),
            vooraf=_or_null(
                _text("De SHA-256 van de seed, die vóór het stemmen bekend was; null zonder loting.")
            ),
        ),
        stemmers=_count("Hoeveel stembiljetten zijn geteld."),
        budget=_cents("Het wijkbudget."),
        valuta=_CURRENCY,
        plannen=_list(
            "Wat de regel met elk plan deed.",
            _object(
                "Een plan.",
                nummer=_NUMBER,
                stemmen=_count("Hoeveel stembiljetten het noemden."),
                beurt=_or_null(_count("Als hoeveelste het plan aan de beurt kwam; null zonder beurt.")),
                resteerde=_or_null(_cents("Wat er toen nog over was; null zonder beurt.")),
                uitkomst=_one_of("Wat eruit kwam.", Status),
                stemmenVerschil=_or_null(
                    {
                        "type": "integer",
                        "description": "Niet gekozen: met zoveel stemmen meer wel. Gekozen: zoveel stemmen kon het missen, als negatief getal. Null als stemmen er niets aan veranderen.",
                    }
                ),
            ),
        ),
        gelijkstanden=_list(
            "Plannen die gelijk stonden toen de regel ze op volgorde moest zetten.",
            _object(
                "Een gelijke stand.",
                plannen=_list("De nummers, in de volgorde van de loting.", {"type": "integer"}),
                maakteUit=_yes_no("Of een andere volgorde iets aan de uitslag had kunnen veranderen."),
            ),
        ),
        vergelijking=_list(
            "Wat andere regels zouden kiezen. Leeg als deze editie dat niet laat zien.",
            _object(
                "Een regel.",
                telregel=_one_of("De regel.", RuleName),
                tevredenheid=_one_of("Alleen voor gelijke delen.", Satisfaction),
                bindend=_yes_no("Of dit de regel van de editie is."),
                gekozen=_list("De nummers van de plannen.", {"type": "integer"}),
                besteed=_cents("Wat naar die plannen ging."),
                vertegenwoordigd=_count("Hoeveel stemmers ten minste één eigen plan gekozen zien."),
            ),
        ),
    ),
    "Uitvoering": _object(
        "Het geld van de wijk en de gekozen plannen.",
        geld=_object(
            "Altijd geldt: budget = uitgegeven + toegezegd + vrij.",
            budget=_cents("Het wijkbudget."),
            uitgegeven=_cents("Wat de plannen hebben uitgegeven."),
            toegezegd=_cents("Wat zij kregen, en nog niet uitgaven of teruggaven."),
            vrij=_cents("Wat niemand kreeg, en wat terugkwam."),
            valuta=_CURRENCY,
        ),
        plannen=_list(
            "De gekozen plannen.",
            _object(
                "Een gekozen plan.",
                nummer=_NUMBER,
                titel=_TITLE,
                thema=_THEME,
                wijk=_AREA,
                stand=_one_of("Hoe het gaat.", LIGHTS.values()),
                van=_day("De eerste dag van de uitvoering."),
                totEnMet=_day("De laatste dag van de uitvoering."),
                klaarOp=_or_null(_day("Wanneer het klaar was; null als het dat niet is.")),
                gestoptOp=_or_null(_day("Wanneer het stopte; null als dat niet zo is.")),
                laatsteNieuwsOp=_or_null(_day("De dag van het laatste nieuws; null zonder nieuws.")),
                toegekend=_cents("Wat het plan kreeg."),
                uitgegeven=_cents("Wat is uitgegeven en goedgekeurd."),
                teruggegeven=_cents("Wat terugging naar de wijk."),
                mijlpalen=_list(
                    "De stappen.",
                    _object(
                        "Een mijlpaal.",
                        wat=_text("Wat er dan gedaan is."),
                        uiterlijk=_day("De laatste dag."),
                        klaarOp=_or_null(_day("Wanneer het gedaan was; null als het dat niet is.")),
                    ),
                ),
            ),
        ),
    ),
    "Landing": _object(
        "Hoe het verdergaat met een plan dat niet is gekozen.",
        nummer=_NUMBER,
        titel=_TITLE,
        thema=_THEME,
        wijk=_AREA,
        stand=_one_of("Hoe ver het plan is.", LandingState),
        weg=_or_null(_one_of("Langs welke weg; null als die nog wordt gezocht.", Route)),
        partner=_or_null(_text("Welke organisatie het plan oppakt.")),
        toelichting=_or_null(_text("Wat iedereen erover mag lezen.")),
        zoektPartner=_yes_no("Of het plan bij de kansen voor partners staat."),
        gewijzigdOp=_or_null(_moment("Wanneer er voor het laatst iets over is besloten.")),
    ),
    "Opkomst": _object(
        "Wie er stemden.",
        ondergrens=_count(
            "Achter elk getal staan ten minste zoveel mensen. Ook een groter getal is verborgen als het kleine anders is uit te rekenen."
        ),
        stemgerechtigden=_or_null(_count("Hoeveel mensen mochten stemmen; null als dat niet bekend is.")),
        gestemd=_count("Hoeveel mensen stemden."),
        wijken=_list("Per wijk; leeg als er niet meer dan één is.", _TURNOUT_GROUP),
        leeftijden=_list("Per leeftijd; leeg als die niet bekend is.", _TURNOUT_GROUP),
        dagen=_list(
            "Per dag; dagen met te weinig stemmen zijn samengenomen.",
            _object(
                "Een stuk tijd sinds het vorige.",
                totEnMet=_day("De laatste dag ervan."),
                gestemd=_count("Hoeveel mensen toen stemden."),
            ),
        ),
    ),
    "Probleem": {
        "type": "object",
        "description": "Wat er misging (RFC 9457).",
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "description": "Altijd about:blank: de status zegt wat het is.",
            },
            "title": _text("Wat er misging, in een paar woorden."),
            "status": {
                "type": "integer",
                "minimum": 400,
                "maximum": 599,
                "description": "De status van het antwoord.",
            },
            "detail": _text("Wat u eraan kunt doen."),
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
    },
    "ProbleemMetInvoer": {
        "type": "object",
        "description": "Wat er niet klopt aan de vraag (RFC 9457), fout voor fout.",
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "description": "Altijd about:blank."},
            "title": _text("Wat er misging, in een paar woorden."),
            "status": {"type": "integer", "const": 400, "description": "De status van het antwoord."},
            "detail": _text("Wat u eraan kunt doen."),
            "errors": _list(
                "De fouten.",
                _object(
                    "Een fout.",
                    **{
                        "in": _one_of("Waar de fout staat.", ("query",)),
                        "location": _object("De plek.", name=_text("De naam van de parameter.")),
                        "code": _one_of("Wat voor fout het is.", ("unknown", "invalid", "repeated")),
                        "detail": _text("Wat er mag staan."),
                    },
                ),
            ),
        },
        "required": ["type", "title", "status", "detail", "errors"],
        "additionalProperties": False,
    },
}
