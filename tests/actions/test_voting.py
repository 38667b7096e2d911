"""Casting a ballot: the phase, the rule, one use; and counting those who guess."""

from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import AT, CALENDAR, CLOSED, open_poll
from voting.ballot import BallotKind, BallotRule, ProblemKind
from wijkaanzet.actions import voting
from wijkaanzet.errors import DomainError
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.ballots import Ballot, Receipt
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.voters import Pincode

NOW = AT[Phase.VOTING]


def stored(session: Session) -> tuple[list[str], list[str], int]:
    """Choices, receipts, and how many codes are used."""
    used = session.scalar(select(func.count()).where(Pincode.state == "used"))
    return (
        sorted(session.scalars(select(Ballot.choices))),
        sorted(session.scalars(select(Receipt.receipt))),
        used or 0,
    )


def test_a_ballot_is_stored_whole_with_its_receipt(session: Session) -> None:
    poll = open_poll(session, costs=[1] * 12)
    receipts = [poll.cast(session, 0, [11, 2, 10]), poll.cast(session, 1, []), poll.cast(session, 2, [1])]
    assert stored(session) == (["", "1", "2,10,11"], sorted(r.symbols for r in receipts), 3)


def test_a_ballot_is_not_refused_by_an_older_ballot_paper(session: Session) -> None:
    """Such as one of the same edition before a backup was put back, in a process that went on."""
    poll = open_poll(session)
    plan = session.get_one(Plan, (poll.edition.id, 1))
    plan.withdrawn_at = NOW
    session.flush()
    assert 1 not in voting.ballot_paper(session, poll.edition).choices
    plan.withdrawn_at = None
    session.flush()
    poll.cast(session, 0, [1])
    assert stored(session)[0] == ["1"]


def test_a_code_is_used_once(session: Session) -> None:
    poll = open_poll(session)
    poll.cast(session, 0, [1])
    for numbers in ([1], [2], []):
        with pytest.raises(DomainError, match="code-used"):
            poll.cast(session, 0, numbers)
    with pytest.raises(DomainError, match="code-used"):
        voting.recognise(session, poll.edition, poll.codes[0], now=NOW)
    assert stored(session)[0] == ["1"]


@pytest.mark.parametrize(
    ("state", "code"), [("void", "code-void"), ("reserved", "code-reserved"), ("used", "code-used")]
)
def test_only_an_open_code_votes(session: Session, state: str, code: str) -> None:
    poll = open_poll(session)
    session.get_one(Pincode, (poll.edition.id, poll.codes[0])).state = state
    session.flush()
    with pytest.raises(DomainError, match=code):
        poll.cast(session, 0, [1])
    with pytest.raises(DomainError, match=code):
        voting.recognise(session, poll.edition, poll.codes[0], now=NOW)
    assert stored(session)[:2] == ([], [])


def test_a_wrong_code_votes_for_nothing(session: Session) -> None:
    poll = open_poll(session)
    with pytest.raises(DomainError, match="code-wrong"):
        voting.cast_ballot(session, poll.edition, bytes(32), [1], now=NOW)
    voting.recognise(session, poll.edition, poll.codes[0], now=NOW)
    assert stored(session) == ([], [], 0)


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (CALENDAR[Phase.VOTING].start - timedelta(microseconds=1), "too-early"),
        (CALENDAR[Phase.VOTING].start, ""),
        (CLOSED - timedelta(microseconds=1), ""),
        (CLOSED, "too-late"),
    ],
)
def test_voting_is_open_from_the_first_to_the_last_moment(session: Session, now: object, code: str) -> None:
    poll = open_poll(session)
    if not code:
        voting.cast_ballot(session, poll.edition, poll.codes[0], [1], now=now)  # type: ignore[arg-type]
        assert stored(session)[2] == 1
        return
    with pytest.raises(DomainError, match=code):
        voting.cast_ballot(session, poll.edition, poll.codes[0], [1], now=now)  # type: ignore[arg-type]
    assert stored(session) == ([], [], 0)


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ([1, 2, 3], ProblemKind.OVER_BUDGET),
        ([1, 1], ProblemKind.TWICE),
        ([9], ProblemKind.UNKNOWN_PLAN),
        ([-1], ProblemKind.UNKNOWN_PLAN),
    ],
)
def test_the_server_decides_what_a_ballot_may_hold(
    session: Session, numbers: list[int], kind: ProblemKind
) -> None:
    poll = open_poll(session)
    with pytest.raises(DomainError, match="ballot-invalid") as refused:
        poll.cast(session, 0, numbers)
    assert {problem.kind for problem in refused.value.facts["problems"]} == {kind}
    assert stored(session) == ([], [], 0)
    poll.cast(session, 0, [1, 2])


def test_the_editions_own_rule_is_the_one_that_counts(session: Session) -> None:
    poll = open_poll(session, ballot_rule=BallotRule(BallotKind.COUNT, minimum=2, maximum=2))
    for numbers in ([1], [1, 2, 3]):
        with pytest.raises(DomainError, match="ballot-invalid"):
            poll.cast(session, 0, numbers)
    poll.cast(session, 0, [1, 3])
    assert stored(session)[0] == ["1,3"]


def test_one_ballot_changes_a_code_a_ballot_a_receipt_and_nothing_else(database: Database) -> None:
    with database.write() as session:
        poll = open_poll(session)
        before = contents(session)
        acts = len(list(trail(session, poll.edition.id)))
    with database.write() as session:
        poll.cast(session, 3, [1])
    with database.read() as session:
        after = contents(session)
        assert {table for table in after if after[table] != before[table]} == {
            "ballots",
            "receipts",
            "pincodes",
        }
        assert len(list(trail(session, poll.edition.id))) == acts
        changed = after["pincodes"] ^ before["pincodes"]
        assert len(changed) == 2
        assert {row.replace("'used'", "'open'") for row in changed} == {min(changed)}


def contents(session: Session) -> dict[str, set[str]]:
    """Every row of every table, as text."""
    return {
        table: {repr(tuple(row)) for row in session.execute(text(f"SELECT * FROM {table}"))}
        for table in inspect(session.connection()).get_table_names()
    }


def test_failures_are_counted_per_network_per_hour_and_in_all(database: Database) -> None:
    with database.write() as session:
        edition = open_poll(session).edition
    counts = []
    for network, later in (("a", 0), ("a", 1), ("b", 2), ("a", 59), ("a", 61)):
        with database.write() as session:
            now = NOW.replace(minute=0) + timedelta(minutes=later)
            counts.append(voting.count_failure(session, edition, network, now=now))
    assert counts == [1, 2, 1, 3, 1]
    with database.read() as session:
        hour = NOW.replace(minute=0)
        assert voting.failures_since(session, edition, since=hour - timedelta(hours=1)) == 5
        assert voting.failures_since(session, edition, since=hour + timedelta(hours=2)) == 1
        assert voting.failures_since(session, edition, since=hour + timedelta(hours=3)) == 0
