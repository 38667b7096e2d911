"""Finding a plan among many: which ones fit what somebody asks for, and in which order they come.

The order that nobody chose is fair: it is another one for every visitor, each plan is as likely as any other to come
first, and one visitor keeps the same order from page to page and from visit to visit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from phases.plan import PlanState

PAGE_SIZE = 24
UNLISTED = frozenset({PlanState.WITHDRAWN, PlanState.HIDDEN, PlanState.MERGED})
"""Plans that take no part and stand in no list."""

STATE_WORDS = {
    PlanState.SUBMITTED: "ingediend",
    PlanState.GATHERING: "likes",
    PlanState.TOO_FEW_LIKES: "te-weinig-likes",
    PlanState.AT_TABLE: "tafel",
    PlanState.NOT_NOW: "nu-niet",
    PlanState.FORWARDED: "doorgestuurd",
    PlanState.ON_BALLOT: "stembiljet",
    PlanState.COUNTING: "telling",
    PlanState.CHOSEN: "gekozen",
    PlanState.NOT_CHOSEN: "niet-gekozen",
}
"""The states that people can ask for, as addresses name them, in the order of the cycle."""


class Sort(StrEnum):
    """The orders that can be asked for."""

    BEST = "best"
    FAIR = "eerlijk"
    LIKES = "likes"
    NEWEST = "nieuwste"
    CHEAPEST = "goedkoopste"


@dataclass(frozen=True)
class Candidate:
    """What is known of a listed plan when somebody looks for one.

    Attributes:
        number: its number; a later plan has a higher one.
        area: its wijk; empty for the whole area.
        theme: its theme.
        audiences: for whom it is.
        state: where it stands, as a word of STATE_WORDS.
        likes: how many.
        cost: cents; 0 when not known.
    """

    number: int
    area: str
    theme: str
    audiences: frozenset[str]
    state: str
    likes: int
    cost: int


@dataclass(frozen=True)
class Wish:
    """What somebody asks for; an empty text asks for nothing."""

    text: str = ""
    area: str = ""
    theme: str = ""
    audience: str = ""
    state: str = ""
    sort: Sort = Sort.FAIR

    @property
    def is_plain(self) -> bool:
        """Whether it asks for all plans, in the fair order."""
        return self == Wish()

    def fits(self, plan: Candidate) -> bool:
        """Whether a plan is what is asked for; words are looked up elsewhere."""
        return (
            self.area in ("", plan.area)
            and self.theme in ("", plan.theme)
            and self.state in ("", plan.state)
            and (not self.audience or self.audience in plan.audiences)
        )


def chosen_plans(
    plans: Iterable[Candidate], wish: Wish, *, seed: int, scores: Mapping[int, int] | None = None
) -> list[int]:
    """The numbers of the plans that fit, in the order that is asked for.

    Args:
        plans: all listed plans.
        wish: what is asked for.
        seed: of this visitor, for the fair order, which also orders what is equal.
        scores: how well each plan holds the words that are looked for; plans that are not in it do not. None when no
            words are looked for.
    """
    fitting = [plan for plan in plans if wish.fits(plan) and (scores is None or plan.number in scores)]
    fair = {number: place for place, number in enumerate(fair_order((p.number for p in fitting), seed))}
    order: dict[Sort, Callable[[Candidate], tuple[int, ...]]] = {
        Sort.BEST: lambda plan: (-(scores or {}).get(plan.number, 0),),
        Sort.FAIR: lambda _plan: (),
        Sort.LIKES: lambda plan: (-plan.likes,),
        Sort.NEWEST: lambda plan: (-plan.number,),
        Sort.CHEAPEST: lambda plan: (plan.cost == 0, plan.cost),
    }
    key = order[wish.sort]
    return [plan.number for plan in sorted(fitting, key=lambda plan: (*key(plan), fair[plan.number]))]


def fair_order(numbers: Iterable[int], seed: int) -> list[int]:
    """The numbers in a random order that follows from the seed.

    Each is put in its place by a keyed hash of its own, so that a plan that comes or goes moves no other.
    """
    key = seed.to_bytes(8, "big")

    def place(number: int) -> bytes:
        return hashlib.blake2b(number.to_bytes(8, "big"), key=key, digest_size=8).digest()

    return sorted(numbers, key=place)


def page_count(total: int) -> int:
    """How many pages a list of so many plans has; an empty list has one."""
    return max(1, -(-total // PAGE_SIZE))


def on_page(numbers: Sequence[int], page: int) -> Sequence[int]:
    """The plans on a page, from 1."""
    return numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
