"""Reacting with a real browser and without JavaScript: writing, answering, offering help, following; axe finds nothing."""

from collections.abc import Callable

from phases.calendar import Phase
from tests.browser.conftest import MakePerson
from tests.browser.looks import problems_of
from tests.support.site_map import PLAN
from tests.support.stages import Site

Served = Callable[[Phase], tuple[Site, str]]


def test_the_whole_way_without_javascript(own_site: tuple[Site, str], person: MakePerson) -> None:
    address = own_site[1]
    resident, boss = person(address, java_script_enabled=False), person(address, java_script_enabled=False)
    resident.take_role("Bewoner")
    page = resident.goto(PLAN)
    assert page.get_by_text("Nog geen reacties. Weet u iets dat helpt?").is_visible()
    page.get_by_text("Schrijf een reactie").click()
    page.get_by_label("Een vraag").check()
    page.get_by_label("Uw reactie").fill("Wie geeft de planten water?\n\nOok in augustus?")
    resident.press("Plaats mijn reactie")
    assert page.get_by_text("Vul in hoe u genoemd wilt worden.").first.is_visible()
    page.get_by_label("Hoe wilt u genoemd worden?").fill("Anna")
    resident.press("Plaats mijn reactie")
    assert resident.path.partition("#")[0] == PLAN
    assert page.get_by_text("Ook in augustus?").is_visible()
    resident.press("Volg dit plan")
    assert page.get_by_role("heading", name="U volgt dit plan").is_visible()

    boss.take_role("Organisator")
    desk = boss.goto(PLAN)
    boss.press("Beantwoord op de reactie van Anna")
    desk.get_by_label("Uw antwoord").fill("De gemeente geeft water tot de werkgroep er is.")
    boss.press("Plaats mijn antwoord")
    assert desk.get_by_role("article").filter(has_text="De gemeente").last.is_visible()
    desk = boss.goto("/beheer/reacties")
    desk.get_by_role("link", name="Verberg de reactie van Anna").click()
    desk.get_by_label("Waarom verbergt u deze reactie?").fill("Dit is een oefening.")
    boss.press("Verberg deze reactie")
    assert desk.get_by_text("De reactie is verborgen.").is_visible()

    page = resident.goto(PLAN)
    assert page.get_by_text("De organisator heeft deze reactie verborgen.").is_visible()
    resident.goto("/mijn/berichten")
    page.get_by_label("Meteen").check()
    resident.press("Bewaar mijn keuze")
    assert page.get_by_label("Meteen").is_checked()


def test_pages_with_reactions(served: Served, person: MakePerson) -> None:
    address = served(Phase.LIKES)[1]
    visitor, helper, boss = person(address), person(address), person(address)
    page = visitor.goto(PLAN)
    page.get_by_text("Schrijf een reactie").click()
    problems = problems_of(page, f"{PLAN} with the form open")
    problems += problems_of(visitor.goto("/plannen/1/reacties"), "/plannen/1/reacties")
    page.get_by_role("link", name="Meld de reactie van Yusuf").click()
    visitor.press("Stuur mijn melding")
    problems += problems_of(page, "/melden with mistakes")
    visitor.goto(PLAN)
    page.get_by_text("Schrijf een reactie").click()
    visitor.press("Plaats mijn reactie")
    problems += problems_of(page, "/reacties with mistakes")
    helper.take_role("Bewoner")
    for path in ("/mijn/berichten", "/mijn/hulp"):
        problems += problems_of(helper.goto(path), path)
    helper.press("Lees de berichten")
    problems += problems_of(helper.page, "/mijn/hulp/1")
    boss.take_role("Organisator")
    problems += problems_of(boss.goto("/beheer/reacties"), "/beheer/reacties")
    boss.page.get_by_role("link", name="Verberg").first.click()
    problems += problems_of(boss.page, "/beheer/reacties/1/verbergen")
    assert problems == []
