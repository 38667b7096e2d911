"""Dutch addresses as PostNL wants them printed, sorted and bar coded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from letters.errors import AddressError, PostcodeError

HIGHEST_NUMBER = 99_999
LONGEST_ADDITION = 10
LONGEST_KIX_ADDITION = 6

_POSTCODE = re.compile(r"([1-9][0-9]{3})\s*([A-Za-z]{2})")
# PostNL never gives these out, because of what they stood for.
_NEVER_USED = frozenset({"SA", "SD", "SS"})
_NOT_IN_KIX = re.compile(r"[^0-9A-Z]")
_ASCII_LETTER = re.compile(r"[A-Za-z]?")
_LEADING_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, order=True)
class Postcode:
    """A Dutch postcode: four digits, the first not 0, and two letters.

    Accepts ``2033ab`` and ``2033 AB``; ``str()`` gives ``2033 AB``.

    Raises:
        PostcodeError: the text has another shape, or letters that are never used (SA, SD, SS).
    """

    text: str

    def __post_init__(self) -> None:
        found = _POSTCODE.fullmatch(self.text.strip())
        if found is None:
            raise PostcodeError(
                f"‘{self.text}’ is geen postcode: vier cijfers en twee letters, zoals 2033 AB"
            )
        digits, letters = found[1], found[2].upper()
        if letters in _NEVER_USED:
            raise PostcodeError(f"‘{self.text}’ bestaat niet: de letters {letters} worden niet gebruikt")
        object.__setattr__(self, "text", f"{digits} {letters}")

    def __str__(self) -> str:
        return self.text

    @property
    def compact(self) -> str:
        """The six characters without a space, as KIX and databases want them."""
        return self.text.replace(" ", "")


@dataclass(frozen=True)
class Address:
    """One letter box.

    Attributes:
        street: name of the public space, as the BAG spells it.
        number: house number, 1 to 99,999.
        letter: the BAG's huisletter, one letter or empty; kept in capitals.
        addition: the BAG's huisnummertoevoeging, at most ten characters, or empty.
        postcode: see Postcode.
        place: woonplaats, in ordinary spelling; printed in capitals.
        area: wijk or buurt, for counts only; never printed on the envelope.

    Raises:
        AddressError: a part is missing or impossible.
    """

    street: str
    number: int
    letter: str
    addition: str
    postcode: Postcode
    place: str
    area: str = ""

    def __post_init__(self) -> None:
        for name in ("street", "letter", "addition", "place", "area"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))
        object.__setattr__(self, "letter", self.letter.upper())
        if not self.street:
            raise AddressError("de straat ontbreekt", "straat")
        if not self.place:
            raise AddressError("de woonplaats ontbreekt", "woonplaats")
        if not 1 <= self.number <= HIGHEST_NUMBER:
            raise AddressError(f"huisnummer {self.number} bestaat niet", "huisnummer")
        if not _ASCII_LETTER.fullmatch(self.letter):
            raise AddressError(f"huisletter ‘{self.letter}’ is niet één letter", "huisletter")
        if len(self.addition) > LONGEST_ADDITION:
            raise AddressError(
                f"toevoeging ‘{self.addition}’ is langer dan {LONGEST_ADDITION} tekens", "toevoeging"
            )

    @property
    def house(self) -> str:
        """Number, letter and addition as the BAG shows them: ``12``, ``12A``, ``12A-2``."""
        return f"{self.number}{self.letter}" + (f"-{self.addition}" if self.addition else "")

    @property
    def street_line(self) -> str:
        """The line above the postcode."""
        return f"{self.street} {self.house}"

    @property
    def place_line(self) -> str:
        """The last line by PostNL's rule: one space in the postcode, two before the place, capitals."""
        return f"{self.postcode}  {self.place.upper()}"

    @property
    def lines(self) -> tuple[str, str]:
        """The printed lines under the addressee's name."""
        return self.street_line, self.place_line

    @property
    def kix(self) -> str:
        """The text of the KIX code: postcode, number and, after an X, letter and addition.

        Signs other than letters and digits have no bars and are left out; PostNL reads six characters
        of an addition.
        """
        extra = _NOT_IN_KIX.sub("", (self.letter + self.addition).upper())[:LONGEST_KIX_ADDITION]
        return f"{self.postcode.compact}{self.number}" + (f"X{extra}" if extra else "")

    @property
    def sort_key(self) -> tuple[str, int, str, int, str]:
        """Walking order: postcode, number, letter, addition; addition 2 comes before 10."""
        leading = _LEADING_NUMBER.match(self.addition)
        rank = int(leading[0]) if leading else 0
        return self.postcode.text, self.number, self.letter, rank, self.addition.upper()
