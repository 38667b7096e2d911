"""Points, ranked ballots and the limits of a ballot."""

import numpy as np
import pytest

from voting.pabulib import PabulibError, parse


def read(text: str):
    return parse(text.encode(), "klein.pb")


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


WITHOUT_POINTS = """META
key;value
budget;1000
vote_type;ordinal
max_length;3
PROJECTS
project_id;cost;score
a;600;{}
b;500;{}
c;400;{}
VOTES
voter_id;vote
1;a,b
2;b,a
3;c
"""


@pytest.mark.parametrize(
    ("scores", "points"),
    [
        (("3", "3", "1"), [(2, 1), (2, 1), (1,)]),
        (("5", "5", "3"), [(3, 2), (3, 2), (3,)]),
        (("8", "0", "0"), [(2, 1), (2, 1), (1,)]),
        (("", "", ""), [(2, 1), (2, 1), (1,)]),
    ],
)
def test_ranked_ballots_without_points_get_them_by_place_as_the_file_adds_up(scores, points):
    election = read(WITHOUT_POINTS.format(*scores))
    assert [row.points for row in election.rows] == points
    assert election.declared.rule.count_points
    said = [line for line in election.warnings if "score" in line]
    assert bool(said) is (scores[0] in ("8", ""))


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
