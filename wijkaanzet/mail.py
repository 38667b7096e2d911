"""Mail: the texts, and how it leaves: by SMTP, or to a folder while no server is set."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from html import escape
from pathlib import Path

from wijkaanzet.config import MailConfig
from wijkaanzet.edition import EditionSpec


@dataclass(frozen=True)
class Mail:
    """One mail that waits in the outbox. ``id`` stays the same when it is tried again."""

    id: int
    recipient: str
    subject: str
    text: str
    html: str
    written_at: datetime


def sign_in_mail(spec: EditionSpec, link: str) -> tuple[str, str, str]:
    """Subject, text and HTML of the mail with a sign-in link."""
    subject = f"Inloggen bij {spec.name}"
    text = (
        f"Dag,\n\nU wilt inloggen bij {spec.name}. Open deze link:\n\n{link}\n\n"
        "De link werkt één keer en 20 minuten lang.\n"
        "Hebt u dit niet gevraagd? Dan hoeft u niets te doen.\n"
    )
    html = (
        f'<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>{escape(subject)}</title></head><body>'
        f"<p>Dag,</p><p>U wilt inloggen bij {escape(spec.name)}.</p>"
        f'<p><a href="{escape(link)}">Inloggen</a></p>'
        "<p>De link werkt één keer en 20 minuten lang. Hebt u dit niet gevraagd? Dan hoeft u niets te doen.</p>"
        "</body></html>"
    )
    return subject, text, html


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
