"""The year of execution: agreements, milestones, expenses and updates of the chosen plans."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, Cents, EditionKey, Line, Moment, Prose, RandomKey

_PLAN = (["edition_id", "plan_number"], ["plans.edition_id", "plans.number"])


class Agreement(Base):
    """What was agreed after the vote: who does what, before when. Conditions of the verdict become agreements."""

    __tablename__ = "agreements"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), Index(None, "edition_id", "plan_number"))

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    what: Mapped[Prose]
    who: Mapped[Line]
    before: Mapped[date | None] = mapped_column(Date)
    agreed_at: Mapped[Moment | None]


class Milestone(Base):
    """Something that will be done before a day."""

    __tablename__ = "milestones"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), Index(None, "edition_id", "plan_number"))

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    what: Mapped[Line]
    due: Mapped[date] = mapped_column(Date)
    done: Mapped[date | None] = mapped_column(Date)


class Expense(Base):
    """Money spent on a plan, in cents."""

    __tablename__ = "expenses"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        Index(None, "edition_id", "plan_number"),
        CheckConstraint("amount > 0", name="amount"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    what: Mapped[Line]
    amount: Mapped[Cents]
    spent_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[AccountRef]


class Update(Base):
    """News about a plan, from its submitter or the organiser."""

    __tablename__ = "updates"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), Index(None, "edition_id", "plan_number"))

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    text: Mapped[Prose]
    written_by: Mapped[AccountRef]
    written_at: Mapped[Moment]
