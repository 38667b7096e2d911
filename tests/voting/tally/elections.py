"""Small random elections with many ties, for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.voting.tally.referee import Election
from voting.tally import Add1Stop, Completion, Leftover, Project, RuleName, Satisfaction, TallyRule, TieBreak

TIE_BREAKS = st.sampled_from([TieBreak.parse(text) for text in ("order", "id", "lot:1", "lot:zon")])
GREEDY = (RuleName.GREEDY, RuleName.GREEDY_STOP)


@st.composite
def rules(draw: st.DrawFn, names: tuple[RuleName, ...] = tuple(RuleName)) -> TallyRule:
    name = draw(st.sampled_from(names))
    caps = st.dictionaries(st.sampled_from(["rood", "groen"]), st.integers(0, 20), max_size=2)
    return TallyRule(
        name=name,
        satisfaction=draw(st.sampled_from(Satisfaction)),
        completion=draw(st.sampled_from(Completion)),
        add1_stop=draw(st.sampled_from(Add1Stop)),
        min_votes=draw(st.sampled_from([0, 0, 1, 2, 3])),
        theme_caps=draw(st.just({}) | caps),
        area_caps=draw(st.just({}) | st.just({}) | caps),
        leftover=draw(st.sampled_from(Leftover)) if name in GREEDY else Leftover.NONE,
        count_points=draw(st.booleans()),
    )


@st.composite
def elections(
    draw: st.DrawFn, names: tuple[RuleName, ...] = tuple(RuleName), points: bool = True, most_voters: int = 9
) -> Election:
    size = draw(st.integers(1, 6))
    costs = draw(st.lists(st.integers(0, 12), min_size=size, max_size=size))
    colours = st.sampled_from(["", "rood", "groen"])
    ids = draw(st.permutations([str(n) for n in range(8, 8 + size)]))
    projects = tuple(Project(i, c, draw(colours), draw(colours)) for i, c in zip(ids, costs, strict=True))
    ballot = st.lists(st.integers(0, size - 1), unique=True, max_size=size).map(tuple)
    voters = tuple(draw(st.lists(ballot, max_size=most_voters)))
    marks = None
    if points and draw(st.booleans()):
        marks = tuple(tuple(draw(st.integers(0, 3)) for _ in b) for b in voters)
    budget, unit = draw(st.integers(0, 30)), draw(st.integers(1, 3))
    return Election(projects, voters, budget, draw(rules(names)), draw(TIE_BREAKS), unit, marks)
