"""With whom a plan is carried out, and how it ends: finished with a look back, or stopped with kind words.

What is not spent goes back to the wijk at that moment; what was spent stays spent.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.notices import NoticeKind
from wijkaanzet.actions.notices import notify
from wijkaanzet.actions.plan_mail import mail_submitters, submitters_of
from wijkaanzet.actions.undertakings import chosen, has_ended, record, require_submitter, working_on
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.execution import Undertaking
from wijkaanzet.storage.payments import Expense
from wijkaanzet.storage.plans import Plan


def set_partner(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    partner: str,
    contact: str,
    contact_public: bool,
    actor: str,
    now: datetime,
) -> None:
    """Say which organisation helps, and who can be asked; the contact is public only when somebody ticked that.

    Raises:
        DomainError: "not-chosen".
    """
    row = chosen(session, edition, number)
    row.partner, row.contact, row.contact_public = partner.strip(), contact.strip(), contact_public
    record(session, edition, "partner-set", number, actor, now, public=contact_public)


def stop(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    words: str,
    site: str,
    actor: str,
    now: datetime,
) -> int:
    """Stop a plan; what goes back to the wijk, in cents. The words are public, and the submitters get them by mail.

    Raises:
        DomainError: "not-chosen", "plan-ended"; "reason-missing"; "receipts-wait" while receipts are not decided.
    """
    if not words.strip():
        raise DomainError("reason-missing")
    row = working_on(session, edition, number)
    returned = _end(session, edition, row, words)
    row.stopped_at = now
    session.flush()
    _tell(session, edition, row, "uitvoering-gestopt", site, now)
    _tell_followers(session, edition, row, NoticeKind.STOPPED, now)
    record(session, edition, "plan-stopped", number, actor, now, returned=returned)
    return returned


def finish(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    words: str,
    site: str,
    actor: str,
    now: datetime,
) -> int:
    """The plan is done; what goes back to the wijk, in cents. The submitters are thanked and asked to look back.

    Raises:
        DomainError: "not-chosen", "plan-ended"; "receipts-wait" while receipts are not decided.
    """
    row = working_on(session, edition, number)
    returned = _end(session, edition, row, words)
    row.finished_at = now
    session.flush()
    _tell(session, edition, row, "uitvoering-klaar", site, now)
    _tell_followers(session, edition, row, NoticeKind.FINISHED, now)
    record(session, edition, "plan-finished", number, actor, now, returned=returned)
    return returned


def look_back(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    went_well: str,
    otherwise: str,
    account: int,
    now: datetime,
) -> None:
    """A submitter tells what went well and what they would do otherwise; again is a correction.

    Raises:
        DomainError: "not-chosen", "not-the-submitter"; "plan-not-ended".
    """
    row = chosen(session, edition, number)
    require_submitter(session, edition, number, account)
    if not has_ended(row):
        raise DomainError("plan-not-ended")
    row.went_well, row.otherwise, row.evaluated_at = went_well.strip(), otherwise.strip(), now


def _end(session: Session, edition: EditionRecord, row: Undertaking, words: str) -> int:
    waiting = select(Expense.id).where(
        Expense.edition_id == edition.id,
        Expense.plan_number == row.plan_number,
        Expense.state.in_(("waiting", "returned")),
    )
    if session.scalar(waiting.limit(1)) is not None:
        raise DomainError("receipts-wait")
    row.returned, row.ended_words = row.granted - row.spent, words.strip()
    return row.returned


def _tell(
    session: Session, edition: EditionRecord, row: Undertaking, name: str, site: str, now: datetime
) -> None:
    title = session.get_one(Plan, (edition.id, row.plan_number)).title
    mail_submitters(
        session,
        edition,
        row.plan_number,
        name,
        now=now,
        plan=title,
        words=row.ended_words,
        returned=row.returned,
        owed=max(row.paid - row.spent, 0),
        coming=max(row.spent - row.paid, 0),
        link=f"{site}/mijn/uitvoering/{row.plan_number}/terugblik",
    )


def _tell_followers(
    session: Session, edition: EditionRecord, row: Undertaking, kind: NoticeKind, now: datetime
) -> None:
    """Everybody who follows the plan; its submitters have a mail of their own."""
    number = row.plan_number
    without = submitters_of(session, edition, number)
    notify(session, edition, number, kind, by=None, now=now, without=without, text=row.ended_words)
