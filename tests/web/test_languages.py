"""Every page that somebody meets is whole in the language they chose."""

import pytest

from phases.calendar import Phase
from tests.support.languages import OTHERS, noting_untranslated
from tests.support.site_map import pages
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import everybody
from wijkaanzet.mail_text import RIGHT_TO_LEFT
from wijkaanzet.web.i18n import WHOLE

OF_RESIDENTS = ("", "resident")
People = dict[tuple[Phase, str], Visitor]


@pytest.fixture(scope="module")
def readers(shown: dict[Phase, Site]) -> People:
    """People who never chose a language on the site."""
    return everybody(shown)


@pytest.mark.parametrize("language", OTHERS)
def test_every_page_is_whole(readers: People, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    wrong = []
    with noting_untranslated(monkeypatch) as untranslated:
        for phase in Phase:
            for address in pages(phase):
                if address.role not in OF_RESIDENTS and language not in WHOLE:
                    continue
                visitor = readers[phase, address.role]
                visitor.get(address.path, headers={"Accept-Language": language})
                (html,) = visitor.page.all("html")
                direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
                if untranslated or (html["lang"], html["dir"]) != (language, direction):
                    wrong.append((address.path, phase.key, html["lang"], sorted(untranslated)))
                    untranslated.clear()
    assert wrong == []


def test_a_language_is_remembered_on_this_device(shown: dict[Phase, Site]) -> None:
    visitor = Visitor(shown[Phase.SUBMIT])
    assert spoken(visitor, "/") == "nl"
    assert visitor.get("/taal/en", headers={"Referer": "http://localhost/plannen"}).location == "/plannen"
    assert spoken(visitor, "/plannen", "pl") == "en"
    assert visitor.get("/taal/xx").status_code == 404
    assert spoken(visitor, "/plannen") == "en"


def test_the_browser_says_which_language_it_prefers(shown: dict[Phase, Site]) -> None:
    visitor = Visitor(shown[Phase.SUBMIT])
    for language in OTHERS:
        assert spoken(visitor, "/", f"fi, {language};q=0.8, nl;q=0.5") == language
    assert spoken(visitor, "/", "fi") == "nl"


@pytest.mark.parametrize("language", sorted(set(OTHERS) - WHOLE))
def test_a_page_for_staff_is_never_half_in_a_language(readers: People, language: str) -> None:
    organiser = readers[Phase.VOTING, "organiser"]
    assert spoken(organiser, "/", language) == language
    assert spoken(organiser, "/beheer", language) == "nl"
    assert spoken(organiser, "/beheer", f"{language}, en;q=0.5") == "en"
    offered = {link["hreflang"] for link in organiser.page.all("a") if "hreflang" in link}
    assert offered == WHOLE


def test_what_residents_wrote_stays_in_their_language(shown: dict[Phase, Site]) -> None:
    """And a page says so, for who has it read aloud."""
    visitor = Visitor(shown[Phase.VOTING])
    for language, marked in (("nl", None), ("en", "nl")):
        visitor.get("/plannen", headers={"Accept-Language": language})
        titles = [a.get("lang") for tag, a in visitor.page.elements if tag == "bdi"]
        assert titles[0] == marked


def spoken(visitor: Visitor, path: str, asked: str = "") -> str:
    """The language of the answer to a browser that asks for some languages."""
    visitor.get(path, headers={"Accept-Language": asked} if asked else {})
    (html,) = visitor.page.all("html")
    return str(html["lang"])
