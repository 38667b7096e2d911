"""Which pages are looked at in a real browser, where each has the most to show, and what is held against them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from phases.calendar import Phase
from tests.browser.conftest import NARROW, WIDE
from tests.support.site_map import ADDRESSES, PLAN, pages

# As the rehearsal offers them on its sign-in page. The submitter is a resident, too.
ROLES = {
    "": "",
    "resident": "Bewoner",
    "checker": "Checker",
    "wijkraad": "Wijkraad",
    "desk": "Balie",
    "organiser": "Organisator",
}
OF_RESIDENTS = ("", "Bewoner", "Indiener")
Pages = Mapping[tuple[Phase, str], Sequence[str]]

# Pages that differ by phase, and pages that only somebody in particular sees; the site's map has the others.
BY_HAND: Pages = {
    (Phase.SUBMIT, ""): (
        "/",
        "/stem",
        "/uitvoering",
        "/nergens",
        "/plannen?q=tuin&thema=Op+straat&voor=ouderen",
    ),
    (Phase.SUBMIT, "Bewoner"): ("/plannen/nieuw",),
    (Phase.SUBMIT, "Organisator"): ("/beheer",),
    (Phase.LIKES, ""): (PLAN, "/uitslag"),
    (Phase.LIKES, "Organisator"): (
        *("/beheer", "/beheer/weekcheck", "/beheer/weekcheck/1", "/beheer/weekcheck/9"),
        *("/beheer/weekcheck/1/samenvoegen", "/beheer/likes", "/beheer/post", "/beheer/logboek"),
    ),
    (Phase.FEASIBILITY, "Checker"): ("/tafel", "/tafel/1", "/tafel/klok", "/tafel/scherm"),
    (Phase.FEASIBILITY, "Organisator"): ("/beheer/tafel",),
    (Phase.VOTING, ""): ("/", PLAN),
    (Phase.VOTING, "Balie"): ("/balie",),
    (Phase.VOTING, "Organisator"): (
        *("/beheer", "/beheer/logboek", "/beheer/brieven", "/beheer/brieven/adressen"),
        *("/beheer/brieven/opnieuw", "/beheer/brieven/onbestelbaar"),
    ),
    (Phase.EXECUTION, ""): (
        "/",
        "/plannen",
        "/uitslag",
        "/uitvoering",
        "/uitvoering/1",
        "/uitvoering/2",
        "/uitvoering/4",
        PLAN,
    ),
    (Phase.EXECUTION, "Organisator"): ("/beheer",),
    (Phase.EXECUTION, "Indiener"): (
        *("/mijn", "/mijn/uitvoering/1", "/mijn/uitvoering/1/nieuws", "/mijn/uitvoering/1/bon"),
        "/mijn/uitvoering/1/afspraken",
    ),
}


def all_pages() -> dict[tuple[Phase, str], list[str]]:
    """The pages above, and every other page of the site in the last phase that has it."""
    found = defaultdict(list, {place: list(paths) for place, paths in BY_HAND.items()})
    seen = {path for paths in BY_HAND.values() for path in paths}
    for phase in reversed(Phase):
        for address in pages(phase):
            if address.at(phase) == 200 and address.path not in seen:
                found[phase, ROLES[address.role]].append(address.path)
                seen.add(address.path)
    assert len(seen) > len(ADDRESSES) / 3
    return dict(found)


ALL_PAGES = all_pages()


def problems_of(page: Page, where: str, sizes: Sequence[dict[str, int]] = (WIDE, NARROW)) -> list[str]:
    """What is wrong with a page, wide and narrow: what axe finds, and what sticks out at the side."""
    page.evaluate(Axe().axe_script)
    problems = []
    for size in sizes:
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
