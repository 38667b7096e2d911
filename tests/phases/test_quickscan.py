"""The sneltoets: what is wrong is said with its line, and every way through it ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.feasibility import AnswerKind, Specialism
from phases.quickscan import Problem, QuickScanError, choose, parse, walk
from wijkaanzet.actions.quickscans import shipped_text

TEXT = """\
[juridisch]
altijd = true

[[juridisch.vraag]]
id = "grond"
vraag = "Van wie is de grond?"
antwoorden = [
  { tekst = "Van ons", naar = "regels" },
  { tekst = "Van een ander" },
]

[[juridisch.vraag]]
id = "ander"
vraag = "Wil de eigenaar?"
antwoorden = [
  { tekst = "Ja", voorwaarde = "Zwart op wit." },
  { tekst = "Nee", nog_niet = "Zoek een andere plek.", naar = "klaar" },
]

[[juridisch.vraag]]
id = "regels"
vraag = "Mag het?"
antwoorden = [{ tekst = "Ja" }, { tekst = "Met een melding", voorwaarde = "Doe een melding." }]

[groen]
themas = ["Groen"]

[[groen.vraag]]
id = "bomen"
vraag = "Staan er bomen?"
antwoorden = [{ tekst = "Nee" }, { tekst = "Ja", nog_niet = "Verschuif het." }]
"""
FLOW = parse(TEXT).flows[Specialism.LEGAL]


@pytest.mark.parametrize(
    ("chosen", "outcome", "asked", "conditions", "suggestions"),
    [
        ({}, None, [], (), ()),
        ({"grond": 0}, None, ["grond"], (), ()),
        ({"grond": 0, "regels": 0}, AnswerKind.YES, ["grond", "regels"], (), ()),
        ({"grond": 0, "regels": 1}, AnswerKind.YES_PROVIDED, ["grond", "regels"], ("Doe een melding.",), ()),
        (
            {"grond": 1, "ander": 0, "regels": 1},
            AnswerKind.YES_PROVIDED,
            ["grond", "ander", "regels"],
            ("Zwart op wit.", "Doe een melding."),
            (),
        ),
        ({"grond": 1, "ander": 1}, AnswerKind.NOT_YET, ["grond", "ander"], (), ("Zoek een andere plek.",)),
        # What lies beside the way counts for nothing.
        ({"grond": 0, "ander": 1, "regels": 0}, AnswerKind.YES, ["grond", "regels"], (), ()),
        ({"grond": 7}, None, [], (), ()),
    ],
)
def test_a_way_through_the_questions(
    chosen: dict[str, int],
    outcome: AnswerKind | None,
    asked: list[str],
    conditions: tuple[str, ...],
    suggestions: tuple[str, ...],
) -> None:
    way = walk(FLOW, chosen)
    assert way.outcome is outcome
    assert [question.id for question, _picked in way.steps] == asked
    assert (way.conditions, way.suggestions) == (conditions, suggestions)


def test_another_answer_drops_what_is_no_longer_on_the_way() -> None:
    assert choose(FLOW, {"grond": 1, "ander": 0}, "grond", 0) == {"grond": 0}
    assert choose(FLOW, {"grond": 1}, "ander", 1) == {"grond": 1, "ander": 1}
    assert choose(FLOW, {}, "regels", 0) == {}


def test_who_is_asked_follows_from_the_theme() -> None:
    scan = parse(TEXT)
    assert scan.asked("Groen") == scan.asked("groen") == (Specialism.LEGAL, Specialism.GREENERY)
    assert scan.asked("Op straat") == (Specialism.LEGAL,)


@given(st.dictionaries(st.sampled_from(["grond", "ander", "regels", "x"]), st.integers(-2, 3)))
def test_every_way_ends(chosen: dict[str, int]) -> None:
    way = walk(FLOW, chosen)
    assert len(way.steps) <= len(FLOW.questions)
    assert (way.next is None) == (way.outcome is not None)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "ander"', 'id = "grond"', Problem(12, "juridisch/grond", "id-twice")),
        ('id = "ander"', 'id = "Klaar!"', Problem(12, "juridisch/2", "bad-id")),
        ('naar = "regels"', 'naar = "nergens"', Problem(4, "juridisch/grond", "unknown-target", "nergens")),
        ('naar = "klaar"', 'naar = "grond"', Problem(12, "juridisch/ander", "backwards", "grond")),
        (
            'nog_niet = "Zoek',
            'voorwaarde = "x", nog_niet = "Zoek',
            Problem(12, "juridisch/ander", "both-outcomes"),
        ),
        ('vraag = "Mag het?"', 'vraag = " "', Problem(20, "juridisch/regels", "bad-text", "vraag")),
        ('vraag = "Mag het?"', "vraag = 3", Problem(20, "juridisch/regels", "bad-text", "vraag")),
        ("altijd = true", 'altijd = "ja"', Problem(1, "juridisch", "not-a-flag", "altijd")),
        ("altijd = true", "altijd = false", Problem(1, "", "nobody-always")),
        ("altijd = true", "atijd = true", Problem(1, "juridisch", "unknown-key", "atijd")),
        ("themas = [", "themas = [3, ", Problem(25, "groen", "not-texts", "themas")),
        ("groen", "paars", Problem(25, "paars", "unknown-specialism")),
        ('[{ tekst = "Nee" }, ', "[", Problem(28, "groen/bomen", "answers-amount", "8")),
        (
            '{ tekst = "Van een ander" }',
            '{ tekst = "Van een ander", naar = "regels" }',
            Problem(12, "juridisch/ander", "unreached"),
        ),
        (
            '{ tekst = "Ja" }, {',
            '{ tekst = "Ja", wat = 1 }, {',
            Problem(20, "juridisch/regels", "unknown-key", "wat"),
        ),
    ],
)
def test_what_is_wrong_is_said_with_line_and_question(old: str, new: str, problem: Problem) -> None:
    assert old in TEXT
    with pytest.raises(QuickScanError) as refused:
        parse(TEXT.replace(old, new))
    assert problem in refused.value.problems


def test_text_that_is_no_toml_is_said_with_its_line() -> None:
    with pytest.raises(QuickScanError) as refused:
        parse(TEXT.replace('id = "regels"', "id = regels"))
    [problem] = refused.value.problems
    assert (problem.line, problem.code) == (21, "no-toml")
    for text, code in (("", "empty"), ("x" * 200_001, "too-long"), ("juridisch = 3", "no-table")):
        with pytest.raises(QuickScanError) as refused:
            parse(text)
        assert [one.code for one in refused.value.problems] == [code]


def test_the_shipped_set_asks_every_specialism_and_every_way_ends_with_an_outcome() -> None:
    scan = parse(shipped_text())
    assert tuple(scan.flows) == tuple(Specialism)
    assert scan.asked("iets anders") == (Specialism.LEGAL, Specialism.FINANCIAL, Specialism.PRACTICAL)
    for flow in scan.flows.values():
        for picked in range(8):
            chosen = {q.id: min(picked, len(q.options) - 1) for q in flow.questions}
            assert walk(flow, chosen).outcome is not None
