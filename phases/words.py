"""Dutch words as people look for them: without accents, in any form, and also as a part of a longer word.

Dutch joins words: who looks for ``tuin`` also means ``moestuin`` and ``tuinhuis``. So a word is found by its stem, by its
beginning and, from four letters on, by its end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

LONGEST_WORD = 40
MOST_TERMS = 8
PART = 4
"""The fewest letters that a part of a longer word must have; shorter ones stand in too many words."""
SNIPPET = 160
_STOP_WORDS = (
    "aan al als bij dan dat de den der deze die dit door een en er het hij hun ik in is je kan maar me "
    "meer met mijn naar niet nog nu of om onder ons onze ook op over te tot u uit uw van voor waar was "
    "wat we wel wij worden wordt ze zich zij zijn zo"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
_stemmer = snowballstemmer.stemmer("dutch")


def fold(text: str) -> str:
    """A text in lower case and without accents: ``Café`` and ``cafe`` are one word."""
    lower = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    apart = unicodedata.normalize("NFKD", lower)
    return "".join([sign for sign in apart if not unicodedata.combining(sign)])


@lru_cache(maxsize=16384)
def stem_of(word: str) -> str:
    """The stem of a folded word: ``bomen`` and ``boom`` have one."""
    return str(_stemmer.stemWord(word))


def words_of(text: str) -> Iterator[str]:
    """The folded words of a text; single letters are none."""
    for word in _WORD.findall(fold(text)):
        if len(word) > 1 or word.isdigit():
            yield word[:LONGEST_WORD]


def forms_of(text: str) -> set[str]:
    """What a text is found by: its words and their stems."""
    found = set(words_of(text)) - STOP_WORDS
    return found | {stem_of(word) for word in found}


@dataclass(frozen=True)
class Term:
    """One word that is looked for.

    Attributes:
        forms: the word as typed, and its stem.
        beginnings: what a found word may begin with.
        endings: what a found word may end with.
    """

    forms: tuple[str, ...]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]

    def finds(self, word: str) -> bool:
        """Whether a folded word is what is looked for."""
        return any(
            form in self.forms or form.startswith(self.beginnings) or form.endswith(self.endings)
            for form in (word, stem_of(word))
        )


def terms_of(text: str) -> tuple[Term, ...]:
    """What somebody looks for: every word that says something, in any order; the last may be half typed."""
    typed = list(dict.fromkeys(word[:LONGEST_WORD] for word in _WORD.findall(fold(text))))
    last = typed[-1:]
    said = [word for word in typed if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]
    # Small words say nothing, unless the last may become a longer one, or nothing else was typed.
    wanted = said + [word for word in last if word not in said and (word not in STOP_WORDS or not said)]
    return tuple(_term(word, unfinished=[word] == last) for word in wanted[:MOST_TERMS])


def _term(word: str, *, unfinished: bool) -> Term:
    forms = tuple(dict.fromkeys((word, stem_of(word))))
    parts = tuple(form for form in forms if len(form) >= PART)
    return Term(forms, tuple(dict.fromkeys((word, *parts))) if unfinished else parts, parts)


@dataclass(frozen=True)
class Piece:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    found: bool


def marked(text: str, terms: tuple[Term, ...]) -> tuple[Piece, ...]:
    """A text in pieces, with the words that were looked for apart."""
    pieces, done = [], 0
    text = unicodedata.normalize("NFC", text)
    for match in _WORD.finditer(text):
        if any(term.finds(fold(match[0])[:LONGEST_WORD]) for term in terms):
            pieces += [Piece(text[done : match.start()], False), Piece(match[0], True)]
            done = match.end()
    pieces.append(Piece(text[done:], False))
    return tuple(piece for piece in pieces if piece.text)


def snippet(text: str, terms: tuple[Term, ...]) -> tuple[Piece, ...]:
    """Some words around the first that was looked for; empty when none of them is in the text."""
    pieces = marked(" ".join(text.split()), terms)
    first = next((i for i, piece in enumerate(pieces) if piece.found), None)
    if first is None:
        return ()
    before = "".join(piece.text for piece in pieces[:first])
    start = before.rfind(" ", 0, max(0, len(before) - SNIPPET // 3)) + 1
    shown = [Piece(f"… {before[start:]}" if start else before, False)]
    room = SNIPPET - len(before) + start
    for piece in pieces[first:]:
        if room <= 0:
            break
        whole = piece.found or len(piece.text) <= room
        shown.append(piece if whole else Piece(piece.text[:room].rpartition(" ")[0] + " …", False))
        room -= len(piece.text)
    return tuple(piece for piece in shown if piece.text)
