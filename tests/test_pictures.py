"""Only what can be seen stays of a picture, and what is no picture is refused."""

from contextlib import suppress
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from tests.support.writing import photo
from wijkaanzet.pictures import LARGE, MOST_BYTES, SMALL, PictureError, encode


def file(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_the_place_and_the_telephone_are_gone_and_the_picture_stands_upright() -> None:
    sent = photo(400, 300).getvalue()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825), "the photo that is sent has its place"
    made = encode(sent)
    for content in (made.large, made.small):
        picture = Image.open(BytesIO(content))
        assert not picture.getexif()
        assert not ({"exif", "xmp", "icc_profile", "comment"} & picture.info.keys())
        assert picture.height > picture.width
        assert b"Telefoonmerk" not in content
    assert (made.width, made.height) == (300, 400)


def test_two_sizes() -> None:
    made = encode(file(Image.new("RGB", (4000, 1000)), "JPEG"))
    assert (made.width, made.height) == (LARGE, LARGE // 4)
    assert Image.open(BytesIO(made.small)).size == (SMALL, SMALL // 4)
    tiny = encode(file(Image.new("RGB", (10, 20)), "PNG"))
    assert Image.open(BytesIO(tiny.large)).size == Image.open(BytesIO(tiny.small)).size == (10, 20)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGBA", "PNG"), ("LA", "PNG"), ("P", "GIF"), ("CMYK", "JPEG"), ("L", "JPEG"), ("RGBA", "WEBP")],
)
def test_every_kind_of_picture_becomes_a_plain_one(mode: str, kind: str) -> None:
    made = encode(file(Image.new(mode, (30, 20)), kind))
    picture = Image.open(BytesIO(made.large))
    assert (picture.mode, picture.format) == ("RGB", "JPEG")
    if "A" in mode:
        assert min(picture.getpixel((15, 10))) > 250, "what is transparent is white"


def test_what_is_no_picture_is_refused() -> None:
    whole = file(Image.effect_noise((200, 200), 90).convert("RGB"), "JPEG")
    for content in (b"", b"tekst", b"%PDF-1.4", b"<svg xmlns='http://www.w3.org/2000/svg'/>", whole[:200]):
        with pytest.raises(PictureError) as refused:
            encode(content)
        assert refused.value.code == "picture-unreadable", content[:20]
    with pytest.raises(PictureError) as refused:
        encode(b"x" * (MOST_BYTES + 1))
    assert refused.value.code == "picture-too-large"


def test_a_small_file_that_would_fill_the_memory_is_refused() -> None:
    bomb = file(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(PictureError) as refused:
        encode(bomb)
    assert refused.value.code == "picture-too-large"


def test_damaged_files_never_do_worse_than_being_refused() -> None:
    whole, chance = bytearray(file(Image.effect_noise((64, 64), 90).convert("RGB"), "PNG")), Random(1)
    for _ in range(200):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(PictureError):
            encode(bytes(damaged))
