"""Around the ja-mits table: who sits at it, the sessions with agenda and minutes, the wijkraad, and what changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from wijkaanzet.storage.base import (
    AccountRef,
    Base,
    EditionKey,
    Line,
    Moment,
    Number,
    Prose,
    RandomKey,
    Word,
    connection_of,
)
from wijkaanzet.storage.feasibility import PLAN_KEY


class TableChecker(Base):
    """A specialism that an account answers for."""

    __tablename__ = "table_checkers"

    edition_id: Mapped[EditionKey]
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    specialism: Mapped[Word] = mapped_column(primary_key=True)


class TableSession(Base):
    """A plenary session. It goes on from ``opened_at`` to ``closed_at``; one at a time.

    ``current_plan``: what lies on the table. ``minutes_version`` rises with each change of the minutes.
    """

    __tablename__ = "table_sessions"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "current_plan"], ["plans.edition_id", "plans.number"]),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed_after_opening"),
        Index(
            "uq_table_sessions_open",
            "edition_id",
            unique=True,
            sqlite_where=text("opened_at IS NOT NULL AND closed_at IS NULL"),
            postgresql_where=text("opened_at IS NOT NULL AND closed_at IS NULL"),
        ),
    )

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    starts_at: Mapped[Moment]
    place: Mapped[Line]
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    minutes: Mapped[Prose]
    minutes_version: Mapped[int]
    current_plan: Mapped[int | None]
    opened_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]


class AgendaItem(Base):
    """A plan on the agenda of a session, with its minutes."""

    __tablename__ = "table_agenda"
    __table_args__ = (
        ForeignKeyConstraint(*PLAN_KEY),
        ForeignKeyConstraint(
            ["edition_id", "session_id"], ["table_sessions.edition_id", "table_sessions.id"]
        ),
    )

    edition_id: Mapped[EditionKey]
    session_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int]
    minutes: Mapped[Prose]
    minutes_version: Mapped[int]


class LastLook(Base):
    """That the wijkraad was asked for its last look, and until which day."""

    __tablename__ = "last_looks"

    edition_id: Mapped[EditionKey]
    until: Mapped[date]
    asked_by: Mapped[AccountRef]
    asked_at: Mapped[Moment]


class WijkraadAdvice(Base):
    """What a member of the wijkraad says about the draft of a verdict."""

    __tablename__ = "wijkraad_advice"
    __table_args__ = (ForeignKeyConstraint(*PLAN_KEY), CheckConstraint("length(advice) > 0", name="advice"))

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    advice: Mapped[Prose]
    given_at: Mapped[Moment]


class TableReminder(Base):
    """The day on which who owes something was reminded."""

    __tablename__ = "table_reminders"

    edition_id: Mapped[EditionKey]
    day: Mapped[date] = mapped_column(primary_key=True)


class EditionChange(Base):
    """How often something at the table changed: what screens ask for to know whether they are behind."""

    __tablename__ = "edition_changes"

    edition_id: Mapped[EditionKey]
    amount: Mapped[Number]


def note_change(session: Session, edition_id: int) -> None:
    """Say that something at the table changed; seen by others when this transaction is kept."""
    session.flush()
    connection = connection_of(session)
    table = EditionChange.__table__
    raised = update(EditionChange).where(EditionChange.edition_id == edition_id)
    if connection.execute(raised.values(amount=EditionChange.amount + 1)).rowcount:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(table).values(edition_id=edition_id, amount=1)  # type: ignore[arg-type]
    connection.execute(
        first.on_conflict_do_update(index_elements=["edition_id"], set_={"amount": table.c.amount + 1})
    )
