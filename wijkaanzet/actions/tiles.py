"""Tiles of the map, fetched once for everybody and kept on disk, so that no visitor's browser asks a third party.

A tile outside the edition's area is never fetched. Of many who want one tile at once, in any process, one fetches it. When
the source fails it is left alone for a minute, so that a map never holds up the site; what was kept is then shown, however
old.
"""

from __future__ import annotations

import fcntl
import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO

from wijkaanzet.map_config import MapConfig

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST = 300_000
TIMEOUT_S = 3.0
WAIT_S = 1.0
"""How long somebody waits for a tile to be asked for; meanwhile a thread of the server waits too."""
FRESH_S = 30 * 24 * 3600
MISSING_S = 24 * 3600
"""How long a tile that the source does not have is not asked for again."""
REST_S = 60
LOCKS = 64
TIDY_EVERY = 100
_AGENT = "WijkAanZet/1 (map of a participatory-budgeting site; tiles are cached)"
AT_ONCE = 3
"""So many tiles are fetched at the same time; also before a source that fails is known to."""
_fetching = BoundedSemaphore(AT_ONCE)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The operator named one source; it may not send us elsewhere."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


_opener = urllib.request.build_opener(_NoRedirects)


class _SourceFailedError(Exception):
    """The source did not answer as it should."""


class TileCache:
    """The tiles that were fetched, in a folder."""

    def __init__(self, folder: Path, config: MapConfig) -> None:
        """Keep another source's tiles apart: a new setting begins with nothing."""
        self._config = config
        self._all = folder
        self._folder = folder / hashlib.sha256(config.tiles.encode()).hexdigest()[:16]
        self._resting = self._folder / "rust"
        self._written = 0

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """A tile as PNG; None when there is none to show."""
        if not self._config.tiles or not self._config.has_tile(zoom, x, y):
            return None
        file = self._folder / str(zoom) / str(x) / f"{y}.png"
        kept, age = _read(file)
        if kept is not None and age < (FRESH_S if kept else MISSING_S):
            return kept or None
        if _age(self._resting) < REST_S or not _fetching.acquire(timeout=0 if kept else WAIT_S):
            return kept or None
        try:
            with self._lock(file):
                again, age = _read(file)
                if again is not None and age < (FRESH_S if again else MISSING_S):
                    return again or None
                return self._fetched(file, zoom, x, y) or kept or None
        finally:
            _fetching.release()

    def _fetched(self, file: Path, zoom: int, x: int, y: int) -> bytes | None:
        if _age(self._resting) < REST_S:
            return None
        parts = {"{z}": zoom, "{x}": x, "{y}": y}
        address = self._config.tiles
        for part, number in parts.items():
            address = address.replace(part, str(number))
        try:
            found = _fetch(address)
        except _SourceFailedError:
            _write(self._resting, b"")
            return None
        _write(file, found)
        self._written += 1
        if self._written % TIDY_EVERY == 1:
            tidy(self._all, self._config.cache_mb * 1_000_000)
        return found

    @contextmanager
    def _lock(self, file: Path) -> Iterator[None]:
        """Be the only one, of all threads and processes, who fetches this tile; a few tiles share a lock."""
        number = int.from_bytes(hashlib.sha256(str(file).encode()).digest()[:2], "big") % LOCKS
        lock = self._folder / "sloten" / str(number)
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("wb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _fetch(address: str) -> bytes:
    """What the source has: a PNG, or nothing when it says that there is none.

    Raises:
        _SourceFailedError: it does not answer in time, or with something else.
    """
    deadline = time.monotonic() + TIMEOUT_S
    request = urllib.request.Request(address, headers={"User-Agent": _AGENT, "Accept": "image/png"})  # noqa: S310
    try:
        with _opener.open(request, timeout=TIMEOUT_S) as answer:
            kind = answer.headers.get_content_type()
            content = _at_most(answer, deadline)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in (404, 410):
            return b""
        raise _SourceFailedError(f"status {error.code}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _SourceFailedError(str(error)) from error
    if kind != "image/png" or not content.startswith(PNG):
        raise _SourceFailedError(f"not a PNG but {kind}")
    return content


def _at_most(answer: BinaryIO, deadline: float) -> bytes:
    parts: list[bytes] = []
    while part := answer.read(32_768):
        parts.append(part)
        if sum(map(len, parts)) > LARGEST:
            raise _SourceFailedError("too large")
        if time.monotonic() > deadline:
            raise _SourceFailedError("too slow")
    return b"".join(parts)


def tidy(folder: Path, most: int) -> None:
    """Throw away the tiles that were fetched longest ago, until what is left takes nine tenths of ``most`` bytes."""
    kept = []
    for file in folder.rglob("*.png"):
        try:
            facts = file.stat()
        except FileNotFoundError:
            continue  # another process tidies too
        kept.append((facts.st_mtime, facts.st_size, file))
    total = sum(size for _, size, _ in kept)
    if total <= most:
        return
    for _, size, file in sorted(kept):
        file.unlink(missing_ok=True)
        total -= size
        if total <= most * 0.9:
            return


def _read(file: Path) -> tuple[bytes | None, float]:
    """What a file holds and its age in seconds; None when it is not there."""
    try:
        return file.read_bytes(), _age(file)
    except FileNotFoundError:
        return None, 0.0


def _age(file: Path) -> float:
    try:
        return max(0.0, time.time() - file.stat().st_mtime)
    except FileNotFoundError:
        return float("inf")


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all: a reader never sees half a tile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{time.monotonic_ns()}")
    draft.write_bytes(content)
    draft.replace(file)
