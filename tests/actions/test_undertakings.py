"""Carrying a plan out: days, decisions, payments, receipts, the end, and what nobody forgets."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.execution import Light
from phases.payments import Decision, Held
from tests.support.editions import ACTOR, AT, CALENDAR, account
from tests.support.undertakings import NOW, PDF, SITE, TODAY, mails, picture, plan
from wijkaanzet.actions import (
    documents,
    execution,
    execution_end,
    expenses,
    finance,
    milestones,
    notices,
    payments,
)
from wijkaanzet.actions.accounts import grant_role
from wijkaanzet.actions.execution_reminders import remind_of_execution
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.notices import Notice
from wijkaanzet.storage.payments import Gate

LAST = CALENDAR[Phase.EXECUTION].last_day


def test_all_that_is_still_to_be_done_moves_with_a_reason(session: Session, chosen: EditionRecord) -> None:
    milestones.suggest_milestones(session, chosen, 1, actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="milestones-exist"):
        milestones.suggest_milestones(session, chosen, 1, actor=ACTOR, now=NOW)
    first, *rest = plan(session, chosen).milestones
    assert len(rest) == 3
    milestones.finish_milestone(session, chosen, 1, first.id, account=account(session), now=NOW)
    days = [one.due for one in rest]
    with pytest.raises(DomainError, match="reason-missing"):
        milestones.postpone(session, chosen, 1, weeks=2, reason=" ", actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="postponed-too-far"):
        milestones.postpone(session, chosen, 1, weeks=104, reason="Lang.", actor=ACTOR, now=NOW)
    last = milestones.postpone(session, chosen, 1, weeks=20, reason="Vorst.", actor=ACTOR, now=NOW)
    moved = plan(session, chosen)
    assert [one.due for one in moved.milestones[1:]] == [day + timedelta(weeks=20) for day in days]
    assert [one.first_due for one in moved.milestones[1:]] == days
    assert moved.milestones[0].due == first.due
    assert moved.row.last_day == last == max(one.due for one in moved.milestones) > LAST
    assert [(one.weeks, one.reason) for one in moved.postponements] == [(20, "Vorst.")]
    with pytest.raises(DomainError, match="day-outside-year"):
        milestones.add_milestone(
            session, chosen, 1, what="x", due=last + timedelta(days=1), actor=ACTOR, now=NOW
        )


def test_a_payment_waits_for_its_day_and_its_decision(session: Session, chosen: EditionRecord) -> None:
    payments.plan_usual_instalments(session, chosen, 1, actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="payments-exist"):
        payments.plan_usual_instalments(session, chosen, 1, actor=ACTOR, now=NOW)
    lines = plan(session, chosen).payments
    held = {line.row.amount: line.held for line in lines}
    assert held == {15_000_00: None, 12_000_00: Held.WAITS, 3_000_00: Held.WAITS}
    first, second, third = sorted((line.row for line in lines), key=lambda row: -row.amount)

    def pay(key: int, day: date = TODAY) -> None:
        payments.pay_instalment(session, chosen, 1, key, paid_on=day, actor=ACTOR, now=NOW)

    with pytest.raises(DomainError, match="paid-in-future"):
        pay(first.id, TODAY + timedelta(days=1))
    pay(first.id)
    with pytest.raises(DomainError, match="already-paid"):
        pay(first.id)
    with pytest.raises(DomainError, match="payment-waits"):
        pay(second.id)
    gates = {gate.id: gate for gate in session.scalars(select(Gate))}
    for decision, reason, code in (
        (Decision.GO_PROVIDED, "", "reason-missing"),
        (Decision.NO_GO, "Eerst de bonnen.", ""),
        (Decision.GO_PROVIDED, "Elke maand een foto.", ""),
        (Decision.GO, "", "gate-decided"),
    ):
        arguments = (session, chosen, 1, second.gate_id, decision)
        if code:
            with pytest.raises(DomainError, match=code):
                payments.decide_gate(*arguments, reason=reason, actor=ACTOR, now=NOW)  # type: ignore[arg-type]
            continue
        payments.decide_gate(*arguments, reason=reason, actor=ACTOR, now=NOW)  # type: ignore[arg-type]
        if decision is Decision.NO_GO:
            assert plan(session, chosen).signal.light is Light.RED
            with pytest.raises(DomainError, match="payment-no-go"):
                pay(second.id)
    assert [one.what for one in plan(session, chosen).agreements] == ["Elke maand een foto."]
    pay(second.id)
    draft = payments.InstalmentDraft("Rest", 3_000_01)
    with pytest.raises(DomainError, match="overplanned") as refused:
        payments.change_instalment(session, chosen, 1, third.id, draft, actor=ACTOR, now=NOW)
    assert refused.value.facts == {"left": 3_000_00}
    later = payments.InstalmentDraft("Rest", 3_000_00, not_before=TODAY + timedelta(days=1))
    payments.change_instalment(session, chosen, 1, third.id, later, actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="payment-not-yet"):
        pay(third.id)
    assert len(gates) == 2


def test_a_receipt_goes_to_and_fro_until_it_is_right(session: Session, chosen: EditionRecord) -> None:
    me, receipt = account(session), documents.read_receipt(picture())
    draft = expenses.ExpenseDraft("Hout", 99_50, TODAY, receipt=receipt)
    with pytest.raises(DomainError, match="not-the-submitter"):
        expenses.hand_in(session, chosen, 1, draft, account=account(session, "buur"), now=NOW)
    with pytest.raises(DomainError, match="document-missing"):
        expenses.hand_in(session, chosen, 1, expenses.ExpenseDraft("x", 1, TODAY), account=me, now=NOW)
    key = expenses.hand_in(session, chosen, 1, draft, account=me, now=NOW)
    too_much = expenses.ExpenseDraft("x", 30_000_00 - 99_49, TODAY, receipt=receipt)
    with pytest.raises(DomainError, match="overspent"):
        expenses.hand_in(session, chosen, 1, too_much, account=me, now=NOW)
    expenses.ask_about(session, chosen, 1, key, "Welke btw?", site=SITE, account=me, now=NOW)
    assert f"{SITE}/mijn/uitvoering/1/bon/{key}" in mails(session)[-1].text
    [line] = plan(session, chosen).lines
    better = expenses.ExpenseDraft("Hout en schroeven", 89_50, TODAY, line.row.id)
    expenses.hand_in_again(session, chosen, 1, key, better, account=me, now=NOW)
    assert plan(session, chosen).money.handed_in == 89_50
    expenses.approve(session, chosen, 1, key, line=line.row.id, account=me, now=NOW)
    with pytest.raises(DomainError, match="expense-decided"):
        expenses.take_back(session, chosen, 1, key, account=me, now=NOW)
    other = expenses.hand_in(session, chosen, 1, draft, account=me, now=NOW)
    expenses.decline(session, chosen, 1, other, "Is voor een ander plan.", site=SITE, account=me, now=NOW)
    view = plan(session, chosen)
    assert (view.money.spent, view.money.handed_in) == (89_50, 0)
    assert [(line.spent, line.waiting) for line in view.lines] == [(89_50, 0)]
    expenses.correct(session, chosen, 1, key, account=me, now=NOW)
    assert (plan(session, chosen).money.spent, len(plan(session, chosen).expenses)) == (0, 3)


def test_budget_lines_hold_what_was_granted_and_what_is_used(session: Session, chosen: EditionRecord) -> None:
    [line] = plan(session, chosen).lines
    key = line.row.id

    def lay(*lines: tuple[int | None, str, int]) -> None:
        expenses.set_lines(session, chosen, 1, lines, actor=ACTOR, now=NOW)

    lay((key, "Hout", 20_000_00), (None, "Feest", 10_000_00), (None, "  ", 5))
    assert [(one.row.what, one.row.amount) for one in plan(session, chosen).lines] == [
        ("Hout", 20_000_00),
        ("Feest", 10_000_00),
    ]
    draft = expenses.ExpenseDraft("Planken", 1_00, TODAY, key)
    expenses.record_expense(session, chosen, 1, draft, account=account(session), now=NOW)
    for lines, code in (
        (((key, "Hout", 30_000_01),), "lines-over-grant"),
        (((None, "Alles", 1),), "line-in-use"),
        (((7, "Vreemd", 1),), "no-such-line"),
    ):
        with pytest.raises(DomainError, match=code):
            lay(*lines)


def test_a_stopped_plan_gives_back_what_is_left(session: Session, chosen: EditionRecord) -> None:
    me, fan = account(session), account(session, "volger")
    notices.follow(session, chosen, 1, fan, now=NOW)
    draft = expenses.ExpenseDraft("Hout", 1_000_01, TODAY, receipt=documents.read_receipt(PDF))
    key = expenses.hand_in(session, chosen, 1, draft, account=me, now=NOW)
    for words, code in (("", "reason-missing"), ("Helaas.", "receipts-wait")):
        with pytest.raises(DomainError, match=code):
            execution_end.stop(session, chosen, 1, words=words, site=SITE, actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="plan-not-ended"):
        execution_end.look_back(session, chosen, 1, went_well="x", otherwise="", account=me, now=NOW)
    expenses.approve(session, chosen, 1, key, line=None, account=me, now=NOW)
    back = execution_end.stop(session, chosen, 1, words="Helaas.", site=SITE, actor=ACTOR, now=NOW)
    assert back == 28_999_99
    money = execution.overview(session, chosen, now=NOW).money
    assert (money.spent, money.promised, money.free) == (1_000_01, 40_000_00, 28_999_99)
    assert "Helaas." in mails(session)[-1].text
    assert {(row.account_id, row.kind) for row in session.scalars(select(Notice))} == {(fan, "stopped")}
    assert plan(session, chosen).signal.light is Light.STOPPED
    for act in (execution_end.stop, execution_end.finish):
        with pytest.raises(DomainError, match="plan-ended"):
            act(session, chosen, 1, words="x", site=SITE, actor=ACTOR, now=NOW)
    execution_end.look_back(
        session, chosen, 1, went_well="De buren.", otherwise="Eerder bellen.", account=me, now=NOW
    )
    # What is owed for receipts is paid after the end too.
    owed = payments.InstalmentDraft("Voorgeschoten", 1_000_01)
    bill = payments.plan_instalment(session, chosen, 1, owed, actor=ACTOR, now=NOW)
    payments.pay_instalment(session, chosen, 1, bill, paid_on=TODAY, actor=ACTOR, now=NOW)
    assert plan(session, chosen).money.advanced == 0


def test_nobody_forgets_and_nobody_hears_it_twice(session: Session, chosen: EditionRecord) -> None:
    boss = account(session, "organisator")
    grant_role(session, chosen.id, boss, "organiser", actor=ACTOR, now=NOW)
    milestones.add_milestone(session, chosen, 1, what="Start", due=TODAY, actor=ACTOR, now=NOW)
    payments.plan_gate(session, chosen, 1, question="Mag het?", due=TODAY, actor=ACTOR, now=NOW)
    before = len(mails(session))

    def remind(days: int) -> list[tuple[str, str]]:
        count = len(mails(session))
        remind_of_execution(session, chosen, site=SITE, now=NOW + timedelta(days=days))
        return [(mail.recipient.partition("@")[0], mail.subject) for mail in mails(session)[count:]]

    plan_1 = "Even denken aan uw plan: Plan 0"
    staff = "Uitvoering: dit vraagt uw aandacht"
    assert remind_of_execution(session, chosen, site=SITE, now=AT[Phase.VOTING]) == 0
    assert remind(0) == [("indiener", plan_1), ("organisator", staff)]
    assert remind(0) == []
    assert "Start" in mails(session)[before].text
    assert remind(1) == [("indiener", plan_1)]  # now it is late
    assert "zou op" in mails(session)[-1].text
    # 4 January 2027 is a Monday: the overview of the week, once.
    assert remind(2) == [("organisator", staff)]
    assert "een mijlpaal is te laat" in mails(session)[-1].text
    assert remind(2) == []
    assert remind(3) == []


def test_the_table_for_bookkeeping(session: Session, chosen: EditionRecord) -> None:
    draft = payments.InstalmentDraft('=cmd|"x"; regel', 1_234_50)
    key = payments.plan_instalment(session, chosen, 1, draft, actor=ACTOR, now=NOW)
    payments.pay_instalment(session, chosen, 1, key, paid_on=TODAY, actor=ACTOR, now=NOW)
    payments.record_refund(session, chosen, 1, what="Te veel", amount=5, paid_on=TODAY, actor=ACTOR, now=NOW)
    table = finance.payments_table(session, chosen, now=NOW).decode("utf-8-sig")
    head, *rows = table.splitlines()
    assert head.startswith("kenmerk;plan;titel;omschrijving;bedrag;stand")
    assert sorted(row.partition(";")[2] for row in rows) == [
        '1;Plan 0;"\'=cmd|""x""; regel";1234,50;betaald;;;2027-01-02',
        "1;Plan 0;Te veel;-0,05;terugbetaald;;;2027-01-02",
    ]
