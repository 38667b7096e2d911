"""Money: integer cents in, Dutch texts out, and the reading of what a person typed."""

from __future__ import annotations

import re

_AMOUNT = re.compile(r"(?P<euros>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<cents>\d{1,2}|-+))?")
_SYMBOLS = {"EUR": "€"}


class MoneyFormatError(ValueError):
    """The text is not an amount of money."""


def format_money(cents: int, currency: str = "EUR") -> str:
    """Dutch text: ``€ 70.000`` or ``€ 1.234,50``; another currency by its code. A non-breaking space joins them."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    text = f"{whole:,}".replace(",", ".")
    if rest:
        text += f",{rest:02d}"
    return f"{_SYMBOLS.get(currency, currency)}\u00a0{sign}{text}"


def parse_money(text: str) -> int:
    """Cents from what a person typed: ``1.234,50``, ``€ 70.000``, ``1234``.

    Raises:
        MoneyFormatError: when it is not an amount, also for ``1.5``, which a Dutch reader may take two ways.
    """
    bare = re.sub(r"[\s\u00a0]|€|EUR", "", text, flags=re.IGNORECASE)
    match = _AMOUNT.fullmatch(bare)
    if match is None:
        raise MoneyFormatError(text)
    cents = (match["cents"] or "").strip("-")
    return int(match["euros"].replace(".", "")) * 100 + int(cents.ljust(2, "0") if cents else 0)


def scale_to_cents(amount: int, unit: int) -> int:
    """Cents from an amount in units of ``1 / unit`` of the currency.

    Raises:
        MoneyFormatError: when the amount is finer than a cent.
    """
    cents, rest = divmod(amount * 100, unit)
    if rest:
        raise MoneyFormatError(f"{amount}/{unit} is finer than a cent")
    return cents
