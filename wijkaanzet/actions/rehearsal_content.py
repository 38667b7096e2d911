"""The invented neighbourhood of a rehearsal edition: plans and addresses. No person in it exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phases.feasibility import VerdictKind
from phases.plan_draft import CostLine, PlanDraft
from wijkaanzet.actions.pincodes import Entitlement

HOMES_PER_STREET = 20
VOTERS_PER_HOME = 2
AGE_GROUPS = ("25-34", "35-49", "50-64", "35-49", "65-79", "25-34", "80+", "50-64", "16-24")


@dataclass(frozen=True)
class SamplePlan:
    """An invented plan and what the neighbourhood makes of it.

    Attributes:
        draft: as submitted; theme and area are places in the edition's own lists.
        theme, area: positions; an area of -1 is the whole neighbourhood.
        likes: how many likes it gathers, as a percentage of the threshold.
        popularity: how many of a hundred voters choose it.
        verdict: the joint verdict if it comes to the table.
        cost: what the table agrees on, in cents.
        condition: the condition, or what would make it possible.
        scene, alt: the drawing that it shows (`rehearsal_pictures.py`), and what is to be seen on it; empty for none.
    """

    draft: PlanDraft
    theme: int
    area: int
    likes: int
    popularity: int
    verdict: VerdictKind = VerdictKind.FEASIBLE
    cost: int = 0
    condition: str = ""
    scene: str = ""
    alt: str = ""


def _plan(
    title: str,
    summary: str,
    text: str,
    place: str,
    audience: str,
    euros: int,
    at: tuple[int, int] | None = None,
    *,
    costs: Mapping[str, int] | None = None,
    by: str = "",
    wanted: str = "",
) -> PlanDraft:
    latitude, longitude = at or (None, None)
    return PlanDraft(
        title,
        summary,
        text,
        "",
        "",
        place,
        audience,
        euros * 100,
        latitude=latitude,
        longitude=longitude,
        costs=tuple(CostLine(what, amount * 100) for what, amount in (costs or {}).items()),
        carried_out_by=by,
        help_wanted=wanted,
    )


PLANS = (
    SamplePlan(
        _plan(
            "Buurtmoestuin aan de Merelsingel",
            "Samen groenten kweken op het lege grasveld, met bakken op tafelhoogte.",
            "Op het grasveld aan de Merelsingel gebeurt niets. Wij willen er een moestuin maken waar iedereen mag "
            "meedoen. Een deel van de bakken staat op tafelhoogte, zodat u er ook met een rollator of rolstoel bij "
            "kunt. De school komt elke week langs. Wie oogst, deelt.",
            "Merelsingel",
            "iedereen",
            12_000,
            (52_359_200, 4_646_300),
            costs={
                "Twaalf houten bakken, vier op tafelhoogte": 4_800,
                "Schone grond": 2_100,
                "Kraan en waterleiding": 2_600,
                "Gereedschap en een kist": 900,
                "Zaad en planten, eerste jaar": 600,
                "Onvoorzien": 1_000,
            },
            by="Een werkgroep van zes buren uit de Merelbuurt, samen met de school.",
            wanted="Iemand die kan timmeren, en een plek om het gereedschap droog te bewaren.",
        ),
        0,
        0,
        130,
        58,
        VerdictKind.FEASIBLE_PROVIDED,
        1_250_000,
        "De gemeente levert schone grond en een kraan; de werkgroep sluit voor 1 maart een beheerafspraak.",
        scene="garden",
        alt="Tekening: houten bakken met groente op een grasveld voor een rij huizen.",
    ),
    SamplePlan(
        _plan(
            "Kwiekroute langs de Uilenplas",
            "Een wandelroute met oefenplekken, voor wie rustig in beweging wil blijven.",
            "Langs de Uilenplas komen acht plekken met een eenvoudige oefening: opstappen, strekken, in balans "
            "blijven. Elke donderdag lopen we samen. De fysiotherapeut uit de wijk heeft beloofd te helpen.",
            "rondje Uilenplas",
            "ouderen",
            9_500,
            (52_353_100, 4_659_800),
            costs={"Acht oefenplekken": 7_200, "Borden en een kaartje": 1_300, "Opening en flyers": 1_000},
            by="Vier wandelaars en de fysiotherapeut.",
        ),
        1,
        2,
        118,
        49,
        VerdictKind.FEASIBLE,
        950_000,
        scene="route",
        alt="Tekening: een pad langs het water met rekken om aan te oefenen.",
    ),
    SamplePlan(
        _plan(
            "Meidenavond in de Nestkast",
            "Elke week een avond voor meiden van 10 tot 16 jaar, bedacht door henzelf.",
            "Voor jongens is er het pannaveld. Voor meiden is er niets. Wij willen een vaste avond in het "
            "wijkcentrum: muziek, sport, koken en praten. Vier meiden maken het programma, twee moeders zijn erbij.",
            "wijkcentrum De Nestkast",
            "jongeren",
            7_800,
            (52_357_400, 4_652_200),
        ),
        0,
        -1,
        104,
        37,
        VerdictKind.FEASIBLE_PROVIDED,
        780_000,
        "Er is elke avond een volwassene met een verklaring omtrent het gedrag; de jongerenwerker helpt bij de start.",
    ),
    SamplePlan(
        _plan(
            "Fruitbomen in de Zwaluwstraat",
            "Twintig fruitbomen waar iedereen van mag plukken.",
            "Appels, peren en pruimen in de brede berm. Schaduw in de zomer, bloesem in de lente, fruit in de herfst. "
            "Dertien buren geven in de eerste jaren water.",
            "Zwaluwstraat",
            "gezinnen",
            6_000,
            (52_350_900, 4_648_700),
        ),
        2,
        3,
        110,
        44,
        VerdictKind.FEASIBLE,
        640_000,
        scene="orchard",
        alt="Tekening: een rij bomen met rood fruit in een straat.",
    ),
    SamplePlan(
        _plan(
            "Taalcafé voor nieuwe buren",
            "Oefenen met Nederlands bij koffie en thee, twee keer per week.",
            "Nieuwe buren willen de taal leren, oude buren willen nieuwe buren leren kennen. In het taalcafé komt dat "
            "bij elkaar. De bibliotheek geeft boeken, wij zorgen voor de tafels en de mensen.",
            "bibliotheek Spechtplein",
            "iedereen",
            4_500,
            (52_361_300, 4_654_600),
        ),
        0,
        1,
        102,
        41,
        VerdictKind.FEASIBLE,
        450_000,
        scene="cafe",
        alt="Tekening: een lange tafel met kopjes en vlaggetjes.",
    ),
    SamplePlan(
        _plan(
            "Nieuwe speelplek Spechtplein",
            "De oude wipkip weg, een speelplek van hout en water terug.",
            "De speelplek op het Spechtplein is dertig jaar oud. Wij maakten met de kinderen een ontwerp: boomstammen, "
            "een waterpomp en een grote zandbak. Ouderen vroegen om rustige bankjes, die staan er ook in.",
            "Spechtplein",
            "gezinnen",
            38_000,
            (52_361_500, 4_655_300),
        ),
        1,
        1,
        140,
        52,
        VerdictKind.FEASIBLE_PROVIDED,
        4_100_000,
        "Alle omwonenden zijn uitgenodigd om over het ontwerp te praten voordat er wordt gebouwd.",
        scene="playground",
        alt="Tekening: een schommel en een glijbaan op zand.",
    ),
    SamplePlan(
        _plan(
            "Licht op het fietspad bij de Uilenwijk",
            "Lampen die feller worden als er iemand langsfietst.",
            "Het fietspad achter de Uilenwijk is donker. Met slimme lampen voelt iedereen zich veiliger en blijft het "
            "donker voor de dieren als er niemand is.",
            "fietspad Uilenwijk",
            "iedereen",
            22_000,
            (52_354_600, 4_662_900),
        ),
        1,
        2,
        108,
        0,
        VerdictKind.FORWARDED,
        0,
        "Veilig verkeer is een taak van de gemeente. De afdeling Verkeer pakt dit op, buiten het wijkbudget.",
        scene="lamps",
        alt="Tekening: een fietspad met lantaarns aan beide kanten.",
    ),
    SamplePlan(
        _plan(
            "Zwembad in de oude garage",
            "Van de lege parkeergarage een buurtzwembad maken.",
            "De garage staat al jaren leeg. Een klein zwembad met warm water, voor zwemles en voor ouderen.",
            "parkeergarage Merelplein",
            "iedereen",
            65_000,
            (52_358_100, 4_644_100),
        ),
        0,
        0,
        101,
        0,
        VerdictKind.NOT_IN_THIS_BUDGET,
        0,
        "Verbouwen kost meer dan het wijkbudget. Wat wel kan: een proef met een mobiel zwembad in de zomer, samen met de "
        "sportclub. De wijkraad zet het op de Wijk-Top 3.",
    ),
    SamplePlan(
        _plan(
            "Geveltuintjes in de Uilenstraat",
            "Stoeptegels eruit, planten erin: samen op één zaterdag.",
            "Een tuintje van één tegel breed maakt de straat koeler en vrolijker. Wij regelen grond, planten en "
            "gereedschap. Op één zaterdag doet de hele straat mee.",
            "Uilenstraat",
            "iedereen",
            3_200,
            (52_355_400, 4_657_100),
        ),
        2,
        2,
        64,
        0,
    ),
    SamplePlan(
        _plan(
            "Repaircafé met leenkast",
            "Spullen repareren en gereedschap lenen in plaats van kopen.",
            "Elke eerste zaterdag van de maand helpen handige buren bij het repareren. In de leenkast liggen een "
            "boormachine, een partytent en een heggenschaar.",
            "wijkcentrum De Nestkast",
            "iedereen",
            2_900,
            (52_357_430, 4_652_150),
        ),
        2,
        -1,
        106,
        33,
        VerdictKind.FEASIBLE,
        310_000,
    ),
)


def sample_people(areas: tuple[str, ...], place: str) -> Iterator[Entitlement]:
    """Two people without a name on each invented address."""
    streets = ("Merelstraat", "Spechtstraat", "Uilenstraat", "Zwaluwstraat")
    for index, street in enumerate(streets):
        area = areas[index % len(areas)] if areas else ""
        for number in range(1, HOMES_PER_STREET + 1):
            for person in range(VOTERS_PER_HOME):
                yield Entitlement(
                    street,
                    number,
                    "",
                    "",
                    f"9990{'ABCD'[index]}X",
                    place or "Voorbeeldstad",
                    area,
                    age_group=AGE_GROUPS[(number + 3 * person) % len(AGE_GROUPS)],
                )
