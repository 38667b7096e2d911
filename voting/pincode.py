"""Pincodes: eleven random symbols and one check symbol, printed ``XXXX-XXXX-XXXX``.

The alphabet is Crockford's base 32 (no I, L, O, U), so 55 random bits. The check symbol is Damm's over GF(32):
with ``a * b = 2a + b`` (field arithmetic) the running product is an anti-symmetric quasigroup, which catches every
single error, every swap of neighbours, every jump swap and every twin error. Source: H. M. Damm, "Totally
anti-symmetric quasigroups for all orders n != 2, 6" (2007).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12

_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SEPARATORS = str.maketrans("", "", " -\u2010\u2011\u2012\u2013\u2014\u00a0\t\r\n.")
_REDUCTION = 0b100101  # x^5 + x^2 + 1, irreducible over GF(2)


class PincodeFormatError(ValueError):
    """The text is not a pincode: a symbol too many or too few, a strange symbol, or a typing mistake."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def _double(value: int) -> int:
    """Multiply by x in GF(32)."""
    value <<= 1
    return value ^ _REDUCTION if value & 0b100000 else value


def check_value(values: list[int]) -> int:
    """The check symbol's value (0-31) for the given symbol values: the one that brings the product to zero."""
    state = 0
    for value in values:
        state = _double(state) ^ value
    return _double(state)


@dataclass(frozen=True)
class Pincode:
    """A well-formed pincode: twelve symbols of which the last checks the others. Never logged, never stored."""

    symbols: str

    def __post_init__(self) -> None:
        if any(symbol not in ALPHABET for symbol in self.symbols):
            raise PincodeFormatError("symbol")
        values = [_VALUE[symbol] for symbol in self.symbols]
        if len(values) != LENGTH or check_value(values[:-1]) != values[-1]:
            raise PincodeFormatError("mistyped")

    @classmethod
    def generate(cls) -> Pincode:
        """A fresh random pincode (55 bits from the operating system)."""
        bits = secrets.randbits(55)
        values = [(bits >> (5 * i)) & 31 for i in range(LENGTH - 1)]
        return cls("".join(ALPHABET[v] for v in [*values, check_value(values)]))

    @classmethod
    def parse(cls, text: str) -> Pincode:
        """Read what a person typed: any case, spaces and dashes anywhere, O for 0, I and L for 1.

        Raises:
            PincodeFormatError: with ``problem`` "empty", "length", "symbol" or "mistyped".
        """
        bare = [symbol.upper() for symbol in text.translate(_SEPARATORS)]
        if not bare:
            raise PincodeFormatError("empty")
        if any(symbol not in _VALUE for symbol in bare):
            raise PincodeFormatError("symbol")
        if len(bare) != LENGTH:
            raise PincodeFormatError("length")
        return cls("".join(ALPHABET[_VALUE[symbol]] for symbol in bare))

    def __str__(self) -> str:
        return "-".join(self.symbols[i : i + 4] for i in range(0, LENGTH, 4))

    def __repr__(self) -> str:
        return "Pincode(...)"

    def hashed(self, key: bytes, edition_id: int) -> bytes:
        """The keyed hash that is stored instead of the code: HMAC-SHA-256, 32 bytes, different per edition."""
        return hmac.digest(key, b"pincode:%d:%s" % (edition_id, self.symbols.encode()), hashlib.sha256)
