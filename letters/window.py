"""Window envelopes: where the window is, and what of the folded sheet can be seen through it.

A folded sheet is smaller than its envelope and slides in it. What must be read has to stay in the window in
every position (`WindowProfile.safe`); what must not be read has to stay out of it in every position
(`WindowProfile.visible`). Both follow from the sizes, so a supplier's own measures are enough to be sure.

Measures are millimetres. On the envelope they count from the left and upper edge of its front; on the sheet
from the left and upper edge of A4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from letters.errors import WindowError

SHEET_WIDTH = 210.0
SHEET_HEIGHT = 297.0


@dataclass(frozen=True)
class Box:
    """A rectangle on the sheet in mm; y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right, mm."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom, mm."""
        return self.bottom - self.top

    def holds(self, other: Box) -> bool:
        """Whether the other box lies inside this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def touches(self, other: Box) -> bool:
        """Whether the two boxes share any surface."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class WindowProfile:
    """An envelope, its window and the way the A4 sheet is folded into it; all in mm.

    Attributes:
        name: how it is called on the proof sheet.
        envelope_width: outer width.
        envelope_height: outer height.
        window_left: from the left edge of the envelope to the window.
        window_top: from the upper edge of the envelope to the window.
        window_width: width of the window.
        window_height: height of the window.
        panel_height: height of the folded sheet: 148.5 (folded once) or 99 (folded twice).

    Raises:
        WindowError: the sheet does not fit, or the window is not on the envelope.
    """

    name: str
    envelope_width: float
    envelope_height: float
    window_left: float
    window_top: float
    window_width: float
    window_height: float
    panel_height: float

    def __post_init__(self) -> None:
        if self.slack_x < 0 or self.slack_y < 0:
            raise WindowError(f"{self.name}: het gevouwen vel past niet in de envelop")
        on_envelope = Box(0, 0, self.envelope_width, self.envelope_height)
        if not on_envelope.holds(self._window) or self.safe.width <= 0 or self.safe.height <= 0:
            raise WindowError(f"{self.name}: het venster ligt niet op de envelop, of is te klein")

    @property
    def slack_x(self) -> float:
        """How far the sheet can slide sideways."""
        return self.envelope_width - SHEET_WIDTH

    @property
    def slack_y(self) -> float:
        """How far the sheet can slide up and down."""
        return self.envelope_height - self.panel_height

    @property
    def safe(self) -> Box:
        """The part of the sheet that is in the window wherever the sheet lies."""
        window = self._window
        return Box(window.left, window.top, window.right - self.slack_x, window.bottom - self.slack_y)

    @property
    def visible(self) -> Box:
        """The part of the sheet that can come into the window in some position."""
        window = self._window
        return Box(window.left - self.slack_x, window.top - self.slack_y, window.right, window.bottom)

    @property
    def folds(self) -> tuple[float, ...]:
        """The folds of the sheet, from its upper edge."""
        count = round(SHEET_HEIGHT / self.panel_height)
        return tuple(self.panel_height * fold for fold in range(1, count))

    @property
    def _window(self) -> Box:
        return Box(
            self.window_left,
            self.window_top,
            self.window_left + self.window_width,
            self.window_top + self.window_height,
        )


# Windows of 45 x 90 mm, 20 mm from the side, as DIN 680 places them and Dutch suppliers mostly follow. They
# do not all do so: measure the envelope that was ordered, put it in the configuration, and look at the proof.
_C5 = WindowProfile("C5, venster links", 229, 162, 20, 40, 90, 45, 148.5)
_EA56 = WindowProfile("EA5/6, venster links", 220, 110, 20, 50, 90, 45, 99)
PROFILES: Mapping[str, WindowProfile] = {
    "c5-left": _C5,
    "c5-right": replace(_C5, name="C5, venster rechts", window_left=119),
    "ea56-left": _EA56,
    "ea56-right": replace(_EA56, name="EA5/6, venster rechts", window_left=110),
}


def window_profile(settings: Mapping[str, object]) -> WindowProfile:
    """Builds a profile from a configuration table.

    Args:
        settings: ``base``, one of PROFILES (default ``c5-left``), and any field of WindowProfile in mm
            that the supplier's envelope has otherwise.

    Raises:
        WindowError: an unknown key or base, or a measure that is not a number.
    """
    changes = dict(settings)
    base = changes.pop("base", "c5-left")
    if base not in PROFILES:
        raise WindowError(f"onbekend envelopprofiel ‘{base}’; kies uit {', '.join(PROFILES)}")
    known = {field.name for field in fields(WindowProfile)}
    measures: dict[str, float] = {}
    for key, value in changes.items():
        if key not in known:
            raise WindowError(f"onbekende maat ‘{key}’ in het envelopprofiel")
        if key != "name":
            measures[key] = _millimetres(key, value)
    profile = PROFILES[str(base)]
    return replace(profile, name=str(changes.get("name", profile.name)), **measures)


def _millimetres(key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:
        raise WindowError(f"‘{key}’ in het envelopprofiel is geen maat in millimeters: {value!r}")
    return float(value)
