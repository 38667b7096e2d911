"""The turns of a web process: so many at work and no more, and who waits for somebody outside keeps nobody from working."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from wijkaanzet.threads import Turns, waiting

SOON_S = 5.0


def test_so_many_are_at_work_and_no_more() -> None:
    turns, lock, at_work, most = Turns(2), threading.Lock(), 0, 0
    both = threading.Barrier(2)

    def work() -> None:
        nonlocal at_work, most
        with turns.taken():
            with lock:
                at_work += 1
                most = max(most, at_work)
            both.wait(SOON_S)  # passes only when two are at work
            with lock:
                at_work -= 1

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(work) for _ in range(8)]:
            done.result(SOON_S)
    assert most == 2


def test_who_waits_for_somebody_outside_gives_the_turn_away_and_gets_one_back() -> None:
    turns, came_in = Turns(1), threading.Event()

    def slow() -> bool:
        with turns.taken():
            with waiting(), waiting():
                came_in.wait(SOON_S)
            return other_done.is_set()

    other_done = threading.Event()

    def other() -> None:
        with turns.taken():
            other_done.set()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(slow)
        threads.submit(other).result(SOON_S)
        came_in.set()
        assert first.result(SOON_S)
    with turns.taken():  # the one turn is back
        pass


def test_a_mistake_gives_the_turn_back() -> None:
    turns = Turns(1)
    with pytest.raises(ValueError, match="mistake"), turns.taken(), waiting():
        raise ValueError("mistake")
    with turns.taken():
        pass


def test_without_turns_waiting_is_nothing() -> None:
    with waiting():
        pass
