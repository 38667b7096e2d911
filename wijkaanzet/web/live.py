"""Screens that follow the table: one thread of a process looks whether something changed, and tells all its streams.

A stream occupies a thread of the server for as long as it is open, so there are few of them, each is short-lived, and the
server has as many threads more (see `docs/decisions/0007-live-table.md`). A stream tells that something changed, never
what: the browser then asks for the page's part, as anybody may who is signed in.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import structlog
from sqlalchemy.exc import SQLAlchemyError

from wijkaanzet.actions.at_table import changes
from wijkaanzet.threads import STREAMS
from wijkaanzet.transactions import Transactions

MOST_OF_ONE = 12
"""Of one account: tabs, devices, and pages that were left a moment ago."""
POLL_S = 0.1
"""One statement for one row, while a screen is open."""
WAIT_S = 0.5
"""How often a stream that waits looks whether its server stops."""
HEARTBEAT_S = 2.0
"""A screen that is gone is noticed when something is written to it."""
LONGEST_S = 300.0
RETRY_MS = 1000

log = structlog.get_logger()


class LiveTable:
    """The streams of one process, and the thread that looks for changes while there are any."""

    def __init__(self, database: Transactions) -> None:
        self._database = database
        self._news = threading.Condition()
        self._accounts: Counter[int] = Counter()
        self._watched: Counter[int] = Counter()
        self._known: dict[int, int] = {}
        self._thread: threading.Thread | None = None
        self.goes_on: Callable[[], bool] = lambda: True
        """Whether the process goes on; the server says when it wants to stop, and streams end at once."""

    @property
    def streams(self) -> int:
        """How many streams are open."""
        return self._accounts.total()

    @property
    def watching(self) -> bool:
        """Whether the thread that looks for changes is at work; it ends soon after the last stream."""
        return self._thread is not None

    def take_place(self, edition: int, account: int) -> bool:
        """Take a place for a stream, when there is one; :meth:`stream` gives it back.

        Who gets none asks every few seconds instead.
        """
        with self._news:
            if self.streams >= STREAMS or self._accounts[account] >= MOST_OF_ONE:
                return False
            self._accounts[account] += 1
            self._watched[edition] += 1
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="live-table", daemon=True)
                self._thread.start()
            return True

    def stream(self, edition: int, account: int) -> Stream:
        """The stream for a place that was taken."""
        return Stream(self._tell(edition), lambda: self._leave(edition, account))

    def _leave(self, edition: int, account: int) -> None:
        with self._news:
            for counter, key in ((self._accounts, account), (self._watched, edition)):
                counter[key] -= 1
                if counter[key] <= 0:
                    del counter[key]
            if edition not in self._watched:
                self._known.pop(edition, None)
            self._news.notify_all()

    def _tell(self, edition: int) -> Iterator[bytes]:
        """Server-sent events: the count of changes now, and each time it is another one."""
        until = time.monotonic() + LONGEST_S
        told: int | None = None
        yield b"retry: %d\n\n" % RETRY_MS
        while self.goes_on() and time.monotonic() < until:
            beat = time.monotonic() + HEARTBEAT_S
            with self._news:
                while self.goes_on() and self._known.get(edition) in (None, told):
                    left = min(beat, until) - time.monotonic()
                    if left <= 0:
                        break
                    self._news.wait(min(left, WAIT_S))
                amount = self._known.get(edition)
            if amount is not None and amount != told:
                told = amount
                yield b"event: stand\ndata: %d\n\n" % amount
            else:
                yield b": nog steeds\n\n"

    def _watch(self) -> None:
        """Look again and again, until nobody watches."""
        while True:
            with self._news:
                wanted = list(self._watched)
                if not wanted or not self.goes_on():
                    self._thread = None
                    self._news.notify_all()
                    return
            try:
                with self._database.read() as session:
                    found = changes(session, wanted)
            except SQLAlchemyError as error:
                log.warning("table not watched", error=type(error).__name__)
                found = {}
            with self._news:
                fresh = {edition: amount for edition, amount in found.items() if edition in self._watched}
                if any(self._known.get(edition) != amount for edition, amount in fresh.items()):
                    self._known.update(fresh)
                    self._news.notify_all()
            time.sleep(POLL_S)


class Stream:
    """What a server iterates over. However it ends, also before it began, its place is given back once."""

    def __init__(self, events: Iterator[bytes], leave: Callable[[], None]) -> None:
        self._events = events
        self._leave: Callable[[], None] | None = leave

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._events)
        except StopIteration:
            self.close()
            raise

    def close(self) -> None:
        """Give the place back."""
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()
