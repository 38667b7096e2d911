"""Mail about a plan to all who submitted it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.submitting import CoSubmitter


def submitters_of(session: Session, edition: EditionRecord, number: int) -> tuple[int, ...]:
    """The accounts of who submitted a plan, the first one first, then those who joined, the earliest first."""
    plan = session.get_one(Plan, (edition.id, number))
    joined = (
        select(CoSubmitter.account_id)
        .where(CoSubmitter.edition_id == edition.id, CoSubmitter.plan_number == number)
        .order_by(CoSubmitter.joined_at, CoSubmitter.account_id)
    )
    return (plan.submitter_id, *session.scalars(joined))


def plans_of(session: Session, edition: EditionRecord, account: int) -> frozenset[int]:
    """The numbers of the plans that an account submitted, alone or with others."""
    first = select(Plan.number).where(Plan.edition_id == edition.id, Plan.submitter_id == account)
    joined = select(CoSubmitter.plan_number).where(
        CoSubmitter.edition_id == edition.id, CoSubmitter.account_id == account
    )
    return frozenset(session.scalars(first)) | frozenset(session.scalars(joined))


def mail_submitters(
    session: Session, edition: EditionRecord, number: int, name: str, *, now: datetime, **values: object
) -> None:
    """Write the mail ``name`` to everybody who submitted the plan."""
    for account in submitters_of(session, edition, number):
        mail_account(session, edition, account, name, now=now, **values)
