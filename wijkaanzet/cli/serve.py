"""``wijkaanzet serve``: the site and its job worker; ``wijkaanzet jobs``: the job worker alone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from wijkaanzet import create_app, opened_database, prepare, utc_now
from wijkaanzet.cli.context import Context
from wijkaanzet.config import Config
from wijkaanzet.jobs import make_jobs
from wijkaanzet.logs import configure_logs
from wijkaanzet.threads import THREADS, Turns

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

RESTART_AFTER_S = 5


@click.command()
@click.option("--host", help="where to listen")
@click.option("--port", type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="web processes")
@click.option("--database", metavar="URL", help="an SQLAlchemy URL instead of the one in the settings")
@click.pass_obj
def serve(
    context: Context, host: str | None, port: int | None, workers: int | None, database: str | None
) -> None:
    """Serve the site and do its jobs, until Ctrl-C."""
    config = context.config(host=host, port=port, workers=workers, database=database)
    prepare(config)
    where = f"http://{config.host}:{config.port}"
    click.echo(f"Wijk aan Zet: {where}")
    if config.edition.rehearsal and config.sign_in_as:
        click.echo(f"Inloggen als organisator, checker, balie of bewoner: {where}/inloggen (kies een rol)")
    else:
        click.echo(f"Inloggen als organisator: wijkaanzet organiser invite E-MAIL, of {where}/inloggen")
    _Server(config, context.file).run()


@click.command()
@click.option("--database", metavar="URL", help="an SQLAlchemy URL instead of the one in the settings")
@click.pass_obj
def jobs(context: Context, database: str | None) -> None:
    """Do the jobs only: mail, mixing, turnout. ``serve`` starts this by itself."""
    config = context.config(database=database)
    configure_logs()
    queue = make_jobs(config, opened_database(config), utc_now).queue
    queue.create_consumer(workers=1, periodic=True, initial_delay=0.1, backoff=1.2, max_delay=2).run()


class _JobWorker:
    """The job worker as a child process that is started again when it dies."""

    def __init__(self, config: Config, file: Path | None) -> None:
        chosen = ["--config", str(file)] if file else []
        self._command = [
            sys.executable,
            "-m",
            "wijkaanzet",
            *chosen,
            "jobs",
            "--database",
            config.database_url,
        ]
        self._over = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def start(self, _server: Any) -> None:
        """Begin, in a thread that looks after the child."""
        threading.Thread(target=self._look_after, daemon=True).start()

    def stop(self, _server: Any) -> None:
        """End the child."""
        self._over.set()
        if self._child is not None:
            self._child.terminate()

    def _look_after(self) -> None:
        while not self._over.is_set():
            self._child = subprocess.Popen(self._command, env=os.environ)  # noqa: S603 - our own program
            self._child.wait()
            self._over.wait(RESTART_AFTER_S)


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings; each worker makes its own app."""

    def __init__(self, config: Config, file: Path | None) -> None:
        self._config = config
        self._jobs = _JobWorker(config, file)
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what it needs to know."""
        settings = {
            "bind": f"{self._config.host}:{self._config.port}",
            "workers": self._config.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "post_worker_init": _end_streams_with,
            "loglevel": "warning",
            "when_ready": self._jobs.start,
            "on_exit": self._jobs.stop,
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The app of one worker."""
        configure_logs()
        return _InTurns(create_app(self._config))


class _InTurns:
    """A few requests at work at once. Keeping a stream open, and sending what was made, needs no turn."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._turns = Turns()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        with self._turns.taken():
            return self.app(environ, start_response)


def _end_streams_with(worker: Any) -> None:
    """Streams end as soon as gunicorn tells their worker to stop; else a restart would wait for them."""
    worker.wsgi.app.extensions["wijkaanzet"].live.goes_on = lambda: worker.alive
