"""The texts of mails: each written once, in ``templates/mail/``, and rendered as plain text and as HTML.

A mail says what it has to say through the parts ``m`` (paragraph, button, quote, ...), which exist in both forms; so the
two can never tell different things, and what a resident wrote is never read as markup.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from phases.money import format_money
from wijkaanzet.days import Wording, in_words
from wijkaanzet.edition import EditionSpec
from wijkaanzet.folders import TEMPLATES, TRANSLATIONS

WIDTH = 76
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True)
class MailText:
    """What a mail says. ``html`` may be empty; then it is plain text only.

    ``unsubscribe``: the address that stops mails like this one; empty for a mail that cannot be missed.
    ``edition``: the slug of the edition that it is about; may be empty.
    """

    subject: str
    text: str
    html: str = ""
    unsubscribe: str = ""
    edition: str = ""


def compose(name: str, spec: EditionSpec, language: str = "nl", **values: object) -> MailText:
    """Render ``templates/mail/<name>.jinja``.

    Args:
        name: the mail.
        spec: the edition that it is about; ``edition`` in the template.
        language: of the reader, such as "nl"; a language without translation reads Dutch.
        values: what the template needs; ``unsubscribe`` also travels with the mail. A missing one is an error, not a gap
            in somebody's mail.
    """
    told: Mapping[str, object] = {
        "edition": spec,
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        **values,
    }
    plain, rich = _environment("txt", language), _environment("html", language)
    template = plain.get_template(f"mail/{name}.jinja")
    subject = "".join(template.blocks["subject"](template.new_context(dict(told))))
    told = {**told, "subject": " ".join(subject.split())}
    html = rich.get_template(f"mail/{name}.jinja").render(told)
    unsubscribe = str(values.get("unsubscribe", ""))
    text = _tidy(template.render(told))
    return MailText(str(told["subject"]), text, html.strip() + "\n", unsubscribe, spec.slug)


def _tidy(text: str) -> str:
    """Exactly one empty line between paragraphs, and none at the ends."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for before, line in zip(["x", *lines], lines, strict=False) if line or before]
    return "\n".join(kept) + "\n"


def _wrap(text: str, prefix: str = "") -> str:
    """Lines of a width that every mail program shows; addresses are left whole."""
    paragraphs = text.splitlines() or [""]
    return "\n".join(
        textwrap.fill(
            paragraph,
            WIDTH,
            initial_indent=prefix,
            subsequent_indent=prefix,
            break_long_words=False,
            break_on_hyphens=False,
        )
        or prefix.rstrip()
        for paragraph in paragraphs
    )


@cache
def _environment(form: str, language: str) -> Environment:
    """Jinja for one form ("txt" or "html") and one language."""
    # Plain text is read as it is: there is nothing to escape, and "&amp;" would be wrong.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=form == "html",  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translations = Translations.load(str(TRANSLATIONS), [language])
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]

    def long_day(moment: date | datetime) -> str:
        return in_words(moment, Wording.LONG, language)

    environment.filters.update(wrap=_wrap, long_day=long_day, money=format_money)
    environment.globals.update(layout=f"mail/layout.{form}")
    environment.globals["m"] = environment.get_template(f"mail/parts.{form}").module
    return environment
