"""Mail about a plan to all who submitted it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.plans import Plan


def submitters_of(session: Session, edition: EditionRecord, number: int) -> tuple[int, ...]:
    """The accounts of who submitted a plan, the first one first."""
    plan = session.get_one(Plan, (edition.id, number))
    return (plan.submitter_id,)


def mail_submitters(
    session: Session, edition: EditionRecord, number: int, name: str, *, now: datetime, **values: object
) -> None:
    """Write the mail ``name`` to everybody who submitted the plan."""
    for account in submitters_of(session, edition, number):
        mail_account(session, edition, account, name, now=now, **values)
