"""Writing a plan in a real browser: every page passes axe, the sum counts along, plans that are alike appear, the map has a pin."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakePerson, Person
from tests.browser.looks import problems_of
from tests.support.stages import Site
from tests.support.writing import photo


@pytest.fixture
def resident(own_site: tuple[Site, str], person: MakePerson) -> Person:
    """Somebody with an idea."""
    someone = person(own_site[1])
    someone.take_role("Bewoner")
    return someone


def write_idea(someone: Person) -> None:
    page = someone.goto("/plannen/nieuw")
    page.get_by_label(re.compile("^Titel van uw plan")).fill("Moestuin op het grasveld")
    page.get_by_label(re.compile("^Uw plan in één zin")).fill("Samen groenten kweken.")
    page.get_by_label(re.compile("^Wat wilt u doen")).fill("Bakken met groente op het lege grasveld.")


def test_every_page_of_a_plan(resident: Person) -> None:
    page, problems = resident.page, []
    write_idea(resident)
    expect(page.get_by_role("heading", name="Lijkt op")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Buurtmoestuin aan de Merelsingel"))).to_be_visible()
    problems += problems_of(page, "idee")
    resident.press("Verder")
    page.get_by_label("Groen & duurzaam").check()
    problems += problems_of(page, "plek")
    resident.press("Verder")
    page.get_by_label("Wat, regel 1").fill("Bakken")
    page.get_by_label("Bedrag, regel 1").fill("2.500")
    page.get_by_label("Wat, regel 2").fill("Grond")
    page.get_by_label("Bedrag, regel 2").fill("99,50")
    expect(page.locator("[data-sum]")).to_have_text(re.compile(r"2\.599,50"))
    problems += problems_of(page, "kosten")
    page.get_by_label("Bedrag, regel 2").fill("")
    resident.press("Verder")
    expect(page.get_by_text("Schat wat dit kost.").first).to_be_visible()
    problems += problems_of(page, "kosten with a mistake")
    page.get_by_label("Bedrag, regel 2").fill("100")
    resident.press("Verder")
    problems += problems_of(page, "mensen")
    resident.press("Verder")
    file = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": photo().getvalue()}
    page.get_by_label(re.compile("^Kies een foto")).set_input_files(file)  # type: ignore[arg-type]
    page.get_by_label(re.compile("^Wat is er op de foto")).fill("Een leeg grasveld")
    resident.press("Voeg deze foto toe")
    expect(page.get_by_role("img", name="Een leeg grasveld")).to_be_visible()
    problems += problems_of(page, "fotos")
    resident.press("Verder naar nakijken")
    problems += problems_of(page, "controle")
    resident.press("Dien mijn plan in")
    expect(page.get_by_role("img", name="Een leeg grasveld")).to_be_visible()
    problems += problems_of(page, "the plan")
    for path in (
        "/mijn",
        f"{resident.path.partition('-')[0]}/samen",
        f"{resident.path.partition('-')[0]}/intrekken",
    ):
        resident.goto(path)
        problems += problems_of(page, path)
    assert problems == []


def test_a_pin_by_pointer_and_by_keyboard(resident: Person) -> None:
    page = resident.page
    write_idea(resident)
    resident.press("Verder")
    pin = page.locator("#place-map .waz-pin")
    expect(page.locator("#place-map")).to_be_visible()
    expect(pin).to_have_count(0)
    page.locator("#place-map").click(position={"x": 120, "y": 90})
    expect(pin).to_have_count(1)
    expect(page.get_by_role("status").filter(has_text="De punaise staat op de kaart")).to_be_visible()
    page.get_by_role("button", name="Haal de punaise weg").press("Enter")
    expect(pin).to_have_count(0)
    page.locator("#place-map").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Zet de punaise in het midden").press("Enter")
    expect(pin).to_have_count(1)
    page.get_by_label("Groen & duurzaam").check()
    resident.press("Verder")
    page.go_back()
    page.reload()
    expect(pin).to_have_count(1)
