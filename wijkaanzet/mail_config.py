"""How mail leaves: the ``[mail]`` table as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from wijkaanzet.toml_reader import TableReader


class MailSecurity(StrEnum):
    """How the line to the mail server is encrypted."""

    STARTTLS = "starttls"
    """Begins plain and is encrypted before anything is said; usually port 587."""
    TLS = "tls"
    """Encrypted from the first byte (SMTPS); usually port 465."""
    NONE = "none"
    """Not at all: only for a mail server on the same machine."""


@dataclass(frozen=True)
class MailConfig:
    """How mail leaves: by SMTP, or to a folder of ``.eml`` files while no host is set."""

    sender: str = "wijkaanzet@localhost"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    security: MailSecurity = MailSecurity.STARTTLS
    smtp_password: str = field(default="", repr=False)


def read_mail(reader: TableReader) -> MailConfig:
    """The ``[mail]`` table as a value.

    Raises:
        ConfigError: when a key is wrong.
    """
    found = MailConfig(
        sender=reader.text("sender", MailConfig.sender, filled=True),
        smtp_host=reader.text("smtp_host", ""),
        smtp_port=reader.whole("smtp_port", MailConfig.smtp_port, low=1, high=65535),
        smtp_user=reader.text("smtp_user", ""),
        security=reader.choice("security", MailSecurity, MailSecurity.STARTTLS),
    )
    reader.finish()
    return found
