"""The outbox: writing mail in the transaction of the act it tells of, which is to be sent now, and which has left. Sent at least once; shown once by its Message-ID."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from wijkaanzet.mail import Mail
from wijkaanzet.mail_text import MailText, compose
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import Account
from wijkaanzet.storage.outbox import OutgoingMail

CLAIM = timedelta(minutes=5)
"""A worker that has not said within this time that a mail left is taken to have died."""


def write_mail(session: Session, recipient: str, mail: MailText, *, now: datetime) -> None:
    """Put a mail into the outbox; it leaves when this transaction is kept."""
    session.add(
        OutgoingMail(
            recipient=recipient, subject=mail.subject, text=mail.text, html=mail.html, written_at=now
        )
    )


def mail_account(
    session: Session, edition: EditionRecord, account_id: int, name: str, *, now: datetime, **values: object
) -> None:
    """Write the mail ``name`` (see :func:`compose`) to an account, in its language."""
    account = session.get_one(Account, account_id)
    write_mail(session, account.email, compose(name, edition.spec, account.language, **values), now=now)


def claim_mail(session: Session, *, now: datetime) -> Mail | None:
    """Take the oldest mail that nobody is sending; None when there is none."""
    waiting = (
        select(OutgoingMail.id)
        .where(
            OutgoingMail.sent_at.is_(None),
            or_(OutgoingMail.claimed_at.is_(None), OutgoingMail.claimed_at < now - CLAIM),
        )
        .order_by(OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail_id = session.scalar(waiting)
    if mail_id is None:
        return None
    row = session.get_one(OutgoingMail, mail_id)
    row.claimed_at = now
    return Mail(row.id, row.recipient, row.subject, row.text, row.html, row.written_at)


def mail_has_left(session: Session, mail_id: int, *, now: datetime) -> None:
    """Note that a mail was handed over; its text is not kept any longer than needed."""
    session.execute(
        update(OutgoingMail).where(OutgoingMail.id == mail_id).values(sent_at=now, text="", html="")
    )
