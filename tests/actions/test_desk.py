"""What the desk finds at an address, and what the organiser sees at a glance."""

import pytest
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import AT, CLOSED, KEY, account, like, make_edition, open_poll, publish, submit
from wijkaanzet.actions import desk, organising, pincodes
from wijkaanzet.errors import DomainError


def test_everybody_at_a_door_is_found_with_how_their_letter_stands(session: Session) -> None:
    poll = open_poll(session, voters=2)
    poll.cast(session, 0, [1])
    extra = [
        pincodes.Entitlement("Proefstraat", 1, letter, plus, "2033AB", "Proefstad", name=name)
        for letter, plus, name in (("", "", "A. Ander"), ("B", "", "B. Boven"), ("", "2", "C. Achter"))
    ]
    pincodes.entitle(session, poll.edition, extra)
    found = desk.find_at_home(session, poll.edition, " 2033 ab", "1 hs")
    assert [(p.name, p.address, p.letter, p.state) for p in found] == [
        ("A. Ander", "Proefstraat 1", None, ""),
        ("B. Woner 1", "Proefstraat 1", 1, "used"),
        ("C. Achter", "Proefstraat 1 2", None, ""),
        ("B. Boven", "Proefstraat 1B", None, ""),
    ]


@pytest.mark.parametrize(
    ("postcode", "number"), [("2033AB", "99"), ("9999ZZ", "1"), ("20", "1"), ("2033AB", "x"), ("", "")]
)
def test_where_nobody_is_entitled_the_desk_hears_so(session: Session, postcode: str, number: str) -> None:
    poll = open_poll(session)
    with pytest.raises(DomainError, match="no-letter"):
        desk.find_at_home(session, poll.edition, postcode, number)


def test_the_desk_sees_the_new_letter_not_the_old_one(session: Session) -> None:
    poll = open_poll(session, voters=1)
    pincodes.replace_pincode(
        session, poll.edition, poll.voters[0], key=KEY, reason="kwijt", actor="balie", now=AT[Phase.VOTING]
    )
    [person] = desk.find_at_home(session, poll.edition, "2033AB", "1")
    assert (person.letter, person.state) == (2, "open")


def test_the_organiser_sees_how_far_the_edition_is(session: Session) -> None:
    edition = make_edition(session, slug="begin")
    numbers = submit(session, edition, 3)
    like(session, edition, numbers[:2])
    view = organising.glance(session, edition, now=AT[Phase.FEASIBILITY])
    assert (view.phase, view.plans, view.at_table, view.verdicts_owed) == (Phase.FEASIBILITY, 3, 2, 2)
    assert (view.verdicts_published, view.voters, view.letters, view.counted) == (False, 0, 0, False)

    poll = open_poll(session, voters=3)
    pincodes.entitle(session, poll.edition, [pincodes.Entitlement("Straat", 1, "", "", "2033AC", "Stad")])
    poll.cast(session, 0, [1])
    view = organising.glance(session, poll.edition, now=AT[Phase.VOTING])
    assert (view.voters, view.letters, view.without_letter, view.turnout) == (4, 3, 1, [])
    assert (view.voting_over, view.counted, view.published) == (False, False, False)
    publish(session, poll)
    view = organising.glance(session, poll.edition, now=CLOSED)
    assert (view.voting_over, view.counted, view.published, view.phase) == (True, True, True, None)


def test_the_trail_is_shown_newest_first_with_its_health(session: Session) -> None:
    poll = open_poll(session)
    entries, broken = organising.audit_trail(session, poll.edition)
    assert broken is None
    assert [e.sequence for e in entries] == list(range(len(entries), 0, -1))
    assert entries[0].act == "pincodes-made"
    assert account(session, "checker") > 0
