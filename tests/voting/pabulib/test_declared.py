"""The rule that a file declares."""

import pytest

from voting.pabulib import PabulibError, parse
from voting.tally import Add1Stop, Completion, Leftover, RuleName, Satisfaction, TallyRule, TieBreak, count


def declared(text: str):
    return parse(text.encode(), "klein.pb").declared


def chosen(text: str) -> set[str]:
    election = parse(text.encode(), "klein.pb")
    rule = election.declared.rule
    outcome = count(election.projects, election.ballots, election.budget, rule, TieBreak(), election.unit)
    return set(outcome.selected)


@pytest.mark.parametrize(
    ("name", "rule", "noted"),
    [
        ("greedy", TallyRule(), False),
        ("GREEDY", TallyRule(), False),
        ("greedy-threshold", TallyRule(), True),
        ("greedy-no-skip", TallyRule(RuleName.GREEDY_STOP), False),
        ("greedy-custom", TallyRule(RuleName.GREEDY_STOP, leftover=Leftover.TOP_UP_80), True),
        ("greedy-exclusive", TallyRule(), True),
        (
            "equalshares/add1",
            TallyRule(RuleName.EQUAL_SHARES, Satisfaction.COST, Completion.ADD1, Add1Stop.OVERSPEND),
            False,
        ),
        (
            "equalshares",
            TallyRule(RuleName.EQUAL_SHARES, Satisfaction.COST, Completion.ADD1, Add1Stop.OVERSPEND),
            True,
        ),
        (
            "equalshares/add1-comparison",
            TallyRule(RuleName.EQUAL_SHARES, Satisfaction.COST, Completion.ADD1, Add1Stop.OVERSPEND),
            True,
        ),
        ("unknown", TallyRule(), True),
        ("", TallyRule(), True),
        ("dictatuur", TallyRule(), True),
    ],
)
def test_pabulib_rules_in_our_terms(small, name, rule, noted):
    found = declared(small.replace("rule;greedy", f"rule;{name}"))
    assert found.rule == rule
    assert bool(found.note) is noted


def test_a_threshold_is_at_least(small):
    text = small.replace("currency;EUR", "min_project_score_threshold;2")
    assert declared(text).rule.min_votes == 2
    assert chosen(text) == {"b1", "k3"}
    assert chosen(text.replace("threshold;2", "threshold;3")) == {"b1"}
    assert declared(text.replace("threshold;2", "threshold;2.5")).rule.min_votes == 3


def test_a_threshold_counts_points_where_ballots_give_points():
    text = (
        "META\nkey;value\nbudget;10\nvote_type;cumulative\nmin_project_score_threshold;3\n"
        "PROJECTS\nproject_id;cost\na;5\nb;5\n"
        "VOTES\nvoter_id;vote;points\n1;a;3\n2;b;1\n3;b;1.5\n"
    )
    rule = declared(text).rule
    assert (rule.count_points, rule.min_votes) == (True, 30)
    assert chosen(text) == {"a"}


def test_no_skip_stops_and_custom_tops_up(small):
    text = small.replace("budget;1000", "budget;1010").replace("currency;EUR", "unit2;x")
    assert chosen(text.replace("rule;greedy", "rule;greedy-no-skip")) == {"b1"}
    assert chosen(text.replace("rule;greedy", "rule;greedy-custom")) == {"b1", "s2"}
    assert chosen(text.replace("1010", "999").replace("rule;greedy", "rule;greedy-custom")) == {"b1"}


def test_leftover_policies(small):
    fits = "leftover_budget;Fund additional projects that fit within leftover budget ordered by score"
    partly = "leftover_budget;Partially fund one additional project with highest score"
    assert declared(small.replace("currency;EUR", fits)) == (TallyRule(), "")
    assert declared(small.replace("currency;EUR", partly)) == (TallyRule(leftover=Leftover.PART_PAY), "")
    assert declared(small.replace("currency;EUR", "leftover_budget;Feest")).note
    assert declared(
        small.replace("currency;EUR", partly).replace("rule;greedy", "rule;equalshares/add1")
    ).note


def test_caps_per_category_follow_the_order_of_the_list(small):
    text = small.replace("currency;EUR", "categories;samen,groen,straat\nbudget_per_category;100,600,400")
    rule = declared(text).rule
    assert rule.theme_caps == {"samen": 100, "groen": 600, "straat": 400}
    assert chosen(text) == {"b1", "m4"}


def test_caps_per_neighbourhood(small):
    text = small.replace("name;category", "neighborhood;category").replace(
        "currency;EUR", "neighborhoods;Bankjes,Kunst\nbudget_per_neighborhood;599.5,400"
    )
    election = parse(text.encode(), "klein.pb")
    assert election.unit == 10
    assert election.declared.rule.area_caps == {"Bankjes": 5995, "Kunst": 4000}
    assert chosen(text) == {"s2", "k3", "m4"}
    assert any("geen plafond" in line for line in election.warnings)


def test_a_name_with_a_comma_is_recognised(small):
    text = small.replace(";groen;", ";groen, blauw;").replace(
        "currency;EUR", "categories;straat,groen, blauw,samen\nbudget_per_category;1,2,3"
    )
    assert declared(text).rule.theme_caps == {"straat": 1, "groen, blauw": 2, "samen": 3}


def test_lists_that_do_not_match_are_not_applied_and_reported(small):
    text = small.replace("currency;EUR", "categories;straat,groen,samen\nbudget_per_category;1,2")
    election = parse(text.encode(), "klein.pb")
    assert election.declared.rule.theme_caps == {}
    assert any("niet toegepast" in line and ":15:" in line for line in election.warnings)


def test_a_cap_that_is_no_number_is_refused(small):
    text = small.replace("currency;EUR", "categories;straat,groen\nbudget_per_category;1,veel")
    with pytest.raises(PabulibError) as caught:
        parse(text.encode(), "klein.pb")
    assert caught.value.line == 15
