"""How much a ballot costs: the site as it is really served, on a real database, with voters in a process of their own.

    python -m benchmarks.voting [--database sqlite|postgresql] [--ballots 3000] [--concurrency 16] [--runs 3] [--json]

CPU is that of all server processes and of the database, read from /proc. Every figure is the median of the runs.
``cpu_s_per_1000`` is the request that casts; ``journey_cpu_s_per_1000`` everything from the first page to the receipt.
The peer is a page of Flask that says one word (``benchmarks/bare.py``), on the same server in the same run: what a request
costs at the least here and now. ``ballot_ratio`` and ``list_ratio`` are so many of those pages, and ``loop_ns`` is one turn of
an empty loop, which tells how fast a shared machine was meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.voters import Stretch, Voter, crowd
from phases.calendar import Calendar, Phase, span_of_days
from phases.feasibility import VerdictKind
from tests.support.mail_server import free_port
from tests.support.postgres import running_postgres
from wijkaanzet.actions import accounts, editions, feasibility, pincodes, plans, secrecy
from wijkaanzet.edition import EditionSpec
from wijkaanzet.storage.ballots import Ballot
from wijkaanzet.storage.database import Database
from wijkaanzet.threads import THREADS

PLANS, CHOSEN, WORKERS, START_S = 40, 5, 2, 60
LOOPS = 2_000_000
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Poll:
    """An edition whose voting is open, with the codes of its voters."""

    url: str
    keys: dict[str, str]
    codes: list[str]

    def stored(self) -> tuple[list[str], int]:
        """The stored ballots, and how many codes are used."""
        database = Database(self.url)
        try:
            with database.read() as session:
                edition = editions.list_editions(session)[0]
                used = secrecy.used_codes(session, edition)
                return list(session.scalars(select(Ballot.choices))), used
        finally:
            database.close()

    def ballots(self) -> int:
        """How many ballots are stored."""
        database = Database(self.url)
        try:
            with database.read() as session:
                return session.scalar(select(func.count()).select_from(Ballot)) or 0
        finally:
            database.close()


def make_poll(url: str, voters: int) -> Poll:
    """Bring an edition with forty plans to its voting days, through the real actions."""
    key, today = secrets.token_urlsafe(48), datetime.now(UTC).date()
    days = {phase: 10 * (phase - Phase.VOTING) - 1 for phase in Phase}
    spans = {p: (today + timedelta(days=d), today + timedelta(days=d + 9)) for p, d in days.items()}
    calendar = Calendar({phase: span_of_days(*span) for phase, span in spans.items()})
    at = {phase: calendar[phase].start + timedelta(hours=12) for phase in Phase}
    spec = EditionSpec(
        slug="meting",
        name="Meetwijk aan Zet",
        area="Meetwijk",
        municipality="Meetstad",
        budget=70_000_00,
        calendar=calendar,
        themes=("Groen", "Op straat"),
        areas=("Oost", "West"),
        like_threshold=0,
    )
    database = Database(url)
    database.migrate()
    with database.write() as session:
        edition = editions.create_edition(session, spec, actor="benchmark", now=at[Phase.SUBMIT])
        someone = accounts.account_for(session, "meting@voorbeeld.invalid", now=at[Phase.SUBMIT])
        for i in range(PLANS):
            theme, area = spec.themes[i % 2], spec.areas[i // 2 % 2]
            draft = plans.PlanDraft(f"Plan {i + 1} voor de buurt", "Een zin over het plan.", "Lang.", theme)
            number = plans.submit_plan(
                session, edition, replace(draft, area=area), submitter=someone, now=at[Phase.SUBMIT]
            )
            verdict = feasibility.VerdictDraft(VerdictKind.FEASIBLE, 10_000_00, deviation="meting")
            feasibility.fix_verdict(
                session, edition, number, verdict, account=someone, now=at[Phase.FEASIBILITY]
            )
        feasibility.publish_verdicts(session, edition, actor="benchmark", now=at[Phase.FEASIBILITY])
        edition = editions.list_editions(session)[0]
        homes = [
            pincodes.Entitlement("Meetstraat", i % 9999 + 1, "", str(i // 9999), "2033AB", "Meetstad")
            for i in range(voters)
        ]
        ids = pincodes.entitle(session, edition, homes)
        issued = pincodes.make_pincodes(
            session, edition, ids, key=key.encode(), actor="benchmark", now=at[Phase.FEASIBILITY]
        )
    database.close()
    keys = {"WIJKAANZET_SECRET_KEY": secrets.token_urlsafe(48), "WIJKAANZET_PINCODE_KEY": key}
    return Poll(url, keys, [str(one.pincode) for one in issued])


@contextmanager
def served(poll: Poll, folder: Path, workers: int = WORKERS) -> Iterator[tuple[int, int]]:
    """``wijkaanzet serve`` on a free port of this machine; its process and its port."""
    port = free_port()
    command = [sys.executable, "-m", "wijkaanzet", "serve", "--port", str(port)]
    command += ["--workers", str(workers), "--database", poll.url]
    environment = os.environ | poll.keys | {"WIJKAANZET_DATA_DIR": str(folder)}
    with _running(command, port, environment) as server:
        yield server, port


@contextmanager
def served_bare(workers: int = WORKERS) -> Iterator[tuple[int, int]]:
    """The peer, on the server that ``wijkaanzet serve`` uses, with as many threads; its process and its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", str(workers), "--threads", str(THREADS), "--log-level", "warning"]
    with _running([*command, "benchmarks.bare:app"], port, dict(os.environ)) as server:
        yield server, port


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        yield server.pid
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(START_S * 10):
        if server.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer in time")


def cpu_of(*roots: int) -> float:
    """CPU seconds that these processes and everything they started have used."""
    children: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile; its parent has its time
        children.setdefault(int(fields[1]), []).append(int(entry.name))
        ticks[int(entry.name)] = sum(map(int, fields[11:15]))
    total, waiting = 0, list(roots)
    while waiting:
        pid = waiting.pop()
        total += ticks.get(pid, 0)
        waiting += children.get(pid, [])
    return total / TICK


def measure(poll: Poll, pids: list[int], port: int, codes: list[str], concurrency: int) -> dict[str, float]:
    """One run: every voter goes the whole way, one stretch after the other."""
    choose = [[(i + j * 7) % PLANS + 1 for j in range(CHOSEN)] for i in range(len(codes))]
    voters = [Voter(code, numbers) for code, numbers in zip(codes, choose, strict=True)]
    spent: dict[str, float] = {}
    stretches: dict[str, Stretch] = {}
    before = poll.ballots()
    with crowd(("127.0.0.1", port), voters) as people:
        for act in ("enter", "list", "choose", "cast", "receipt"):
            begin = cpu_of(*pids)
            stretches[act] = people.do(act, concurrency)
            spent[act] = cpu_of(*pids) - begin
    accepted = stretches["cast"].statuses.count(303)
    per_1000 = 1000 / len(codes)
    return {
        "ballots_per_s": accepted / stretches["cast"].seconds,
        "p95_ms": stretches["cast"].p95_ms,
        "cpu_s_per_1000": spent["cast"] * per_1000,
        "journey_cpu_s_per_1000": sum(spent.values()) * per_1000,
        "list_per_s": len(codes) / stretches["list"].seconds,
        "list_cpu_s_per_1000": spent["list"] * per_1000,
        "refused_honest": len(codes) - accepted,
        "accepted": accepted,
        "stored": poll.ballots() - before,
        "receipts": len(set(stretches["receipt"].receipts) - {""}),
    }


def measure_bare(pid: int, port: int, requests: int, concurrency: int) -> dict[str, float]:
    """One run of the peer: CPU seconds for a thousand of its pages."""
    with crowd(("127.0.0.1", port), [Voter("", []) for _ in range(requests)]) as people:
        begin = cpu_of(pid)
        assert set(people.do("bare", concurrency).statuses) == {200}
        return {"bare_cpu_s_per_1000": (cpu_of(pid) - begin) * 1000 / requests}


def loop_ns() -> float:
    """CPU nanoseconds of one turn of an empty loop: how fast this Python is on this machine, now."""
    begin = time.process_time_ns()
    for _ in range(LOOPS):
        pass
    return (time.process_time_ns() - begin) / LOOPS


def one_code(poll: Poll, port: int, code: str, tries: int) -> dict[str, int]:
    """So many different ballots at once with one code: how many heard what, and how many were stored whole."""
    before = Counter(poll.stored()[0])
    voters = [Voter(code, [n % PLANS + 1, (n + 1 + n // PLANS) % PLANS + 1]) for n in range(tries)]
    with crowd(("127.0.0.1", port), voters) as people:
        people.do("prepare", 8)
        statuses = people.do("cast", tries).statuses
    added = Counter(poll.stored()[0]) - before
    winner = [v for v, status in zip(voters, statuses, strict=True) if status == 303]
    whole = [",".join(map(str, sorted(v.plans))) for v in winner] == list(added.elements())
    return {"accepted": len(winner), "refused_used": statuses.count(409), "stored_whole": int(whole)}


def at_once(poll: Poll, port: int, codes: list[str], concurrency: int) -> dict[str, int]:
    """So many voters at once whose codes lie beside each other in the letters and in the index."""
    before = poll.ballots()
    voters = [Voter(code, [i % PLANS + 1]) for i, code in enumerate(codes)]
    with crowd(("127.0.0.1", port), voters) as people:
        people.do("prepare", 16)
        statuses = people.do("cast", concurrency).statuses
    return {
        "voters": len(codes),
        "refused": len(codes) - statuses.count(303),
        "stored": poll.ballots() - before,
    }


@contextmanager
def database_of(kind: str, folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A fresh database and the processes that it runs in."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'meting.db'}", []
        return
    with running_postgres() as server:
        pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
        yield server.create_database(), [pid]


def _ratios(ours: dict[str, float], bare: dict[str, float]) -> dict[str, float]:
    unit = bare["bare_cpu_s_per_1000"]
    return {"ballot_ratio": ours["cpu_s_per_1000"] / unit, "list_ratio": ours["list_cpu_s_per_1000"] / unit}


def run(kind: str, ballots: int, concurrency: int, runs: int) -> dict[str, object]:
    """All runs on one kind of database."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="meting-")))
        url, pids = stack.enter_context(database_of(kind, folder))
        poll = make_poll(url, ballots * runs + 1001)
        server, port = stack.enter_context(served(poll, folder))
        peer, peer_port = stack.enter_context(served_bare())
        codes, results = poll.codes, []
        for number in range(runs):
            part, before = codes[number * ballots : (number + 1) * ballots], loop_ns()
            bare = measure_bare(peer, peer_port, ballots, concurrency)
            ours = measure(poll, [server, *pids], port, part, concurrency)
            results.append(ours | bare | _ratios(ours, bare) | {"loop_ns": (before + loop_ns()) / 2})
        single = one_code(poll, port, codes[-1001], 50)
        crowd_of = at_once(poll, port, codes[-1000:], 200)
        stored, used = poll.stored()
    figures: dict[str, object] = {
        name: round(statistics.median(one[name] for one in results), 2) for name in results[0]
    }
    return figures | {
        "database": kind,
        "refused_honest": sum(one["refused_honest"] for one in results),
        "accepted": sum(one["accepted"] for one in results),
        "stored": sum(one["stored"] for one in results),
        "receipts": sum(one["receipts"] for one in results),
        "one_code_fifty_ballots": single,
        "thousand_at_once": crowd_of,
        "agree": len(stored) == used,
        "load": os.getloadavg()[0],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--ballots", type=int, default=3000)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = run(given.database, given.ballots, given.concurrency, given.runs)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:26} {value}")


if __name__ == "__main__":
    main()
