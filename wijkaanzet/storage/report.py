"""What organisers enter for the evaluation of an edition (costs, lessons, earlier editions), and what was published of it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import Base, Cents, EditionKey, Line, Moment, Prose, RandomKey, Word


class EditionCost(Base):
    """A line of what the edition itself cost: so many pieces at a price in cents."""

    __tablename__ = "edition_costs"
    __table_args__ = (
        CheckConstraint("pieces > 0", name="pieces"),
        CheckConstraint("price >= 0", name="price"),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    what: Mapped[Line]
    pieces: Mapped[int]
    price: Mapped[Cents]
    added_at: Mapped[Moment]


class EditionLesson(Base):
    """What the team learned, under one of the subjects of the evaluation."""

    __tablename__ = "edition_lessons"
    __table_args__ = (CheckConstraint("length(lesson) > 0", name="lesson"),)

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    subject: Mapped[Word]
    lesson: Mapped[Prose]
    added_at: Mapped[Moment]


class EarlierEdition(Base):
    """Figures of an edition from before this installation, as the organiser knows them; what is not known is NULL."""

    __tablename__ = "earlier_editions"
    __table_args__ = (
        CheckConstraint("year >= 1900 AND year < 2200", name="year"),
        CheckConstraint(
            "plans >= 0 AND enough_likes >= 0 AND on_ballot >= 0 AND chosen >= 0 AND realised >= 0 "
            "AND voters >= 0 AND entitled >= 0 AND budget >= 0",
            name="not_negative",
        ),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    name: Mapped[Line]
    year: Mapped[int]
    plans: Mapped[int | None]
    enough_likes: Mapped[int | None]
    on_ballot: Mapped[int | None]
    chosen: Mapped[int | None]
    realised: Mapped[int | None]
    voters: Mapped[int | None]
    entitled: Mapped[int | None]
    budget: Mapped[Cents | None]


class ReportFile(Base):
    """A file of the evaluation, as it was when the organiser made it public; figures that change later do not change it."""

    __tablename__ = "report_files"

    edition_id: Mapped[EditionKey]
    name: Mapped[Word] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    published_at: Mapped[Moment]
