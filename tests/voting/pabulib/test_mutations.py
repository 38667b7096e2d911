"""Damaged files: a clean one-line error, or the count that a slow and obvious second reader gives. Never a traceback.

The second reader knows nothing of the first: it walks the file row by row with the csv module and counts by hand.
"""

import csv
import io
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from voting.pabulib import PabulibError, parse
from voting.tally import TallyRule, TieBreak, count

RANKED = """META
key;value
description;Volgorde
country;Netherlands
unit;Haarlem
instance;2026
num_projects;3
num_votes;4
budget;900,5
vote_type;ordinal
rule;greedy
date_begin;2026
date_end;2026
PROJECTS
project_id;name;cost;votes;score
1/A;Ëen;600;3;8
2/B;Twee;300.50;3;6
3/C;"Drie ""3"" stuks";400;2;4
VOTES
age;voter_id;vote;points
16;v1;1/A,2/B,3/C;3,2,1
17;v2;2/B,1/A;3,2
18;v3;3/C,1/A;3,3
19;v4;2/B;1
"""
SEEDS = range(60)


def replaced(data: bytes, start: int, stop: int, new: bytes) -> bytes:
    return data[:start] + new + data[stop:]


def a_line(data: bytes, rng: random.Random) -> tuple[list[bytes], int]:
    lines = data.splitlines(keepends=True)
    return lines, rng.randrange(len(lines))


def drop_line(data: bytes, rng: random.Random) -> bytes:
    lines, at = a_line(data, rng)
    return b"".join(lines[:at] + lines[at + 1 :])


def double_line(data: bytes, rng: random.Random) -> bytes:
    lines, at = a_line(data, rng)
    return b"".join(lines[: at + 1] + lines[at:])


def move_line(data: bytes, rng: random.Random) -> bytes:
    lines, at = a_line(data, rng)
    line = lines.pop(at)
    lines.insert(rng.randrange(len(lines) + 1), line)
    return b"".join(lines)


def cut_off(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def change_byte(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return replaced(data, at, at + 1, bytes([rng.randrange(256)]))


def drop_byte(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return replaced(data, at, at + 1, b"")


def add_token(data: bytes, rng: random.Random) -> bytes:
    tokens = [
        b";",
        b'"',
        b",",
        b"\n",
        b"\r",
        b"\0",
        b" ",
        b"-",
        b"9",
        b"e9",
        b"None",
        b"\xff",
        b"1.5",
        b"\xef\xbb\xbf",
    ]
    at = rng.randrange(len(data))
    return replaced(data, at, at, rng.choice(tokens))


def drop_cell(data: bytes, rng: random.Random) -> bytes:
    lines, at = a_line(data, rng)
    cells = lines[at].rstrip(b"\r\n").split(b";")
    cells.pop(rng.randrange(len(cells)))
    lines[at] = b";".join(cells) + b"\n"
    return b"".join(lines)


def change_cell(data: bytes, rng: random.Random) -> bytes:
    lines, at = a_line(data, rng)
    cells = lines[at].rstrip(b"\r\n").split(b";")
    new = [
        b"",
        b"x",
        b"-1",
        b"1,2,3",
        b"0",
        b"1e400",
        b"nan",
        b"Infinity",
        "٣".encode(),
        b"1_000",
        b"META",
        b"VOTES",
        b"1,5",
    ]
    cells[rng.randrange(len(cells))] = rng.choice(new)
    lines[at] = b";".join(cells) + b"\n"
    return b"".join(lines)


def swap_sections(data: bytes, rng: random.Random) -> bytes:
    first, second = rng.sample([b"META", b"PROJECTS", b"VOTES"], 2)
    return data.replace(b"\n" + first, b"\n" + second, 1)


def other_encoding(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("utf-8", errors="ignore")
    return text.encode(rng.choice(["utf-16", "cp1252", "utf-8-sig"]), errors="replace")


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    drop_line,
    double_line,
    move_line,
    cut_off,
    change_byte,
    drop_byte,
    add_token,
    drop_cell,
    change_cell,
    swap_sections,
    other_encoding,
]


def slow_greedy(data: bytes) -> tuple[Fraction, dict[str, Fraction], dict[str, Fraction], list[str]]:
    """Budget, costs, scores and greedy winners, by a second and much simpler reading."""
    section, header, meta, costs, scores = "", [], {}, {}, {}
    text = data.decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if cells[0].lower() in ("meta", "projects", "votes") and not any(cells[1:]):
            section, header = cells[0].lower(), []
        elif not header:
            header = [cell.lower() for cell in cells]
        elif section == "meta":
            meta.setdefault(cells[0].lower(), cells[1] if len(cells) > 1 else "")
        elif section == "projects":
            project = dict(zip(header, cells, strict=False))
            costs[project["project_id"]] = Fraction(project["cost"].replace(",", "."))
            scores[project["project_id"]] = Fraction(0)
        elif section == "votes":
            ballot = dict(zip(header, cells, strict=False))
            items = [
                item.strip() for item in ballot["vote"].split(",") if item.strip().lower() not in ("", "none")
            ]
            points: list[str] = [item for item in ballot.get("points", "").split(",") if item.strip()]
            kind = meta["vote_type"].lower()
            for place, item in enumerate(items):
                if item not in items[:place]:
                    by_place = Fraction(len(items) - place) if kind == "ordinal" else Fraction(1)
                    scores[item] += (
                        Fraction(points[place]) if "points" in header and kind != "approval" else by_place
                    )
    budget = Fraction(meta["budget"].replace(",", "."))
    left, winners = budget, []
    for project in sorted(costs, key=lambda one: -scores[one]):
        if costs[project] <= left:
            left -= costs[project]
            winners.append(project)
    return budget, costs, scores, winners


def assert_clean(error: PabulibError, data: bytes) -> None:
    assert str(error).startswith("stuk.pb:")
    assert "\n" not in str(error)
    assert 1 <= error.line <= data.count(b"\n") + data.count(b"\r") + 1


def check(data: bytes, published: list[str]) -> str:
    """Read and count a damaged file.

    Returns:
        ``refused`` or ``counted``.
    """
    try:
        election = parse(data, "stuk.pb")
    except PabulibError as error:
        assert_clean(error, data)
        return "refused"
    assert all(line.startswith("stuk.pb:") and "\n" not in line for line in election.warnings)
    rule = TallyRule(count_points=election.ballots.points is not None)
    if election.declared.rule != rule:
        declared = election.declared.rule
        count(election.projects, election.ballots, election.budget, declared, TieBreak(), election.unit)
    outcome = count(election.projects, election.ballots, election.budget, rule, TieBreak(), election.unit)
    assert len(election.rows) == outcome.voters
    if election.warnings and set(outcome.selected) == set(published):
        return "counted"
    budget, costs, scores, winners = slow_greedy(data)
    assert Fraction(election.budget, election.unit) == budget
    assert {p.id: Fraction(p.cost, election.unit) for p in election.projects} == costs
    assert {r.id: Fraction(r.score, election.points_unit) for r in outcome.projects} == scores
    assert set(outcome.selected) == set(winners)
    return "counted"


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_damaged_file_is_refused_or_counted_right(small, mutate):
    for source in (small.encode(), RANKED.encode()):
        published = slow_greedy(source)[3]
        for seed in SEEDS:
            check(mutate(source, random.Random(seed)), published)


def test_two_damages_at_once(small):
    fates = set()
    for seed in range(300):
        rng = random.Random(seed)
        data = rng.choice([small, RANKED]).encode()
        for _ in range(2):
            data = rng.choice(MUTATIONS)(data, rng) if data else data
        fates.add(check(data, []) if data else "refused")
    assert fates == {"refused", "counted"}


def test_a_damaged_real_file_is_refused_or_counted_right(real_file: Path):
    source = real_file.read_bytes()
    if len(source) > 90_000:
        pytest.skip("the smaller files show the same in less time")
    published = slow_greedy(source)[3]
    for seed in range(3 * len(MUTATIONS)):
        mutate = MUTATIONS[seed % len(MUTATIONS)]
        check(mutate(source, random.Random(f"{real_file.stem} {seed}")), published)
