"""The list of plans: filters without JavaScript, a fair order that stays, words, pages; and the same on the map."""

import re
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.finding import PAGE_SIZE
from phases.plan_draft import PlanDraft
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.actions import accounts, plans

People = dict[tuple[Phase, str], Visitor]
CARD = re.compile(r"/plannen/(\d+)-")


def cards(visitor: Visitor, path: str = "/plannen") -> list[int]:
    """The plans on a page of the list, in their order."""
    assert visitor.get(path).status_code == 200
    links = [link["href"] for link in visitor.page.all("a")]
    return [int(found[1]) for link in links if (found := CARD.search(link))]


def every_card(visitor: Visitor, path: str = "/plannen") -> list[int]:
    """The plans on all pages."""
    found, page = [], 1
    while here := cards(visitor, f"{path}{'&' if '?' in path else '?'}pagina={page}"):
        found += here
        page += 1
        if not any(link.get("rel") == "next" for link in visitor.page.all("a")):
            break
    return found


@pytest.fixture
def many(site_in: OpenSite) -> Site:
    """A real edition with more plans than a page holds."""
    site = site_in(Phase.SUBMIT)
    spec = replace(site.config.edition, slug="echt", rehearsal=False, host="echt.voorbeeld.nl")
    edition = site.make_edition(slug=spec.slug, rehearsal=False, host=spec.host)
    site.clock.now = spec.calendar[Phase.SUBMIT].start

    def fill(session: Session) -> None:
        someone = accounts.account_for(session, "indiener@voorbeeld.nl", now=site.clock.now)
        for number in range(PAGE_SIZE + 8):
            draft = PlanDraft(
                f"Bankje {number}",
                "Een zin.",
                "Een tekst over appelbomen." if number == 3 else "Een tekst.",
                spec.themes[number % 3],
                spec.areas[number % 4] if number % 5 else "",
                audience="ouderen" if number % 2 else "jongeren",
                rough_estimate=number * 100_00,
            )
            plans.submit_plan(session, edition, draft, submitter=someone, now=site.clock.now)

    site.act(fill)
    return site


def test_each_visitor_has_an_order_that_stays(many: Site) -> None:
    orders = []
    for _ in range(4):
        visitor = Visitor(many, host="echt.voorbeeld.nl")
        order = every_card(visitor)
        assert sorted(order) == list(range(1, PAGE_SIZE + 9)), "no plan is missing or doubled"
        assert every_card(visitor) == order, "and it stays"
        # Filtering keeps the order of what is left.
        old = every_card(visitor, "/plannen?voor=ouderen")
        assert old == [number for number in order if number in old]
        assert len(old) == (PAGE_SIZE + 8) // 2
        orders.append(order)
    assert len({tuple(order) for order in orders}) == 4


def test_the_order_stays_when_a_visitor_signs_in_and_out(many: Site) -> None:
    visitor = Visitor(many, host="echt.voorbeeld.nl")
    before = every_card(visitor)
    visitor.sign_in("anna@voorbeeld.nl")
    assert every_card(visitor) == before
    visitor.post("/uitloggen")
    assert every_card(visitor) == before


def test_the_home_page_shows_some_in_the_same_order(many: Site) -> None:
    visitor = Visitor(many, host="echt.voorbeeld.nl")
    order = every_card(visitor)
    assert cards(visitor, "/") == order[:6]


@pytest.mark.parametrize(
    ("phase", "stands"), [(Phase.VOTING, "U kunt erop stemmen"), (Phase.EXECUTION, "Gekozen")]
)
def test_the_home_page_shows_what_it_is_about_now(site_in: OpenSite, phase: Phase, stands: str) -> None:
    visitor = Visitor(site_in(phase))
    shown = cards(visitor, "/")
    assert shown
    assert visitor.page.text.count(stands) == len(shown)


def test_who_signed_in_sees_a_change_at_once_and_others_within_a_minute(many: Site) -> None:
    stranger, resident = (Visitor(many, host="echt.voorbeeld.nl") for _ in range(2))
    resident.sign_in("anna@voorbeeld.nl")
    every_card(stranger)
    edition, now = many.edition("echt"), many.clock.now

    def submit(session: Session) -> int:
        someone = accounts.account_for(session, "anna@voorbeeld.nl", now=now)
        draft = PlanDraft("Nieuw", "Zin.", "Tekst.", edition.spec.themes[0])
        return plans.submit_plan(session, edition, draft, submitter=someone, now=now)

    def withdraw(session: Session) -> None:
        someone = accounts.account_for(session, "anna@voorbeeld.nl", now=now)
        plans.withdraw_plan(session, edition, number, account=someone, now=now)

    number = many.act(submit)
    assert number in every_card(resident)
    assert number in every_card(stranger), "a new plan is seen at once"
    many.act(withdraw)
    assert number not in every_card(resident)
    many.clock.turn(minutes=1)
    assert number not in every_card(stranger)


def test_pages_keep_what_was_asked_for(many: Site) -> None:
    visitor = Visitor(many, host="echt.voorbeeld.nl")
    first = cards(visitor, "/plannen?volgorde=nieuwste")
    assert first == list(range(PAGE_SIZE + 8, 8, -1))
    (onward,) = [link["href"] for link in visitor.page.all("a") if link.get("rel") == "next"]
    assert cards(visitor, onward) == list(range(8, 0, -1))
    assert cards(visitor, "/plannen?volgorde=nieuwste&pagina=99") == list(range(8, 0, -1))
    assert cards(visitor, "/plannen?volgorde=goedkoopste")[:3] == [2, 3, 4], "not known comes last"
    assert cards(visitor, "/plannen?volgorde=goedkoopste&pagina=2")[-1] == 1


def test_the_form_keeps_its_choices_and_chips_take_them_away(many: Site) -> None:
    visitor = Visitor(many, host="echt.voorbeeld.nl")
    asked = "/plannen?q=bankje&wijk=Spechtwijk&thema=Op+straat&voor=ouderen"
    found = cards(visitor, asked)
    assert found
    sent = visitor.page.form("/plannen").filled()
    chosen = {"q": ["bankje"], "wijk": ["Spechtwijk"], "thema": ["Op straat"], "voor": ["ouderen"]}
    assert {name: sent[name] for name in chosen} == chosen
    assert f"{len(found)} plan" in visitor.page.text
    links = [link["href"] for link in visitor.page.all("a") if link["href"].startswith("/plannen?")]
    without_area = [link for link in links if "wijk=" not in link and "thema=" in link and "q=" in link]
    assert without_area
    assert set(cards(visitor, without_area[0])) > set(found)
    # The map has the same choice, and its way back.
    visitor.get(asked)
    (to_map,) = [link["href"] for link in visitor.page.all("a") if link["href"].startswith("/plannen/kaart")]
    assert sorted(cards(visitor, to_map)) == sorted(found)
    assert any(link["href"].startswith("/plannen?q=bankje&") for link in visitor.page.all("a"))


def test_words(many: Site) -> None:
    visitor = Visitor(many, host="echt.voorbeeld.nl")
    assert cards(visitor, "/plannen?q=boom") == [4]
    marked = visitor.get("/plannen?q=boom").text
    assert "<mark>appelbomen</mark>" in marked
    assert cards(visitor, "/plannen?q=bankje+31") == [32, 31], "in a title, and a plan's number"
    assert cards(visitor, "/plannen?q=<script>alert(1)</script>") == []
    assert "Geen plan gevonden" in visitor.page.text
    assert "<script>alert" not in visitor.get("/plannen?q=<script>alert(1)</script>").text


def test_what_means_nothing_is_no_error(people: People) -> None:
    visitor = people[Phase.LIKES, ""]
    everything = set(cards(visitor))
    for query in (
        *("thema=Bestaat+niet", "wijk=%3Cb%3E", "voor=marsmannen", "stand=x", "volgorde=x", "pagina=-1"),
        *("pagina=abc", "pagina=99999999999999999999", "q=", "onbekend=1", "volgorde=best", "q=%00"),
    ):
        answer = visitor.get(f"/plannen?{query}")
        assert answer.status_code == (400 if query == "q=%00" else 200), query
        if query not in ("q=%00",):
            assert set(cards(visitor, f"/plannen?{query}")) == everything, query


def test_how_far_a_plan_is(people: People) -> None:
    visitor = people[Phase.VOTING, ""]
    on_ballot = set(cards(visitor, "/plannen?stand=stembiljet"))
    assert 1 in on_ballot
    assert 9 not in on_ballot, "too few likes"
    assert set(cards(visitor, "/plannen?stand=te-weinig-likes")) == {9}
    assert "Op het stembiljet" in visitor.page.text
    visitor = people[Phase.EXECUTION, ""]
    chosen = set(cards(visitor, "/plannen?stand=gekozen"))
    assert chosen
    assert "Gekozen, in uitvoering" in visitor.page.text
    assert set(cards(visitor, "/")) <= chosen


def test_most_likes_first(people: People) -> None:
    visitor = people[Phase.LIKES, ""]
    with visitor.site.database.read() as session:
        likes = {p.number: p.likes for p in plans.list_plans(session, visitor.site.edition().id)}
    order = [likes[number] for number in cards(visitor, "/plannen?volgorde=likes")]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) > 1


def test_the_map_says_it_all_without_a_script(people: People) -> None:
    visitor = people[Phase.VOTING, ""]
    everything = set(cards(visitor))
    assert set(cards(visitor, "/plannen/kaart")) == everything
    placed = [item for item in visitor.page.all("li") if "data-latitude" in item]
    assert placed
    config = visitor.site.config.map
    assert all(config.holds(int(one["data-latitude"]), int(one["data-longitude"])) for one in placed)
    (box,) = [one for one in visitor.page.all("div") if one.get("id") == "map"]
    assert "hidden" in box
    assert "data-tiles" not in box, "no source is set"


def test_no_tiles_without_a_source(people: People) -> None:
    answer = people[Phase.VOTING, ""].get("/kaart/tegel/15/16810/10774.png")
    assert (answer.status_code, answer.data) == (404, b"")
