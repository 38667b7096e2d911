"""The ja-mits table: answers per specialism and the joint verdict."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, Cents, EditionKey, Moment, Prose, Word

_PLAN = (["edition_id", "plan_number"], ["plans.edition_id", "plans.number"])


class TableAnswer(Base):
    """What the table answered for one specialism. ``version`` rises with each change, so no text is lost."""

    __tablename__ = "table_answers"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        CheckConstraint("kind IN ('yes', 'yes-provided', 'not-yet')", name="kind"),
        CheckConstraint("kind = 'yes' OR length(explanation) > 0", name="no_bare_refusal"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    specialism: Mapped[Word] = mapped_column(primary_key=True)
    kind: Mapped[Word]
    explanation: Mapped[Prose]
    version: Mapped[int]
    answered_by: Mapped[AccountRef]
    answered_at: Mapped[Moment]


class Verdict(Base):
    """The joint verdict that the chair fixed. ``cost`` in cents is what the ballot shows and the tally counts."""

    __tablename__ = "verdicts"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        CheckConstraint(
            "kind IN ('feasible', 'feasible-provided', 'not-in-this-budget', 'forwarded')", name="kind"
        ),
        CheckConstraint("cost >= 0", name="cost"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Word]
    cost: Mapped[Cents]
    conditions: Mapped[list[str]] = mapped_column(JSON)
    explanation: Mapped[Prose]
    fixed_by: Mapped[AccountRef]
    fixed_at: Mapped[Moment]
