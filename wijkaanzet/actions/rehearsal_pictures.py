"""Drawings for a rehearsal's plans: flat shapes, made here, so that the invented neighbourhood shows nobody's real street."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1280, 720
GROUND = 500
SKY, SUN, GRASS, HEDGE, PATH = "#dcedf2", "#f2c14e", "#a9c98b", "#5d8f55", "#e6d7bd"
WALLS = ("#c8694a", "#e2b58a", "#9c4a34", "#d9cbb6", "#b98b5e")
ROOF, GLASS, WOOD, DARK, WHITE = "#6b3a2c", "#f7efdd", "#8a6239", "#2f3b38", "#ffffff"

Draw = ImageDraw.ImageDraw


def drawing(scene: str) -> bytes:
    """A scene as a PNG file."""
    image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(image)
    draw.ellipse((1020, 70, 1140, 190), SUN)
    _houses(draw)
    draw.rectangle((0, GROUND, WIDTH, HEIGHT), GRASS)
    SCENES[scene](draw)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def receipt(*lines: str) -> bytes:
    """A receipt with these lines, as a PNG file."""
    image = Image.new("RGB", (600, 160 + 60 * len(lines)), WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, 579, image.height - 21), outline=DARK, width=2)
    for index, line in enumerate(lines):
        draw.text((60, 80 + 60 * index), line, DARK, ImageFont.load_default(30))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _houses(draw: Draw) -> None:
    """A row of houses behind everything."""
    for index, left in enumerate(range(-40, WIDTH, 150)):
        top = 300 + 40 * (index % 3)
        draw.rectangle((left, top, left + 150, GROUND), WALLS[index % len(WALLS)])
        draw.polygon([(left, top), (left + 75, top - 70), (left + 150, top)], ROOF)
        for x, y in ((30, 40), (90, 40), (30, 120)):
            draw.rectangle((left + x, top + y, left + x + 34, top + y + 46), GLASS)
        draw.rectangle((left + 92, GROUND - 78, left + 126, GROUND), DARK)


def _tree(draw: Draw, x: int, foot: int, size: int, fruit: str = "") -> None:
    draw.rectangle((x - size // 12, foot - size, x + size // 12, foot), WOOD)
    draw.ellipse((x - size // 2, foot - 2 * size, x + size // 2, foot - size // 2), HEDGE)
    if fruit:
        for dx, dy in ((-3, -14), (2, -11), (-1, -9), (3, -15), (0, -17), (-4, -11)):
            at = (x + dx * size // 12, foot + dy * size // 12)
            draw.ellipse((at[0] - 9, at[1] - 9, at[0] + 9, at[1] + 9), fruit)


def _garden(draw: Draw) -> None:
    """Raised beds with vegetables."""
    for left, top, size in ((90, 560, 300), (470, 590, 330), (880, 560, 300)):
        draw.rectangle((left, top, left + size, top + 90), WOOD)
        draw.rectangle((left + 12, top - 12, left + size - 12, top + 8), DARK)
        for x in range(left + 40, left + size - 20, 55):
            draw.ellipse((x - 26, top - 58, x + 26, top - 4), HEDGE)
            draw.ellipse((x - 10, top - 40, x + 10, top - 20), "#d4452f" if x % 2 else SUN)


def _route(draw: Draw) -> None:
    """A path along water, with posts to exercise at."""
    draw.rectangle((0, 620, WIDTH, HEIGHT), "#9cc7d6")
    draw.polygon([(0, 600), (WIDTH, 520), (WIDTH, 580), (0, 680)], PATH)
    for x, y in ((220, 590), (620, 566), (1010, 545)):
        draw.rectangle((x, y - 130, x + 14, y), WOOD)
        draw.rectangle((x + 110, y - 136, x + 124, y - 6), WOOD)
        draw.rectangle((x, y - 110, x + 124, y - 98), DARK)
    _tree(draw, 430, 540, 120)
    _tree(draw, 860, 520, 110)


def _orchard(draw: Draw) -> None:
    """Fruit trees along a street."""
    draw.rectangle((0, 640, WIDTH, HEIGHT), PATH)
    for x in range(140, WIDTH, 250):
        _tree(draw, x, 630, 150, "#d4452f")


def _cafe(draw: Draw) -> None:
    """A long table outside, with cups."""
    draw.rectangle((0, 560, WIDTH, HEIGHT), PATH)
    for x in range(60, WIDTH, 90):
        draw.polygon([(x - 40, 210), (x + 40, 210), (x, 262)], WALLS[x // 90 % len(WALLS)])
    draw.line((0, 208, WIDTH, 208), DARK, 5)
    draw.rectangle((180, 560, 1100, 590), WOOD)
    for x in (230, 1040):
        draw.rectangle((x, 590, x + 22, 690), WOOD)
    for x in range(270, 1060, 130):
        draw.rectangle((x, 514, x + 46, 560), WHITE)
        draw.arc((x + 34, 522, x + 66, 552), 270, 90, WHITE, 8)


def _playground(draw: Draw) -> None:
    """A slide and a swing."""
    draw.ellipse((120, 600, 1160, 720), PATH)
    draw.line((300, 330, 230, 650), WALLS[0], 20)
    draw.line((430, 330, 500, 650), WALLS[0], 20)
    draw.rectangle((280, 322, 450, 344), WALLS[0])
    for x in (330, 396):
        draw.line((x, 340, x, 560), DARK, 5)
    draw.rectangle((318, 556, 410, 574), WOOD)
    draw.rectangle((700, 400, 850, 418), WOOD)
    for x in (706, 832):
        draw.line((x, 410, x, 650), WOOD, 16)
    for y in range(450, 640, 45):
        draw.line((706, y, 832, y), WOOD, 8)
    draw.line((850, 405, 1080, 645), SUN, 34)
    _tree(draw, 1180, 600, 130)


def _lamps(draw: Draw) -> None:
    """A cycle path with lamps in the evening."""
    draw.polygon([(420, HEIGHT), (860, HEIGHT), (690, GROUND), (600, GROUND)], "#b9644d")
    draw.line((640, HEIGHT, 645, GROUND), WHITE, 6)
    for x, foot, size in ((250, 690, 400), (440, 580, 250), (850, 580, 250), (1030, 690, 400)):
        draw.rectangle((x - 6, foot - size, x + 6, foot), DARK)
        draw.ellipse((x - size // 8, foot - size - 10, x + size // 8, foot - size + size // 5), "#ffe9a8")


SCENES: Mapping[str, Callable[[Draw], None]] = {
    "garden": _garden,
    "route": _route,
    "orchard": _orchard,
    "cafe": _cafe,
    "playground": _playground,
    "lamps": _lamps,
}
