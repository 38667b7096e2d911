"""The test harness keeps its promises."""

import socket
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error
from sqlalchemy import create_engine, inspect, text

from tests.support.network import NetworkBlockedError, NetworkGuard
from tests.support.postgres import PostgresServer


@pytest.mark.parametrize("round_number", [1, 2])
def test_each_test_gets_an_empty_database(database_url: str, round_number: int) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE plan (id INTEGER PRIMARY KEY)"))
    assert inspect(engine).get_table_names() == ["plan"]
    engine.dispose()


def test_a_database_can_be_copied_from_a_template(postgres_server: PostgresServer) -> None:
    template = postgres_server.create_database()
    engine = create_engine(template)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE plan (id INTEGER PRIMARY KEY)"))
    engine.dispose()
    copy = postgres_server.create_database(template)
    engine = create_engine(copy)
    assert inspect(engine).get_table_names() == ["plan"]
    engine.dispose()
    postgres_server.drop_database(copy)
    postgres_server.drop_database(template)


def test_the_network_is_closed(network_guard: NetworkGuard) -> None:
    with pytest.raises(NetworkBlockedError, match=r"getaddrinfo of example\.org"):
        urllib.request.urlopen("https://example.org/")
    with (
        socket.socket() as sock,
        pytest.raises(NetworkBlockedError, match=r"connect to 192\.0\.2\.1 port 80"),
    ):
        sock.connect(("192.0.2.1", 80))
    assert len(network_guard.attempts) == 2
    network_guard.attempts.clear()


def test_mail_cannot_leave_through_this_machines_own_server(network_guard: NetworkGuard) -> None:
    with socket.socket() as sock, pytest.raises(NetworkBlockedError, match="port 25"):
        sock.connect(("127.0.0.1", 25))
    network_guard.attempts.clear()


def test_loopback_and_unix_sockets_are_open(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))


def test_chromium_shows_a_page_and_stays_off_the_network(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<h1>Wijk aan Zet</h1>")
    assert page.get_by_role("heading").inner_text() == "Wijk aan Zet"
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
    page.close()
