"""What comes in: a large form on its way over a slow line keeps nobody from being answered."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from phases.calendar import Phase
from tests.web.conftest import OpenSite
from wijkaanzet.threads import Turns
from wijkaanzet.web import incoming

SOON_S = 20.0


class SlowLine(io.BytesIO):
    """A form of which nothing arrives before somebody lets it through."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked, self.let_through = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        self.asked.set()
        assert self.let_through.wait(SOON_S)
        return super().read(size)

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("size", [incoming.AT_ONCE + 1, None])
def test_a_large_form_on_its_way_takes_no_turn(site_in: OpenSite, size: int | None) -> None:
    app = site_in(Phase.VOTING).app
    turns, content = Turns(1), b"pincode=" + b"A" * (incoming.AT_ONCE - 7)
    line = SlowLine(content)

    def send() -> int:
        with turns.taken():
            length = {"CONTENT_LENGTH": str(size)} if size else {"wsgi.input_terminated": True}
            return (
                app.test_client()
                .post(
                    "/stem",
                    input_stream=line,
                    content_type="application/x-www-form-urlencoded",
                    environ_overrides=length,
                )
                .status_code
            )

    def ask() -> int:
        with turns.taken():
            return app.test_client().get("/healthz/live").status_code

    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(send)
        try:
            assert line.asked.wait(SOON_S)
            assert threads.submit(ask).result(SOON_S) == 200
            assert not slow.done()
        finally:
            line.let_through.set()
        assert slow.result(SOON_S) == 400  # there was no proof that this site made the form
