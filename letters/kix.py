"""PostNL's KIX code: the bars of RM4SCC without start bar, stop bar and check character.

Every character is four bars. Two of them rise above the track and two drop below it; which two is found
in a six by six square of the digits and letters (Royal Mail, "RM4SCC"; PostNL, "De KIX, aanwijzingen voor
het gebruik"). Measures are nominal values inside the tolerance of both: 20 to 24 bars per 25.4 mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from letters.errors import AddressError

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST = 18

PITCH = 1.10
"""From the left of one bar to the left of the next, mm (23 bars per inch)."""
BAR_WIDTH = 0.50
TRACK_HEIGHT = 1.25
FULL_HEIGHT = 5.00

_RISE = (FULL_HEIGHT - TRACK_HEIGHT) / 2
_TWO_OF_FOUR = ("0011", "0101", "0110", "1001", "1010", "1100")
_STATES = {("0", "0"): "T", ("0", "1"): "D", ("1", "0"): "A", ("1", "1"): "F"}
# State to (bottom, height) in mm above the lower end of a full bar.
_EXTENT = {
    "T": (_RISE, TRACK_HEIGHT),
    "A": (_RISE, TRACK_HEIGHT + _RISE),
    "D": (0.0, TRACK_HEIGHT + _RISE),
    "F": (0.0, FULL_HEIGHT),
}


def _states_of(index: int) -> str:
    up, down = _TWO_OF_FOUR[index // 6], _TWO_OF_FOUR[index % 6]
    return "".join(_STATES[pair] for pair in zip(up, down, strict=True))


_SYMBOLS = {character: _states_of(index) for index, character in enumerate(ALPHABET)}
_DRAWABLE = frozenset(ALPHABET)


@dataclass(frozen=True)
class Bar:
    """One bar in mm, from the left and the lower end of the code."""

    x: float
    y: float
    width: float
    height: float


def states(text: str) -> str:
    """The bars as letters: T(rack), A(scender), D(escender), F(ull); four a character.

    Raises:
        AddressError: a character without bars, or more than 18 characters.
    """
    if not 0 < len(text) <= LONGEST:
        raise AddressError(f"KIX-code ‘{text}’ heeft niet tussen 1 en {LONGEST} tekens")
    try:
        return "".join([_SYMBOLS[character] for character in text])
    except KeyError as error:
        raise AddressError(f"KIX-code ‘{text}’ bevat een teken zonder streepjes") from error


def bars(text: str) -> list[Bar]:
    """The bars of a KIX text as rectangles in mm, left to right."""
    drawn = []
    for index, state in enumerate(states(text)):
        bottom, height = _EXTENT[state]
        drawn.append(Bar(index * PITCH, bottom, BAR_WIDTH, height))
    return drawn


def width(text: str) -> float:
    """Width of the drawn code in mm, from the first bar to the last."""
    return (4 * len(text) - 1) * PITCH + BAR_WIDTH


def path(text: str) -> bytes:
    """PDF operators that fill the bars; the unit is one mm, the origin their lower left corner."""
    if not 0 < len(text) <= LONGEST or not _DRAWABLE.issuperset(text):
        states(text)  # says what is wrong
    return b"".join([_symbol(position, character) for position, character in enumerate(text)]) + b"f\n"


@lru_cache(maxsize=LONGEST * len(ALPHABET))
def _symbol(position: int, character: str) -> bytes:
    """The four bars of one character at its place in the code."""
    operators = []
    for index, state in enumerate(_SYMBOLS[character], start=4 * position):
        bottom, height = _EXTENT[state]
        operators.append(b"%.6g %.6g %.6g %.6g re\n" % (round(index * PITCH, 3), bottom, BAR_WIDTH, height))
    return b"".join(operators)
