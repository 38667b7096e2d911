"""Pincodes: one for everybody, two for nobody, never in plain, and replaced only while unused."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import (
    ACTOR,
    AT,
    CLOSED,
    KEY,
    Poll,
    fresh,
    like,
    make_edition,
    open_poll,
    people,
    ready_for_codes,
    submit,
)
from wijkaanzet.actions import pincodes
from wijkaanzet.actions.guards import is_frozen
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.voters import Address, Pincode, Voter

NOW = AT[Phase.FEASIBILITY]


def make(
    session: Session, edition: EditionRecord, ids: list[int], **options: Any
) -> list[pincodes.IssuedPincode]:
    options = {"key": KEY, "actor": ACTOR, "now": NOW} | options
    return pincodes.make_pincodes(session, edition, ids, **options)


def replace(session: Session, poll: Poll, voter: int, **options: Any) -> pincodes.IssuedPincode:
    options = {"key": KEY, "actor": ACTOR, "now": AT[Phase.VOTING], "reason": "kwijt"} | options
    return pincodes.replace_pincode(session, poll.edition, poll.voters[voter], **options)


def states(session: Session, poll: Poll, voter: int) -> list[str]:
    query = select(Pincode.state).where(Pincode.voter_id == poll.voters[voter]).order_by(Pincode.letter)
    return list(session.scalars(query))


def test_everybody_gets_one_and_only_its_hash_is_kept(session: Session) -> None:
    edition = ready_for_codes(session)
    ids = pincodes.entitle(session, edition, people(3))
    issued = make(session, edition, pincodes.voters_without_code(session, edition))
    assert [one.letter for one in issued] == [1, 2, 3]
    assert [one.voter_id for one in issued] == ids
    assert [one.entitlement.house_number for one in issued] == [1, 2, 3]
    stored = {row.letter: row for row in session.scalars(select(Pincode))}
    for one in issued:
        assert stored[one.letter].code_hash == one.pincode.hashed(KEY, edition.id)
        assert (stored[one.letter].state, stored[one.letter].voter_id) == ("open", one.voter_id)
    assert pincodes.voters_without_code(session, edition) == []
    said = repr([(entry.act, entry.subject, entry.details) for entry in trail(session, edition.id)])
    assert not any(part in said for one in issued for part in (one.pincode.symbols, str(one.pincode)))


def test_the_first_pincode_freezes_and_draws_the_seed(session: Session) -> None:
    edition = ready_for_codes(session)
    ids = pincodes.entitle(session, edition, people(2))
    assert (is_frozen(session, edition), edition.lot_seed) == (False, "")
    make(session, edition, ids[:1])
    seed = fresh(session, edition).lot_seed
    assert is_frozen(session, edition)
    assert len(seed) == 32
    make(session, edition, ids[1:])
    assert fresh(session, edition).lot_seed == seed
    assert [e.act for e in trail(session, edition.id)].count("edition-frozen") == 1


def test_no_code_without_public_verdicts_and_none_after_voting(session: Session) -> None:
    edition = make_edition(session)
    like(session, edition, submit(session, edition))
    ids = pincodes.entitle(session, edition, people(1))
    with pytest.raises(DomainError, match="verdicts-not-published"):
        make(session, edition, ids)
    ready = ready_for_codes(session, slug="klaar")
    ids = pincodes.entitle(session, ready, people(1))
    with pytest.raises(DomainError, match="too-late"):
        make(session, ready, ids, now=CLOSED)
    assert make(session, ready, [], now=NOW) == []
    assert not is_frozen(session, ready)
    assert len(make(session, ready, ids, now=CLOSED - timedelta(seconds=1))) == 1


def test_nobody_holds_two(session: Session) -> None:
    poll = open_poll(session, voters=2)
    with pytest.raises(DomainError, match="code-exists"), session.begin_nested():
        make(session, poll.edition, poll.voters[:1])
    row = {"edition_id": poll.edition.id, "code_hash": b"x" * 32, "voter_id": poll.voters[0], "letter": 99}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(Pincode), row | {"state": "reserved"})
    session.execute(insert(Pincode), row | {"state": "void"})
    assert states(session, poll, 0) == ["open", "void"]


def test_a_lost_letter_is_replaced_by_one_new_code(session: Session) -> None:
    poll = open_poll(session, voters=3)
    issued = replace(session, poll, 1)
    assert (issued.letter, issued.voter_id) == (4, poll.voters[1])
    assert states(session, poll, 1) == ["void", "open"]
    with pytest.raises(DomainError, match="code-void"):
        poll.cast(session, 1, [1])
    entries = [e for e in trail(session, poll.edition.id) if e.act == "pincode-replaced"]
    assert [(e.subject, e.details) for e in entries] == [("letter 4", {"reason": "kwijt"})]
    assert replace(session, poll, 1).letter == 5
    assert states(session, poll, 1) == ["void", "void", "open"]


def test_a_used_or_reserved_code_cannot_be_replaced(session: Session) -> None:
    poll = open_poll(session, voters=2)
    poll.cast(session, 0, [1])
    with pytest.raises(DomainError, match="code-used"):
        replace(session, poll, 0)
    row = session.get_one(Pincode, (poll.edition.id, poll.codes[1]))
    row.state = "reserved"
    session.flush()
    with pytest.raises(DomainError, match="code-reserved"):
        replace(session, poll, 1)
    assert [states(session, poll, voter) for voter in (0, 1)] == [["used"], ["reserved"]]


def test_a_replacement_needs_a_reason_and_a_voter(session: Session) -> None:
    poll = open_poll(session, voters=1)
    with pytest.raises(DomainError, match="reason-missing"):
        replace(session, poll, 0, reason=" \n")
    with pytest.raises(DomainError, match="no-such-voter"):
        pincodes.replace_pincode(
            session, poll.edition, 12345, key=KEY, reason="x", actor=ACTOR, now=AT[Phase.VOTING]
        )
    assert states(session, poll, 0) == ["open"]


def test_equal_homes_are_stored_once_and_delivered_in_walking_order(session: Session) -> None:
    edition = ready_for_codes(session)
    homes = [("2034AA", 1, "", ""), ("2033AB", 10, "", ""), ("2033AB", 2, "", "10"), ("2033AB", 2, "", "2")]
    homes += [("2033AB", 2, "B", ""), ("2033AB", 2, "", ""), ("2033AB", 2, "", "2")]
    ids = pincodes.entitle(
        session,
        edition,
        [pincodes.Entitlement("Straat", n, letter, plus, code, "Plaats") for code, n, letter, plus in homes],
    )
    assert len(session.scalars(select(Address)).all()) == 6
    assert len(set(ids)) == 7
    order = [ids.index(voter) for voter in pincodes.voters_without_code(session, edition)]
    assert [homes[i] for i in order] == [
        ("2033AB", 2, "", ""),
        ("2033AB", 2, "", "2"),
        ("2033AB", 2, "", "2"),
        ("2033AB", 2, "", "10"),
        ("2033AB", 2, "B", ""),
        ("2033AB", 10, "", ""),
        ("2034AA", 1, "", ""),
    ]
    assert len(pincodes.voters_without_code(session, edition, limit=3)) == 3


def test_editions_do_not_see_each_others_people_or_codes(session: Session) -> None:
    poll, other = open_poll(session, voters=2), open_poll(session, voters=2, slug="andere")
    assert not set(poll.voters) & set(other.voters)
    with pytest.raises(DomainError, match="code-wrong"):
        Poll(other.edition, other.voters, poll.codes).cast(session, 0, [1])
    assert session.scalar(select(Voter.edition_id).where(Voter.id == other.voters[0])) == other.edition.id
