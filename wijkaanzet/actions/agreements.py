"""Agreements with the submitters of a chosen plan: who does what, before when. What changes must be agreed again."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.undertakings import day_of, record, require_submitter, working_on
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.execution import Agreement, AgreementLink
from wijkaanzet.storage.plans import Plan

LINK_DAYS = 30


@dataclass(frozen=True)
class AgreementDraft:
    """Who does what, before when; ``cost`` in cents, None when there is none or it is not known."""

    what: str
    who: str
    before: date | None = None
    cost: int | None = None


def add_agreement(
    session: Session, edition: EditionRecord, number: int, draft: AgreementDraft, *, actor: str, now: datetime
) -> int:
    """Write a further agreement down; its key.

    Raises:
        DomainError: "not-chosen", "plan-ended".
    """
    working_on(session, edition, number)
    row = Agreement(edition_id=edition.id, plan_number=number, added_at=now)
    _fill(row, draft)
    session.add(row)
    session.flush()
    record(session, edition, "agreement-added", number, actor, now)
    return row.id


def change_agreement(
    session: Session,
    edition: EditionRecord,
    number: int,
    agreement_id: int,
    draft: AgreementDraft,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Change an agreement; what the submitter agreed to before no longer holds, and they are asked anew.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-agreement".
    """
    working_on(session, edition, number)
    row = _agreement(session, edition, number, agreement_id)
    before = (row.what, row.who, row.before, row.cost)
    _fill(row, draft)
    if before == (row.what, row.who, row.before, row.cost):
        return
    row.version += 1
    row.asked_at = row.agreed_at = row.agreed_by = row.done = None
    record(session, edition, "agreement-changed", number, actor, now)


def remove_agreement(
    session: Session, edition: EditionRecord, number: int, agreement_id: int, *, actor: str, now: datetime
) -> None:
    """Take an agreement off the list, as long as nobody agreed to it.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-agreement"; "agreement-signed".
    """
    working_on(session, edition, number)
    row = _agreement(session, edition, number, agreement_id)
    if row.agreed_at is not None:
        raise DomainError("agreement-signed")
    session.delete(row)
    record(session, edition, "agreement-removed", number, actor, now)


def finish_agreement(
    session: Session, edition: EditionRecord, number: int, agreement_id: int, *, actor: str, now: datetime
) -> None:
    """Say that what was agreed is done.

    Raises:
        DomainError: "not-chosen", "plan-ended", "no-such-agreement"; "agreement-open" before the submitter agreed.
    """
    working_on(session, edition, number)
    row = _agreement(session, edition, number, agreement_id)
    if row.agreed_at is None:
        raise DomainError("agreement-open")
    if row.done is None:
        row.done = day_of(now)
        record(session, edition, "agreement-kept", number, actor, now)


def ask_to_agree(
    session: Session, edition: EditionRecord, number: int, *, site: str, actor: str, now: datetime
) -> int:
    """Mail the submitters all agreements that wait for them, each with a link of their own; how many agreements.

    Raises:
        DomainError: "not-chosen", "plan-ended"; "agreement-without-who" while somebody's name is missing;
            "nothing-to-agree".
    """
    undertaking = working_on(session, edition, number)
    waiting = [row for row in _all(session, edition, number) if row.agreed_at is None]
    if not waiting:
        raise DomainError("nothing-to-agree")
    if any(not row.who for row in waiting):
        raise DomainError("agreement-without-who")
    for row in waiting:
        row.asked_at = row.asked_at or now
    undertaking.objection = ""
    title = session.get_one(Plan, (edition.id, number)).title
    for account in submitters_of(session, edition, number):
        token = secrets.token_urlsafe(24)
        session.add(
            AgreementLink(
                edition_id=edition.id,
                token_hash=_hash(token),
                plan_number=number,
                account_id=account,
                expires_at=now + timedelta(days=LINK_DAYS),
            )
        )
        mail_account(
            session,
            edition,
            account,
            "afspraken-vragen",
            now=now,
            plan=title,
            agreements=[(row.what, row.who, row.before) for row in waiting],
            days=LINK_DAYS,
            link=f"{site}/afspraken/{token}",
        )
    record(session, edition, "agreements-asked", number, actor, now, agreements=len(waiting))
    return len(waiting)


def link_of(session: Session, edition: EditionRecord, token: str, *, now: datetime) -> tuple[int, int]:
    """The plan and the account of a mailed link that still works.

    Raises:
        DomainError: "agreement-link-over" when it is unknown, used or too old.
    """
    row = session.get(AgreementLink, (edition.id, _hash(token)), populate_existing=True)
    if row is None or row.used_at is not None or row.expires_at <= now:
        raise DomainError("agreement-link-over")
    return row.plan_number, row.account_id


def agree_by_link(
    session: Session, edition: EditionRecord, token: str, shown: Mapping[int, int], *, now: datetime
) -> int:
    """Agree by the mailed link, once; the plan's number. See :func:`agree`.

    Raises:
        DomainError: "agreement-link-over", and what :func:`agree` raises: then the link still works.
    """
    number, _account = link_of(session, edition, token, now=now)
    working_on(session, edition, number)
    number, account = link_of(session, edition, token, now=now)  # once more, now that nobody else uses it
    agree(session, edition, number, shown, account=account, now=now)
    session.get_one(AgreementLink, (edition.id, _hash(token))).used_at = now
    return number


def object_by_link(session: Session, edition: EditionRecord, token: str, words: str, *, now: datetime) -> int:
    """Say by the mailed link what should be agreed otherwise; the plan's number. The link still works after it.

    Raises:
        DomainError: "agreement-link-over", and what :func:`object_to` raises.
    """
    number, account = link_of(session, edition, token, now=now)
    object_to(session, edition, number, words, account=account, now=now)
    return number


def object_to(
    session: Session, edition: EditionRecord, number: int, words: str, *, account: int, now: datetime
) -> None:
    """A submitter says what should be agreed otherwise; the organiser changes it and asks again.

    Raises:
        DomainError: "not-chosen", "plan-ended", "not-the-submitter"; "objection-missing".
    """
    row = working_on(session, edition, number)
    require_submitter(session, edition, number, account)
    if not words.strip():
        raise DomainError("objection-missing")
    row.objection = words.strip()
    record(session, edition, "agreement-objection", number, f"account {account}", now)


def agree(
    session: Session,
    edition: EditionRecord,
    number: int,
    shown: Mapping[int, int],
    *,
    account: int,
    now: datetime,
) -> None:
    """A submitter agrees to what was shown, all of it.

    Args:
        shown: the version of each agreement that was on the page.

    Raises:
        DomainError: "not-chosen", "plan-ended", "not-the-submitter"; "agreement-changed" when one of them is not what was
            shown any more; "nothing-to-agree".
    """
    undertaking = working_on(session, edition, number)
    require_submitter(session, edition, number, account)
    waiting = {
        row.id: row
        for row in _all(session, edition, number)
        if row.asked_at is not None and row.agreed_at is None
    }
    if not waiting:
        raise DomainError("nothing-to-agree")
    if {key: row.version for key, row in waiting.items()} != dict(shown):
        raise DomainError("agreement-changed")
    for row in waiting.values():
        row.agreed_at, row.agreed_by = now, account
    undertaking.objection = ""
    record(session, edition, "agreed", number, f"account {account}", now, agreements=len(waiting))


def _all(session: Session, edition: EditionRecord, number: int) -> list[Agreement]:
    query = (
        select(Agreement)
        .where(Agreement.edition_id == edition.id, Agreement.plan_number == number)
        .order_by(Agreement.before.is_(None), Agreement.before, Agreement.what, Agreement.id)
        .execution_options(populate_existing=True)
    )
    session.flush()
    return list(session.scalars(query))


def _agreement(session: Session, edition: EditionRecord, number: int, agreement_id: int) -> Agreement:
    row = session.get(Agreement, (edition.id, agreement_id), populate_existing=True)
    if row is None or row.plan_number != number:
        raise DomainError("no-such-agreement")
    return row


def _fill(row: Agreement, draft: AgreementDraft) -> None:
    row.what, row.who, row.before, row.cost = draft.what.strip(), draft.who.strip(), draft.before, draft.cost


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
