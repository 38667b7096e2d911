"""Plans."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, Cents, EditionKey, Line, Moment, Prose


class Plan(Base):
    """A plan as submitted.

    ``reference``: how published files name it: its number, or an imported file's id.
    ``costs``: the lines of the estimate, each with ``what`` and ``amount`` in cents; without lines only ``estimate`` is known.
    ``version``: the last of its :class:`~wijkaanzet.storage.submitting.PlanVersion` rows, which are what it says now.
    """

    __tablename__ = "plans"
    __table_args__ = (
        CheckConstraint("estimate >= 0", name="estimate"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="place_on_the_map"),
        UniqueConstraint("edition_id", "reference"),
        Index(None, "edition_id", "submitter_id"),
    )

    edition_id: Mapped[EditionKey]
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reference: Mapped[str] = mapped_column(String(100))
    title: Mapped[Line]
    summary: Mapped[Line]
    description: Mapped[Prose]
    theme: Mapped[Line]
    area: Mapped[Line]
    place: Mapped[Line]
    audience: Mapped[Line]
    latitude: Mapped[int | None]
    longitude: Mapped[int | None]
    estimate: Mapped[Cents]
    costs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    carried_out_by: Mapped[Prose]
    help_wanted: Mapped[Prose]
    version: Mapped[int]
    submitter_id: Mapped[AccountRef]
    submitted_at: Mapped[Moment]
    withdrawn_at: Mapped[Moment | None]
