"""What a plan is shared with: the picture beside a link, and the poster of its campaign."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from functools import lru_cache
from io import BytesIO

from letters.poster import Poster, draw_poster
from letters.share_image import ShareCard, draw_share_image

KEPT = 32
"""Pictures that stay in memory: a shared link is asked for by many at once. At most some 500 kB each."""

__all__ = ["Poster", "ShareCard", "poster_pdf", "share_image", "version_of"]


@lru_cache(maxsize=KEPT)
def share_image(card: ShareCard) -> bytes:
    """The picture as a PNG of 1200 by 630 pixels."""
    return draw_share_image(card)


def version_of(card: ShareCard, picture: int | None) -> str:
    """A name for what the picture shows, so that another one is fetched when the plan changes.

    Args:
        card: without the plan's own picture, which need not be read for this.
        picture: the key of that picture; None when the plan has none.
    """
    return hashlib.sha256(repr((astuple(card), picture)).encode()).hexdigest()[:16]


def poster_pdf(poster: Poster) -> bytes:
    """The poster as a PDF of one page."""
    out = BytesIO()
    draw_poster(poster, out)
    return out.getvalue()
