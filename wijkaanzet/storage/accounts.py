"""Accounts of the whole installation, their roles per edition, and sign-in links that work once."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, EditionKey, Hash, Moment, Number, Word


class Account(Base):
    """A person with a verified e-mail address.

    ``language``: in which mails to this person are written; that of the last sign-in.
    ``totp_nonce``: from it and a key that is not in the database follows the secret of a staff member's second
    factor. ``totp_step``: the time step of the last code that was used; None until the first one was.
    ``erased_at``: when the address was removed. The row stays, because its number must never be somebody else's, with
    an address that is nobody's (``actions/erasing.py``); nobody can be signed in under it.
    """

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    created_at: Mapped[Moment]
    language: Mapped[Word] = mapped_column(default="nl")
    totp_nonce: Mapped[Hash | None]
    totp_step: Mapped[Number | None]
    erased_at: Mapped[Moment | None]


class RoleGrant(Base):
    """A role of an account in an edition."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint("role IN ('checker', 'desk', 'organiser', 'operator', 'wijkraad')", name="role"),
    )

    edition_id: Mapped[EditionKey]
    account_id: Mapped[AccountRef] = mapped_column(primary_key=True)
    role: Mapped[Word] = mapped_column(primary_key=True)


class SignInLink(Base):
    """A sign-in link that was mailed and not used; using it deletes the row, so it works once."""

    __tablename__ = "sign_in_links"

    nonce_hash: Mapped[Hash] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    expires_at: Mapped[Moment]
