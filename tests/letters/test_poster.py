"""Posters and pictures of any plan: everything stays on the page, no word is broken, no picture is needed."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from letters.errors import QrError
from letters.poster import Poster, draw_poster
from letters.share_image import HEIGHT, WIDTH, ShareCard, draw_share_image

POSTER = Poster(
    edition="Proefwijk aan Zet",
    title="Buurtmoestuin",
    summary="Samen groenten kweken.",
    where="Oost, Singel",
    call="Geef dit plan een like",
    how="Scan de code.",
    link="https://wijk.voorbeeld.nl/plannen/12",
    shown_link="wijk.voorbeeld.nl/plannen/12",
)
LONG = "Een heel lange titel die precies tachtig tekens lang mag zijn en dan ophoudt, hm"
TEXTS = [
    ("Buurtmoestuin", "Samen groenten kweken."),
    (LONG, "Een samenvatting die zo lang is als zij mag zijn. " * 4),
    ("W" * 80, "W" * 200),
    ("حديقة الحي", "نزرع الخضار معا"),
    ("Şişli çocuk köşesi 🌳", "Łódź"),
    ("", ""),
]


def jpeg(size: tuple[int, int] = (1600, 900), colour: str = "#cc2200") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def drawn(poster: Poster) -> str:
    out = BytesIO()
    draw_poster(poster, out)
    (page,) = PdfReader(out).pages
    fonts = page["/Resources"]["/Font"]
    assert not any("Helvetica" in str(font.get_object()["/BaseFont"]) for font in fonts.values())
    return " ".join(page.extract_text().split())


@pytest.mark.parametrize("picture", [None, jpeg(), jpeg((300, 2000)), jpeg((2000, 300))])
@pytest.mark.parametrize(("title", "summary"), TEXTS)
def test_every_plan_has_a_poster_of_one_page(title: str, summary: str, picture: bytes | None) -> None:
    text = drawn(replace(POSTER, title=title, summary=summary, picture=picture))
    assert "Geef dit plan een like" in text
    assert text.count("wijk.voorbeeld.nl/plannen/12") == 9, "in the call, and on each strip"
    if title == LONG:
        assert LONG in text


def test_an_address_that_is_too_long_for_a_code() -> None:
    for link in ("https://wijk€.nl", "https://" + "x" * 4000):
        with pytest.raises(QrError):
            draw_poster(replace(POSTER, link=link), BytesIO())


@pytest.mark.parametrize("picture", [None, jpeg(), jpeg((300, 2000))])
@pytest.mark.parametrize(("title", "summary"), TEXTS)
def test_every_plan_has_a_picture_to_share(title: str, summary: str, picture: bytes | None) -> None:
    content = draw_share_image(ShareCard("Proefwijk aan Zet", title, summary, picture))
    with Image.open(BytesIO(content)) as image:
        assert image.size == (WIDTH, HEIGHT)
        shown = image.convert("RGB").getpixel((WIDTH - 40, 60))
    assert isinstance(shown, tuple)
    assert (shown[0] > 150) == (picture is not None), "the plan's own picture is on it"


def test_the_words_are_on_the_picture() -> None:
    card = ShareCard("Proefwijk aan Zet", "Buurtmoestuin", "Oost")
    assert draw_share_image(card) == draw_share_image(card)
    assert draw_share_image(card) != draw_share_image(replace(card, title="Bankjes"))
    assert draw_share_image(card) != draw_share_image(replace(card, where="West"))
