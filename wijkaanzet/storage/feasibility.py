"""The ja-mits table: answers per specialism, the joint verdict, what a plan costs, and the sneltoets."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, Cents, EditionKey, Hash, Moment, Prose, Word

PLAN_KEY = (["edition_id", "plan_number"], ["plans.edition_id", "plans.number"])
_KINDS = "'feasible', 'feasible-provided', 'not-in-this-budget', 'forwarded'"


class TableAnswer(Base):
    """What the table answered for one specialism. Each change is a new row with the next version, so no text is lost."""

    __tablename__ = "table_answers"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN_KEY),
        CheckConstraint("kind IN ('yes', 'yes-provided', 'not-yet')", name="kind"),
        CheckConstraint("kind <> 'not-yet' OR length(explanation) > 0", name="no_bare_refusal"),
        CheckConstraint("version > 0", name="version"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    specialism: Mapped[Word] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Word]
    explanation: Mapped[Prose]
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    answered_by: Mapped[AccountRef]
    answered_at: Mapped[Moment]


class TableSeat(Base):
    """Whether a plan is put to a specialism, where the chair decided otherwise than the sneltoets does."""

    __tablename__ = "table_seats"
    __table_args__ = (ForeignKeyConstraint(*PLAN_KEY),)

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    specialism: Mapped[Word] = mapped_column(primary_key=True)
    asked: Mapped[bool]


class Verdict(Base):
    """The joint verdict that the chair fixed. ``cost`` in cents is what the ballot shows and the tally counts.

    ``proposed``: what followed from the answers; None while an answer was owed. ``deviation``: why the chair decided
    something else.
    """

    __tablename__ = "verdicts"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN_KEY),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("cost >= 0", name="cost"),
        CheckConstraint("coalesce(proposed, '') = kind OR length(deviation) > 0", name="deviation"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Word]
    cost: Mapped[Cents]
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    explanation: Mapped[Prose]
    proposed: Mapped[Word | None]
    deviation: Mapped[Prose]
    fixed_by: Mapped[AccountRef]
    fixed_at: Mapped[Moment]


class PastVerdict(Base):
    """A verdict that was taken up again, as it was, and why."""

    __tablename__ = "past_verdicts"
    __table_args__ = (ForeignKeyConstraint(*PLAN_KEY),)

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Word]
    cost: Mapped[Cents]
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    explanation: Mapped[Prose]
    reason: Mapped[Prose]
    reopened_by: Mapped[AccountRef]
    reopened_at: Mapped[Moment]


class CostSheet(Base):
    """What the table agreed that a plan costs, in lines, and what its submitter replied.

    ``note``: why it differs from the submitter's estimate. ``settlement``: the chair's answer to a reply that does not
    agree. Changed lines are asked anew.
    """

    __tablename__ = "cost_sheets"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN_KEY),
        CheckConstraint("(asked_at IS NULL) = (reply_until IS NULL)", name="asked"),
        CheckConstraint("(replied_at IS NULL) = (agreed IS NULL)", name="replied"),
        CheckConstraint("agreed IS NULL OR agreed OR length(reply) > 0", name="reply_in_words"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    estimate: Mapped[Cents]
    note: Mapped[Prose]
    changed_by: Mapped[AccountRef]
    changed_at: Mapped[Moment]
    asked_at: Mapped[Moment | None]
    reply_until: Mapped[Moment | None]
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    replied_at: Mapped[Moment | None]
    agreed: Mapped[bool | None]
    reply: Mapped[Prose]
    settled_at: Mapped[Moment | None]
    settlement: Mapped[Prose]


class CostLink(Base):
    """The mailed link by which a submitter replies to one version of the costs."""

    __tablename__ = "cost_links"
    __table_args__ = (ForeignKeyConstraint(*PLAN_KEY),)

    edition_id: Mapped[EditionKey]
    token_hash: Mapped[Hash] = mapped_column(primary_key=True)
    plan_number: Mapped[int]
    version: Mapped[int]
    account_id: Mapped[AccountRef]


class QuickScanText(Base):
    """A version of the sneltoets, as written; it never changes. The one that was switched on last counts."""

    __tablename__ = "quick_scans"

    edition_id: Mapped[EditionKey]
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[Prose]
    made_by: Mapped[AccountRef]
    made_at: Mapped[Moment]
    switched_on_at: Mapped[Moment | None]


class ScanAnswer(Base):
    """What was chosen in the sneltoets for a plan and a specialism. ``scan``: the version of the questions; 0: as shipped."""

    __tablename__ = "scan_answers"
    __table_args__ = (ForeignKeyConstraint(*PLAN_KEY),)

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    specialism: Mapped[Word] = mapped_column(primary_key=True)
    scan: Mapped[int]
    chosen: Mapped[dict[str, int]] = mapped_column(JSON)
    version: Mapped[int]
    answered_by: Mapped[AccountRef]
    answered_at: Mapped[Moment]
