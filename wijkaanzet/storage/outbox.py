"""The outbox: mail is written in the transaction of the act it tells of, and sent by the job worker."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import Base, Line, Moment, Prose


class OutgoingMail(Base):
    """One mail. ``claimed_at`` keeps a second worker off while one is sending it."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index(None, "sent_at", "claimed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[Line]
    text: Mapped[Prose]
    html: Mapped[Prose]
    written_at: Mapped[Moment]
    claimed_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
