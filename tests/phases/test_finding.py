"""Finding plans: the fair order is fair and stays, filters and sorts choose what was asked for."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.finding import PAGE_SIZE, Candidate, Sort, Wish, chosen_plans, fair_order, on_page, page_count
from phases.plan_audiences import AUDIENCES, audiences_in

SEEDS = st.integers(0, 2**48 - 1)
NUMBERS = st.lists(st.integers(1, 2**40), unique=True, max_size=60)


def test_every_plan_is_as_likely_at_every_place() -> None:
    """Chi-square over a fixed set of visitors: a plan that more visitors see first would show."""
    plans, visitors = range(1, 13), 6000
    counts = Counter(
        (number, place)
        for seed in range(visitors)
        for place, number in enumerate(fair_order(plans, seed * 2_654_435_761 % 2**48))
    )
    expected = visitors / len(plans)
    chi_square = sum(
        (counts[number, place] - expected) ** 2 / expected for number in plans for place in range(len(plans))
    )
    # 121 degrees of freedom: 121 on average, above 200 in one of a hundred thousand fair shuffles.
    assert chi_square < 200
    # Neighbours in the list of numbers are as often before as behind one another.
    before = sum(fair_order((1, 2), seed)[0] == 1 for seed in range(visitors))
    assert abs(before - visitors / 2) < 4.5 * (visitors / 4) ** 0.5


@given(NUMBERS, SEEDS)
def test_the_fair_order_is_an_order_of_the_same_plans(numbers: list[int], seed: int) -> None:
    order = fair_order(numbers, seed)
    assert sorted(order) == sorted(numbers)
    assert fair_order(reversed(numbers), seed) == order


@given(NUMBERS.filter(len), SEEDS, st.data())
def test_a_plan_that_goes_moves_no_other(numbers: list[int], seed: int, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(numbers))
    left = [number for number in numbers if number != gone]
    assert fair_order(left, seed) == [number for number in fair_order(numbers, seed) if number != gone]


@given(st.integers(0, 200), SEEDS)
def test_the_pages_together_show_every_plan_once(count: int, seed: int) -> None:
    order = fair_order(range(1, count + 1), seed)
    pages = [on_page(order, page) for page in range(1, page_count(count) + 1)]
    assert [number for page in pages for number in page] == order
    assert all(len(page) == PAGE_SIZE for page in pages[:-1])


def plans() -> list[Candidate]:
    made = []
    for number in range(1, 9):
        made.append(
            Candidate(
                number,
                area=("Oost", "West")[number % 2],
                theme=("Groen", "Op straat")[number // 4 % 2],
                audiences=frozenset({AUDIENCES[number % 3]}),
                state=("likes", "gekozen")[number > 6],
                likes=(3, 50, 7)[number % 3],
                cost=(0, 500_00, 200_00)[number % 3],
            )
        )
    return made


@pytest.mark.parametrize(
    ("wish", "numbers"),
    [
        (Wish(area="West"), {1, 3, 5, 7}),
        (Wish(theme="Op straat"), {4, 5, 6, 7}),
        (Wish(audience="kinderen"), {1, 4, 7}),
        (Wish(state="gekozen"), {7, 8}),
        (Wish(area="West", theme="Groen"), {1, 3}),
        (Wish(area="West", state="gekozen"), {7}),
        (Wish(area="Noord"), set()),
        (Wish(), {1, 2, 3, 4, 5, 6, 7, 8}),
    ],
    ids=repr,
)
def test_filters(wish: Wish, numbers: set[int]) -> None:
    assert set(chosen_plans(plans(), wish, seed=7)) == numbers


def test_sorts() -> None:
    """What is equal stands in the visitor's fair order; an unknown cost comes last."""

    def sort(wish: Wish, seed: int = 7) -> list[int]:
        return chosen_plans(plans(), wish, seed=seed)

    fair = fair_order(range(1, 9), 7)
    assert sort(Wish()) == fair
    assert sort(Wish(sort=Sort.NEWEST)) == [8, 7, 6, 5, 4, 3, 2, 1]
    assert sort(Wish(sort=Sort.LIKES)) == [
        *(n for n in fair if n % 3 == 1),
        *(n for n in fair if n % 3 == 2),
        *(n for n in fair if n % 3 == 0),
    ]
    assert sort(Wish(sort=Sort.CHEAPEST)) == [
        *(n for n in fair if n % 3 == 2),
        *(n for n in fair if n % 3 == 1),
        *(n for n in fair if n % 3 == 0),
    ]
    assert any(sort(Wish(sort=Sort.LIKES), seed) != sort(Wish(sort=Sort.LIKES)) for seed in range(9))


def test_words_choose_and_order() -> None:
    wish = Wish(text="tuin", sort=Sort.BEST)
    assert chosen_plans(plans(), wish, seed=1, scores={2: 5, 6: 15, 99: 3}) == [6, 2]
    assert chosen_plans(plans(), replace(wish, area="West"), seed=1, scores={2: 5, 6: 15}) == []
    assert chosen_plans(plans(), wish, seed=1, scores={}) == []


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        ("ouderen", {"ouderen"}),
        ("Jongeren, gezinnen", {"jongeren", "gezinnen"}),
        ("kinderen en hun ouders", {"kinderen"}),
        ("", set()),
        ("alle buren", set()),
    ],
)
def test_audiences(stored: str, found: set[str]) -> None:
    assert audiences_in(stored) == found


def test_only_an_empty_wish_is_plain() -> None:
    assert Wish().is_plain
    for changed in (
        Wish(text="a"),
        Wish(area="a"),
        Wish(state="a"),
        Wish(sort=Sort.NEWEST),
        Wish(audience="a"),
    ):
        assert not changed.is_plain
