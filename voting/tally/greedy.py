"""Greedy: the project with the most votes first.

``greedy`` passes over what no longer fits and goes on (Amsterdam, Schalkwijk); ``greedy-stop`` ends at the first
project that does not fit. Votes decide the order, never votes per euro.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from voting.tally.contest import Contest, Fate, Purse
from voting.tally.model import Leftover, RuleName, Status, Tie


@dataclass(frozen=True)
class Step:
    """One project's turn: what was left when it came, and whether it was taken.

    Attributes:
        project: its position.
        left: money left in the budget.
        cap_room: what its caps still allowed; None without a cap.
        taken: whether it was paid in full.
    """

    project: int
    left: int
    cap_room: int | None
    taken: bool


def greedy(contest: Contest) -> tuple[list[Fate], list[Tie]]:
    """Count by ``greedy`` or ``greedy-stop``.

    Returns:
        The fate of each project, by position, and the ties among eligible projects.
    """
    order, purse = contest.ranked(), Purse(contest)
    fates = [Fate(Status.TOO_FEW_VOTES) for _ in contest.projects]
    for project in order:
        fates[project] = Fate(Status.AFTER_STOP)
    stops = contest.rule.name is RuleName.GREEDY_STOP
    steps = list(walk(contest, purse, order, stops))
    for turn, step in enumerate(steps, start=1):
        fates[step.project] = _fate(contest, turn, step)
    _note_who_took_it(contest, steps, fates)
    ties = _ties(contest, order, stops, shared=_spend_leftover(contest, purse, order, fates))
    for project in range(len(fates)):
        _note_margin(contest, project, fates[project])
    return fates, ties


def by_votes(contest: Contest, purse: Purse, fates: list[Fate]) -> list[Tie]:
    """Spend what another rule left: the most voted unchosen project that fits first. Changes ``fates``."""
    order = [p for p in contest.ranked() if not fates[p].selected]
    ties = _ties(contest, order, stops=False, shared=None, purse=purse.copy())
    before = max((fate.turn or 0 for fate in fates), default=0)
    steps = list(walk(contest, purse, order, stops=False))
    for turn, step in enumerate(steps, start=before + 1):
        fate = _fate(contest, turn, step)
        fate.effective_support = fates[step.project].effective_support
        fate.completed = step.taken
        fates[step.project] = fate
    return ties


def walk(contest: Contest, purse: Purse, order: Sequence[int], stops: bool) -> Iterator[Step]:
    """Go down the list and pay what fits; ``stops`` ends after the first that does not."""
    for project in order:
        step = Step(project, purse.left, purse.cap_room(project), purse.fits(project))
        if step.taken:
            purse.pay(project, contest.costs[project])
        yield step
        if stops and not step.taken:
            return


def _fate(contest: Contest, turn: int, step: Step) -> Fate:
    cost = contest.costs[step.project]
    if step.taken:
        return Fate(Status.CHOSEN, cost, turn, step.left)
    capped = step.cap_room is not None and step.cap_room < cost and step.cap_room < step.left
    status = Status.CAP_REACHED if capped else Status.DOES_NOT_FIT
    return Fate(status, 0, turn, step.left, room=step.cap_room if capped else None)


def _note_who_took_it(contest: Contest, steps: Sequence[Step], fates: list[Fate]) -> None:
    """Name, for each project that no longer fitted, the chosen ones from the moment it ceased to fit."""
    for turn, step in enumerate(steps):
        if step.taken:
            continue
        purse, took = Purse(contest), list[int]()
        fitted = purse.fits(step.project)
        for earlier in steps[:turn]:
            if earlier.taken:
                purse.pay(earlier.project, contest.costs[earlier.project])
                if fitted and (took or not purse.fits(step.project)):
                    took.append(earlier.project)
        fates[step.project].taken_by = tuple(took)


def _spend_leftover(contest: Contest, purse: Purse, order: Sequence[int], fates: list[Fate]) -> int | None:
    """Give what is left to the highest ranked project that did not fit, if the rule says so.

    Returns:
        That project, when an equal one that did not fit either could have had the money instead.
    """
    policy = contest.rule.leftover
    missed = [p for p in order if not fates[p].selected]
    if policy is Leftover.NONE or not missed:
        return None
    first = missed[0]
    equals = [p for p in missed if contest.score[p] == contest.score[first]]
    served = [p for p in equals if _serves(contest, purse, p)]
    if first in served:
        topped = policy is Leftover.TOP_UP_80
        fates[first].status = Status.TOPPED_UP if topped else Status.PART_PAID
        fates[first].paid = purse.money_for(first)
    return first if served and len(equals) > 1 else None


def _serves(contest: Contest, purse: Purse, project: int) -> bool:
    """Whether what is left is enough for the policy to give it to the project."""
    money = purse.money_for(project)
    return money > 0 if contest.rule.leftover is Leftover.PART_PAY else tops_up(money, contest.costs[project])


def tops_up(money: int, cost: int) -> bool:
    """Whether the money covers at least 80 % of the cost (in whole numbers: 5 x money >= 4 x cost)."""
    return 5 * money >= 4 * cost


def _ties(
    contest: Contest, order: Sequence[int], stops: bool, shared: int | None, purse: Purse | None = None
) -> list[Tie]:
    """Ties among projects with the same score; ``order`` is ranked, ``shared`` got (or just missed) the leftover."""
    purse = purse or Purse(contest)
    found, stopped = [], False
    for _, same in groupby(order, key=lambda p: contest.score[p]):
        group = list(same)
        if len(group) > 1:
            mattered = not stopped and (shared in group or _order_matters(contest, purse, group))
            found.append(Tie(contest.ids(group), str(contest.tie_break), mattered))
        if not stopped:
            steps = list(walk(contest, purse, group, stops))
            stopped = stops and not steps[-1].taken
    return found


def _order_matters(contest: Contest, purse: Purse, group: Sequence[int]) -> bool:
    """Whether another order within the group could choose another set.

    If all that fit alone also fit together, every order takes exactly those (or, under greedy-stop, stops before
    any of them is lost only when one does not fit alone). Otherwise every order leaves one out that would have been
    taken had it come first.
    """
    alone = [p for p in group if purse.fits(p)]
    trial = purse.copy()
    together = all(step.taken for step in walk(contest, trial, alone, stops=False))
    if contest.rule.name is RuleName.GREEDY_STOP and len(alone) < len(group):
        return bool(alone)
    return not together


def _note_margin(contest: Contest, project: int, fate: Fate) -> None:
    """Write down the votes this project is short (above 0) or could have missed (0 or below).

    All else equal. The higher it ranks the more money it finds, so there is a last place in the order of the others
    at which it is still taken, and a least score that puts it there. No figure when no number of votes decides.
    """
    others = [p for p in contest.ranked() if p != project]
    last = _last_place(contest, project, others)
    if last is None:
        return
    score, need = contest.score[project], contest.rule.min_votes
    if last < len(others):
        rival = others[last]
        ahead = contest.place[project] < contest.place[rival]
        need = max(need, contest.score[rival] + (0 if ahead else 1))
        lost = not fate.selected and score == contest.score[rival] and score >= contest.rule.min_votes
        if lost and fate.status is not Status.PART_PAID:
            fate.status = Status.LOST_LOT
    fate.margin = None if need <= 0 else need - score


def _last_place(contest: Contest, project: int, others: Sequence[int]) -> int | None:
    """The last place among the others, from 0, at which the project is still chosen; None when nowhere."""
    purse, cost = Purse(contest), contest.costs[project]
    stops = contest.rule.name is RuleName.GREEDY_STOP
    money = [purse.money_for(project)]
    missed: int | None = None
    for place, step in enumerate(walk(contest, purse, others, stops)):
        if not step.taken and missed is None:
            missed = place
        if step.taken or not stops:
            money.append(purse.money_for(project))
    chosen = [place for place, most in enumerate(money) if cost <= most]
    if contest.rule.leftover is Leftover.TOP_UP_80:
        reach = len(others) if missed is None else missed
        chosen += [p for p in range(reach + 1) if tops_up(money[p if stops else -1], cost)]
    return max(chosen, default=None)
