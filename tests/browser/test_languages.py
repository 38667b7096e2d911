"""Every page in every other language, left to right and right to left: axe finds nothing, nothing sticks out."""

from collections.abc import Callable

import pytest

from phases.calendar import Phase
from tests.browser.conftest import NARROW, MakePerson
from tests.browser.looks import ALL_PAGES, OF_RESIDENTS, problems_of
from tests.support.languages import OTHERS
from tests.support.stages import Site
from wijkaanzet.web.i18n import WHOLE

Served = Callable[[Phase], tuple[Site, str]]
PLACES = [
    (language, phase, role)
    for language in OTHERS
    for phase, role in ALL_PAGES
    if role in OF_RESIDENTS or language in WHOLE
]


@pytest.mark.parametrize(
    ("language", "phase", "role"), PLACES, ids=lambda part: getattr(part, "key", part) or "visitor"
)
def test_pages(served: Served, person: MakePerson, language: str, phase: Phase, role: str) -> None:
    someone = person(served(phase)[1])
    if role:
        someone.take_role(role)
    someone.goto(f"/taal/{language}")
    problems = []
    # Narrow, where words have least room; the wide page has the same parts, which the Dutch one is held to.
    for path in ALL_PAGES[phase, role]:
        page = someone.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        problems += problems_of(page, path, [NARROW])
    assert problems == []
