"""Signing in by a link that works once, and roles."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.editions import ACTOR, NOW, make_edition
from wijkaanzet.actions import accounts
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import SignInLink
from wijkaanzet.storage.audit import trail


def test_a_link_signs_in_once_and_makes_the_account(session: Session) -> None:
    token = accounts.make_sign_in_token(session, "  Anna@Voorbeeld.INVALID ", now=NOW)
    account = accounts.sign_in(session, token, now=NOW)
    assert accounts.email_of(session, account) == "anna@voorbeeld.invalid"
    with pytest.raises(DomainError, match="link-unusable"):
        accounts.sign_in(session, token, now=NOW)
    again = accounts.make_sign_in_token(session, "anna@voorbeeld.invalid", now=NOW)
    assert accounts.sign_in(session, again, now=NOW) == account


def test_a_link_lasts_twenty_minutes(session: Session) -> None:
    for minutes, works in ((19.99, True), (20, False)):
        token = accounts.make_sign_in_token(session, "a@voorbeeld.invalid", now=NOW)
        later = NOW + timedelta(minutes=minutes)
        if works:
            accounts.sign_in(session, token, now=later)
        else:
            with pytest.raises(DomainError, match="link-unusable"):
                accounts.sign_in(session, token, now=later)


def test_an_invented_link_is_refused_and_old_ones_are_cleared(session: Session) -> None:
    with pytest.raises(DomainError, match="link-unusable"):
        accounts.sign_in(session, "verzonnen", now=NOW)
    token = accounts.make_sign_in_token(session, "a@voorbeeld.invalid", now=NOW)
    [row] = session.scalars(select(SignInLink))
    assert token.encode() not in row.nonce_hash
    accounts.make_sign_in_token(session, "b@voorbeeld.invalid", now=NOW + timedelta(hours=1))
    assert [link.email for link in session.scalars(select(SignInLink))] == ["b@voorbeeld.invalid"]


def test_roles_are_per_edition_and_given_once(session: Session, edition: EditionRecord) -> None:
    other = make_edition(session, slug="andere")
    account = accounts.account_for(session, "a@voorbeeld.invalid", now=NOW)
    for _ in range(2):
        accounts.grant_role(session, edition.id, account, "desk", actor=ACTOR, now=NOW)
    accounts.grant_role(session, edition.id, account, "checker", actor=ACTOR, now=NOW)
    assert accounts.roles_of(session, edition.id, account) == {"desk", "checker"}
    assert accounts.roles_of(session, other.id, account) == frozenset()
    granted = [e for e in trail(session, edition.id) if e.act == "role-granted"]
    assert [(e.subject, e.details["role"]) for e in granted] == [
        (f"account {account}", "desk"),
        (f"account {account}", "checker"),
    ]


def test_nobody_is_nobody(session: Session, edition: EditionRecord) -> None:
    assert accounts.email_of(session, 999) is None
    assert accounts.roles_of(session, edition.id, 999) == frozenset()
