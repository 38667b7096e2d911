"""Voters with browsers, many at once, in a process of their own: the site's real forms over kept connections.

One thread for all of them: voters who took much of the processor would make the server look slow.
"""

from __future__ import annotations

import multiprocessing
import selectors
import socket
import statistics
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, NamedTuple
from urllib.parse import urlencode

PATIENCE_S = 60
PART = 1 << 16


def between(text: bytes, before: bytes, after: bytes) -> bytes:
    """What stands there first; empty when it does not. Quicker than a regular expression."""
    start = text.find(before)
    if start < 0:
        return b""
    start += len(before)
    return text[start : text.find(after, start)]


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    cookie: bytes
    page: bytes


Exchange = Generator[bytes, Answer, None]
"""Requests to send, one after the other; each gets its answer."""


@dataclass
class Voter:
    """One voter: the code from the letter, the plans to choose, and how far this voter is."""

    code: str
    plans: list[int]
    cookie: bytes = b""
    form: bytes = b""
    status: int = 0
    receipt: str = ""
    said: list[int] = field(default_factory=list)

    def enter(self) -> Exchange:
        """The code."""
        yield from self._open("/stem")
        yield from self._send("/stem", [("pincode", self.code)])

    def choose(self) -> Exchange:
        """The choice and the page to check it: everything before the button that casts."""
        chosen = [("plan", str(n)) for n in self.plans] or [("blanco", "1")]
        yield from self._send("/stem/biljet", chosen)
        yield from self._open("/stem/controle")
        self.form = urlencode([("csrf_token", self.form.decode()), *chosen]).encode()

    def cast(self) -> Exchange:
        """The request that claims the code and stores the ballot."""
        self.status = (yield from self._ask("POST", "/stem/controle", self.form)).status

    def see_receipt(self) -> Exchange:
        """The page after voting."""
        answer = yield from self._ask("GET", "/stem/klaar")
        self.receipt = between(answer.page, b'class="waz-receipt__code">', b"<").decode()

    def look_at_the_ballot(self) -> Exchange:
        """The list of plans."""
        yield from self._open("/stem/biljet")

    def look_at_the_word(self) -> Exchange:
        """The page of the peer."""
        self.status = (yield from self._ask("GET", "/")).status

    def to_the_last_page(self) -> Exchange:
        """All that comes before casting."""
        yield from self.enter()
        yield from self.look_at_the_ballot()
        yield from self.choose()

    def _open(self, path: str) -> Exchange:
        answer = yield from self._ask("GET", path)
        self.said.append(answer.status)
        self.form = between(answer.page, b'name="csrf_token" value="', b'"')

    def _send(self, path: str, fields: list[tuple[str, str]]) -> Exchange:
        body = urlencode([("csrf_token", self.form.decode()), *fields]).encode()
        self.said.append((yield from self._ask("POST", path, body)).status)

    def _ask(self, method: str, path: str, body: bytes = b"") -> Generator[bytes, Answer, Answer]:
        answer = yield self._request(method, path, body)
        self.cookie = answer.cookie or self.cookie
        return answer

    def _request(self, method: str, path: str, body: bytes = b"") -> bytes:
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n".encode()
        if self.cookie:
            head += b"Cookie: " + self.cookie + b"\r\n"
        if method == "POST":
            head += b"Content-Type: application/x-www-form-urlencoded\r\n"
            head += b"Content-Length: %d\r\n" % len(body)
        return head + b"\r\n" + body


Act = Callable[[Voter], Exchange]


class Browser:
    """One kept connection, as one voter after the other uses it."""

    def __init__(self, address: tuple[str, int], voters: Sequence[Voter], act: Act) -> None:
        self._address, self._voters, self._act = address, iter(voters), act
        self._got = b""
        self._missing = 0
        self._began = 0.0
        self._exchange: Exchange | None = None
        self.line: socket.socket | None = None
        self.waits: list[float] = []

    def next_voter(self) -> bool:
        """Begin with the next voter, if there is one."""
        voter = next(self._voters, None)
        if voter is None:
            self.hang_up()
            return False
        self._exchange, self._began = self._act(voter), time.perf_counter()
        self._ask(next(self._exchange))
        return True

    def hear(self) -> bool:
        """Take in what has arrived; whether this voter is ready."""
        assert self.line is not None
        part = self.line.recv(PART)
        if not part:
            raise ConnectionResetError
        self._got += part
        self._missing -= len(part)
        if self._missing > 0:
            return False
        head, found, page = self._got.partition(b"\r\n\r\n")
        length = between(head + b"\r\n", b"\r\nContent-Length: ", b"\r\n")
        self._missing = int(length or 0) - len(page) if found else 1
        return self._missing <= 0 and self._answered(head, page)

    def hang_up(self) -> None:
        """Close the connection."""
        if self.line is not None:
            self.line.close()
            self.line = None

    def _answered(self, head: bytes, page: bytes) -> bool:
        assert self._exchange is not None
        cookie = between(head, b"\r\nSet-Cookie: ", b";")
        if b"\r\nConnection: close" in head:
            self.hang_up()
        try:
            self._ask(self._exchange.send(Answer(int(head[9:12]), cookie, page)))
        except StopIteration:
            self.waits.append(time.perf_counter() - self._began)
            return True
        return False

    def _ask(self, request: bytes) -> None:
        self._got, self._missing = b"", 0
        if self.line is None:
            self.line = socket.create_connection(self._address, timeout=PATIENCE_S)
            self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line.sendall(request)


@dataclass(frozen=True)
class Stretch:
    """One stretch of a run: how long it took, and how long each voter waited."""

    seconds: float
    p95_ms: float
    statuses: list[int]
    receipts: list[str]


def together(address: tuple[str, int], voters: Sequence[Voter], act: Act, concurrency: int) -> Stretch:
    """Let voters do something, so many at once."""
    browsers = [Browser(address, voters[i::concurrency], act) for i in range(concurrency)]
    begin = time.perf_counter()
    with selectors.DefaultSelector() as arriving:
        for browser in browsers:
            if browser.next_voter():
                _listen(arriving, browser)
        while arriving.get_map():
            heard = arriving.select(PATIENCE_S)
            if not heard:
                raise TimeoutError("the server did not answer")
            for key, _ready in heard:
                _go_on(arriving, key.data)
    seconds = time.perf_counter() - begin
    waits = [wait for browser in browsers for wait in browser.waits]
    p95 = statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]
    return Stretch(seconds, 1000 * p95, [v.status for v in voters], [v.receipt for v in voters])


def _listen(arriving: selectors.BaseSelector, browser: Browser) -> None:
    assert browser.line is not None
    arriving.register(browser.line, selectors.EVENT_READ, browser)


def _go_on(arriving: selectors.BaseSelector, browser: Browser) -> None:
    """Hear what has arrived, and let the next voter begin when one is ready. A connection may be another one then."""
    line = browser.line
    assert line is not None
    number = line.fileno()
    goes_on = not browser.hear() or browser.next_voter()
    if browser.line is not line or not goes_on:
        arriving.unregister(number)
        if goes_on:
            _listen(arriving, browser)


ACTS: dict[str, Act] = {
    "prepare": Voter.to_the_last_page,
    "enter": Voter.enter,
    "choose": Voter.choose,
    "cast": Voter.cast,
    "receipt": Voter.see_receipt,
    "list": Voter.look_at_the_ballot,
    "bare": Voter.look_at_the_word,
}


class Crowd:
    """The process of the voters; it does one stretch after the other when it is told to."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def do(self, act: str, concurrency: int) -> Stretch:
        """Let all voters do one act."""
        self._pipe.send((act, concurrency))
        answer: Stretch = self._pipe.recv()
        return answer


def _work(pipe: Connection, address: tuple[str, int], voters: list[Voter]) -> None:
    while True:
        order: Any = pipe.recv()
        if order is None:
            return
        act, concurrency = order
        pipe.send(together(address, voters, ACTS[act], concurrency))


@contextmanager
def crowd(address: tuple[str, int], voters: list[Voter]) -> Iterator[Crowd]:
    """Voters in a process of their own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(theirs, address, voters))
    process.start()
    try:
        yield Crowd(ours)
        ours.send(None)
    finally:
        process.join(10)
        if process.is_alive():
            process.kill()
