"""Voters with browsers, many at once, in a process of their own: the site's real forms over kept connections."""

from __future__ import annotations

import multiprocessing
import re
import socket
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import urlencode

_TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
_COOKIE = re.compile(rb"\r\nset-cookie: *(wijkaanzet=[^;\r]*)", re.I)
_RECEIPT = re.compile(rb'class="waz-receipt__code">([^<]+)<')


class Browser:
    """One kept connection, as one voter after the other uses it."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._socket: socket.socket | None = None

    def ask(self, method: str, path: str, cookie: bytes, body: bytes = b"") -> tuple[int, bytes, bytes]:
        """Status, cookie (the new one, if there is one) and page."""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n".encode()
        if cookie:
            head += b"Cookie: " + cookie + b"\r\n"
        if method == "POST":
            head += b"Content-Type: application/x-www-form-urlencoded\r\n"
            head += b"Content-Length: %d\r\n" % len(body)
        request = head + b"\r\n" + body
        try:
            answer = self._exchange(request)
        except (
            ConnectionError
        ):  # the server closed a connection that waited too long; nothing was sent for us
            self._socket = None
            answer = self._exchange(request)
        headers, _, page = answer.partition(b"\r\n\r\n")
        fresh = _COOKIE.search(headers)
        if b"\r\nconnection: close" in headers.lower():
            self._socket = None
        return int(headers[9:12]), fresh[1] if fresh else cookie, page

    def _exchange(self, request: bytes) -> bytes:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, page = got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        left = (int(length[1]) if length else 0) - len(page)
        while left > 0:
            part = self._more()
            got, left = got + part, left - len(part)
        return got

    def _more(self) -> bytes:
        assert self._socket is not None
        part = self._socket.recv(65536)
        if not part:
            raise ConnectionResetError
        return part


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

    def enter(self, browser: Browser) -> None:
        """The code."""
        self._open(browser, "/stem")
        self._send(browser, "/stem", [("pincode", self.code)])

    def choose(self, browser: Browser) -> None:
        """The choice and the page to check it: everything before the button that casts."""
        chosen = [("plan", str(n)) for n in self.plans] or [("blanco", "1")]
        self._send(browser, "/stem/biljet", chosen)
        self._open(browser, "/stem/controle")
        self.form = urlencode([("csrf_token", self.form.decode()), *chosen]).encode()

    def cast(self, browser: Browser) -> None:
        """The request that claims the code and stores the ballot."""
        self.status, self.cookie, _ = browser.ask("POST", "/stem/controle", self.cookie, self.form)

    def see_receipt(self, browser: Browser) -> None:
        """The page after voting."""
        _, _, page = browser.ask("GET", "/stem/klaar", self.cookie)
        found = _RECEIPT.search(page)
        self.receipt = found[1].decode() if found else ""

    def look_at_the_ballot(self, browser: Browser) -> None:
        """The list of plans."""
        self._open(browser, "/stem/biljet")

    def look_at_nothing(self, browser: Browser) -> None:
        """The page of the peer."""
        self.status, _, _ = browser.ask("GET", "/", b"")

    def to_the_last_page(self, browser: Browser) -> None:
        """All that comes before casting."""
        self.enter(browser)
        self.look_at_the_ballot(browser)
        self.choose(browser)

    def _open(self, browser: Browser, path: str) -> None:
        status, self.cookie, page = browser.ask("GET", path, self.cookie)
        token = _TOKEN.search(page)
        self.said.append(status)
        self.form = token[1] if token else b""

    def _send(self, browser: Browser, path: str, fields: list[tuple[str, str]]) -> None:
        body = urlencode([("csrf_token", self.form.decode()), *fields]).encode()
        status, self.cookie, _ = browser.ask("POST", path, self.cookie, body)
        self.said.append(status)


@dataclass(frozen=True)
class Stretch:
    """One stretch of a run: how long it took, and how long each voter waited."""

    seconds: float
    p95_ms: float
    statuses: list[int]
    receipts: list[str]


def together(
    address: tuple[str, int],
    voters: Sequence[Voter],
    act: Callable[[Voter, Browser], None],
    concurrency: int,
) -> Stretch:
    """Let voters do something, so many at once."""
    waits: list[float] = []

    def queue(part: Sequence[Voter]) -> None:
        browser = Browser(address)
        for voter in part:
            begin = time.perf_counter()
            act(voter, browser)
            waits.append(time.perf_counter() - begin)

    begin = time.perf_counter()
    with ThreadPoolExecutor(concurrency) as threads:
        list(threads.map(queue, [voters[i::concurrency] for i in range(concurrency)]))
    seconds = time.perf_counter() - begin
    p95 = statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]
    return Stretch(seconds, 1000 * p95, [v.status for v in voters], [v.receipt for v in voters])


ACTS: dict[str, Callable[[Voter, Browser], None]] = {
    "prepare": Voter.to_the_last_page,
    "enter": Voter.enter,
    "choose": Voter.choose,
    "cast": Voter.cast,
    "receipt": Voter.see_receipt,
    "list": Voter.look_at_the_ballot,
    "bare": Voter.look_at_nothing,
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
def crowd(address: tuple[str, int], voters: list[Voter]) -> Any:
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
