"""How soon an answer is on all screens: ``python -m benchmarks.table [--json] [--screens 8] [--answers 40]``.

The site as ``wijkaanzet serve`` runs it, on a rehearsal whose table is laid. Each screen does what the page's script does: it
holds a stream open, and at each change asks for the part of the page. The time runs from the moment that an answer is sent
until the last screen has read it.
"""

from __future__ import annotations

import http.client
import json
import re
import statistics
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import click

from phases.calendar import Phase
from wijkaanzet.actions import accounts, editions, feasibility, rehearsal
from wijkaanzet.cli.voting_client import served
from wijkaanzet.config import load_config
from wijkaanzet.records import EditionRecord
from wijkaanzet.security import load_secrets
from wijkaanzet.storage.database import Database

ROOT = Path(__file__).parents[1]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
VERSION = re.compile(r'id="tegel-legal" data-version="(\d+)"')
PATIENCE_S = 10.0


class Visitor:
    """Somebody who is signed in, with a kept connection."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self._connection = http.client.HTTPConnection(address, timeout=60)
        self._cookies: dict[str, str] = {}
        self.send(f"/inloggen/{token}", {}, from_page=f"/inloggen/{token}")

    def ask(self, path: str, body: str | None = None) -> tuple[int, str]:
        """Status and page."""
        answer = self._exchange(path, body)
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return answer.status, answer.read().decode()

    def _exchange(self, path: str, body: str | None) -> http.client.HTTPResponse:
        method = "GET" if body is None else "POST"
        try:
            self._connection.request(method, path, body, self.headers(body))
            return self._connection.getresponse()
        except ConnectionError:
            # The server closed a connection that waited too long; nothing was sent for us.
            self._connection.close()
            self._connection.request(method, path, body, self.headers(body))
            return self._connection.getresponse()

    def send(self, path: str, fields: dict[str, str], *, from_page: str) -> int:
        """Send a form with the token of a page; the status."""
        token = TOKEN.search(self.ask(from_page)[1])
        if token is None:
            raise click.ClickException(f"no form on {from_page}")
        return self.ask(path, urlencode({"csrf_token": token[1], **fields}))[0]

    def headers(self, body: str | None = None) -> dict[str, str]:
        """What a browser sends along."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        return sent | ({} if body is None else {"Content-Type": "application/x-www-form-urlencoded"})


class Screen(threading.Thread):
    """A page that follows the table: it notes when it has seen each version of the answer."""

    def __init__(self, visitor: Visitor, path: str) -> None:
        super().__init__(daemon=True)
        self._visitor, self._path = visitor, path
        self.seen: dict[int, float] = {}
        self.ready = threading.Event()

    def run(self) -> None:
        """Listen, and look at each change."""
        stream = http.client.HTTPConnection(self._visitor.address, timeout=60)
        stream.request("GET", "/tafel/stroom", headers=self._visitor.headers())
        answer = stream.getresponse()
        if answer.status != 200:
            raise click.ClickException(f"no stream: {answer.status}")
        while line := answer.readline():
            if line.startswith(b"data:"):
                found = VERSION.search(self._visitor.ask(self._path)[1])
                self.seen.setdefault(int(found[1]) if found else 0, time.monotonic())
                self.ready.set()


def lay(folder: Path) -> tuple[int, list[str]]:
    """A rehearsal with its table laid; the plan and tokens to sign in with."""
    config = replace(load_config(ROOT / "config.toml", {}), data_dir=folder)
    database, now = Database(config.database_url), datetime.now(UTC)
    database.migrate()
    with database.write() as session:
        made = editions.create_edition(session, config.edition, actor="benchmark", now=now)
        key = load_secrets(config).pincode_key
        edition: EditionRecord = rehearsal.go_to_phase(session, made, Phase.FEASIBILITY, key=key, now=now)
        number = feasibility.plans_at_table(session, edition)[0].number
        email = f"organisator@{rehearsal.DOMAIN}"
        rehearsal.account_of(session, edition, "organiser", now=now)
        tokens = [accounts.make_sign_in_token(session, email, now=now) for _ in range(100)]
    database.close()
    return number, tokens


def measure(address: str, number: int, tokens: list[str], screens: int, answers: int) -> list[float]:
    """The seconds until each answer was on all screens."""
    path = f"/tafel/{number}"
    watching = [Screen(Visitor(address, tokens[i]), f"{path}/deel") for i in range(screens)]
    for screen in watching:
        screen.start()
    for screen in watching:
        if not screen.ready.wait(PATIENCE_S):
            raise click.ClickException("a screen heard nothing")
    checker = Visitor(address, tokens[screens])
    found = VERSION.search(checker.ask(f"{path}/deel")[1])
    version, times = int(found[1]) if found else 0, []
    token = TOKEN.search(checker.ask(path)[1])
    for answer in range(answers):
        fields = {"kind": "not-yet", "explanation": f"antwoord {answer}", "versie": str(version)}
        body = urlencode({"csrf_token": token[1] if token else "", **fields})
        begun = time.monotonic()
        status = checker.ask(f"{path}/antwoord/legal", body)[0]
        if status != 303:
            raise click.ClickException(f"the answer was refused: {status}")
        version += 1
        while any(version not in screen.seen for screen in watching):
            if time.monotonic() - begun > PATIENCE_S:
                raise click.ClickException("an answer did not reach every screen")
            time.sleep(0.002)
        times.append(max(screen.seen[version] for screen in watching) - begun)
        time.sleep(0.05)
    return times


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.option("--screens", default=8, show_default=True, type=click.IntRange(1, 12))
@click.option("--answers", default=40, show_default=True, type=click.IntRange(3, 500))
def main(as_json: bool, screens: int, answers: int) -> None:
    """Measure how soon an answer is on all screens."""
    with tempfile.TemporaryDirectory() as folder:
        number, tokens = lay(Path(folder))
        config = replace(load_config(ROOT / "config.toml", {}), data_dir=Path(folder))
        with served(config) as address:
            times = sorted(measure(address, number, tokens, screens, answers))
    figures = {
        "screens": screens,
        "answers": answers,
        "median_ms": round(statistics.median(times) * 1000),
        "p95_ms": round(times[int(len(times) * 0.95) - 1] * 1000),
        "slowest_ms": round(times[-1] * 1000),
        "within_a_second": sum(one <= 1 for one in times),
    }
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        click.echo(f"{name:16} {value:>8}")


if __name__ == "__main__":
    main()
