"""The tiles of the map: fetched once from a real server, kept, bounded, and never in the way of the site."""

import math
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.tile_server import Answer, TileServer, png, tile_server
from wijkaanzet.actions import tiles
from wijkaanzet.actions.tiles import TileCache, tidy
from wijkaanzet.map_config import MapConfig, tile_at

HERE = MapConfig(tiles="", latitude=52_356_700, longitude=4_651_000, zoom=14, max_zoom=18, extent_km=5)
X, Y = tile_at(HERE.latitude, HERE.longitude, 15)


@pytest.fixture
def source() -> Iterator[TileServer]:
    """A tile server."""
    with tile_server() as running:
        yield running


def cache(source: TileServer, folder: Path, **changes: int) -> TileCache:
    """A fresh process's view of the kept tiles."""
    return TileCache(folder, replace(HERE, tiles=source.template, **changes))


def test_a_tile_is_fetched_once(source: TileServer, tmp_path: Path) -> None:
    kept = cache(source, tmp_path)
    assert kept.tile(15, X, Y) == png()
    assert kept.tile(15, X, Y) == png()
    assert cache(source, tmp_path).tile(15, X, Y) == png(), "another process"
    assert source.asked == [f"/kaart/15/{X}/{Y}.png"]
    assert all("WijkAanZet" in agent for agent in source.agents)


def test_of_many_at_once_one_asks(source: TileServer, tmp_path: Path) -> None:
    source.delay_s = 0.2
    caches = [cache(source, tmp_path) for _ in range(3)]
    barrier = threading.Barrier(3)

    def ask(number: int) -> bytes | None:
        barrier.wait()
        return caches[number].tile(15, X, Y)

    with ThreadPoolExecutor(3) as people:
        assert list(people.map(ask, range(3))) == [png()] * 3
    assert len(source.asked) == 1


def test_a_map_full_of_tiles_asks_for_a_few_at_once(source: TileServer, tmp_path: Path) -> None:
    source.delay_s = 0.02
    kept = cache(source, tmp_path)
    with ThreadPoolExecutor(12) as people:
        found = list(people.map(lambda n: kept.tile(15, X - 2 + n % 4, Y - 1 + n // 4), range(12)))
    assert all(found)
    assert len(set(source.asked)) == len(source.asked) == 12
    assert source.most_at_once <= 3


@pytest.mark.parametrize(
    ("zoom", "x", "y"),
    [
        (15, X + 60, Y),
        (15, X, Y - 60),
        (15, -1, Y),
        (10, *tile_at(HERE.latitude, HERE.longitude, 10)),
        (19, *tile_at(HERE.latitude, HERE.longitude, 19)),
        (15, 2**40, 2**40),
        (2**40, 1, 1),
    ],
)
def test_nothing_else_is_fetched(source: TileServer, tmp_path: Path, zoom: int, x: int, y: int) -> None:
    assert cache(source, tmp_path).tile(zoom, x, y) is None
    assert source.asked == []
    assert list(tmp_path.iterdir()) == []


def test_the_whole_area_has_tiles_at_every_zoom() -> None:
    south, west, north, east = HERE.bounds
    for zoom in range(HERE.min_zoom, HERE.max_zoom + 1):
        for corner in ((south, west), (north, east), (HERE.latitude, HERE.longitude)):
            assert HERE.has_tile(zoom, *tile_at(*corner, zoom))
    assert HERE.holds(HERE.latitude, HERE.longitude)
    assert not HERE.holds(north + 1, east)


@pytest.mark.parametrize("place", [(52_373_080, 4_892_453), (-33_856_800, 151_215_300), (10, -10)])
def test_the_tile_of_a_place_holds_it(place: tuple[int, int]) -> None:
    """Against the formula that goes the other way, from a tile to its corners."""
    for zoom in (0, 6, 15, 19):
        x, y = tile_at(*place, zoom)
        north, south = (
            math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + i) / 2**zoom)))) for i in (0, 1)
        )
        west, east = (360 * (x + i) / 2**zoom - 180 for i in (0, 1))
        assert south <= place[0] / 1e6 <= north
        assert west <= place[1] / 1e6 <= east


def test_a_tile_that_is_not_there_is_remembered(source: TileServer, tmp_path: Path) -> None:
    source.answer = lambda _path: (404, "text/plain", b"no")
    kept = cache(source, tmp_path)
    assert kept.tile(15, X, Y) is None
    assert kept.tile(15, X, Y) is None
    assert len(source.asked) == 1
    source.answer = lambda _path: (200, "image/png", png())
    assert kept.tile(15, X + 1, Y) == png(), "its neighbours are asked for"


@pytest.mark.parametrize(
    "answer",
    [
        (500, "text/plain", b"broken"),
        (200, "text/html", b"<p>a portal's sign-in page"),
        (200, "image/png", b"<svg onload=alert(1)>"),
        (200, "image/svg+xml", png()),
        (200, "image/png", png() + b"\0" * 400_000),
        (302, "image/png", b"http://127.0.0.1:1/elsewhere"),
    ],
    ids=["error", "page", "not-a-png", "another-kind", "too-large", "elsewhere"],
)
def test_a_source_that_fails_is_left_alone_for_a_while(
    source: TileServer, tmp_path: Path, answer: Answer
) -> None:
    source.answer = lambda _path: answer
    kept = cache(source, tmp_path)
    assert [kept.tile(15, X + n, Y) for n in range(5)] == [None] * 5
    assert len(source.asked) == 1
    assert list(tmp_path.rglob("*.png")) == []
    source.answer = lambda _path: (200, "image/png", png())
    (resting,) = tmp_path.rglob("rust")
    os.utime(resting, (0, 0))
    assert kept.tile(15, X, Y) == png()


def test_a_source_that_hangs_or_is_gone(
    source: TileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "TIMEOUT_S", 0.1)
    source.delay_s = 0.4
    kept = cache(source, tmp_path / "slow")
    assert kept.tile(15, X, Y) is None
    nobody = TileCache(tmp_path / "gone", replace(HERE, tiles="http://127.0.0.1:9/{z}/{x}/{y}.png"))
    assert nobody.tile(15, X, Y) is None
    assert TileCache(tmp_path / "none", HERE).tile(15, X, Y) is None, "no source is set"


def test_what_was_kept_is_shown_when_the_source_is_gone(source: TileServer, tmp_path: Path) -> None:
    kept = cache(source, tmp_path)
    kept.tile(15, X, Y)
    (file,) = tmp_path.rglob("*.png")
    os.utime(file, (0, 0))
    source.answer = lambda _path: (500, "text/plain", b"")
    assert kept.tile(15, X, Y) == png()
    assert kept.tile(15, X, Y) == png()
    assert len(source.asked) == 2
    (resting,) = tmp_path.rglob("rust")
    os.utime(resting, (0, 0))
    source.answer = lambda _path: (200, "image/png", png("#ffffff"))
    assert kept.tile(15, X, Y) == png("#ffffff"), "an old tile is fetched again"


def test_another_source_begins_with_nothing(source: TileServer, tmp_path: Path) -> None:
    cache(source, tmp_path).tile(15, X, Y)
    other = replace(HERE, tiles=source.template + "?stijl=grijs")
    TileCache(tmp_path, other).tile(15, X, Y)
    assert len(source.asked) == 2


def test_the_disk_that_tiles_take_is_bounded(source: TileServer, tmp_path: Path) -> None:
    kept = cache(source, tmp_path)
    for number in range(6):
        kept.tile(16, 2 * X + number, 2 * Y)
    for age, file in enumerate(sorted(tmp_path.rglob("*.png"))):
        os.utime(file, (age, age))
    before = sorted(tmp_path.rglob("*.png"))
    size = len(png())
    tidy(tmp_path, 3 * size + 1)
    left = sorted(tmp_path.rglob("*.png"))
    assert 1 <= len(left) <= 3
    assert left == before[-len(left) :], "the newest stay"
    tidy(tmp_path, 10 * size)
    assert len(list(tmp_path.rglob("*.png"))) == len(left)
