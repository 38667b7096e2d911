"""Money: exact cents from what people type, and Dutch texts from cents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.money import MoneyFormatError, format_money, parse_money, scale_to_cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("0", 0),
        ("1234", 123_400),
        ("1.234", 123_400),
        ("70.000", 7_000_000),
        ("1.234.567,89", 123_456_789),
        ("1234,5", 123_450),
        ("1234,05", 123_405),
        ("12,-", 1200),
        ("12,--", 1200),
        ("€ 70.000", 7_000_000),
        ("€\u00a070.000,50", 7_000_050),
        ("eur 5", 500),
        ("  5  ", 500),
    ],
)
def test_what_people_type(typed: str, cents: int) -> None:
    assert parse_money(typed) == cents


@pytest.mark.parametrize(
    "typed",
    ["", " ", "€", "1.5", "1.50", "12.34.567", "1.2345", "1,234", "1,2,3", "-5", "vijf", "1e3", ",50"],
)
def test_what_is_no_amount_or_can_be_read_two_ways(typed: str) -> None:
    with pytest.raises(MoneyFormatError):
        parse_money(typed)


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "€\u00a00"),
        (5, "€\u00a00,05"),
        (7_000_000, "€\u00a070.000"),
        (123_450, "€\u00a01.234,50"),
        (-150, "€\u00a0-1,50"),
    ],
)
def test_dutch_texts(cents: int, text: str) -> None:
    assert format_money(cents) == text


def test_another_currency_goes_by_its_code() -> None:
    assert format_money(100_000, "PLN") == "PLN\u00a01.000"


@given(st.integers(0, 10**15))
def test_what_is_shown_can_be_typed_in_again(cents: int) -> None:
    assert parse_money(format_money(cents)) == cents


@given(st.integers(0, 10**9), st.sampled_from([1, 10, 100, 1000, 10**6]))
def test_scaling_is_exact_or_refused(amount: int, unit: int) -> None:
    if amount * 100 % unit:
        with pytest.raises(MoneyFormatError):
            scale_to_cents(amount, unit)
    else:
        assert scale_to_cents(amount, unit) * unit == amount * 100
