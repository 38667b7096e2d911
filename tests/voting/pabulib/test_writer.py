"""What is written can be read, and what was read is written back the same."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from voting.pabulib import amount_text, compose, parse, write

CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters=';",\n'), max_size=12
).map(str.strip)
IDENTIFIER = st.text("abcXYZ0189-_/.", min_size=1, max_size=6).filter(
    lambda text: text.lower() not in ("none", "meta", "projects", "votes")
)


@st.composite
def elections(draw):
    """Projects with odd names and any ballots on them, as plain lists."""
    ids = draw(st.lists(IDENTIFIER, min_size=1, max_size=6, unique=True))
    costs = [draw(st.integers(0, 10**7)) for _ in ids]
    names = [draw(CELL) for _ in ids]
    ballots = draw(st.lists(st.lists(st.sampled_from(ids), unique=True), max_size=20))
    return ids, costs, names, ballots


def composed(ids, costs, names, ballots, newline="\n") -> bytes:
    meta = {"description": 'Proef; met "alles"', "budget": "12345.67", "vote_type": "approval"}
    projects = [
        (id_, amount_text(cost, 100), name) for id_, cost, name in zip(ids, costs, names, strict=True)
    ]
    votes = [(f"v{at}", ",".join(ballot)) for at, ballot in enumerate(ballots)]
    return compose(
        meta, ("project_id", "cost", "name"), projects, ("voter_id", "vote"), votes, newline=newline
    )


@given(elections(), st.sampled_from(["\n", "\r\n"]))
def test_round_trip(election, newline):
    ids, costs, names, ballots = election
    data = composed(ids, costs, names, ballots, newline)
    read = parse(data, "proef.pb")
    assert write(read) == data
    assert [project.id for project in read.projects] == ids
    assert [project.cost * 100 // read.unit for project in read.projects] == costs
    assert [read.names[id_] for id_ in ids] == [name or id_ for id_, name in zip(ids, names, strict=True)]
    assert [list(row.chosen) for row in read.rows] == ballots
    assert read.meta["description"] == 'Proef; met "alles"'
    assert read.ballots.voters == len(ballots)


@given(elections())
def test_the_grouped_ballots_are_the_rows(election):
    ids, costs, names, ballots = election
    read = parse(composed(ids, costs, names, ballots), "proef.pb")
    counted = dict.fromkeys(ids, 0)
    grouped = dict.fromkeys(ids, 0)
    for ballot in ballots:
        for id_ in ballot:
            counted[id_] += 1
    offsets = read.ballots.offsets.tolist()
    for start, end, weight in zip(offsets, offsets[1:], read.ballots.weight.tolist(), strict=False):
        for position in read.ballots.choices[start:end].tolist():
            grouped[ids[position]] += weight
    assert grouped == counted


def test_quoting_is_as_sparing_as_csv():
    rows = [("a", 'zeg "ja"'), ("b", "een; twee"), ("c", "drie, vier"), ("d", "'x'"), ("e", "twee\nregels")]
    data = compose({}, ("project_id", "name"), rows, ("voter_id", "vote"), [])
    reference = io.StringIO()
    csv.writer(reference, delimiter=";", lineterminator="\n").writerows(rows)
    assert reference.getvalue() in data.decode()


def test_odd_bytes_are_written_back(small):
    for text in (
        "\ufeff" + small,
        small.replace("\n", "\r\n", 3),
        small.replace("groen", '"groen"'),
        small + "\n\n",
    ):
        assert write(parse(text.encode(), "klein.pb")) == text.encode()


@given(elections(), st.data())
def test_the_fast_and_the_careful_reader_agree(election, data):
    ids, costs, _, ballots = election
    points = [[data.draw(st.integers(0, 99)) for _ in ballot] for ballot in ballots]
    meta = {"budget": "5", "vote_type": "cumulative"}
    projects = [(id_, amount_text(cost, 100)) for id_, cost in zip(ids, costs, strict=True)]

    def file(voter: str) -> bytes:
        votes = [
            (",".join(map(str, given)), voter.format(at), ",".join(ballot))
            for at, (ballot, given) in enumerate(zip(ballots, points, strict=True))
        ]
        return compose(meta, ("project_id", "cost"), projects, ("points", "voter_id", "vote"), votes)

    fast, careful = parse(file("v{}"), "proef.pb"), parse(file('v"{}"'), "proef.pb")
    for name in ("offsets", "choices", "weight", "points"):
        assert getattr(fast.ballots, name).tolist() == getattr(careful.ballots, name).tolist()
    assert [row[2:] for row in fast.rows] == [row[2:] for row in careful.rows]
    assert [list(row.points or ()) for row in fast.rows] == points
