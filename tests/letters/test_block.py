import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.address import Address, Postcode
from letters.block import SIZES, address_block
from letters.errors import WindowError
from letters.fonts import REGULAR, printable, unprintable, width
from letters.proof import check_window
from letters.window import PROFILES, window_profile
from tests.letters.samples import some_recipients

WORDS = st.text(max_size=120)
SOME_TEXT = WORDS.filter(lambda text: bool(text.split()))


def a_long_address(street: str = "Burgemeester Jonkheer Meester van den Heuvel tot Voorbeeldweg") -> Address:
    return Address(street, 12345, "A", "zwart", Postcode("2033AB"), "Westerhaar-Vriezenveensewijk")


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@given(name=WORDS, street=SOME_TEXT, place=SOME_TEXT, addition=st.text(max_size=10))
@settings(max_examples=60)
def test_no_name_or_address_in_any_script_leaves_the_window(profile, name, street, place, addition) -> None:
    address = Address(street, 99999, "A", addition, Postcode("2033AB"), place)
    block = address_block(name, address, profile)
    check_window(block, profile)
    assert block.lines[-1].text.startswith("2033 AB  ")
    assert block.lines[-2].text.endswith(printable(address.house))
    assert all(unprintable(line.text) == [] for line in block.lines)
    assert 2 <= len(block.lines) <= 5


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_ordinary_addresses_stand_at_full_size_on_three_lines(profile) -> None:
    for recipient in some_recipients(100):
        block = address_block(recipient.addressee, recipient.address, profile)
        assert [line.text for line in block.lines] == [recipient.addressee, *recipient.address.lines]
        assert {line.size for line in block.lines} <= set(SIZES)
        assert block.kix == recipient.address.kix


def test_a_long_name_wraps_and_a_long_street_keeps_its_number() -> None:
    block = address_block(
        "Prof. dr. ir. A.B.C.D.E.F. van der Lange-Naam tot Nog Langer",
        a_long_address(),
        PROFILES["ea56-left"],
    )
    assert len(block.lines) == 5
    assert " ".join(line.text for line in block.lines[:2]).startswith(
        "Prof. dr. ir. A.B.C.D.E.F. van der Lange-Naam"
    )
    assert block.lines[3].text.endswith("12345A-zwart")
    assert min(line.size for line in block.lines[:-1]) == 10


def test_a_street_of_one_endless_word_keeps_its_number() -> None:
    block = address_block("A. Voorbeeld", a_long_address("W" * 200), PROFILES["c5-left"])
    assert block.lines[-2].text.endswith("… 12345A-zwart")


def test_the_place_keeps_two_spaces_before_it() -> None:
    address = Address("Laan", 1, "", "", Postcode("2033AB"), "Den  Haag\t")
    assert address_block("", address, PROFILES["c5-left"]).lines[-1].text == "2033 AB  DEN HAAG"


def test_a_kix_code_wider_than_the_window_is_left_out() -> None:
    profile = window_profile({"window_width": 60})
    assert address_block("A", a_long_address("Laan"), profile).kix == ""
    assert address_block("A", Address("Laan", 1, "", "", Postcode("2033AB"), "X"), profile).kix == "2033AB1"


def test_a_window_too_low_for_an_address_is_refused() -> None:
    with pytest.raises(WindowError, match="te laag"):
        address_block("A", a_long_address(), window_profile({"window_height": 30}))


def test_letters_of_the_register_keep_their_accents() -> None:
    assert (
        printable("Yılmaz İçöz Šimić Żółć Ğüneş Ĳsbrand Țepeș")
        == "Yılmaz İçöz Šimić Żółć Ğüneş Ĳsbrand Țepeș"
    )
    assert unprintable("Yılmaz Šimić") == []


def test_what_the_typeface_lacks() -> None:
    assert printable("漢\u200bA\nB") == "?A B"
    assert unprintable("漢 A") == ["漢"]
    assert width("漢", REGULAR, 10) == 0
