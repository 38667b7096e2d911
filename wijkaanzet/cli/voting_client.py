"""A voter with a browser, for rehearsals: the site's own forms over HTTP, one voter after the other."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from wijkaanzet.config import Config

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_RECEIPT = re.compile(r'class="waz-receipt__code">([^<]+)<')
START_TIMEOUT_S = 60


class VotingFailedError(Exception):
    """The site answered in a way that no voter should see."""


class VotingClient:
    """Votes with codes, over one kept connection, each voter with fresh cookies."""

    def __init__(self, address: str, path: str) -> None:
        self._connection = http.client.HTTPConnection(address, timeout=60)
        self._path = path
        self._cookies: dict[str, str] = {}

    def vote(self, code: str, numbers: list[int]) -> str | None:
        """Vote as a person would; the receipt, or None when the site refuses the ballot."""
        self._cookies = {}
        self._post("/stem", {"pincode": code}, from_page="/stem")
        choice: dict[str, object] = {"plan": [str(n) for n in numbers]} if numbers else {"blanco": "1"}
        status, _ = self._post("/stem/biljet", choice, from_page="/stem/biljet")
        if status == 422:
            return None
        self._post("/stem/controle", choice, from_page="/stem/controle")
        status, page = self._request("GET", "/stem/klaar")
        found = _RECEIPT.search(page)
        if found is None:
            raise VotingFailedError(f"no receipt on /stem/klaar (status {status})")
        return found[1].strip()

    def _post(self, path: str, fields: dict[str, object], *, from_page: str) -> tuple[int, str]:
        _, page = self._request("GET", from_page)
        token = _TOKEN.search(page)
        if token is None:
            raise VotingFailedError(f"no form on {from_page}")
        body = urlencode({"csrf_token": token[1], **fields}, doseq=True)
        status, answer = self._request("POST", path, body)
        if status not in (303, 422):
            raise VotingFailedError(f"{path} answered {status}")
        return status, answer

    def _request(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())} if self._cookies else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, self._path + path, body, headers)
        response = self._connection.getresponse()
        for cookie in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {k: m.value for k, m in SimpleCookie(cookie).items()}
        return response.status, response.read().decode()


@contextmanager
def served(config: Config) -> Iterator[str]:
    """The site in a process of its own, on a free port; gives ``host:port``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"127.0.0.1:{port}"
    command = [
        sys.executable,
        "-m",
        "wijkaanzet",
        "serve",
        "--port",
        str(port),
        "--database",
        config.database_url,
    ]
    environment = os.environ | {
        "WIJKAANZET_DATA_DIR": str(config.data_dir),
        "WIJKAANZET_BASE_URL": f"http://{address}",
    }
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    parts = urlsplit(f"//{address}")
    for _ in range(START_TIMEOUT_S * 10):
        if server.poll() is not None:
            raise VotingFailedError("the server did not start")
        try:
            with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise VotingFailedError("the server did not answer in time")
