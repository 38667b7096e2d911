"""A municipality's own colours: the second theme is as readable as the first."""

from dataclasses import replace
from pathlib import Path

from phases.calendar import Phase
from tests.browser.conftest import MakePerson, serving
from tests.browser.looks import ALL_PAGES, OF_RESIDENTS, problems_of
from tests.support.stages import Stages, settings

GROUND = "getComputedStyle(document.querySelector('.waz-footer')).backgroundColor"


def test_the_second_theme(stages: Stages, tmp_path: Path, person: MakePerson) -> None:
    plain = replace(settings(tmp_path), theme_class="", theme_css=())
    themed = replace(plain, theme_class="waterkant-theme", theme_css=("/static/themes/waterkant.css",))
    grounds, problems = set(), []
    for config in (plain, themed):
        with serving(
            lambda url, config=config: stages.site(Phase.EXECUTION, replace(config, base_url=url))
        ) as (_, address):  # type: ignore[misc]
            someone = person(address)
            grounds.add(someone.goto("/").evaluate(GROUND))
            if config is themed:
                for (phase, role), paths in ALL_PAGES.items():
                    if phase is Phase.EXECUTION and role in OF_RESIDENTS:
                        if role:
                            someone.take_role(role)
                        for path in paths:
                            problems += problems_of(someone.goto(path), path)
    assert len(grounds) == 2
    assert problems == []
