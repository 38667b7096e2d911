"""Likes: one of each person and plan, added up when plans are merged; and waves of new addresses from one network."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

WAVE_SIZE = 8
"""So many new addresses from one network for one plan are shown to the organiser: a class, a café, or one person."""
WAVE_TIME = timedelta(hours=24)
NEW = timedelta(hours=48)
"""An address is new when it was verified at most so long before its like."""


@dataclass(frozen=True)
class LikeSeen:
    """A like as a wave is looked for.

    Attributes:
        plan: the plan's number.
        account: who gave it.
        network: the keyed hash of the network that it came from.
        liked_at: when it was given.
        made_at: when the account's address was first verified.
        set_aside: whether it was set aside already.
    """

    plan: int
    account: int
    network: bytes
    liked_at: datetime
    made_at: datetime
    set_aside: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the address was verified shortly before it liked."""
        return self.liked_at - self.made_at <= NEW


@dataclass(frozen=True)
class Wave:
    """Many new addresses from one network, soon after each other, for one plan.

    Attributes:
        name: tells waves apart; nothing can be read from it.
        accounts: whose likes they are, oldest address first.
        open: those of them whose likes were not set aside.
    """

    plan: int
    name: str
    accounts: tuple[int, ...]
    open: tuple[int, ...]
    first: datetime
    last: datetime


def waves(likes: Iterable[LikeSeen]) -> list[Wave]:
    """The waves among these likes, by plan, then oldest first. The order of the likes does not matter."""
    groups: dict[tuple[int, bytes], list[LikeSeen]] = defaultdict(list)
    for like in likes:
        if like.is_new:
            groups[like.plan, like.network].append(like)
    found = [
        wave
        for (plan, network), group in groups.items()
        for wave in _waves_of(plan, network, sorted(group, key=lambda like: (like.made_at, like.account)))
    ]
    return sorted(found, key=lambda wave: (wave.plan, wave.first, wave.name))


def _waves_of(plan: int, network: bytes, likes: list[LikeSeen]) -> Iterable[Wave]:
    """Runs of likes in which each is in some stretch of 24 hours that holds enough of them."""
    runs: list[tuple[int, int]] = []
    start = 0
    for end, like in enumerate(likes):
        while like.made_at - likes[start].made_at > WAVE_TIME:
            start += 1
        if end - start + 1 >= WAVE_SIZE:
            if runs and start <= runs[-1][1]:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
    for first, last in runs:
        run = likes[first : last + 1]
        name = hashlib.sha256(b"%d:%b:%d" % (plan, network, run[0].account)).hexdigest()[:16]
        yield Wave(
            plan,
            name,
            tuple(like.account for like in run),
            tuple(like.account for like in run if not like.set_aside),
            run[0].made_at,
            run[-1].made_at,
        )


def likes_to_add(present: Set[int], others: Iterable[Set[int]]) -> frozenset[int]:
    """Who likes a joint plan through the plans that join it, and did not yet: each person counts once.

    Args:
        present: whose like the joint plan has, also one that was set aside.
        others: for each plan that joins, whose likes count.
    """
    return frozenset().union(*others) - present
