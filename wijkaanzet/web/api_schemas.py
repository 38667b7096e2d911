"""What the answers of the interface look like, as JSON Schema (the dialect of OpenAPI 3.1).

A property that is left out of an answer, and one that is not described here, is a mistake: a test holds every answer to these.
"""

from __future__ import annotations

from phases.calendar import Phase
from phases.finding import STATE_WORDS
from phases.landing import LandingState, Route
from phases.plan_audiences import AUDIENCES
from voting.tally.model import Completion, RuleName, Satisfaction, Status, TieKind
from wijkaanzet.actions.open_data import PHASES, VERDICTS
from wijkaanzet.actions.open_year import LIGHTS
from wijkaanzet.web.json_schema import (
    Schema,
    cents,
    count,
    day,
    list_of,
    moment,
    one_of,
    or_null,
    record,
    text,
    yes_no,
)

_CURRENCY = text("De munt, als code van ISO 4217.", examples=["EUR"], minLength=3, maxLength=3)
_NUMBER = {"type": "integer", "minimum": 1, "description": "Het nummer van het plan."}
_TITLE = text("De titel van het plan, zoals de indiener hem schreef.")
_THEME = text("Het thema.")
_AREA = or_null(text("De wijk; null als het plan voor het hele gebied is."))
_REFERENCE = text("Het kenmerk van het plan in de uitslagbestanden.")

_EDITION = record(
    "Een editie: een wijkbudget van het eerste plan tot de laatste bon.",
    code=text("De korte naam, zoals in adressen.", pattern="^[a-z0-9-]+$"),
    naam=text("De naam."),
    gebied=text("Het gebied."),
    gemeente=text("De gemeente."),
    oefening=yes_no("Bij een oefening zijn de bewoners en de stemmen verzonnen."),
    budget=cents("Het wijkbudget."),
    valuta=_CURRENCY,
    likesNodig=count("Met zoveel likes gaat een plan door."),
    minimumleeftijd=count("Vanaf deze leeftijd mag een bewoner stemmen."),
    themas=list_of("De thema’s.", {"type": "string"}),
    wijken=list_of("De wijken; leeg als de editie er geen onderscheidt.", {"type": "string"}),
    fase=or_null(one_of("De fase van nu; null tussen twee fasen, ervoor en erna.", PHASES.values())),
    kalender=list_of(
        "De vijf fasen.",
        record(
            "Een fase.",
            fase=one_of("De naam.", PHASES.values()),
            nummer={
                "type": "integer",
                "minimum": 1,
                "maximum": len(Phase),
                "description": "Het nummer van de fase.",
            },
            van=day("De eerste dag."),
            totEnMet=day("De laatste dag."),
        ),
    ),
    stemregel=record(
        "Wat een stembiljet mag bevatten.",
        soort=one_of("Een grens aan het geld, of aan het aantal plannen.", ("budget", "aantal")),
        minimum=count("Ten minste zoveel plannen. Blanco stemmen mag altijd."),
        maximum=or_null(count("Ten hoogste zoveel plannen; null als er geen grens is.")),
    ),
    telregel=one_of("Hoe de stemmen worden geteld.", RuleName),
    oordelenOpenbaarOp=or_null(
        moment("Wanneer de oordelen van de ja-mits-tafel openbaar werden; null als dat nog moet.")
    ),
    uitslagOpenbaarOp=or_null(moment("Wanneer de uitslag openbaar werd; null als dat nog moet.")),
    pagina=text("De editie als pagina."),
    api=text("Het begin van de adressen van deze editie in deze interface."),
)

_PLAN_PROPERTIES: dict[str, Schema] = {
    "nummer": _NUMBER,
    "kenmerk": _REFERENCE,
    "titel": _TITLE,
    "samenvatting": text("Het plan in een paar zinnen."),
    "thema": _THEME,
    "wijk": _AREA,
    "plek": text("De plek in woorden; mag leeg zijn."),
    "locatie": or_null(
        record(
            "De plek op de kaart (WGS 84); null als die niet bekend is.",
            breedtegraad={"type": "number", "minimum": -90, "maximum": 90},
            lengtegraad={"type": "number", "minimum": -180, "maximum": 180},
        )
    ),
    "voorWie": list_of("Voor wie het plan vooral is.", {"type": "string", "enum": list(AUDIENCES)}),
    "kosten": or_null(
        cents(
            "Wat het plan kost: eerst de schatting van de indiener, zodra de oordelen openbaar zijn het bedrag van de tafel. Null als het niet bekend is."
        )
    ),
    "valuta": _CURRENCY,
    "likes": count("Hoeveel likes, handtekeningen op papier meegeteld."),
    "status": one_of("Waar het plan staat.", STATE_WORDS.values()),
    "opStembiljet": yes_no("Of bewoners op het plan kunnen of konden stemmen."),
    "gekozen": or_null(yes_no("Of de wijk het plan koos; null zolang er geen uitslag is.")),
    "pagina": text("Het plan als pagina."),
}

_GROUP_PROPERTIES: dict[str, Schema] = {
    "plannen": count("Hoeveel plannen in de lijst staan."),
    "likes": count("Hun likes samen."),
    "opStembiljet": or_null(count("Hoeveel er op het stembiljet staan; null vóór de oordelen.")),
    "stemmen": or_null(count("Hun stemmen samen; null vóór de uitslag.")),
    "gekozen": or_null(count("Hoeveel er zijn gekozen; null vóór de uitslag.")),
    "toegekend": or_null(cents("Wat zij samen kregen; null vóór de uitslag.")),
    "valuta": _CURRENCY,
}

_TURNOUT_GROUP = record(
    "Een groep.",
    naam=or_null(text("De naam; null als hij niet bekend is.")),
    stemgerechtigden=count("Hoeveel mensen mochten stemmen."),
    gestemd=or_null(
        count(
            "Hoeveel er stemden; null als er te weinig mensen achter staan, of als het zo’n getal zou verraden."
        )
    ),
)

SCHEMAS: dict[str, Schema] = {
    "Editie": _EDITION,
    "Plan": record("Een plan in de lijst.", **_PLAN_PROPERTIES),
    "PlanMetToelichting": record(
        "Een plan met alles wat er openbaar van is.",
        **_PLAN_PROPERTIES,
        beschrijving=text("Het plan in woorden van de indiener."),
        versie={
            "type": "integer",
            "minimum": 1,
            "description": "De hoeveelste versie dit is; likes blijven staan.",
        },
        kostenregels=list_of(
            "De begroting van de indiener.",
            record("Een regel.", wat=text("Waarvoor."), bedrag=cents("Het bedrag.")),
        ),
        oordeel=or_null(
            record(
                "Het oordeel van de ja-mits-tafel; null als het er niet is of nog niet openbaar.",
                soort=one_of("Het oordeel.", VERDICTS.values()),
                kosten=or_null(cents("Het bedrag op het stembiljet; null als het plan daar niet op komt.")),
                toelichting=text("De uitleg; mag leeg zijn."),
                voorwaarden=list_of(
                    "Onder welke voorwaarden het kan.",
                    record(
                        "Een voorwaarde.",
                        wat=text("Wat er moet gebeuren."),
                        kosten=or_null(cents("Wat het kost; null als dat niet bekend is.")),
                        voor=or_null(day("Voor welke dag; null als er geen is.")),
                    ),
                ),
            )
        ),
    ),
    "Thema": record("De plannen van een thema.", naam=_THEME, **_GROUP_PROPERTIES),
    "Wijk": record("De plannen van een wijk.", naam=_AREA, **_GROUP_PROPERTIES),
    "Uitslag": record(
        "De uitslag.",
        openbaarOp=moment("Wanneer de uitslag openbaar werd."),
        stemmers=count("Hoeveel stembiljetten zijn geteld."),
        budget=cents("Het wijkbudget."),
        besteed=cents("Wat naar plannen gaat."),
        over=cents("Wat overblijft."),
        valuta=_CURRENCY,
        plannen=list_of(
            "Alle plannen van het stembiljet; de gekozen plannen eerst.",
            record(
                "Wat er van een plan werd.",
                nummer=_NUMBER,
                kenmerk=_REFERENCE,
                titel=_TITLE,
                thema=_THEME,
                wijk=_AREA,
                kosten=cents("Wat het plan kost."),
                stemmen=count("Hoeveel stembiljetten het noemden."),
                gekozen=yes_no("Of het is gekozen."),
                toegekend=cents("Wat het krijgt."),
                reden=text("Waarom, in een zin."),
            ),
        ),
        bestanden=list_of(
            "De bestanden om zelf na te tellen, met de stemmen als Pabulib-bestand.",
            record(
                "Een bestand.",
                naam=text("De naam."),
                adres=text("Waar het staat."),
                sha256=text("Het controlegetal.", pattern="^[0-9a-f]{64}$"),
                bytes=count("De grootte."),
            ),
        ),
    ),
    "Telling": record(
        "Hoe er is geteld.",
        telregel=one_of("De regel, zoals op de opdrachtregel.", RuleName),
        tevredenheid=one_of("Alleen voor gelijke delen: wat een gekozen plan waard is.", Satisfaction),
        aanvulling=one_of("Alleen voor gelijke delen: hoe de rest wordt verdeeld.", Completion),
        minimumStemmen=count("Een plan met minder stemmen wordt nooit gekozen."),
        loting=record(
            "Wat er gebeurt bij een gelijke stand.",
            soort=one_of("Hoe gelijke plannen een volgorde krijgen.", TieKind),
            seed=or_null(text("Het begin van de loting; null zonder loting.")),
            vooraf=or_null(
                text("De SHA-256 van de seed, die vóór het stemmen bekend was; null zonder loting.")
            ),
        ),
        stemmers=count("Hoeveel stembiljetten zijn geteld."),
        budget=cents("Het wijkbudget."),
        valuta=_CURRENCY,
        plannen=list_of(
            "Wat de regel met elk plan deed.",
            record(
                "Een plan.",
                nummer=_NUMBER,
                stemmen=count("Hoeveel stembiljetten het noemden."),
                beurt=or_null(count("Als hoeveelste het plan aan de beurt kwam; null zonder beurt.")),
                resteerde=or_null(cents("Wat er toen nog over was; null zonder beurt.")),
                uitkomst=one_of("Wat eruit kwam.", Status),
                stemmenVerschil=or_null(
                    {
                        "type": "integer",
                        "description": "Niet gekozen: met zoveel stemmen meer wel. Gekozen: zoveel stemmen kon het missen, als negatief getal. Null als stemmen er niets aan veranderen.",
                    }
                ),
            ),
        ),
        gelijkstanden=list_of(
            "Plannen die gelijk stonden toen de regel ze op volgorde moest zetten.",
            record(
                "Een gelijke stand.",
                plannen=list_of("De nummers, in de volgorde van de loting.", {"type": "integer"}),
                maakteUit=yes_no("Of een andere volgorde iets aan de uitslag had kunnen veranderen."),
            ),
        ),
        vergelijking=list_of(
            "Wat andere regels zouden kiezen. Leeg als deze editie dat niet laat zien.",
            record(
                "Een regel.",
                telregel=one_of("De regel.", RuleName),
                tevredenheid=one_of("Alleen voor gelijke delen.", Satisfaction),
                bindend=yes_no("Of dit de regel van de editie is."),
                gekozen=list_of("De nummers van de plannen.", {"type": "integer"}),
                besteed=cents("Wat naar die plannen ging."),
                vertegenwoordigd=count("Hoeveel stemmers ten minste één eigen plan gekozen zien."),
            ),
        ),
    ),
    "Uitvoering": record(
        "Het geld van de wijk en de gekozen plannen.",
        geld=record(
            "Altijd geldt: budget = uitgegeven + toegezegd + vrij.",
            budget=cents("Het wijkbudget."),
            uitgegeven=cents("Wat de plannen hebben uitgegeven."),
            toegezegd=cents("Wat zij kregen, en nog niet uitgaven of teruggaven."),
            vrij=cents("Wat niemand kreeg, en wat terugkwam."),
            valuta=_CURRENCY,
        ),
        plannen=list_of(
            "De gekozen plannen.",
            record(
                "Een gekozen plan.",
                nummer=_NUMBER,
                titel=_TITLE,
                thema=_THEME,
                wijk=_AREA,
                stand=one_of("Hoe het gaat.", LIGHTS.values()),
                van=day("De eerste dag van de uitvoering."),
                totEnMet=day("De laatste dag van de uitvoering."),
                klaarOp=or_null(day("Wanneer het klaar was; null als het dat niet is.")),
                gestoptOp=or_null(day("Wanneer het stopte; null als dat niet zo is.")),
                laatsteNieuwsOp=or_null(day("De dag van het laatste nieuws; null zonder nieuws.")),
                toegekend=cents("Wat het plan kreeg."),
                uitgegeven=cents("Wat is uitgegeven en goedgekeurd."),
                teruggegeven=cents("Wat terugging naar de wijk."),
                mijlpalen=list_of(
                    "De stappen.",
                    record(
                        "Een mijlpaal.",
                        wat=text("Wat er dan gedaan is."),
                        uiterlijk=day("De laatste dag."),
                        klaarOp=or_null(day("Wanneer het gedaan was; null als het dat niet is.")),
                    ),
                ),
            ),
        ),
    ),
    "Landing": record(
        "Hoe het verdergaat met een plan dat niet is gekozen.",
        nummer=_NUMBER,
        titel=_TITLE,
        thema=_THEME,
        wijk=_AREA,
        stand=one_of("Hoe ver het plan is.", LandingState),
        weg=or_null(one_of("Langs welke weg; null als die nog wordt gezocht.", Route)),
        partner=or_null(text("Welke organisatie het plan oppakt.")),
        toelichting=or_null(text("Wat iedereen erover mag lezen.")),
        zoektPartner=yes_no("Of het plan bij de kansen voor partners staat."),
        gewijzigdOp=or_null(moment("Wanneer er voor het laatst iets over is besloten.")),
    ),
    "Opkomst": record(
        "Wie er stemden.",
        ondergrens=count(
            "Achter elk getal staan ten minste zoveel mensen. Ook een groter getal is verborgen als het kleine anders is uit te rekenen."
        ),
        stemgerechtigden=or_null(count("Hoeveel mensen mochten stemmen; null als dat niet bekend is.")),
        gestemd=count("Hoeveel mensen stemden."),
        wijken=list_of("Per wijk; leeg als er niet meer dan één is.", _TURNOUT_GROUP),
        leeftijden=list_of("Per leeftijd; leeg als die niet bekend is.", _TURNOUT_GROUP),
        dagen=list_of(
            "Per dag; dagen met te weinig stemmen zijn samengenomen.",
            record(
                "Een stuk tijd sinds het vorige.",
                totEnMet=day("De laatste dag ervan."),
                gestemd=count("Hoeveel mensen toen stemden."),
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
            "title": text("Wat er misging, in een paar woorden."),
            "status": {
                "type": "integer",
                "minimum": 400,
                "maximum": 599,
                "description": "De status van het antwoord.",
            },
            "detail": text("Wat u eraan kunt doen."),
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
    },
    "ProbleemMetInvoer": {
        "type": "object",
        "description": "Wat er niet klopt aan de vraag (RFC 9457), fout voor fout.",
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "description": "Altijd about:blank."},
            "title": text("Wat er misging, in een paar woorden."),
            "status": {"type": "integer", "const": 400, "description": "De status van het antwoord."},
            "detail": text("Wat u eraan kunt doen."),
            "errors": list_of(
                "De fouten.",
                record(
                    "Een fout.",
                    **{
                        "in": one_of("Waar de fout staat.", ("query",)),
                        "location": record("De plek.", name=text("De naam van de parameter.")),
                        "code": one_of("Wat voor fout het is.", ("unknown", "invalid", "repeated")),
                        "detail": text("Wat er mag staan."),
                    },
                ),
            ),
        },
        "required": ["type", "title", "status", "detail", "errors"],
        "additionalProperties": False,
    },
}
