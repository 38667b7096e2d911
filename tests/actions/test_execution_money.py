"""Whatever people do in the year of execution, in whatever order: every cent of the area is spent, promised or free."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from phases.payments import Decision
from tests.support.editions import ACTOR, account, open_poll, publish
from tests.support.undertakings import NOW, SITE, TODAY
from wijkaanzet.actions import execution, execution_end, expenses, payments
from wijkaanzet.actions.documents import Receipt
from wijkaanzet.actions.undertakings import begin_execution
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.execution import Undertaking
from wijkaanzet.storage.payments import BudgetLine, Expense, Gate, Payment

RECEIPT = Receipt("pdf", b"%PDF-1.7 %%EOF")
BUDGET, COSTS = 1_000_00, (300_00, 250_00, 400_00)


@dataclass(frozen=True)
class Books:
    """An edition with chosen plans 1 (300) and 3 (400), and who acts."""

    session: Session
    edition: EditionRecord
    me: int

    def pick(self, table: type[Expense | Payment | Gate | BudgetLine], number: int, which: int) -> int:
        """One of a plan's rows, or a key that is none."""
        query = select(table.id).where(table.edition_id == self.edition.id, table.plan_number == number)
        keys = sorted(self.session.scalars(query))
        return keys[which % len(keys)] if keys else 1


@pytest.fixture
def books(session: Session) -> Books:
    poll = open_poll(session, COSTS, budget=BUDGET)
    for voter, numbers in enumerate(([1, 3], [1], [3], [3, 1])):
        poll.cast(session, voter, numbers)
    return Books(session, publish(session, poll), account(session))


def _draft(books: Books, number: int, amount: int, which: int) -> expenses.ExpenseDraft:
    line = books.pick(BudgetLine, number, which) if which % 2 else None
    return expenses.ExpenseDraft("Hout", amount, TODAY, line, RECEIPT)


def _spend(books: Books, number: int, amount: int, which: int) -> None:
    draft = _draft(books, number, amount, which)
    expenses.record_expense(books.session, books.edition, number, draft, account=books.me, now=NOW)


def _hand_in(books: Books, number: int, amount: int, which: int) -> None:
    draft = _draft(books, number, amount, which)
    expenses.hand_in(books.session, books.edition, number, draft, account=books.me, now=NOW)


def _hand_in_again(books: Books, number: int, amount: int, which: int) -> None:
    key, draft = books.pick(Expense, number, which), _draft(books, number, amount, which)
    expenses.hand_in_again(books.session, books.edition, number, key, draft, account=books.me, now=NOW)


def _approve(books: Books, number: int, _amount: int, which: int) -> None:
    key = books.pick(Expense, number, which)
    expenses.approve(books.session, books.edition, number, key, line=None, account=books.me, now=NOW)


def _ask(books: Books, number: int, _amount: int, which: int) -> None:
    key = books.pick(Expense, number, which)
    expenses.ask_about(
        books.session, books.edition, number, key, "Wat?", site=SITE, account=books.me, now=NOW
    )


def _decline(books: Books, number: int, _amount: int, which: int) -> None:
    key = books.pick(Expense, number, which)
    expenses.decline(books.session, books.edition, number, key, "Nee.", site=SITE, account=books.me, now=NOW)


def _take_back(books: Books, number: int, _amount: int, which: int) -> None:
    key = books.pick(Expense, number, which)
    expenses.take_back(books.session, books.edition, number, key, account=books.me, now=NOW)


def _correct(books: Books, number: int, _amount: int, which: int) -> None:
    key = books.pick(Expense, number, which)
    expenses.correct(books.session, books.edition, number, key, account=books.me, now=NOW)


def _plan_payment(books: Books, number: int, amount: int, which: int) -> None:
    gate = books.pick(Gate, number, which) if which % 3 == 0 else None
    draft = payments.InstalmentDraft("Deel", amount, gate=gate)
    payments.plan_instalment(books.session, books.edition, number, draft, actor=ACTOR, now=NOW)


def _change_payment(books: Books, number: int, amount: int, which: int) -> None:
    key, draft = books.pick(Payment, number, which), payments.InstalmentDraft("Anders", amount)
    payments.change_instalment(books.session, books.edition, number, key, draft, actor=ACTOR, now=NOW)


def _remove_payment(books: Books, number: int, _amount: int, which: int) -> None:
    key = books.pick(Payment, number, which)
    payments.remove_instalment(books.session, books.edition, number, key, actor=ACTOR, now=NOW)


def _lay_lines(books: Books, number: int, amount: int, which: int) -> None:
    lines = ((books.pick(BudgetLine, number, which), "Hout", amount), (None, "Feest", which))
    expenses.set_lines(books.session, books.edition, number, lines, actor=ACTOR, now=NOW)


def _usual_payments(books: Books, number: int, _amount: int, _which: int) -> None:
    payments.plan_usual_instalments(books.session, books.edition, number, actor=ACTOR, now=NOW)


def _decide(books: Books, number: int, _amount: int, which: int) -> None:
    key, decision = books.pick(Gate, number, which), list(Decision)[which % 3]
    payments.decide_gate(
        books.session, books.edition, number, key, decision, reason="Want.", actor=ACTOR, now=NOW
    )


def _pay(books: Books, number: int, _amount: int, which: int) -> None:
    key = books.pick(Payment, number, which)
    payments.pay_instalment(books.session, books.edition, number, key, paid_on=TODAY, actor=ACTOR, now=NOW)


def _refund(books: Books, number: int, amount: int, _which: int) -> None:
    payments.record_refund(
        books.session,
        books.edition,
        number,
        what="Terug",
        amount=amount,
        paid_on=TODAY,
        actor=ACTOR,
        now=NOW,
    )


def _stop(books: Books, number: int, _amount: int, _which: int) -> None:
    execution_end.stop(books.session, books.edition, number, words="Helaas.", site=SITE, actor=ACTOR, now=NOW)


def _finish(books: Books, number: int, _amount: int, _which: int) -> None:
    execution_end.finish(books.session, books.edition, number, words="", site=SITE, actor=ACTOR, now=NOW)


def _begin_again(books: Books, _number: int, _amount: int, _which: int) -> None:
    begin_execution(books.session, books.edition)


Act = Callable[[Books, int, int, int], None]
# The acts that end a plan come less often, so that most stories are long.
OFTEN: tuple[Act, ...] = (
    *(_spend, _hand_in, _hand_in_again, _approve, _ask, _decline, _take_back, _correct),
    *(_plan_payment, _change_payment, _remove_payment, _usual_payments, _decide, _pay, _refund, _lay_lines),
)
ACTS = st.one_of(*[st.sampled_from(OFTEN)] * 4, st.sampled_from((_stop, _finish, _begin_again)))
AMOUNTS = st.one_of(st.integers(-5, 500_00), st.sampled_from((300_00, 400_00, 150_00, 1, 0, -1)))
STORIES = st.lists(
    st.tuples(ACTS, st.sampled_from((1, 3)), AMOUNTS, st.integers(0, 30)), min_size=5, max_size=25
)


def test_every_cent_is_somewhere_whatever_people_do(books: Books) -> None:
    postgres = books.session.get_bind().dialect.name == "postgresql"

    @settings(
        max_examples=6 if postgres else 40,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @example([(_spend, 1, 100_00, 0), (_finish, 1, 0, 0), (_correct, 1, 0, 0), (_correct, 1, 0, 0)])
    @example([(_hand_in, 3, 400_00, 0), (_approve, 3, 0, 0), (_stop, 3, 0, 0), (_correct, 3, 0, 0)])
    @example([(_hand_in, 1, 300_00, 0), (_hand_in, 1, 1, 0), (_spend, 1, 1, 0), (_approve, 1, 0, 0)])
    @example(
        [(_usual_payments, 1, 0, 0), (_pay, 1, 0, 0), (_pay, 1, 0, 1), (_pay, 1, 0, 2), (_stop, 1, 0, 0)]
    )
    @given(STORIES)
    def told(story: list[tuple[Act, int, int, int]]) -> None:
        whole = books.session.begin_nested()
        try:
            for act, number, amount, which in story:
                _try(books, act, number, amount, which)
        finally:
            whole.rollback()
            books.session.expire_all()

    told()


def _try(books: Books, act: Act, number: int, amount: int, which: int) -> None:
    before = _sums(books)
    step = books.session.begin_nested()
    try:
        act(books, number, amount, which)
        books.session.flush()
        step.commit()
    except DomainError:
        step.rollback()
        books.session.expire_all()
        assert _sums(books) == before
    _check(books)


def _sums(books: Books) -> list[tuple[int, ...]]:
    query = select(
        Undertaking.plan_number, Undertaking.spent, Undertaking.paid, Undertaking.returned
    ).order_by(Undertaking.plan_number)
    return [tuple(row) for row in books.session.execute(query)]


def _check(books: Books) -> None:
    """Against the rows themselves, added up."""
    books.session.expire_all()
    view = execution.overview(books.session, books.edition, now=NOW)
    promised = 0
    for one in view.plans:
        row, number = one.row, one.plan.number
        approved = sum(e.amount for e in one.expenses if e.state == "approved")
        paid = books.session.scalar(
            select(func.coalesce(func.sum(Payment.amount), 0)).where(
                Payment.plan_number == number, Payment.paid_on.is_not(None)
            )
        )
        assert (row.spent, row.paid) == (approved, paid)
        assert row.spent + row.returned <= row.granted
        assert 0 <= row.paid <= row.granted
        assert row.granted == COSTS[number - 1]
        if one.ended:
            assert row.spent + row.returned == row.granted
        else:
            assert row.returned == 0
            assert one.planned_payments <= row.granted
            promised += row.granted - row.spent
    money = view.money
    assert money.budget == money.spent + money.promised + money.free == BUDGET
    assert money.promised == promised
    assert min(money.spent, money.promised, money.free) >= 0


def test_the_database_itself_refuses_money_that_is_not_there(books: Books) -> None:
    mine = (Undertaking.edition_id == books.edition.id, Undertaking.plan_number == 1)
    for changes in (
        {"spent": 300_01},
        {"paid": 300_01},
        {"paid": -1},
        {"returned": 1},
        {"spent": 200_00, "returned": 100_01, "stopped_at": NOW},
        {"stopped_at": NOW, "finished_at": NOW},
    ):
        with pytest.raises(IntegrityError), books.session.begin_nested():
            books.session.execute(update(Undertaking).where(*mine).values(changes))
