"""The address block in the window: which lines at which size, and the room it takes."""

from __future__ import annotations

from dataclasses import dataclass

from letters import kix
from letters.address import Address
from letters.errors import WindowError
from letters.fonts import POINT, REGULAR, cut, printable, width, wrap
from letters.window import Box, WindowProfile

# PostNL reads 10 to 12 points; the place line alone may go below, because its machine-readable half is the
# postcode in front.
SIZES = (11.0, 10.5, 10.0)
PLACE_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0)
RETURN_SIZE = 7.0
LINE_HEIGHT = 1.2
FIRST_LINE = 5.0
"""From the base line of the return address to that of the addressee at the largest size, mm."""
KIX_GAP = 2.0
"""Free space above the KIX code, mm."""
RETURN_BASELINE = 2.6
"""From the top of the safe box to the base line of the return address, mm."""
FEWEST_LINES = 3


@dataclass(frozen=True)
class Line:
    """One printed line: text, size in points, and its base line in mm from the top of the sheet."""

    text: str
    size: float
    y: float


@dataclass(frozen=True)
class AddressBlock:
    """What one letter adds to the window.

    Attributes:
        x: left of all lines, mm.
        lines: addressee, street and place.
        kix: text of the KIX code, empty when its bars are wider than the window.
        kix_y: lower end of the bars, mm from the top of the sheet.
    """

    x: float
    lines: tuple[Line, ...]
    kix: str
    kix_y: float

    @property
    def boxes(self) -> list[tuple[str, Box]]:
        """Every line and the KIX code with the room it takes, for the proof."""
        taken = [(line.text, _text_box(self.x, line)) for line in self.lines]
        if self.kix:
            right = self.x + kix.width(self.kix)
            taken.append((self.kix, Box(self.x, self.kix_y - kix.FULL_HEIGHT, right, self.kix_y)))
        return taken


def text_box(x: float, y: float, text: str, size: float) -> Box:
    """The room one line in the regular typeface takes, base line at y, accents and tails included."""
    return Box(x, y - 0.78 * size * POINT, x + width(text, REGULAR, size), y + 0.24 * size * POINT)


def _text_box(x: float, line: Line) -> Box:
    return text_box(x, line.y, line.text, line.size)


def line_room(profile: WindowProfile) -> float:
    """From the first to the last base line of name and address at most, mm.

    Raises:
        WindowError: there is no room for name, street and place above the KIX code.
    """
    room = profile.safe.height - RETURN_BASELINE - FIRST_LINE - KIX_GAP - kix.FULL_HEIGHT
    needed = (FEWEST_LINES - 1) * _step(SIZES[-1])
    if room < needed:
        raise WindowError(
            f"{profile.name}: het venster is te laag. Hoe het vel ook ligt, {profile.safe.height:.1f} mm blijft "
            f"zichtbaar; nodig is {profile.safe.height - room + needed:.1f} mm"
        )
    return room


def _step(size: float) -> float:
    return size * POINT * LINE_HEIGHT


def address_block(addressee: str, address: Address, profile: WindowProfile) -> AddressBlock:
    """Fits a name and an address in the window.

    Everything at 11 points if it fits, else smaller down to 10; what is still too long is wrapped to two
    lines while there is room, and cut with an ellipsis last. House number and postcode are never cut.

    Raises:
        WindowError: the window is too low for any address.
    """
    safe = profile.safe
    texts, sizes = _fit(printable(addressee), address, safe.width, line_room(profile))
    step = _step(sizes[0])
    y = safe.top + RETURN_BASELINE + FIRST_LINE
    lines = [Line(text, size, y + i * step) for i, (text, size) in enumerate(zip(texts, sizes, strict=True))]
    code = address.kix if kix.width(address.kix) <= safe.width else ""
    return AddressBlock(safe.left, tuple(lines), code, lines[-1].y + KIX_GAP + kix.FULL_HEIGHT)


def _fit(name: str, address: Address, room: float, height: float) -> tuple[list[str], list[float]]:
    street, house = printable(address.street), printable(address.house)
    place = f"{address.postcode}  {printable(address.place.upper())}"
    texts = [text for text in (name, f"{street} {house}", place) if text]
    for size in SIZES:
        low_enough = (len(texts) - 1) * _step(size) <= height
        if low_enough and max(width(text, REGULAR, size) for text in texts) <= room:
            return texts, [size] * len(texts)
    size = SIZES[-1]
    spare = int(height / _step(size)) + 1 - FEWEST_LINES
    street_lines = _street_lines(street, house, size, room, 2 if spare else 1)
    spare -= len(street_lines) - 1
    name_lines = _name_lines(name, size, room, 2 if spare else 1)
    place_size = next((s for s in PLACE_SIZES if width(place, REGULAR, s) <= room), PLACE_SIZES[-1])
    lines = [*name_lines, *street_lines]
    return [*lines, cut(place, REGULAR, place_size, room)], [size] * len(lines) + [place_size]


def _name_lines(name: str, size: float, room: float, most: int) -> list[str]:
    lines = wrap(name, REGULAR, size, room)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), REGULAR, size, room)]


def _street_lines(street: str, house: str, size: float, room: float, most: int) -> list[str]:
    """The street on at most so many lines, the house number whole at its end."""
    lines = wrap(f"{street} {house}", REGULAR, size, room)
    if len(lines) <= most and lines[-1].endswith(house):
        return lines
    words = wrap(street, REGULAR, size, room)
    first, rest = words[: most - 1], " ".join(words[most - 1 :])
    if not rest:
        return [*first, house]
    return [*first, cut(rest, REGULAR, size, room - width(f" {house}", REGULAR, size)) + f" {house}"]
