"""Finding plans in a real browser: the map with real tiles under our own policy, by keyboard, and without a script."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from phases.calendar import Phase
from tests.browser.conftest import MakePerson, serving
from tests.browser.looks import problems_of
from tests.support.stages import Site, Stages, settings
from tests.support.tile_server import TileServer, tile_server
from wijkaanzet.actions.tiles import AT_ONCE

Served = Callable[[Phase], tuple[Site, str]]


@pytest.fixture
def mapped(stages: Stages, tmp_path: Path) -> Iterator[tuple[TileServer, str]]:
    """A site whose map has a source of tiles on this machine."""
    with tile_server() as source:

        def site_on(url: str) -> Site:
            config = settings(tmp_path)
            tiles = replace(config.map, tiles=source.template)
            return stages.site(Phase.LIKES, replace(config, base_url=url, map=tiles))

        with serving(site_on) as (_site, address):
            yield source, address


def test_the_map(mapped: tuple[TileServer, str], person: MakePerson) -> None:
    source, address = mapped
    someone = person(address)
    asked: list[str] = []
    someone.page.on("request", lambda request: asked.append(request.url))
    page = someone.goto("/plannen/kaart")
    expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert all(url.startswith((address, "data:")) for url in asked), "nobody else is asked"
    assert any("/kaart/tegel/" in url for url in asked)
    assert source.asked
    expect(page.get_by_text("Kaartgegevens © Kadaster")).to_be_visible()
    markers = page.locator(".leaflet-marker-icon")
    names = {marker.get_attribute("aria-label") for marker in markers.all()}
    assert "Fruitbomen in de Zwaluwstraat" in names
    assert any("plannen op deze plek" in (name or "") for name in names), "two plans in one house"
    boxes = [marker.bounding_box() for marker in markers.all()]
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            assert one
            assert other
            apart = abs(one["x"] - other["x"]) > 20 or abs(one["y"] - other["y"]) > 20
            assert apart, "no marker covers another"
    assert problems_of(page, "/plannen/kaart") == []


def test_the_map_by_keyboard(mapped: tuple[TileServer, str], person: MakePerson) -> None:
    page = person(mapped[1]).goto("/plannen/kaart")
    marker = page.get_by_role("button", name="Fruitbomen in de Zwaluwstraat")
    marker.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a", has_text="Fruitbomen")
    expect(link).to_be_focused()
    assert problems_of(page, "/plannen/kaart with a plan open") == []
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(marker).to_be_focused()
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/plannen/4-fruitbomen*")


def test_plans_in_one_place_share_a_marker(mapped: tuple[TileServer, str], person: MakePerson) -> None:
    page = person(mapped[1]).goto("/plannen/kaart?q=nestkast")
    page.get_by_role("button", name="2 plannen op deze plek").click()
    popup = page.locator(".leaflet-popup")
    expect(popup.get_by_role("link", name="Meidenavond in de Nestkast")).to_be_visible()
    expect(popup.get_by_role("link", name="Repaircafé met leenkast")).to_be_visible()


def test_a_map_without_tiles_stays_plain(mapped: tuple[TileServer, str], person: MakePerson) -> None:
    source, address = mapped
    source.answer = lambda _path: (500, "text/plain", b"")
    page = person(address).goto("/plannen/kaart")
    expect(page.get_by_role("button", name="Fruitbomen in de Zwaluwstraat")).to_be_visible()
    expect(page.locator(".leaflet-tile-loaded")).to_have_count(0)
    expect(page.get_by_text("Kaartgegevens")).to_have_count(0)
    assert 1 <= len(source.asked) <= AT_ONCE


def test_without_a_script(served: Served, person: MakePerson) -> None:
    """The form filters, a chip takes the filter away, and the list says what the map would."""
    someone = person(
        served(Phase.LIKES)[1], java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = someone.goto("/plannen")
    page.get_by_text("Kies wijk, thema en volgorde").click()
    page.get_by_label("Wijk", exact=True).select_option("Merelwijk")
    page.get_by_label("Volgorde").select_option("nieuwste")
    someone.press("Toon plannen")
    assert someone.path.startswith("/plannen?")
    assert "wijk=Merelwijk" in someone.path
    expect(page.get_by_role("heading", name="2 plannen")).to_be_visible()
    page.get_by_role("link", name="Kaart", exact=True).click()
    expect(page.locator("#map")).to_be_hidden()
    expect(page.get_by_role("link", name="Buurtmoestuin aan de Merelsingel")).to_be_visible()
    page.get_by_role("link", name="Merelwijk weghalen").click()
    expect(page.get_by_role("heading", name="10 plannen")).to_be_visible()


def test_copying_the_address(served: Served, person: MakePerson) -> None:
    _site, address = served(Phase.LIKES)
    someone = person(address, permissions=["clipboard-read", "clipboard-write"])
    page = someone.goto("/plannen/1")
    page.get_by_role("button", name="Kopieer").click()
    expect(page.get_by_text("Het adres is gekopieerd.")).to_be_visible()
    assert (
        page.evaluate("navigator.clipboard.readText()")
        == page.get_by_label("Adres van dit plan").input_value()
    )
