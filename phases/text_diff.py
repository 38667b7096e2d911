"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the space behind it: words that follow each other are one change.
_WORDS = re.compile(r"\S+\s*|\s+")


class Kind(StrEnum):
    """Whether a piece was in both texts, in the old one only, or in the new one only."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """A piece of a text."""

    kind: Kind
    text: str


def changes_between(old: str, new: str) -> Sequence[Change]:
    """The pieces of both texts in reading order; those that are gone stand before what took their place."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found: list[Change] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Change(Kind.SAME, "".join(before[i:j])))
            continue
        if i < j:
            found.append(Change(Kind.GONE, "".join(before[i:j])))
        if k < m:
            found.append(Change(Kind.NEW, "".join(after[k:m])))
    return found
