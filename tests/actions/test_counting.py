"""After voting: an alarm when figures differ, the count that follows from the ballots, and a bundle that verifies."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, CLOSED, Poll, open_poll, publish
from voting import bundle
from voting.receipt import Receipt as PlainReceipt
from voting.tally import Ballots, Project, RuleName, TallyRule, TieBreak, TieKind, count
from wijkaanzet.actions import counting
from wijkaanzet.errors import DomainError
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.ballots import Ballot, Receipt, Tally
from wijkaanzet.storage.voters import Pincode

COSTS = (30_000_00, 25_000_00, 40_000_00)
BALLOTS = [[1, 2], [1], [3], [3, 1], []]


def voted(
    session: Session, ballots: list[list[int]] = BALLOTS, **changes: object
) -> tuple[Poll, list[PlainReceipt]]:
    poll = open_poll(session, costs=COSTS, voters=len(ballots), **changes)
    return poll, [poll.cast(session, voter, numbers) for voter, numbers in enumerate(ballots)]


def test_nothing_is_counted_before_voting_is_over(session: Session) -> None:
    poll, _ = voted(session)
    with pytest.raises(DomainError, match="voting-not-over"):
        counting.close_and_count(session, poll.edition, actor=ACTOR, now=AT[Phase.VOTING])
    assert session.scalars(select(Tally)).all() == []


def test_the_count_is_the_tally_of_the_same_ballots(session: Session) -> None:
    poll, _ = voted(session)
    outcome = counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
    projects = [
        Project(str(i + 1), cost, ("Groen", "Op straat")[i % 2], ("Oost", "West")[i % 2])
        for i, cost in enumerate(COSTS)
    ]
    ballots = Ballots.from_lists([n - 1 for n in numbers] for numbers in BALLOTS)
    tie_break = TieBreak(TieKind.LOT, poll.edition.lot_seed)
    assert outcome == count(projects, ballots, 70_000_00, TallyRule(), tie_break)
    assert (outcome.selected, outcome.spent, outcome.voters) == (("1", "3"), 70_000_00, 5)
    assert [e.details for e in trail(session, poll.edition.id) if e.act == "counted"] == [{"ballots": 5}]


@pytest.mark.parametrize("lost", ["ballot", "receipt", "code"])
def test_counts_that_differ_are_an_alarm_and_nothing_is_counted(session: Session, lost: str) -> None:
    poll, _ = voted(session)
    if lost == "ballot":
        key = session.scalars(select(Ballot.ballot_key)).first()
        session.execute(delete(Ballot).where(Ballot.ballot_key == key))
    elif lost == "receipt":
        session.add(Receipt(edition_id=poll.edition.id, receipt="0000000000"))
    else:
        session.get_one(Pincode, (poll.edition.id, poll.codes[0])).state = "open"
    session.flush()
    with pytest.raises(DomainError, match="counts-differ") as alarm:
        counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
    figures = {"used": 5, "ballots": 5, "receipts": 5}
    figures |= {"ballot": {"ballots": 4}, "receipt": {"receipts": 6}, "code": {"used": 4}}[lost]
    assert alarm.value.facts == figures
    assert session.scalars(select(Tally)).all() == []


def test_the_result_is_nobodys_until_it_is_published(session: Session) -> None:
    poll, receipts = voted(session)
    edition = poll.edition
    with pytest.raises(DomainError, match="not-counted"):
        counting.publish(session, edition, actor=ACTOR, now=CLOSED)
    counting.close_and_count(session, edition, actor=ACTOR, now=CLOSED)
    assert counting.published_outcome(session, edition) is None
    assert counting.chosen_numbers(session, edition) is None
    assert counting.bundle_files(session, edition) == {}
    assert not counting.is_receipt_counted(session, edition, receipts[0])
    counting.close_and_count(session, edition, actor=ACTOR, now=CLOSED)
    publish(session, poll)
    assert counting.chosen_numbers(session, edition) == {1, 3}
    for act in (counting.close_and_count, counting.publish):
        with pytest.raises(DomainError, match="already-published"):
            act(session, edition, actor=ACTOR, now=CLOSED)


def test_the_published_bundle_verifies_and_counts_again(session: Session, tmp_path: Path) -> None:
    poll, receipts = voted(session)
    counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
    checksum = counting.publish(session, poll.edition, actor=ACTOR, now=CLOSED)
    files = counting.bundle_files(session, poll.edition)
    bundle.save(tmp_path / "uitslag", files)
    report = bundle.verify(tmp_path / "uitslag")
    assert report.ok, report.difference
    assert report.checksum == checksum
    assert sorted(files["ontvangstcodes.txt"].decode().split()) == sorted(map(str, receipts))
    assert all(counting.is_receipt_counted(session, poll.edition, receipt) for receipt in receipts)
    assert not counting.is_receipt_counted(session, poll.edition, PlainReceipt.generate())
    for name, content in files.items():
        assert counting.bundle_file(session, poll.edition, name) == content
    assert counting.bundle_file(session, poll.edition, "../secrets.toml") is None
    published = [e.details for e in trail(session, poll.edition.id) if e.act == "result-published"]
    assert published == [{"checksum": checksum}]


def test_no_receipt_stands_beside_a_choice_and_no_code_anywhere(session: Session) -> None:
    poll, receipts = voted(session)
    publish(session, poll)
    files = counting.bundle_files(session, poll.edition)
    for name, content in files.items():
        found = [str(r).encode() in content or r.symbols.encode() in content for r in receipts]
        assert all(found) if name == "ontvangstcodes.txt" else not any(found), name
        assert not any(code.hex().encode() in content for code in poll.codes)


def test_the_seed_was_promised_before_it_is_told(session: Session) -> None:
    poll, _ = voted(session)
    promised = counting.seed_commitment(poll.edition)
    assert len(promised) == 64
    publish(session, poll)
    told = counting.bundle_files(session, poll.edition)["uitslag.json"].decode()
    assert promised in told
    assert poll.edition.lot_seed in told


def test_a_tie_that_nothing_may_break_stops_the_count(session: Session) -> None:
    poll, _ = voted(session, [[1], [3]], tie_kind=TieKind.REFUSE, budget=50_000_00)
    with pytest.raises(DomainError, match="tie-refused"):
        counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)


def test_an_edition_in_which_nobody_voted_can_be_counted(session: Session, tmp_path: Path) -> None:
    poll, _ = voted(session, [], tally_rule=TallyRule(min_votes=1))
    publish(session, poll)
    bundle.save(tmp_path / "leeg", counting.bundle_files(session, poll.edition))
    assert bundle.verify(tmp_path / "leeg").ok
    assert counting.chosen_numbers(session, poll.edition) == frozenset()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.sampled_from([1, 2, 3]), unique=True, max_size=2), max_size=8),
    st.sampled_from(
        [TallyRule(), TallyRule(RuleName.EQUAL_SHARES), TallyRule(RuleName.PHRAGMEN, min_votes=2)]
    ),
)
def test_whatever_was_voted_the_database_counts_what_the_tally_counts(
    session: Session, ballots: list[list[int]], rule: TallyRule
) -> None:
    again = session.begin_nested()
    poll, _ = voted(session, ballots, tally_rule=rule, tie_kind=TieKind.ORDER)
    outcome = counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
    projects = [Project(str(i + 1), cost) for i, cost in enumerate(COSTS)]
    plain = Ballots.from_lists([n - 1 for n in numbers] for numbers in ballots)
    assert outcome.selected == count(projects, plain, 70_000_00, rule, TieBreak()).selected
    again.rollback()
    session.expunge_all()
