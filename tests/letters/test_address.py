import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.address import Address, Postcode
from letters.errors import AddressError, PostcodeError


def address(**changes: object) -> Address:
    parts: dict[str, object] = {
        "street": "Engelandlaan",
        "number": 12,
        "letter": "",
        "addition": "",
        "postcode": Postcode("2033AB"),
        "place": "Haarlem",
    }
    return Address(**(parts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["2033AB", "2033ab", "2033 AB", " 2033  aB "])
def test_a_postcode_has_one_spelling(written: str) -> None:
    assert str(Postcode(written)) == "2033 AB"
    assert Postcode(written).compact == "2033AB"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "0233 AB",
        "203 AB",
        "20333 AB",
        "2033",
        "2033 A1",
        "2033 ÀB",
        "2033 SA",
        "2033sd",
        "2033 Ss",
        "٢٠٣٣ AB",
    ],
)
def test_what_is_no_postcode(wrong: str) -> None:
    with pytest.raises(PostcodeError):
        Postcode(wrong)


@given(st.from_regex(r"[1-9][0-9]{3} ?[A-RT-Z][A-Z]", fullmatch=True))
def test_every_well_formed_postcode_survives_a_round_trip(written: str) -> None:
    assert Postcode(str(Postcode(written))) == Postcode(written)


def test_the_printed_lines_follow_the_post_office() -> None:
    assert address().lines == ("Engelandlaan 12", "2033 AB  HAARLEM")
    assert address(letter="a", addition="2").street_line == "Engelandlaan 12A-2"
    assert address(place="'s-Gravenhage").place_line == "2033 AB  'S-GRAVENHAGE"


@pytest.mark.parametrize(
    ("changes", "kix"),
    [
        ({}, "2033AB12"),
        ({"letter": "a"}, "2033AB12XA"),
        ({"addition": "bis"}, "2033AB12XBIS"),
        ({"letter": "a", "addition": "2-hg"}, "2033AB12XA2HG"),
        ({"number": 99999, "letter": "b", "addition": "achterom"}, "2033AB99999XBACHTE"),
        ({"addition": "/"}, "2033AB12"),
        ({"number": 13, "addition": "hs", "postcode": Postcode("1231 FZ")}, "1231FZ13XHS"),
    ],
)
def test_kix_text(changes: dict[str, object], kix: str) -> None:
    assert address(**changes).kix == kix


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"street": " "}, "straat"),
        ({"place": ""}, "woonplaats"),
        ({"number": 0}, "huisnummer"),
        ({"number": 100_000}, "huisnummer"),
        ({"letter": "AB"}, "huisletter"),
        ({"letter": "É"}, "huisletter"),
        ({"addition": "veel te lange toevoeging"}, "toevoeging"),
    ],
)
def test_an_impossible_address_says_which_part_is_wrong(changes: dict[str, object], field: str) -> None:
    with pytest.raises(AddressError) as caught:
        address(**changes)
    assert caught.value.field == field


def test_letters_are_sorted_as_the_postman_walks() -> None:
    walk = [
        address(number=2),
        address(number=10),
        address(number=10, addition="2"),
        address(number=10, addition="10"),
        address(number=10, letter="A"),
        address(number=1, postcode=Postcode("2033 AC")),
    ]
    shuffled = random.Random(1).sample(walk, len(walk))
    assert sorted(shuffled, key=lambda each: each.sort_key) == walk
