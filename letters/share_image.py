"""The picture that stands beside a shared link: a plan's title on the edition's colour, with the plan's own picture."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps

from letters.fonts import (
    ARABIC,
    BOLD,
    FOLDER,
    POINT,
    REGULAR,
    cut,
    is_right_to_left,
    printable,
    shaped,
    width,
    wrap,
)

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
PICTURE_WIDTH = 500
STRIPE = 18
TITLE_SIZES = (76, 68, 60, 54, 48, 42)
MOST_LINES = 5
GREEN, PALE, WARM, WHITE = "#0d3f33", "#cfe4dc", "#e9a52f", "#ffffff"
_FILES = {
    REGULAR: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    ARABIC: "NotoSansArabic-Regular.ttf",
}
# Left edge, height of the wall, height of the roof, width: the houses where there is no picture.
_HOUSES = ((780, 150, 60, 120), (900, 210, 0, 100), (1000, 120, 70, 130), (1130, 180, 50, 110))


@dataclass(frozen=True)
class ShareCard:
    """What the picture shows. ``where``: wijk and theme on one line; ``picture``: a JPEG, or None."""

    edition: str
    title: str
    where: str
    picture: bytes | None = None


def draw_share_image(card: ShareCard) -> bytes:
    """The picture as a PNG of 1200 by 630 pixels."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GREEN)
    draw = ImageDraw.Draw(image)
    room = WIDTH - 2 * MARGIN
    if card.picture is not None:
        with Image.open(BytesIO(card.picture)) as opened:
            shown = ImageOps.fit(opened.convert("RGB"), (PICTURE_WIDTH, HEIGHT - STRIPE))
        image.paste(shown, (WIDTH - PICTURE_WIDTH, 0))
        room = WIDTH - PICTURE_WIDTH - 2 * MARGIN
    else:
        _draw_houses(draw)
    draw.rectangle((0, HEIGHT - STRIPE, WIDTH, HEIGHT), WARM)
    _write(draw, MARGIN, cut(printable(card.edition), BOLD, 34, room * POINT), BOLD, 34, WARM)
    title, size = printable(card.title), TITLE_SIZES[-1]
    for size in TITLE_SIZES:
        lines = wrap(title, BOLD, size, room * POINT)
        if max((width(word, BOLD, size) for word in title.split()), default=0) > room * POINT:
            continue  # a word would be broken
        if len(lines) * size * 1.2 <= HEIGHT - 2 * MARGIN - STRIPE - 130 and len(lines) <= MOST_LINES:
            break
    y = MARGIN + 72.0
    for line in lines[:MOST_LINES]:
        _write(draw, y, line, BOLD, size, WHITE)
        y += size * 1.2
    where = cut(printable(card.where), REGULAR, 32, (room if card.picture else 640) * POINT)
    _write(draw, HEIGHT - STRIPE - MARGIN - 32, where, REGULAR, 32, PALE)
    out = BytesIO()
    # A palette keeps a photograph under what messengers are willing to fetch.
    image.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(draw: ImageDraw.ImageDraw, y: float, line: str, face: str, size: int, colour: str) -> None:
    name = ARABIC if is_right_to_left(line) else face
    letter = ImageFont.truetype(str(FOLDER / _FILES[name]), size, layout_engine=ImageFont.Layout.BASIC)
    draw.text((MARGIN, y), shaped(line), colour, letter, anchor="la")


def _draw_houses(draw: ImageDraw.ImageDraw) -> None:
    """A row of houses along the lower edge."""
    ground = HEIGHT - STRIPE
    for left, wall, roof, wide in _HOUSES:
        top = ground - wall
        draw.rectangle((left, top, left + wide, ground), "#14614f")
        draw.polygon(((left, top), (left + wide / 2, top - roof), (left + wide, top)), "#14614f")
        for x in range(left + 22, left + wide - 30, 36):
            for y in range(top + 26, ground - 40, 52):
                draw.rectangle((x, y, x + 16, y + 24), "#e9a52f" if (x + y) % 5 == 0 else "#0d3f33")
