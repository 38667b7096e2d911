"""Plans that people would join are found alike, and others are not."""

import pytest

from phases.similarity import alike, weighed

PLANS = {
    1: (
        "Buurtmoestuin aan de singel",
        "Samen groenten kweken op het lege grasveld, met bakken op tafelhoogte.",
    ),
    2: ("Repaircafé met leenkast", "Spullen repareren en gereedschap lenen in plaats van kopen."),
    3: ("Taalcafé voor nieuwe buren", "Oefenen met Nederlands bij koffie en thee, twee keer per week."),
    4: ("Licht op het fietspad", "Lampen die feller worden als er iemand langsfietst."),
    5: ("Fruitbomen in de straat", "Twintig fruitbomen waar iedereen van mag plukken."),
}
OTHERS = {number: weighed(*plan) for number, plan in PLANS.items()}


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("Moestuin in de wijk", "Groenten telen met de buren.", [1]),
        ("Spullen lenen en repareren", "Samen gereedschap delen.", [2]),
        ("Taalles voor nieuwkomers", "Koffie drinken en Nederlands praten.", [3]),
        ("Lampen langs het fietspad", "Het is er donker.", [4]),
        ("Fruitbomen", "", [5]),
        ("Zonnepanelen op school", "Leerlingen leren over energie.", []),
        ("Samen een plan voor de buurt", "Iedereen mag meedoen.", []),
        ("", "", []),
    ],
)
def test_what_is_alike(title: str, text: str, found: list[int]) -> None:
    assert [number for number, _likeness in alike(weighed(title, text), OTHERS)] == found


def test_the_likest_comes_first_and_the_same_plan_is_wholly_alike() -> None:
    (first, likeness), *_rest = alike(weighed(*PLANS[2]), OTHERS)
    assert first == 2
    assert likeness == pytest.approx(1)


def test_no_more_are_shown_than_asked() -> None:
    many = {number: weighed("Moestuin", "Groenten kweken.") for number in range(9)}
    assert [number for number, _ in alike(weighed("Moestuin", "Groenten kweken."), many, most=3)] == [0, 1, 2]
