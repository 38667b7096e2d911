"""A rehearsal edition goes to every phase, forward and back, through the real actions."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import KEY, NOW, account, draft, fresh, make_edition
from wijkaanzet.actions import counting, execution, likes, plans, rehearsal, voting
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import first_broken_link, trail
from wijkaanzet.storage.ballots import Ballot
from wijkaanzet.storage.voters import Pincode, Voter


@pytest.fixture
def oefening(session: Session) -> EditionRecord:
    return make_edition(session, slug="oefening", rehearsal=True, like_threshold=4)


def go(session: Session, edition: EditionRecord, phase: Phase) -> EditionRecord:
    turned = rehearsal.go_to_phase(session, fresh(session, edition), phase, key=KEY, now=NOW)
    session.flush()
    assert fresh(session, edition) == turned
    assert turned.phase_at(turned.local_now(NOW)) is phase
    return turned


def figures(session: Session, edition: EditionRecord) -> tuple[int, int, int, int]:
    """Plans, voters, codes and ballots of the edition."""
    counts = [
        session.scalar(select(func.count()).where(table.edition_id == edition.id))
        for table in (Voter, Pincode, Ballot)
    ]
    return len(plans.list_plans(session, edition.id)), *(count or 0 for count in counts)  # type: ignore[return-value]


def test_it_goes_through_all_five_phases_and_back(session: Session, oefening: EditionRecord) -> None:
    at: dict[Phase, tuple[int, int, int, int]] = {}
    for phase in Phase:
        go(session, oefening, phase)
        at[phase] = figures(session, oefening)
    assert at[Phase.SUBMIT][0] == at[Phase.EXECUTION][0] > 5
    assert at[Phase.FEASIBILITY][1:] == (0, 0, 0)
    assert at[Phase.VOTING][1] == at[Phase.VOTING][2] > 20
    assert at[Phase.VOTING][3] == 0
    assert 0 < at[Phase.EXECUTION][3] < at[Phase.EXECUTION][1]
    outcome = counting.published_outcome(session, oefening)
    assert outcome is not None
    assert outcome["selected"]
    view = execution.overview(session, fresh(session, oefening), now=NOW)
    assert view.money.spent > 0
    assert {progress.plan.number for progress in view.plans} == counting.chosen_numbers(session, oefening)
    for phase in reversed(Phase):
        go(session, oefening, phase)
        assert figures(session, oefening) == at[phase]
    assert first_broken_link(session, oefening.id) is None


def test_one_leap_does_what_five_steps_do(session: Session, oefening: EditionRecord) -> None:
    other = make_edition(session, slug="sprong", rehearsal=True, like_threshold=4)
    for phase in Phase:
        go(session, oefening, phase)
    go(session, other, Phase.EXECUTION)
    assert figures(session, other) == figures(session, oefening)


def test_going_back_keeps_staff_and_the_trail_and_begins_again(
    session: Session, oefening: EditionRecord
) -> None:
    organiser = rehearsal.account_of(session, oefening, "organiser", now=NOW)
    voting_now = go(session, oefening, Phase.VOTING)
    acts = len(list(trail(session, oefening.id)))
    again = go(session, oefening, Phase.SUBMIT)
    assert (again.lot_seed, again.verdicts_published_at) == ("", None)
    assert len(list(trail(session, oefening.id))) >= acts
    assert rehearsal.account_of(session, oefening, "organiser", now=NOW) == organiser
    later = go(session, oefening, Phase.VOTING)
    assert later.lot_seed != voting_now.lot_seed != ""


def test_a_visitors_plan_stays_and_gets_to_the_ballot(session: Session, oefening: EditionRecord) -> None:
    edition = go(session, oefening, Phase.SUBMIT)
    now = edition.local_now(NOW)
    number = plans.submit_plan(session, edition, draft("Van mij"), submitter=account(session), now=now)
    edition = go(session, edition, Phase.LIKES)
    for i in range(4):
        fan = account(session, f"vriend{i}")
        likes.like_plan(session, edition, number, account=fan, now=edition.local_now(NOW))
    edition = go(session, edition, Phase.VOTING)
    assert number in voting.ballot_choices(session, edition.id)
    issued = rehearsal.practice_code(session, edition, key=KEY, now=edition.local_now(NOW))
    code_hash = issued.pincode.hashed(KEY, edition.id)
    voting.cast_ballot(session, edition, code_hash, [number], now=edition.local_now(NOW))
    go(session, edition, Phase.EXECUTION)
    outcome = counting.published_outcome(session, edition)
    assert outcome is not None
    assert {p["id"]: p["votes"] for p in outcome["projects"]}[str(number)] >= 1


def test_another_edition_is_left_alone(session: Session, oefening: EditionRecord) -> None:
    other = make_edition(session, slug="tweede", rehearsal=True, like_threshold=4)
    go(session, other, Phase.EXECUTION)
    before = figures(session, other)
    go(session, oefening, Phase.EXECUTION)
    go(session, oefening, Phase.SUBMIT)
    assert figures(session, other) == before


def test_a_real_edition_has_no_rehearsal_clock(session: Session, edition: EditionRecord) -> None:
    for act in (
        lambda: rehearsal.go_to_phase(session, edition, Phase.VOTING, key=KEY, now=NOW),
        lambda: rehearsal.practice_code(session, edition, key=KEY, now=NOW),
        lambda: rehearsal.account_of(session, edition, "organiser", now=NOW),
    ):
        with pytest.raises(DomainError, match="not-a-rehearsal"):
            act()
    assert plans.list_plans(session, edition.id) == []
