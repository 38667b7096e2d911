"""Who sits at the ja-mits table, for which specialisms, and who is in the wijkraad."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from phases.feasibility import Specialism
from wijkaanzet.actions.accounts import account_for, grant_role
from wijkaanzet.actions.at_table import act
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import Account, RoleGrant
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.table import TableChecker

INVITED_ROLES = ("checker", "wijkraad")


@dataclass(frozen=True)
class Person:
    """Somebody at the table. ``is_checker``: by that role, which can be taken away; an organiser sits there anyhow."""

    account: int
    email: str
    specialisms: tuple[Specialism, ...]
    is_checker: bool


def checkers(session: Session, edition: EditionRecord) -> list[Person]:
    """Everybody with the role of checker or organiser, by address."""
    given: dict[int, set[str]] = {}
    for row in session.scalars(select(TableChecker).where(TableChecker.edition_id == edition.id)):
        given.setdefault(row.account_id, set()).add(row.specialism)
    query = (
        select(Account.id, Account.email, func.min(RoleGrant.role))
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.edition_id == edition.id, RoleGrant.role.in_(["checker", "organiser"]))
        .group_by(Account.id, Account.email)
        .order_by(Account.email)
    )
    return [
        Person(
            account,
            email,
            tuple(s for s in Specialism if s.value in given.get(account, ())),
            role == "checker",
        )
        for account, email, role in session.execute(query)
    ]


def by_specialism(session: Session, edition: EditionRecord) -> dict[Specialism, tuple[str, ...]]:
    """The addresses of who answers for each specialism."""
    people = checkers(session, edition)
    return {s: tuple(p.email for p in people if s in p.specialisms) for s in Specialism}


def assign(
    session: Session,
    edition: EditionRecord,
    person: int,
    specialisms: Collection[Specialism],
    *,
    account: int,
    now: datetime,
) -> None:
    """Give somebody these specialisms and no others.

    Raises:
        DomainError: "no-such-colleague".
    """
    lock_edition(session, edition.id)
    if person not in {one.account for one in checkers(session, edition)}:
        raise DomainError("no-such-colleague")
    session.execute(
        delete(TableChecker).where(TableChecker.edition_id == edition.id, TableChecker.account_id == person)
    )
    words = sorted(specialism.value for specialism in specialisms)
    session.add_all(TableChecker(edition_id=edition.id, account_id=person, specialism=word) for word in words)
    act(session, edition, "checker-assigned", f"account {person}", account, now, specialisms=words)


def invite_person(
    session: Session,
    edition: EditionRecord,
    email: str,
    role: str,
    specialisms: Collection[Specialism] = (),
    *,
    site: str | None,
    account: int,
    now: datetime,
) -> int:
    """Give somebody the role of checker or wijkraad, with specialisms, and mail how to sign in; their account.

    Args:
        site: the public address; None: nobody is mailed, as in a rehearsal.

    Raises:
        DomainError: "no-such-role".
    """
    if role not in INVITED_ROLES:
        raise DomainError("no-such-role")
    person = account_for(session, email, now=now)
    grant_role(session, edition.id, person, role, actor=f"account {account}", now=now)
    session.flush()
    if role == "checker" and specialisms:
        assign(session, edition, person, specialisms, account=account, now=now)
    if site is not None:
        mail_account(session, edition, person, "tafel-welkom", now=now, role=role, link=f"{site}/inloggen")
    return person


def leave(
    session: Session, edition: EditionRecord, person: int, role: str, *, account: int, now: datetime
) -> None:
    """Take the role of checker or wijkraad away; what somebody answered stays.

    Raises:
        DomainError: "no-such-role"; "no-such-colleague".
    """
    if role not in INVITED_ROLES:
        raise DomainError("no-such-role")
    lock_edition(session, edition.id)
    row = session.get(RoleGrant, (edition.id, person, role))
    if row is None:
        raise DomainError("no-such-colleague")
    session.delete(row)
    if role == "checker":
        session.execute(
            delete(TableChecker).where(
                TableChecker.edition_id == edition.id, TableChecker.account_id == person
            )
        )
    act(session, edition, "role-taken", f"account {person}", account, now, role=role)
