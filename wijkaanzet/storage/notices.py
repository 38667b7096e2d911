"""Who follows which plan, what they are still to be told, and how often they want to hear."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, EditionKey, Moment, RandomKey, Word

_PLAN = (["edition_id", "plan_number"], ["plans.edition_id", "plans.number"])


class PlanFollow(Base):
    """That an account follows a plan."""

    __tablename__ = "plan_follows"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), Index(None, "edition_id", "account_id"))

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    since: Mapped[Moment]


class Notice(Base):
    """Something that an account is still to be told; removed in the transaction that writes the mail.

    ``about``: the key of what it tells of (a reaction), so that it goes when that is hidden or withdrawn.
    """

    __tablename__ = "notices"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        Index(None, "edition_id", "account_id"),
        Index(None, "edition_id", "about"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    account_id: Mapped[AccountRef]
    plan_number: Mapped[int]
    kind: Mapped[Word]
    about: Mapped[int | None] = mapped_column(BigInteger)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    noted_at: Mapped[Moment]


class NoticeChoice(Base):
    """How often an account wants to be told of this edition's plans; who has no row did not choose."""

    __tablename__ = "notice_choices"
    __table_args__ = (
        CheckConstraint("frequency IN ('at-once', 'daily', 'weekly', 'never')", name="frequency"),
    )

    edition_id: Mapped[EditionKey]
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    frequency: Mapped[Word]
