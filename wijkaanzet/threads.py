"""The threads of a web process, and which of them are at work.

Python runs one thread at a time, and SQLite lets one write: more at work would only wait for one another. So few have a turn at
once. Who waits for somebody outside (a large file over a slow line, another server) does no work and gives the turn away.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue

AT_WORK = 2
THREADS = 32
"""More than have a turn: others read what comes in, or keep a stream open."""
STREAMS = 24
"""Screens that follow the ja-mits table, of one process; see `docs/decisions/0007-live-table.md`."""

_mine = threading.local()


class Turns:
    """So many turns to work."""

    def __init__(self, amount: int = AT_WORK) -> None:
        # A semaphore of the standard library is written in Python, this is not.
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(amount):
            self._free.put(None)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have a turn for as long as the block lasts."""
        self._free.get()
        _mine.turns = self
        try:
            yield
        finally:
            _mine.turns = None
            self._free.put(None)

    @contextmanager
    def given_away(self) -> Iterator[None]:
        """Let another have this thread's turn for as long as the block lasts."""
        _mine.turns = None
        self._free.put(None)
        try:
            yield
        finally:
            self._free.get()
            _mine.turns = self


@contextmanager
def waiting() -> Iterator[None]:
    """Wait for somebody outside: if this thread has a turn, another has it meanwhile."""
    turns: Turns | None = getattr(_mine, "turns", None)
    if turns is None:
        yield
        return
    with turns.given_away():
        yield
