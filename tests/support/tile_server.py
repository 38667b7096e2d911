"""A small tile server on loopback, which counts what is asked of it and can misbehave."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

from PIL import Image

Answer = tuple[int, str, bytes]


def png(colour: str = "#cfe4dc") -> bytes:
    """A tile of one colour."""
    out = BytesIO()
    Image.new("RGB", (256, 256), colour).save(out, "PNG")
    return out.getvalue()


@dataclass
class TileServer:
    """What it answers, how slowly, and what it was asked."""

    address: str
    answer: Callable[[str], Answer] = lambda _path: (200, "image/png", png())
    delay_s: float = 0.0
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    at_once: int = 0
    most_at_once: int = 0

    @property
    def template(self) -> str:
        """What a setting says."""
        return self.address + "/kaart/{z}/{x}/{y}.png"


@contextmanager
def tile_server() -> Iterator[TileServer]:
    """Serve tiles in threads."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                made.asked.append(self.path)
                made.agents.add(self.headers.get("User-Agent", ""))
                made.at_once += 1
                made.most_at_once = max(made.most_at_once, made.at_once)
            time.sleep(made.delay_s)
            status, kind, content = made.answer(self.path)
            with lock:
                made.at_once -= 1
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if status in (301, 302):
                self.send_header("Location", content.decode())
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                self.wfile.write(content)
            except BrokenPipeError:
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = TileServer(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
