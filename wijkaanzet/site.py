"""Public addresses, for what is written without a visitor's request: reminders, the command line."""

from __future__ import annotations

from urllib.parse import urlsplit

from wijkaanzet.config import Config
from wijkaanzet.edition import EditionSpec


def address_of(config: Config, spec: EditionSpec) -> str:
    """The public address of an edition, without a slash at its end.

    Its own host, or the prefix that every edition has: the root may belong to another one.
    """
    if spec.host:
        return f"{urlsplit(config.base_url).scheme}://{spec.host}"
    return f"{config.base_url}/e/{spec.slug}"
