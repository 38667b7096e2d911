"""What the letters of an edition say, in which envelope they go, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit

from letters.costs import Cost, Prices, mailing_cost
from letters.errors import LetterError
from letters.mailhouse import draw_form
from letters.preview import draw_preview
from letters.text import LetterText
from letters.window import WindowProfile, window_profile
from letters.wording import read_wording
from phases.calendar import AMSTERDAM, Phase
from wijkaanzet.config import Config
from wijkaanzet.edition import EditionSpec
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord


def letter_text(edition: EditionRecord, config: Config, now: datetime) -> LetterText:
    """What all letters of the edition say.

    Raises:
        letters.errors.FileError: the file with the edition's own sentences has a mistake.
    """
    spec, letters = edition.spec, config.letters
    voting = spec.calendar[Phase.VOTING]
    return LetterText(
        edition=f"{spec.name} (oefening)" if spec.rehearsal else spec.name,
        area=spec.area,
        sender=letters.sender or spec.name,
        return_line=letters.return_address or spec.name,
        site=site_of(edition, config),
        letter_date=now.astimezone(AMSTERDAM).date(),
        opens=voting.first_day,
        closes=voting.last_day,
        budget_cents=spec.budget,
        minimum_age=spec.minimum_age,
        paper=letters.paper,
        help_hours=letters.help_hours,
        phone=letters.phone,
        email=letters.email or spec.contact,
        secure=config.base_url.startswith("https://"),
        wording=read_wording(letters.wording.name, letters.wording.content, spec.slug),
    )


def site_of(edition: EditionRecord, config: Config) -> str:
    """The site as a letter names it: its own host, or the installation's with the edition's path."""
    if edition.spec.host:
        return edition.spec.host
    path = "" if edition.spec.slug == config.edition.slug else f"/e/{edition.spec.slug}"
    return urlsplit(config.base_url).netloc + path


def profile_of(config: Config) -> WindowProfile:
    """The envelope.

    Raises:
        letters.errors.WindowError: the settings describe no envelope.
    """
    return window_profile(config.letters.profile)


def check_settings(config: Config) -> None:
    """Look at the settings of letters before anybody needs one.

    Raises:
        letters.errors.LetterError: with the file, the key and what is allowed.
    """
    profile_of(config)
    wording = config.letters.wording
    read_wording(wording.name, wording.content, config.edition.slug)


@contextmanager
def fitting() -> Iterator[None]:
    """Turns what does not fit on paper into a failure that can be told.

    Raises:
        DomainError: "letters-do-not-fit", with what does not.
    """
    try:
        yield
    except LetterError as error:
        raise DomainError("letters-do-not-fit", said=str(error)) from error


def preview(edition: EditionRecord, config: Config, now: datetime) -> bytes:
    """A letter to nobody, with a code that is none; the PDF.

    Raises:
        DomainError: "letters-do-not-fit".
    """
    pdf = BytesIO()
    with fitting():
        draw_preview(letter_text(edition, config, now), profile_of(config), pdf)
    return pdf.getvalue()


def mailhouse_form(edition: EditionRecord, config: Config, now: datetime) -> bytes:
    """The letter without anything personal, for a mail house that fills it in; the PDF.

    Raises:
        DomainError: "letters-do-not-fit".
    """
    pdf = BytesIO()
    with fitting():
        draw_form(letter_text(edition, config, now), profile_of(config), pdf)
    return pdf.getvalue()


def letters_cost(letters: int, spec: EditionSpec, config: Config) -> Cost | None:
    """What so many letters cost; None when the settings hold no prices."""
    prices = config.letters.prices
    return mailing_cost(letters, Prices(**prices), spec.budget) if prices else None
