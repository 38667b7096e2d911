"""Every kind of page in a real browser, wide and narrow: axe finds nothing, nothing sticks out at the side."""

from collections.abc import Callable

import pytest

from phases.calendar import Phase
from tests.browser.conftest import MakePerson, Person
from tests.browser.looks import ALL_PAGES, problems_of
from tests.support.stages import Site

Served = Callable[[Phase], tuple[Site, str]]


@pytest.mark.parametrize(
    ("phase", "role"), ALL_PAGES, ids=lambda part: getattr(part, "key", part) or "visitor"
)
def test_pages(served: Served, person: MakePerson, phase: Phase, role: str) -> None:
    someone = person(served(phase)[1])
    if role:
        someone.take_role(role)
    problems = []
    for path in ALL_PAGES[phase, role]:
        someone.goto(path)
        problems += problems_of(someone.page, path)
    assert problems == []


def test_the_voters_pages(served: Served, person: MakePerson) -> None:
    site, address = served(Phase.VOTING)
    voter = person(address)
    problems = list(walk(voter, site.practice_code()))
    assert problems == []


def walk(voter: Person, code: str) -> list[str]:
    """What is wrong on the voter's way, with its mistakes."""
    page = voter.goto("/stem")
    page.get_by_label("Uw pincode").fill("fout")
    voter.press("Verder")
    problems = problems_of(page, "/stem with a mistake")
    page.get_by_label("Uw pincode").fill(code)
    voter.press("Verder")
    problems += problems_of(page, "/stem/biljet")
    for box in page.get_by_role("checkbox").all():
        box.check()
    voter.press("Kijk uw keuze na")
    problems += problems_of(page, "/stem/biljet over budget")
    for box in page.get_by_role("checkbox").all()[1:]:
        box.uncheck()
    voter.press("Kijk uw keuze na")
    problems += problems_of(page, "/stem/controle")
    voter.press("Ja, ik stem zo")
    return problems + problems_of(page, "/stem/klaar")


def test_forms_with_mistakes(served: Served, person: MakePerson) -> None:
    someone = person(served(Phase.SUBMIT)[1])
    page = someone.goto("/inloggen")
    page.get_by_label("Uw e-mailadres").fill("geen adres")
    someone.press("Mail mij een link")
    problems = problems_of(page, "/inloggen with a mistake")
    someone.take_role("Bewoner")
    someone.goto("/plannen/nieuw")
    someone.press("Verder")
    problems += problems_of(page, "/plannen/nieuw with mistakes")
    assert problems == []


def test_by_keyboard_alone(served: Served, person: MakePerson) -> None:
    """The first tab leads past the menu; the code can be typed and sent without a mouse."""
    site, address = served(Phase.VOTING)
    voter = person(address)
    page = voter.goto("/stem")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Direct naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "pincode"
    page.keyboard.type(site.practice_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/stem/biljet")
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    assert page.get_by_role("checkbox").first.is_checked()
