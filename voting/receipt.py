"""Receipts: what a voter keeps to see later that a ballot of theirs was counted. It says nothing of the choice."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from voting.pincode import ALPHABET

LENGTH = 10

_FOLD = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


class ReceiptFormatError(ValueError):
    """The text cannot be a receipt."""


@dataclass(frozen=True, order=True)
class Receipt:
    """Ten random symbols (50 bits), shown as ``XXXXX-XXXXX``."""

    symbols: str

    def __post_init__(self) -> None:
        if len(self.symbols) != LENGTH or any(symbol not in ALPHABET for symbol in self.symbols):
            raise ReceiptFormatError("a receipt has ten letters and digits")

    @classmethod
    def generate(cls) -> Receipt:
        """A fresh random receipt."""
        bits = secrets.randbits(5 * LENGTH)
        return cls("".join(ALPHABET[(bits >> (5 * i)) & 31] for i in range(LENGTH)))

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """Read what a person typed: any case, spaces and dashes anywhere, O for 0, I and L for 1.

        Raises:
            ReceiptFormatError: when it cannot be a receipt.
        """
        if len(text.upper()) != len(text):  # a letter such as ß, which becomes two
            raise ReceiptFormatError("a receipt has ten letters and digits")
        return cls(text.upper().translate(_FOLD))

    def __str__(self) -> str:
        return f"{self.symbols[:5]}-{self.symbols[5:]}"
