"""Every kind of page in a real browser, wide and narrow: axe finds nothing, nothing sticks out at the side."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from phases.calendar import Phase
from tests.browser.conftest import NARROW, WIDE, MakePerson, Person
from tests.support.site_map import PLAN
from tests.support.stages import Site

Served = Callable[[Phase], tuple[Site, str]]

# Where each page has the most to show.
PAGES = {
    (Phase.SUBMIT, ""): [
        "/",
        "/plannen",
        "/plannen/kaart",
        "/plannen?q=tuin&thema=Op+straat&voor=ouderen",
        "/inloggen",
        "/stem",
        "/uitvoering",
        "/nergens",
    ],
    (Phase.SUBMIT, "Bewoner"): ["/plannen/nieuw"],
    (Phase.SUBMIT, "Organisator"): ["/beheer"],
    (Phase.LIKES, ""): [PLAN, "/uitslag"],
    (Phase.LIKES, "Organisator"): [
        *("/beheer", "/beheer/weekcheck", "/beheer/weekcheck/1", "/beheer/weekcheck/9"),
        *("/beheer/weekcheck/1/samenvoegen", "/beheer/likes", "/beheer/post", "/beheer/logboek"),
    ],
    (Phase.LIKES, "Balie"): ["/balie/handtekeningen"],
    (Phase.FEASIBILITY, "Checker"): ["/tafel", "/tafel/1"],
    (Phase.VOTING, ""): ["/", "/stem", "/spelregels", "/privacy", "/toegankelijkheid", PLAN],
    (Phase.VOTING, "Balie"): ["/balie"],
    (Phase.VOTING, "Organisator"): [
        *(
            "/beheer",
            "/beheer/instellingen",
            "/beheer/logboek",
            "/beheer/brieven",
            "/beheer/brieven/adressen",
        ),
        *("/beheer/brieven/opnieuw", "/beheer/brieven/onbestelbaar"),
    ],
    (Phase.EXECUTION, ""): [
        "/",
        "/plannen",
        "/uitslag",
        "/uitvoering",
        "/uitvoering/1",
        "/uitvoering/5",
        PLAN,
    ],
    (Phase.EXECUTION, "Organisator"): [
        "/beheer",
        "/beheer/uitvoering",
        "/beheer/uitvoering/1",
        "/beheer/uitvoering/1/geld",
        "/beheer/uitvoering/1/nieuws",
    ],
    (Phase.EXECUTION, "Indiener"): [
        *("/mijn", "/mijn/uitvoering/1", "/mijn/uitvoering/1/nieuws", "/mijn/uitvoering/1/bon"),
        "/mijn/uitvoering/1/afspraken",
    ],
}


def check(page: Page, where: str) -> list[str]:
    """What is wrong with a page, wide and narrow."""
    page.evaluate(Axe().axe_script)
    problems = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        wide = f"{where} at {size['width']} px"
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        problems += [
            f"{wide}: {one['id']}: {one['help']}: {[node['html'][:150] for node in one['nodes']]}"
            for one in found["violations"]
        ]
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            problems.append(f"{wide}: {beyond} px stick out at the side")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return problems


@pytest.mark.parametrize(("phase", "role"), PAGES, ids=lambda part: getattr(part, "key", part) or "visitor")
def test_pages(served: Served, person: MakePerson, phase: Phase, role: str) -> None:
    someone = person(served(phase)[1])
    if role:
        someone.take_role(role)
    problems = []
    for path in PAGES[phase, role]:
        someone.goto(path)
        problems += check(someone.page, path)
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
    problems = check(page, "/stem with a mistake")
    page.get_by_label("Uw pincode").fill(code)
    voter.press("Verder")
    problems += check(page, "/stem/biljet")
    for box in page.get_by_role("checkbox").all():
        box.check()
    voter.press("Kijk uw keuze na")
    problems += check(page, "/stem/biljet over budget")
    for box in page.get_by_role("checkbox").all()[1:]:
        box.uncheck()
    voter.press("Kijk uw keuze na")
    problems += check(page, "/stem/controle")
    voter.press("Ja, ik stem zo")
    return problems + check(page, "/stem/klaar")


def test_forms_with_mistakes(served: Served, person: MakePerson) -> None:
    someone = person(served(Phase.SUBMIT)[1])
    page = someone.goto("/inloggen")
    page.get_by_label("Uw e-mailadres").fill("geen adres")
    someone.press("Mail mij een link")
    problems = check(page, "/inloggen with a mistake")
    someone.take_role("Bewoner")
    someone.goto("/plannen/nieuw")
    someone.press("Verder")
    problems += check(page, "/plannen/nieuw with mistakes")
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
