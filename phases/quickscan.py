"""The sneltoets: fixed questions per specialism, with branches, read from a TOML text that an organiser writes.

The keys are Dutch because the people who write the file are. A table per specialism, its questions in their order::

    [juridisch]
    altijd = true

    [[juridisch.vraag]]
    id = "grond"
    vraag = "Van wie is de grond?"
    hulp = "Kijk in het kadaster."
    antwoorden = [
      { tekst = "Van de gemeente", naar = "regels" },
      { tekst = "Van iemand anders", voorwaarde = "De eigenaar geeft schriftelijk toestemming." },
      { tekst = "De eigenaar zegt nee", nog_niet = "Zoek een andere plek.", naar = "klaar" },
    ]

An answer leads to the next question, to a later one (``naar``), or to the end (``naar = "klaar"``). A flow only goes
forward, so that it always ends.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from phases.feasibility import AnswerKind, Specialism

END = "klaar"
NAMES = {
    "juridisch": Specialism.LEGAL,
    "financieel": Specialism.FINANCIAL,
    "praktisch": Specialism.PRACTICAL,
    "groen": Specialism.GREENERY,
    "straat": Specialism.STREET,
    "sociaal": Specialism.SOCIAL,
    "vergunningen": Specialism.PERMITS,
    "aannemer": Specialism.CONTRACTOR,
}
MOST_QUESTIONS, MOST_ANSWERS, LONGEST_TEXT, LONGEST_FILE = 25, 8, 600, 200_000
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_HEADER = re.compile(r"^\s*(?P<open>\[\[?)\s*(?P<name>[\w.-]+)\s*\]\]?")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file. ``code`` names it; ``where`` is the specialism, or the question ``juridisch/grond``."""

    line: int
    where: str
    code: str
    word: str = ""


class QuickScanError(ValueError):
    """The text cannot be used; all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"line {p.line}: {p.where}: {p.code} {p.word}" for p in self.problems))


@dataclass(frozen=True)
class Option:
    """An answer that can be chosen, what it means for the plan, and the place of the next question (None: the end)."""

    text: str
    condition: str
    not_yet: str
    leads_to: int | None


@dataclass(frozen=True)
class Question:
    """A fixed question."""

    id: str
    text: str
    help: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Flow:
    """The questions of a specialism.

    Attributes:
        always: whether every plan is put to it.
        themes: the themes whose plans are put to it; of other plans the chair decides.
        about: a line about what this specialism looks at.
    """

    specialism: Specialism
    always: bool
    themes: tuple[str, ...]
    about: str
    questions: tuple[Question, ...]

    def asks(self, theme: str) -> bool:
        """Whether a plan under this theme is put to it without anybody asking."""
        return self.always or theme.casefold() in {one.casefold() for one in self.themes}


@dataclass(frozen=True)
class QuickScan:
    """The flows by specialism."""

    flows: Mapping[Specialism, Flow]

    def asked(self, theme: str) -> tuple[Specialism, ...]:
        """The specialisms that every plan under this theme is put to."""
        return tuple(s for s in Specialism if s in self.flows and self.flows[s].asks(theme))


@dataclass(frozen=True)
class Walk:
    """A way through a flow.

    Attributes:
        steps: the questions that were answered, each with the place of the chosen answer, in order.
        next: the question to answer now; None at the end.
        conditions, suggestions: what the chosen answers ask for.
    """

    steps: tuple[tuple[Question, int], ...]
    next: Question | None
    conditions: tuple[str, ...]
    suggestions: tuple[str, ...]

    @property
    def outcome(self) -> AnswerKind | None:
        """What the answers come to; None before the end."""
        if self.next is not None:
            return None
        if self.suggestions:
            return AnswerKind.NOT_YET
        return AnswerKind.YES_PROVIDED if self.conditions else AnswerKind.YES


def walk(flow: Flow, chosen: Mapping[str, int]) -> Walk:
    """Follow the chosen answers from the first question; what lies beside the way is passed over."""
    steps: list[tuple[Question, int]] = []
    place: int | None = 0 if flow.questions else None
    while place is not None:
        question = flow.questions[place]
        picked = chosen.get(question.id, -1)
        if not 0 <= picked < len(question.options):
            break
        steps.append((question, picked))
        place = question.options[picked].leads_to
    options = [question.options[picked] for question, picked in steps]
    return Walk(
        tuple(steps),
        None if place is None else flow.questions[place],
        tuple(o.condition for o in options if o.condition),
        tuple(o.not_yet for o in options if o.not_yet),
    )


def choose(flow: Flow, chosen: Mapping[str, int], question: str, picked: int) -> dict[str, int]:
    """The chosen answers with one more, or another one; later answers that are no longer on the way are dropped."""
    wanted = {**chosen, question: picked}
    return {one.id: place for one, place in walk(flow, wanted).steps}


def parse(text: str) -> QuickScan:
    """Read a text.

    Raises:
        QuickScanError: with everything that is wrong, each with its line.
    """
    if len(text) > LONGEST_FILE:
        raise QuickScanError([Problem(1, "", "too-long")])
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else len(text.splitlines()) or 1
        reason = _AT_LINE.sub("", str(error)).strip()
        raise QuickScanError([Problem(line, "", "no-toml", reason)]) from error
    return _Reader(text).read(tables)


class _Reader:
    """Turns tables into flows and gathers what is wrong."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, list[int]] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if header := _HEADER.match(line):
                self._lines.setdefault(header["open"] + header["name"], []).append(number)
        self._problems: list[Problem] = []

    def read(self, tables: Mapping[str, Any]) -> QuickScan:
        flows = {}
        for name, table in tables.items():
            line = self._line_of(f"[{name}", 0) or self._line_of(f"[[{name}.vraag", 0) or 1
            if name not in NAMES:
                self._wrong(line, name, "unknown-specialism")
            elif not isinstance(table, dict):
                self._wrong(line, name, "no-table")
            else:
                flows[NAMES[name]] = self._flow(name, table, line)
        if not flows and not self._problems:
            self._wrong(1, "", "empty")
        if flows and not self._problems and not any(flow.always for flow in flows.values()):
            self._wrong(1, "", "nobody-always")
        if self._problems:
            raise QuickScanError(sorted(self._problems, key=lambda p: p.line))
        return QuickScan({s: flows[s] for s in Specialism if s in flows})

    def _flow(self, name: str, table: Mapping[str, Any], line: int) -> Flow:
        self._only(table, {"altijd", "themas", "uitleg", "vraag"}, line, name)
        always, themes = table.get("altijd", False), table.get("themas", [])
        if not isinstance(always, bool):
            self._wrong(line, name, "not-a-flag", "altijd")
        if not isinstance(themes, list) or not all(isinstance(t, str) and t.strip() for t in themes):
            self._wrong(line, name, "not-texts", "themas")
            themes = []
        about = self._text(table, "uitleg", line, name, needed=False)
        raw = table.get("vraag", [])
        if not isinstance(raw, list) or not raw or not all(isinstance(q, dict) for q in raw):
            self._wrong(line, name, "no-questions")
            raw = []
        if len(raw) > MOST_QUESTIONS:
            self._wrong(line, name, "too-many-questions", str(MOST_QUESTIONS))
        places: dict[str, int] = {}
        for place, question in enumerate(raw):
            found = question.get("id")
            if not isinstance(found, str) or not _ID.fullmatch(found) or found == END:
                self._wrong(self._question_line(name, place), f"{name}/{place + 1}", "bad-id")
            elif found in places:
                self._wrong(self._question_line(name, place), f"{name}/{found}", "id-twice")
            else:
                places[found] = place
        questions = tuple(self._question(name, place, q, places, len(raw)) for place, q in enumerate(raw))
        self._reached(name, questions)
        return Flow(NAMES[name], bool(always), tuple(themes), about, questions)

    def _question(
        self, name: str, place: int, table: Mapping[str, Any], places: Mapping[str, int], count: int
    ) -> Question:
        line, found = self._question_line(name, place), table.get("id")
        where = f"{name}/{found if isinstance(found, str) else place + 1}"
        self._only(table, {"id", "vraag", "hulp", "antwoorden"}, line, where)
        options = table.get("antwoorden", [])
        if not isinstance(options, list) or not all(isinstance(o, dict) for o in options):
            options = []
        if not 2 <= len(options) <= MOST_ANSWERS:
            self._wrong(line, where, "answers-amount", str(MOST_ANSWERS))
        return Question(
            str(found),
            self._text(table, "vraag", line, where),
            self._text(table, "hulp", line, where, needed=False),
            tuple(self._option(o, line, where, place, places, count) for o in options),
        )

    def _option(
        self,
        table: Mapping[str, Any],
        line: int,
        where: str,
        place: int,
        places: Mapping[str, int],
        count: int,
    ) -> Option:
        self._only(table, {"tekst", "naar", "voorwaarde", "nog_niet"}, line, where)
        condition = self._text(table, "voorwaarde", line, where, needed=False)
        not_yet = self._text(table, "nog_niet", line, where, needed=False)
        if condition and not_yet:
            self._wrong(line, where, "both-outcomes")
        target = table.get("naar")
        following = place + 1 if place + 1 < count else None
        if target == END:
            following = None
        elif target is not None:
            if not isinstance(target, str) or target not in places:
                self._wrong(line, where, "unknown-target", str(target))
            elif places[target] <= place:
                self._wrong(line, where, "backwards", target)
            else:
                following = places[target]
        return Option(self._text(table, "tekst", line, where), condition, not_yet, following)

    def _reached(self, name: str, questions: tuple[Question, ...]) -> None:
        """A question that no answer leads to was forgotten by whoever wrote the file."""
        reached = {0}
        for place, question in enumerate(questions):
            if place in reached:
                reached |= {o.leads_to for o in question.options if o.leads_to is not None}
        for place, question in enumerate(questions):
            if place not in reached and not self._problems:
                self._wrong(self._question_line(name, place), f"{name}/{question.id}", "unreached")

    def _text(self, table: Mapping[str, Any], key: str, line: int, where: str, *, needed: bool = True) -> str:
        value = table.get(key, "")
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or (needed and not value.strip()):
            self._wrong(line, where, "bad-text", key)
            return ""
        return " ".join(value.split())

    def _only(self, table: Mapping[str, Any], known: set[str], line: int, where: str) -> None:
        for key in table:
            if key not in known:
                self._wrong(line, where, "unknown-key", key)

    def _question_line(self, name: str, place: int) -> int:
        return self._line_of(f"[[{name}.vraag", place) or self._line_of(f"[{name}", 0) or 1

    def _line_of(self, header: str, place: int) -> int:
        lines = self._lines.get(header, [])
        return lines[place] if place < len(lines) else 0

    def _wrong(self, line: int, where: str, code: str, word: str = "") -> None:
        self._problems.append(Problem(line, where, code, word))
