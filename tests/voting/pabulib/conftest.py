import os
from pathlib import Path

import pytest

SMALL = """META
key;value
description;Een kleine stemming
country;Netherlands
unit;Haarlem
instance;2026
num_projects;4
num_votes;5
budget;1000
vote_type;approval
rule;greedy
date_begin;01.11.2026
date_end;14.11.2026
currency;EUR
PROJECTS
project_id;cost;votes;name;category;selected
b1;600;3;Bankjes;groen;1
s2;500;2;"Speel; tuin";straat;0
k3;400;2;Kunst;groen;1
m4;100;1;Muziek;samen;0
VOTES
voter_id;vote;age
1;b1,s2;16
2;b1,k3;40
3;k3;88
4;;20
5;b1,s2,m4;33
"""


@pytest.fixture
def small() -> str:
    return SMALL


def real_files() -> list[Path]:
    folder = os.environ.get("WIJKAANZET_PABULIB")
    return sorted(Path(folder).glob("*.pb")) if folder else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give ``real_file`` every file of the folder that WIJKAANZET_PABULIB names; without it the test is skipped."""
    if "real_file" in metafunc.fixturenames:
        files = real_files()
        metafunc.parametrize("real_file", files, ids=[path.stem for path in files])
