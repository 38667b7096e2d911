"""A project that was withdrawn after the ballot papers were made is passed over by every rule."""

import pytest

from voting.tally import Ballots, Project, RuleName, TallyRule, TieBreak, count
from voting.tally.model import Completion, Status

PROJECTS = (Project("a", 50, withdrawn=True), Project("b", 60), Project("c", 50))
BALLOTS = Ballots.from_lists([[0], [0, 1], [0, 1, 2], [1], [2]])


@pytest.mark.parametrize("name", list(RuleName))
@pytest.mark.parametrize("completion", [Completion.NONE, Completion.ADD1_UTILITARIAN])
def test_no_rule_chooses_it(name: RuleName, completion: Completion) -> None:
    outcome = count(PROJECTS, BALLOTS, 110, TallyRule(name, completion=completion), TieBreak(), unit=1)
    assert "a" not in outcome.selected
    assert outcome.projects[0].status is Status.WITHDRAWN
    assert outcome.projects[0].reason == "Niet gekozen: dit plan is ingetrokken."


def test_greedy_stop_does_not_stop_at_it() -> None:
    tall = (Project("a", 999_999_999, withdrawn=True), *PROJECTS[1:])
    outcome = count(tall, BALLOTS, 110, TallyRule(RuleName.GREEDY_STOP), TieBreak(), unit=1)
    assert outcome.selected == ("b", "c")
