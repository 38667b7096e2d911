"""What a submitter fills in: kept as JSON without loss, what is missing, and two changes of one plan brought together."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from phases.plan_draft import NEEDED, CostLine, PlanDraft, Step, changed, missing, rebased

texts = st.text(max_size=20)
drafts = st.builds(
    PlanDraft,
    title=texts,
    summary=texts,
    area=texts,
    latitude=st.none() | st.integers(-90_000_000, 90_000_000),
    costs=st.lists(st.builds(CostLine, texts, st.integers(0, 10**9)), max_size=3).map(tuple),
    pictures=st.lists(st.integers(0, 2**62), max_size=3).map(tuple),
)
FULL = PlanDraft("Titel", "Zin.", "Tekst.", "Groen", costs=(CostLine("Bank", 100_00),))


@given(drafts)
def test_a_draft_survives_being_kept(draft: PlanDraft) -> None:
    assert PlanDraft.from_json(draft.as_json()) == draft


def test_the_estimate_is_the_sum_of_the_lines() -> None:
    assert PlanDraft(rough_estimate=5_00).estimate == 5_00
    assert PlanDraft(rough_estimate=5_00, costs=(CostLine("a", 1), CostLine("b", 2))).estimate == 3


def test_what_is_missing_is_named_in_the_order_of_the_pages() -> None:
    assert missing(PlanDraft()) == tuple(NEEDED)
    assert missing(FULL) == ()
    assert missing(replace(FULL, theme="", costs=(CostLine("Niets", 0),))) == ("theme", "costs")
    order = [list(Step).index(NEEDED[name]) for name in NEEDED]
    assert order == sorted(order)


@given(drafts, drafts)
def test_a_change_made_on_nobody_elses_is_itself(base: PlanDraft, mine: PlanDraft) -> None:
    assert rebased(base, mine, base) == (mine, ())


@given(drafts, drafts)
def test_who_changed_nothing_gets_what_the_other_made(base: PlanDraft, theirs: PlanDraft) -> None:
    assert rebased(base, base, theirs) == (theirs, ())


def test_each_keeps_what_only_they_changed_and_hears_what_both_did() -> None:
    mine = replace(FULL, title="Mijn titel", summary="Mijn zin.")
    theirs = replace(FULL, title="Hun titel", theme="Op straat", latitude=1, longitude=2)
    made, both = rebased(FULL, mine, theirs)
    assert (made.title, made.summary, made.theme, made.latitude) == (
        "Mijn titel",
        "Mijn zin.",
        "Op straat",
        1,
    )
    assert both == ("title",)


def test_the_place_on_the_map_is_one_change() -> None:
    assert changed(FULL, replace(FULL, latitude=1, longitude=2, area="Oost")) == ("area", "map")
