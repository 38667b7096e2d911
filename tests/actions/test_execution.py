"""The year of execution: conditions become agreements, money is right to the cent, nothing is overspent."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.execution import AreaMoney, Light
from phases.feasibility import Condition, VerdictKind
from tests.support.editions import (
    ACTOR,
    AT,
    KEY,
    Poll,
    account,
    fresh,
    like,
    make_edition,
    open_poll,
    people,
    publish,
    submit,
)
from tests.support.undertakings import NOW, TODAY
from voting.tally import Leftover, TallyRule
from wijkaanzet.actions import (
    agreements,
    counting,
    execution,
    expenses,
    feasibility,
    milestones,
    pincodes,
    updates,
)
from wijkaanzet.actions.undertakings import begin_execution, grants_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.execution import Agreement, Milestone


def spend(session: Session, edition: EditionRecord, number: int, amount: int) -> None:
    draft = expenses.ExpenseDraft("Hout", amount, TODAY)
    expenses.record_expense(session, edition, number, draft, account=account(session), now=NOW)


def test_every_cent_of_the_area_is_somewhere(session: Session, chosen: EditionRecord) -> None:
    assert grants_of(session, chosen) == {1: 30_000_00, 3: 40_000_00}
    for amount in (12_345_67, 1, 7_654_32):
        spend(session, chosen, 1, amount)
    view = execution.overview(session, chosen, now=NOW)
    assert view.money == AreaMoney(70_000_00, 20_000_00, 50_000_00, 0)
    assert [(p.plan.number, p.money.granted, p.money.spent) for p in view.plans] == [
        (1, 30_000_00, 20_000_00),
        (3, 40_000_00, 0),
    ]
    assert [expense.amount for expense in view.plans[0].expenses] != []


def test_what_is_left_can_be_spent_to_the_last_cent_and_no_further(
    session: Session, chosen: EditionRecord
) -> None:
    spend(session, chosen, 1, 29_999_99)
    with pytest.raises(DomainError, match="overspent") as refused:
        spend(session, chosen, 1, 2)
    assert refused.value.facts == {"left": 1}
    spend(session, chosen, 1, 1)
    with pytest.raises(DomainError, match="overspent"):
        spend(session, chosen, 1, 1)
    spend(session, chosen, 3, 40_000_00)
    assert execution.overview(session, chosen, now=NOW).money == AreaMoney(70_000_00, 70_000_00, 0, 0)


def test_only_a_chosen_plan_is_carried_out(session: Session, chosen: EditionRecord) -> None:
    attempts: list[tuple[Any, dict[str, Any]]] = [
        (milestones.add_milestone, {"what": "x", "due": TODAY, "actor": ACTOR}),
        (updates.write_update, {"text": "x", "by": updates.Writer(account(session), is_organiser=True)}),
    ]
    for number in (2, 99):
        for act, options in attempts:
            with pytest.raises(DomainError, match="not-chosen"):
                act(session, chosen, number, now=NOW, **options)
        with pytest.raises(DomainError, match="not-chosen"):
            spend(session, chosen, number, 1)


def test_nothing_is_carried_out_before_the_result_is_public(session: Session) -> None:
    poll = open_poll(session)
    poll.cast(session, 0, [1])
    assert execution.overview(session, poll.edition, now=NOW).plans == ()
    with pytest.raises(DomainError, match="not-chosen"):
        spend(session, poll.edition, 1, 1)


def test_conditions_of_the_verdict_become_agreements_once(session: Session) -> None:
    edition = make_edition(session)
    [number] = submit(session, edition)
    like(session, edition, [number])
    terms = (Condition("schone grond"), Condition("een beheerder"))
    verdict = feasibility.VerdictDraft(VerdictKind.FEASIBLE_PROVIDED, 0, terms, deviation="zonder tafel")
    at_table = AT[Phase.FEASIBILITY]
    feasibility.fix_verdict(session, edition, number, verdict, account=account(session), now=at_table)
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=at_table)
    edition = fresh(session, edition)
    ids = pincodes.entitle(session, edition, people(1))
    [issued] = pincodes.make_pincodes(session, edition, ids, key=KEY, actor=ACTOR, now=at_table)
    poll = Poll(fresh(session, edition), ids, [issued.pincode.hashed(KEY, edition.id)])
    poll.cast(session, 0, [number])
    edition = publish(session, poll)
    begin_execution(session, edition)
    rows = session.scalars(select(Agreement).order_by(Agreement.what)).all()
    assert [(a.what, a.who, a.agreed_at) for a in rows] == [
        ("een beheerder", "", None),
        ("schone grond", "", None),
    ]
    draft = agreements.AgreementDraft("een beheerder", "Anna", TODAY)
    agreements.change_agreement(session, edition, number, rows[0].id, draft, actor=ACTOR, now=NOW)
    [plan] = execution.overview(session, edition, now=NOW).plans
    assert (plan.plan.number, plan.money.granted, plan.money.spent) == (number, 0, 0)
    assert sorted((a.who, a.before) for a in plan.agreements) == [("", None), ("Anna", TODAY)]
    with pytest.raises(DomainError, match="no-such-agreement"):
        agreements.change_agreement(session, edition, number, 1, draft, actor=ACTOR, now=NOW)


def test_milestones_turn_the_lights(session: Session, chosen: EditionRecord) -> None:
    def light() -> Light:
        return execution.overview(session, chosen, now=NOW).plans[0].signal.light

    assert light() is Light.GREEN
    first = milestones.add_milestone(
        session, chosen, 1, what="Start", due=date(2027, 1, 1), actor=ACTOR, now=NOW
    )
    assert light() is Light.ORANGE
    for _ in range(2):
        milestones.finish_milestone(session, chosen, 1, first, account=account(session), now=NOW)
    assert (light(), session.scalars(select(Milestone)).one().done) == (Light.GREEN, TODAY)
    with pytest.raises(DomainError, match="no-such-milestone"):
        milestones.finish_milestone(session, chosen, 1, 1, account=account(session), now=NOW)


def test_news_is_shown_with_its_plan(session: Session, chosen: EditionRecord) -> None:
    updates.write_update(
        session,
        chosen,
        3,
        text="Wij zijn begonnen!",
        by=updates.Writer(account(session)),
        now=NOW,
    )
    views = execution.overview(session, chosen, now=NOW).plans
    assert [[update.text for update in view.updates] for view in views] == [[], ["Wij zijn begonnen!"]]


def test_a_plan_that_is_paid_in_part_may_spend_that_part(session: Session) -> None:
    poll = open_poll(session, tally_rule=TallyRule(leftover=Leftover.PART_PAY), budget=50_000_00)
    for voter, numbers in enumerate(([1], [1], [3])):
        poll.cast(session, voter, numbers)
    edition = publish(session, poll)
    assert counting.chosen_numbers(session, edition) == {1}
    assert grants_of(session, edition) == {1: 30_000_00, 3: 20_000_00}
    with pytest.raises(DomainError, match="overspent"):
        spend(session, edition, 3, 20_000_01)
    spend(session, edition, 3, 20_000_00)
    assert execution.overview(session, edition, now=NOW).money == AreaMoney(
        50_000_00, 20_000_00, 30_000_00, 0
    )
