"""The way on for plans that were not chosen: the team's pages, and the page where partners find them."""

import pytest

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite


@pytest.fixture
def site(site_in: OpenSite) -> Site:
    """A site of the test's own after the result."""
    return site_in(Phase.EXECUTION)


def test_from_the_board_to_a_partner_and_a_landing(site: Site) -> None:
    organiser, partner = Visitor(site).sign_in_as("organiser"), Visitor(site)
    organiser.get("/beheer/landing")
    page = next(one["href"] for one in organiser.page.all("a") if one["href"].startswith("/beheer/landing/"))
    number = page.rpartition("/")[2]
    organiser.get(page)
    assert "Wat past bij dit plan" in organiser.page.text
    assert organiser.submit(page, state="geland", route="", text="Klaar").status_code == 422
    assert "Kies eerst welke weg" in organiser.page.text
    assert organiser.page.form(page).filled()["text"] == ["Klaar"]
    assert organiser.submit(page, state="zoekt", route="", text="Wie helpt?", offered="y").status_code == 303
    partner.get("/kansen")
    assert "Wie helpt?" in partner.page.text
    offer = f"/kansen/{number}"
    partner.get(offer)
    assert partner.submit(offer, organisation="", name="", email="geen", message="").status_code == 422
    sent = {"organisation": "De corporatie", "name": "Kim", "email": "kim@voorbeeld.nl", "message": "Grond."}
    partner.get(offer)
    assert partner.submit(offer, **sent).location == "/kansen"
    organiser.get("/beheer/landing")
    assert "1 aanbod wacht" in organiser.page.text
    organiser.get(page)
    assert "kim@voorbeeld.nl" in organiser.page.text
    organiser.follow(organiser.submit(next(f.action for f in organiser.page.forms if "/aanbod/" in f.action)))
    assert "Opgepakt" in organiser.page.text
    assert organiser.submit(f"{page}/notitie", note="Gebeld.").status_code == 303
    organiser.get(page)
    assert "Gebeld." in organiser.page.text
    done = {"state": "geland", "route": "partner", "partner": "De corporatie", "text": "De bakken staan er."}
    assert organiser.submit(page, **done, tell="y").status_code == 303
    everybody = Visitor(site)
    everybody.follow(everybody.get(f"/plannen/{number}"))
    assert "De bakken staan er." in everybody.page.text
    for secret in ("Gebeld.", "kim@voorbeeld.nl"):
        assert secret not in everybody.page.text
    assert everybody.get(offer).status_code == 404


def test_the_result_says_who_voted_and_how_the_others_go_on(site: Site) -> None:
    visitor = Visitor(site)
    visitor.get("/uitslag")
    for words in (
        "Wie stemden er?",
        "Opkomst per wijk",
        "Opkomst per leeftijd",
        "van wie mocht stemmen",
        "Wij zoeken een weg",
    ):
        assert words in visitor.page.text, words
