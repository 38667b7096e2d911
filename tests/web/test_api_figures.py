"""The figures of the open data add up: votes, money, landings, turnout."""

from phases.calendar import Phase
from phases.suppression import AT_LEAST
from tests.support.visitor import Visitor

People = dict[tuple[Phase, str], Visitor]
BASE = "/api/v1"


def test_the_result_adds_up(people: People) -> None:
    visitor = people[Phase.EXECUTION, ""]
    result = visitor.get(f"{BASE}/uitslag").get_json()
    granted = sum(plan["toegekend"] for plan in result["plannen"])
    assert granted == result["besteed"] == result["budget"] - result["over"]
    for key in ("themas", "wijken"):
        groups = visitor.get(f"{BASE}/{key}").get_json()
        assert sum(one["toegekend"] for one in groups) == granted
        assert sum(one["stemmen"] for one in groups) == sum(plan["stemmen"] for plan in result["plannen"])
        assert sum(one["gekozen"] for one in groups) == sum(plan["gekozen"] for plan in result["plannen"])
    tally = visitor.get(f"{BASE}/telling").get_json()
    votes = {plan["nummer"]: plan["stemmen"] for plan in result["plannen"]}
    assert {plan["nummer"]: plan["stemmen"] for plan in tally["plannen"]} == votes
    for file in result["bestanden"]:
        content = visitor.get(file["adres"].removeprefix(visitor.site.config.base_url))
        assert len(content.get_data()) == file["bytes"], file["naam"]
    assert "stemmen.pb" in {file["naam"] for file in result["bestanden"]}


def test_the_money_of_the_wijk_adds_up_to_the_cent(people: People) -> None:
    year = people[Phase.EXECUTION, ""].get(f"{BASE}/uitvoering").get_json()
    money, plans = year["geld"], year["plannen"]
    assert money["budget"] == money["uitgegeven"] + money["toegezegd"] + money["vrij"]
    assert money["uitgegeven"] == sum(plan["uitgegeven"] for plan in plans) > 0
    promised = sum(plan["toegekend"] - plan["uitgegeven"] - plan["teruggegeven"] for plan in plans)
    assert money["toegezegd"] == promised
    assert {plan["stand"] for plan in plans} >= {"op-schema", "klaar"}


def test_every_plan_that_was_not_chosen_has_a_landing(people: People) -> None:
    visitor = people[Phase.EXECUTION, ""]
    landings = {one["nummer"]: one for one in visitor.get(f"{BASE}/landingen").get_json()}
    plans = visitor.get(f"{BASE}/plannen").get_json()
    rest = {
        plan["nummer"] for plan in plans if plan["status"] in ("niet-gekozen", "nu-niet", "te-weinig-likes")
    }
    assert landings.keys() == rest
    assert {one["stand"] for one in landings.values()} >= {"zoekt", "geland"}


def test_behind_every_figure_of_turnout_stand_enough_people(people: People) -> None:
    turnout = people[Phase.EXECUTION, ""].get(f"{BASE}/opkomst").get_json()
    groups = [*turnout["wijken"], *turnout["leeftijden"], *turnout["dagen"]]
    assert len(turnout["wijken"]) == 4
    assert turnout["ondergrens"] == AT_LEAST == 10
    assert all(one["gestemd"] is None or one["gestemd"] >= AT_LEAST for one in groups)
    assert sum(one["stemgerechtigden"] for one in turnout["wijken"]) == turnout["stemgerechtigden"]
