"""The ja-mits table: what verdict follows from the answers, and that nothing is a bare no."""

from datetime import date
from itertools import permutations, product

import pytest

from phases.feasibility import (
    Answer,
    AnswerKind,
    Condition,
    Specialism,
    VerdictKind,
    compose,
    deviates,
    may_answer,
)

YES, PROVIDED, NOT_YET = AnswerKind
THREE = (Specialism.LEGAL, Specialism.FINANCIAL, Specialism.PRACTICAL)
WHOLE = Condition("een kraan", "de gemeente", 0, date(2027, 3, 1))


def answers(*kinds: AnswerKind) -> list[Answer]:
    return [
        Answer(
            specialism,
            kind,
            f"{specialism}: {kind}" if kind is NOT_YET else "",
            (Condition(f"{specialism}", "wij", 1, date(2027, 1, 1)),),
        )
        for specialism, kind in zip(THREE, kinds, strict=True)
    ]


@pytest.mark.parametrize("kinds", list(product(AnswerKind, repeat=3)))
def test_every_combination(kinds: tuple[AnswerKind, ...]) -> None:
    given = answers(*kinds)
    proposal = compose(given, THREE)
    if NOT_YET in kinds:
        assert proposal.kind is VerdictKind.NOT_IN_THIS_BUDGET
    elif PROVIDED in kinds:
        assert proposal.kind is VerdictKind.FEASIBLE_PROVIDED
    else:
        assert proposal.kind is VerdictKind.FEASIBLE
    assert proposal.owed == ()
    # A condition that was typed before somebody chose another answer does not count.
    assert proposal.conditions == tuple(a.conditions[0] for a in given if a.kind is PROVIDED)
    assert proposal.suggestions == tuple(a.explanation for a in given if a.kind is NOT_YET)


def test_the_order_of_answering_changes_nothing() -> None:
    given = answers(PROVIDED, NOT_YET, PROVIDED)
    assert {compose(order, THREE) for order in permutations(given)} == {compose(given, THREE)}


def test_there_is_no_verdict_while_an_answer_is_owed() -> None:
    given = answers(YES, NOT_YET, PROVIDED)
    assert compose([], THREE).owed == THREE
    for missing in THREE:
        proposal = compose([a for a in given if a.specialism is not missing], THREE)
        assert proposal.kind is None
        assert proposal.owed == (missing,)


def test_nobody_asked_is_no_verdict_either_and_who_answers_unasked_counts() -> None:
    assert compose([], ()).kind is None
    unasked = Answer(Specialism.GREENERY, NOT_YET, "eerst een boomdeskundige")
    proposal = compose([*answers(YES, YES, YES), unasked], THREE)
    assert (proposal.kind, proposal.suggestions) == (
        VerdictKind.NOT_IN_THIS_BUDGET,
        ("eerst een boomdeskundige",),
    )


@pytest.mark.parametrize(
    ("kind", "words", "conditions", "complete"),
    [
        (YES, "", (), True),
        (YES, "mooi", (), True),
        (PROVIDED, "een woord is geen voorwaarde", (), False),
        (PROVIDED, "", (WHOLE,), True),
        (PROVIDED, "", (WHOLE, Condition("nog iets")), False),
        (PROVIDED, "", (Condition(" ", "wie", 0, date(2027, 1, 1)),), False),
        (PROVIDED, "", (Condition("wat", " ", 0, date(2027, 1, 1)),), False),
        (PROVIDED, "", (Condition("wat", "wie", None, date(2027, 1, 1)),), False),
        (PROVIDED, "", (Condition("wat", "wie", 0, None),), False),
        (NOT_YET, "", (), False),
        (NOT_YET, " \n", (WHOLE,), False),
        (NOT_YET, "met een vergunning kan het wel", (), True),
    ],
)
def test_what_an_answer_must_say(
    kind: AnswerKind, words: str, conditions: tuple[Condition, ...], complete: bool
) -> None:
    assert Answer(Specialism.LEGAL, kind, words, conditions).is_complete is complete


def test_a_condition_comes_back_from_the_database_as_it_went_in() -> None:
    for condition in (WHOLE, Condition("alleen wat")):
        assert Condition.from_json(condition.as_json()) == condition


def test_deciding_otherwise_or_too_early_deviates() -> None:
    whole, owed = compose(answers(YES, YES, YES), THREE), compose([], THREE)
    assert not deviates(VerdictKind.FEASIBLE, whole)
    assert deviates(VerdictKind.FORWARDED, whole)
    assert all(deviates(kind, owed) for kind in VerdictKind)


def test_a_specialism_of_nobody_is_answered_by_whoever_sits_there() -> None:
    assert may_answer(Specialism.LEGAL, [Specialism.LEGAL], [Specialism.LEGAL])
    assert not may_answer(Specialism.LEGAL, [Specialism.STREET], [Specialism.LEGAL, Specialism.STREET])
    assert may_answer(Specialism.GREENERY, [], [Specialism.LEGAL])


def test_only_feasible_plans_go_to_the_vote() -> None:
    assert [kind for kind in VerdictKind if kind.on_ballot] == [
        VerdictKind.FEASIBLE,
        VerdictKind.FEASIBLE_PROVIDED,
    ]
