"""The lot, the other tie-breaks, and refusing."""

from __future__ import annotations

import hashlib

import pytest

from voting.tally import (
    Ballots,
    Leftover,
    Project,
    RuleName,
    TallyRule,
    TieBreak,
    TieRefusedError,
    compare,
    count,
    lot_digest,
)

TWINS = [Project("10", 60), Project("9", 60), Project("2", 40)]
EQUAL = Ballots.from_lists([[0], [1], [2]])


def test_the_lot_is_plain_sha256_of_seed_and_id() -> None:
    assert lot_digest("2026-11-20", "17") == hashlib.sha256(b"2026-11-20:17").hexdigest()
    assert lot_digest("zon", "é").startswith(hashlib.sha256("zon:é".encode()).hexdigest()[:8])


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("order", ("10", "9", "2")),
        ("id", ("10", "2", "9")),
        ("lot:1", tuple(sorted(("10", "9", "2"), key=lambda each: lot_digest("1", each)))),
        ("lot:2", tuple(sorted(("10", "9", "2"), key=lambda each: lot_digest("2", each)))),
    ],
)
def test_every_tie_is_reported_in_the_order_that_was_used(text: str, order: tuple[str, ...]) -> None:
    outcome = count(TWINS, EQUAL, 100, TallyRule(), TieBreak.parse(text))
    (tie,) = outcome.ties
    assert (tie.projects, tie.broken_by, tie.mattered) == (order, text, True)


def test_a_tie_that_changes_nothing_did_not_matter() -> None:
    outcome = count(TWINS, EQUAL, 160, TallyRule(), TieBreak.parse("refuse"))
    assert [tie.mattered for tie in outcome.ties] == [False]
    assert outcome.selected == ("10", "9", "2")


@pytest.mark.parametrize("name", RuleName)
def test_refuse_refuses_where_it_matters(name: RuleName) -> None:
    with pytest.raises(TieRefusedError, match="10, 9"):
        count(TWINS[:2], Ballots.from_lists([[0, 1]]), 60, TallyRule(name), TieBreak.parse("refuse"))


def test_who_gets_the_leftover_is_a_tie_that_matters() -> None:
    projects = [Project("a", 90), Project("b", 50), Project("c", 50)]
    ballots = Ballots.from_lists([[0], [0, 1], [2]])
    for leftover, mattered in ((Leftover.NONE, False), (Leftover.PART_PAY, True)):
        outcome = count(projects, ballots, 100, TallyRule(leftover=leftover), TieBreak())
        assert [tie.mattered for tie in outcome.ties] == [mattered]


def test_greedy_stop_may_stop_in_the_middle_of_a_tie() -> None:
    """One of the equals fits only if it comes before the other, which never fits."""
    projects, ballots = [Project("a", 90), Project("b", 200)], Ballots.from_lists([[0], [1]])
    for name, mattered in ((RuleName.GREEDY, False), (RuleName.GREEDY_STOP, True)):
        outcome = count(projects, ballots, 100, TallyRule(name), TieBreak())
        assert [tie.mattered for tie in outcome.ties] == [mattered]


def test_too_many_ways_to_break_ties_are_not_called_harmless() -> None:
    projects = [Project(str(n), 10 + n % 2) for n in range(8)]
    ballots = Ballots.from_lists([list(range(8))] * 3)
    outcome = count(projects, ballots, 90, TallyRule(RuleName.EQUAL_SHARES), TieBreak())
    assert outcome.ties[0].mattered


def test_the_other_rules_still_compare_when_ties_are_refused() -> None:
    ballots = Ballots.from_lists([[0], [0, 1], [1], [0]])
    found = compare([Project("a", 5), Project("b", 5)], ballots, 5, TallyRule(), TieBreak.parse("refuse"))
    assert [each.binding for each in found] == [True] + [False] * 5


@pytest.mark.parametrize("text", ["lot", "lot:", "order:1", "munt"])
def test_unknown_tie_breaks(text: str) -> None:
    with pytest.raises(ValueError, match="lot"):
        TieBreak.parse(text)


def test_tie_breaks_write_themselves() -> None:
    for text in ("order", "id", "refuse", "lot:a:b"):
        assert str(TieBreak.parse(text)) == text


def test_phragmen_ends_when_one_of_the_equals_does_not_fit() -> None:
    """Also when the tie-break would have taken the one that fits."""
    projects = [Project("c", 10), Project("a", 50), Project("b", 100)]
    ballots = Ballots.from_lists([[0], [1], [2], [2]])
    assert count(projects, ballots, 100, TallyRule(RuleName.PHRAGMEN), TieBreak()).selected == ("c",)
