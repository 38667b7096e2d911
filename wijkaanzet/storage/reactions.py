"""Reactions to plans, reports of them, words that wait for a verified address, and messages about an offer of help."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from phases.reactions import Reaction, ReactionKind, Voice
from wijkaanzet.storage.base import AccountRef, Base, EditionKey, Hash, Line, Moment, Prose, RandomKey, Word

_PLAN = (["edition_id", "plan_number"], ["plans.edition_id", "plans.number"])
_REACTION = (["edition_id", "reaction_id"], ["reactions.edition_id", "reactions.id"])


class PlanReaction(Base):
    """One reaction, or a reply to one (``answers``). ``name``: what the author wants to be called.

    ``hidden_reason``: why the organiser hid it. Withdrawing it wipes name and text.
    """

    __tablename__ = "reactions"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        # Looked at when the transaction ends, because a backup comes back in no order.
        ForeignKeyConstraint(
            ["edition_id", "answers"],
            ["reactions.edition_id", "reactions.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("kind IN ('tip', 'question', 'offer', 'concern', 'reply')", name="kind"),
        CheckConstraint("voice IN ('resident', 'submitter', 'staff')", name="voice"),
        CheckConstraint("(kind = 'reply') = (answers IS NOT NULL)", name="reply_answers"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason = '')", name="hidden_with_reason"),
        Index(None, "edition_id", "plan_number", "written_at"),
        Index(None, "edition_id", "author_id"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    kind: Mapped[Word]
    author_id: Mapped[AccountRef]
    voice: Mapped[Word]
    name: Mapped[Line]
    text: Mapped[Prose]
    answers: Mapped[int | None] = mapped_column(BigInteger)
    written_at: Mapped[Moment]
    edited_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]
    hidden_at: Mapped[Moment | None]
    hidden_reason: Mapped[Prose] = mapped_column(default="")

    def as_value(self) -> Reaction:
        """The reaction as rules and pages know it."""
        return Reaction(
            self.id,
            self.plan_number,
            ReactionKind(self.kind),
            self.author_id,
            self.name,
            Voice(self.voice),
            self.text,
            self.written_at,
            self.edited_at,
            self.withdrawn_at is not None,
            None if self.hidden_at is None else self.hidden_reason,
            self.answers,
        )


class ReactionReport(Base):
    """That somebody thinks a reaction should not be there; each account once. ``settled_at``: the organiser decided."""

    __tablename__ = "reaction_reports"
    __table_args__ = (
        ForeignKeyConstraint(*_REACTION),
        CheckConstraint("kind IN ('hurtful', 'private', 'advert', 'other')", name="kind"),
        Index(None, "edition_id", "settled_at"),
    )

    edition_id: Mapped[EditionKey]
    reaction_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    kind: Mapped[Word]
    words: Mapped[Prose]
    reported_at: Mapped[Moment]
    settled_at: Mapped[Moment | None]


class HeldWords(Base):
    """A reaction, or a report of one (``reaction_id``), of who has still to confirm an address by a mailed link."""

    __tablename__ = "held_words"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), ForeignKeyConstraint(*_REACTION))

    edition_id: Mapped[EditionKey]
    token_hash: Mapped[Hash] = mapped_column(primary_key=True)
    plan_number: Mapped[int]
    reaction_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[Word]
    name: Mapped[Line]
    text: Mapped[Prose]
    follow: Mapped[bool]
    expires_at: Mapped[Moment]


class HelpMessage(Base):
    """A message between a plan's submitters and somebody who offered help, passed on without addresses."""

    __tablename__ = "help_messages"
    __table_args__ = (ForeignKeyConstraint(*_REACTION), Index(None, "edition_id", "reaction_id", "sent_at"))

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    reaction_id: Mapped[int] = mapped_column(BigInteger)
    author_id: Mapped[AccountRef]
    by_submitter: Mapped[bool]
    name: Mapped[Line]
    text: Mapped[Prose]
    sent_at: Mapped[Moment]


class HelpEnd(Base):
    """That one of the two sides wants no more messages about an offer of help."""

    __tablename__ = "help_ends"
    __table_args__ = (ForeignKeyConstraint(*_REACTION),)

    edition_id: Mapped[EditionKey]
    reaction_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    ended_by: Mapped[AccountRef]
    ended_at: Mapped[Moment]
