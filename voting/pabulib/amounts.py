"""Exact numbers: text in a file to whole numbers of a smallest unit, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}([.,][0-9]{0,18})?([eE][+-]?[0-9]{1,2})?")
_THOUSANDS = re.compile(r"[0-9]{1,3},[0-9]{3}")

MAX_DECIMALS = 9
MAX_UNITS = 10**15
"""No amount is larger than this many smallest units, so that sums over all projects fit in 64 bits."""


def number(text: str) -> Decimal:
    """Read ``70000``, ``4000.0``, ``12,5`` (a comma is a decimal point) or ``1e+06``, exactly.

    Raises:
        ValueError: when the text is no such number, or has more than nine decimals that matter.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    value = Decimal(text.replace(",", "."))
    if abs(value) > MAX_UNITS or decimals(value) > MAX_DECIMALS:
        raise ValueError(text)
    return value


def decimals(value: Decimal) -> int:
    """The number of decimals that matter: 4000.0 has none, 12.50 has one."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - numbers here are finite by construction
    end = len(digits)
    while exponent < 0 and end and digits[end - 1] == 0:
        end, exponent = end - 1, exponent + 1
    return max(0, -exponent) if end else 0


def common_unit(values: Iterable[Decimal]) -> int:
    """The smallest power of ten that makes all values whole numbers."""
    most: int = max((decimals(value) for value in values), default=0)
    return int(10**most)


def scaled(value: Decimal, unit: int) -> int:
    """The value in smallest units; ``unit`` must come from :func:`common_unit` over it.

    Raises:
        ValueError: when it is too large to be counted with.
    """
    numerator, denominator = value.as_integer_ratio()
    whole, rest = divmod(numerator * unit, denominator)
    if rest or abs(whole) > MAX_UNITS:
        raise ValueError(str(value))
    return whole


def amount_text(value: int, unit: int) -> str:
    """The exact amount as people write it in a file: ``4000.5``, ``70000``; no exponent, no spare zeros."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), unit)
    if not rest:
        return f"{sign}{whole}"
    places = len(str(unit)) - 1
    return f"{sign}{whole}.{rest:0{places}d}".rstrip("0")


def looks_like_thousands(text: str) -> bool:
    """Whether ``1,234`` may have meant a thousand and more; the corpus writes decimals so, hence a warning."""
    return bool(_THOUSANDS.fullmatch(text))
