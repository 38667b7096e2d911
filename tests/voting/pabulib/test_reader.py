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
        ("currency;EUR", "min_length;twee", 14, "niet getoetst"),
        ("currency;EUR", "max_length;1.5", 14, "niet getoetst"),
        ("currency;EUR", "max_sum_cost;veel", 14, "niet getoetst"),
        ("currency;EUR", "max_sum_cost_per_category;1,veel", 14, "niet getoetst"),
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


@pytest.mark.parametrize(
    "ids",
    [
        ["1", "11", "111", "2"],
        ["BO.D19.5/24", "BO.D19.5/25", "BO.D19.6/24", "BO.D1"],
        [
            "een-heel-lange-projectcode-1",
            "een-heel-lange-projectcode-2",
            "een-heel-lange-projectcode-",
            "é€𝄞",
        ],
        ["a", "aaaaaaaa", "aaaaaaaaa", "baaaaaaaa"],
    ],
)
def test_ids_of_any_length_are_told_apart(small, ids):
    text = small
    for old, new in zip(("b1", "s2", "k3", "m4"), ids, strict=True):
        text = (
            text.replace(f"\n{old};", f"\n{new};")
            .replace(f"{old},", f"{new},")
            .replace(f",{old};", f",{new};")
        )
        text = text.replace(f";{old};", f";{new};")
    election = read(text)
    assert election.warnings == ()
    first, second, third, fourth = ids
    assert chosen(election) == [(first, second), (first, third), (third,), (), (first, second, fourth)]
    for near in (first[:-1], first + "x", first[:-1] + "~", first.upper() + first):
        if near and near not in ids:
            with pytest.raises(PabulibError):
                read(text.replace(f"3;{third};88", f"3;{near};88"))


def test_rows_that_are_not_plain_count_the_same(small):
    """The careful reader and the fast one: quotes anywhere in the votes make the difference."""
    fast, careful = read(small), read(small.replace("5;b1,s2,m4;33", '5;b1,s2,m4;"33"'))
    assert fast.ballots.choices.tolist() == careful.ballots.choices.tolist()
    assert fast.ballots.weight.tolist() == careful.ballots.weight.tolist()
    assert fast.rows == careful.rows
