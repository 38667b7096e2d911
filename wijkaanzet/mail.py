"""Mail and how it leaves: by SMTP, or to a folder while no server is set; and what it means when it does not."""

from __future__ import annotations

import smtplib
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from wijkaanzet.mail_config import MailConfig, MailSecurity

ANSWER_S = 20
"""How long each answer of the mail server is waited for."""
OPEN_S = 90
"""No mail is begun when opening the line took longer. With four answers after that, a mail is handed over within three
minutes of being claimed, or not at all: another worker takes it after five, so nobody gets it twice within a minute."""
INVENTED = "oefening.invalid"
"""The domain of the invented people of a rehearsal, to whom no server is asked to bring anything."""
_PERMANENT = range(500, 600)


class Hindrance(StrEnum):
    """What keeps a mail."""

    REFUSED = "refused"
    """The receiving side says that it will never take it, or there is no such address."""
    LATER = "later"
    """The receiving side does not take it now."""
    SERVER = "server"
    """Our own mail server cannot be used: no mail leaves."""


class NotSentError(Exception):
    """A mail did not leave. ``code`` is what the server answered; 0 when it did not. Nothing personal is in it."""

    def __init__(self, hindrance: Hindrance, code: int = 0) -> None:
        super().__init__(f"{hindrance.value} {code}")
        self.hindrance = hindrance
        self.code = code


@dataclass(frozen=True)
class Mail:
    """One mail that a worker took from the outbox.

    Attributes:
        id: stays the same when it is tried again.
        reply_to: where an answer goes; empty for the sender.
        unsubscribe: the address that stops mails like this one; may be empty.
        tried_at: when it was first tried.
        attempt: how often it was taken, this time included.
    """

    id: int
    recipient: str
    reply_to: str
    subject: str
    text: str
    html: str
    unsubscribe: str
    written_at: datetime
    tried_at: datetime
    attempt: int = 1


class Postbox:
    """Where mails leave, one after the other over one line, which is opened for the first of them."""

    def __init__(self, config: MailConfig, folder: Path) -> None:
        """Send by SMTP, or write ``<id>.eml`` into the folder while no host is set."""
        self._config = config
        self._folder = folder
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Postbox:
        """Open nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        self._hang_up()

    def send(self, mail: Mail) -> None:
        """Hand one mail over.

        Raises:
            NotSentError: it did not leave, or nobody knows whether it did.
        """
        try:
            message = _message(mail, self._config)
        except (ValueError, LookupError, AttributeError, TypeError, MessageError) as error:
            # What Python's mail library raises for addresses that cannot be.
            raise NotSentError(Hindrance.REFUSED) from error
        if self._config.smtp_host and mail.recipient.endswith(f"@{INVENTED}"):
            return
        if self._config.smtp_host:
            self._hand_over(message)
        else:
            _write(self._folder, f"{mail.id:06d}.eml", bytes(message))

    def _hand_over(self, message: EmailMessage) -> None:
        try:
            line = self._opened()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise NotSentError(Hindrance.SERVER, _code_of(error)) from error
        try:
            line.send_message(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            hindrance, code = what_keeps(error)
            if hindrance is Hindrance.SERVER:
                self._hang_up()
            raise NotSentError(hindrance, code) from error

    def _opened(self) -> smtplib.SMTP:
        """The line: the one that is open when it still answers, else a new one."""
        began = time.monotonic()
        if self._line is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._line.noop()[0] == 250:
                    return self._line
            self._hang_up()
        config, context = self._config, ssl.create_default_context()
        if config.security is MailSecurity.TLS:
            self._line = smtplib.SMTP_SSL(
                config.smtp_host, config.smtp_port, timeout=ANSWER_S, context=context
            )
        else:
            self._line = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=ANSWER_S)
        if config.security is MailSecurity.STARTTLS:
            self._line.starttls(context=context)
        if config.smtp_user:
            self._line.login(config.smtp_user, config.smtp_password)
        if time.monotonic() - began > OPEN_S:
            raise TimeoutError("the mail server is too slow")
        return self._line

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError, smtplib.SMTPException):
                line.quit()
            line.close()


def what_keeps(error: Exception) -> tuple[Hindrance, int]:
    """What a failure means once the line was open, and the server's code."""
    code = _code_of(error)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Hindrance.REFUSED, 0  # an address that this server cannot write to
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and code != 421:
        return (Hindrance.REFUSED if code in _PERMANENT else Hindrance.LATER), code
    # A sender that is refused is a setting of ours, not this mail's fault.
    return Hindrance.SERVER, code


def _code_of(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _text in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


class _WholeAddress(UnstructuredHeader, BaseHeader):
    """A header that is one address: folded or encoded as words, no mail program could open it."""

    def fold(self, *, policy: Policy) -> str:
        """The header on a line of its own, however long."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _WholeAddress)
_POLICY = default.clone(header_factory=_HEADERS)


def _message(mail: Mail, config: MailConfig) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = config.sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = mail.tried_at
    # The same mail keeps its identity when it is tried again, so that a mailbox shows it once.
    message["Message-ID"] = (
        f"<mail-{mail.id}-{int(mail.written_at.timestamp())}@{parseaddr(config.sender)[1].partition('@')[2]}>"
    )
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Nobody's "out of office" answers a program.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message


def _write(folder: Path, name: str, content: bytes) -> None:
    """Whole or not at all; a disk that is full is a server that cannot be used."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".{name}.part"
        draft.write_bytes(content)
        draft.replace(folder / name)
    except OSError as error:
        raise NotSentError(Hindrance.SERVER) from error
