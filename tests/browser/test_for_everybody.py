"""The whole way of a resident, for everybody: by keyboard, without JavaScript, on a telephone, at 400 %, in system colours."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect

from phases.calendar import Phase
from tests.browser.conftest import NARROW, MakePerson
from tests.browser.hands import Keyboard, Pointer, SystemColours
from tests.support.stages import Site
from tests.support.visitor import Visitor


@dataclass(frozen=True)
class Way:
    """A way of using the site."""

    hands: type[Pointer] = Pointer
    browser: dict[str, Any] = field(default_factory=dict)


# Where the focus is can be asked at once when nothing scrolls smoothly.
STILL = {"reduced_motion": "reduce"}
WAYS = {
    "keyboard": Way(Keyboard, STILL),
    "no JavaScript": Way(browser={"java_script_enabled": False}),
    "telephone": Way(browser={"viewport": NARROW, "has_touch": True, "is_mobile": True}),
    # 1280 by 1024 pixels, everything four times as large.
    "400 %": Way(Keyboard, STILL | {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}),
    "system colours": Way(SystemColours, {"forced_colors": "active"}),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_whole_way(own_site: tuple[Site, str], person: MakePerson, way: Way) -> None:
    site, address = own_site
    someone = person(address, **way.browser)
    hands = way.hands(someone.page)
    sign_in(site, hands, address)
    submit_a_plan(hands)
    site.go_to(Phase.LIKES)
    like_a_plan(hands, address)
    react(hands)
    site.go_to(Phase.VOTING)
    receipt = vote(hands, address, site.practice_code())
    site.go_to(Phase.EXECUTION)
    check_the_receipt(hands, address, receipt)
    assert not hands.problems, "\n".join(hands.problems)


def sign_in(site: Site, hands: Pointer, address: str) -> None:
    """From the home page to the form of a plan, by a mailed link."""
    hands.goto(address)
    hands.press("Dien uw plan in", "link")
    hands.write("Uw e-mailadres", "anna@voorbeeld.nl")
    hands.press("Mail mij een link")
    hands.goto(Visitor(site).mailed_link())
    hands.press("Log in")


def submit_a_plan(hands: Pointer) -> None:
    """Every page of a plan."""
    page = hands.page
    hands.press("Verder")
    expect(page.get_by_text("Geef uw plan een titel").first).to_be_visible()
    hands.write(re.compile("^Titel van uw plan"), "Bankjes bij de vijver")
    hands.write(re.compile("^Uw plan in één zin"), "Zitten in de zon.")
    hands.write(re.compile("^Wat wilt u doen"), "Drie bankjes van hout.")
    hands.press("Verder")
    hands.tick("Groen & duurzaam")
    hands.tick("Ouderen")
    hands.press("Verder")
    hands.write("Wat, regel 1", "Drie bankjes")
    hands.write("Bedrag, regel 1", "1500")
    hands.press("Verder")
    hands.press("Verder")
    hands.press("Verder naar nakijken", "link")
    hands.press("Dien mijn plan in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bankjes bij de vijver")


def like_a_plan(hands: Pointer, address: str) -> None:
    """Look for a plan and like it."""
    hands.goto(f"{address}/plannen")
    hands.write("Zoek in de plannen", "kwiekroute")
    hands.press("Toon plannen")
    hands.press(re.compile("Kwiekroute langs de Uilenplas"), "link")
    hands.press(re.compile("^Geef een like"))
    expect(hands.page.get_by_role("button", name="Neem uw like terug")).to_be_visible()


def react(hands: Pointer) -> None:
    """Say something about it."""
    hands.unfold("Schrijf een reactie")
    hands.tick("Tip")
    hands.write("Uw reactie", "Vraag ook de fysiotherapeut om mee te denken.")
    hands.press("Plaats mijn reactie")
    expect(hands.page.get_by_text("Vraag ook de fysiotherapeut").first).to_be_visible()


def vote(hands: Pointer, address: str, code: str) -> str:
    """From the code to the receipt."""
    page = hands.page
    hands.goto(f"{address}/stem")
    hands.write("Uw pincode", code)
    hands.press("Verder")
    hands.tick(re.compile("Buurtmoestuin aan de Merelsingel"))
    hands.tick(re.compile("Kwiekroute langs de Uilenplas"))
    hands.press("Kijk uw keuze na")
    expect(page.get_by_role("heading", name="Klopt uw keuze?")).to_be_visible()
    hands.press("Ja, ik stem zo")
    return page.locator(".waz-receipt__code").inner_text().strip()


def check_the_receipt(hands: Pointer, address: str, receipt: str) -> None:
    """The vote was counted."""
    hands.goto(f"{address}/uitslag")
    hands.write("Uw ontvangstcode", receipt)
    hands.press("Zoek mijn code")
    expect(hands.page.get_by_text("Uw stem is geteld").first).to_be_visible()
