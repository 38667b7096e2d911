"""Submitting a plan together: inviting somebody, asking to join, and leaving again. Nobody sees another's address."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wijkaanzet.actions.accounts import account_for, normal_email
from wijkaanzet.actions.guards import require_taking_part
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.plan_mail import mail_submitters, submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import Account
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.submitting import CoInvitation, CoSubmitter, JoinRequest

MOST = 10
"""As many people may submit one plan, invitations and requests that wait included."""
INVITATION_LASTS = timedelta(days=14)


@dataclass(frozen=True)
class Invitation:
    """An invitation that waits for an answer. ``key``: what the page that takes it back sends."""

    key: str
    plan: int
    email: str
    expires_at: datetime


@dataclass(frozen=True)
class Request:
    """Somebody who asks to join; ``name`` and ``message`` as they wrote them."""

    plan: int
    account: int
    name: str
    message: str


def invite(
    session: Session,
    edition: EditionRecord,
    number: int,
    email: str,
    *,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """Ask somebody by mail to submit this plan together. Whether that address is known here is told to nobody.

    Raises:
        DomainError: "not-the-submitter", "too-many-submitters", "already-submitter"; what :func:`require_taking_part` raises.
    """
    plan = require_submitter(session, edition, number, account)
    email = normal_email(email)
    people = submitters_of(session, edition, number)
    if session.scalar(select(Account.id).where(Account.email == email, Account.id.in_(people))) is not None:
        raise DomainError("already-submitter")
    _forget_old(session, edition, number, now)
    session.execute(
        delete(CoInvitation).where(
            CoInvitation.edition_id == edition.id,
            CoInvitation.plan_number == number,
            CoInvitation.email == email,
        )
    )
    _require_room(session, edition, number)
    token = secrets.token_urlsafe(24)
    session.add(
        CoInvitation(
            edition_id=edition.id,
            token_hash=_hash(token),
            plan_number=number,
            email=email,
            invited_by=account,
            invited_at=now,
            expires_at=now + INVITATION_LASTS,
        )
    )
    mail_account(
        session,
        edition,
        account_for(session, email, now=now),
        "samen-indienen",
        now=now,
        plan=plan.title,
        summary=plan.summary,
        until=now + INVITATION_LASTS,
        link=f"{site}/plannen/{number}/samen/{token}",
    )


def invitation(
    session: Session, edition: EditionRecord, number: int, token: str, *, now: datetime
) -> Invitation:
    """What a mailed link invites to.

    Raises:
        DomainError: "invitation-unusable" when it was answered or taken back, or is too old.
    """
    return _invitation(_row(session, edition, number, token, now, lock=False))


def accept(session: Session, edition: EditionRecord, number: int, token: str, *, now: datetime) -> int:
    """Join by the mailed link, which is only theirs; the account of who joined.

    Raises:
        DomainError: "invitation-unusable"; what :func:`require_taking_part` raises.
    """
    require_taking_part(session, edition, number)
    row = _row(session, edition, number, token, now)
    account = account_for(session, row.email, now=now)
    session.delete(row)
    session.flush()
    add_submitter(session, edition, number, account, now=now)
    return account


def decline(session: Session, edition: EditionRecord, number: int, token: str, *, now: datetime) -> None:
    """Rather not.

    Raises:
        DomainError: "invitation-unusable".
    """
    session.delete(_row(session, edition, number, token, now))


def take_back(session: Session, edition: EditionRecord, number: int, key: str, *, account: int) -> None:
    """A submitter takes an invitation back; one that is gone already is no mistake.

    Raises:
        DomainError: "not-the-submitter"; what :func:`require_taking_part` raises.
    """
    require_submitter(session, edition, number, account)
    for row in _waiting(session, edition, number):
        if row.token_hash.hex() == key:
            session.delete(row)


def invitations_of(
    session: Session, edition: EditionRecord, number: int, *, now: datetime
) -> Sequence[Invitation]:
    """The invitations of a plan that wait for an answer."""
    return [_invitation(row) for row in _waiting(session, edition, number) if row.expires_at > now]


def ask_to_join(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    name: str,
    message: str,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """Ask a plan's submitters whether one may join. Asking again replaces what one wrote before.

    Raises:
        DomainError: "already-submitter", "too-many-submitters"; what :func:`require_taking_part` raises.
    """
    plan = require_taking_part(session, edition, number)
    if account in submitters_of(session, edition, number):
        raise DomainError("already-submitter")
    row = session.get(JoinRequest, (edition.id, number, account), with_for_update=True)
    if row is None:
        _require_room(session, edition, number)
        row = JoinRequest(edition_id=edition.id, plan_number=number, account_id=account)
        session.add(row)
    row.name, row.message, row.asked_at = name.strip(), message.strip(), now
    session.flush()
    mail_submitters(
        session,
        edition,
        number,
        "wil-meedoen",
        now=now,
        plan=plan.title,
        who=row.name,
        message=row.message,
        link=f"{site}/plannen/{number}/samen",
    )


def has_asked(session: Session, edition: EditionRecord, number: int, account: int) -> bool:
    """Whether this account's request waits for an answer."""
    return session.get(JoinRequest, (edition.id, number, account)) is not None


def requests_of(session: Session, edition: EditionRecord, number: int) -> Sequence[Request]:
    """Who asks to join, the longest waiting first."""
    query = (
        select(JoinRequest)
        .where(JoinRequest.edition_id == edition.id, JoinRequest.plan_number == number)
        .order_by(JoinRequest.asked_at, JoinRequest.account_id)
    )
    return [Request(number, row.account_id, row.name, row.message) for row in session.scalars(query)]


def answer_request(
    session: Session,
    edition: EditionRecord,
    number: int,
    person: int,
    *,
    welcome: bool,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """A submitter says yes or no to who asked; a request that is gone already is no mistake.

    Raises:
        DomainError: "not-the-submitter", "too-many-submitters"; what :func:`require_taking_part` raises.
    """
    plan = require_submitter(session, edition, number, account)
    row = session.get(JoinRequest, (edition.id, number, person), with_for_update=True)
    if row is None:
        return
    session.delete(row)
    session.flush()
    if welcome:
        add_submitter(session, edition, number, person, now=now)
    mail_account(
        session,
        edition,
        person,
        "meedoen-antwoord",
        now=now,
        plan=plan.title,
        welcome=welcome,
        link=f"{site}/plannen/{number}",
    )


def add_submitter(
    session: Session, edition: EditionRecord, number: int, account: int, *, now: datetime
) -> None:
    """From now on this account submits the plan too; adding somebody twice is no mistake."""
    if account in submitters_of(session, edition, number):
        return
    session.add(CoSubmitter(edition_id=edition.id, plan_number=number, account_id=account, joined_at=now))
    session.flush()
    _record(session, edition, number, "submitter-joined", account, now)


def leave(session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime) -> None:
    """Somebody submits a plan no longer. When its first submitter leaves, who joined first takes that place.

    Raises:
        DomainError: "no-such-plan", "not-the-submitter"; "last-submitter", who withdraws the plan instead.
    """
    plan = session.get(Plan, (edition.id, number), with_for_update=True, populate_existing=True)
    if plan is None:
        raise DomainError("no-such-plan", number=number)
    first, *joined = submitters_of(session, edition, number)
    if account != first and account not in joined:
        raise DomainError("not-the-submitter")
    if account == first:
        if not joined:
            raise DomainError("last-submitter")
        plan.submitter_id = joined[0]
    gone = joined[0] if account == first else account
    session.delete(session.get_one(CoSubmitter, (edition.id, number, gone)))
    session.flush()
    _record(session, edition, number, "submitter-left", account, now)


def require_submitter(session: Session, edition: EditionRecord, number: int, account: int) -> Plan:
    """The plan, when this account submits it.

    Raises:
        DomainError: "not-the-submitter"; what :func:`require_taking_part` raises.
    """
    plan = require_taking_part(session, edition, number)
    if account not in submitters_of(session, edition, number):
        raise DomainError("not-the-submitter")
    return plan


def _require_room(session: Session, edition: EditionRecord, number: int) -> None:
    waiting = select(func.count()).select_from(CoInvitation)
    waiting = waiting.where(CoInvitation.edition_id == edition.id, CoInvitation.plan_number == number)
    asking = select(func.count()).select_from(JoinRequest)
    asking = asking.where(JoinRequest.edition_id == edition.id, JoinRequest.plan_number == number)
    people = len(submitters_of(session, edition, number))
    if people + (session.scalar(waiting) or 0) + (session.scalar(asking) or 0) >= MOST:
        raise DomainError("too-many-submitters", most=MOST)


def _waiting(session: Session, edition: EditionRecord, number: int) -> Sequence[CoInvitation]:
    query = (
        select(CoInvitation)
        .where(CoInvitation.edition_id == edition.id, CoInvitation.plan_number == number)
        .order_by(CoInvitation.invited_at, CoInvitation.email)
    )
    return session.scalars(query).all()


def _forget_old(session: Session, edition: EditionRecord, number: int, now: datetime) -> None:
    session.execute(
        delete(CoInvitation).where(
            CoInvitation.edition_id == edition.id,
            CoInvitation.plan_number == number,
            CoInvitation.expires_at <= now,
        )
    )


def _row(
    session: Session, edition: EditionRecord, number: int, token: str, now: datetime, *, lock: bool = True
) -> CoInvitation:
    row = session.get(CoInvitation, (edition.id, _hash(token)), with_for_update=lock)
    if row is None or row.plan_number != number or row.expires_at <= now:
        raise DomainError("invitation-unusable")
    return row


def _invitation(row: CoInvitation) -> Invitation:
    return Invitation(row.token_hash.hex(), row.plan_number, row.email, row.expires_at)


def _record(
    session: Session, edition: EditionRecord, number: int, act: str, account: int, now: datetime
) -> None:
    subject = f"plan {number}"
    record_act(session, edition.id, act, actor=f"account {account}", now=now, subject=subject)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
