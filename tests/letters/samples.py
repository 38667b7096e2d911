"""Made-up letters, the same ones every time."""

import random
from datetime import date

from letters.address import Address, Postcode
from letters.letter import Recipient
from letters.text import LetterText

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NAMES = (
    "Aan de bewoner van dit adres",
    "H. Yılmaz",
    "M.J. van der Šimić-Voorbeeld",
    "Ł. Żółć",
    "Ĳ. d'Örnek (senior)",
)
STREETS = ("Engelandlaan", "Floris van Adrichemlaan", "Laan van Berlijn")

TEXT = LetterText(
    edition="Wijk aan Zet 2026",
    area="Schalkwijk",
    sender="Gemeente Voorbeeld",
    return_line="Retour: Gemeente Voorbeeld, Postbus 1, 1000 AA Voorbeeld",
    site="wijkaanzet.example.nl",
    letter_date=date(2026, 11, 23),
    opens=date(2026, 11, 30),
    closes=date(2026, 12, 14),
    budget_cents=7_000_000,
    minimum_age=16,
    paper=("In het wijkcentrum: elke werkdag van 9.00 tot 17.00 uur.", "Kunt u niet zelf komen? Bel ons."),
    help_hours=("Wijkcentrum: maandag van 10.00 tot 12.00 uur.",),
    phone="14 000",
    email="wijkaanzet@example.nl",
)


def random_code(chance: random.Random) -> str:
    return "-".join("".join(chance.choices(SYMBOLS, k=4)) for _ in range(3))


def random_address(chance: random.Random) -> Address:
    return Address(
        street=chance.choice(STREETS),
        number=chance.randint(1, 99_999),
        letter=chance.choice(("", "", "A", "z")),
        addition=chance.choice(("", "", "2", "bis", "hs-3")),
        postcode=Postcode(f"{chance.randint(1000, 9999)}{chance.choice('ABCDE')}{chance.choice('FGHJK')}"),
        place=chance.choice(("Haarlem", "'s-Gravenhage", "IJmuiden")),
    )


def some_recipients(count: int, seed: int = 1) -> list[Recipient]:
    chance = random.Random(seed)
    return [
        Recipient(number, chance.choice(NAMES), random_address(chance), random_code(chance))
        for number in range(1, count + 1)
    ]
