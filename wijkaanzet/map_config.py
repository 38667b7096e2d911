"""The map: where it lies, whose tiles it is drawn with, and which tiles may be asked for at all."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from wijkaanzet.toml_reader import TableReader

MICRO = 1_000_000
"""Places are whole millionths of a degree: a tenth of a metre, and no float that differs between databases."""
KM_PER_DEGREE = 111.2
LOWEST_ZOOM, HIGHEST_ZOOM = 6, 19
OUT_AND_IN = 3
"""How many steps the map may be zoomed out from where it begins."""
_TEMPLATE = re.compile(r"https?://[^\s{}]+(?:\{[zxy]\}[^\s{}]*){3}")


@dataclass(frozen=True)
class MapConfig:
    """The map of an installation. Latitude and longitude in millionths of a degree.

    Attributes:
        tiles: address of the tiles, with ``{z}``, ``{x}`` and ``{y}``; empty draws markers on a plain ground.
        attribution: whose map it is, shown in its corner.
        latitude, longitude: its middle.
        zoom, max_zoom: how near it begins, and the nearest it comes.
        extent_km: how far from the middle tiles are fetched.
        cache_mb: the most disk that kept tiles take, in megabytes.
    """

    tiles: str = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/standaard/EPSG:3857/{z}/{x}/{y}.png"
    attribution: str = "Kaartgegevens © Kadaster"
    latitude: int = 52_356_700
    longitude: int = 4_651_000
    zoom: int = 14
    max_zoom: int = 19
    extent_km: int = 8
    cache_mb: int = 200

    @property
    def min_zoom(self) -> int:
        """The farthest that the map can be zoomed out."""
        return max(LOWEST_ZOOM, self.zoom - OUT_AND_IN)

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """South, west, north and east of the area that the map is about."""
        up = round(self.extent_km / KM_PER_DEGREE * MICRO)
        aside = round(up / math.cos(math.radians(self.latitude / MICRO)))
        return (self.latitude - up, self.longitude - aside, self.latitude + up, self.longitude + aside)

    def holds(self, latitude: int, longitude: int) -> bool:
        """Whether a place lies in the area that the map is about."""
        south, west, north, east = self.bounds
        return south <= latitude <= north and west <= longitude <= east

    def has_tile(self, zoom: int, x: int, y: int) -> bool:
        """Whether a tile shows a part of the area, at a zoom that the map has: nothing else is ever fetched."""
        if not self.min_zoom <= zoom <= self.max_zoom:
            return False
        south, west, north, east = self.bounds
        left, top = tile_at(north, west, zoom)
        right, bottom = tile_at(south, east, zoom)
        return left <= x <= right and top <= y <= bottom


def tile_at(latitude: int, longitude: int, zoom: int) -> tuple[int, int]:
    """The tile (Web Mercator, x from the west and y from the north) in which a place lies."""
    across = 2**zoom
    x = (longitude / MICRO + 180) / 360 * across
    y = (1 - math.asinh(math.tan(math.radians(latitude / MICRO))) / math.pi) / 2 * across
    return int(x), int(y)


def read_map(reader: TableReader) -> MapConfig:
    """The ``[map]`` table as a value.

    Raises:
        ConfigError: when a key is wrong.
    """
    default = MapConfig()
    tiles = reader.text("tiles", default.tiles)
    if tiles and not (_TEMPLATE.fullmatch(tiles) and all(part in tiles for part in ("{z}", "{x}", "{y}"))):
        raise reader.fail("tiles", "must be an address with {z}, {x} and {y} in it, or empty")
    zoom = reader.whole("zoom", default.zoom, low=LOWEST_ZOOM, high=HIGHEST_ZOOM)
    found = MapConfig(
        tiles=tiles,
        attribution=reader.text("attribution", default.attribution),
        latitude=_degrees(reader, "latitude", default.latitude, 85),
        longitude=_degrees(reader, "longitude", default.longitude, 179),
        zoom=zoom,
        max_zoom=reader.whole("max_zoom", default.max_zoom, low=zoom, high=HIGHEST_ZOOM),
        extent_km=reader.whole("extent_km", default.extent_km, low=1, high=50),
        cache_mb=reader.whole("cache_mb", default.cache_mb, low=1, high=100_000),
    )
    reader.finish()
    return found


def _degrees(reader: TableReader, key: str, default: int, most: int) -> int:
    value = reader.raw(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise reader.fail(key, f"must be degrees between -{most} and {most}, such as 52.3567, not {value!r}")
    return round(value * MICRO)
