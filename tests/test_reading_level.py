"""Residents read Dutch at level B1: short sentences, short words, measured with the index of Flesch and Douma.

Douma's index (1960) is Flesch's for Dutch: 206.8 - 0.93 x words in a sentence - 77 x syllables in a word. From 70 on a
text is "easy"; a newspaper has about 45. No index knows whether a text is clear; it finds the sentence that got out of hand.
"""

import re
from collections import defaultdict

from babel.messages.catalog import Message

from tests.support.mails import GOLDEN
from tests.test_translations import forms, is_for_residents, source

EASY, MOST_WORDS, ENOUGH_WORDS = 70, 21, 60
WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
# Sounds that are written with more than one letter are one syllable.
SOUND = re.compile(
    r"eeuw|ieuw|aai|ooi|oei|aa|ee|ie|oo|uu|oe|eu|ui|ij|ei|au|ou|[aeiouyáéíóúàèëïöüâêî]", re.IGNORECASE
)


def sentences(text: str) -> list[list[str]]:
    """The words of each whole sentence; labels and buttons are none."""
    parts = re.split(r"(?<=[.!?:])\s+", re.sub(r"%\(\w+\)[sd]|\{\w+\}", "tien", text))
    found = [WORD.findall(part) for part in parts if part.endswith((".", "!", "?", ":"))]
    return [words for words in found if len(words) > 2]


def douma(told: list[list[str]]) -> float:
    """The index of some sentences."""
    words = [word for sentence in told for word in sentence]
    syllables = sum(max(1, len(SOUND.findall(word))) for word in words)
    return 206.84 - 0.93 * len(words) / len(told) - 77 * syllables / len(words)


def for_residents() -> list[Message]:
    """Every text that a resident can meet."""
    return [message for message in source() if message.id and is_for_residents(message)]


def test_the_index_tells_easy_from_hard() -> None:
    easy = "U krijgt een brief. Daarin staat een code. Met die code kunt u stemmen."
    hard = "Ingevolge de subsidieverordening geschiedt vaststelling overeenkomstig de verantwoordingsdocumentatie."
    assert douma(sentences(easy)) > 90
    assert douma(sentences(hard)) < 20


def test_no_sentence_is_long() -> None:
    told = [s for message in for_residents() for s in sentences(forms(message.id)[-1])]
    assert len(told) > 1000
    assert [" ".join(words) for words in told if len(words) > MOST_WORDS] == []
    assert sum(map(len, told)) / len(told) < 9


def test_every_page_is_easy() -> None:
    """Its own texts, the file they stand in taken as the page."""
    by_file = defaultdict(list)
    for message in for_residents():
        for file, _ in message.locations:
            by_file[file] += sentences(forms(message.id)[-1])
    long_enough = {f: told for f, told in by_file.items() if sum(map(len, told)) >= ENOUGH_WORDS}
    assert len(long_enough) > 20
    assert {file: round(douma(told)) for file, told in long_enough.items() if douma(told) < EASY} == {}


def test_every_mail_is_easy() -> None:
    scores = {}
    for golden in GOLDEN.glob("*.txt"):
        text = re.sub(r"https?://\S+|\S+@\S+", "", golden.read_text("utf-8"))
        told = [s for block in text.split("\n\n") for s in sentences(" ".join(block.split()))]
        if sum(map(len, told)) >= ENOUGH_WORDS / 2:
            scores[golden.name] = round(douma(told))
    assert len(scores) > 15
    assert {name: score for name, score in scores.items() if score < EASY} == {}
