"""Files that visitors send."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from wijkaanzet.errors import DomainError
from wijkaanzet.pictures import MOST_BYTES, Encoded, PictureError, encode


def read_picture(file: FileStorage) -> Encoded:
    """A picture that was sent, written anew. Done before a transaction begins, because it takes a while.

    Raises:
        DomainError: "picture-too-large", "picture-unreadable".
    """
    try:
        return encode(file.stream.read(MOST_BYTES + 1))
    except PictureError as error:
        raise DomainError(error.code) from error
