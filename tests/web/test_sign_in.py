"""The mailed link signs in once, for twenty minutes, and only by its button."""

import pytest

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor, text_of
from tests.web.conftest import OpenSite


@pytest.fixture
def site(site_in: OpenSite) -> Site:
    """A site of the test's own."""
    return site_in(Phase.SUBMIT)


def test_opening_the_link_does_not_use_it_up(site: Site) -> None:
    """Mail programs open links to look at them."""
    visitor = Visitor(site)
    path = visitor.ask_for_link("anna@voorbeeld.nl")
    for _ in range(3):
        assert Visitor(site).get(path).status_code == 200
    assert visitor.client.head(path).status_code == 200
    visitor.get(path)
    assert "anna@voorbeeld.nl" not in visitor.page.text
    assert visitor.submit(path).status_code == 303
    visitor.get("/")
    assert "anna@voorbeeld.nl" in visitor.page.text


def test_the_link_works_once(site: Site) -> None:
    first, second = Visitor(site), Visitor(site)
    path = first.ask_for_link("anna@voorbeeld.nl")
    second.get(path)
    first.get(path)
    assert first.submit(path).status_code == 303
    refused = second.submit(path)
    assert refused.status_code == 409
    assert "Deze link werkt niet meer" in refused.text
    assert second.get("/plannen/nieuw").location == "/inloggen"


@pytest.mark.parametrize(("minutes", "status"), [(19.9, 303), (20, 409)])
def test_the_link_works_for_twenty_minutes(site: Site, minutes: float, status: int) -> None:
    visitor = Visitor(site)
    path = visitor.ask_for_link("anna@voorbeeld.nl")
    site.clock.turn(minutes=minutes)
    visitor.get(path)
    assert visitor.submit(path).status_code == status


def test_an_invented_link_is_refused(site: Site) -> None:
    visitor = Visitor(site)
    visitor.get("/inloggen/een-verzonnen-link")
    assert visitor.submit("/inloggen/een-verzonnen-link").status_code == 409


def test_what_is_no_address_is_told_so(site: Site) -> None:
    visitor = Visitor(site)
    for typed in ("", "   ", "anna", "anna@", "anna@@voorbeeld.nl", "a" * 300 + "@voorbeeld.nl"):
        visitor.get("/inloggen")
        assert visitor.submit("/inloggen", email=typed).status_code == 422
        assert "e-mailadres" in visitor.page.text
        assert any(one.get("aria-invalid") == "true" for one in visitor.page.all("input"))
    assert not (site.config.data_dir / "mail").exists()


def test_capitals_and_spaces_make_no_second_account(site: Site) -> None:
    site.grant("anna@voorbeeld.nl", "organiser")
    visitor = Visitor(site)
    visitor.sign_in(" Anna@Voorbeeld.NL ")
    assert visitor.get("/beheer").status_code == 200


def test_the_mail_says_what_it_must(site: Site) -> None:
    visitor = Visitor(site)
    path = visitor.ask_for_link("anna@voorbeeld.nl")
    mail = max((site.config.data_dir / "mail").glob("*.eml"))
    text = text_of(mail)
    assert site.config.base_url + path in text
    assert "één keer en 20 minuten lang" in text
    assert mail.parent.stat().st_mode & 0o077 == 0


def test_the_mailed_link_leads_to_our_own_address_whatever_the_browser_says(site: Site) -> None:
    visitor = Visitor(site, host="evil.example")
    visitor.get("/inloggen")
    visitor.submit("/inloggen", email="anna@voorbeeld.nl")
    assert visitor.mailed_link().startswith(site.config.base_url + "/inloggen/")


def test_asking_too_often_is_slowed_down(site: Site) -> None:
    visitor = Visitor(site)
    statuses = []
    for _ in range(21):
        visitor.get("/inloggen")
        statuses.append(visitor.submit("/inloggen", email="anna@voorbeeld.nl").status_code)
    assert statuses == [200] * 20 + [429]
    assert "Wacht een paar minuten" in visitor.page.text
    assert visitor.get("/inloggen").status_code == 200


def test_signing_in_changes_the_session(site: Site) -> None:
    """A token that somebody planted before does not work afterwards."""
    visitor = Visitor(site)
    visitor.get("/inloggen")
    before = visitor.token()
    visitor.sign_in("anna@voorbeeld.nl")
    answer = visitor.post_bare("/uitloggen", {"csrf_token": before})
    assert answer.status_code == 400


def test_who_is_signed_in_needs_no_link(site: Site) -> None:
    visitor = Visitor(site)
    visitor.sign_in("anna@voorbeeld.nl")
    assert visitor.get("/inloggen").location == "/"


def test_a_role_of_the_rehearsal_can_be_taken_without_mail(site: Site) -> None:
    for role, start in (
        ("organiser", "/beheer"),
        ("checker", "/tafel"),
        ("desk", "/balie"),
        ("resident", "/"),
    ):
        visitor = Visitor(site)
        visitor.get("/inloggen")
        assert visitor.submit("/oefening/inloggen", rol=role).location == start
        assert visitor.get(start).status_code == 200
    visitor = Visitor(site)
    visitor.get("/inloggen")
    assert visitor.submit("/oefening/inloggen", rol="operator").status_code == 404


def test_no_role_can_be_taken_in_a_real_edition(site: Site) -> None:
    site.make_edition(slug="echt", rehearsal=False)
    visitor = Visitor(site)
    visitor.get("/e/echt/inloggen")
    assert "Dit is een oefening" not in visitor.page.text
    for path in ("/e/echt/oefening/inloggen", "/e/echt/oefening/klok", "/e/echt/oefening/brief"):
        assert visitor.post(path, {"rol": "organiser", "moment": "voting"}).status_code == 404
