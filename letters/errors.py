"""What can go wrong with an address, a code or a sheet of paper, as named errors with a code."""

from __future__ import annotations


class LetterError(ValueError):
    """A letter, address or file that cannot be printed.

    Attributes:
        code: stable name of the failure, for the place that turns failures into a page or a message.
    """

    code = "letter"


class AddressError(LetterError):
    """An address that no postman can deliver; the message says in Dutch what is wrong.

    Attributes:
        field: the part of the address, as the columns of an address file are called.
    """

    code = "address"

    def __init__(self, reason: str, field: str = "regel") -> None:
        super().__init__(reason)
        self.field = field


class PostcodeError(AddressError):
    """Not a Dutch postcode."""

    code = "postcode"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "postcode")


class WindowError(LetterError):
    """A line that would leave the envelope's window, or text that would show through it."""

    code = "window"


class TextError(LetterError):
    """The edition's own text does not fit on the page."""

    code = "text"


class QrError(LetterError):
    """A website address or code that cannot be put in a QR code."""

    code = "qr"


class FileError(LetterError):
    """A file that cannot be understood as a whole; single wrong lines are problems, not errors."""

    code = "file"


class FontError(LetterError):
    """A typeface that is not there."""

    code = "font"
