"""What a letter says: the facts of an edition, and sentences in plain Dutch (B1) around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from letters.errors import TextError

FIELDS = ("area", "sender", "site", "vote_page", "budget", "age", "opens", "closes", "phone", "email")
"""What may stand between braces in a sentence."""
_FIELD = re.compile(r"\{([^{}]*)\}")
_MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]


@dataclass(frozen=True)
class Foreign:
    """One line for readers of another language.

    Attributes:
        code: language code, such as ``tr``.
        name: the language's own name.
        text: the sentence; may hold the same fields as the Dutch wording.
    """

    code: str
    name: str
    text: str


FOREIGN = (
    Foreign(
        "en",
        "English",
        "With this letter you can vote on plans for your neighbourhood. Read more at {site}",
    ),
    Foreign(
        "tr",
        "Türkçe",
        "Bu mektupla mahallenizdeki projeler için oy verebilirsiniz. Daha fazla bilgi: {site}",
    ),
    Foreign("ar", "العربية", "بهذه الرسالة يمكنك التصويت على مشاريع لحيك. اقرأ المزيد على {site}"),
    Foreign(
        "pl",
        "Polski",
        "Z tym listem mogą Państwo głosować na projekty dla swojej dzielnicy. Więcej informacji: {site}",
    ),
)


@dataclass(frozen=True)
class Wording:
    """The sentences of the letter, each a template an edition may replace.

    Fields between braces are filled in: {area}, {sender}, {site}, {vote_page}, {budget}, {age}, {opens},
    {closes}, {phone}, {email}.
    """

    title: str = "Beslis mee over {budget} voor {area}"
    greeting: str = "Beste bewoner van {area},"
    intro: str = (
        "Bewoners van {area} hebben plannen gemaakt voor hun wijk. Welke plannen gaan door? Dat bepaalt u, "
        "samen met uw buren. Er is {budget}. U verdeelt dat geld over de plannen die u het beste vindt. "
        "Iedereen van {age} jaar en ouder mag stemmen."
    )
    code_label: str = "Uw pincode"
    period: str = "U kunt stemmen van {opens} tot en met {closes}."
    steps: tuple[str, ...] = (
        "Ga naar {vote_page}, of scan de QR-code met uw telefoon.",
        "Vul uw pincode in. Hebt u de QR-code gescand? Dan staat de code er al.",
        "Kies uw plannen en verstuur uw stem. U kunt één keer stemmen.",
    )
    keep_private: str = (
        "Deze pincode is alleen voor u. Geef hem niet aan iemand anders. Wij vragen nooit om uw code, "
        "niet aan de deur en niet aan de telefoon."
    )
    turn: str = "Lees verder op de achterkant"
    sequence_label: str = "Briefnummer"
    paper_title: str = "Liever stemmen op papier?"
    paper_intro: str = "Dat kan ook. Neem deze brief mee."
    help_title: str = "Hulp nodig?"
    help_intro: str = "Wij helpen u graag met stemmen. U kunt langskomen:"
    help_contact: str = "Bel {phone} of mail naar {email}."
    receipt_title: str = "Zo weet u dat uw stem meetelt"
    receipt: str = (
        "Na het stemmen krijgt u een ontvangstcode. Bewaar die goed. Na de telling staan alle ontvangstcodes "
        "op {site}. Staat uw ontvangstcode erbij? Dan is uw stem meegeteld. Aan de ontvangstcode kan niemand "
        "zien wat u hebt gekozen."
    )
    ballot_title: str = "Uw stem is geheim"
    ballot: str = (
        "Niemand ziet wat u kiest, ook {sender} niet. Wij bewaren niet welke stem bij welke code hoort."
    )
    lost_title: str = "Werkt uw code niet, of bent u de brief kwijt?"
    lost: str = (
        "Bel ons of kom langs. Is er met uw code nog niet gestemd? Dan krijgt u een nieuwe code. De oude code "
        "werkt dan niet meer."
    )
    foreign: tuple[Foreign, ...] = FOREIGN


@dataclass(frozen=True)
class LetterText:
    """Everything in a letter that is the same for all residents of an edition.

    Attributes:
        edition: name of the edition, at the head of the letter.
        area: the area that votes, as it stands in a sentence.
        sender: who writes the letter.
        return_line: the return address line in the window.
        site: host of the website, with a path when the edition has one, without ``https://``.
        letter_date: date of the letter.
        opens: first day of voting.
        closes: last day of voting.
        budget_cents: the sum to divide, in euro cents.
        minimum_age: youngest age that may vote, in years.
        paper: ways to vote on paper, one sentence each.
        help_hours: place and hours of the help desk, one line each.
        phone: the help desk's telephone number.
        email: the help desk's e-mail address.
        vote_path: path of the voting page on the site.
        secure: whether the site is reached over HTTPS; only a rehearsal on one machine is not.
        wording: the sentences.

    Raises:
        TextError: a sentence names a field that does not exist.
    """

    edition: str
    area: str
    sender: str
    return_line: str
    site: str
    letter_date: date
    opens: date
    closes: date
    budget_cents: int
    minimum_age: int
    paper: tuple[str, ...]
    help_hours: tuple[str, ...]
    phone: str
    email: str
    vote_path: str = "/stem"
    secure: bool = True
    wording: Wording = field(default_factory=Wording)

    def __post_init__(self) -> None:
        filled(self)

    @property
    def vote_page(self) -> str:
        """The voting page as a person types it."""
        return self.site + self.vote_path

    @property
    def qr_prefix(self) -> str:
        """What stands before the code in the QR code."""
        return f"{'https' if self.secure else 'http'}://{self.vote_page}#"


def filled(text: LetterText) -> Wording:
    """The edition's sentences with all facts filled in.

    Raises:
        TextError: a sentence names a field that does not exist.
    """
    facts = {
        "area": text.area,
        "sender": text.sender,
        "site": text.site,
        "vote_page": text.vote_page,
        "budget": euros(text.budget_cents),
        "age": str(text.minimum_age),
        "opens": long_date(text.opens, year=text.opens.year != text.closes.year),
        "closes": long_date(text.closes),
        "phone": text.phone,
        "email": text.email,
    }
    ready: dict[str, Any] = {
        each.name: _fill(getattr(text.wording, each.name), facts) for each in fields(Wording)
    }
    return Wording(**ready)


def _fill(template: object, facts: Mapping[str, str]) -> object:
    if isinstance(template, tuple):
        return tuple(_fill(part, facts) for part in template)
    if isinstance(template, Foreign):
        return Foreign(template.code, template.name, _sentence(template.text, facts))
    return _sentence(str(template), facts)


def _sentence(template: str, facts: Mapping[str, str]) -> str:
    unknown = [name for name in _FIELD.findall(template) if name not in facts]
    if unknown:
        raise TextError(f"de brieftekst noemt {{{unknown[0]}}}, maar dat veld bestaat niet: ‘{template}’")
    return _FIELD.sub(lambda found: facts[found[1]], template)


def euros(cents: int) -> str:
    """A sum as Dutch readers write it: ``€ 70.000`` or ``€ 12,50``, with a space that does not break."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    grouped = f"{whole:,}".replace(",", ".")
    return f"€\N{NO-BREAK SPACE}{sign}{grouped}" + (f",{rest:02d}" if rest else "")


def long_date(day: date, *, year: bool = True) -> str:
    """A date in full Dutch: ``maandag 7 december 2026``."""
    written = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return f"{written} {day.year}" if year else written
