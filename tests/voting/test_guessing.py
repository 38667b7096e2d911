"""How long somebody who guesses is asked to wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.guessing import FLOOD, LONGEST_WAIT_S, wait_s


@pytest.mark.parametrize(
    ("tries", "in_all", "wait"),
    [
        (1, 1, 0),
        (20, 20, 0),
        (21, 21, 2),
        (22, 22, 4),
        (29, 29, 512),
        (30, 30, LONGEST_WAIT_S),
        (10**9, 10**9, LONGEST_WAIT_S),
        (3, FLOOD + 1, 0),
        (4, FLOOD, 0),
        (4, FLOOD + 1, 2),
    ],
)
def test_the_wait_grows(tries: int, in_all: int, wait: int) -> None:
    assert wait_s(tries, in_all) == wait


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_more_tries_never_wait_shorter(tries: int, others: int) -> None:
    assert wait_s(tries, tries + others) <= wait_s(tries + 1, tries + 1 + others)
