"""What every test can ask for: a fresh database of either kind, a real Chromium, and no network at all."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.support.network import NetworkGuard
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.stages import Stages

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    *["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"],
    *["--disable-background-networking", "--disable-component-update"],
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
DATABASE_FIXTURES = {"database_url", "migrated_url", "shared_database", "postgres_server"}
GUARD = NetworkGuard()
pytest_plugins = ["tests.support.databases", "tests.support.undertakings"]


def pytest_configure() -> None:
    """Close the network before any test module is imported, and end in order when we are told to end."""
    GUARD.install()
    # A busy machine is no mistake of the code: no test is held to a time.
    settings.register_profile("wijkaanzet", deadline=None)
    settings.load_profile("wijkaanzet")
    # By default a SIGTERM (a `kill`, an impatient build server) would leave PostgreSQL and Chromium running.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("ended by SIGTERM", returncode=143))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they need, so that `-m "not database and not browser"` runs the quick ones."""
    for item in items:
        needs = getattr(item, "fixturenames", ())
        if DATABASE_FIXTURES.intersection(needs):
            item.add_marker(pytest.mark.database)
        if "chromium" in needs:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def network_guard() -> Iterator[NetworkGuard]:
    """Fail a test that tried to reach the network, even when the code under test swallowed the refusal."""
    GUARD.attempts.clear()
    yield GUARD
    if GUARD.attempts:
        pytest.fail("this test tried to reach the network: " + "; ".join(GUARD.attempts))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Run a PostgreSQL for as long as the tests last; make databases with `create_database()`."""
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the SQLAlchemy URL of a fresh, empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'wijkaanzet.sqlite3'}"
        return
    # Asked for here, not as an argument, so that a run of only the SQLite half starts no server.
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database()
    yield url
    server.drop_database(url)


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Give the rehearsal edition in any of its phases."""
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium that resolves no names but this machine's own."""
    found = os.environ.get("WIJKAANZET_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if found is None:
        pytest.fail("no Chromium found: run `make test`, or set WIJKAANZET_CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
