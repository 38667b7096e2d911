"""Paper votes: slips first, forms apart from them, typed twice, cast together; on real threads where it matters."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, CLOSED, Poll, account, open_poll, publish
from voting.ballot import BallotKind, BallotRule
from voting.receipt import Receipt as PlainReceipt
from wijkaanzet.actions import counting, desk, paper, paper_forms, pincodes, secrecy
from wijkaanzet.errors import DomainError
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.ballots import Ballot, Receipt
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.paper import PaperForm
from wijkaanzet.storage.voters import Pincode, Voter

NOW = AT[Phase.VOTING]
LAST_DAY = CLOSED - timedelta(hours=2)


def refused(code: str) -> pytest.RaisesExc[DomainError]:
    return pytest.raises(DomainError, match=f"^{code}$")


def reserve(session: Session, poll: Poll, *voters: int, number: int = 1) -> int:
    for voter in voters:
        paper.reserve_slip(session, poll.edition, number, poll.codes[voter], now=NOW)
    return paper.count_slips(session, poll.edition, number)


def batch_of(session: Session, poll: Poll, voters: int = 5) -> tuple[int, int]:
    """A batch whose slips are put away, and its two typists."""
    number = paper.open_batch(session, poll.edition, actor=ACTOR, now=NOW)
    reserve(session, poll, *range(voters), number=number)
    paper.separate(session, poll.edition, number, actor=ACTOR, now=NOW)
    return account(session, "anna"), account(session, "bert")


def type_in(session: Session, poll: Poll, readings: dict[int, str], *typists: int, number: int = 1) -> None:
    for typist in typists:
        for form, reading in readings.items():
            paper_forms.type_form(session, poll.edition, number, form, reading, typist=typist)


def states(session: Session) -> Counter[tuple[str, int | None]]:
    session.flush()
    rows = session.execute(select(Pincode.state, Pincode.paper_batch))
    return Counter((state, batch) for state, batch in rows)


def test_a_batch_from_slips_to_receipts(session: Session) -> None:
    poll = open_poll(session, voters=7)
    typists = batch_of(session, poll)
    type_in(session, poll, {1: "1", 2: "1,2", 3: "", 4: paper_forms.NO_VALID_CHOICE, 5: "3"}, *typists)
    receipts = paper.cast_batch(session, poll.edition, 1, actor=ACTOR, now=NOW)
    assert Counter(session.scalars(select(Ballot.choices))) == Counter(["1", "1,2", "", "", "3"])
    assert {r.symbols for r in receipts} == set(session.scalars(select(Receipt.receipt)))
    assert len(receipts) == 5 == secrecy.used_codes(session, poll.edition)
    assert states(session) == {("used", None): 5, ("open", None): 2}, "a cast code forgets its batch"
    assert session.scalar(select(func.count()).select_from(PaperForm)) == 0
    assert paper.find_batch(session, poll.edition, 1).stage == "cast"
    entry = next(e for e in trail(session, poll.edition.id) if e.act == "paper-batch-cast")
    assert (entry.subject, entry.details) == ("batch 1", {"ballots": 5, "without_valid_choice": 1})
    publish(session, poll)


def test_a_slip_hears_at_once_how_its_code_stands(session: Session) -> None:
    poll = open_poll(session, voters=6)
    edition = poll.edition
    for number in (1, 2):
        assert paper.open_batch(session, edition, actor=ACTOR, now=NOW) == number
    assert reserve(session, poll, 0) == 1
    poll.cast(session, 1, [1])
    fresh = pincodes.replace_pincode(
        session, edition, poll.voters[2], key=b"k", reason="kwijt", actor=ACTOR, now=NOW
    )
    for code, batch, said in (
        (poll.codes[0], 1, "slip-here"),
        (poll.codes[0], 2, "slip-elsewhere"),
        (poll.codes[1], 1, "code-used"),
        (poll.codes[2], 1, "code-void"),
        (bytes(32), 1, "code-wrong"),
    ):
        with refused(said):
            paper.reserve_slip(session, edition, batch, code, now=NOW)
    hashed = fresh.pincode.hashed(b"k", edition.id)
    assert paper.reserve_slip(session, edition, 1, hashed, now=NOW) == 2
    with refused("code-reserved"):
        poll.cast(session, 0, [1])
    with refused("too-late"):
        paper.reserve_slip(session, edition, 1, poll.codes[3], now=CLOSED)
    with refused("code-reserved"):
        pincodes.replace_pincode(
            session, edition, poll.voters[0], key=b"k", reason="kwijt", actor=ACTOR, now=NOW
        )


def test_a_slip_and_a_batch_can_be_given_back(session: Session) -> None:
    poll = open_poll(session, voters=6)
    paper.open_batch(session, poll.edition, actor=ACTOR, now=NOW)
    reserve(session, poll, *range(6))
    assert paper.release_slip(session, poll.edition, 1, poll.codes[0], actor=ACTOR, now=NOW) == 5
    with refused("slip-not-here"):
        paper.release_slip(session, poll.edition, 1, poll.codes[0], actor=ACTOR, now=NOW)
    assert isinstance(poll.cast(session, 0, [1]), PlainReceipt)
    paper.separate(session, poll.edition, 1, actor=ACTOR, now=NOW)
    type_in(session, poll, {1: "1"}, account(session, "anna"))
    with refused("batch-not-open"):
        paper.release_slip(session, poll.edition, 1, poll.codes[1], actor=ACTOR, now=NOW)
    with refused("reason-missing"):
        paper.cancel_batch(session, poll.edition, 1, reason=" ", actor=ACTOR, now=NOW)
    paper.cancel_batch(session, poll.edition, 1, reason="formulieren nat geworden", actor=ACTOR, now=NOW)
    assert states(session) == {("open", None): 5, ("used", None): 1}
    assert session.scalar(select(func.count()).select_from(PaperForm)) == 0
    with refused("batch-not-open"):
        paper.cast_batch(session, poll.edition, 1, actor=ACTOR, now=NOW)
    with refused("no-such-batch"):
        paper.find_batch(session, poll.edition, 9)


def test_a_small_batch_waits_for_more_until_nobody_can(session: Session) -> None:
    poll = open_poll(session)
    paper.open_batch(session, poll.edition, actor=ACTOR, now=NOW)
    with refused("batch-empty"):
        paper.separate(session, poll.edition, 1, actor=ACTOR, now=NOW)
    reserve(session, poll, 0, 1)
    with refused("batch-small"):
        paper.separate(session, poll.edition, 1, actor=ACTOR, now=NOW)
    assert paper.separate(session, poll.edition, 1, actor=ACTOR, now=LAST_DAY) == 2


def test_two_people_type_and_what_differs_is_settled(session: Session) -> None:
    poll = open_poll(session)
    anna, bert = batch_of(session, poll)
    edition, carla = poll.edition, account(session, "carla")
    type_in(session, poll, {1: "1", 2: "2", 3: "3", 4: ""}, anna)
    paper_forms.type_all_forms(session, edition, 1, "1", typist=bert)
    standing = paper.form_standing(session, edition, 1)
    assert (standing.typed, standing.is_typed_twice) == ({anna: 4, bert: 5}, False)
    with refused("no-difference"):  # nothing is shown while one of them still types
        paper_forms.settle_form(session, edition, 1, 2, "2", actor=ACTOR, now=NOW)
    with refused("two-typists"):
        type_in(session, poll, {5: "1"}, carla)
    for form in (0, 6):
        with refused("no-such-form"):
            type_in(session, poll, {form: "1"}, anna)
    type_in(session, poll, {5: "1"}, anna)
    type_in(session, poll, {4: ""}, bert)  # typed again: the last reading stays
    assert paper_forms.own_forms(session, edition, 1, bert) == {1: "1", 2: "1", 3: "1", 4: "", 5: "1"}
    standing = paper.form_standing(session, edition, 1)
    assert [(d.form, d.readings) for d in standing.differences] == [(2, ("1", "2")), (3, ("1", "3"))]
    assert not standing.is_ready
    with refused("batch-not-ready"):
        paper.cast_batch(session, edition, 1, actor=ACTOR, now=NOW)
    paper_forms.settle_form(session, edition, 1, 2, "2", actor=ACTOR, now=NOW)
    paper_forms.settle_form(session, edition, 1, 3, "-", actor=ACTOR, now=NOW)
    with refused("no-difference"):
        paper_forms.settle_form(session, edition, 1, 1, "2", actor=ACTOR, now=NOW)
    assert len(paper.cast_batch(session, edition, 1, actor=ACTOR, now=NOW)) == 5
    assert Counter(session.scalars(select(Ballot.choices))) == Counter({"1": 2, "2": 1, "": 2})


def test_a_signature_list_is_a_batch_with_one_choice(session: Session) -> None:
    poll = open_poll(session)
    for typist in batch_of(session, poll):
        paper_forms.type_all_forms(session, poll.edition, 1, "2", typist=typist)
    paper.cast_batch(session, poll.edition, 1, actor=ACTOR, now=NOW)
    assert session.scalars(select(Ballot.choices)).all() == ["2"] * 5


def test_paper_keeps_the_same_ballot_rule(session: Session) -> None:
    poll = open_poll(session, ballot_rule=BallotRule(BallotKind.COUNT, minimum=1, maximum=2))
    for numbers in ([1, 2, 3], [9], [1, 1]):
        with refused("ballot-invalid"):
            paper_forms.reading_of(session, poll.edition, numbers)
    assert paper_forms.reading_of(session, poll.edition, [2, 1]) == "1,2"
    assert paper_forms.reading_of(session, poll.edition, [1, 2, 3], valid=False) == "-"
    assert paper_forms.reading_of(session, poll.edition, []) == ""


def test_paper_that_was_handed_in_in_time_is_counted(session: Session) -> None:
    """Slips were reserved while the vote was open; forms may be typed after it, as after a polling station closes."""
    poll = open_poll(session)
    typists = batch_of(session, poll)
    with refused("paper-waits"):
        counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
    type_in(session, poll, dict.fromkeys(range(1, 6), "1"), *typists)
    paper.cast_batch(session, poll.edition, 1, actor=ACTOR, now=CLOSED)
    assert counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED).voters == 5


def test_the_trail_says_nothing_of_a_choice_or_a_code(session: Session) -> None:
    poll = open_poll(session)
    anna, bert = batch_of(session, poll)
    type_in(session, poll, dict.fromkeys(range(1, 6), "1,2"), anna)
    type_in(session, poll, dict.fromkeys(range(1, 6), "3"), bert)
    for form in range(1, 6):
        paper_forms.settle_form(session, poll.edition, 1, form, "1,2", actor=ACTOR, now=NOW)
    receipts = paper.cast_batch(session, poll.edition, 1, actor=ACTOR, now=NOW)
    written = " ".join(f"{e.act} {e.subject} {e.details}" for e in trail(session, poll.edition.id))
    assert "paper-form-settled batch 1 {'form': 5}" in written
    for secret in ("1,2", *(str(r) for r in receipts), *(code.hex() for code in poll.codes)):
        assert secret not in written


def test_a_code_is_cast_online_or_reserved_never_both(database: Database) -> None:
    with database.write() as session:
        poll = open_poll(session, voters=20)
        paper.open_batch(session, poll.edition, actor=ACTOR, now=NOW)
    start = Barrier(8)

    def online(first: int) -> list[str]:
        start.wait()
        return [_said(database, lambda s, v=v: poll.cast(s, v, [1])) for v in range(first, 20, 4)]

    def at_desk(first: int) -> list[str]:
        start.wait()
        return [_said(database, lambda s, v=v: reserve(s, poll, v)) for v in range(first, 20, 4)]

    with ThreadPoolExecutor(8) as threads:
        voted = [threads.submit(online, first) for first in range(4)]
        held = [threads.submit(at_desk, first) for first in range(4)]
        answers = Counter(said for one in (*voted, *held) for said in one.result())
    assert set(answers) <= {"done", "code-used", "code-reserved"}
    assert answers["done"] == 20
    with database.read() as session:
        found = states(session)
        assert found["used", None] + found["reserved", 1] == 20
        assert session.scalar(select(func.count()).select_from(Ballot)) == found["used", None]


def test_a_batch_that_is_cast_twice_at_once_is_cast_once(database: Database) -> None:
    with database.write() as session:
        poll = open_poll(session)
        for typist in batch_of(session, poll):
            paper_forms.type_all_forms(session, poll.edition, 1, "1", typist=typist)
    start = Barrier(4)

    def cast(_: int) -> str:
        start.wait()
        return _said(database, lambda s: paper.cast_batch(s, poll.edition, 1, actor=ACTOR, now=NOW))

    with ThreadPoolExecutor(4) as threads:
        assert Counter(threads.map(cast, range(4))) == {"done": 1, "batch-not-open": 3}
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Ballot)) == 5


def _said(database: Database, act: object) -> str:
    try:
        with database.write() as session:
            act(session)  # type: ignore[operator]
    except DomainError as error:
        return error.code
    return "done"


def test_somebody_with_a_secret_address_is_entitled_once(session: Session) -> None:
    poll = open_poll(session)
    who = {"actor": ACTOR, "now": NOW}
    voter = desk.entitle_at_desk(session, poll.edition, " Nora  Šimić ", "2033 AB", "1", **who)
    row = session.get_one(Voter, (poll.edition.id, voter))
    assert (row.name, row.at_desk) == ("Nora Šimić", True)
    issued = pincodes.make_pincodes(session, poll.edition, [voter], key=b"k", **who)[0]
    assert issued.entitlement.street == "Balie"
    with refused("already-entitled"):
        desk.entitle_at_desk(session, poll.edition, "nora šimić", "2033 AB", "1", **who)
    with refused("name-missing"):
        desk.entitle_at_desk(session, poll.edition, " ", "2033 AB", "1", **who)
    for wrong in (("20 AB", "1"), ("2033 AB", "0"), ("2033 AB", "x")):
        with refused("desk-address-wrong"):
            desk.entitle_at_desk(session, poll.edition, "Iemand Anders", *wrong, **who)
    entry = next(e for e in trail(session, poll.edition.id) if e.act == "entitled-at-desk")
    assert (entry.actor, entry.details) == (ACTOR, {"identity_checked": True})
    assert "Nora" not in str(entry.subject)
