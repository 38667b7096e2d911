"""The session cookie, sealed: only this site can read it, not just write it.

Between ballot and check a voter's browser carries the keyed hash of a code beside a choice. Flask's own cookie is signed but
readable, so whoever got hold of the device's cookies could lay the two together; AES-GCM makes them unreadable.
"""

from __future__ import annotations

import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature, SignatureExpired

PURPOSE = b"wijkaanzet session cookie"
NONCE_BYTES = 12
TIME_BYTES = 5


class SealedSerializer:
    """What Flask asks of the thing that writes and reads its session cookie.

    A cookie is ``base64url(nonce + AES-GCM(moment + JSON))``; the key follows from the secret key.
    """

    def __init__(self, secret_key: str) -> None:
        key = HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret_key.encode())
        self._cipher = AESGCM(key)

    def dumps(self, value: dict[str, Any]) -> str:
        """Seal a session."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        moment = int(time.time()).to_bytes(TIME_BYTES, "big")
        sealed = self._cipher.encrypt(nonce, moment + json.dumps(value).encode(), PURPOSE)
        return urlsafe_b64encode(nonce + sealed).decode()

    def loads(self, text: str, max_age: int) -> Any:
        """Open a session.

        Args:
            text: the cookie.
            max_age: seconds after which a cookie no longer counts.

        Raises:
            BadSignature: it was not made here, or was changed.
            SignatureExpired: it is too old.
        """
        try:
            raw = urlsafe_b64decode(text)
            opened = self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], PURPOSE)
        except (ValueError, InvalidTag) as error:
            raise BadSignature("this cookie was not made here") from error
        moment = int.from_bytes(opened[:TIME_BYTES], "big")
        if time.time() - moment > max_age:
            raise SignatureExpired("this cookie is too old")
        return json.loads(opened[TIME_BYTES:])


class SealedSessions(SecureCookieSessionInterface):
    """Flask's session in a cookie, sealed instead of signed."""

    def __init__(self, secret_key: str) -> None:
        self._serializer = SealedSerializer(secret_key)

    def get_signing_serializer(self, app: Flask) -> SealedSerializer:  # type: ignore[override]
        """The one serializer of this app: deriving its key for each request would be work for nothing."""
        return self._serializer
