"""Many at once, on real threads with connections of their own: one code is one ballot, and nobody honest is refused."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier, Event

import pytest
from sqlalchemy import select

from phases.calendar import Phase
from tests.support.editions import (
    ACTOR,
    AT,
    CLOSED,
    KEY,
    Poll,
    fresh,
    make_edition,
    open_poll,
    people,
    ready_for_codes,
)
from voting.receipt import Receipt as PlainReceipt
from wijkaanzet.actions import accounts, counting, pincodes, secrecy, voting
from wijkaanzet.errors import DomainError
from wijkaanzet.storage.audit import first_broken_link, record_act, trail
from wijkaanzet.storage.ballots import Ballot, Receipt
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.voters import Pincode

NOW = AT[Phase.VOTING]


@pytest.fixture
def hosts(database: Database) -> Iterator[list[Database]]:
    """Two hosts: engines that share nothing but the database."""
    second = Database(database.url)
    yield [database, second]
    second.close()


def cast(host: Database, poll: Poll, voter: int, numbers: list[int]) -> PlainReceipt | str:
    try:
        with host.write() as session:
            return poll.cast(session, voter, numbers)
    except DomainError as error:
        return error.code


def test_fifty_tries_with_one_code_store_one_ballot_whole(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        poll = open_poll(session, costs=[1] * 50, voters=2)
    start = Barrier(50)

    def attempt(number: int) -> PlainReceipt | str:
        start.wait()
        return cast(hosts[number % 2], poll, 0, list(range(1, number + 1)))

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(attempt, range(1, 51)))
    [receipt] = [answer for answer in answers if isinstance(answer, PlainReceipt)]
    assert Counter(map(str, answers)) == {str(receipt): 1, "code-used": 49}
    winner = answers.index(receipt) + 1
    with hosts[0].read() as session:
        assert session.scalars(select(Ballot.choices)).all() == [",".join(map(str, range(1, winner + 1)))]
        assert session.scalars(select(Receipt.receipt)).all() == [receipt.symbols]
        assert sorted(session.scalars(select(Pincode.state))) == ["open", "used"]


def test_three_hundred_voters_at_once_are_all_stored(hosts: list[Database]) -> None:
    """Neighbours in the index of codes, and mixing while they vote."""
    with hosts[0].write() as session:
        poll = open_poll(session, costs=[1] * 9, voters=300)
    ballots = [[n for n in range(1, 10) if voter >> (n - 1) & 1] for voter in range(300)]
    neighbours = sorted(range(300), key=poll.codes.__getitem__)
    voted = Event()

    def keep_mixing() -> None:
        while not voted.wait(0.05):
            with hosts[1].write() as session:
                secrecy.mix(session, poll.edition)

    with ThreadPoolExecutor(41) as threads:
        mixing = threads.submit(keep_mixing)
        answers = list(threads.map(lambda v: cast(hosts[v % 2], poll, v, ballots[v]), neighbours))
        voted.set()
        mixing.result()
    assert [answer for answer in answers if isinstance(answer, str)] == []
    with hosts[0].read() as session:
        stored = Counter(session.scalars(select(Ballot.choices)))
        assert stored == Counter(",".join(map(str, numbers)) for numbers in ballots)
        assert set(session.scalars(select(Receipt.receipt))) == {
            a.symbols for a in answers if isinstance(a, PlainReceipt)
        }
        assert secrecy.used_codes(session, poll.edition) == 300


def count(host: Database, poll: Poll) -> int:
    with host.write() as session:
        return counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED).voters


def test_the_count_waits_for_a_ballot_under_way(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        poll = open_poll(session)
    with ThreadPoolExecutor(1) as threads:
        with hosts[0].write() as session:
            poll.cast(session, 0, [1])
            counting_now = threads.submit(count, hosts[1], poll)
            wait([counting_now], timeout=0.3)
        assert counting_now.result() == 1


def test_a_ballot_that_comes_during_the_count_is_refused_not_stored_uncounted(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        poll = open_poll(session)
    with ThreadPoolExecutor(1) as threads:
        with hosts[1].write() as session:
            counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
            voter = threads.submit(cast, hosts[0], poll, 0, [1])
            wait([voter], timeout=0.3)
        assert voter.result() == "too-late"
    with hosts[0].read() as session:
        assert session.scalars(select(Ballot)).all() == []
        assert set(session.scalars(select(Pincode.state))) == {"open"}


def together(hosts: list[Database], act: Callable[[Database, int], object], count: int = 8) -> list[object]:
    """Do something from several threads at the same moment."""
    start = Barrier(count)

    def one(number: int) -> object:
        start.wait()
        try:
            return act(hosts[number % 2], number)
        except DomainError as error:
            return error.code

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_codes_made_at_once_are_one_for_everybody(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        edition = ready_for_codes(session)
        ids = pincodes.entitle(session, edition, people(10))

    def make(host: Database, _number: int) -> int:
        with host.write() as session:
            now = AT[Phase.FEASIBILITY]
            return len(pincodes.make_pincodes(session, edition, ids, key=KEY, actor=ACTOR, now=now))

    assert sorted(map(str, together(hosts, make))) == ["10", *["code-exists"] * 7]
    with hosts[0].read() as session:
        assert sorted(session.scalars(select(Pincode.letter))) == list(range(1, 11))
        assert [e.act for e in trail(session, edition.id)].count("edition-frozen") == 1
        assert len(fresh(session, edition).lot_seed) == 32


def test_failures_counted_at_once_are_all_counted(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        edition = make_edition(session)

    def fail(host: Database, number: int) -> int:
        with host.write() as session:
            return voting.count_failure(session, edition, f"network {number % 2}", now=NOW)

    counts = together(hosts, fail)
    assert sorted(map(str, counts)) == ["1", "1", "2", "2", "3", "3", "4", "4"]
    with hosts[0].read() as session:
        assert voting.failures_since(session, edition, since=NOW) == 8


def test_acts_recorded_at_once_make_one_whole_chain(hosts: list[Database]) -> None:
    with hosts[0].write() as session:
        edition = make_edition(session)

    def act(host: Database, number: int) -> None:
        with host.write() as session:
            record_act(session, edition.id, f"act-{number}", actor=ACTOR, now=NOW)

    assert together(hosts, act) == [None] * 8
    with hosts[0].read() as session:
        assert [entry.sequence for entry in trail(session, edition.id)] == list(range(1, 10))
        assert first_broken_link(session, edition.id) is None


def test_one_person_who_signs_in_twice_at_once_has_one_account(hosts: list[Database]) -> None:
    def sign_in(host: Database, _number: int) -> int:
        with host.write() as session:
            return accounts.account_for(session, "Nieuw@voorbeeld.invalid", now=NOW)

    assert len(set(together(hosts, sign_in))) == 1


def test_a_long_act_at_the_desk_does_not_hold_up_voters(hosts: list[Database]) -> None:
    """On PostgreSQL; SQLite has one writer, and its acts are short."""
    with hosts[0].write() as session:
        poll = open_poll(session, voters=1)
    if hosts[0].is_sqlite:
        assert isinstance(cast(hosts[1], poll, 0, [1]), PlainReceipt)
        return
    with ThreadPoolExecutor(1) as threads, hosts[0].write() as session:
        record_act(session, poll.edition.id, "letters-drawn", actor=ACTOR, now=NOW)
        voter = threads.submit(cast, hosts[1], poll, 0, [1])
        assert isinstance(voter.result(timeout=20), PlainReceipt)
