"""The year of execution: the chosen plans, their agreements, milestones and updates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import (
    AccountRef,
    Base,
    Cents,
    EditionKey,
    Hash,
    Line,
    Moment,
    Number,
    Prose,
    RandomKey,
    Word,
)

PLAN = (["edition_id", "plan_number"], ["undertakings.edition_id", "undertakings.plan_number"])


class Undertaking(Base):
    """A chosen plan that is carried out. Money in cents.

    ``spent``, ``paid`` and ``returned`` are sums that could be added up; they stand here so that the database itself
    refuses the receipt or the payment that would be one too many, also when two organisers act at once.

    ``last_day``: by when it should be done; a postponement moves it. ``partner``: an organisation, public.
    ``contact`` is public when ``contact_public`` says so. ``objection``: what a submitter wants to agree otherwise; empty
    again when they are asked anew. ``ended_words``: the public explanation of how it ended.
    """

    __tablename__ = "undertakings"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "plan_number"], ["plans.edition_id", "plans.number"]),
        CheckConstraint("granted >= 0 AND spent >= 0 AND returned >= 0", name="not_negative"),
        CheckConstraint("spent + returned <= granted", name="spent_within_grant"),
        CheckConstraint("paid >= 0 AND paid <= granted", name="paid_within_grant"),
        CheckConstraint("stopped_at IS NULL OR finished_at IS NULL", name="one_end"),
        CheckConstraint(
            "stopped_at IS NOT NULL OR finished_at IS NOT NULL OR returned = 0", name="returns_at_the_end"
        ),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    granted: Mapped[Cents]
    spent: Mapped[Cents] = mapped_column(default=0)
    paid: Mapped[Cents] = mapped_column(default=0)
    returned: Mapped[Cents] = mapped_column(default=0)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    partner: Mapped[Line] = mapped_column(default="")
    contact: Mapped[Line] = mapped_column(default="")
    contact_public: Mapped[bool] = mapped_column(default=False)
    objection: Mapped[Prose] = mapped_column(default="")
    finished_at: Mapped[Moment | None]
    stopped_at: Mapped[Moment | None]
    ended_words: Mapped[Prose] = mapped_column(default="")
    went_well: Mapped[Prose] = mapped_column(default="")
    otherwise: Mapped[Prose] = mapped_column(default="")
    evaluated_at: Mapped[Moment | None]


class Agreement(Base):
    """Who does what, before when. Conditions of the verdict become agreements.

    ``version`` rises with each change, and ``agreed_at`` is empty again: what changed must be agreed again.
    ``asked_at``: since when it waits for the submitter. ``agreed_by``: which submitter agreed.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN),
        Index(None, "edition_id", "plan_number"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_by IS NULL)", name="agreed_by_somebody"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    what: Mapped[Prose]
    who: Mapped[Line]
    before: Mapped[date | None] = mapped_column(Date)
    cost: Mapped[Number | None]
    version: Mapped[int] = mapped_column(default=1)
    added_at: Mapped[Moment]
    asked_at: Mapped[Moment | None]
    agreed_at: Mapped[Moment | None]
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    done: Mapped[date | None] = mapped_column(Date)


class AgreementLink(Base):
    """A mailed link with which a submitter agrees; it works once."""

    __tablename__ = "agreement_links"
    __table_args__ = (ForeignKeyConstraint(*PLAN),)

    edition_id: Mapped[EditionKey]
    token_hash: Mapped[Hash] = mapped_column(primary_key=True)
    plan_number: Mapped[int]
    account_id: Mapped[AccountRef]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class Milestone(Base):
    """Something that will be done before a day. ``first_due``: the day that was planned first; it stays public."""

    __tablename__ = "milestones"
    __table_args__ = (ForeignKeyConstraint(*PLAN), Index(None, "edition_id", "plan_number"))

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    what: Mapped[Line]
    due: Mapped[date] = mapped_column(Date)
    first_due: Mapped[date] = mapped_column(Date)
    done: Mapped[date | None] = mapped_column(Date)


class Postponement(Base):
    """All that was still to be done moved by so many weeks, for a reason that everybody may read."""

    __tablename__ = "postponements"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN),
        Index(None, "edition_id", "plan_number"),
        CheckConstraint("weeks > 0", name="weeks"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    weeks: Mapped[int]
    reason: Mapped[Prose]
    last_day: Mapped[date] = mapped_column(Date)
    decided_at: Mapped[Moment]


class Update(Base):
    """News about a plan, from its submitter or the organiser."""

    __tablename__ = "updates"
    __table_args__ = (ForeignKeyConstraint(*PLAN), Index(None, "edition_id", "plan_number"))

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    text: Mapped[Prose]
    written_by: Mapped[AccountRef]
    written_at: Mapped[Moment]
    changed_at: Mapped[Moment | None]


class UpdatePicture(Base):
    """A picture with an update, in its place."""

    __tablename__ = "update_pictures"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "update_id"], ["updates.edition_id", "updates.id"]),
        ForeignKeyConstraint(["edition_id", "picture_id"], ["pictures.edition_id", "pictures.id"]),
    )

    edition_id: Mapped[EditionKey]
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    picture_id: Mapped[Number]


class ExecutionReminder(Base):
    """That an account was reminded of something; ``about`` names it ("late 123"), ``day`` is the last time."""

    __tablename__ = "execution_reminders"

    edition_id: Mapped[EditionKey]
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    about: Mapped[Word] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
