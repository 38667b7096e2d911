"""Every kind of page in a real browser, wide and narrow: axe finds nothing, nothing sticks out at the side."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from phases.calendar import Phase
from tests.browser.conftest import MakePerson, Person
from tests.browser.looks import ALL_PAGES, problems_of
from tests.support.languages import OTHERS
from tests.support.stages import Site

EVERY_LANGUAGE = pytest.mark.parametrize("language", ["nl", *OTHERS])
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


@EVERY_LANGUAGE
def test_the_voters_pages(served: Served, person: MakePerson, language: str) -> None:
    site, address = served(Phase.VOTING)
    voter = speaking(person(address), language)
    problems = list(the_voters_way(voter, site.practice_code()))
    assert problems == []


def the_voters_way(voter: Person, code: str) -> Iterator[str]:
    """What is wrong on the voter's way, with its mistakes."""
    page = voter.goto("/stem")
    page.locator("#pincode").fill("fout")
    go_on(page)
    yield from problems_of(page, "/stem with a mistake")
    page.locator("#pincode").fill(code)
    go_on(page)
    yield from problems_of(page, "/stem/biljet")
    for box in page.get_by_role("checkbox").all():
        box.check()
    go_on(page)
    yield from problems_of(page, "/stem/biljet over budget")
    for box in page.get_by_role("checkbox").all()[1:]:
        box.uncheck()
    go_on(page)
    yield from problems_of(page, "/stem/controle")
    go_on(page)
    assert voter.path == "/stem/klaar"
    yield from problems_of(page, "/stem/klaar")


@EVERY_LANGUAGE
def test_forms_with_mistakes(served: Served, person: MakePerson, language: str) -> None:
    address = served(Phase.SUBMIT)[1]
    page = speaking(person(address), language).goto("/inloggen")
    page.locator("input[type=email]").fill("geen adres")
    go_on(page)
    problems = problems_of(page, "/inloggen with a mistake")
    someone = person(address)
    someone.take_role("Bewoner")
    page = speaking(someone, language).goto("/plannen/nieuw")
    go_on(page)
    problems += problems_of(page, "/plannen/nieuw with mistakes")
    for name in ("title", "summary", "description"):
        page.locator(f"#{name}").fill("Bankjes bij de vijver")
    go_on(page)
    draft = someone.path.rpartition("/")[0]
    for step in ("plek", "kosten", "mensen", "fotos", "controle"):
        problems += problems_of(someone.goto(f"{draft}/{step}"), step)
    assert problems == []


def speaking(someone: Person, language: str) -> Person:
    """Somebody who reads in a language."""
    if language != "nl":
        someone.goto(f"/taal/{language}")
    return someone


def go_on(page: Page) -> None:
    """Press the one button of the page that leads on."""
    with page.expect_navigation():
        page.locator("main form .nl-button--primary").first.click()


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
