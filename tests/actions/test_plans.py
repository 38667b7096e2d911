"""Phase 1: submitting, and taking back."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import AT, CALENDAR, account, draft, make_edition, submit
from wijkaanzet.actions import plans
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.plans import Plan


def test_a_submitted_plan_is_kept_word_for_word(session: Session, edition: EditionRecord) -> None:
    words = draft(
        "Bankjes — “zit” 🌳", place="Plein", audience="iedereen", rough_estimate=1_234_56, area="Oost"
    )
    number = plans.submit_plan(session, edition, words, submitter=account(session), now=AT[Phase.SUBMIT])
    plan = plans.find_plan(session, edition.id, number)
    assert plan is not None
    assert (plan.title, plan.place, plan.audience) == (words.title, "Plein", "iedereen")
    assert (plan.estimate, plan.cost, plan.area, plan.theme) == (1_234_56, 1_234_56, "Oost", "Groen")
    assert (plan.reference, plan.likes, plan.withdrawn, plan.verdict) == ("1", 0, False, None)


def test_plans_are_numbered_from_one_in_each_edition(session: Session, edition: EditionRecord) -> None:
    other = make_edition(session, slug="andere")
    assert submit(session, edition, 3) == [1, 2, 3]
    assert submit(session, other, 2) == [1, 2]
    assert [plan.number for plan in plans.list_plans(session, other.id)] == [1, 2]


@pytest.mark.parametrize(
    ("change", "code"), [({"theme": "Wonen"}, "unknown-theme"), ({"area": "Zuid"}, "unknown-area")]
)
def test_a_plan_belongs_under_a_theme_and_an_area_of_the_edition(
    session: Session, edition: EditionRecord, change: dict[str, str], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        plans.submit_plan(session, edition, draft(**change), submitter=account(session), now=AT[Phase.SUBMIT])
    assert refused.value.code == code
    assert plans.list_plans(session, edition.id) == []


@pytest.mark.parametrize("phase", Phase)
def test_plans_are_submitted_in_their_phase_only(
    session: Session, edition: EditionRecord, phase: Phase
) -> None:
    if phase is Phase.SUBMIT:
        last = CALENDAR[phase].end - timedelta(microseconds=1)
        assert plans.submit_plan(session, edition, draft(), submitter=account(session), now=last) == 1
        first = CALENDAR[phase].start - timedelta(microseconds=1)
        with pytest.raises(DomainError, match="too-early"):
            plans.submit_plan(session, edition, draft(), submitter=account(session), now=first)
        return
    with pytest.raises(DomainError, match="too-late") as refused:
        plans.submit_plan(session, edition, draft(), submitter=account(session), now=AT[phase])
    assert refused.value.facts["phase"] is Phase.SUBMIT


def test_who_submitted_a_plan_may_take_it_back_until_voting(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    mine, now = account(session), AT[Phase.FEASIBILITY]
    with pytest.raises(DomainError, match="not-the-submitter"):
        plans.withdraw_plan(session, edition, number, account=account(session, "ander"), now=now)
    with pytest.raises(DomainError, match="no-such-plan"):
        plans.withdraw_plan(session, edition, 99, account=mine, now=now)
    with pytest.raises(DomainError, match="too-late"):
        plans.withdraw_plan(session, edition, number, account=mine, now=CALENDAR[Phase.VOTING].start)
    plans.withdraw_plan(session, edition, number, account=mine, now=now)
    plans.withdraw_plan(session, edition, number, account=mine, now=now + timedelta(days=1))
    assert session.get_one(Plan, (edition.id, number)).withdrawn_at == now
    acts = [entry.act for entry in trail(session, edition.id)]
    assert acts.count("plan-withdrawn") == 1
