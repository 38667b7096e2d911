"""The other commands, each as an operator uses it, from the first edition to the published bundle."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from letters.readback import read_back
from phases.calendar import Phase
from tests.cli.conftest import Command
from tests.support.editions import AT, KEY, Poll, open_poll, ready_for_codes
from voting import bundle
from wijkaanzet.actions import accounts, editions
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.voters import Voter

ADDRESSES = (
    "straat;huisnummer;postcode;woonplaats;achternaam;wijk\n"
    "Merelpad;1;2033AB;Haarlem;Anders;Oost\n"
    "Merelpad;2;2033AB;Haarlem;Bakker;West\n"
    "Merelpad;3;2033AB;Haarlem;Cramer;West\n"
)


@pytest.fixture
def here(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database that the commands use."""
    monkeypatch.setenv("WIJKAANZET_DATABASE", database.url)
    monkeypatch.setenv("WIJKAANZET_SECRET_KEY", "s")
    monkeypatch.setenv("WIJKAANZET_PINCODE_KEY", KEY.decode())
    return database


def test_editions_are_made_shown_and_listed(here: Database, wijkaanzet: Command) -> None:
    assert wijkaanzet("edition", "show").status == 2
    assert wijkaanzet("edition", "create").out == "edition oefening made\n"
    again = wijkaanzet("edition", "create")
    assert (again.status, again.err) == (2, "wijkaanzet: edition-exists {'slug': 'oefening'}\n")
    shown = wijkaanzet("edition", "show", "oefening").out
    assert "Vogelbuurt aan Zet (Vogelbuurt) [rehearsal]" in shown
    assert "€\u00a070.000" in shown
    assert "voting      2026-11-30 - 2026-12-13" in shown
    assert wijkaanzet("edition", "list").out == "oefening\tVogelbuurt aan Zet\n"
    assert wijkaanzet("edition", "show", "elders").status == 2


def test_an_organiser_is_invited_with_a_link_that_works(here: Database, wijkaanzet: Command) -> None:
    wijkaanzet("edition", "create")
    answer = wijkaanzet("organiser", "invite", "Chef@voorbeeld.invalid", "--role", "checker")
    link = re.fullmatch(r"http://127\.0\.0\.1:8000/e/oefening/inloggen/(\S+)\n", answer.out)
    assert link is not None
    with here.write() as session:
        assert [mail.recipient for mail in session.scalars(select(OutgoingMail))] == [
            "chef@voorbeeld.invalid"
        ]
        account = accounts.sign_in(session, link[1], now=datetime.now(UTC))
        edition = editions.find_edition(session)
        assert edition is not None
        assert accounts.roles_of(session, edition.id, account) == {"checker"}


def test_addresses_are_checked_and_imported_whole(
    here: Database, wijkaanzet: Command, tmp_path: Path
) -> None:
    with here.write() as session:
        ready_for_codes(session)
    file = tmp_path / "adressen.csv"
    file.write_text(ADDRESSES.replace("2;2033AB", "2;20AB"))
    for act in ("check", "import"):
        answer = wijkaanzet("addresses", act, file)
        assert answer.status == 2
        assert f"{file}:regel 3, postcode: " in answer.err
    with here.read() as session:
        assert session.scalars(select(Voter)).all() == []
    file.write_text(ADDRESSES)
    assert wijkaanzet("addresses", "check", file).status == 0
    assert "new: 3, moved away: 0, unchanged: 0" in wijkaanzet("addresses", "import", file).out
    assert "new: 0, moved away: 0, unchanged: 3" in wijkaanzet("addresses", "import", file).out


def test_letters_are_printed_and_resumed(here: Database, wijkaanzet: Command, tmp_path: Path) -> None:
    with here.write() as session:
        edition = ready_for_codes(session, rehearsal=True)
        editions.turn_clock(session, edition, AT[Phase.FEASIBILITY], now=datetime.now(UTC))
    (tmp_path / "adressen.csv").write_text(ADDRESSES)
    wijkaanzet("addresses", "import", tmp_path / "adressen.csv")
    out = tmp_path / "brieven"
    answer = wijkaanzet("letters", "print", "--out", out, "--batch", 2)
    assert answer.out == f"3 letters in 2 batches in {out}\n"
    assert "Destroy them" in answer.err
    assert wijkaanzet("letters", "print", "--out", out).status == 2
    (tmp_path / "meer.csv").write_text(ADDRESSES + "Merelpad;4;2033AB;Haarlem;Dirks;Oost\n")
    wijkaanzet("addresses", "import", tmp_path / "meer.csv")
    assert (
        wijkaanzet("letters", "print", "--out", out, "--resume").out == f"1 letters in 1 batches in {out}\n"
    )
    codes = [pair for pdf in sorted(out.glob("*.pdf")) for pair in read_back(pdf)]
    assert [number for number, _ in codes] == [1, 2, 3, 4]
    assert len((out / "manifest.csv").read_text().splitlines()) == 4


def test_a_result_is_published_and_verified(here: Database, wijkaanzet: Command, tmp_path: Path) -> None:
    with here.write() as session:
        poll: Poll = open_poll(session, rehearsal=True)
        poll.cast(session, 0, [1])
    early = wijkaanzet("publish", "proefwijk", "--out", tmp_path / "uitslag")
    assert (early.status, early.err) == (2, "wijkaanzet: voting-not-over\n")
    assert not (tmp_path / "uitslag").exists()
    with here.write() as session:
        moment = poll.edition.spec.calendar[Phase.EXECUTION].start
        editions.turn_clock(session, poll.edition, moment, now=datetime.now(UTC))
    for folder in ("uitslag", "nog-eens"):
        answer = wijkaanzet("publish", "proefwijk", "--out", tmp_path / folder)
        assert answer.status == 0, answer.err
    report = bundle.verify(tmp_path / "uitslag")
    assert report.ok
    assert answer.out.endswith(f"checksum {report.checksum}\n")
    assert bundle.verify(tmp_path / "nog-eens").checksum == report.checksum
    assert wijkaanzet("verify", tmp_path / "uitslag", "--checksum", report.checksum).status == 0


def test_backup_and_restore(
    here: Database, wijkaanzet: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wijkaanzet("edition", "create")
    file = tmp_path / "reserve.db"
    assert wijkaanzet("backup", file).status == 0
    again = wijkaanzet("backup", file)
    assert (again.status, again.err) == (2, f"wijkaanzet: {file} exists; choose another name\n")
    full = wijkaanzet("restore", file)
    assert (full.status, full.err.count("\n")) == (2, 1)
    monkeypatch.setenv("WIJKAANZET_DATABASE", f"sqlite:///{tmp_path / 'nieuw.db'}")
    assert wijkaanzet("restore", file).out == "restored\n"
    assert wijkaanzet("edition", "list").out == "oefening\tVogelbuurt aan Zet\n"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("onzin", "database: Could not parse SQLAlchemy URL"),
        ("postgresql+psycopg://x@/x?host=/nergens", "database: connection "),
        ("oracel://x", "database: Can't load plugin"),
    ],
)
def test_a_database_that_is_not_there_is_one_line(
    wijkaanzet: Command, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.setenv("WIJKAANZET_DATABASE", url)
    answer = wijkaanzet("edition", "list")
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith(f"wijkaanzet: {said}")


def test_settings_that_cannot_be_used_are_one_line(
    wijkaanzet: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJKAANZET_PORT", "poort")
    answer = wijkaanzet("edition", "list")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(
        "wijkaanzet: environment: WIJKAANZET_PORT: must be a whole number from 1 to 65535"
    )
