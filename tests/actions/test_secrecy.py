"""Mixing: the same ballots, other keys, another order, and nothing left that tells which code cast which."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import AT, CALENDAR, Poll, make_edition, open_poll
from wijkaanzet.actions import secrecy
from wijkaanzet.jobs import mix_open_editions
from wijkaanzet.storage.ballots import Ballot, Receipt, Turnout
from wijkaanzet.storage.database import Database

VOTING = CALENDAR[Phase.VOTING]
DAY = timedelta(days=1)
VOTERS = 60


def vote_all(database: Database) -> tuple[Poll, list[str], list[str]]:
    """Sixty voters, one transaction each, no two ballots alike: choices and receipts in the order of casting."""
    with database.write() as session:
        poll = open_poll(session, costs=[1] * 6, voters=VOTERS)
    ballots = [[n for n in range(1, 7) if voter >> (n - 1) & 1] for voter in range(VOTERS)]
    Random(7).shuffle(ballots)
    receipts = []
    for voter, numbers in enumerate(ballots):
        with database.write() as session:
            receipts.append(poll.cast(session, voter, numbers).symbols)
    return poll, [",".join(map(str, numbers)) for numbers in ballots], receipts


def in_stored_order(session: Session) -> tuple[list[str], list[str]]:
    """Choices and receipts as they lie in the tables."""
    order = "" if session.get_bind().dialect.name == "sqlite" else "ORDER BY ctid"
    return (
        list(session.scalars(text(f"SELECT choices FROM ballots {order}"))),
        list(session.scalars(text(f"SELECT receipt FROM receipts {order}"))),
    )


def alike(one: list[str], other: list[str]) -> int:
    """In how many places two lists agree."""
    return sum(a == b for a, b in zip(one, other, strict=True))


JOINED = """
SELECT count(*) FROM {one} a JOIN {other} b ON
    a.xmin = b.xmin OR a.xmax = b.xmax AND a.xmax <> '0' OR a.xmin = b.xmax OR a.ctid = b.ctid AND a.xmin = b.xmin
"""


def joined(session: Session, one: str, other: str) -> int:
    """How many pairs of rows PostgreSQL's own system columns put together."""
    return int(session.scalar(text(JOINED.format(one=one, other=other))) or 0)


def test_row_versions_join_nothing_after_mixing(database: Database) -> None:
    poll, ballots, receipts = vote_all(database)
    if database.is_sqlite:  # no row versions there, and keys that are random from the start
        with database.read() as session:
            assert alike(in_stored_order(session)[0], ballots) < VOTERS // 2
        return
    with database.read() as session:  # so that the look below would see it
        assert joined(session, "pincodes", "ballots") == joined(session, "pincodes", "receipts") == VOTERS
        assert in_stored_order(session) == (ballots, receipts)
    with database.write() as session:
        assert secrecy.mix(session, poll.edition) == VOTERS
    with database.read() as session:
        assert joined(session, "pincodes", "ballots") == joined(session, "pincodes", "receipts") == 0
        now_ballots, now_receipts = in_stored_order(session)
        assert max(alike(now_ballots, ballots), alike(now_ballots[::-1], ballots)) < VOTERS // 2
        assert max(alike(now_receipts, receipts), alike(now_receipts[::-1], receipts)) < VOTERS // 2
        ballot_of = dict(zip(receipts, ballots, strict=True))
        assert alike([ballot_of[receipt] for receipt in now_receipts], now_ballots) < VOTERS // 2


def test_mixing_keeps_every_ballot_and_receipt_and_changes_every_key(session: Session) -> None:
    poll, other = open_poll(session, voters=30), open_poll(session, voters=2, slug="andere")
    for voter in range(30):
        poll.cast(session, voter, [[1], [2], [1, 2], []][voter % 4])
    other.cast(session, 0, [1])

    def state(poll: Poll) -> tuple[Counter[str], set[bytes], set[str]]:
        rows = session.execute(
            select(Ballot.ballot_key, Ballot.choices).where(Ballot.edition_id == poll.edition.id)
        ).all()
        receipts = session.scalars(select(Receipt.receipt).where(Receipt.edition_id == poll.edition.id))
        return Counter(row.choices for row in rows), {row.ballot_key for row in rows}, set(receipts)

    before, elsewhere = state(poll), state(other)
    assert secrecy.mix(session, poll.edition) == 30
    after = state(poll)
    assert (after[0], after[2]) == (before[0], before[2])
    assert len(after[1]) == 30
    assert not after[1] & before[1]
    assert state(other) == elsewhere


def test_there_may_be_nothing_to_mix(session: Session) -> None:
    assert secrecy.mix(session, make_edition(session)) == 0


def test_the_worker_mixes_while_voting_is_open_only(database: Database) -> None:
    with database.write() as session:
        poll = open_poll(session)
        make_edition(session, slug="andere")
        poll.cast(session, 0, [1])
    assert mix_open_editions(database, AT[Phase.FEASIBILITY]) == 0
    assert mix_open_editions(database, AT[Phase.VOTING]) == 2
    with database.read() as session:
        assert session.scalars(select(Ballot.choices)).all() == ["1"]


def note(session: Session, poll: Poll, days_after_start: int) -> None:
    secrecy.note_turnout(
        session, poll.edition, now=VOTING.start + days_after_start * DAY + timedelta(minutes=9)
    )
    session.flush()


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [(10, 0, []), (11, 0, [11]), (10, 1, [11]), (11, 10, [11]), (12, 11, [12, 11])],
)
def test_turnout_is_shown_per_day_and_only_above_ten(
    session: Session, first: int, second: int, shown: list[int]
) -> None:
    poll = open_poll(session, voters=30)
    for voter in range(first):
        poll.cast(session, voter)
    note(session, poll, 1)
    for voter in range(first, first + second):
        poll.cast(session, voter)
    note(session, poll, 2)
    assert [figure for _, figure in secrecy.turnout_by_day(session, poll.edition)] == shown


def test_a_day_is_noted_once_after_it_has_ended_and_never_outside_voting(session: Session) -> None:
    poll = open_poll(session, voters=20)
    for voter in range(11):
        poll.cast(session, voter)
    note(session, poll, 0)  # nothing has ended yet
    assert session.scalars(select(Turnout)).all() == []
    note(session, poll, 1)
    poll.cast(session, 11)
    note(session, poll, 1)
    assert secrecy.turnout_by_day(session, poll.edition) == [(VOTING.first_day, 11)]
    note(session, poll, 14)
    note(session, poll, 15)  # the day after the last one
    assert list(session.scalars(select(Turnout.day).order_by(Turnout.day))) == [
        VOTING.first_day,
        VOTING.last_day,
    ]
