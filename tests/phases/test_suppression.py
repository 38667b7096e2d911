"""No figure is shown with fewer than enough people behind it, and none can be worked out from what is shown."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import accumulate, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.suppression import days_together, suppressed

COUNTS = st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=9)
AT_LEAST = st.integers(2, 15)


def test_a_table_as_it_is_shown() -> None:
    assert suppressed({"Noord": 40, "Zuid": 25, "West": 12}) == {"Noord": 40, "Zuid": 25, "West": 12}
    assert suppressed({"16-24": 4, "25-64": 80, "65+": 31}) == {"16-24": None, "25-64": 80, "65+": None}
    assert suppressed({"a": 4, "b": 3, "c": 90, "d": 50}) == {"a": None, "b": None, "c": 90, "d": None}
    assert suppressed({"a": 2, "b": 30, "c": 30, "d": 50}) == {"a": None, "b": None, "c": None, "d": 50}
    assert suppressed({"a": 9, "b": 9, "c": 30}) == {"a": None, "b": None, "c": None}
    assert suppressed({"a": 0, "b": 30}) == {"a": None, "b": None}
    assert suppressed({}) == {}


@given(COUNTS, AT_LEAST)
def test_what_is_shown_is_true_and_has_enough_people(counts: dict[str, int], at_least: int) -> None:
    shown = suppressed(counts, at_least)
    assert list(shown) == list(counts)
    assert all(count is None or count == counts[label] >= at_least for label, count in shown.items())
    if min(counts.values(), default=at_least) >= at_least:
        assert shown == counts, "nothing is hidden without need"


@given(COUNTS, AT_LEAST)
def test_subtracting_from_the_total_gives_no_group(counts: dict[str, int], at_least: int) -> None:
    hidden = [counts[label] for label, count in suppressed(counts, at_least).items() if count is None]
    if hidden and len(hidden) < len(counts):
        assert len(hidden) >= 2
        assert sum(hidden) >= at_least


@given(COUNTS, AT_LEAST, st.randoms(use_true_random=False))
def test_the_order_of_the_groups_decides_nothing(counts: dict[str, int], at_least: int, random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(counts)
    random.shuffle(mixed)
    assert suppressed({label: counts[label] for label in mixed}, at_least) == suppressed(counts, at_least)


@pytest.mark.parametrize(
    ("groups", "at_least", "most"), [(2, 3, 9), (3, 3, 9), (3, 4, 10), (4, 2, 7), (4, 3, 7)]
)
def test_whoever_knows_the_rule_and_the_total_cannot_work_out_a_hidden_group(
    groups: int, at_least: int, most: int
) -> None:
    """All tables there are, by what is shown of them: of each hidden group more than one count must be possible."""
    tables = defaultdict(list)
    for counts in product(range(most + 1), repeat=groups):
        shown = tuple(suppressed(dict(enumerate(counts)), at_least).values())
        tables[shown, sum(counts)].append(counts)
    for (shown, total), possible in tables.items():
        # A total below the threshold is not shown at all; the largest counts have neighbours beyond this enumeration.
        if total < at_least or max(max(counts) for counts in possible) > most - 2:
            continue
        for group, count in enumerate(shown):
            assert count is not None or len({counts[group] for counts in possible}) > 1, (shown, total)


DAYS = st.lists(st.integers(0, 30), max_size=14)


@given(DAYS, AT_LEAST, st.booleans())
def test_days_with_few_voters_are_taken_together(votes: list[int], at_least: int, is_whole: bool) -> None:
    first = date(2026, 11, 30)
    used = [(first + timedelta(days=i), until) for i, until in enumerate(accumulate(votes))]
    shown = days_together(used, at_least, is_whole=is_whole)
    assert all(count >= at_least for _, count in shown)
    assert [day for day, _ in shown] == sorted({day for day, _ in shown} & {day for day, _ in used})
    left_over = sum(votes) - sum(count for _, count in shown)
    if is_whole and shown:
        assert left_over == 0, "it could be worked out by subtracting"
    else:
        assert 0 <= left_over < at_least
