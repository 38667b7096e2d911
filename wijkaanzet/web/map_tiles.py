"""The tiles of the map, from our own server."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from wijkaanzet.actions.tiles import TileCache
from wijkaanzet.threads import waiting
from wijkaanzet.web.access import Access, access
from wijkaanzet.web.services import services

blueprint = Blueprint("map_tiles", __name__)

DAY_S = 24 * 3600
EXTENSION = "wijkaanzet-tiles"


def tiles_address() -> str:
    """Where a map's script finds the tiles, with {z}, {x} and {y} in it; empty when there are none."""
    return request.script_root + "/kaart/tegel/{z}/{x}/{y}.png" if services().config.map.tiles else ""


@blueprint.get("/kaart/tegel/<int:zoom>/<int:x>/<int:y>.png")
@access(Access.ANYONE)
def tile(zoom: int, x: int, y: int) -> Response:
    """One tile; 404 when it is not of this map or its source does not answer: the map then stays plain there."""
    with waiting():
        found = _cache().tile(zoom, x, y)
    if found is None:
        return Response(status=404)
    return Response(found, content_type="image/png", headers={"Cache-Control": f"public, max-age={DAY_S}"})


def _cache() -> TileCache:
    config = services().config
    kept = current_app.extensions.get(EXTENSION)
    if not isinstance(kept, TileCache):
        kept = current_app.extensions[EXTENSION] = TileCache(config.data_dir / "tiles", config.map)
    return kept
