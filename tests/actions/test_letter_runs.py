"""Orders to make letters, on both databases: carried out once, gone on with after a death, told why they stopped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from letters.readback import read_back
from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, CLOSED, KEY, Poll, fresh, people, ready_for_codes
from tests.support.letters import check_whole
from voting.pincode import Pincode as PlainPincode
from wijkaanzet import create_app
from wijkaanzet.actions import letter_runs, pincodes, undeliverable
from wijkaanzet.actions import letters as lettering
from wijkaanzet.actions.letter_runs import LetterOrder
from wijkaanzet.actions.reprints import Kind
from wijkaanzet.config import Config, ConfigError, load_config
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.lettering import LetterRun
from wijkaanzet.storage.voters import Pincode

NOW = AT[Phase.FEASIBILITY]
SHIPPED = load_config(Path("config.toml"), {})


class Desk:
    """An organiser's orders and a worker that carries them out."""

    def __init__(self, database: Database, folder: Path, count: int) -> None:
        letters = replace(SHIPPED.letters, batch=3)
        self.config: Config = replace(SHIPPED, data_dir=folder, letters=letters)
        self.database = database
        self.now: datetime = NOW
        with database.write() as session:
            self.edition: EditionRecord = ready_for_codes(session)
            pincodes.entitle(session, self.edition, people(count))

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return lettering.letters_folder(self.config.data_dir, self.edition)

    def ask(self, kind: Kind = Kind.WAITING, target: str = "", **fields: Any) -> int:
        """Store an order; its number."""
        asked = LetterOrder(kind, target, **({"reason": "proef"} | fields))
        with self.database.write() as session:
            now = self.now
            return letter_runs.ask_for_letters(
                session, self.edition, asked, config=self.config, actor=ACTOR, now=now
            )

    def work(self) -> int:
        """Let the job worker look once."""
        return letter_runs.carry_out_runs(self.database, config=self.config, key=KEY, clock=lambda: self.now)

    def run(self, number: int) -> LetterRun:
        """How an order stands."""
        with self.database.read() as session:
            found = letter_runs.find_run(session, self.edition, number)
        assert found is not None
        return found

    def states(self) -> list[str]:
        """The states of all codes in the order of their letters."""
        with self.database.read() as session:
            return list(session.scalars(select(Pincode.state).order_by(Pincode.letter)))


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    """An organiser with eight residents who wait, three to a file."""
    return Desk(database, tmp_path / "data", 8)


class Dead(BaseException):
    """Stands for a worker that is killed."""


def dying_at(count: int, act: Callable[..., Any], failure: BaseException) -> Callable[..., Any]:
    """The act, until it fails at the given call."""
    calls: list[object] = []

    def die(*arguments: Any, **options: Any) -> Any:
        calls.append(None)
        if len(calls) == count:
            raise failure
        return act(*arguments, **options)

    return die


def test_an_order_is_carried_out_once(desk: Desk) -> None:
    number = desk.ask()
    with pytest.raises(DomainError, match="letters-busy"):
        desk.ask()
    assert desk.work() == 8
    assert desk.work() == 0
    run = desk.run(number)
    assert (run.state, run.done, run.total) == ("done", 8, 8)
    check_whole(desk.database, desk.edition, desk.folder)
    with pytest.raises(DomainError, match="nothing-to-print"):
        desk.ask()


@pytest.mark.parametrize("kind", [Kind.WAITING, Kind.STREET])
def test_a_worker_that_died_is_followed_by_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    if kind is Kind.STREET:
        desk.ask()
        desk.work()
    number = desk.ask(kind, "Proefstraat" if kind is Kind.STREET else "")
    with monkeypatch.context() as patch:
        patch.setattr(lettering, "draw_batch", dying_at(3, lettering.draw_batch, Dead()))
        with pytest.raises(Dead):
            desk.work()
    run = desk.run(number)
    assert (run.state, run.done, run.total) == ("running", 6, 8)
    assert desk.work() == 0  # it may still be alive
    desk.now += timedelta(minutes=3)
    assert desk.work() == 2
    run = desk.run(number)
    assert (run.state, run.done, run.total) == ("done", 8, 8)
    assert desk.states() == ["void"] * 8 * (kind is Kind.STREET) + ["open"] * 8


@pytest.mark.parametrize(
    ("failure", "problem"), [(OSError("full"), "disk"), (DomainError("too-late"), "too-late")]
)
def test_why_an_order_stopped_is_told_and_it_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, failure: Exception, problem: str
) -> None:
    number = desk.ask()
    with monkeypatch.context() as patch:
        patch.setattr(lettering, "draw_batch", dying_at(2, lettering.draw_batch, failure))
        desk.work()
    run = desk.run(number)
    assert (run.state, run.done, run.problem) == ("failed", 3, problem)
    with desk.database.write() as session:
        letter_runs.go_on(session, desk.edition, number)
    assert desk.work() == 5
    check_whole(desk.database, desk.edition, desk.folder)


def test_when_somebody_else_writes_in_the_folder_the_order_waits(desk: Desk) -> None:
    number = desk.ask()
    with lettering.locked(desk.folder):
        desk.work()
    assert desk.run(number).state == "waiting"
    assert desk.work() == 8


def test_an_order_once_more_replaces_what_is_unused(desk: Desk) -> None:
    desk.ask()
    desk.work()
    drawn = [code for pdf in sorted(desk.folder.glob("*.pdf")) for _, code in read_back(pdf)]
    with desk.database.write() as session:
        edition = fresh(session, desk.edition)
        hashes = [PlainPincode.parse(code).hashed(KEY, edition.id) for code in drawn]
        Poll(edition, [], hashes).cast(session, 1)
    number = desk.ask(Kind.BATCH, "1")
    desk.work()
    assert desk.states() == ["void", "used", "void", *["open"] * 7]
    with desk.database.read() as session:
        assert letter_runs.refused_letters(session, desk.edition, desk.run(number)) == (2,)
    desk.ask(Kind.ADDRESS, "2033 ab|8")
    desk.work()
    assert desk.states() == ["void", "used", "void", *["open"] * 4, "void", *["open"] * 3]


def test_nothing_is_ordered_too_late_or_without_a_reason(desk: Desk) -> None:
    with pytest.raises(DomainError, match="reason-missing"):
        desk.ask(Kind.STREET, "Proefstraat", reason=" ")
    desk.now = CLOSED
    with pytest.raises(DomainError, match="too-late"):
        desk.ask()


def test_mail_that_came_back_is_counted_and_stays_without_a_letter(desk: Desk) -> None:
    desk.ask()
    desk.work()
    with desk.database.write() as session:
        assert undeliverable.note_returned(session, desk.edition, "brief 4", actor=ACTOR, now=NOW) == 4
        assert undeliverable.returned_by_area(session, desk.edition) == [undeliverable.Returned("", 1, 8)]
        assert pincodes.voters_without_code(session, desk.edition) == []
        assert pincodes.count_without_code(session, desk.edition) == 0
    assert desk.states()[3] == "void"
    desk.ask(Kind.ADDRESS, "2033AB|4")
    desk.work()
    assert desk.states()[8] == "open"


def test_settings_of_letters_are_looked_at_before_the_start(tmp_path: Path) -> None:
    shipped = Path("config.toml").read_text("utf-8")
    file = tmp_path / "config.toml"
    file.write_text(shipped.replace('wording = ""', 'wording = "brieftekst.toml"'), "utf-8")
    with pytest.raises(ConfigError, match=r"brieftekst.toml: cannot be read"):
        load_config(file, {})
    (tmp_path / "brieftekst.toml").write_text('titel = "x"')
    config = load_config(file, {"WIJKAANZET_DATA_DIR": str(tmp_path / "data")})
    with pytest.raises(ValueError, match=r"brieftekst.toml: titel: is no part of the letter"):
        create_app(config)
    (tmp_path / "brieftekst.toml").write_text('title = "Kies mee in {area}"')
    edition = EditionRecord(1, config.edition, timedelta(), "", None)
    words = lettering.letter_text(edition, load_config(file, {}), NOW).wording
    assert words.title == "Kies mee in {area}"
