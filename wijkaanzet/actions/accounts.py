"""Signing in by a mailed link that works once, and the roles of staff."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wijkaanzet.actions.outbox import write_mail
from wijkaanzet.errors import DomainError
from wijkaanzet.mail_text import MailText
from wijkaanzet.storage.accounts import Account, RoleGrant, SignInLink
from wijkaanzet.storage.audit import record_act

LINK_LIFETIME = timedelta(minutes=20)


def normal_email(text: str) -> str:
    """The e-mail address as it is compared: without spaces around it, in lower case."""
    return text.strip().lower()


def make_sign_in_token(session: Session, email: str, *, now: datetime) -> str:
    """A token that signs in whoever holds it, once, within 20 minutes. Only its hash is stored."""
    session.execute(delete(SignInLink).where(SignInLink.expires_at <= now))
    token = secrets.token_urlsafe(32)
    session.add(
        SignInLink(nonce_hash=_hash(token), email=normal_email(email), expires_at=now + LINK_LIFETIME)
    )
    return token


def send_sign_in_link(
    session: Session, email: str, mail: Callable[[str], MailText], *, now: datetime
) -> None:
    """Write the mail with a sign-in link into the outbox; ``mail`` makes it from the token."""
    token = make_sign_in_token(session, email, now=now)
    write_mail(session, normal_email(email), mail(token), now=now)


def sign_in(session: Session, token: str, *, now: datetime) -> int:
    """Use a token; the account's id, made when it is the first time.

    Raises:
        DomainError: "link-unusable" when the token is unknown, used or too old.
    """
    query = (
        delete(SignInLink)
        .where(SignInLink.nonce_hash == _hash(token), SignInLink.expires_at > now)
        .returning(SignInLink.email)
    )
    email = session.scalar(query)
    if email is None:
        raise DomainError("link-unusable")
    return account_for(session, email, now=now)


def account_for(session: Session, email: str, *, now: datetime) -> int:
    """The account with this address, made when there is none."""
    email = normal_email(email)
    mine = select(Account.id).where(Account.email == email)
    found = session.scalar(mine)
    if found is None:
        # The same person may be quicker on another host; then the row is there all the same.
        with suppress(IntegrityError), session.begin_nested():
            session.add(Account(email=email, created_at=now))
        found = session.scalars(mine).one()
    return found


def grant_role(
    session: Session, edition_id: int, account_id: int, role: str, *, actor: str, now: datetime
) -> None:
    """Give an account a role in an edition; giving it twice is no mistake."""
    if session.get(RoleGrant, (edition_id, account_id, role)) is None:
        session.add(RoleGrant(edition_id=edition_id, account_id=account_id, role=role))
        record_act(
            session,
            edition_id,
            "role-granted",
            actor=actor,
            now=now,
            subject=f"account {account_id}",
            role=role,
        )


def roles_of(session: Session, edition_id: int, account_id: int) -> frozenset[str]:
    """The account's roles in the edition."""
    query = select(RoleGrant.role).where(
        RoleGrant.edition_id == edition_id, RoleGrant.account_id == account_id
    )
    return frozenset(session.scalars(query))


def email_of(session: Session, account_id: int) -> str | None:
    """The account's address, or None when there is no such account or it was erased."""
    return session.scalar(select(Account.email).where(Account.id == account_id, Account.erased_at.is_(None)))


def speak(session: Session, account_id: int, language: str) -> None:
    """Note in which language mails to this account are written."""
    session.execute(update(Account).where(Account.id == account_id).values(language=language))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
