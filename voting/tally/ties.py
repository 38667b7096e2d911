"""The order in which equal projects come: one fixed order per election, decided before anything is counted.

The public lot. The seed is announced before the vote closes (or is a number that nobody can steer, such as a
later lottery draw). For each project take the SHA-256 of the text ``SEED:ID`` (UTF-8, no line end); the project
with the smallest digest, read as hexadecimal, comes first. By hand, for seed ``2026-11-20`` and project ``17``::

    printf '%s' '2026-11-20:17' | sha256sum

and sort the lines. Nothing else enters: not the votes, not the order of the list, not the time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from voting.tally.model import Tie, TieBreak, TieKind, TieRefusedError


def lot_digest(seed: str, project_id: str) -> str:
    """The project's lot, 64 hexadecimal digits; the lowest goes first."""
    return hashlib.sha256(f"{seed}:{project_id}".encode()).hexdigest()


def tie_order(ids: Sequence[str], tie_break: TieBreak) -> list[int]:
    """Place of each project in the order of the tie-break, from 0.

    ``refuse`` keeps the order of the list: it decides nothing, because a tie that matters is refused.
    """
    positions = list(range(len(ids)))
    if tie_break.kind is TieKind.LOT:
        positions.sort(key=lambda p: lot_digest(tie_break.seed, ids[p]))
    elif tie_break.kind is TieKind.ID:
        positions.sort(key=lambda p: ids[p])
    place = [0] * len(ids)
    for rank, position in enumerate(positions):
        place[position] = rank
    return place


# How many other ways of breaking ties are tried before "it did not matter" is no longer claimed.
WAYS = 32

Way = Callable[[tuple[int, ...]], tuple[object, list[int]]]


def ties_that_matter(way: Way) -> list[bool]:
    """Per tie of a count, whether taking another of the tied first could have changed what the count is asked for.

    Args:
        way: counts again; the numbers it gets say, tie by tie, which of the tied goes first (0, and every number left
            out, is the tie-break's own choice). It returns what is compared, and per tie how many stood equal (1
            when their order certainly does not matter).

    Returns:
        One answer per tie of the ordinary count. When there are too many ways to try, the answer is True.
    """
    usual, sizes = way(())
    answers, tries = [], 0
    for first, size in enumerate(sizes):
        todo = [(0,) * first + (other,) for other in range(1, size)]
        differs = False
        while todo and not differs and tries < WAYS:
            picks, tries = todo.pop(), tries + 1
            found, then = way(picks)
            differs = found != usual
            todo += [
                picks + (0,) * (tie - len(picks)) + (other,)
                for tie in range(len(picks), len(then))
                for other in range(1, then[tie])
            ]
        answers.append(differs or bool(todo))
    return answers


def refuse_if_asked(ties: Sequence[Tie], tie_break: TieBreak) -> None:
    """Stop the count when the tie-break is ``refuse`` and a tie mattered.

    Raises:
        TieRefusedError: naming the projects that stood equal.
    """
    if tie_break.kind is not TieKind.REFUSE:
        return
    for tie in ties:
        if tie.mattered:
            raise TieRefusedError(
                f"projects stand equal and the tie-break is refuse: {', '.join(tie.projects)}"
            )
