"""The money of the year of execution: budget lines, expenses, go/no-go moments and payments. All in cents."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import (
    AccountRef,
    Base,
    Cents,
    EditionKey,
    Line,
    Moment,
    Number,
    Prose,
    RandomKey,
    Word,
)
from wijkaanzet.storage.execution import PLAN


class BudgetLine(Base):
    """What part of the plan's money is for. ``place``: its place in the list."""

    __tablename__ = "budget_lines"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN),
        Index(None, "edition_id", "plan_number"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    place: Mapped[int]
    what: Mapped[Line]
    amount: Mapped[Cents]


class Expense(Base):
    """Money spent on a plan, handed in with a receipt. What was approved is corrected by a counter-entry, never removed.

    ``state``: "waiting" for the organiser, "returned" to the submitter with a question, "approved", "declined" with a
    reason, or "taken-back" by who handed it in. ``question``: that question, or that reason. ``corrects``: the expense that
    this counter-entry takes back.
    """

    __tablename__ = "expenses"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN),
        ForeignKeyConstraint(["edition_id", "line_id"], ["budget_lines.edition_id", "budget_lines.id"]),
        ForeignKeyConstraint(["edition_id", "document_id"], ["documents.edition_id", "documents.id"]),
        ForeignKeyConstraint(["edition_id", "corrects"], ["expenses.edition_id", "expenses.id"]),
        UniqueConstraint("edition_id", "corrects"),
        Index(None, "edition_id", "plan_number"),
        CheckConstraint("(amount > 0) = (corrects IS NULL) AND amount <> 0", name="amount"),
        CheckConstraint(
            "state IN ('waiting', 'returned', 'approved', 'declined', 'taken-back')", name="state"
        ),
        CheckConstraint("state NOT IN ('returned', 'declined') OR length(question) > 0", name="question"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    line_id: Mapped[Number | None]
    what: Mapped[Line]
    amount: Mapped[Cents]
    spent_on: Mapped[date] = mapped_column(Date)
    document_id: Mapped[Number | None]
    state: Mapped[Word]
    question: Mapped[Prose] = mapped_column(default="")
    corrects: Mapped[Number | None]
    recorded_by: Mapped[AccountRef]
    recorded_at: Mapped[Moment]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[Moment | None]


class Gate(Base):
    """A go/no-go moment: a question that is answered on or before a day. Instalments may wait for it."""

    __tablename__ = "gates"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN),
        Index(None, "edition_id", "plan_number"),
        CheckConstraint("decision IN ('go', 'go-provided', 'no-go')", name="decision"),
        CheckConstraint("decision IS NULL OR decision = 'go' OR length(reason) > 0", name="reason"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    question: Mapped[Line]
    due: Mapped[date] = mapped_column(Date)
    decision: Mapped[Word | None]
    reason: Mapped[Prose] = mapped_column(default="")
    decided_at: Mapped[Moment | None]


class Payment(Base):
    """An instalment to the submitters, planned and then paid; below zero: money that came back from them."""

    __tablename__ = "payments"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN),
        ForeignKeyConstraint(["edition_id", "gate_id"], ["gates.edition_id", "gates.id"]),
        Index(None, "edition_id", "plan_number"),
        CheckConstraint("amount > 0 OR (amount < 0 AND paid_on IS NOT NULL)", name="amount"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    what: Mapped[Line]
    amount: Mapped[Cents]
    not_before: Mapped[date | None] = mapped_column(Date)
    gate_id: Mapped[Number | None]
    paid_on: Mapped[date | None] = mapped_column(Date)
