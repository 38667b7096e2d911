"""Pincodes: every usual slip of the pen is caught, reading is forgiving, and the code itself stays hidden."""

import random
import re
from collections.abc import Iterator
from itertools import count
from pickle import dumps, loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.pincode import ALPHABET, LENGTH, Pincode, PincodeFormatError, check_value

DICE = random.Random(2021)
CODES = [Pincode.generate() for _ in range(150)]
# Drawn anew each time, so that a test is named by its place and not by its code.
SOME = CODES[0].symbols
KEY = b"a key for tests"


def with_symbols(symbols: str, changes: dict[int, str]) -> str:
    return "".join(changes.get(place, symbol) for place, symbol in enumerate(symbols))


def single_errors(symbols: str) -> Iterator[str]:
    for place in range(LENGTH):
        yield from (with_symbols(symbols, {place: other}) for other in ALPHABET if other != symbols[place])


def swaps(symbols: str, distance: int) -> Iterator[str]:
    for a in range(LENGTH - distance):
        b = a + distance
        if symbols[a] != symbols[b]:
            yield with_symbols(symbols, {a: symbols[b], b: symbols[a]})


def twin_errors(symbols: str, distance: int) -> Iterator[str]:
    for a in range(LENGTH - distance):
        b = a + distance
        if symbols[a] == symbols[b]:
            yield from (with_symbols(symbols, {a: o, b: o}) for o in ALPHABET if o != symbols[a])


def problem_of(text: str) -> str:
    with pytest.raises(PincodeFormatError) as caught:
        Pincode.parse(text)
    return caught.value.problem


def mistakes_caught(mistakes: Iterator[str]) -> int:
    caught = 0
    for text in mistakes:
        assert problem_of(text) == "mistyped"
        caught += 1
    return caught


def test_every_single_error_is_caught() -> None:
    assert sum(mistakes_caught(single_errors(code.symbols)) for code in CODES[:30]) == 30 * LENGTH * 31


@pytest.mark.parametrize("distance", [1, 2])
def test_every_swap_and_jump_swap_is_caught(distance: int) -> None:
    assert sum(mistakes_caught(swaps(code.symbols, distance)) for code in CODES) > 1000


@pytest.mark.parametrize("distance", [1, 2])
def test_every_twin_error_is_caught(distance: int) -> None:
    """Made so that twins occur: a random code seldom has them."""
    caught = 0
    for place in range(LENGTH - 1 - distance):
        values = [DICE.randrange(32) for _ in range(LENGTH - 1)]
        values[place + distance] = values[place]
        code = Pincode("".join(ALPHABET[v] for v in [*values, check_value(values)]))
        caught += mistakes_caught(twin_errors(code.symbols, distance))
    assert caught >= 31 * (LENGTH - 1 - distance)


@given(st.data())
def test_reading_forgives_how_a_code_is_written(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(CODES))
    looks = {"0": "0oO", "1": "1iIlL"}
    written = "".join(
        data.draw(st.sampled_from(looks.get(s, s + s.lower())))
        + data.draw(st.sampled_from(["", " ", "-", "\u2013", "\u00a0"]))
        for s in code.symbols
    )
    assert Pincode.parse(written) == code
    assert Pincode.parse(str(code)) == code


def test_it_is_printed_in_three_groups() -> None:
    for code in CODES:
        assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", str(code))
        assert not set("ILOU") & set(code.symbols)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        (" - - ", "empty"),
        (SOME[:-1], "length"),
        (SOME + "0", "length"),
        (SOME * 1000, "length"),
        (SOME[:-1] + "U", "symbol"),
        (SOME[:-1] + "!", "symbol"),
        (SOME[:-1] + "é", "symbol"),
        ("ß" * 6, "symbol"),
        ("<script>", "symbol"),
    ],
    ids=count(),
)
def test_a_typing_mistake_is_told_from_what_cannot_be_a_code(text: str, problem: str) -> None:
    assert problem_of(text) == problem


@pytest.mark.parametrize(
    "symbols", ["", "abc", "O" * 12, "l" * 12, SOME.lower() + "x", "ÀÀÀÀÀÀÀÀÀÀÀÀ"], ids=count()
)
def test_the_type_itself_refuses_what_is_not_in_its_one_spelling(symbols: str) -> None:
    with pytest.raises(PincodeFormatError):
        Pincode(symbols)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        code = Pincode.parse(text)
    except PincodeFormatError as error:
        assert error.problem in {"empty", "length", "symbol", "mistyped"}  # noqa: PT017
    else:
        assert len(code.symbols) == LENGTH


def test_a_code_is_in_no_repr_and_no_error() -> None:
    code = CODES[0]
    assert code.symbols not in repr(code) + repr([code]) + f"{[code]!r}"
    wrong = next(single_errors(code.symbols))
    with pytest.raises(PincodeFormatError) as caught:
        Pincode.parse(wrong)
    assert wrong not in str(caught.value)


def test_the_hash_differs_per_edition_per_key_and_per_code() -> None:
    one, other = CODES[:2]
    hashes = {
        one.hashed(KEY, 1),
        one.hashed(KEY, 2),
        one.hashed(KEY, 11),
        one.hashed(b"another key", 1),
        other.hashed(KEY, 1),
    }
    assert len(hashes) == 5
    assert {len(one_hash) for one_hash in hashes} == {32}
    assert Pincode.parse(str(one).lower()).hashed(KEY, 1) == one.hashed(KEY, 1)


def test_codes_do_not_repeat_and_use_every_symbol_everywhere() -> None:
    codes = [Pincode.generate().symbols for _ in range(3000)]
    assert len(set(codes)) == len(codes)
    for place in range(LENGTH):
        assert {code[place] for code in codes} == set(ALPHABET)


def test_a_copy_is_still_a_code() -> None:
    assert loads(dumps(CODES[0])) == CODES[0]
