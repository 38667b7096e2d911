"""The figures of the evaluation: each follows from the facts, and none says more than is known."""

from dataclasses import replace

from phases.feasibility import VerdictKind
from phases.landing import LandingState, Route
from phases.plan import Exit
from phases.report import Report, make_report
from phases.report_facts import (
    Carried,
    CostLine,
    Headline,
    PlanFact,
    ReportFacts,
    Stage,
    Subject,
    VoteFacts,
    share,
)

YES, PROVIDED, NOT_NOW = (
    VerdictKind.FEASIBLE,
    VerdictKind.FEASIBLE_PROVIDED,
    VerdictKind.NOT_IN_THIS_BUDGET,
)
GARDEN = PlanFact(
    *(1, "Tuin", "Groen", "Oost", 30_000_00, 60),
    audiences=frozenset({"iedereen"}),
    verdict=YES,
    verdict_day=3,
    votes=40,
    chosen=True,
    granted=30_000_00,
    carried=Carried.DONE,
)
BENCH = PlanFact(
    *(2, "Bank", "Groen", "", 20_000_00, 55, 5),
    audiences=frozenset({"ouderen", "jongeren"}),
    verdict=PROVIDED,
    conditions=2,
    verdict_day=10,
    votes=12,
    landing=LandingState.LANDED,
    route=Route.PARTNER,
)
POOL = PlanFact(
    *(3, "Bad", "Straat", "West", 90_000_00, 70),
    verdict=NOT_NOW,
    verdict_day=50,
    landing=LandingState.SEARCHING,
)
FEW = PlanFact(4, "Hek", "Straat", "West", 5_00, 3, landing=LandingState.SEARCHING)
GONE = PlanFact(5, "Weg", "Straat", "West", 5_00, 80, withdrawn=True)
MERGED = PlanFact(6, "Ook een bank", "Groen", "West", 5_00, 20, left=Exit.MERGED)
HIDDEN = PlanFact(7, "Reclame", "Groen", "West", 5_00, 99, left=Exit.HIDDEN)
FACTS = ReportFacts(
    "Proefwijk",
    2026,
    70_000_00,
    50,
    ("Groen", "Straat"),
    ("Oost", "West"),
    (GARDEN, BENCH, POOL, FEW, GONE, MERGED, HIDDEN),
    likes_over=True,
    verdicts_public=True,
    table_days=42,
    vote=VoteFacts(voters=50, spent=30_000_00, entitled=200, on_paper=14),
)


def report(**changes: object) -> Report:
    return make_report(replace(FACTS, **changes))  # type: ignore[arg-type]


def test_the_funnel_counts_what_is_left_from_step_to_step() -> None:
    found = report()
    assert dict(found.funnel) == {
        Stage.SUBMITTED: 6,
        Stage.ENOUGH_LIKES: 3,
        Stage.FEASIBLE: 2,
        Stage.ON_BALLOT: 2,
        Stage.CHOSEN: 1,
        Stage.REALISED: 1,
    }
    assert (found.landed, found.withdrawn, found.left) == (1, 1, {Exit.MERGED: 1, Exit.HIDDEN: 1})


def test_what_is_not_known_yet_is_none_and_never_a_nought() -> None:
    early = report(likes_over=False, verdicts_public=False, vote=None)
    assert [count for _stage, count in early.funnel] == [6, None, None, None, None, None]
    assert early.landed is None
    assert early.timing is None
    assert early.verdicts == {}
    assert {group.votes for group in early.themes} == {None}
    assert (early.channels.votes_online, early.channels.votes_on_paper) == (None, None)
    assert early.trends[-1].turnout is None


def test_a_hidden_plan_was_never_one() -> None:
    assert report().likes == 60 + 55 + 70 + 3 + 80 + 20
    assert "Reclame" not in {plan.title for plan in (*report().chosen, *report().others)}


def test_themes_and_areas_each_hold_every_plan_once() -> None:
    found = report()
    for groups in (found.themes, found.areas):
        assert sum(group.plans for group in groups) == 6
        assert sum(group.granted or 0 for group in groups) == 30_000_00
        assert sum(group.votes or 0 for group in groups) == 52
    assert [group.name for group in found.areas] == ["Oost", "West", ""]
    assert report(areas=()).areas == ()


def test_a_plan_counts_for_each_of_its_audiences() -> None:
    assert [(group.name, group.plans) for group in report().audiences] == [
        ("iedereen", 1),
        ("jongeren", 1),
        ("ouderen", 1),
    ]


def test_the_table_against_its_six_weeks() -> None:
    timing = report().timing
    assert timing is not None
    assert (timing.days, timing.reserved, timing.verdicts, timing.in_time) == (42, 42, 3, 2)
    assert (timing.middle, timing.last) == (10, 50)
    assert timing.by_week == (1, 1, 0, 0, 0, 0, 0, 1)
    last_day = report(plans=(replace(GARDEN, verdict_day=42),)).timing
    assert last_day is not None
    assert (last_day.in_time, last_day.by_week) == (1, (0, 0, 0, 0, 0, 1))


def test_ways_to_vote_are_told_only_with_enough_people_behind_both() -> None:
    assert (report().channels.votes_online, report().channels.votes_on_paper) == (36, 14)
    few = report(vote=VoteFacts(voters=50, spent=0, on_paper=9)).channels
    assert (few.votes_online, few.votes_on_paper) == (None, None), "one would give the other away"
    none = report(vote=VoteFacts(voters=50, spent=0)).channels
    assert (none.votes_online, none.votes_on_paper) == (50, 0), "nobody could vote on paper"
    assert (few.likes_online, few.likes_on_paper) == (283, 5)


def test_what_the_edition_itself_cost() -> None:
    assert report().costs is None
    costs = report(costs=(CostLine("Brieven", 200, 1_12), CostLine("Zaal", 1, 150_00))).costs
    assert costs is not None
    assert (costs.total, costs.per_voter, costs.of_budget) == (374_00, 7_48, 5)
    unknown = report(costs=(CostLine("Zaal", 1, 1),), vote=None).costs
    assert unknown is not None
    assert unknown.per_voter is None


def test_editions_stand_from_old_to_new() -> None:
    before = Headline("Proefwijk", 2020, plans=9, by_hand=True)
    other = Headline("Andere wijk", 2026, plans=4)
    trends = report(earlier=(other, before)).trends
    assert [(one.name, one.year, one.plans) for one in trends] == [
        ("Proefwijk", 2020, 9),
        ("Andere wijk", 2026, 4),
        ("Proefwijk", 2026, 6),
    ]
    assert trends[-1].turnout == 250


def test_the_most_popular_plan_comes_first_and_who_searches_before_who_landed() -> None:
    second = replace(GARDEN, number=8, votes=41)
    found = report(plans=(*FACTS.plans, second))
    assert [plan.number for plan in found.chosen] == [8, 1]
    assert [plan.number for plan in found.others] == [3, 4, 2]
    assert found.landings == {LandingState.SEARCHING: 2, LandingState.LANDED: 1}
    assert found.routes == {Route.PARTNER: 1}


def test_lessons_stand_under_their_subjects_in_the_order_of_the_evaluation() -> None:
    given = ((Subject.VOTING, "b"), (Subject.RESIDENTS, "a"), (Subject.VOTING, "c"))
    assert report(lessons=given).lessons == ((Subject.RESIDENTS, ("a",)), (Subject.VOTING, ("b", "c")))


def test_a_share_is_in_thousandths_to_the_nearest() -> None:
    assert [share(1, 3), share(2, 3), share(1, 2000), share(0, 5)] == [333, 667, 1, 0]
    assert (share(None, 5), share(5, None), share(5, 0)) == (None, None, None)
