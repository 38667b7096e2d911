"""A sample of every mail. ``python -m tests.support.mails`` writes their golden files: read what changed."""

from __future__ import annotations

from pathlib import Path

from tests.support.editions import SPEC
from wijkaanzet.folders import TEMPLATES
from wijkaanzet.mail_text import MailText, compose

GOLDEN = Path(__file__).parents[1] / "golden" / "mail"
SITE = "https://wijk.voorbeeld.invalid"
SAMPLES: dict[str, dict[str, object]] = {
    "inloggen": {"link": f"{SITE}/inloggen/CODE?a=1&b=2"},
}
"""The values of each mail. A mail that differs by its values has more samples: ``name`` or ``name--variant``."""


def names() -> set[str]:
    """The mails that there are templates for."""
    return {file.stem for file in (TEMPLATES / "mail").glob("*.jinja")}


def sample(key: str, language: str = "nl") -> MailText:
    """The mail of a sample."""
    return compose(key.partition("--")[0], SPEC, language, **SAMPLES[key])


def write_golden() -> None:
    """Write all golden files anew."""
    for old in GOLDEN.glob("*.*"):
        old.unlink()
    for key in SAMPLES:
        mail = sample(key)
        (GOLDEN / f"{key}.txt").write_text(f"{mail.subject}\n\n{mail.text}", "utf-8")
        (GOLDEN / f"{key}.html").write_text(mail.html, "utf-8")


if __name__ == "__main__":
    write_golden()
