"""Our tally beside pabutools on Pabulib files: CPU seconds for reading and counting, and whether the outcomes agree.

Run ``python -m benchmarks.tally FILE...``. Every measurement runs in a process of its own, the peer's in the same
run; both break ties by id as text. pabutools reads with ``parse_pabulib`` and counts exactly, on its default
profile; its add1 stops when exhausted too, so ours is told to. Cumulative and ordinal ballots count as approvals on
both sides. Medians of ``--runs`` runs; a peer that takes longer than ``--patience`` seconds runs once, and the
table says so. Imports are not counted, on either side.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

RULES = ("greedy", "phragmen", "equal-shares", "equal-shares-cardinality", "equal-shares-add1")


def main() -> None:
    """Measure the files and print a table, or with ``--json`` one object."""
    options = _arguments()
    if options.measure:
        print(
            json.dumps(
                _measure(options.measure, options.files[0], options.rules[0], options.runs, options.patience)
            )
        )
        return
    results = []
    for path in options.files:
        for rule in options.rules:
            results.append(_row(path, rule, options.runs, options.patience))
            if not options.json:
                _print_row(results[-1], header=len(results) == 1)
    if options.json:
        print(json.dumps({"results": results, "equal": all(row["equal"] for row in results)}))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tally", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    parser.add_argument("--rules", nargs="+", choices=RULES, default=RULES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--patience", type=float, default=60.0, help="seconds after which the peer runs only once"
    )
    parser.add_argument("--measure", choices=("ours", "peer"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _row(path: Path, rule: str, runs: int, patience: float) -> dict[str, Any]:
    ours, peer = (_in_a_child(who, path, rule, runs, patience) for who in ("ours", "peer"))
    return {
        "file": path.name,
        "rule": rule,
        "ballots": ours["ballots"],
        "ratio": round(peer["seconds"] / ours["seconds"], 1),
        "equal": sorted(ours["selected"]) == sorted(peer["selected"]),
        "ours_s": ours["seconds"],
        "ours_read_s": ours["read"],
        "peer_s": peer["seconds"],
        "peer_read_s": peer["read"],
        "peer_runs": peer["runs"],
        "peak_mb": ours["peak_mb"],
        "peer_peak_mb": peer["peak_mb"],
    }


def _print_row(row: dict[str, Any], header: bool) -> None:
    if header:
        print(
            f"{'file':44} {'rule':25} {'ballots':>8} {'ours s':>9} {'peer s':>9} {'ratio':>8} equal {'MB':>6} {'peer MB':>8}"
        )
    once = " (one run of the peer)" if row["peer_runs"] == 1 else ""
    print(
        f"{row['file'][:44]:44} {row['rule']:25} {row['ballots']:8} {row['ours_s']:9.4f} {row['peer_s']:9.3f} "
        f"{row['ratio']:8.1f} {'yes' if row['equal'] else 'NO':5} {row['peak_mb']:6.0f} {row['peer_peak_mb']:8.0f}{once}",
        flush=True,
    )


def _in_a_child(who: str, path: Path, rule: str, runs: int, patience: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.tally", str(path), "--measure", who, "--rules", rule]
    command += ["--runs", str(runs), "--patience", str(patience)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _measure(who: str, path: Path, rule: str, runs: int, patience: float) -> dict[str, Any]:
    """Read and count the file some times; the times are medians."""
    read, count = (_ours if who == "ours" else _peer)(path, rule)
    times: list[tuple[float, float]] = []
    while len(times) < runs and (not times or times[0][1] < patience):
        start = time.process_time()
        election = read()
        middle = time.process_time()
        selected, ballots = count(election)
        times.append((middle - start, time.process_time() - start))
    return {
        "selected": selected,
        "ballots": ballots,
        "read": statistics.median(read for read, _ in times),
        "seconds": statistics.median(both for _, both in times),
        "runs": len(times),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


Reader = Callable[[], Any]
Counter = Callable[[Any], tuple[Sequence[str], int]]


def _ours(path: Path, rule: str) -> tuple[Reader, Counter]:
    from voting.pabulib import read
    from voting.tally import Add1Stop, Completion, RuleName, Satisfaction, TallyRule, TieBreak, TieKind, count

    names = {"greedy": RuleName.GREEDY, "phragmen": RuleName.PHRAGMEN}
    chosen = TallyRule(
        name=names.get(rule, RuleName.EQUAL_SHARES),
        satisfaction=Satisfaction.CARDINALITY if rule.endswith("cardinality") else Satisfaction.COST,
        completion=Completion.ADD1 if rule.endswith("add1") else Completion.NONE,
        add1_stop=Add1Stop.EXHAUSTIVE,
    )

    def counted(election: Any) -> tuple[Sequence[str], int]:
        by_id = TieBreak(TieKind.ID)
        outcome = count(election.projects, election.ballots, election.budget, chosen, by_id, election.unit)
        return outcome.selected, outcome.voters

    return lambda: read(path), counted


def _peer(path: Path, rule: str) -> tuple[Reader, Counter]:
    from pabutools import election as peer
    from pabutools import rules

    sys.setrecursionlimit(100_000)  # its equal shares and Phragmén call themselves once per project
    satisfaction = peer.Cardinality_Sat if rule.endswith("cardinality") else peer.Cost_Sat
    step = 1 if rule.endswith("add1") else None

    def counted(election: Any) -> tuple[Sequence[str], int]:
        instance, profile = election
        if not isinstance(profile, peer.ApprovalProfile):
            profile = peer.ApprovalProfile(
                [peer.ApprovalBallot(ballot) for ballot in profile], instance=instance
            )
        if rule == "greedy":
            chosen = rules.greedy_utilitarian_welfare(instance, profile, sat_class=satisfaction)
        elif rule == "phragmen":
            chosen = rules.sequential_phragmen(instance, profile)
        else:
            chosen = rules.method_of_equal_shares(
                instance, profile, sat_class=satisfaction, voter_budget_increment=step
            )
        return [project.name for project in chosen], profile.num_ballots()

    return lambda: peer.parse_pabulib(str(path)), counted


if __name__ == "__main__":
    main()
