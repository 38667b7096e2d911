"""``wijkaanzet report``: the evaluation of an edition that was carried all the way, its figures in a golden file."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Command
from tests.support.pages import Page

GOLDEN = Path(__file__).parents[1] / "golden" / "report" / "rehearsed.txt"
HEAD = """META
key;value
description;Kleinwijk aan Zet
country;Netherlands
unit;Kleinstad
instance;2026
num_projects;4
num_votes;26
budget;1000.5
vote_type;approval
rule;greedy-threshold
currency;EUR
min_project_score_threshold;2
max_length;2
PROJECTS
project_id;cost;votes;name;category
b1;600;20;Bankjes;groen
S-2/x;500;12;"Speel; tuin";straat
k3;400.5;14;Kunst;groen
m4;0.5;0;Muziek;samen
VOTES
voter_id;vote
"""
VOTES = ("b1,S-2/x", "b1,k3", "", "b1,k3", "k3,S-2/x", "b1", "k3", "b1,S-2/x")
# The calendar of a rehearsal hangs on the day of today.
DAY = re.compile(
    r"\b\d{1,2} (januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december) 20\d\d\b"
)
YEAR = re.compile(r"\b20\d\d\b")
LENGTH = re.compile(r"(cyclus duurt|kalender stonden) \d+ (maanden|dagen)")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "klein.pb"
    path.write_text(HEAD + "".join(f"{n};{VOTES[n % len(VOTES)]}\n" for n in range(26)))
    return path


def lines(html: str) -> str:
    """The words of a page, a line each, without what hangs on today."""
    told = [" ".join(text.split()) for text in Page(html).texts]
    text = "\n".join(line for line in told if line) + "\n"
    for pattern, instead in ((DAY, "DAG"), (YEAR, "JAAR"), (LENGTH, r"\1 N \2")):
        text = pattern.sub(instead, text)
    return text


def test_an_edition_carried_all_the_way_gives_these_figures(
    wijkaanzet: Command, file: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsed = wijkaanzet("rehearse", file, "--database", database_url, "--json", "--letters", 2)
    assert rehearsed.status == 0, rehearsed.err
    outcome = json.loads(rehearsed.out)
    monkeypatch.setenv("WIJKAANZET_DATABASE", database_url)
    out = file.parent / "verslag"
    answer = wijkaanzet("report", "rehearse-klein", "--out", out)
    assert (answer.status, answer.err) == (0, "")
    html, pdf = out / "evaluatie-rehearse-klein.html", out / "evaluatie-rehearse-klein.pdf"
    assert answer.out.split() == [str(html), str(pdf)]
    found = lines(html.read_text())
    assert found == GOLDEN.read_text()
    told = found.splitlines()
    for project in outcome["projects"]:
        if project["selected"]:
            place = told.index("Bankjes" if project["id"] == "b1" else "Kunst")
            assert told[place + 2] == str(project["votes"])
    reader = PdfReader(BytesIO(pdf.read_bytes()))
    text = "".join(page.extract_text() for page in reader.pages)
    for words in ("Evaluatie Kleinwijk aan Zet", "€ 1.000,50", "Bankjes", "Speel; tuin", "26"):
        assert words in text


def test_an_edition_that_is_not_there_is_said_and_nothing_is_written(
    wijkaanzet: Command, tmp_path: Path
) -> None:
    wijkaanzet("edition", "create")
    answer = wijkaanzet("report", "elders", "--out", tmp_path / "verslag")
    assert (answer.status, answer.out) == (2, "")
    assert "no edition 'elders'" in answer.err
    assert not (tmp_path / "verslag").exists()
