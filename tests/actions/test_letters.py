"""Printing letters: whole batches or none, codes that work and are nowhere in plain, and going on after a crash."""

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from letters.manifest import ManifestRow, read_manifest
from letters.readback import read_back
from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, KEY, Poll, fresh, open_poll, people, ready_for_codes
from voting.pincode import Pincode
from wijkaanzet.actions import letters as lettering
from wijkaanzet.actions import pincodes
from wijkaanzet.config import Config, load_config
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.voters import LetterBatch
from wijkaanzet.storage.voters import Pincode as StoredPincode

NOW = AT[Phase.FEASIBILITY]
CONFIG = replace(load_config(Path("config.toml"), {}), base_url="https://stem.voorbeeld.invalid")


def prepared(database: Database, count: int) -> EditionRecord:
    with database.write() as session:
        edition = ready_for_codes(session)
        pincodes.entitle(session, edition, people(count))
        return edition


def print_all(database: Database, edition: EditionRecord, out: Path, **options: Any) -> list[ManifestRow]:
    options = {"config": CONFIG, "key": KEY, "actor": ACTOR, "now": NOW, "batch": 2} | options
    return lettering.print_letters(database, edition, out=out, **options)


def codes_in(out: Path) -> list[tuple[int, str]]:
    return [pair for pdf in sorted(out.glob("*.pdf")) for pair in read_back(pdf)]


def stored(session: Session) -> tuple[list[int], list[int]]:
    """The letters of the codes and the batches that the database knows."""
    codes = session.scalars(select(StoredPincode.letter).order_by(StoredPincode.letter))
    batches = session.scalars(select(LetterBatch.number).order_by(LetterBatch.number))
    return list(codes), list(batches)


def test_codes_read_from_the_letters_vote_and_stand_nowhere_else(database: Database, tmp_path: Path) -> None:
    edition, out = prepared(database, 5), tmp_path / "brieven"
    told: list[tuple[int, int]] = []
    made = print_all(database, edition, out, progress=lambda done, total: told.append((done, total)))
    assert [(row.batch, row.first_sequence, row.last_sequence, row.letters) for row in made] == [
        (1, 1, 2, 2),
        (2, 3, 4, 2),
        (3, 5, 5, 1),
    ]
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert read_manifest(out / "manifest.csv") == made
    files = sorted(path.name for path in out.glob("[!.]*"))
    assert files == ["brieven-0001.pdf", "brieven-0002.pdf", "brieven-0003.pdf", "manifest.csv"]
    for row in made:
        pdf = (out / f"brieven-{row.batch:04d}.pdf").read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == row.sha256
        assert row.pages % 2 == 0
    assert {path.stat().st_mode & 0o777 for path in out.glob("[!.]*")} == {0o600}
    codes = codes_in(out)
    assert [number for number, _ in codes] == [1, 2, 3, 4, 5]
    with database.write() as session:
        edition = fresh(session, edition)
        hashes = [Pincode.parse(code).hashed(KEY, edition.id) for _, code in codes]
        for voter in range(5):
            Poll(edition, [], hashes).cast(session, voter, [1])
        everything = dump(session)
    for _, code in codes:
        for part in (code, code.replace("-", "")):
            assert part not in everything
            assert part.encode() not in (out / "manifest.csv").read_bytes()


def dump(session: Session) -> str:
    """All rows of all tables as text; bytes also as if they were letters."""
    said = []
    for table in inspect(session.connection()).get_table_names():
        for row in session.execute(text(f"SELECT * FROM {table}")):
            said += [v.decode("latin-1") if isinstance(v, bytes) else repr(v) for v in row]
    return "\n".join(said)


def test_printing_again_draws_only_for_who_has_none(database: Database, tmp_path: Path) -> None:
    edition = prepared(database, 3)
    assert len(print_all(database, edition, tmp_path, limit=2)) == 1
    assert [row.letters for row in print_all(database, edition, tmp_path)] == [1]
    assert print_all(database, edition, tmp_path) == []
    assert [row.batch for row in read_manifest(tmp_path / "manifest.csv")] == [1, 2]
    with database.read() as session:
        assert stored(session) == ([1, 2, 3], [1, 2])


def test_a_failure_while_drawing_leaves_the_whole_batches_before_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, draw, drawn = prepared(database, 5), lettering.draw_batch, []

    def fail_at_the_second(*arguments: Any, **options: Any) -> Any:
        facts = draw(*arguments, **options)
        drawn.append(facts)
        if len(drawn) == 2:
            raise OSError("the disk is full")
        return facts

    monkeypatch.setattr(lettering, "draw_batch", fail_at_the_second)
    with pytest.raises(OSError, match="the disk is full"):
        print_all(database, edition, tmp_path)
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["brieven-0001.pdf"]
    assert hidden(tmp_path) == []
    with database.read() as session:
        assert stored(session) == ([1, 2], [1])
    print_all(database, edition, tmp_path)
    assert [number for number, _ in codes_in(tmp_path)] == [1, 2, 3, 4, 5]


CRASHING = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.orm import Session
from tests.actions import test_letters as these
from wijkaanzet.actions.editions import find_edition
from wijkaanzet.storage.database import Database

database = Database(sys.argv[1])
with database.read() as session:
    edition = find_edition(session)

@event.listens_for(Session, sys.argv[3])
def die(session):
    if any(getattr(row, "letters", 0) and row.number == 2 for row in session.identity_map.values()
           if isinstance(row, these.LetterBatch)):
        os._exit(9)

these.print_all(database, edition, Path(sys.argv[2]))
"""


@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
def test_killed_at_the_commit_of_a_batch_it_goes_on(database: Database, tmp_path: Path, moment: str) -> None:
    edition, out = prepared(database, 5), tmp_path / "brieven"
    command = [sys.executable, "-c", CRASHING, database.url, str(out), moment]
    assert subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode == 9
    before = codes_in(out)
    with database.read() as session:
        codes, batches = stored(session)
    assert (codes, batches) == (([1, 2], [1]) if moment == "before_commit" else ([1, 2, 3, 4], [1, 2]))
    assert {number for number, _ in before} <= set(codes)  # a file with a name holds codes that work
    print_all(database, edition, out)
    codes_now = codes_in(out)
    assert [number for number, _ in codes_now] == [1, 2, 3, 4, 5]
    assert codes_now[: len(before)] == before
    assert hidden(out) == []
    assert [row.letters for row in read_manifest(out / "manifest.csv")] == [2, 2, 1]
    with database.write() as session:
        hashes = [Pincode.parse(code).hashed(KEY, edition.id) for _, code in codes_now]
        for voter in range(5):
            Poll(fresh(session, edition), [], hashes).cast(session, voter, [])


def hidden(out: Path) -> list[str]:
    """Drafts and parts that were left behind; they may hold codes."""
    return [path.name for path in out.glob(".*") if path.name != ".lock"]


def test_a_replacement_letter_holds_the_new_code(session: Session, tmp_path: Path) -> None:
    poll = open_poll(session, voters=1)
    pdf = lettering.replacement_letter(
        session,
        poll.edition,
        poll.voters[0],
        config=CONFIG,
        key=KEY,
        reason="natgeregend",
        actor=ACTOR,
        now=AT[Phase.VOTING],
    )
    (tmp_path / "brief.pdf").write_bytes(pdf)
    [(number, code)] = read_back(tmp_path / "brief.pdf")
    assert number == 2
    Poll(poll.edition, [], [Pincode.parse(code).hashed(KEY, poll.edition.id)]).cast(session, 0, [1])


@pytest.mark.parametrize(
    ("slug", "host", "site"),
    [
        ("proefwijk", "", "stem.voorbeeld.invalid/e/proefwijk"),
        ("oefening", "", "stem.voorbeeld.invalid"),
        ("proefwijk", "proef.example", "proef.example"),
    ],
)
def test_the_letter_names_the_site_of_its_edition(session: Session, slug: str, host: str, site: str) -> None:
    edition = ready_for_codes(session, slug=slug, host=host)
    config: Config = CONFIG
    words = lettering.letter_text(edition, config, NOW)
    assert words.site == site
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", words.letter_date.isoformat())
    assert (words.opens, words.closes) == (
        edition.spec.calendar[Phase.VOTING].first_day,
        edition.spec.calendar[Phase.VOTING].last_day,
    )
