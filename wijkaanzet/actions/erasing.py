"""What is known of a person by their e-mail address, and forgetting it.

An account's row is never deleted: its number stands in the audit trail and in sealed cookies, and must never become
somebody else's. What is removed is the address, the second factor, and everything that is only there for that person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, delete, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from wijkaanzet.actions.accounts import normal_email
from wijkaanzet.actions.drafts import discard
from wijkaanzet.actions.editions import list_editions
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import Account, RoleGrant, SignInLink
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.landings import PartnerOffer
from wijkaanzet.storage.likes import Like
from wijkaanzet.storage.models import Base
from wijkaanzet.storage.notices import Notice, NoticeChoice, PlanFollow
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.submitting import CoInvitation, JoinRequest, KeptDraft

NOBODYS = "gewist.invalid"
"""The domain of the addresses that erased accounts have: nobody can receive mail there (RFC 2606)."""
_ONLY_THEIRS = (Notice, NoticeChoice, PlanFollow, JoinRequest, RoleGrant)
BY_ADDRESS = (SignInLink.email, OutgoingMail.recipient, CoInvitation.email, PartnerOffer.email)
"""Where an address stands by itself, with or without an account. Each has a term of its own."""


@dataclass(frozen=True)
class Mention:
    """A column in which accounts stand, with the table's edition."""

    table: Table
    account: Column[int]
    edition: Column[int] | None


def mentions() -> Iterator[Mention]:
    """Every column of the database that refers to an account."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table is Account.__table__ for key in column.foreign_keys):
                yield Mention(table, column, table.columns.get("edition_id"))


def known_of(session: Session, email: str) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept of who has this address, by table; empty when it is unknown.

    Hashes and files are left out. Where the account stands as staff, the row may be about somebody else: look before
    you send it on.
    """
    email = normal_email(email)
    found: dict[str, list[dict[str, Any]]] = {}
    for column in BY_ADDRESS:
        table = column.property.columns[0].table
        _collect(found, session, table, column == email)
    account = session.scalar(select(Account.id).where(Account.email == email))
    if account is not None:
        _collect(found, session, Base.metadata.tables["accounts"], Account.id == account)
        for mention in mentions():
            _collect(found, session, mention.table, mention.account == account)
    return found


def _collect(found: dict[str, list[dict[str, Any]]], session: Session, table: Table, which: Any) -> None:
    readable = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
    rows = session.execute(select(*readable).where(which)).mappings()
    new = [{name: _plain(value) for name, value in row.items()} for row in rows]
    new = [row for row in new if row not in found.get(table.name, [])]
    if new:
        found.setdefault(table.name, []).extend(new)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def erase_by_address(session: Session, email: str, *, actor: str, now: datetime) -> None:
    """Forget somebody who asked for it, at once. Plans and reactions stay, with nobody's address behind them.

    Likes that can still be given are taken back, or the same person could give them again.

    Raises:
        DomainError: "no-such-account" when nothing is kept of this address.
    """
    email = normal_email(email)
    account = session.scalar(select(Account.id).where(Account.email == email).with_for_update())
    mailed = [session.execute(delete(column.class_).where(column == email)).rowcount for column in BY_ADDRESS]  # type: ignore[attr-defined]
    if account is None:
        if not any(mailed):
            raise DomainError("no-such-account")
        return
    for edition in _editions_of(session, account):
        if edition.phase_at(edition.local_now(now)) is Phase.LIKES:
            session.execute(
                delete(Like).where(
                    Like.edition_id == edition.id, Like.account_id == account, Like.set_aside_id.is_(None)
                )
            )
        record_act(session, edition.id, "account-erased", actor=actor, now=now, subject=f"account {account}")
    erase(session, account, now=now)


def erase(session: Session, account: int, *, now: datetime) -> None:
    """Remove an account's address and what is only there for that person."""
    row = session.get_one(Account, account, with_for_update=True)
    for edition in _editions_of(session, account):
        mine = select(KeptDraft.id).where(KeptDraft.edition_id == edition.id, KeptDraft.account_id == account)
        for draft in session.scalars(mine).all():
            discard(session, edition, draft, account=account)
    for kind in _ONLY_THEIRS:
        session.execute(delete(kind).where(kind.account_id == account))
    row.email = f"{account}@{NOBODYS}"
    row.totp_nonce = row.totp_step = None
    row.erased_at = now
    session.flush()


def _editions_of(session: Session, account: int) -> list[EditionRecord]:
    """The editions in which an account stands."""
    ids: set[int] = set()
    for mention in mentions():
        if mention.edition is not None:
            ids.update(session.scalars(select(mention.edition).where(mention.account == account).distinct()))
    return [edition for edition in list_editions(session) if edition.id in ids]
