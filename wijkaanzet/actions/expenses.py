"""Budget lines and expenses of a chosen plan. What was approved is spent; a mistake is corrected by a counter-entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wijkaanzet.actions.documents import Receipt, store_receipt
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.undertakings import chosen, day_of, record, require_submitter, spend, working_on
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.execution import Undertaking
from wijkaanzet.storage.payments import BudgetLine, Expense
from wijkaanzet.storage.plans import Plan


@dataclass(frozen=True)
class ExpenseDraft:
    """Money that was spent: ``amount`` in cents, above zero; on a budget line, or on none; with its receipt, or without."""

    what: str
    amount: int
    spent_on: date
    line: int | None = None
    receipt: Receipt | None = None


def set_lines(
    session: Session,
    edition: EditionRecord,
    number: int,
    lines: Sequence[tuple[int | None, str, int]],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Make these the plan's budget lines: key (None: a new one), what for, and cents. A line without words goes away.

    Raises:
        DomainError: "not-chosen", "plan-ended"; "no-such-line"; "line-in-use" for a line that has expenses;
            "lines-over-grant" with the amount that is too much; "amount-not-positive" for one below zero.
    """
    row = working_on(session, edition, number)
    known = {line.id: line for line in _lines(session, edition, number)}
    kept = [(key, what.strip(), amount) for key, what, amount in lines if what.strip()]
    if any(amount < 0 for _, _, amount in kept):
        raise DomainError("amount-not-positive")
    over = sum(amount for _, _, amount in kept) - row.granted
    if over > 0:
        raise DomainError("lines-over-grant", over=over)
    if any(key is not None and key not in known for key, _, _ in kept):
        raise DomainError("no-such-line")
    for gone in known.keys() - {key for key, _, _ in kept}:
        used = select(Expense.id).where(Expense.edition_id == edition.id, Expense.line_id == gone).limit(1)
        if session.scalar(used) is not None:
            raise DomainError("line-in-use", what=known[gone].what)
        session.delete(known[gone])
    for place, (key, what, amount) in enumerate(kept, start=1):
        if key is None:
            session.add(
                BudgetLine(edition_id=edition.id, plan_number=number, place=place, what=what, amount=amount)
            )
        else:
            known[key].place, known[key].what, known[key].amount = place, what, amount
    record(session, edition, "budget-lines", number, actor, now, lines=len(kept))


def record_expense(
    session: Session, edition: EditionRecord, number: int, draft: ExpenseDraft, *, account: int, now: datetime
) -> int:
    """An organiser records an expense, approved at once; its key.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-line", "spent-in-future", "amount-not-positive"; "overspent"
            with what is left.
    """
    row = working_on(session, edition, number)
    expense = _new(session, edition, number, draft, "approved", account, now)
    expense.decided_by, expense.decided_at = account, now
    spend(session, row, draft.amount)
    record(session, edition, "expense", number, f"account {account}", now, amount=draft.amount)
    return expense.id


def hand_in(
    session: Session, edition: EditionRecord, number: int, draft: ExpenseDraft, *, account: int, now: datetime
) -> int:
    """A submitter hands in an expense with its receipt; the organiser decides. Its key.

    Raises:
        DomainError: "not-the-submitter"; "document-missing"; "overspent" when all that was handed in would be too much;
            what :func:`record_expense` raises.
    """
    row = working_on(session, edition, number)
    require_submitter(session, edition, number, account)
    if draft.receipt is None:
        raise DomainError("document-missing")
    _require_room(session, edition, row, draft.amount)
    return _new(session, edition, number, draft, "waiting", account, now).id


def hand_in_again(
    session: Session,
    edition: EditionRecord,
    number: int,
    expense_id: int,
    draft: ExpenseDraft,
    *,
    account: int,
    now: datetime,
) -> None:
    """A submitter answers a question by correcting what they handed in; without a new receipt the old one stays.

    Raises:
        DomainError: "no-such-expense"; "expense-decided" when it was not returned; what :func:`hand_in` raises.
    """
    row = working_on(session, edition, number)
    require_submitter(session, edition, number, account)
    expense = _expense(session, edition, number, expense_id)
    if expense.state != "returned":
        raise DomainError("expense-decided")
    _require_room(session, edition, row, draft.amount - expense.amount)
    _check(session, edition, number, draft, now)
    if draft.receipt is not None:
        expense.document_id = store_receipt(session, edition, number, draft.receipt, account=account, now=now)
    expense.what, expense.amount, expense.spent_on = draft.what.strip(), draft.amount, draft.spent_on
    expense.line_id, expense.state, expense.question = draft.line, "waiting", ""
    session.flush()


def take_back(
    session: Session, edition: EditionRecord, number: int, expense_id: int, *, account: int, now: datetime
) -> None:
    """A submitter takes back what was handed in and is not approved.

    Raises:
        DomainError: "not-chosen", "not-the-submitter", "no-such-expense", "expense-decided".
    """
    chosen(session, edition, number)
    require_submitter(session, edition, number, account)
    expense = _expense(session, edition, number, expense_id)
    if expense.state not in ("waiting", "returned"):
        raise DomainError("expense-decided")
    expense.state, expense.decided_by, expense.decided_at = "taken-back", account, now
    session.flush()


def approve(
    session: Session,
    edition: EditionRecord,
    number: int,
    expense_id: int,
    *,
    line: int | None,
    account: int,
    now: datetime,
) -> None:
    """The organiser approves what was handed in, and says on which line: now it is spent.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-expense", "expense-decided", "no-such-line"; "overspent".
    """
    row = working_on(session, edition, number)
    expense = _expense(session, edition, number, expense_id)
    if expense.state != "waiting":
        raise DomainError("expense-decided")
    _require_line(session, edition, number, line)
    expense.state, expense.line_id = "approved", line
    expense.decided_by, expense.decided_at = account, now
    spend(session, row, expense.amount)
    record(session, edition, "expense-approved", number, f"account {account}", now, amount=expense.amount)


def ask_about(
    session: Session,
    edition: EditionRecord,
    number: int,
    expense_id: int,
    question: str,
    *,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """Return what was handed in with a question; who handed it in gets a mail.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-expense", "expense-decided"; "question-missing".
    """
    working_on(session, edition, number)
    expense = _expense(session, edition, number, expense_id)
    if expense.state != "waiting":
        raise DomainError("expense-decided")
    if not question.strip():
        raise DomainError("question-missing")
    expense.state, expense.question = "returned", question.strip()
    _mail_about(session, edition, expense, "bon-vraag", site, now)
    record(session, edition, "expense-returned", number, f"account {account}", now)


def decline(
    session: Session,
    edition: EditionRecord,
    number: int,
    expense_id: int,
    reason: str,
    *,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """Say that what was handed in is not for this plan, with the reason; who handed it in gets a mail.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-expense", "expense-decided"; "reason-missing".
    """
    working_on(session, edition, number)
    expense = _expense(session, edition, number, expense_id)
    if expense.state not in ("waiting", "returned"):
        raise DomainError("expense-decided")
    if not reason.strip():
        raise DomainError("reason-missing")
    expense.state, expense.question = "declined", reason.strip()
    expense.decided_by, expense.decided_at = account, now
    _mail_about(session, edition, expense, "bon-afgewezen", site, now)
    record(session, edition, "expense-declined", number, f"account {account}", now)


def correct(
    session: Session, edition: EditionRecord, number: int, expense_id: int, *, account: int, now: datetime
) -> int:
    """Take an approved expense back by a counter-entry; both stay in the books. The counter-entry's key.

    Also when the plan has ended: then the money goes back to the wijk.

    Raises:
        DomainError: "not-chosen", "no-such-expense"; "expense-not-approved"; "expense-corrected".
    """
    row = chosen(session, edition, number)
    expense = _expense(session, edition, number, expense_id)
    if expense.state != "approved" or expense.corrects is not None:
        raise DomainError("expense-not-approved")
    query = select(Expense.id).where(Expense.edition_id == edition.id, Expense.corrects == expense.id)
    if session.scalar(query) is not None:
        raise DomainError("expense-corrected")
    counter = Expense(
        edition_id=edition.id,
        id=new_id(),
        plan_number=number,
        line_id=expense.line_id,
        what=expense.what,
        amount=-expense.amount,
        spent_on=day_of(now),
        state="approved",
        corrects=expense.id,
        recorded_by=account,
        recorded_at=now,
        decided_by=account,
        decided_at=now,
    )
    session.add(counter)
    spend(session, row, -expense.amount)
    record(session, edition, "expense-corrected", number, f"account {account}", now, amount=-expense.amount)
    return counter.id


def _mail_about(
    session: Session, edition: EditionRecord, expense: Expense, name: str, site: str, now: datetime
) -> None:
    session.flush()
    mail_account(
        session,
        edition,
        expense.recorded_by,
        name,
        now=now,
        plan=session.get_one(Plan, (edition.id, expense.plan_number)).title,
        what=expense.what,
        amount=expense.amount,
        words=expense.question,
        link=f"{site}/mijn/uitvoering/{expense.plan_number}/bon/{expense.id}",
    )


def _new(
    session: Session,
    edition: EditionRecord,
    number: int,
    draft: ExpenseDraft,
    state: str,
    account: int,
    now: datetime,
) -> Expense:
    _check(session, edition, number, draft, now)
    document = None
    if draft.receipt is not None:
        document = store_receipt(session, edition, number, draft.receipt, account=account, now=now)
    expense = Expense(
        edition_id=edition.id,
        id=new_id(),
        plan_number=number,
        line_id=draft.line,
        what=draft.what.strip(),
        amount=draft.amount,
        spent_on=draft.spent_on,
        document_id=document,
        state=state,
        recorded_by=account,
        recorded_at=now,
    )
    session.add(expense)
    session.flush()
    return expense


def _check(session: Session, edition: EditionRecord, number: int, draft: ExpenseDraft, now: datetime) -> None:
    if draft.amount <= 0:
        raise DomainError("amount-not-positive")
    if draft.spent_on > day_of(now):
        raise DomainError("spent-in-future")
    _require_line(session, edition, number, draft.line)


def _require_line(session: Session, edition: EditionRecord, number: int, line: int | None) -> None:
    if line is not None and line not in {one.id for one in _lines(session, edition, number)}:
        raise DomainError("no-such-line")


def _require_room(session: Session, edition: EditionRecord, row: Undertaking, extra: int) -> None:
    """What was handed in and is not decided counts too: nobody hands in what can never be approved."""
    query = select(func.coalesce(func.sum(Expense.amount), 0)).where(
        Expense.edition_id == edition.id,
        Expense.plan_number == row.plan_number,
        Expense.state.in_(("waiting", "returned")),
    )
    left = row.granted - row.returned - row.spent - int(session.scalar(query) or 0)
    if extra > left:
        raise DomainError("overspent", left=left)


def _lines(session: Session, edition: EditionRecord, number: int) -> list[BudgetLine]:
    query = select(BudgetLine).where(BudgetLine.edition_id == edition.id, BudgetLine.plan_number == number)
    return list(session.scalars(query))


def _expense(session: Session, edition: EditionRecord, number: int, expense_id: int) -> Expense:
    row = session.get(Expense, (edition.id, expense_id), populate_existing=True)
    if row is None or row.plan_number != number:
        raise DomainError("no-such-expense")
    return row
