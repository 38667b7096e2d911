"""Likes: given online, signed on paper, and set aside with a reason; and who was told how it ended."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, EditionKey, Hash, Line, Moment, Number, RandomKey

_PLAN = (["edition_id", "plan_number"], ["plans.edition_id", "plans.number"])


class Like(Base):
    """One like of one account for one plan.

    ``network``: the keyed hash of the network it came from, to see waves; removed when the phase is over.
    ``set_aside_id``: the decision that keeps it from counting.
    """

    __tablename__ = "likes"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        ForeignKeyConstraint(["edition_id", "set_aside_id"], ["set_asides.edition_id", "set_asides.id"]),
        Index(None, "edition_id", "set_aside_id"),
        Index(None, "edition_id", "account_id"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    liked_at: Mapped[Moment]
    network: Mapped[Hash | None]
    set_aside_id: Mapped[Number | None]


class SetAside(Base):
    """A decision that some likes of a plan do not count, with the reason that everybody reads."""

    __tablename__ = "set_asides"
    __table_args__ = (ForeignKeyConstraint(*_PLAN),)

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    reason: Mapped[Line]
    likes: Mapped[int]
    decided_by: Mapped[AccountRef]
    decided_at: Mapped[Moment]
    undone_at: Mapped[Moment | None]


class PaperLikes(Base):
    """Signatures on a list that was handed in. A mistake is put right by an entry that takes as many off.

    ``checked``: how many of the addresses on the list were checked.
    ``corrects``: the entry that this one takes back.
    ``from_plan``: the plan that was merged into this one, whose signatures these are.
    """

    __tablename__ = "paper_likes"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        # Looked at when the transaction ends, because a backup comes back in no order.
        ForeignKeyConstraint(
            ["edition_id", "corrects"],
            ["paper_likes.edition_id", "paper_likes.id"],
            deferrable=True,
            initially="DEFERRED",
        ),
        ForeignKeyConstraint(["edition_id", "from_plan"], ["plans.edition_id", "plans.number"]),
        UniqueConstraint("edition_id", "corrects"),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("checked >= 0", name="checked"),
        CheckConstraint("(corrects IS NULL) = (amount > 0)", name="taken_off_by_correction_only"),
        Index(None, "edition_id", "plan_number"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    amount: Mapped[int]
    list_reference: Mapped[Line]
    checked: Mapped[int]
    corrects: Mapped[int | None] = mapped_column(BigInteger)
    from_plan: Mapped[int | None]
    recorded_by: Mapped[AccountRef]
    recorded_at: Mapped[Moment]


class LikesOutcome(Base):
    """That the submitters of a plan were told how the likes ended: once, in the transaction of the mail."""

    __tablename__ = "likes_outcomes"
    __table_args__ = (ForeignKeyConstraint(*_PLAN),)

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    goes_on: Mapped[bool]
    told_at: Mapped[Moment]
