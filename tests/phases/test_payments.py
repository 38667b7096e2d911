"""Payments in instalments: to the cent, held back until their day and their decision, and accounted for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phases.payments import (
    Decision,
    Held,
    Instalment,
    Standing,
    held_back,
    instalments,
    oldest_uncovered,
)

TODAY = date(2027, 6, 1)
TOMORROW = TODAY + timedelta(days=1)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 100), max_size=5))
def test_instalments_sum_to_what_was_granted(granted: int, shares: list[int]) -> None:
    shares = [*shares, 100 - sum(shares)]
    if shares[-1] < 0:
        with pytest.raises(ValueError, match="sum"):
            instalments(granted, shares[:-1])
        return
    parts = instalments(granted, shares)
    assert sum(parts) == granted
    assert all(
        0 <= share * granted - 100 * part < 100 for share, part in zip(shares, parts[:-1], strict=False)
    )


def test_an_example() -> None:
    assert instalments(99_99) == (49_99, 39_99, 10_01)
    with pytest.raises(ValueError, match="sum"):
        instalments(100, (50, 49))


@pytest.mark.parametrize(
    ("part", "held"),
    [
        (Instalment(1), None),
        (Instalment(1, not_before=TODAY), None),
        (Instalment(1, not_before=TOMORROW), Held.NOT_YET),
        (Instalment(1, has_gate=True), Held.WAITS),
        (Instalment(1, has_gate=True, decision=Decision.NO_GO), Held.NO_GO),
        (Instalment(1, has_gate=True, decision=Decision.GO), None),
        (Instalment(1, has_gate=True, decision=Decision.GO_PROVIDED), None),
        (Instalment(1, TOMORROW, has_gate=True, decision=Decision.GO), Held.NOT_YET),
        (Instalment(1, TOMORROW, has_gate=True), Held.WAITS),
        (Instalment(1, paid_on=TODAY), Held.PAID),
    ],
)
def test_what_holds_a_payment_back(part: Instalment, held: Held | None) -> None:
    assert held_back(part, TODAY) is held


def test_only_a_plain_go_needs_no_reason() -> None:
    assert [one for one in Decision if not one.needs_reason] == [Decision.GO]


def test_where_the_money_of_a_plan_is() -> None:
    begun = Standing(granted=100, returned=0, paid=50, spent=30, handed_in=15)
    assert (begun.left, begun.unaccounted, begun.advanced) == (70, 5, 0)
    ahead = Standing(granted=100, returned=0, paid=50, spent=80, handed_in=0)
    assert (ahead.left, ahead.unaccounted, ahead.advanced) == (20, 0, 30)
    ended = Standing(granted=100, returned=20, paid=80, spent=80, handed_in=0)
    assert (ended.left, ended.unaccounted, ended.advanced) == (0, 0, 0)


def test_the_oldest_payment_that_receipts_do_not_cover() -> None:
    first, second, third = (TODAY + timedelta(days=days) for days in (0, 1, 2))
    paid = [(second, 40), (first, 50)]
    assert oldest_uncovered([], 0) is None
    assert oldest_uncovered(paid, 90) is None
    assert oldest_uncovered(paid, 89) == second
    assert oldest_uncovered(paid, 50) == second
    assert oldest_uncovered(paid, 49) == first
    assert oldest_uncovered([*paid, (third, -60)], 30) is None
