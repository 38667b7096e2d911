"""A real mail server on loopback, with every answer that a test asks for, and a certificate of its own."""

from __future__ import annotations

import asyncio
import datetime
import email
import email.policy
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wijkaanzet.mail_config import MailConfig, MailSecurity

SENDER = "Wijk aan Zet <noreply@voorbeeld.invalid>"
USER, PASSWORD = "wijk", "geheim-van-de-toets"
Received = tuple[list[str], EmailMessage]


@dataclass
class Inbox:
    """What the server hands mail to.

    Attributes:
        received: recipients and message of each mail that was accepted.
        refusals: by recipient, what is answered instead of taking it.
        answer: what is said of every mail; one that begins with 250 takes it.
        on_recipient, on_taken: called when a recipient is named, and after a mail was taken but before that is said.
        lines: how many connections there were.
        pause_s: how long it thinks about each recipient.
    """

    received: list[Received] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"
    on_recipient: Callable[[], None] = lambda: None
    on_taken: Callable[[], None] = lambda: None
    lines: int = 0
    pause_s: float = 0

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        await asyncio.sleep(self.pause_s)
        self.on_recipient()
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.received.append((envelope.rcpt_tos, message))
            self.on_taken()
        return self.answer

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.lines += 1
        session.host_name = hostname
        return responses

    @property
    def to(self) -> list[str]:
        """Who got mail, in the order of receiving."""
        return [address for addresses, _ in self.received for address in addresses]


def _only_we(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


@contextmanager
def mail_server(
    inbox: Inbox, *, security: MailSecurity = MailSecurity.NONE, folder: Path | None = None
) -> Iterator[MailConfig]:
    """A running server, and the settings with which mail goes to it; an encrypted one also wants a password."""
    options: dict[str, Any] = {}
    if security is not MailSecurity.NONE:
        assert folder is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate(folder))
        options = {"authenticator": _only_we}
        if security is MailSecurity.TLS:
            options |= {"ssl_context": context, "auth_require_tls": False}
        else:
            options |= {"tls_context": context, "require_starttls": True, "auth_required": True}
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        user = {} if security is MailSecurity.NONE else {"smtp_user": USER, "smtp_password": PASSWORD}
        yield MailConfig(SENDER, "127.0.0.1", controller.port, security=security, **user)
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key; a client must be told to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return public, private
