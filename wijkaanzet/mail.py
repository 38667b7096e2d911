"""Mail and how it leaves: by SMTP, or to a folder while no server is set."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from wijkaanzet.config import MailConfig


@dataclass(frozen=True)
class Mail:
    """One mail that waits in the outbox. ``id`` stays the same when it is tried again."""

    id: int
    recipient: str
    subject: str
    text: str
    html: str
    written_at: datetime


def deliver(mail: Mail, config: MailConfig, folder: Path) -> None:
    """Send one mail by SMTP, or write it as ``<id>.eml`` into the folder.

    Raises:
        OSError, smtplib.SMTPException: when it did not leave; the caller tries again later.
    """
    message = _message(mail, config)
    if not config.smtp_host:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / f"{mail.id:06d}.eml").write_bytes(bytes(message))
        return
    with smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=30) as smtp:
        if config.starttls:
            smtp.starttls(context=ssl.create_default_context())
        if config.smtp_user:
            smtp.login(config.smtp_user, config.smtp_password)
        smtp.send_message(message)


def _message(mail: Mail, config: MailConfig) -> EmailMessage:
    message = EmailMessage()
    message["From"] = config.sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = mail.written_at
    # The same mail keeps its identity when it is tried again, so that a mailbox shows it once.
    message["Message-ID"] = (
        f"<mail-{mail.id}-{int(mail.written_at.timestamp())}@{parseaddr(config.sender)[1].partition('@')[2]}>"
    )
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message
