"""What a first visit weighs: at most 150 KB, compressed, without the pictures that people sent."""

import gzip

import pytest
from playwright.sync_api import Response

from phases.calendar import Phase
from tests.browser.conftest import MakePerson
from tests.browser.test_pages import Served
from tests.support.site_map import PLAN

MOST = 150 * 1024
PHOTOS = "/beeld/"


@pytest.mark.parametrize(
    ("phase", "path"),
    [
        (Phase.SUBMIT, "/"),
        (Phase.SUBMIT, "/plannen"),
        (Phase.SUBMIT, "/plannen/kaart"),
        (Phase.LIKES, PLAN),
        (Phase.VOTING, "/stem"),
        (Phase.EXECUTION, "/uitslag"),
        (Phase.EXECUTION, "/uitvoering"),
    ],
)
def test_a_first_visit(served: Served, person: MakePerson, phase: Phase, path: str) -> None:
    someone, sizes = person(served(phase)[1]), {}

    def weigh(response: Response) -> None:
        if PHOTOS not in response.url and response.ok:
            content = response.body()
            sizes[response.url] = min(len(content), len(gzip.compress(content)))

    someone.page.on("response", weigh)
    someone.goto(path)
    someone.page.wait_for_load_state("networkidle")
    assert sizes, "nothing was weighed"
    heaviest = sorted(sizes.items(), key=lambda one: -one[1])[:6]
    assert sum(sizes.values()) <= MOST, f"{sum(sizes.values())} bytes: {heaviest}"
