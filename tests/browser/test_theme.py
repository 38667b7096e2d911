"""A municipality's own colours: the second theme is as readable as the first."""

from dataclasses import replace
from pathlib import Path

from phases.calendar import Phase
from tests.browser.conftest import NARROW, MakePerson, serving
from tests.browser.looks import ALL_PAGES, OF_RESIDENTS, problems_of
from tests.support.stages import Stages, settings

GROUND = "getComputedStyle(document.querySelector('.waz-footer')).backgroundColor"


def test_the_second_theme(stages: Stages, tmp_path: Path, person: MakePerson) -> None:
    plain = settings(tmp_path)
    themed = replace(plain, theme_class="waterkant-theme", theme_css=("/static/themes/waterkant.css",))
    with serving(lambda url: stages.site(Phase.EXECUTION, replace(themed, base_url=url))) as (_, address):
        someone = person(address)
        ground = someone.goto("/").evaluate(GROUND)
        someone.page.locator("link[href*='waterkant']").evaluate("(sheet) => sheet.disabled = true")
        assert someone.page.evaluate(GROUND) != ground
        problems = []
        for role in OF_RESIDENTS:
            someone = person(address)
            if role:
                someone.take_role(role)
            for path in ALL_PAGES[Phase.EXECUTION, role]:
                problems += problems_of(someone.goto(path), path, [NARROW])
    assert problems == []
