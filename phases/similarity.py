"""Which plans look like each other: the more of their rarer words they share, the more.

A word counts by how few plans hold it (inverse document frequency), so that "buurt" says little and "moestuin" much; a word of
a title counts double. The likeness of two plans is the cosine of the angle between their words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from phases.words import STOP_WORDS, stem_of, words_of

ALIKE = 0.22
"""From this likeness on it is worth a look. Found by trying pairs that people would and would not join."""
IN_TITLE = 2
SAYS_NOTHING = STOP_WORDS | set(
    "buurt buurtbewoners wijk bewoners plan plannen mensen graag samen nieuw nieuwe maken komen komt elke alle hele "
    "willen wil iedereen geen waar voor veel straat plek leuk mooi mooie beter meer".split()
)


def weighed(title: str, text: str) -> Counter[str]:
    """The stems of a plan with how often they stand in it, those of the title double."""
    words: Counter[str] = Counter()
    for part, weight in ((title, IN_TITLE), (text, 1)):
        for word in words_of(part):
            if word not in SAYS_NOTHING and len(word) > 2:
                words[stem_of(word)] += weight
    return words


def alike(asked: Counter[str], others: Mapping[int, Counter[str]], *, most: int = 3) -> Sequence[tuple[int, float]]:
    """The plans that look most like what is asked, by key, with their likeness from 0 to 1; the likest first."""
    held = Counter(word for words in others.values() for word in words)
    total = len(others) + 1

    def vector(words: Counter[str]) -> dict[str, float]:
        return {w: (1 + math.log(n)) * math.log(1 + total / (1 + held[w])) for w, n in words.items()}

    mine = vector(asked)
    length = _length(mine.values())
    found = []
    for key, words in others.items():
        shared = asked.keys() & words.keys()
        if not shared or not length:
            continue
        theirs = vector(words)
        likeness = sum(mine[w] * theirs[w] for w in shared) / (length * _length(theirs.values()))
        # One word that two long texts share by chance is no likeness.
        if likeness >= ALIKE and (len(shared) > 1 or len(asked) == 1):
            found.append((key, likeness))
    return sorted(found, key=lambda one: (-one[1], one[0]))[:most]


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights))
