"""The ballot rule: what may be cast, found by arithmetic of its own, and every broken limit said with its figure."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ballot import (
    BallotKind,
    BallotProblem,
    BallotRule,
    Choice,
    Grouping,
    ProblemKind,
    check_ballot,
)

BUDGET = 70_000_00
CHOICES = {
    1: Choice(1, 40_000_00, "Groen", "Oost"),
    2: Choice(2, 30_000_00, "Groen", "West"),
    3: Choice(3, 1, "Straat", "Oost"),
    4: Choice(4, 0, "Straat", "West"),
}
BY_COUNT = BallotRule(BallotKind.COUNT, minimum=2, maximum=3)


def kinds(problems: tuple[BallotProblem, ...]) -> list[ProblemKind]:
    return [problem.kind for problem in problems]


@pytest.mark.parametrize("rule", [BallotRule(), BY_COUNT, BallotRule(minimum=4)])
def test_a_blank_ballot_is_a_ballot(rule: BallotRule) -> None:
    assert check_ballot([], CHOICES, BUDGET, rule) == ()


def test_the_budget_may_be_reached_to_the_cent_and_not_passed() -> None:
    assert check_ballot([1, 2], CHOICES, BUDGET, BallotRule()) == ()
    assert check_ballot([2, 4, 1], CHOICES, BUDGET, BallotRule()) == ()
    assert check_ballot([1, 2, 3], CHOICES, BUDGET, BallotRule()) == (
        BallotProblem(ProblemKind.OVER_BUDGET, "", BUDGET + 1, BUDGET),
    )


def test_a_limit_of_its_own_stands_before_the_budget() -> None:
    rule = BallotRule(sum_limit=30_000_00)
    assert check_ballot([2], CHOICES, BUDGET, rule) == ()
    assert kinds(check_ballot([2, 3], CHOICES, BUDGET, rule)) == [ProblemKind.OVER_BUDGET]
    assert check_ballot([1, 2], CHOICES, 1, BallotRule(sum_limit=BUDGET)) == ()


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([1], [ProblemKind.TOO_FEW]), ([1, 2], []), ([1, 2, 3], []), ([1, 2, 3, 4], [ProblemKind.TOO_MANY])],
)
def test_by_count_costs_do_not_matter(numbers: list[int], said: list[ProblemKind]) -> None:
    assert kinds(check_ballot(numbers, CHOICES, 1, BY_COUNT)) == said


def test_unknown_plans_and_doubles_are_refused() -> None:
    assert check_ballot([1, 9, 0], CHOICES, BUDGET, BallotRule()) == (
        BallotProblem(ProblemKind.UNKNOWN_PLAN, figure=9),
        BallotProblem(ProblemKind.UNKNOWN_PLAN, figure=0),
    )
    assert kinds(check_ballot([3, 3], CHOICES, BUDGET, BallotRule())) == [ProblemKind.TWICE]


def test_limits_per_theme_hold_for_each_also_for_what_was_not_chosen() -> None:
    rule = BallotRule(
        BallotKind.COUNT,
        grouping=Grouping.THEME,
        group_minimum=1,
        group_maximum=1,
        group_limits={"Groen": 30_000_00},
    )
    assert check_ballot([2, 3], CHOICES, BUDGET, rule) == ()
    assert check_ballot([2], CHOICES, BUDGET, rule) == (BallotProblem(ProblemKind.TOO_FEW, "Straat", 0, 1),)
    assert check_ballot([1, 3, 4], CHOICES, BUDGET, rule) == (
        BallotProblem(ProblemKind.OVER_BUDGET, "Groen", 40_000_00, 30_000_00),
        BallotProblem(ProblemKind.TOO_MANY, "Straat", 2, 1),
    )


def test_limits_per_wijk_come_beside_those_of_the_whole_ballot() -> None:
    rule = BallotRule(maximum=2, grouping=Grouping.AREA, group_limits={"Oost": 1})
    assert check_ballot([3, 2], CHOICES, BUDGET, rule) == ()
    problems = check_ballot([1, 2, 4], CHOICES, BUDGET, rule)
    assert [(p.kind, p.group) for p in problems] == [
        (ProblemKind.TOO_MANY, ""),
        (ProblemKind.OVER_BUDGET, "Oost"),
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"minimum": 3, "maximum": 2},
        {"minimum": -1},
        {"maximum": -1},
        {"grouping": Grouping.THEME, "group_minimum": 2, "group_maximum": 1},
        {"group_minimum": 1},
        {"group_maximum": 1},
        {"group_limits": {"Groen": 1}},
    ],
)
def test_a_rule_that_contradicts_itself_cannot_be(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must not|need a grouping"):
        BallotRule(**options)  # type: ignore[arg-type]


COSTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=8)


@given(COSTS, st.integers(1, 10**9), st.data())
def test_over_budget_is_always_found_and_never_invented(
    costs: list[int], budget: int, data: st.DataObject
) -> None:
    choices = {number: Choice(number, cost) for number, cost in enumerate(costs, start=1)}
    numbers = data.draw(st.lists(st.sampled_from(sorted(choices)), unique=True))
    problems = check_ballot(numbers, choices, budget, BallotRule())
    assert bool(problems) == (sum(choices[n].cost for n in numbers) > budget)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), min_size=1, max_size=8), st.data())
def test_every_group_over_its_limit_is_found(plans: list[tuple[str, int]], data: st.DataObject) -> None:
    choices = {n: Choice(n, cost, theme=theme) for n, (theme, cost) in enumerate(plans, start=1)}
    limits = data.draw(st.dictionaries(st.sampled_from("abc"), st.integers(0, 20)))
    numbers = data.draw(st.lists(st.sampled_from(sorted(choices)), unique=True))
    rule = BallotRule(BallotKind.COUNT, grouping=Grouping.THEME, group_limits=limits)
    spent: Counter[str] = Counter()
    for number in numbers:
        spent[choices[number].theme] += choices[number].cost
    over = {theme for theme, limit in limits.items() if spent[theme] > limit}
    assert {problem.group for problem in check_ballot(numbers, choices, 1, rule)} == over


@given(st.permutations([1, 2, 3, 4]), st.integers(0, 4))
def test_the_order_of_choosing_changes_nothing(order: list[int], length: int) -> None:
    numbers = order[:length]
    assert check_ballot(numbers, CHOICES, BUDGET, BY_COUNT) == check_ballot(
        sorted(numbers), CHOICES, BUDGET, BY_COUNT
    )
