"""Turnout by group hides small groups, and those that would give a small one away."""

from dataclasses import replace

from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, CLOSED, KEY, Poll, fresh, people, ready_for_codes
from wijkaanzet.actions import counting, pincodes
from wijkaanzet.actions.turnout import turnout_values


def poll_of(session: Session, groups: list[tuple[str, str, int, int]]) -> Poll:
    """Groups of area, ages, how many may vote and how many do."""
    edition = ready_for_codes(session)
    everybody = people(sum(size for _area, _ages, size, _voted in groups))
    homes, votes = iter(everybody), []
    entitled = []
    for area, ages, size, voted in groups:
        for index in range(size):
            entitled.append(replace(next(homes), area=area, age_group=ages))
            votes.append(index < voted)
    ids = pincodes.entitle(session, edition, entitled)
    issued = pincodes.make_pincodes(session, edition, ids, key=KEY, actor=ACTOR, now=AT[Phase.FEASIBILITY])
    by_voter = {one.voter_id: one.pincode.hashed(KEY, edition.id) for one in issued}
    poll = Poll(fresh(session, edition), ids, [by_voter[voter] for voter in ids])
    for voter, casts in enumerate(votes):
        if casts:
            poll.cast(session, voter, [1])
    return poll


def test_large_groups_are_told_and_small_ones_are_not(session: Session) -> None:
    poll = poll_of(
        session,
        [("Oost", "65+", 30, 20), ("West", "16-24", 20, 12), ("Noord", "16-24", 15, 4), ("Zuid", "", 12, 7)],
    )
    values = turnout_values(session, poll.edition)
    assert (values["entitled"], values["voted"]) == (77, 43)
    areas = {row["name"]: row["voted"] for row in values["areas"]}
    assert areas == {"Noord": None, "Oost": 20, "West": 12, "Zuid": None}
    assert [row["name"] for row in values["ages"]] == ["16-24", "65+", ""]


def test_a_single_small_group_cannot_be_subtracted(session: Session) -> None:
    poll = poll_of(session, [("Oost", "", 30, 20), ("West", "", 20, 12), ("Noord", "", 15, 4)])
    shown = {row["name"]: row["voted"] for row in turnout_values(session, poll.edition)["areas"]}
    assert shown == {"Noord": None, "Oost": 20, "West": None}


def test_one_group_is_no_table_and_the_result_keeps_what_was_told(session: Session) -> None:
    poll = poll_of(session, [("Oost", "", 30, 20)])
    assert turnout_values(session, poll.edition)["areas"] == []
    counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
    counting.publish(session, poll.edition, actor=ACTOR, now=CLOSED)
    outcome = counting.published_outcome(session, fresh(session, poll.edition))
    assert outcome is not None
    assert outcome["turnout"] == {"entitled": 30, "voted": 20, "areas": [], "ages": []}
