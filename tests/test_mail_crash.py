"""Real job workers that are killed with SIGKILL while they send: every mail arrives, and none twice within a minute."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.editions import NOW
from tests.support.mail_server import Inbox, mail_server
from tests.support.sources import ROOT
from wijkaanzet.actions.outbox import CLAIM, write_mail
from wijkaanzet.config import Config, load_config
from wijkaanzet.jobs import send_waiting_mail
from wijkaanzet.mail_config import MailConfig
from wijkaanzet.mail_text import MailText
from wijkaanzet.storage.database import Database

PATIENCE_S = 60
Worker = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[tuple[Inbox, Config]]:
    """A mail server, and the settings by which workers find it."""
    handler = Inbox()
    with mail_server(handler) as mail:
        file = tmp_path / "config.toml"
        file.write_text(_settings(mail), "utf-8")
        yield handler, replace(load_config(file, {}), data_dir=tmp_path)


@pytest.fixture
def worker(database: Database, inbox: tuple[Inbox, Config], tmp_path: Path) -> Iterator[Worker]:
    """Start a real ``wijkaanzet jobs``, which sends what waits as soon as it runs."""
    secrets = {"WIJKAANZET_SECRET_KEY": "s", "WIJKAANZET_PINCODE_KEY": "p"}
    with ExitStack() as stack:

        def start() -> subprocess.Popen[bytes]:
            folder = tmp_path / f"worker-{time.monotonic_ns()}"  # a queue of its own: another host
            command = [sys.executable, "-m", "wijkaanzet", "--config", str(tmp_path / "config.toml"), "jobs"]
            process = subprocess.Popen(
                [*command, "--database", database.url],
                env=os.environ | secrets | {"WIJKAANZET_DATA_DIR": str(folder)},
                cwd=ROOT,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield start


def _settings(mail: MailConfig) -> str:
    text = (ROOT / "config.toml").read_text("utf-8")
    for key, value in (
        ("smtp_host", '"127.0.0.1"'),
        ("smtp_port", str(mail.smtp_port)),
        ("security", '"none"'),
        ("sender", '"noreply@voorbeeld.invalid"'),
    ):
        text, found = re.subn(rf"(?m)^{key} = \S+", f"{key} = {value}", text, count=1)
        assert found
    return text


def write(database: Database, count: int) -> set[str]:
    addresses = {f"bewoner{number}@voorbeeld.invalid" for number in range(count)}
    with database.write() as session:
        for address in sorted(addresses):
            write_mail(session, address, MailText("Onderwerp", "Tekst"), now=NOW)
    return addresses


def until(done: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def same_mail_when_twice(inbox: Inbox) -> bool:
    identities = {(to[0], message["Message-ID"]) for to, message in inbox.received}
    return len(identities) == len(set(inbox.to))


@pytest.mark.parametrize("taken", [False, True], ids=["before it is taken", "after it is taken"])
def test_a_worker_killed_while_it_sends_loses_and_doubles_nothing(
    database: Database, inbox: tuple[Inbox, Config], worker: Worker, taken: bool
) -> None:
    server, config = inbox
    addresses = write(database, 3)
    victims: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        server.on_recipient = server.on_taken = lambda: None
        until(lambda: bool(victims), "nobody to kill")
        victims[0].kill()
        victims[0].wait()

    setattr(server, "on_taken" if taken else "on_recipient", kill)
    victims.append(worker())
    until(lambda: victims[0].poll() is not None, "the worker was never killed")
    until(lambda: len(server.received) == taken, "what was taken is not there")
    soon = datetime.now(UTC) + timedelta(seconds=61)
    assert send_waiting_mail(config, database, lambda: soon) == 2
    assert Counter(server.to).most_common(1)[0][1] == 1, "twice within a minute"
    assert send_waiting_mail(config, database, lambda: soon + CLAIM) == 1
    assert send_waiting_mail(config, database, lambda: soon + 3 * CLAIM) == 0
    assert set(server.to) == addresses
    assert len(server.to) == len(addresses) + taken
    assert same_mail_when_twice(server)


def test_two_workers_share_the_work_and_one_of_them_is_killed(
    database: Database, inbox: tuple[Inbox, Config], worker: Worker
) -> None:
    server, config = inbox
    server.pause_s = 0.03
    addresses = write(database, 60)
    victim, other = worker(), worker()
    until(lambda: server.lines >= 2 and len(server.received) >= 10, "they never sent together")
    victim.kill()
    victim.wait()
    until(lambda: len(set(server.to)) >= len(addresses) - 1, "the other one never finished")
    other.kill()  # it may have the last one in hand
    other.wait()
    assert max(Counter(server.to).values()) == 1
    later = datetime.now(UTC) + CLAIM + timedelta(minutes=1)
    # What each had in hand, and perhaps the last one, which nobody had begun.
    assert send_waiting_mail(config, database, lambda: later) <= 3
    assert set(server.to) == addresses
    assert len(server.to) <= len(addresses) + 2
    assert same_mail_when_twice(server)
