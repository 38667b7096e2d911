"""A document to read: sections of paragraphs, lists, tables and charts, as values that a page and a PDF are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list with a dot before each item."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """A few large figures: value and what it counts."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row names it.

    Attributes:
        columns: labels; columns of figures line up at their end.
        foot: one more row, the total; empty for none.
        in_words: the places of columns, beside the first, that hold words and no figures.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()
    in_words: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Bars:
    """A bar chart that reads as a table: name, length (0 or more) and the figure as it is written.

    Attributes:
        label, value_label: what the names and the figures are.
        note: a line under it; may be empty.
        is_funnel: the bars stand around a middle and show what is left from step to step.
        whole: what a bar over the whole width stands for; 0 for the longest bar.
    """

    caption: str
    label: str
    value_label: str
    rows: tuple[tuple[str, int, str], ...]
    note: str = ""
    is_funnel: bool = False
    whole: int = 0

    @property
    def longest(self) -> int:
        """The length that fills the width, at least 1."""
        return max([1, self.whole, *(length for _, length, _ in self.rows)])


Block: TypeAlias = Text | Heading | Points | Figures | Table | Bars


@dataclass(frozen=True)
class Section:
    """A chapter. ``key``: its name in addresses, lower-case letters and dashes."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """All of it. ``about``: a line under the title, such as the place and the year; ``contents``: the word above the list of sections."""

    title: str
    about: str
    author: str
    language: str
    contents: str
    sections: tuple[Section, ...]
