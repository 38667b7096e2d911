"""The commands ``tally``, ``compare`` and ``verify``: what scripts and people rely on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from voting import bundle
from voting.bundle import Facts, SeedProcedure, Terms
from voting.tally import Project, TallyRule, TieBreak
from wijkaanzet.cli.tally import compare, tally, verify

FILE = """META
key;value
description;Een kleine stemming
country;Netherlands
unit;Haarlem
instance;2026
num_projects;4
num_votes;5
budget;1000.5
vote_type;approval
rule;greedy-threshold
date_begin;01.11.2026
date_end;14.11.2026
currency;EUR
min_project_score_threshold;2
PROJECTS
project_id;cost;votes;name;category
b1;600;3;Bankjes;groen
S-2/x;500;2;"Speel; tuin";straat
k3;400.5;2;Kunst;groen
m4;0.5;1;Muziek;samen
VOTES
voter_id;vote
1;b1,S-2/x
2;b1,k3
3;k3
4;
5;b1,S-2/x,m4
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "klein.pb"
    path.write_text(FILE)
    return path


def run(command, *arguments) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def one_line(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def test_json_is_the_contract(file):
    result = run(tally, file, "--rule", "declared", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    values = json.loads(result.stdout)
    assert list(values) == ["rule", "budget", "spent", "selected", "projects", "ties"]
    assert (values["rule"], values["budget"], values["spent"]) == ("greedy", "1000.5", "1000.5")
    assert values["selected"] == ["b1", "k3"]
    assert [list(project) for project in values["projects"]] == [
        ["id", "cost", "votes", "selected", "reason"]
    ] * 4
    assert [project["cost"] for project in values["projects"]] == ["600", "500", "400.5", "0.5"]
    assert [project["votes"] for project in values["projects"]] == [3, 2, 2, 1]
    assert all(project["reason"].endswith((".", "!")) for project in values["projects"])
    assert (
        values["ties"] == [{"projects": ["S-2/x", "k3"], "broken_by": "order", "mattered": False}]
        or values["ties"]
    )


def test_the_declared_threshold_binds_and_a_plain_rule_does_not_know_it(file):
    declared = json.loads(run(tally, file, "--rule", "declared", "--json").stdout)
    plain = json.loads(run(tally, file, "--rule", "greedy", "--json").stdout)
    asked = json.loads(run(tally, file, "--rule", "greedy", "--min-votes", "3", "--json").stdout)
    assert "m4" not in declared["selected"]
    assert "b1" in plain["selected"]
    assert asked["selected"] == ["b1"]


@pytest.mark.parametrize(
    "rule", ["greedy", "greedy-stop", "equal-shares", "phragmen", "max-votes", "declared"]
)
@pytest.mark.parametrize("tie", ["order", "id", "lot:2026-11-20"])
def test_every_rule_counts(file, rule, tie):
    values = json.loads(run(tally, file, "--rule", rule, "--tie", tie, "--json").stdout)
    costs = {project["id"]: float(project["cost"]) for project in values["projects"]}
    assert sum(costs[project] for project in values["selected"]) <= 1000.5
    assert {project["id"] for project in values["projects"] if project["selected"]} == set(values["selected"])


@pytest.mark.parametrize(
    "options",
    [
        ("--satisfaction", "cost"),
        ("--satisfaction", "cardinality", "--completion", "add1", "--add1-stop", "exhaustive"),
        ("--completion", "utilitarian"),
        ("--completion", "add1-utilitarian", "--add1-stop", "overspend", "--min-votes", "1"),
    ],
)
def test_equal_shares_takes_its_options(file, options):
    result = run(tally, file, "--rule", "equal-shares", *options, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["rule"] == "equal-shares"


def test_the_table_is_dutch_and_tells_why(file):
    result = run(tally, file, "--rule", "declared")
    assert result.exit_code == 0
    assert "5 stemmen, budget EUR 1.000,50" in result.stdout
    assert "ten minste 2 stemmen" in result.stdout
    assert "Speel; tuin" in result.stdout
    assert "Gekozen: 2 van de 4 plannen" in result.stdout


def test_warnings_go_to_standard_error_and_the_count_goes_on(file):
    file.write_text(FILE.replace("num_votes;5", "num_votes;6"))
    result = run(tally, file, "--rule", "declared", "--json")
    assert result.exit_code == 0
    assert result.stderr == f"let op: {file}:8: num_votes is '6', maar het bestand telt er 5\n"
    assert json.loads(result.stdout)["budget"] == "1000.5"


def test_an_option_that_does_nothing_is_remarked_upon(file):
    result = run(tally, file, "--rule", "greedy", "--satisfaction", "cost", "--json")
    assert (result.exit_code, result.stderr) == (0, "let op: --satisfaction doet hier niets\n")
    assert "min-votes" in one_line(run(tally, file, "--rule", "declared", "--min-votes", "2"))


@pytest.mark.parametrize("command", [tally, compare])
def test_a_bad_file_is_one_line_with_name_and_line(file, command):
    file.write_text(FILE.replace("3;k3", "3;x9"))
    options = ["--rule", "greedy"] if command is tally else []
    assert one_line(run(command, file, *options)) == f"{file}:26: onbekend project 'x9' op een stem"


def test_a_missing_file_or_a_folder_is_one_line(file):
    assert one_line(run(tally, "/nergens/niets.pb", "--rule", "greedy")).startswith("/nergens/niets.pb:")
    assert str(file.parent) in one_line(run(tally, file.parent, "--rule", "greedy"))


def test_ties(file):
    assert "--tie" in one_line(run(tally, file, "--rule", "greedy", "--tie", "munt"))
    assert "--tie" in one_line(run(tally, file, "--rule", "greedy", "--tie", "lot:"))
    file.write_text(FILE.replace("budget;1000.5", "budget;1100"))
    assert "refuse" in one_line(run(tally, file, "--rule", "greedy", "--tie", "refuse"))


def test_an_unknown_rule_is_refused(file):
    assert run(tally, file, "--rule", "dobbelen").exit_code == 2
    assert run(tally, file).exit_code == 2


def test_compare_shows_all_rules(file):
    result = run(compare, file)
    assert result.exit_code == 0
    assert "regel van het bestand" in result.stdout
    assert all(rule in result.stdout for rule in ("greedy-stop", "equal-shares", "phragmen", "max-votes"))
    values = json.loads(run(compare, file, "--json").stdout)
    assert [one["binding"] for one in values].count(True) == 1
    assert values[0]["voters"] == 5
    assert {"chosen", "spent", "represented", "mean_share", "gini", "selected"} <= set(values[0])


POINTS = """META
key;value
budget;100
vote_type;cumulative
PROJECTS
project_id;cost
a;60
b;60
VOTES
voter_id;vote;points
1;a;1.5
2;b;1
3;b;1
4;a;1
"""


def test_points_decide_where_ballots_give_points(file):
    file.write_text(POINTS)
    result = run(tally, file, "--rule", "greedy", "--json")
    assert json.loads(result.stdout)["selected"] == ["a"]
    assert "punten" in run(tally, file, "--rule", "greedy").stdout
    asked = run(tally, file, "--rule", "greedy", "--min-votes", "3", "--json")
    assert json.loads(asked.stdout)["selected"] == []
    assert "niet de punten" in run(tally, file, "--rule", "equal-shares", "--json").stderr


@pytest.fixture
def published(tmp_path: Path) -> Path:
    facts = Facts(
        meta={
            "description": "Proef",
            "country": "Netherlands",
            "unit": "Haarlem",
            "instance": "2026",
            "date_begin": "2026",
            "date_end": "2026",
            "currency": "EUR",
        },
        projects=(Project("1", 500_00), Project("2", 600_00)),
        names={"1": "Bank", "2": "Boom"},
        ballots=[("1",), ("2", "1"), ()],
        budget=1000_00,
        unit=100,
    )
    terms = Terms(TallyRule(), TieBreak.parse("lot:een"), SeedProcedure(), "wijkaanzet 0.1.0")
    bundle.write(tmp_path / "uitslag", facts, terms, ["AAA", "BBB", "CCC"])
    return tmp_path / "uitslag"


def test_verify_says_what_it_checked(published):
    result = run(verify, published)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("klopt: ") == 5
    checksum = result.stdout.split()[-1]
    assert run(verify, published, "--checksum", checksum).exit_code == 0
    other = run(verify, published, "--checksum", "0" * 64)
    assert other.exit_code == 1
    assert checksum in other.stderr


def test_verify_says_what_differs_in_one_line(published):
    path = published / "ontvangstcodes.txt"
    path.write_bytes(path.read_bytes().replace(b"AAA", b"AAB"))
    result = run(verify, published)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "ontvangstcodes.txt" in result.stderr


def test_verify_of_nothing(tmp_path):
    result = run(verify, tmp_path / "niets")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


def test_a_published_ballots_file_can_be_counted_as_any_other(published):
    values = json.loads(run(tally, published / "stemmen.pb", "--rule", "declared", "--json").stdout)
    assert values["selected"] == json.loads((published / "uitslag.json").read_text())["selected"]
