from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.address_file import AddressFile, Rules, read_address_file
from letters.ages import age_group, age_on, parsed_date
from letters.costs import Prices, mailing_cost
from letters.errors import FileError

DAY = date(2026, 12, 1)
RULES = Rules(DAY, 16)
HEAD = "Straatnaam;Huisnummer;Huisletter;Huisnummertoevoeging;Postcode;Woonplaats;Voorletters;Tussenvoegsel;Achternaam;Geboortedatum;Wijk"
GOOD = "Engelandlaan;12;a;2;2033ab;Haarlem;A.B.;van;Voorbeeld;1980-05-17;Europawijk"


def read(*lines: str, rules: Rules = RULES, head: str = HEAD) -> AddressFile:
    return read_address_file("\n".join([head, *lines, ""]).encode(), rules)


def told(file: AddressFile) -> list[str]:
    return [str(problem) for problem in file.problems]


def test_a_person() -> None:
    file = read(GOOD)
    (entry,) = file.entries
    assert told(file) == []
    assert (entry.line, entry.addressee, entry.letters, entry.age_group) == (
        2,
        "A.B. van Voorbeeld",
        1,
        "35-49",
    )
    assert entry.address.lines == ("Engelandlaan 12A-2", "2033 AB  HAARLEM")
    assert entry.address.area == "Europawijk"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_encodings_separators_and_line_ends(encoding: str, separator: str, ending: str) -> None:
    text = f"{HEAD}\n{GOOD.replace('Voorbeeld', 'Café-Ström')}\n".replace(";", separator).replace(
        "\n", ending
    )
    file = read_address_file(text.encode(encoding), RULES)
    assert told(file) == []
    assert file.entries[0].addressee == "A.B. van Café-Ström"


def test_excel_s_first_line_and_empty_lines_are_skipped_but_counted() -> None:
    file = read_address_file(f"sep=;\r\n{HEAD}\r\n\r\n{GOOD.replace('12', '', 1)}\r\n".encode(), RULES)
    assert told(file) == ["regel 4, huisnummer: het huisnummer ontbreekt"]


def test_a_value_over_two_lines_does_not_shift_the_count() -> None:
    two = GOOD.replace("Haarlem", '"Haar\nlem"')
    file = read(two, GOOD.replace("2033ab", "x"))
    assert [problem.line for problem in file.problems] == [4]


def test_other_headers_by_themselves_and_by_a_mapping() -> None:
    file = read(GOOD, head=HEAD.replace("Straatnaam", "openbare_ruimte").replace("Wijk", "BUURT"))
    assert file.entries[0].address.area == "Europawijk"
    rules = Rules(DAY, 16, columns={"Adresregel 1": "straat"})
    assert read(GOOD, head=HEAD.replace("Straatnaam", "adresregel 1"), rules=rules).problems == ()


def test_a_wijk_goes_before_a_buurt() -> None:
    file = read(GOOD + ";Boerhaavewijk", head=HEAD.replace("Wijk", "Buurt") + ";Wijk")
    assert file.entries[0].address.area == "Boerhaavewijk"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("2033ab", "0033ab"), "postcode: ‘0033ab’ is geen postcode"),
        (("2033ab", "2033SS"), "postcode: ‘2033SS’ bestaat niet: de letters SS"),
        (("2033ab", ""), "postcode: de postcode ontbreekt"),
        ((";12;", ";;"), "huisnummer: het huisnummer ontbreekt"),
        ((";12;", ";12b;"), "huisnummer: ‘12b’ is geen heel getal"),
        ((";12;", ";0;"), "huisnummer: huisnummer 0 bestaat niet"),
        ((";a;", ";ab;"), "huisletter: huisletter ‘AB’ is niet één letter"),
        (("Engelandlaan", " "), "straat: de straat ontbreekt"),
        (("Haarlem", ""), "woonplaats: de woonplaats ontbreekt"),
        (("Voorbeeld", ""), "achternaam: de achternaam ontbreekt"),
        (("Voorbeeld", "漢字"), "achternaam: ‘漢字’ heeft een teken dat niet gedrukt kan worden: 字 漢"),
        (("1980-05-17", ""), "geboortedatum: de geboortedatum ontbreekt"),
        (("1980-05-17", "1980-02-30"), "geboortedatum: deze datum kan niet"),
        (("1980-05-17", "17 mei"), "geboortedatum: deze datum kan niet"),
        (("1980-05-17", "2027-01-01"), "geboortedatum: deze datum kan niet"),
        (("1980-05-17", "1780-01-01"), "geboortedatum: deze datum kan niet"),
        (("1980-05-17", "02-12-2010"), "geboortedatum: op 01-12-2026 nog geen 16 jaar"),
        ((";Europawijk", ""), "regel: 10 velden, terwijl de kop er 11 heeft"),
    ],
)
def test_every_wrong_line_says_where_and_why(change: tuple[str, str], said: str) -> None:
    file = read(GOOD.replace(*change, 1))
    assert file.entries == ()
    assert len(file.problems) == 1
    assert told(file)[0].startswith(f"regel 2, {said}")


def test_all_that_is_wrong_with_a_line_is_told_at_once() -> None:
    file = read("Engelandlaan;;;;x;;A.;;;20150101;Europawijk")
    assert [problem.field for problem in file.problems] == [
        "postcode",
        "huisnummer",
        "woonplaats",
        "achternaam",
        "geboortedatum",
    ]


def test_a_birth_date_is_neither_kept_nor_repeated() -> None:
    file = read(GOOD, GOOD.replace("1980-05-17", "2015-05-17"))
    assert "1980" not in repr(file)
    assert "2015" not in repr(file)


def test_the_same_person_twice_is_wrong_and_a_namesake_is_not() -> None:
    file = read(GOOD, GOOD.replace("A.B.", "a.b."), GOOD.replace("1980", "1950"))
    assert told(file) == ["regel 3, regel: dezelfde persoon als op regel 2"]
    assert [(entry.line, entry.namesake) for entry in file.entries] == [(2, 0), (4, 1)]
    assert len({entry.key for entry in file.entries}) == 2


def test_areas_and_postcodes_bound_the_edition() -> None:
    rules = Rules(DAY, 16, areas=("europawijk",), postcodes=("2033", "2036AB"))
    file = read(GOOD, GOOD.replace("Europawijk", "Elders"), GOOD.replace("2033ab", "2036ac"), rules=rules)
    assert told(file) == [
        "regel 3, wijk: ‘Elders’ hoort niet bij deze editie",
        "regel 4, postcode: 2036 AC ligt buiten het gebied",
    ]


def test_a_line_per_address_with_a_number_of_letters() -> None:
    head = "straat,huisnummer,postcode,plaats,aantal,wijk"
    file = read(
        "Laan,1,2033AB,Haarlem,3,Noord",
        "Laan,2,2033AB,Haarlem,0,Noord",
        "Laan,1,2033 ab,Haarlem,1,Noord",
        head=head,
    )
    assert [(entry.addressee, entry.letters) for entry in file.entries] == [
        ("Aan de bewoner van dit adres", 3)
    ]
    assert told(file) == [
        "regel 3, aantal brieven: ‘0’ is geen aantal van 1 tot en met 99",
        "regel 4, regel: hetzelfde adres als op regel 2",
    ]


def test_a_secret_address_gets_no_letter() -> None:
    file = read(GOOD + ";7", GOOD.replace("12", "13", 1) + ";0", head=HEAD + ";indicatie_geheim")
    assert len(file.entries) == 1
    assert file.summary.secret == 1


def test_the_summary_counts_letters_per_wijk_and_per_age_group() -> None:
    file = read(
        GOOD,
        GOOD.replace("12", "13", 1).replace("1980", "2009").replace("Europawijk", ""),
        GOOD.replace("12", "14", 1).replace("1980", "1940"),
    )
    assert file.summary.per_area == {"Europawijk": 2, "onbekend": 1}
    assert list(file.summary.per_age_group.items()) == [("16-17", 1), ("35-49", 1), ("80+", 1)]
    assert (file.summary.entries, file.summary.letters) == (3, 3)


def test_entries_are_in_walking_order() -> None:
    file = read(GOOD.replace("12", "9", 1), GOOD.replace("12", "10", 1), GOOD.replace("2033ab", "2032ab"))
    assert [(str(entry.address.postcode), entry.address.number) for entry in file.entries] == [
        ("2032 AB", 12),
        ("2033 AB", 9),
        ("2033 AB", 10),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "leeg"),
        (b"\n\n", "leeg"),
        (b"naam;postcode\nx;2033AB\n", "kolom straat en huisnummer en woonplaats ontbreekt"),
        (b"\x89PNG\x81\x00\n\x8d", "geen tekst"),
        (b"a\0b", "geen tekstbestand"),
        (f'{HEAD}\n"{GOOD}'.encode(), "aanhalingstekens"),
        (f"{HEAD};wijk\n".encode(), "twee keer"),
        (f"{HEAD};aantal\n".encode(), "niet beide"),
    ],
)
def test_a_file_that_cannot_be_read_at_all(data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        read_address_file(data, RULES)


def test_a_mapping_to_a_field_that_does_not_exist() -> None:
    with pytest.raises(FileError, match="kies uit"):
        read(GOOD, rules=Rules(DAY, 16, columns={"x": "street"}))


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    for start in (b"", HEAD.encode() + b"\n"):
        try:
            read_address_file(start + data, RULES)
        except FileError:
            continue


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("1980-05-17", date(1980, 5, 17)),
        ("19800517", date(1980, 5, 17)),
        ("17-05-1980", date(1980, 5, 17)),
        ("7/5/1980", date(1980, 5, 7)),
        ("19800000", date(1980, 12, 31)),
        ("19800200", date(1980, 2, 29)),
        ("00000000", None),
        ("31-04-1980", None),
        ("80-05-17", None),
    ],
)
def test_dates_as_registers_write_them(text: str, born: date | None) -> None:
    assert parsed_date(text) == born


def test_ages_count_on_the_day() -> None:
    assert age_on(date(2010, 12, 1), DAY) == 16
    assert age_on(date(2010, 12, 2), DAY) == 15
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert [age_group(age, (16, 18, 80)) for age in (15, 16, 17, 79, 80, 99)] == [
        "0-15",
        "16-17",
        "16-17",
        "18-79",
        "80+",
        "80+",
    ]


def test_what_the_letters_cost() -> None:
    cost = mailing_cost(25_000, Prices(paper=2, printing=6, envelope=5, postage=68), 7_000_000)
    assert cost.total == 2_025_000
    assert cost.per_mille_of_budget == 289
    assert mailing_cost(1, Prices(1, 1, 1, 1), 0).per_mille_of_budget is None
