"""What the reader makes of good, odd and bad files."""

import numpy as np
import pytest

from voting.pabulib import PabulibError, parse
from voting.tally import Project


def read(text: str):
    return parse(text.encode(), "klein.pb")


def chosen(election) -> list[tuple[str, ...]]:
    return [row.chosen for row in election.rows]


def votes(election) -> dict[str, int]:
    counted = dict.fromkeys((project.id for project in election.projects), 0)
    for row in election.rows:
        for project in row.chosen:
            counted[project] += 1
    return counted


def test_everything_in_a_small_file(small):
    election = read(small)
    assert election.warnings == ()
    assert election.projects[0] == Project("b1", 600, "groen", "")
    assert election.names["s2"] == "Speel; tuin"
    assert (election.budget, election.unit, election.currency) == (1000, 1, "EUR")
    assert list(election.meta)[:3] == ["description", "country", "unit"]
    assert chosen(election) == [("b1", "s2"), ("b1", "k3"), ("k3",), (), ("b1", "s2", "m4")]
    assert [row.voter_id for row in election.rows] == ["1", "2", "3", "4", "5"]
    assert [row.line for row in election.rows] == [23, 24, 25, 26, 27]
    assert election.published == {"b1": 1, "s2": 0, "k3": 1, "m4": 0}
    assert election.ballots.voters == 5


def test_equal_ballots_are_one_group_whatever_their_order(small):
    election = read(small.replace("3;k3;88", "3;s2,b1;88"))
    assert sorted(election.ballots.weight.tolist()) == [1, 1, 1, 2]
    assert all(
        (np.diff(election.ballots.choices[start:end]) > 0).all()
        for start, end in zip(election.ballots.offsets, election.ballots.offsets[1:], strict=False)
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("PROJECTS\n", "\n\nPROJECTS\n\n").replace("2;b1,k3", "\n2;b1,k3"),
        lambda text: text.replace("META", "meta").replace("VOTES", "Votes"),
        lambda text: text.replace("META\n", "META;;;\n").replace("VOTES\n", "VOTES;;\n"),
        lambda text: text.replace("key;value", "Key; Value").replace("budget;1000", "budget; 1000 "),
        lambda text: text.replace("1;b1,s2;16", '1;"b1,s2";16'),
        lambda text: text.replace("1;b1,s2;16", "1; b1 , s2 ;16"),
        lambda text: text.replace("1;b1,s2;16", "1;b1,s2,;16"),
        lambda text: text.replace("4;;20", "4;None;20"),
        lambda text: text.replace("budget;1000", "budget;1000.00").replace(";400;", ";400,0;"),
        lambda text: text.replace(";400;", ";4e2;"),
    ],
)
def test_the_same_election_in_other_clothes(small, change):
    plain, dressed = read(small), read(change(small))
    assert dressed.warnings == ()
    assert dressed.projects == plain.projects
    assert dressed.budget == plain.budget
    assert chosen(dressed) == chosen(plain)
    assert dressed.ballots.weight.tolist() == plain.ballots.weight.tolist()


def test_columns_may_stand_in_any_order_and_more_may_follow(small):
    text = small.replace("voter_id;vote;age", "age;voter_id;sex;vote")
    for line in ("1;b1,s2;16", "2;b1,k3;40", "3;k3;88", "4;;20", "5;b1,s2,m4;33"):
        voter, vote, age = line.split(";")
        text = text.replace(f"\n{line}\n", f"\n{age};{voter};x;{vote}\n")
    assert chosen(read(text)) == chosen(read(small))


def test_decimals_set_the_unit(small):
    election = read(small.replace("b1;600;", "b1;600.25;").replace("s2;500;", "s2;12,5;"))
    assert election.unit == 100
    assert [project.cost for project in election.projects] == [60025, 1250, 40000, 10000]
    assert election.budget == 100000


def test_a_comma_that_could_mean_thousands_is_a_decimal_with_a_warning(small):
    election = read(small.replace("b1;600;", "b1;1,500;"))
    assert election.projects[0].cost * 2 == 3 * election.unit
    assert any("decimaalteken" in line and ":17:" in line for line in election.warnings)


def test_a_project_twice_on_a_ballot_counts_once_and_is_reported(small):
    election = read(small.replace("1;b1,s2;16", "1;b1,s2,b1;16"))
    assert chosen(election)[0] == ("b1", "s2")
    assert votes(election)["b1"] == 3
    assert [line for line in election.warnings if "meer dan één keer" in line] == [
        "klein.pb:23: 1 stem noemt een project meer dan één keer; het telt één keer"
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("num_votes;5", "num_votes;6", 8, "num_votes"),
        ("num_projects;4", "num_projects;5", 7, "num_projects"),
        ("b1;600;3;", "b1;600;2;", 17, "votes"),
        ("Kunst;groen;1", "Kunst;groen;7", 19, "selected"),
        ("2;b1,k3;40", "1;b1,k3;40", 22, "voter_id"),
        ("2;b1,k3;40", "2;b1,k3", 24, "kolommen"),
        ("2;b1,k3;40", "2;b1,k3;40;41", 24, "kolommen"),
        ("currency;EUR", "currency;EUR;USD", 14, "currency"),
        ("currency;EUR\n", "currency;EUR\ncurrency;EUR\n", 15, "currency"),
        ("date_end;14.11.2026\n", "", 2, "date_end"),
        ("m4;100;", "m4;0;", 20, "kost niets"),
        ("currency;EUR", "budget_per_street;3", 14, "budget_per_street"),
        ("1;b1,s2;16", '1;b1,s2;"16"a', 23, "aanhalingstekens"),
    ],
)
def test_what_can_be_lived_with_is_a_warning_with_its_line(small, old, new, line, said):
    assert old in small
    warnings = read(small.replace(old, new)).warnings
    assert any(text.startswith(f"klein.pb:{line}: ") and said in text for text in warnings), warnings


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("1;b1,s2;16", "1;b1,x9;16", 23),
        ("3;k3;88", "3", 25),
        ("project_id;cost", "project;cost", 16),
        ("project_id;cost", "project_id;costs", 16),
        ("voter_id;vote;age", "voter_id;votes;age", 22),
        ("voter_id;vote;age", "voter;vote;age", 22),
        ("voter_id;vote;age", "voter_id;vote;vote", 22),
        ("b1;600;", "b1;zeshonderd;", 17),
        ("b1;600;", "b1;;", 17),
        ("b1;600;", "b1;-600;", 17),
        ("b1;600;", "b1;1_000;", 17),
        ("b1;600;", "b1;nan;", 17),
        ("b1;600;", "b1;1.000.000;", 17),
        ("b1;600;", "b1;99999999999999999;", 17),
        ("b1;600;", "b1;1e90;", 17),
        ("b1;600;", "b1;0.0000000001;", 17),
        ("s2;500;", "b1;500;", 18),
        ("s2;500;", ";500;", 18),
        ("s2;500;", '"s2,x";500;', 18),
        ("budget;1000\n", "", 2),
        ("budget;1000", "budget;-1", 9),
        ("budget;1000", "budget;veel", 9),
        ("vote_type;approval", "vote_type;handopsteken", 10),
        ("vote_type;approval", "vote_type;", 10),
        ("vote_type;approval", "vote_type;cumulative", 22),
        ("currency;EUR", "budget;900", 14),
        ("currency;EUR", "min_length;twee", 14),
        ("currency;EUR", "max_length;1.5", 14),
        ("currency;EUR", "min_project_score_threshold;veel", 14),
        ("currency;EUR", ";EUR", 14),
        ("key;value\n", "", 2),
        ("META\n", "", 1),
        ("PROJECTS\n", "", 1),
        ("VOTES\n", "", 27),
        ("PROJECTS\n", "PROJECTS\nPROJECTS\n", 15),
        ("3;k3;88", '3;"k3;88', 25),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(small, old, new, line):
    assert old in small
    with pytest.raises(PabulibError) as caught:
        read(small.replace(old, new))
    assert caught.value.line == line, caught.value
    assert str(caught.value).startswith(f"klein.pb:{line}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"\x00\x01", 1),
        (b"META\nkey;value\ndescription;caf\xe9\n", 3),
        ("META\nkey;value\n".encode("utf-16"), 1),
        (b"META\n", 2),
        (b"VOTES\n", 2),
        (b"VOTES\nvoter_id;vote\n", 1),
        (b"META\nPROJECTS\nVOTES\nvoter_id;vote\n", 1),
        (b"x" * 200_000, 1),
        (
            b'META\nkey;value\na;"'
            + b"x" * 200_000
            + b'"\nPROJECTS\nproject_id;cost\nVOTES\nvoter_id;vote\n',
            3,
        ),
    ],
)
def test_what_is_no_pabulib_file_is_refused(data, line):
    with pytest.raises(PabulibError) as caught:
        parse(data, "raar.pb")
    assert caught.value.line == line, caught.value


def test_the_word_votes_may_stand_inside_a_description(small):
    text = small.replace("Bankjes", '"Bankjes\nVOTES\nbij de kerk"')
    election = read(text)
    assert chosen(election) == chosen(read(small))
    assert election.rows[0].line == 25
    with pytest.raises(PabulibError) as caught:
        read(text.replace("2;b1,k3", "2;b1,x9"))
    assert caught.value.line == 26


def test_a_line_number_is_right_after_a_quoted_line_end_in_the_votes(small):
    with pytest.raises(PabulibError) as caught:
        read(small.replace("1;b1,s2;16", '1;b1,s2;"zes\ntien"').replace("3;k3", "3;x9"))
    assert caught.value.line == 26


POINTS = """META
key;value
description;Punten
country;Netherlands
unit;Haarlem
instance;2026
num_projects;3
num_votes;3
budget;1000
vote_type;cumulative
rule;greedy
date_begin;2026
date_end;2026
max_sum_points;5
PROJECTS
project_id;cost;votes;score
a;600;2;4
b;500;2;3
c;400;1;1
VOTES
voter_id;vote;points
1;a,b;3,2
2;b,a;1,1
3;c;1
"""


def test_points_go_with_their_project():
    election = read(POINTS)
    assert election.warnings == ()
    assert [row.points for row in election.rows] == [(3, 2), (1, 1), (1,)]
    assert election.ballots.points is not None
    total = np.zeros(3, dtype=int)
    np.add.at(total, election.ballots.choices, election.ballots.points)
    assert total.tolist() == [4, 3, 1]


def test_points_with_decimals_are_scaled():
    election = read(POINTS.replace("1;a,b;3,2", "1;a,b;2.5,2"))
    assert election.points_unit == 10
    assert election.rows[0].points == (25, 20)
    assert election.ballot_limits.max_sum_points == 50


def test_a_project_twice_keeps_its_first_points():
    election = read(POINTS.replace("1;a,b;3,2", "1;a,b,a;3,2,1"))
    assert election.rows[0] == (22, "1", ("a", "b"), (3, 2))
    assert election.ballots.points is not None
    assert int(election.ballots.points.sum()) == 8


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("1;a,b;3,2", "1;a,b;3", 22),
        ("1;a,b;3,2", "1;a,b;3,x", 22),
        ("3;c;1", "3;c;", 24),
        ("3;c;1", "3;;1", 24),
        ("3;c;1", "3;c;9999999999", 21),
        ("voter_id;vote;points", "voter_id;vote;pts", 21),
    ],
)
def test_points_that_do_not_fit_are_refused(old, new, line):
    with pytest.raises(PabulibError) as caught:
        read(POINTS.replace(old, new))
    assert caught.value.line == line, caught.value


RANKED = POINTS.replace("cumulative", "ordinal").replace("max_sum_points;5", "max_length;3")


@pytest.mark.parametrize(
    ("scores", "first"),
    [
        (("3", "3", "1"), [(2, 1), (2, 1), (1,)]),
        (("5", "5", "3"), [(3, 2), (3, 2), (3,)]),
        (("8", "0", "0"), [(2, 1), (2, 1), (1,)]),
    ],
)
def test_ranked_ballots_without_points_get_them_by_place_as_the_file_adds_up(scores, first):
    text = "".join(
        line.rpartition(";")[0] + "\n"
        if line[:2] in ("1;", "2;", "3;") or line.startswith("voter_id")
        else line
        for line in RANKED.splitlines(keepends=True)
    )
    for project, votes_and_score in zip("abc", scores, strict=True):
        text = text.replace(f"\n{project};", f"\n{project};")
        head, _, tail = text.partition(f"\n{project};")
        line, rest = tail.split("\n", 1)
        text = f"{head}\n{project};{line.rpartition(';')[0]};{votes_and_score}\n{rest}"
    election = read(text)
    assert [row.points for row in election.rows] == first


def test_ranked_ballots_with_points_use_them():
    assert [row.points for row in read(RANKED).rows] == [(3, 2), (1, 1), (1,)]


def test_approval_points_are_ignored_with_a_warning():
    election = read(POINTS.replace("cumulative", "approval"))
    assert election.ballots.points is None
    assert any("points telt niet mee" in line for line in election.warnings)


@pytest.mark.parametrize(
    ("meta", "vote", "broken"),
    [
        ("max_length;1", "b1,s2", ("max_length",)),
        ("min_length;2", "b1", ("min_length",)),
        ("min_length;2", "", ()),
        ("max_sum_cost;999,5", "b1,k3", ("max_sum_cost",)),
        ("max_sum_cost;1000", "b1,k3", ()),
        ("min_sum_cost;401", "k3", ("min_sum_cost",)),
        ("max_length_per_category;1", "b1,k3", ("max_length_per_category",)),
        ("max_length_per_category;0", "b1", ("max_length_per_category",)),
        ("min_length_per_category;1", "b1,s2", ("min_length_per_category",)),
        ("min_length_per_category;1", "b1,s2,m4", ()),
        (
            "categories;straat,groen\nmax_sum_cost_per_category;500,999",
            "b1,k3",
            ("max_sum_cost_per_category",),
        ),
        ("max_sum_cost_per_category;550", "b1", ("max_sum_cost_per_category",)),
    ],
)
def test_limits_of_a_ballot(small, meta, vote, broken):
    text = small.replace("currency;EUR", meta).replace("1;b1,s2;16", f"1;{vote};16")
    election = read(text)
    assert election.broken_limits(election.rows[0]) == broken


def test_limits_on_points():
    text = POINTS.replace(
        "max_sum_points;5", "max_points;2\nmin_points;1.5\nmin_sum_points;3\nmax_sum_points;4"
    )
    election = read(text)
    assert [election.broken_limits(row) for row in election.rows] == [
        ("max_points", "max_sum_points"),
        ("min_points", "min_sum_points"),
        ("min_points", "min_sum_points"),
    ]


def test_choose_one_allows_one(small):
    election = read(small.replace("vote_type;approval", "vote_type;choose-1"))
    assert [bool(election.broken_limits(row)) for row in election.rows] == [True, True, False, False, True]
