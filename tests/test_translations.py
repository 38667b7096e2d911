"""What translators must not break, and what may not be missing: every sentence, in every form, with its own values."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.support.languages import OTHERS, plain
from tests.support.mails import SAMPLES, sample
from tests.support.sources import ROOT
from wijkaanzet.folders import TRANSLATIONS
from wijkaanzet.mail_text import RIGHT_TO_LEFT
from wijkaanzet.web.i18n import WHOLE

# Values that are filled in, by gettext and by the scripts of a page.
PLACES = re.compile(r"%\(\w+\)[sd]|(?<!%)%%|\{\w+\}")
# Only pages for staff are made of these files; `tests/web/test_languages.py` sees that no resident meets them.
FOR_STAFF = (
    *(
        f"templates/{area}/"
        for area in ("organiser", "table", "lettering", "desk", "weekly_check", "report", "quick_scan")
    ),
    *("templates/landing/board", "templates/landing/plan", "templates/reactions/moderation"),
    *(
        f"wijkaanzet/web/{module}"
        for module in (
            *("act_texts", "table", "weekly", "lettering", "address_files", "desk", "paper", "organiser"),
            *("carrying", "quick_scan", "last_look", "likes_desk", "moderation", "undelivered", "report"),
            "execution_forms",
        )
    ),
    "wijkaanzet/report_",
)
# Among those: what a submitter or anybody sees by a link.
FOR_RESIDENTS_TOO = (
    *("templates/table/reply.html", "templates/weekly_check/proposal.html"),
    *("templates/report/public.html", "wijkaanzet/web/table_costs.py", "wijkaanzet/web/weekly_errors.py"),
)


def is_for_residents(message: Message) -> bool:
    """Whether somebody who is no staff can meet a sentence."""
    return any(file in FOR_RESIDENTS_TOO or not file.startswith(FOR_STAFF) for file, _ in message.locations)


@cache
def source() -> Catalog:
    """Every text of the site, collected as `make translations` does."""
    with TemporaryDirectory() as folder:
        pot = Path(folder) / "messages.pot"
        options = ["-F", "pyproject.toml", "-k", "_l", "--add-location=file", "-o", str(pot), "."]
        pybabel = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
        subprocess.run([*pybabel, *options], cwd=ROOT, check=True)
        with pot.open("rb") as readable:
            return read_po(readable)


@cache
def catalog(language: str) -> Catalog:
    """The sentences in another language."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as readable:
        return read_po(readable, locale=language)


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    """One form, or one for each kind of number."""
    return [text] if isinstance(text, str) else list(text)


def is_wanted(message: Message, language: str) -> bool:
    """Whether a language must have a sentence."""
    return language in WHOLE or is_for_residents(message)


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_missing(language: str) -> None:
    translated = catalog(language)
    missing = [
        message.id
        for message in source()
        if message.id and is_wanted(message, language) and not _is_there(translated.get(message.id))
    ]
    assert missing == [], "collect them with `make translations`"


def _is_there(message: Message | None) -> bool:
    return message is not None and all(forms(message.string)) and not message.fuzzy


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_left_of_what_was_once_said(language: str) -> None:
    known = source()
    assert [m.id for m in catalog(language) if m.id and known.get(m.id) is None] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_form_has_the_values_of_its_sentence(language: str) -> None:
    """A form for one exact number may say it in words; nothing else may be lost, or asked for that is not given."""
    wrong = []
    for message in catalog(language):
        if not (message.id and any(forms(message.string))):
            continue
        wanted = sorted(PLACES.findall(forms(message.id)[-1]))
        spoken = wanted if isinstance(message.id, str) else [one for one in wanted if one != "%(num)s"]
        for form in forms(message.string):
            found = sorted(PLACES.findall(form))
            if found not in (wanted, spoken):
                wrong.append((message.id, form))
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_kind_of_number_has_its_form(language: str) -> None:
    translated = catalog(language)
    plural = [message for message in translated if message.id and not isinstance(message.id, str)]
    assert plural
    assert {len(forms(message.string)) for message in plural} == {translated.num_plurals}


@pytest.mark.parametrize("language", OTHERS)
def test_spaces_at_the_ends_stay(language: str) -> None:
    """Where a sentence is put together of parts."""
    wrong = [
        message.id
        for message in catalog(language)
        if isinstance(message.id, str) and message.id and message.string
        if (message.id[0] == " ", message.id[-1] == " ")
        != (str(message.string)[0] == " ", str(message.string)[-1] == " ")
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("key", SAMPLES)
def test_every_mail_in_every_language(key: str, language: str) -> None:
    """The same links and the same amounts of what the Dutch one says, in words of the language's own."""
    dutch, mail = sample(key), sample(key, language)
    assert links(mail.html) == links(dutch.html)
    assert (f'lang="{language}"' in mail.html, 'dir="rtl"' in mail.html) == (True, language in RIGHT_TO_LEFT)
    assert plain(mail.text) != plain(dutch.text)


def links(html: str) -> list[str]:
    """Where a mail leads to."""
    return re.findall(r'href="([^"]+)"', html)
