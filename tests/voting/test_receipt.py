"""Receipts: forgiving to read, impossible to guess, and nothing but random symbols."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.pincode import ALPHABET
from voting.receipt import LENGTH, Receipt, ReceiptFormatError


def test_a_receipt_is_ten_symbols_in_two_groups() -> None:
    receipts = [Receipt.generate() for _ in range(2000)]
    assert len(set(receipts)) == len(receipts)
    for receipt in receipts:
        assert re.fullmatch(rf"[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", str(receipt))
    for place in range(LENGTH):
        assert {receipt.symbols[place] for receipt in receipts} == set(ALPHABET)


@given(st.sampled_from([Receipt.generate() for _ in range(100)]), st.data())
def test_reading_forgives_how_it_is_written(receipt: Receipt, data: st.DataObject) -> None:
    looks = {"0": "0oO", "1": "1iIlL"}
    written = "".join(
        data.draw(st.sampled_from(looks.get(s, s + s.lower()))) + data.draw(st.sampled_from(["", " ", "-"]))
        for s in receipt.symbols
    )
    assert Receipt.parse(written) == Receipt.parse(str(receipt)) == receipt


@pytest.mark.parametrize(
    "text", ["", "ABCDE", "ABCDE-FGHJKM", "ABCDE-FGHJU", "ABCDE-FGHJ!", "AB\nDE-FGHJK", "ß" * 5]
)
def test_what_cannot_be_a_receipt(text: str) -> None:
    with pytest.raises(ReceiptFormatError):
        Receipt.parse(text)


def test_the_type_refuses_another_spelling() -> None:
    for symbols in ("abcdefghjk", "O000000000", "00000 0000"):
        with pytest.raises(ReceiptFormatError):
            Receipt(symbols)


def test_receipts_sort_by_their_symbols() -> None:
    assert sorted([Receipt("B000000000"), Receipt("A000000000")])[0] == Receipt("A000000000")
