"""Drawing on A4 in millimetres from the upper left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import CMYKColor
from reportlab.pdfgen.canvas import Canvas

from letters.fonts import ARABIC, BOLD, POINT, REGULAR, font, is_right_to_left, shaped, width, wrap
from letters.window import SHEET_HEIGHT, SHEET_WIDTH, Box

MM = 1 / POINT
"""Points in one mm."""
PAGE_POINTS = (SHEET_WIDTH * MM, SHEET_HEIGHT * MM)

# Pure black for text keeps small letters sharp on an offset press; the accent has 7:1 contrast on white.
INK = CMYKColor(0, 0, 0, 1)
SOFT_INK = CMYKColor(0, 0, 0, 0.65)
ACCENT = CMYKColor(1, 0.45, 0.35, 0.35)
TINT = CMYKColor(0.09, 0.02, 0.03, 0)
PAPER = CMYKColor(0, 0, 0, 0)


def up(y: float) -> float:
    """Millimetres from the upper edge of the page as points from the lower one."""
    return (SHEET_HEIGHT - y) * MM


@dataclass(frozen=True)
class Style:
    """How text looks: typeface, size in points, line distance in mm and colour."""

    font: str
    size: float
    leading: float
    colour: CMYKColor = INK

    @property
    def ascent(self) -> float:
        """From the top of the capitals to the base line, mm."""
        return self.size * POINT * 0.714


class Sheet:
    """One page; every y is the distance from the upper edge in mm."""

    def __init__(self, canvas: Canvas) -> None:
        for name in (REGULAR, BOLD, ARABIC):
            font(name)
        self.canvas = canvas

    def text(self, x: float, y: float, line: str, style: Style) -> Box:
        """Draws one line with its base line at y; returns the box it takes."""
        drawn, typeface = shaped(line), self._typeface(line, style)
        self.canvas.setFillColor(style.colour)
        self.canvas.setFont(typeface, style.size)
        self.canvas.drawString(x * MM, up(y), drawn)
        descent = style.size * POINT * 0.25
        return Box(x, y - style.ascent, x + width(drawn, typeface, style.size), y + descent)

    def text_ending(self, right: float, y: float, line: str, style: Style) -> Box:
        """Draws one line that ends at right."""
        return self.text(right - width(shaped(line), self._typeface(line, style), style.size), y, line, style)

    def text_centred(self, x: float, y: float, line: str, style: Style) -> Box:
        """Draws one line around x."""
        half = width(shaped(line), self._typeface(line, style), style.size) / 2
        return self.text(x - half, y, line, style)

    def paragraph(self, x: float, y: float, room: float, text: str, style: Style) -> float:
        """Draws wrapped text of at most room mm wide, first base line at y; returns the next base line."""
        draw = self.text_ending if is_right_to_left(text) else self.text
        edge = x + room if is_right_to_left(text) else x
        for line in self.lines(text, room, style):
            draw(edge, y, line, style)
            y += style.leading
        return y

    def lines(self, text: str, room: float, style: Style) -> list[str]:
        """The lines paragraph() would draw."""
        return wrap(text, self._typeface(text, style), style.size, room)

    def bullets(self, x: float, y: float, room: float, items: Sequence[str], style: Style) -> float:
        """Draws items with a dot before each; returns the next base line."""
        for item in items:
            self.canvas.setFillColor(ACCENT)
            self.canvas.circle((x + 1) * MM, up(y - style.ascent / 2.6), 0.75 * MM, stroke=0, fill=1)
            y = self.paragraph(x + 5, y, room - 5, item, style)
        return y

    def panel(self, box: Box, colour: CMYKColor, radius: float = 3) -> None:
        """Fills a box with round corners."""
        self.canvas.setFillColor(colour)
        self.canvas.roundRect(*self._rectangle(box), radius * MM, stroke=0, fill=1)

    def frame(self, box: Box, *, dashed: bool = False) -> None:
        """Draws the outline of a box."""
        self.canvas.setStrokeColor(ACCENT)
        self.canvas.setLineWidth(0.3 * MM)
        self.canvas.setDash([1.5 * MM, 1 * MM] if dashed else [])
        self.canvas.rect(*self._rectangle(box))

    def rule(self, y: float, left: float, right: float, thickness: float = 0.3) -> None:
        """Draws a level line."""
        self.canvas.setStrokeColor(ACCENT)
        self.canvas.setDash([])
        self.canvas.setLineWidth(thickness * MM)
        self.canvas.line(left * MM, up(y), right * MM, up(y))

    def number(self, x: float, y: float, digit: int, style: Style) -> None:
        """Draws a white digit in a filled circle of 7 mm, on the base line of its text."""
        middle = y - style.ascent / 2
        self.canvas.setFillColor(ACCENT)
        self.canvas.circle((x + 3.5) * MM, up(middle), 3.5 * MM, stroke=0, fill=1)
        self.text_centred(x + 3.5, y, str(digit), Style(BOLD, style.size, style.leading, PAPER))

    def operators(self, content: bytes) -> None:
        """Adds ready-made PDF operators, in points from the lower left corner."""
        self.canvas.saveState()
        self.canvas.setFillColor(INK)
        self.canvas._code.append(content.decode("latin-1"))
        self.canvas.restoreState()

    @staticmethod
    def _typeface(line: str, style: Style) -> str:
        return ARABIC if is_right_to_left(line) else style.font

    @staticmethod
    def _rectangle(box: Box) -> tuple[float, float, float, float]:
        return box.left * MM, up(box.bottom), box.width * MM, box.height * MM
