"""The weekly check: what was found, asked and agreed about a plan, and how plans left the cycle."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import (
    AccountRef,
    Base,
    EditionKey,
    Hash,
    Line,
    Moment,
    Prose,
    RandomKey,
    Word,
)

_PLAN = (["edition_id", "plan_number"], ["plans.edition_id", "plans.number"])
_PROPOSAL = (["edition_id", "proposal_id"], ["merge_proposals.edition_id", "merge_proposals.id"])


class PlanExit(Base):
    """How the weekly check took a plan out of the cycle, with the words that go with it.

    ``explanation``: for everybody when it was forwarded, for its submitters when it was hidden.
    ``into_number``: the joint plan that it is part of now.
    """

    __tablename__ = "plan_exits"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        ForeignKeyConstraint(["edition_id", "into_number"], ["plans.edition_id", "plans.number"]),
        CheckConstraint("kind IN ('hidden', 'merged', 'forwarded')", name="kind"),
        CheckConstraint("(kind = 'merged') = (into_number IS NOT NULL)", name="merged_into"),
        CheckConstraint("into_number <> plan_number", name="not_into_itself"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Word]
    explanation: Mapped[Prose]
    department: Mapped[Line]
    into_number: Mapped[int | None]
    acted_by: Mapped[AccountRef]
    acted_at: Mapped[Moment]


class PlanCheck(Base):
    """How far the weekly check is with a plan; no row until somebody opened it or was given it."""

    __tablename__ = "plan_checks"
    __table_args__ = (ForeignKeyConstraint(*_PLAN),)

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[Moment | None]
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    done_at: Mapped[Moment | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class CheckFinding(Base):
    """The answer to one of the four questions about a plan."""

    __tablename__ = "check_findings"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        CheckConstraint("question IN ('impossible', 'combine', 'improve', 'impact')", name="question"),
        CheckConstraint("answer IN ('yes', 'no', 'unknown')", name="answer"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[Word] = mapped_column(primary_key=True)
    answer: Mapped[Word]
    note: Mapped[Prose]
    answered_by: Mapped[AccountRef]
    answered_at: Mapped[Moment]


class ContactNote(Base):
    """That somebody of the staff spoke with a submitter, and what about."""

    __tablename__ = "contact_notes"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), Index(None, "edition_id", "plan_number"))

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    spoken_on: Mapped[date]
    note: Mapped[Prose]
    noted_by: Mapped[AccountRef]
    noted_at: Mapped[Moment]


class CheckQuestion(Base):
    """What was asked of a submitter; open until they say that they are ready. One at a time."""

    __tablename__ = "check_questions"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        Index(
            "uq_check_questions_open",
            "edition_id",
            "plan_number",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    question: Mapped[Prose]
    asked_by: Mapped[AccountRef]
    asked_at: Mapped[Moment]
    answered_at: Mapped[Moment | None]


class CheckReminder(Base):
    """The day on which the staff was reminded of what waits."""

    __tablename__ = "check_reminders"

    edition_id: Mapped[EditionKey]
    day: Mapped[date] = mapped_column(primary_key=True)


class MergeProposal(Base):
    """A proposal to go on as one plan. Empty texts: the joint plan keeps its own.

    ``outcome``: None while its submitters decide.
    """

    __tablename__ = "merge_proposals"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "into_number"], ["plans.edition_id", "plans.number"]),
        CheckConstraint("outcome IN ('agreed', 'refused', 'taken-back', 'lapsed')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    into_number: Mapped[int]
    title: Mapped[Line]
    summary: Mapped[Line]
    description: Mapped[Prose]
    message: Mapped[Prose]
    proposed_by: Mapped[AccountRef]
    proposed_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    outcome: Mapped[Word | None]
    ended_at: Mapped[Moment | None]


class MergePlan(Base):
    """A plan that a proposal is about, the joint one included."""

    __tablename__ = "merge_plans"
    __table_args__ = (ForeignKeyConstraint(*_PROPOSAL), ForeignKeyConstraint(*_PLAN))

    edition_id: Mapped[EditionKey]
    proposal_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class MergeParty(Base):
    """A submitter who is asked, and what they said. The mailed link holds what ``token_hash`` is the hash of."""

    __tablename__ = "merge_parties"
    __table_args__ = (
        ForeignKeyConstraint(*_PROPOSAL),
        CheckConstraint("agreed_at IS NULL OR refused_at IS NULL", name="one_answer"),
    )

    edition_id: Mapped[EditionKey]
    proposal_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    token_hash: Mapped[Hash]
    agreed_at: Mapped[Moment | None]
    refused_at: Mapped[Moment | None]
    word: Mapped[Prose]
