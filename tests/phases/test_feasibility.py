"""The ja-mits table: what verdict follows from the answers, and that nothing is a bare no."""

from itertools import permutations, product

import pytest

from phases.feasibility import Answer, AnswerKind, Specialism, VerdictKind, compose

YES, PROVIDED, NOT_YET = AnswerKind


def answers(*kinds: AnswerKind) -> list[Answer]:
    return [
        Answer(specialism, kind, "" if kind is YES else f"{specialism}: {kind}")
        for specialism, kind in zip(Specialism, kinds, strict=True)
    ]


@pytest.mark.parametrize("kinds", list(product(AnswerKind, repeat=3)))
def test_every_combination(kinds: tuple[AnswerKind, ...]) -> None:
    given = answers(*kinds)
    proposal = compose(given)
    if NOT_YET in kinds:
        assert proposal.kind is VerdictKind.NOT_IN_THIS_BUDGET
    elif PROVIDED in kinds:
        assert proposal.kind is VerdictKind.FEASIBLE_PROVIDED
    else:
        assert proposal.kind is VerdictKind.FEASIBLE
    assert proposal.owed == ()
    assert proposal.conditions == tuple(a.explanation for a in given if a.kind is PROVIDED)
    assert proposal.suggestions == tuple(a.explanation for a in given if a.kind is NOT_YET)


def test_the_order_of_answering_changes_nothing() -> None:
    given = answers(PROVIDED, NOT_YET, PROVIDED)
    assert {compose(order) for order in permutations(given)} == {compose(given)}


def test_there_is_no_verdict_while_an_answer_is_owed() -> None:
    given = answers(YES, NOT_YET, PROVIDED)
    assert compose([]).owed == tuple(Specialism)
    for missing in Specialism:
        proposal = compose(a for a in given if a.specialism is not missing)
        assert proposal.kind is None
        assert proposal.owed == (missing,)


@pytest.mark.parametrize(
    ("kind", "words", "complete"),
    [
        (YES, "", True),
        (YES, "mooi", True),
        (PROVIDED, "", False),
        (PROVIDED, " \n", False),
        (PROVIDED, "als de grond schoon is", True),
        (NOT_YET, "", False),
        (NOT_YET, "met een vergunning kan het wel", True),
    ],
)
def test_everything_but_a_plain_yes_needs_words(kind: AnswerKind, words: str, complete: bool) -> None:
    assert Answer(Specialism.LEGAL, kind, words).is_complete is complete


def test_only_feasible_plans_go_to_the_vote() -> None:
    assert [kind for kind in VerdictKind if kind.on_ballot] == [
        VerdictKind.FEASIBLE,
        VerdictKind.FEASIBLE_PROVIDED,
    ]
