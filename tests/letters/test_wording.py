"""An edition's own sentences: laid over the letter's, and refused with file, key and what is allowed."""

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from letters.errors import FileError
from letters.text import FIELDS, Foreign, Wording
from letters.wording import read_wording

GUIDE = (Path(__file__).parents[2] / "docs" / "letters.md").read_text("utf-8")


def read(text: str, slug: str = "schalkwijk") -> Wording:
    return read_wording("brieftekst.toml", tomllib.loads(text), slug)


def test_without_a_file_the_letter_speaks_for_itself() -> None:
    assert read("") == Wording()


def test_an_editions_own_sentences_go_over_the_files() -> None:
    text = 'title = "Voor {area}"\nturn = "Lees om"\nsteps = ["Een.", "Twee."]\n[edition.schalkwijk]\ntitle = "Hier"\n'
    here, there = read(text), read(text, "elders")
    assert (here.title, here.turn, here.steps) == ("Hier", "Lees om", ("Een.", "Twee."))
    assert there.title == "Voor {area}"
    assert here.greeting == Wording().greeting


def test_other_languages_are_replaced_together() -> None:
    own = read('[[foreign]]\ncode = "fr"\nname = "Français"\ntext = "Lisez {site}"\n')
    assert own.foreign == (Foreign("fr", "Français", "Lisez {site}"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('titel = "Hier"', "brieftekst.toml: titel: is no part of the letter; use one of title, greeting,"),
        (
            'title = "Voor {wijk}"',
            "brieftekst.toml: title: {wijk} cannot be filled in; use {area}, {sender},",
        ),
        ('[edition.elders]\ntitle = "{}"', "brieftekst.toml: edition.elders.title: {} cannot be filled in"),
        ('edition = "hier"', "brieftekst.toml: edition: must hold tables such as [edition.my-edition]"),
        ("title = 3", "brieftekst.toml: title: must be a sentence in quotes on one line, not 3"),
        ('title = " "', "must be a sentence in quotes"),
        ('title = "a\\nb"', "must be a sentence in quotes on one line"),
        ('steps = "Een."', "brieftekst.toml: steps: must be a list of sentences"),
        ("steps = [1]", "brieftekst.toml: steps: must be a sentence in quotes on one line, not 1"),
        ('foreign = ["fr"]', "brieftekst.toml: foreign: must be a list of tables with code, name and text"),
        ('[[foreign]]\ncode = "fr"', "must be a list of tables with code, name and text"),
    ],
)
def test_mistakes_are_told_with_file_key_and_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(FileError) as told:
        read(text)
    assert said in str(told.value)


def test_the_guide_names_every_key_and_field() -> None:
    for name in [field.name for field in fields(Wording)] + [f"{{{field}}}" for field in FIELDS]:
        assert f"`{name}`" in GUIDE
    example = GUIDE.split("```\ntitle", 1)[1].split("```", 1)[0]
    assert read(f"title{example}").greeting == "Beste Schalkwijker,"
