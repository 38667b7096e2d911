"""Several editions in one installation: at a path, and at a host name of its own."""

from dataclasses import replace
from pathlib import Path

from phases.calendar import Phase
from tests.support.stages import Site, settings
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet import opened_database

HOST = "anderewijk.voorbeeld.nl"


def with_another(site: Site) -> Site:
    """The site with a second edition, which also has a host name of its own."""
    site.make_edition(slug="andere-wijk", name="Andere Wijk aan Zet", area="Andere Wijk", host=HOST)
    return site


def test_each_edition_at_its_own_path(site_in: OpenSite) -> None:
    site = with_another(site_in(Phase.SUBMIT))
    for path, name in (("/", "Vogelbuurt"), ("/e/oefening", "Vogelbuurt"), ("/e/andere-wijk", "Andere Wijk")):
        visitor = Visitor(site)
        assert visitor.get(path).status_code == 200
        assert f"{name} aan Zet" in visitor.page.text
        prefix = path if path != "/" else ""
        links = [link["href"] for link in visitor.page.all("a") if link["href"].startswith("/")]
        assert all(link.startswith(prefix or "/") for link in links)
        assert all(form.action.startswith(prefix + "/") for form in visitor.page.forms)


def test_an_edition_at_its_own_host(site_in: OpenSite) -> None:
    site = with_another(site_in(Phase.SUBMIT))
    there, elsewhere = Visitor(site, host=HOST), Visitor(site, host="onbekend.voorbeeld.nl")
    there.get("/")
    assert "Andere Wijk aan Zet" in there.page.text
    there.get("/plannen")
    assert "Buurtmoestuin" not in there.page.text
    elsewhere.get("/")
    assert "Vogelbuurt aan Zet" in elsewhere.page.text


def test_the_mailed_link_leads_to_the_edition_that_was_asked(site_in: OpenSite) -> None:
    site = with_another(site_in(Phase.SUBMIT))
    for visitor, start in (
        (Visitor(site, prefix="/e/andere-wijk"), f"{site.config.base_url}/e/andere-wijk/inloggen/"),
        (Visitor(site, host=HOST), f"http://{HOST}/inloggen/"),
    ):
        visitor.get("/inloggen")
        visitor.submit("/inloggen", email="anna@voorbeeld.nl")
        assert visitor.mailed_link().startswith(start)


def test_after_signing_in_the_visitor_is_in_the_same_edition(site_in: OpenSite) -> None:
    visitor = Visitor(with_another(site_in(Phase.SUBMIT)), prefix="/e/andere-wijk")
    visitor.get("/plannen/nieuw")
    assert visitor.sign_in("anna@voorbeeld.nl").location == "/e/andere-wijk/plannen/nieuw"


def test_an_edition_that_is_not_there(site_in: OpenSite) -> None:
    visitor = Visitor(site_in(Phase.SUBMIT))
    for path in ("/e/bestaat-niet", "/e/bestaat-niet/plannen", "/e/"):
        assert visitor.get(path).status_code == 404
    visitor.get("/e/bestaat-niet/plannen")
    ways_out = {link["href"] for link in visitor.page.all("a")}
    assert "/" in ways_out
    assert not any(link.startswith("/e/") for link in ways_out), "no way out leads back to nowhere"


def test_before_there_is_any_edition_the_program_answers(migrated_url: str, tmp_path: Path) -> None:
    config = replace(settings(tmp_path), database=migrated_url)
    opened_database(config).close()
    site = Site.open(config)
    try:
        visitor = Visitor(site)
        assert visitor.get("/").status_code == 404
        assert visitor.get("/healthz/ready").status_code == 200
    finally:
        site.database.close()
