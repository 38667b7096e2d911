"""The stream of changes: who gets one, how it ends, and that it is no way around anything."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import make_edition
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.table import note_change
from wijkaanzet.threads import STREAMS
from wijkaanzet.web import live
from wijkaanzet.web.live import LiveTable

EDITION, ACCOUNT = 1, 7
STREAM_PATH = "/tafel/stroom"


@pytest.fixture
def table(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveTable]:
    """A live table on an empty database that looks often; its thread ends before the database is closed."""
    monkeypatch.setattr(live, "POLL_S", 0.01)
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.05)
    table = LiveTable(database)
    yield table
    table.goes_on = lambda: False
    wait_for(lambda: not table.watching)


def events(stream: live.Stream, count: int) -> list[str]:
    """The next events, without signs of life."""
    found: list[str] = []
    while len(found) < count:
        said = next(stream).decode()
        if said.startswith("event"):
            found.append(said)
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so; the test's time limit is the limit."""
    while not condition():
        time.sleep(0.01)


def test_a_stream_tells_where_it_stands_and_every_change(table: LiveTable, database: Database) -> None:
    with database.write() as session:
        site_edition(session)
    assert table.take_place(EDITION, ACCOUNT)
    stream = table.stream(EDITION, ACCOUNT)
    assert events(stream, 1) == ["event: stand\ndata: 0\n\n"]
    with database.write() as session:
        note_change(session, EDITION)
        note_change(session, EDITION)
    assert events(stream, 1) == ["event: stand\ndata: 2\n\n"]
    assert next(stream) == b": nog steeds\n\n"
    stream.close()
    stream.close()
    assert table.streams == 0
    wait_for(lambda: "live-table" not in {thread.name for thread in threading.enumerate()})


def site_edition(session: Session) -> None:
    """An edition with the key that these tests use."""
    assert make_edition(session).id == EDITION


def test_places_are_bounded_for_all_and_for_one(table: LiveTable) -> None:
    taken = sum(table.take_place(EDITION, ACCOUNT) for _ in range(100))
    assert taken == live.MOST_OF_ONE
    others = sum(table.take_place(EDITION, account) for account in range(100, 200))
    assert taken + others == STREAMS
    table.stream(EDITION, ACCOUNT).close()  # one that was never read gives its place back too
    assert table.take_place(EDITION, 300)
    for account in [ACCOUNT] * taken + list(range(100, 200)) + [300]:
        if table._accounts[account]:
            table.stream(EDITION, account).close()
    wait_for(lambda: not table.watching)
    assert table.streams == 0


def test_a_stream_ends_after_a_while_and_with_its_server(
    table: LiveTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LONGEST_S", 0.0)
    assert table.take_place(EDITION, ACCOUNT)
    assert list(table.stream(EDITION, ACCOUNT)) == [b"retry: 1000\n\n"]
    monkeypatch.setattr(live, "LONGEST_S", 300.0)
    assert table.take_place(EDITION, ACCOUNT)
    stream = table.stream(EDITION, ACCOUNT)
    table.goes_on = lambda: False
    assert list(stream) == [b"retry: 1000\n\n"]
    assert table.streams == 0


def test_only_who_sits_at_the_table_gets_a_stream_and_it_says_no_more_than_a_number(
    site_in: OpenSite,
) -> None:
    site: Site = site_in(Phase.FEASIBILITY)
    assert Visitor(site).get(STREAM_PATH).location == "/inloggen"
    assert Visitor(site).sign_in_as("resident").get(STREAM_PATH).status_code == 403
    checker = Visitor(site).sign_in_as("checker")
    answer = checker.client.get(STREAM_PATH, base_url="http://localhost")
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
    assert answer.headers["Cache-Control"] == "no-store"
    said = iter(answer.response)
    assert next(said) == b"retry: 1000\n\n"
    first = next(said)
    assert first.startswith(b"event: stand\ndata: ")
    assert int(first.split(b"data: ")[1]) == checker.get("/tafel/stand").get_json()["stand"] > 0
    answer.close()
    table = site.app.extensions["wijkaanzet"].live
    wait_for(lambda: not table.watching)
    assert table.streams == 0


def test_without_a_place_the_browser_is_told_to_ask_instead(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    table = site.app.extensions["wijkaanzet"].live
    checker = Visitor(site).sign_in_as("checker")
    for account in range(1000, 1000 + STREAMS):
        assert table.take_place(EDITION, account)
    assert checker.get(STREAM_PATH).status_code == 429
    assert checker.get("/tafel/stand").status_code == 200
    for account in range(1000, 1000 + STREAMS):
        table.stream(EDITION, account).close()
    wait_for(lambda: not table.watching)
