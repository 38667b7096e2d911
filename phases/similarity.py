"""Which plans look like each other: the more of their rarer words they share, the more.

A word counts by how few plans hold it (inverse document frequency), so that "buurt" says little and "moestuin" much; a word of
a title counts double. Dutch joins words, so a word counts for a part as each word that it begins or ends with. The likeness of
two plans is the cosine of the angle between their words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from phases.words import PART, STOP_WORDS, stem_of, words_of

ALIKE = 0.18
"""From this likeness on it is worth a look. Found by trying pairs that people would and would not join."""
IN_TITLE = 2
PART_COUNTS = 0.6
_SAY_NOTHING = (
    "buurt buurtbewoners wijk bewoners plan plannen mensen graag samen nieuw nieuwe maken komen komt elke alle hele "
    "willen wil iedereen geen veel straat plek leuk mooi mooie beter "
    "mag mogen kunnen moet moeten doen doet meedoen gaan gaat krijgen krijgt"
)
SAYS_NOTHING = STOP_WORDS | frozenset(_SAY_NOTHING.split())


def weighed(title: str, text: str) -> Counter[str]:
    """The stems of a plan with how often they stand in it, those of the title double."""
    words: Counter[str] = Counter()
    for part, weight in ((title, IN_TITLE), (text, 1)):
        for word in words_of(part):
            if word not in SAYS_NOTHING and len(word) > 2:
                words[stem_of(word)] += weight
    return words


def alike(
    asked: Counter[str], others: Mapping[int, Counter[str]], *, most: int = 3
) -> Sequence[tuple[int, float]]:
    """The plans that look most like what is asked, by key, with their likeness from 0 to 1; the likest first."""
    vocabulary = {word for words in (asked, *others.values()) for word in words}
    whole = {key: _with_parts(words, vocabulary) for key, words in others.items()}
    held = Counter(word for words in whole.values() for word in words)
    total = len(others) + 1

    def vector(words: Mapping[str, float]) -> dict[str, float]:
        return {w: math.log(1 + n) * math.log(1 + total / (1 + held[w])) for w, n in words.items()}

    wanted = _with_parts(asked, vocabulary)
    mine = vector(wanted)
    length = _length(mine.values())
    found = []
    for key, words in whole.items():
        shared = mine.keys() & words.keys()
        if not shared:
            continue
        theirs = vector(words)
        likeness = sum(mine[w] * theirs[w] for w in shared) / (length * _length(theirs.values()))
        # One word that two long texts share by chance is no likeness; one that both titles have may be.
        in_titles = any(min(wanted[w], words[w]) >= IN_TITLE * PART_COUNTS for w in shared)
        if likeness >= ALIKE and (len(shared) > 1 or in_titles):
            found.append((key, likeness))
    return sorted(found, key=lambda one: (-one[1], one[0]))[:most]


def _with_parts(words: Counter[str], vocabulary: Set[str]) -> dict[str, float]:
    """The words, and the words of the vocabulary that they begin or end with: who writes "moestuin" means a "tuin" too."""
    all_words: dict[str, float] = dict(words)
    for word, count in words.items():
        for size in range(PART, len(word)):
            for part in {word[:size], word[-size:]} & vocabulary:
                all_words[part] = max(all_words.get(part, 0), PART_COUNTS * count)
    return all_words


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights))
