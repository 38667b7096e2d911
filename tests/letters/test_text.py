import os
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from letters.batch import draw_batch
from letters.errors import TextError, WindowError
from letters.text import FOREIGN, Wording, euros, filled, long_date
from letters.window import PROFILES, window_profile
from tests.letters.samples import TEXT, some_recipients

GOLDEN = Path(__file__).parents[1] / "golden" / "letters"


def compare_with_golden(name: str, text: str) -> None:
    """Compares with the accepted text; GOLDEN=write accepts a new one."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def letter_text() -> str:
    file = BytesIO()
    draw_batch(some_recipients(1), TEXT, PROFILES["c5-left"], file, cover=False)
    pages = [page.extract_text() for page in PdfReader(file).pages]
    return "\n\n".join("\n".join(line.strip() for line in page.splitlines()) for page in pages) + "\n"


def test_the_dutch_letter() -> None:
    before_other_languages = letter_text().rpartition("English")[0]
    compare_with_golden("nl.txt", before_other_languages)


@pytest.mark.parametrize("code", [foreign.code for foreign in FOREIGN])
def test_the_line_in_each_other_language(code: str) -> None:
    line = next(foreign for foreign in filled(TEXT).foreign if foreign.code == code)
    compare_with_golden(f"{code}.txt", f"{line.name}: {line.text}\n")


def test_no_sentence_keeps_a_brace() -> None:
    assert "{" not in letter_text()


def test_an_edition_may_have_its_own_words() -> None:
    text = replace(TEXT, wording=replace(Wording(), title="Stem mee, {area}!"))
    assert filled(text).title == "Stem mee, Schalkwijk!"


@pytest.mark.parametrize("wrong", ["{wijk}", "{area.__class__}", "{}", "{0}"])
def test_a_field_that_does_not_exist_is_refused(wrong: str) -> None:
    with pytest.raises(TextError):
        replace(TEXT, wording=replace(Wording(), title=wrong))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Een titel " * 25},
        {"intro": "Een heel lange inleiding. " * 30},
        {"period": "Stemmen kan " * 30},
        {"steps": ("Een stap. " * 20,) * 4},
        {"receipt": "Uitleg over de ontvangstcode. " * 60},
    ],
    ids=lambda change: next(iter(change)),
)
def test_words_that_do_not_fit_are_refused(change: dict[str, object]) -> None:
    text = replace(TEXT, wording=replace(Wording(), **change))
    with pytest.raises(TextError):
        draw_batch([], text, PROFILES["c5-left"], BytesIO(), cover=False)


@pytest.mark.parametrize(
    ("change", "settings"),
    [
        ({"return_line": "Retour: " + "Gemeente Voorbeeld, " * 8}, {}),
        ({}, {"window_height": 30}),
        ({}, {"window_top": 25}),
        ({}, {"panel_height": 160}),
    ],
    ids=["return line", "low window", "head shows", "code above the fold"],
)
def test_what_the_window_must_not_show_is_refused(
    change: dict[str, str], settings: dict[str, object]
) -> None:
    with pytest.raises(WindowError):
        draw_batch([], replace(TEXT, **change), window_profile(settings), BytesIO(), cover=False)


def test_a_long_edition_name_may_not_run_into_the_sender() -> None:
    with pytest.raises(TextError):
        draw_batch(
            [], replace(TEXT, edition="Wijk aan Zet " * 6), PROFILES["c5-left"], BytesIO(), cover=False
        )


def test_sums_and_dates() -> None:
    assert euros(7_000_000) == "€\xa070.000"
    assert euros(1_250) == "€\xa012,50"
    assert euros(-5) == "€\xa0-0,05"
    assert long_date(date(2026, 12, 7)) == "maandag 7 december 2026"
    assert long_date(date(2026, 8, 1), year=False) == "zaterdag 1 augustus"
