"""When notices leave: at once, at eight in the morning, on Monday at eight, or never."""

from datetime import datetime, timedelta

import pytest

from phases.calendar import AMSTERDAM
from phases.notices import Frequency, is_due, last_digest


def local(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """In March 2027; Monday the first."""
    return datetime(2027, month, day, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("frequency", "noted", "not_yet", "then"),
    [
        (Frequency.DAILY, local(2, 9), local(3, 7, 59), local(3, 8)),
        (Frequency.DAILY, local(2, 7, 59), local(2, 7, 59), local(2, 8)),
        (Frequency.WEEKLY, local(2, 9), local(8, 7, 59), local(8, 8)),
        (Frequency.WEEKLY, local(1, 7), local(1, 7, 30), local(1, 8)),
        # The clocks go forward on the 28th; eight o'clock stays eight o'clock.
        (Frequency.DAILY, local(27, 9), local(28, 7, 59), local(28, 8)),
    ],
)
def test_a_digest_leaves_at_its_hour(
    frequency: Frequency, noted: datetime, not_yet: datetime, then: datetime
) -> None:
    assert not is_due(frequency, noted, not_yet)
    assert is_due(frequency, noted, then)
    assert is_due(frequency, noted, then + timedelta(days=30))  # a worker that was down catches up


def test_at_once_and_never() -> None:
    now = local(2, 3)
    assert is_due(Frequency.AT_ONCE, now, now)
    assert not is_due(Frequency.NEVER, now - timedelta(days=400), now)


def test_a_digest_is_not_due_twice_in_its_day() -> None:
    assert (
        last_digest(Frequency.DAILY, local(2, 8)) == last_digest(Frequency.DAILY, local(2, 23)) == local(2, 8)
    )
    assert last_digest(Frequency.WEEKLY, local(7, 23)) == local(1, 8)
