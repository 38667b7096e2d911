"""The second factor of staff: six digits from an authenticator app (TOTP, RFC 6238), each usable once.

The shared secret is not stored: it follows from a random nonce in the database and a key outside it, so that a copy of
the database lets nobody in.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime

import pyotp
from sqlalchemy.orm import Session

from wijkaanzet.errors import DomainError
from wijkaanzet.storage.accounts import Account
from wijkaanzet.storage.audit import record_act

STEP_S = 30
CLOCK_SKEW_STEPS = 1


@dataclass(frozen=True)
class Enrolment:
    """How an account stands with its authenticator app.

    Attributes:
        secret: what the app needs; to be shown only while ``linked`` is false.
        uri: the same as an ``otpauth:`` address, for a QR code.
        linked: whether a code from the app was accepted before.
    """

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    linked: bool


def enrolment_of(session: Session, account_id: int, *, key: str, issuer: str) -> Enrolment:
    """The account's enrolment, begun when there is none."""
    account = session.get_one(Account, account_id, with_for_update=True)
    if account.totp_nonce is None:
        account.totp_nonce = secrets.token_bytes(32)
        session.flush()
    secret = _secret(account.totp_nonce, key)
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=issuer)
    return Enrolment(secret, uri, account.totp_step is not None)


def accept_code(session: Session, account_id: int, code: str, *, key: str, now: datetime) -> None:
    """Accept a code that is right now, or was or will be half a minute away, and was not used before.

    Raises:
        DomainError: "second-factor-wrong".
    """
    account = session.get_one(Account, account_id, with_for_update=True)
    if account.totp_nonce is None:
        raise DomainError("second-factor-wrong")
    totp = pyotp.TOTP(_secret(account.totp_nonce, key))
    digits = "".join(code.split())
    this_step = int(now.timestamp()) // STEP_S
    for step in range(this_step - CLOCK_SKEW_STEPS, this_step + CLOCK_SKEW_STEPS + 1):
        fresh = account.totp_step is None or step > account.totp_step
        if fresh and hmac.compare_digest(totp.generate_otp(step), digits.encode("ascii", "replace").decode()):
            account.totp_step = step
            return
    raise DomainError("second-factor-wrong")


def forget(session: Session, edition_id: int, account_id: int, *, actor: str, now: datetime) -> None:
    """Forget the linked app, after a lost phone; the next sign-in links a new one."""
    account = session.get_one(Account, account_id, with_for_update=True)
    account.totp_nonce = account.totp_step = None
    record_act(
        session, edition_id, "second-factor-reset", actor=actor, now=now, subject=f"account {account_id}"
    )


def _secret(nonce: bytes, key: str) -> str:
    """The secret in base 32, as apps want it: 160 bits."""
    return base64.b32encode(hmac.digest(key.encode(), b"totp:" + nonce, hashlib.sha256)[:20]).decode()
