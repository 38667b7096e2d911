"""The outbox: mail is written in the transaction of the act it tells of, and sent by the job worker."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import Base, Line, Moment, Prose, Word

_WAITS = text("sent_at IS NULL AND given_up_at IS NULL")


class OutgoingMail(Base):
    """One mail. It waits until ``sent_at`` or ``given_up_at`` is set.

    ``edition_id``: what it is about; None when it is about no edition.
    ``unsubscribe``: the address that stops mails like this one; may be empty.
    ``due_at``: not before this moment: a worker is busy with it, or it is tried again later. None: at once. These are
    real moments, while ``written_at`` is the edition's own, which a rehearsal turns.
    ``attempts``: how often a worker took it. ``first_tried_at``: when the first did.
    ``problem``: what kept it, and ``code``: what the mail server answered; 0 when it did not.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="one_end"),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_outgoing_mail_waiting", "due_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[Line]
    text: Mapped[Prose]
    html: Mapped[Prose]
    unsubscribe: Mapped[Line] = mapped_column(default="")
    written_at: Mapped[Moment]
    due_at: Mapped[Moment | None]
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[Moment | None]
    problem: Mapped[Word] = mapped_column(default="")
    code: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[Moment | None]
    given_up_at: Mapped[Moment | None]
