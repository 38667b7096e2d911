"""The commands about address files and letters, as an operator meets them; and the real program, killed while it prints."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from letters.readback import read_back
from phases.calendar import Phase
from tests.cli.conftest import SHIPPED, Command
from tests.support.editions import AT, KEY, people, ready_for_codes
from tests.support.letters import check_whole, named_codes_work
from wijkaanzet.actions import editions, pincodes
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.database import Database

HEAD = "straat;huisnummer;postcode;woonplaats;achternaam;geboortedatum;wijk;indicatiegeheim;bron\n"
RIGHT = "Merelpad;1;2033AB;Haarlem;Anders;1980-05-17;Oost;0;BRP\nMerelpad;2;2033AB;Haarlem;Bakker;2000-05-17;West;0;BRP\n"
VOTERS = 90


@pytest.fixture
def here(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database that the commands use, and the child processes too."""
    file = tmp_path / "wijk.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    monkeypatch.setenv("WIJKAANZET_DATABASE", f"sqlite:///{file}")
    monkeypatch.setenv("WIJKAANZET_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WIJKAANZET_SECRET_KEY", "s")
    monkeypatch.setenv("WIJKAANZET_PINCODE_KEY", KEY.decode())
    return Database(f"sqlite:///{file}")


def neighbourhood(database: Database, count: int = 0) -> EditionRecord:
    """An edition whose clock is turned to when letters are made, with people who wait for one."""
    with database.write() as session:
        edition = ready_for_codes(session, rehearsal=True)
        edition = editions.turn_clock(session, edition, AT[Phase.FEASIBILITY], now=datetime.now(UTC))
        pincodes.entitle(session, edition, people(count))
        return edition


def test_a_check_tells_lines_counts_and_costs(here: Database, wijkaanzet: Command, tmp_path: Path) -> None:
    neighbourhood(here)
    file = tmp_path / "adressen.csv"
    file.write_text(HEAD + RIGHT + "Merelpad;9;2033AB;Haarlem;Cohen;1950-01-01;West;1;BRP\n")
    answer = wijkaanzet("addresses", "check", file)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.replace("\u00a0", " ").splitlines() == [
        "lines: 2 right, 0 wrong",
        "letters: 2",
        "  Oost: 1",
        "  West: 1",
        "  age 25-34: 1",
        "  age 35-49: 1",
        "left out, secret address: 1",
        "columns that were not read: bron",
        "paper: € 0,04",
        "printing: € 0,12",
        "envelope: € 0,14",
        "postage: € 1,90",
        "total: € 2,20",
        "budget: € 70.000",
        "share of the budget: 0.0 %",
    ]


@pytest.mark.parametrize("act", ["check", "import"])
def test_each_wrong_line_is_told_on_standard_error(
    here: Database, wijkaanzet: Command, tmp_path: Path, act: str
) -> None:
    neighbourhood(here)
    file = tmp_path / "adressen.csv"
    file.write_text(HEAD + RIGHT + "Merelpad;x;2033SS;Haarlem;Dirks;1980-05-17;West;0;BRP\n" + RIGHT)
    answer = wijkaanzet("addresses", act, file)
    assert answer.status == 2
    assert [line.split(":", 1)[1] for line in answer.err.splitlines()] == [
        "regel 4, postcode: ‘2033SS’ bestaat niet: de letters SS worden niet gebruikt",
        "regel 4, huisnummer: ‘x’ is geen heel getal; letter en toevoeging hebben een eigen kolom",
        "regel 5, regel: dezelfde persoon als op regel 2",
        "regel 6, regel: dezelfde persoon als op regel 3",
    ]
    assert "lines: 2 right, 3 wrong" in answer.out
    file.write_text("naam\n")
    answer = wijkaanzet("addresses", act, file)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("wijkaanzet: regel 1: kolom straat")


def test_a_mail_house_gets_tables_and_a_form(here: Database, wijkaanzet: Command, tmp_path: Path) -> None:
    neighbourhood(here, 3)
    out = tmp_path / "posthuis"
    assert wijkaanzet("letters", "print", "--out", out, "--batch", 2, "--mailhouse").status == 0
    names = ["brieven-0001.csv", "brieven-0002.csv", "formulier.pdf", "manifest.csv"]
    assert sorted(path.name for path in out.iterdir()) == names
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}


def test_a_batch_that_is_gone_is_told(here: Database, wijkaanzet: Command, tmp_path: Path) -> None:
    neighbourhood(here, 3)
    out = tmp_path / "brieven"
    assert wijkaanzet("letters", "print", "--out", out).status == 0
    assert wijkaanzet("letters", "print", "--out", out).status == 2
    (out / "brieven-0001.pdf").write_bytes(b"coffee")
    answer = wijkaanzet("letters", "print", "--out", out, "--resume")
    assert answer.out.startswith("0 letters in 0 batches")
    assert "brieven-0001.pdf: is gone or was changed" in answer.err


def test_the_program_killed_while_it_prints_goes_on_with_resume(here: Database, tmp_path: Path) -> None:
    edition, out, dice = neighbourhood(here, VOTERS), tmp_path / "brieven", random.Random(4)
    command = [
        sys.executable,
        "-m",
        "wijkaanzet",
        "--config",
        str(SHIPPED),
        "letters",
        "print",
        "--out",
        str(out),
    ]
    for batch in ("1", "2"):
        with subprocess.Popen([*command, "--resume", "--batch", batch], stderr=subprocess.DEVNULL) as child:
            before, until = len(list(out.glob("*.pdf"))), time.monotonic() + 60
            while len(list(out.glob("*.pdf"))) == before and time.monotonic() < until:
                time.sleep(0.005)
            time.sleep(dice.uniform(0, 0.1))
            os.kill(child.pid, signal.SIGKILL)
        assert child.returncode == -signal.SIGKILL
        named_codes_work(here, edition, out)
        done = [pair for pdf in out.glob("*.pdf") for pair in read_back(pdf)]
        assert 0 < len(done) < VOTERS
    assert (
        subprocess.run([*command, "--resume", "--batch", "40"], check=False, capture_output=True).returncode
        == 0
    )
    check_whole(here, edition, out)
    here.close()
