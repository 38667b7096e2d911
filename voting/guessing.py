"""How long somebody who guesses pincodes is asked to wait: a rule over counted tries, without a clock.

The wait is for wrong codes only. Nobody can tell a lucky guess from a voter's own code, so a right code always works at
once; what keeps guesses from being lucky is the length of the code. See docs/decisions/0005-guessing.md.
"""

from __future__ import annotations

FREE_TRIES = 20
"""Wrong codes of one network in an hour before it is asked to wait: a family, a library, a walk-in hour."""

FREE_TRIES_IN_A_FLOOD = 3
"""The same while all networks together fail more often than people do."""

FLOOD = 1_000
"""Wrong codes of all networks together in an hour that people alone do not type."""

LONGEST_WAIT_S = 900


def wait_s(tries: int, in_all: int) -> int:
    """Seconds to wait after a wrong code; 0 is none. It doubles with every try, up to a quarter of an hour.

    Args:
        tries: wrong codes of this network in this hour, this one included.
        in_all: wrong codes of all networks in this hour.
    """
    free = FREE_TRIES_IN_A_FLOOD if in_all > FLOOD else FREE_TRIES
    over = tries - free
    return 0 if over <= 0 else min(LONGEST_WAIT_S, 2 ** min(over, 10))
