"""Which counts of people may be shown: only where enough stand behind a figure, and none that others give away."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from typing import TypeVar

AT_LEAST = 10
"""So many people must stand behind a figure, unless the edition says otherwise."""

Label = TypeVar("Label", bound=Hashable)


def suppressed(counts: Mapping[Label, int], at_least: int = AT_LEAST) -> dict[Label, int | None]:
    """The counts of one table in their own order; None is "too few to show".

    The table's total is taken to be public, and so is this rule: whoever subtracts and reasons backwards must still
    be left with more than one possible count for each hidden group. Therefore no group is hidden alone, the hidden
    groups together are at least `at_least` people, and they are not all as large as a hidden group can be. Until
    then the smallest groups that are still shown are hidden too; equal ones together, since an order among them would
    give something away. A nought is hidden as well: that nobody of a street voted says something about everybody
    there.

    A table of one group says no more than its total. Where all groups are hidden the total is all there is: whether
    that is enough people to be shown is up to who asks.
    """
    hidden = {label for label, count in counts.items() if count < at_least}
    while 0 < len(hidden) < len(counts) and _gives_away([counts[label] for label in hidden], at_least):
        smallest = min(count for label, count in counts.items() if label not in hidden)
        hidden |= {label for label, count in counts.items() if count == smallest}
    return {label: None if label in hidden else count for label, count in counts.items()}


def _gives_away(hidden: list[int], at_least: int) -> bool:
    together = sum(hidden)
    return len(hidden) == 1 or together < at_least or together == len(hidden) * (at_least - 1)


def days_together(
    used: Iterable[tuple[date, int]], at_least: int = AT_LEAST, *, is_whole: bool = False
) -> list[tuple[date, int]]:
    """How many people acted until each day since the day before it in the list, days with too few taken together.

    Args:
        used: days with how many had acted by their end, in their order.
        at_least: so many people must stand behind a figure.
        is_whole: nobody comes after the last day and the total is public. What is left over then goes with the last
            stretch, because it could be worked out by subtracting.
    """
    stretches: list[tuple[date, int]] = []
    before = until = 0
    day: date | None = None
    for day, until in used:
        if until - before >= at_least:
            stretches.append((day, until - before))
            before = until
    if is_whole and stretches and day is not None and until > before:
        stretches[-1] = (day, stretches[-1][1] + until - before)
    return stretches
