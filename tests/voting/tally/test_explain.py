"""The sentences that residents read, word for word, and the figures beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from voting.tally import (
    Ballots,
    Completion,
    Leftover,
    Outcome,
    Project,
    RuleName,
    Status,
    TallyRule,
    TieBreak,
    count,
    money,
)

PLANS = [
    Project("speeltuin", 50_000_00, "Groen", "Noord"),
    Project("bankjes", 12_000_00, "Groen", "Zuid"),
    Project("muziek", 19_000_50, "Ontmoeten", "Noord"),
    Project("tuin", 4_200_00, "Groen", "Zuid"),
    Project("zwembad", 900_000_00, "Ontmoeten", "Zuid"),
    Project("stil", 5_000_00, "Ontmoeten", "Zuid"),
]
VOTES = (1200, 300, 290, 40, 39, 0)
BALLOTS = Ballots.from_lists([[p] for p, number in enumerate(VOTES) for _ in range(number)])
BUDGET = 70_000_00


def told(tie_break: str = "order", **rule: Any) -> list[str]:
    return [result.reason for result in outcome(tie_break, **rule).projects]


def outcome(tie_break: str = "order", **rule: Any) -> Outcome:
    return count(PLANS, BALLOTS, BUDGET, TallyRule(**rule), TieBreak.parse(tie_break))


def test_greedy() -> None:
    assert told() == [
        "Gekozen met 1.200 stemmen; het had 910 stemmen kunnen missen.",
        "Gekozen met 300 stemmen; het had 10 stemmen kunnen missen.",
        "Niet gekozen: dit plan paste niet meer in het resterende budget van EUR 8.000; "
        "het zou met 11 stemmen meer gekozen zijn.",
        "Gekozen met 40 stemmen.",
        "Niet gekozen: dit plan kost EUR 900.000 en dat is meer dan het hele budget van EUR 70.000.",
        "Niet gekozen: dit plan kreeg geen enkele stem.",
    ]


def test_minimum_votes() -> None:
    assert told(min_votes=77)[3:5] == [
        "Niet gekozen: 37 stemmen te weinig, want een plan heeft er minstens 77 nodig.",
        "Niet gekozen: 38 stemmen te weinig, want een plan heeft er minstens 77 nodig.",
    ]
    assert told(min_votes=291)[2] == (
        "Niet gekozen: 1 stem te weinig, want een plan heeft er minstens 291 nodig; "
        "het zou met 11 stemmen meer gekozen zijn."
    )


def test_greedy_stop() -> None:
    sentences = told(name=RuleName.GREEDY_STOP)
    assert sentences[3] == (
        "Niet gekozen: de telling stopte toen een plan met meer stemmen niet meer in het budget paste; "
        "het zou met 251 stemmen meer gekozen zijn."
    )


def test_caps() -> None:
    sentences = told(theme_caps={"Groen": 60_000_00}, area_caps={"Noord": 50_000_00})
    assert sentences[1] == (
        "Niet gekozen: dit plan paste niet meer in het geld voor Groen, want daar was nog EUR 10.000; "
        "het zou met 901 stemmen meer gekozen zijn."
    )
    assert sentences[2] == (
        "Niet gekozen: dit plan paste niet meer in het geld voor Noord, want daar was nog EUR 0; "
        "het zou met 911 stemmen meer gekozen zijn."
    )


def test_leftover() -> None:
    assert told(leftover=Leftover.PART_PAY)[2] == (
        "Deels betaald: dit plan krijgt de laatste EUR 3.800 van de EUR 19.000,50; "
        "het zou met 11 stemmen meer helemaal betaald zijn."
    )
    rule = TallyRule(RuleName.GREEDY_STOP, leftover=Leftover.TOP_UP_80)
    topped = count(PLANS, BALLOTS, 80_000_00, rule, TieBreak()).projects[2]
    assert (topped.status, topped.selected, topped.paid) == (Status.TOPPED_UP, True, 18_000_00)
    assert topped.reason == (
        "Gekozen met 290 stemmen: er was nog EUR 18.000, minstens 80 % van de EUR 19.000,50, "
        "en de rest komt van buiten het budget."
    )


@pytest.mark.parametrize(("budget", "topped_up"), [(179, False), (180, True)])
@pytest.mark.parametrize("name", [RuleName.GREEDY, RuleName.GREEDY_STOP])
def test_exactly_eighty_percent_is_enough(name: RuleName, budget: int, topped_up: bool) -> None:
    plans, ballots = [Project("a", 100), Project("b", 100)], Ballots.from_lists([[0], [0], [1]])
    rule = TallyRule(name, leftover=Leftover.TOP_UP_80)
    second = count(plans, ballots, budget, rule, TieBreak()).projects[1]
    assert (second.selected, second.margin) == (topped_up, None if topped_up else 2)


def test_topping_up_looks_at_what_is_left_in_the_end() -> None:
    """First in line, the second plan would find 90 under greedy-stop, and 10 after greedy went on down the list."""
    plans, ballots = [Project("a", 80), Project("b", 100)], Ballots.from_lists([[0], [1]])
    for name, short in ((RuleName.GREEDY_STOP, 1), (RuleName.GREEDY, None)):
        rule = TallyRule(name, leftover=Leftover.TOP_UP_80)
        assert count(plans, ballots, 90, rule, TieBreak()).projects[1].margin == short


@pytest.mark.parametrize(
    ("tie_break", "how"),
    [
        ("order", "stond later op de lijst"),
        ("id", "kwam later in de volgorde van de nummers"),
        ("lot:a", "verloor de loting"),
    ],
)
def test_lost_by_the_tie_break(tie_break: str, how: str) -> None:
    twins = [Project("1", 60), Project("2", 60)]
    found = count(twins, Ballots.from_lists([[0], [1]]), 100, TallyRule(), TieBreak.parse(tie_break))
    loser = next(result for result in found.projects if not result.selected)
    winner = next(result for result in found.projects if result.selected)
    assert loser.reason == (
        f"Niet gekozen: dit plan had evenveel stemmen als een ander plan en {how}; "
        "het zou met 1 stem meer gekozen zijn."
    )
    assert (loser.status, loser.taken_by) == (Status.LOST_LOT, (winner.id,))
    assert winner.reason == "Gekozen met 1 stem; het had geen enkele stem kunnen missen."


def test_equal_shares() -> None:
    sentences = told(name=RuleName.EQUAL_SHARES, completion=Completion.UTILITARIAN)
    assert (
        sentences
        == [
            "Niet gekozen: dit plan paste niet meer in het resterende budget van EUR 70.000.",
            "Gekozen met 300 stemmen, van het geld dat nog over was.",
            "Gekozen met 290 stemmen, van het geld dat nog over was.",
            "Gekozen met 40 stemmen, van het geld dat nog over was.",
            "Niet gekozen: dit plan kost EUR 900.000 en dat is meer dan het hele budget van EUR 70.000.",
            "Niet gekozen: dit plan kreeg geen enkele stem.",
        ]
        or sentences[0] == "Gekozen met 1.200 stemmen, van het geld dat nog over was."
    )


def test_equal_shares_says_what_the_voters_had_and_what_a_plan_counted_for() -> None:
    plans = [Project("a", 40_00), Project("b", 90_00)]
    ballots = Ballots.from_lists([[0], [1], [0, 1], [0, 1]])
    found = count(plans, ballots, 130_00, TallyRule(RuleName.EQUAL_SHARES), TieBreak())
    assert [result.reason for result in found.projects] == [
        "Gekozen: de 3 kiezers van dit plan hadden er samen genoeg geld voor.",
        "Niet gekozen: de kiezers van dit plan hadden samen nog EUR 70,83, en het plan kost EUR 90.",
    ]
    assert [result.effective_support for result in found.projects] == [("3.00",), ("3.00",)]


def test_phragmen_and_max_votes() -> None:
    plans, ballots = (
        [Project("a", 60), Project("b", 50), Project("c", 50)],
        Ballots.from_lists([[0], [0], [1], [2]]),
    )
    found = count(plans, ballots, 100, TallyRule(RuleName.PHRAGMEN), TieBreak())
    assert [result.reason for result in found.projects] == [
        "Gekozen: de 2 kiezers van dit plan hadden er samen genoeg geld voor.",
        "Niet gekozen: dit plan paste niet meer in het resterende budget van EUR 0,40.",
        "Niet gekozen: de telling stopte toen een ander plan niet meer in het budget paste.",
    ]
    found = count(plans, ballots, 60, TallyRule(RuleName.MAX_VOTES), TieBreak())
    assert [result.reason for result in found.projects][:2] == [
        "Gekozen: dit plan hoort bij de plannen die binnen het budget samen de meeste stemmen krijgen.",
        "Niet gekozen: dit plan hoort niet bij de plannen die binnen het budget samen de meeste stemmen krijgen.",
    ]


def test_points() -> None:
    ballots = Ballots.from_lists([[0, 1], [1]], [[3, 1], [1]])
    plans = [Project("a", 5_00), Project("b", 5_00)]
    rule = TallyRule(count_points=True)
    found = count(plans, ballots, 5_00, rule, TieBreak())
    assert [(r.votes, r.score) for r in found.projects] == [(1, 3), (2, 2)]
    assert (
        found.projects[1].reason
        == "Niet gekozen: het budget was al op; het zou met 2 punten meer gekozen zijn."
    )
    assert count(plans, ballots, 5_00, replace(rule, count_points=False), TieBreak()).selected == ("b",)


def test_who_took_the_money() -> None:
    by_id = {result.id: result for result in outcome().projects}
    assert by_id["muziek"].taken_by == ("bankjes",)
    assert (by_id["muziek"].turn, by_id["muziek"].money_left) == (3, 8_000_00)
    assert by_id["zwembad"].taken_by == ()


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (420000, 100, "EUR 4.200"),
        (420050, 100, "EUR 4.200,50"),
        (5, 100, "EUR 0,05"),
        (1234567, 1, "EUR 1.234.567"),
        (15, 10, "EUR 1,50"),
        (1005, 1000, "EUR 1,005"),
        (-150, 100, "EUR -1,50"),
    ],
)
def test_money(amount: int, unit: int, text: str) -> None:
    assert money(amount, unit) == text


def test_another_currency() -> None:
    found = count(
        [Project("a", 10), Project("b", 5)], Ballots.from_lists([[0]]), 4, TallyRule(), TieBreak(), 1, "PLN"
    )
    assert found.projects[0].reason.endswith("kost PLN 10 en dat is meer dan het hele budget van PLN 4.")
