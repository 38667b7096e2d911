"""The address file: all of it or nothing, and a newer one changes only what differs."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from letters.errors import FileError
from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, KEY, open_poll, ready_for_codes
from wijkaanzet.actions import pincodes
from wijkaanzet.actions.addresses import Changes, import_addresses, read_addresses
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.voters import Address, Pincode, Voter

HEAD = (
    "straat;huisnummer;huisletter;toevoeging;postcode;woonplaats;voorletters;achternaam;geboortedatum;wijk\n"
)
ANNA = "Merelpad;1;;;2033AB;Haarlem;A.;Anders;1980-05-01;Oost\n"
BRAM = "Merelpad;1;;;2033AB;Haarlem;B.;Bakker;1979-05-01;Oost\n"
CEES = "Merelpad;2;A;;2033AB;Haarlem;C.;Cramer;1950-05-01;West\n"
CEES_JUNIOR = "Merelpad;2;A;;2033AB;Haarlem;C.;Cramer;1985-05-01;West\n"
CHILD = "Merelpad;3;;;2033AB;Haarlem;D.;Dirks;2015-05-01;West\n"


def bring(session: Session, edition: EditionRecord, *lines: str) -> Changes:
    file = read_addresses((HEAD + "".join(lines)).encode(), edition)
    return import_addresses(session, edition, file, actor=ACTOR, now=AT[Phase.FEASIBILITY])


def give_codes(session: Session, edition: EditionRecord) -> list[pincodes.IssuedPincode]:
    waiting = pincodes.voters_without_code(session, edition)
    return pincodes.make_pincodes(session, edition, waiting, key=KEY, actor=ACTOR, now=AT[Phase.FEASIBILITY])


def states(session: Session) -> dict[str, list[str]]:
    rows = session.execute(
        select(Voter.name, Pincode.state).join(Pincode, Pincode.voter_id == Voter.id).order_by(Pincode.letter)
    )
    found: dict[str, list[str]] = {}
    for name, state in rows:
        found.setdefault(name, []).append(state)
    return found


@pytest.fixture
def ready(session: Session) -> EditionRecord:
    return ready_for_codes(session)


def test_people_are_stored_at_their_address_without_their_birth_date(
    session: Session, ready: EditionRecord
) -> None:
    assert bring(session, ready, ANNA, BRAM, CEES) == Changes(3, 0, 0)
    people = {voter.name: voter for voter in session.scalars(select(Voter))}
    assert set(people) == {"A. Anders", "B. Bakker", "C. Cramer"}
    assert people["A. Anders"].address_id == people["B. Bakker"].address_id
    assert people["C. Cramer"].age_group == "65-79"
    address = session.get_one(Address, (ready.id, people["C. Cramer"].address_id))
    assert (address.street, address.house_number, address.house_letter) == ("Merelpad", 2, "A")
    assert (address.postcode, address.place, address.area) == ("2033AB", "Haarlem", "West")
    [entry] = [entry for entry in trail(session, ready.id) if entry.act == "addresses-imported"]
    assert entry.details == {"new": 3, "gone": 0, "kept": 0}


@pytest.mark.parametrize(
    "wrong",
    [CHILD, ANNA.replace("2033AB", "20AB"), ANNA.replace("Oost", "Zuid"), "Merelpad;9\n", BRAM + BRAM],
)
def test_one_wrong_line_and_nothing_is_stored(session: Session, ready: EditionRecord, wrong: str) -> None:
    with pytest.raises(DomainError, match="file-has-problems"):
        bring(session, ready, ANNA, wrong, CEES)
    assert session.scalars(select(Voter)).all() == []
    assert session.scalars(select(Address)).all() == []


def test_what_is_no_address_file_at_all(ready: EditionRecord) -> None:
    with pytest.raises(FileError):
        read_addresses(b"naam;plaats\nAnna;Haarlem\n", ready)


def test_the_same_file_again_changes_nothing(session: Session, ready: EditionRecord) -> None:
    bring(session, ready, ANNA, CEES, CEES_JUNIOR)
    codes = give_codes(session, ready)
    assert bring(session, ready, CEES_JUNIOR, CEES, ANNA) == Changes(0, 0, 3)
    assert give_codes(session, ready) == []
    assert len(codes) == 3
    assert states(session) == {"A. Anders": ["open"], "C. Cramer": ["open", "open"]}


def test_who_moved_away_loses_an_unused_code_and_who_came_gets_a_letter(
    session: Session, ready: EditionRecord
) -> None:
    bring(session, ready, ANNA, BRAM)
    give_codes(session, ready)
    assert bring(session, ready, ANNA, CEES) == Changes(1, 1, 1)
    assert [one.entitlement.name for one in give_codes(session, ready)] == ["C. Cramer"]
    assert states(session) == {"A. Anders": ["open"], "B. Bakker": ["void"], "C. Cramer": ["open"]}
    assert bring(session, ready, ANNA, CEES) == Changes(0, 0, 2)


def test_who_comes_back_gets_a_new_letter(session: Session, ready: EditionRecord) -> None:
    bring(session, ready, ANNA, BRAM)
    give_codes(session, ready)
    bring(session, ready, ANNA)
    assert bring(session, ready, ANNA, BRAM) == Changes(1, 0, 1)
    assert [one.entitlement.name for one in give_codes(session, ready)] == ["B. Bakker"]
    assert states(session)["B. Bakker"] == ["void", "open"]


def test_of_two_namesakes_one_can_leave(session: Session, ready: EditionRecord) -> None:
    bring(session, ready, CEES, CEES_JUNIOR)
    give_codes(session, ready)
    assert bring(session, ready, CEES_JUNIOR) == Changes(0, 1, 1)
    assert sorted(states(session)["C. Cramer"]) == ["open", "void"]
    assert give_codes(session, ready) == []


def test_a_used_code_stays_used_when_its_voter_moves(session: Session) -> None:
    poll = open_poll(session, voters=1)
    poll.cast(session, 0, [1])
    assert bring(session, poll.edition, ANNA) == Changes(1, 1, 0)
    assert session.scalars(select(Pincode.state)).all() == ["used"]
    assert len(pincodes.voters_without_code(session, poll.edition)) == 1


def test_somebody_who_left_gets_no_letter_and_no_replacement(session: Session, ready: EditionRecord) -> None:
    bring(session, ready, ANNA, BRAM)
    bring(session, ready, ANNA)
    assert len(pincodes.voters_without_code(session, ready)) == 1
    gone = session.scalar(select(Voter.id).where(Voter.left))
    assert gone is not None
    with pytest.raises(DomainError, match="no-such-voter"):
        pincodes.replace_pincode(
            session, ready, gone, key=KEY, reason="kwijt", actor=ACTOR, now=AT[Phase.VOTING]
        )


def test_an_address_may_ask_for_several_letters(session: Session, ready: EditionRecord) -> None:
    head = "straat;huisnummer;postcode;woonplaats;wijk;aantal brieven\n"
    file = read_addresses((head + "Merelpad;1;2033AB;Haarlem;Oost;3\n").encode(), ready)
    now = AT[Phase.FEASIBILITY]
    assert import_addresses(session, ready, file, actor=ACTOR, now=now) == Changes(3, 0, 0)
    fewer = read_addresses((head + "Merelpad;1;2033AB;Haarlem;Oost;2\n").encode(), ready)
    assert import_addresses(session, ready, fewer, actor=ACTOR, now=now) == Changes(0, 1, 2)
