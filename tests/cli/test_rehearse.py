"""``wijkaanzet rehearse``: a whole edition on a Pabulib file gives the outcome that ``tally`` gives."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text

from phases.calendar import Phase
from tests.cli.conftest import Answer, Command
from voting.pincode import Pincode
from wijkaanzet.actions import editions, voting
from wijkaanzet.config import load_config
from wijkaanzet.security import load_secrets
from wijkaanzet.storage.database import Database

ROOT = Path(__file__).parents[2]
FILE = """META
key;value
description;Een kleine stemming
country;Netherlands
unit;Haarlem
instance;2026
num_projects;4
num_votes;6
budget;1000.5
vote_type;approval
rule;greedy-threshold
currency;EUR
min_project_score_threshold;2
max_length;2
PROJECTS
project_id;cost;votes;name;category
b1;600;4;Bankjes;groen
S-2/x;500;2;"Speel; tuin";straat
k3;400.5;2;Kunst;groen
m4;0.5;0;Muziek;samen
VOTES
voter_id;vote
1;b1,S-2/x
2;b1,k3
3;k3
4;
5;b1
6;b1,S-2/x
"""
OVER_THE_LIMIT = FILE.replace("num_votes;6", "num_votes;7") + "7;b1,k3,m4\n"
SAME = ("rule", "budget", "spent", "selected", "projects", "ties")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "klein.pb"
    path.write_text(FILE)
    return path


def values(answer: Answer) -> dict[str, Any]:
    assert answer.status == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def rows(url: str) -> int:
    """How many rows the tables of a database hold together."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        found = sum(connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in tables)
    engine.dispose()
    return found


def test_it_gives_the_outcome_that_tally_gives(wijkaanzet: Command, file: Path) -> None:
    rehearsed = values(wijkaanzet("rehearse", file, "--json", "--letters", 3))
    counted = values(wijkaanzet("tally", file, "--rule", "declared", "--json"))
    assert {key: rehearsed[key] for key in SAME} == counted
    assert (rehearsed["selected"], rehearsed["spent"]) == (["b1", "k3"], "1000.5")
    assert (rehearsed["letters"], rehearsed["ballots"], rehearsed["receipts_found"]) == (3, 6, 6)
    assert rehearsed["verified"] is True
    assert not (file.parent / "data").exists()  # the fresh database is thrown away


def test_a_ballot_over_the_files_own_limit_is_counted_as_refused(wijkaanzet: Command, file: Path) -> None:
    file.write_text(OVER_THE_LIMIT)
    result = wijkaanzet("rehearse", file, "--json", "--letters", 0)
    found = values(result)
    assert (found["ballots"], found["refused"], found["receipts_found"]) == (6, 1, 6)
    assert found["breaking_declared_limits"] == 1
    assert "1 stembiljetten zijn geweigerd" in result.err
    assert "Gekozen: 2 van 4 plannen" in wijkaanzet("rehearse", file, "--voters", 6).out


def test_until_voting_leaves_codes_and_until_closed_counts_what_arrived(
    wijkaanzet: Command, file: Path, database_url: str
) -> None:
    codes = file.parent / "codes.txt"
    options = ("rehearse", file, "--database", database_url)
    opened = wijkaanzet(*options, "--until", "voting", "--codes", codes, "--letters", 2)
    assert opened.status == 0, opened.err
    assert codes.stat().st_mode & 0o777 == 0o600
    plain = codes.read_text().split()
    assert len(plain) == len(set(plain)) == 6
    assert f"serve --database {database_url}" in opened.out

    again = wijkaanzet(*options, "--until", "voting", "--codes", file.parent / "meer.txt")
    assert again.status == 2
    assert not (file.parent / "meer.txt").exists()

    config = load_config(ROOT / "config.toml", {"WIJKAANZET_DATA_DIR": str(file.parent / "data")})
    database, key = Database(database_url), load_secrets(config).pincode_key
    with database.write() as session:
        edition = editions.find_edition(session, "rehearse-klein")
        assert edition is not None
        for code, numbers in zip(plain, ([1], [1, 3], []), strict=False):
            code_hash = Pincode.parse(code).hashed(key, edition.id)
            moment = edition.spec.calendar[Phase.VOTING].start
            voting.cast_ballot(session, edition, code_hash, numbers, now=moment)
    database.close()
    closed = values(wijkaanzet(*options, "--until", "closed", "--json"))
    assert (closed["ballots"], closed["receipts_found"], closed["letters"]) == (3, 3, 0)
    assert {p["id"]: p["votes"] for p in closed["projects"]} == {"b1": 2, "S-2/x": 0, "k3": 1, "m4": 0}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("3;k3", "3;x9", 25),
        ("budget;1000.5", "budget;veel", 9),
        ("project_id;cost;votes", "project_id;prijs;votes", 16),
    ],
)
def test_a_bad_file_is_one_line_with_name_and_line_and_leaves_nothing(
    wijkaanzet: Command, file: Path, database_url: str, old: str, new: str, line: int
) -> None:
    file.write_text(FILE.replace(old, new))
    codes = file.parent / "codes.txt"
    result = wijkaanzet("rehearse", file, "--database", database_url, "--until", "voting", "--codes", codes)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"{file}:{line}: ")
    assert result.err.count("\n") == 1
    assert rows(database_url) == 0
    assert not codes.exists()


def test_amounts_finer_than_a_cent_are_refused_before_anything_is_made(
    wijkaanzet: Command, file: Path, database_url: str
) -> None:
    file.write_text(FILE.replace("k3;400.5", "k3;400.505"))
    result = wijkaanzet("rehearse", file, "--database", database_url)
    assert result.status == 2
    assert result.err.count("\n") == 1
    assert "amount-too-fine" in result.err
    assert rows(database_url) == 0


def test_codes_are_never_written_over_a_file(wijkaanzet: Command, file: Path) -> None:
    codes = file.parent / "codes.txt"
    codes.write_text("iets anders")
    url = f"sqlite:///{file.parent / 'x.db'}"
    result = wijkaanzet("rehearse", file, "--database", url, "--until", "voting", "--codes", codes)
    assert (result.status, codes.read_text()) == (2, "iets anders")
    assert rows(url) == 0


def test_until_voting_needs_a_place_for_what_it_leaves(wijkaanzet: Command, file: Path) -> None:
    result = wijkaanzet("rehearse", file, "--until", "voting")
    assert result.status == 2
    assert "--until voting needs --database URL and --codes FILE" in result.err
