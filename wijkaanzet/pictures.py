"""Pictures that people send: read with care, and written anew, so that nothing but the picture stays.

A photo of a telephone holds the place where it was taken, and a file that calls itself a picture may hold anything. What is
kept is only what can be seen, turned the right way up, in two sizes.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

LARGE, SMALL = 1600, 640
"""The longest side in pixels."""
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
QUALITY = 82
READ = ("JPEG", "PNG", "WEBP", "GIF")


class PictureError(ValueError):
    """This is no picture that can be used. ``code`` is "picture-unreadable" or "picture-too-large"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Encoded:
    """A picture as JPEG in two sizes; ``width`` and ``height`` in pixels are of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def encode(data: bytes, large: int = LARGE) -> Encoded:
    """The picture in a file, written anew; its longest side in pixels is at most ``large``.

    Raises:
        PictureError: when it cannot be read, or is larger than a telephone makes.
    """
    if len(data) > MOST_BYTES:
        raise PictureError("picture-too-large")
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data), formats=READ) as opened:
            warnings.simplefilter("ignore")
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureError("picture-too-large")
            # Much quicker for a JPEG: it is decoded at about the size that is needed.
            opened.draft("RGB", (2 * large, 2 * large))
            upright = ImageOps.exif_transpose(opened)
            picture = _on_white(upright)
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise PictureError("picture-too-large") from error
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise PictureError("picture-unreadable") from error
    picture.thumbnail((large, large))
    small = picture.copy()
    small.thumbnail((SMALL, SMALL))
    return Encoded(_jpeg(picture), _jpeg(small), *picture.size)


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency and without anything that is not a pixel."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layers = picture.convert("RGBA")
        white = Image.new("RGB", layers.size, "white")
        white.paste(layers, mask=layers.getchannel("A"))
        return white
    plain = picture.convert("RGB")
    clean = Image.new("RGB", plain.size)
    clean.paste(plain)
    return clean


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
