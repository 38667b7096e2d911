"""The real `wijkaanzet serve` with two processes on one database: one code is one ballot, and nobody honest is refused.

The full numbers (3,000 ballots, a thousand at once) are in `python -m benchmarks.voting`.
"""

from pathlib import Path

from benchmarks.voting import at_once, make_poll, measure, one_code, served
from tests.support.network import NetworkGuard


def test_two_server_processes(database_url: str, tmp_path: Path, network_guard: NetworkGuard) -> None:
    poll = make_poll(database_url, 81)
    with served(poll, tmp_path / "data") as (pid, port):
        single = one_code(poll, port, poll.codes[0], 50)
        crowd = at_once(poll, port, poll.codes[1:61], 60)
        run = measure(poll, [pid], port, poll.codes[61:81], 8)
    assert single == {"accepted": 1, "refused_used": 49, "stored_whole": 1}
    assert crowd == {"voters": 60, "refused": 0, "stored": 60}
    assert (run["refused_honest"], run["stored"], run["receipts"]) == (0, 20, 20)
    assert run["cpu_s_per_1000"] > 0
    ballots, used = poll.stored()
    assert len(ballots) == used == 81
