"""Killed at any moment, out of room, or asked twice: no letter is lost, none is made twice, and every file that has a name works."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from letters.manifest import sha256_of
from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, KEY, SPEC, people, ready_for_codes
from tests.support.letters import check_whole, named_codes_work
from wijkaanzet.actions import letters as lettering
from wijkaanzet.actions import pincodes
from wijkaanzet.actions.letter_files import locked
from wijkaanzet.config import load_config
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.voters import Pincode

NOW = AT[Phase.FEASIBILITY]
CONFIG = replace(load_config(Path("config.toml"), {}), base_url="https://stem.voorbeeld.invalid")
VOTERS = 60


@pytest.fixture
def waiting(migrated_sqlite: Path, tmp_path: Path) -> tuple[str, EditionRecord]:
    """A neighbourhood that waits for its letters, on SQLite; the URL of its database."""
    url = f"sqlite:///{tmp_path / 'wijk.db'}"
    (tmp_path / "wijk.db").write_bytes(migrated_sqlite.read_bytes())
    database = Database(url)
    edition = prepare(database)
    database.close()
    return url, edition


def prepare(database: Database, count: int = VOTERS) -> EditionRecord:
    """People who wait for a letter."""
    with database.write() as session:
        edition = ready_for_codes(session)
        pincodes.entitle(session, edition, people(count))
    return edition


def print_all(database: Database, edition: EditionRecord, out: Path, **options: Any) -> None:
    """Print with the settings of these tests."""
    given = {"config": CONFIG, "key": KEY, "actor": ACTOR, "now": NOW, "batch": 5} | options
    lettering.print_letters(database, edition, out=out, **given)


def work(url: str, edition: EditionRecord, out: Path, batch: int) -> None:
    """What the child process does until it is killed."""
    print_all(Database(url), edition, out, batch=batch)


def test_killed_again_and_again_at_random_moments(waiting: tuple[str, EditionRecord], tmp_path: Path) -> None:
    url, edition = waiting
    out, dice, killed = tmp_path / "brieven", random.Random(20201130), 0
    print_all(
        database := Database(url), edition, out, limit=5
    )  # makes the shared drawing, so that children begin at once
    database.close()
    for _ in range(8):
        child = get_context("fork").Process(target=work, args=(url, edition, out, dice.choice((1, 2, 3))))
        child.start()
        time.sleep(dice.uniform(0.01, 0.18))
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        killed += child.exitcode == -signal.SIGKILL
        named_codes_work(database := Database(url), edition, out)
        database.close()
    assert killed >= 2
    database = Database(url)
    print_all(database, edition, out, batch=50)
    check_whole(database, edition, out)
    print_all(database, edition, out)
    check_whole(database, edition, out)
    database.close()


class Killed(BaseException):
    """Stands for a SIGKILL: nothing may tidy up after it."""


def dies(*_arguments: object, **_options: object) -> None:
    """Stands for a step during which the machine stops."""
    raise Killed


@pytest.mark.parametrize("step", ["os.fsync", "publish_draft", "write_rows", "commit"])
def test_stopped_at_each_step(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """As a power cut would leave it: the step before and after the commit that makes the codes valid."""
    edition, out, calls = prepare(database), tmp_path / "brieven", []

    def stopping(act: Callable[..., Any]) -> Callable[..., Any]:
        def stop(*arguments: Any, **options: Any) -> Any:
            calls.append(arguments)
            if len(calls) == 9:
                raise Killed
            return act(*arguments, **options)

        return stop

    with monkeypatch.context() as patch:
        patch.setattr(lettering, "_settle", lambda *_: None)
        if step == "os.fsync":
            patch.setattr(os, "fsync", stopping(os.fsync))
        elif step == "commit":
            patch.setattr(lettering.Session, "commit", stopping(lettering.Session.commit))
        else:
            patch.setattr(lettering, step, stopping(getattr(lettering, step)))
        with pytest.raises(Killed):
            print_all(database, edition, out)
    named_codes_work(database, edition, out)
    print_all(database, edition, out, batch=7)
    check_whole(database, edition, out)


def test_a_batch_that_was_stored_without_its_name_gets_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, out = prepare(database), tmp_path / "brieven"
    with monkeypatch.context() as patch:
        patch.setattr(lettering, "publish_draft", dies)
        patch.setattr(lettering, "settle", lambda *_a, **_o: None)
        with pytest.raises(Killed):
            print_all(database, edition, out, batch=VOTERS)
    assert list(out.glob("*.pdf")) == []
    print_all(database, edition, out)
    assert [path.name for path in out.glob("*.pdf")] == ["brieven-0001.pdf"]
    check_whole(database, edition, out)


def test_a_commit_that_fails_leaves_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, out = prepare(database), tmp_path / "brieven"

    def full(_session: object) -> None:
        raise OperationalError("COMMIT", None, Exception("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(lettering.Session, "commit", full)
        with pytest.raises(OperationalError):
            print_all(database, edition, out)
    assert [path.name for path in out.iterdir()] == ["manifest.csv"]
    print_all(database, edition, out)
    check_whole(database, edition, out)


FULL = """
import resource, sys
from pathlib import Path
from tests.actions import test_letter_crash as these
from wijkaanzet.actions.editions import find_edition
from wijkaanzet.storage.database import Database

database = Database(sys.argv[1])
with database.read() as session:
    edition = find_edition(session)
these.print_all(database, edition, Path(sys.argv[2]), limit=20, batch=10)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    these.print_all(database, edition, Path(sys.argv[2]), batch=5000)
except OSError as error:
    sys.exit(7)
"""


def test_a_full_disk_leaves_the_whole_batches_before_it(migrated_sqlite: Path, tmp_path: Path) -> None:
    """No file may grow beyond a limit that only the large batch meets: it fails halfway, as on a full disk."""
    file, out, many = tmp_path / "wijk.db", tmp_path / "brieven", 1800
    file.write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{file}")
    edition = prepare(database, many)
    database.close()
    command = [sys.executable, "-c", FULL, database.url, str(out), str(file.stat().st_size + 100_000)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], check=False, capture_output=True)
    assert done.returncode == 7, done.stderr.decode()[-500:]
    assert sorted(path.name for path in out.iterdir()) == [
        "brieven-0001.pdf",
        "brieven-0002.pdf",
        "manifest.csv",
    ]
    with database.read() as session:
        assert len(session.scalars(select(Pincode.letter)).all()) == 20
    print_all(database, edition, out, batch=many)
    check_whole(database, edition, out)
    assert (out / "brieven-0003.pdf").stat().st_size > int(command[-1])
    database.close()


def test_two_at_once_in_one_folder(database: Database, tmp_path: Path) -> None:
    edition = prepare(database)
    with locked(tmp_path), pytest.raises(DomainError, match="letters-busy"):
        print_all(database, edition, tmp_path)
    print_all(database, edition, tmp_path / "brieven")
    check_whole(database, edition, tmp_path / "brieven")


def test_two_hosts_that_draw_the_same_people(database: Database, tmp_path: Path) -> None:
    """The second one's list is old; whoever got a letter meanwhile gets no other."""
    edition = prepare(database)
    with database.read() as session:
        old_list = pincodes.voters_without_code(session, edition)
    print_all(database, edition, tmp_path / "een", limit=40)
    order = lettering.Order(CONFIG, KEY, tmp_path / "twee", ACTOR, NOW, batch=30)
    made = lettering.draw_letters(database, edition, old_list, order)
    assert sum(row.letters for row in made) == VOTERS - 40
    with database.read() as session:
        assert len(session.scalars(select(Pincode.letter)).all()) == VOTERS


def test_letters_of_another_edition_are_never_drawn_over(database: Database, tmp_path: Path) -> None:
    edition = prepare(database)
    print_all(database, edition, tmp_path, limit=10)
    before = sha256_of(tmp_path / "brieven-0001.pdf")
    with database.write() as session:
        other = ready_for_codes(session, slug="andere-wijk")
        pincodes.entitle(session, other, people(3))
    assert SPEC.slug != other.spec.slug
    with pytest.raises(DomainError, match="folder-in-use"):
        print_all(database, other, tmp_path)
    assert sha256_of(tmp_path / "brieven-0001.pdf") == before


def test_our_own_folder_keeps_no_files_of_an_edition_that_began_again(
    database: Database, tmp_path: Path
) -> None:
    edition = prepare(database)
    config = replace(CONFIG, data_dir=tmp_path)
    own = lettering.letters_folder(tmp_path, edition)
    print_all(database, edition, own, config=config)
    with database.write() as session:
        session.execute(text("DELETE FROM pincodes"))
        session.execute(text("DELETE FROM letter_batches"))
    print_all(database, edition, own, config=config, batch=VOTERS)
    check_whole(database, edition, own)
