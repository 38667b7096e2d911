"""What belongs to a plan's submitting: unfinished drafts, pictures, earlier versions, and who submits it together."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, EditionKey, Hash, Line, Moment, Prose, RandomKey, Word

_PLAN = (["edition_id", "plan_number"], ["plans.edition_id", "plans.number"])


class KeptDraft(Base):
    """A plan that is not submitted yet, or a change to one that is not made yet.

    ``plan_number`` and ``base_version``: the plan that it changes and the version it began from; both None for a new plan.
    """

    __tablename__ = "plan_drafts"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        CheckConstraint("(plan_number IS NULL) = (base_version IS NULL)", name="base"),
        Index(None, "edition_id", "account_id"),
        Index(
            "uq_plan_drafts_change",
            "edition_id",
            "account_id",
            "plan_number",
            unique=True,
            sqlite_where=text("plan_number IS NOT NULL"),
            postgresql_where=text("plan_number IS NOT NULL"),
        ),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    account_id: Mapped[AccountRef]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    plan_number: Mapped[int | None]
    base_version: Mapped[int | None]
    saved_at: Mapped[Moment]


class PlanPicture(Base):
    """A picture of a plan; the one in position 0 is shown in lists and on the ballot."""

    __tablename__ = "plan_pictures"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        ForeignKeyConstraint(["edition_id", "picture_id"], ["pictures.edition_id", "pictures.id"]),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    picture_id: Mapped[int] = mapped_column(BigInteger)


class PlanVersion(Base):
    """What a plan said from a moment on; version 1 is what was submitted. ``cause``: who changed it."""

    __tablename__ = "plan_versions"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        CheckConstraint("cause IN ('submitter', 'merger')", name="cause"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    cause: Mapped[Word]
    changed_at: Mapped[Moment]


class CoSubmitter(Base):
    """Somebody who submits a plan together with its first submitter."""

    __tablename__ = "co_submitters"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), Index(None, "account_id"))

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    joined_at: Mapped[Moment]


class CoInvitation(Base):
    """Somebody was asked to submit a plan together. The mailed link holds what ``token_hash`` is the hash of."""

    __tablename__ = "co_invitations"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), Index(None, "edition_id", "plan_number"))

    edition_id: Mapped[EditionKey]
    token_hash: Mapped[Hash] = mapped_column(primary_key=True)
    plan_number: Mapped[int]
    email: Mapped[str] = mapped_column(String(254))
    invited_by: Mapped[AccountRef]
    invited_at: Mapped[Moment]
    expires_at: Mapped[Moment]


class JoinRequest(Base):
    """Somebody asks a plan's submitters whether they may join; the row goes when they answer."""

    __tablename__ = "join_requests"
    __table_args__ = (ForeignKeyConstraint(*_PLAN),)

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    name: Mapped[Line]
    message: Mapped[Prose]
    asked_at: Mapped[Moment]
