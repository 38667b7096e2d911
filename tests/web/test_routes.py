"""Every address answers what it should in every phase."""

import pytest

from phases.calendar import Phase
from tests.support.site_map import ADDRESSES, PLAN, Address
from tests.support.stages import Site
from tests.support.visitor import Visitor

People = dict[tuple[Phase, str], Visitor]
EACH_PHASE = pytest.mark.parametrize("phase", Phase, ids=lambda phase: phase.key)


@EACH_PHASE
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.path)
def test_what_an_address_answers(people: People, phase: Phase, address: Address) -> None:
    assert people[phase, address.role].get(address.path).status_code == address.at(phase)


def test_the_table_has_every_address_that_can_be_looked_at(shown: dict[Phase, Site]) -> None:
    site = shown[Phase.SUBMIT].app.url_map
    adapter = site.bind("localhost")
    known = set()
    for address in ADDRESSES:
        if adapter.test(address.path.partition("?")[0], "GET"):
            known.add(adapter.match(address.path.partition("?")[0], "GET")[0])
    everything = {rule.endpoint for rule in site.iter_rules() if "GET" in (rule.methods or ())}
    # A stream does not end by itself; tests/web/test_table_live.py looks at it.
    assert everything - known == {"table_screens.stream"}


@EACH_PHASE
def test_the_home_page_says_in_one_glance_what_this_is(people: People, phase: Phase) -> None:
    home = people[phase, ""]
    home.get("/")
    names = ["Plan indienen", "Likes verzamelen", "Haalbaarheidscheck", "De wijk stemt", "Plan uitvoeren"]
    acts = [
        "Dien uw plan in",
        "Geef een plan uw like",
        "Bekijk de plannen",
        "Stem met uw pincode",
        "Volg de uitvoering",
    ]
    for words in ("Vogelbuurt", "€ 70.000", names[phase - 1], "tot en met", acts[phase - 1]):
        assert words in home.page.text.replace("\u00a0", " ")


@EACH_PHASE
@pytest.mark.parametrize("role", ["", "resident", "checker", "desk", "organiser"])
def test_no_link_on_a_page_leads_nowhere(people: People, phase: Phase, role: str) -> None:
    """Everything that a visitor of this role can click from the pages for this role opens for them."""
    visitor, seen = people[phase, role], {""}
    waiting = [address.path for address in ADDRESSES if address.role == role and address.at(phase) == 200]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = visitor.get(path)
        assert answer.status_code in (200, 301, 303), f"{path} answers {answer.status_code}"
        if answer.mimetype == "text/html" and answer.status_code == 200:
            links = [link.get("href", "").partition("#")[0] for link in visitor.page.all("a")]
            waiting += [link for link in links if link.startswith("/")]


def test_an_old_or_short_address_of_a_plan_leads_to_the_plan(people: People) -> None:
    visitor = people[Phase.SUBMIT, ""]
    for path in ("/plannen/1", "/plannen/1-een-andere-titel"):
        assert visitor.get(path).location == PLAN


@pytest.mark.parametrize(
    "path",
    ["/plannen/", "/stem/", "/api/v1/plannen/", "/plannen/0", "/plannen/999", "/plannen/-1", "/plannen/1.5"],
)
def test_addresses_that_do_not_exist(people: People, path: str) -> None:
    assert people[Phase.SUBMIT, ""].get(path).status_code == 404


def test_other_methods_are_refused_with_the_ones_that_are_allowed(people: People) -> None:
    answer = people[Phase.SUBMIT, ""].post("/plannen")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "Ga naar de startpagina" in answer.text


def test_head_and_options(people: People) -> None:
    client = people[Phase.SUBMIT, ""].client
    assert (client.head("/plannen").status_code, client.head("/plannen").data) == (200, b"")
    assert client.options("/plannen").status_code == 200
