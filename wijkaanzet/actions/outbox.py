"""The outbox: writing mail in the transaction of the act it tells of, which is to be sent now, and what became of it.

Each mail is sent at least once. A worker claims it for five minutes, so that two never send the same one and a second
time, after a worker died, comes minutes later with the same Message-ID. What fails is tried again, ever more rarely.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from wijkaanzet.errors import DomainError
from wijkaanzet.mail import Hindrance, Mail
from wijkaanzet.mail_text import MailText, compose
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import Account
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import Edition
from wijkaanzet.storage.outbox import OutgoingMail

CLAIM = timedelta(minutes=5)
"""A worker that has not said within this time that a mail left is taken to have died."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=4)
GIVE_UP = timedelta(days=3)
LATE_ATTEMPTS = 5
"""After so many failures, which is over an hour, the organiser is told that mail does not leave."""


@dataclass(frozen=True)
class Undelivered:
    """A mail that was given up, as an organiser may know it: ``recipient`` shows no more than to recognise a mistake."""

    id: int
    recipient: str
    subject: str
    refused: bool
    given_up_at: datetime


def write_mail(session: Session, recipient: str, mail: MailText, *, now: datetime) -> None:
    """Put a mail into the outbox; it leaves when this transaction is kept."""
    about = select(Edition.id).where(Edition.slug == mail.edition)
    session.add(
        OutgoingMail(
            edition_id=session.scalar(about) if mail.edition else None,
            recipient=recipient,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            unsubscribe=mail.unsubscribe,
            written_at=now,
        )
    )


def mail_account(
    session: Session, edition: EditionRecord, account_id: int, name: str, *, now: datetime, **values: object
) -> None:
    """Write the mail ``name`` (see :func:`compose`) to an account, in its language; nothing to one that was erased."""
    account = session.get_one(Account, account_id)
    if account.erased_at is None:
        write_mail(session, account.email, compose(name, edition.spec, account.language, **values), now=now)


def claim_mail(session: Session, *, now: datetime) -> Mail | None:
    """Take the oldest mail that is due and that nobody is sending; None when there is none.

    Args:
        now: the real moment, not an edition's own.
    """
    due = (
        select(OutgoingMail.id)
        .where(*_WAITING, or_(OutgoingMail.due_at.is_(None), OutgoingMail.due_at <= now))
        .order_by(OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail_id = session.scalar(due)
    if mail_id is None:
        return None
    row = session.get_one(OutgoingMail, mail_id)
    row.attempts += 1
    row.due_at = now + CLAIM
    row.first_tried_at = row.first_tried_at or now
    contact = session.scalar(select(Edition.contact).where(Edition.id == row.edition_id))
    return Mail(
        row.id,
        row.recipient,
        contact or "",
        row.subject,
        row.text,
        row.html,
        row.unsubscribe,
        row.written_at,
        row.first_tried_at,
        row.attempts,
    )


_WAITING = OutgoingMail.sent_at.is_(None), OutgoingMail.given_up_at.is_(None)


def mail_has_left(session: Session, mail_id: int, *, now: datetime) -> None:
    """Note that a mail was handed over; its text is not kept any longer than needed."""
    session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail_id)
        .values(
            sent_at=now, given_up_at=None, due_at=None, problem="", code=0, text="", html="", unsubscribe=""
        )
    )


def mail_failed(session: Session, mail: Mail, hindrance: Hindrance, code: int, *, now: datetime) -> None:
    """Note why a mail did not leave: it is given up when it was refused for good, else tried again later.

    Nothing is changed when another worker took it in the meantime.
    """
    row = session.get(OutgoingMail, mail.id, with_for_update=True)
    if row is None or row.attempts != mail.attempt or row.sent_at is not None:
        return
    row.problem, row.code = hindrance.value, code
    if hindrance is Hindrance.REFUSED or now - mail.tried_at >= GIVE_UP:
        row.given_up_at, row.due_at = now, None
    else:
        row.due_at = now + wait_after(row.attempts)


def wait_after(attempts: int) -> timedelta:
    """How long a mail rests after so many failures: two minutes, then three times as long each time, four hours at most."""
    return min(FIRST_WAIT * int(3 ** min(attempts - 1, 10)), LONGEST_WAIT)


def undelivered(session: Session, edition: EditionRecord) -> list[Undelivered]:
    """The mails of an edition that were given up, the last one first."""
    query = (
        select(OutgoingMail)
        .where(OutgoingMail.edition_id == edition.id, OutgoingMail.given_up_at.is_not(None))
        .order_by(OutgoingMail.given_up_at.desc(), OutgoingMail.id.desc())
    )
    return [
        Undelivered(
            row.id,
            masked(row.recipient),
            row.subject,
            row.problem == Hindrance.REFUSED,
            row.given_up_at or row.written_at,
        )
        for row in session.scalars(query)
    ]


def mail_is_late(session: Session, edition: EditionRecord) -> bool:
    """Whether mail of an edition has been waiting for over an hour although it was tried."""
    late = exists().where(
        OutgoingMail.edition_id == edition.id, *_WAITING, OutgoingMail.attempts >= LATE_ATTEMPTS
    )
    return bool(session.scalar(select(late)))


def try_again(
    session: Session, edition: EditionRecord, mail_id: int | None, *, account: int, now: datetime
) -> int:
    """Send a mail that was given up once more, or all of them; how many.

    Raises:
        DomainError: "no-such-mail".
    """
    rows = _given_up(session, edition, mail_id)
    for row in rows:
        row.given_up_at = row.due_at = row.first_tried_at = None
        row.attempts, row.problem, row.code = 0, "", 0
    _record(session, edition, "mail-tried-again", rows, account, now)
    return len(rows)


def remove_mail(
    session: Session, edition: EditionRecord, mail_id: int, *, account: int, now: datetime
) -> None:
    """Forget a mail that was given up.

    Raises:
        DomainError: "no-such-mail".
    """
    rows = _given_up(session, edition, mail_id)
    _record(session, edition, "mail-removed", rows, account, now)
    for row in rows:
        session.delete(row)


def masked(address: str) -> str:
    """An e-mail address of which one sees only where it leads and how it begins: enough to recognise a mistake."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}" if at else f"{address[:1]}…"


def _given_up(session: Session, edition: EditionRecord, mail_id: int | None) -> list[OutgoingMail]:
    query = select(OutgoingMail).where(
        OutgoingMail.edition_id == edition.id, OutgoingMail.given_up_at.is_not(None)
    )
    if mail_id is not None:
        query = query.where(OutgoingMail.id == mail_id)
    rows = list(session.scalars(query.order_by(OutgoingMail.id).with_for_update()))
    if not rows:
        raise DomainError("no-such-mail")
    return rows


def _record(
    session: Session,
    edition: EditionRecord,
    act: str,
    rows: list[OutgoingMail],
    account: int,
    now: datetime,
) -> None:
    subject = f"mail {rows[0].id}" if len(rows) == 1 else ""
    record_act(
        session, edition.id, act, actor=f"account {account}", now=now, subject=subject, mails=len(rows)
    )
