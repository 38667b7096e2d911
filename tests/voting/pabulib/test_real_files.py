"""Real elections, when WIJKAANZET_PABULIB names a folder with them; else these tests are skipped."""

import csv
import io

import pytest

from voting.pabulib import compose, read, write
from voting.tally import TieBreak, count

REPRODUCES = {
    "greedy",
    "greedy-threshold",
    "greedy-no-skip",
    "greedy-custom",
    "equalshares/add1",
    "equalshares",
}


def cells(records):
    return (record.cells for record in records)


def canonical(data: bytes) -> bytes:
    """The rows in the file's most used line end, quoted as sparingly as CSV allows."""
    newline = "\r\n" if b"\r\n" in data else "\n"
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator=newline).writerows(
        [cell.strip() for cell in row] for row in rows
    )
    return out.getvalue().encode()


def test_a_real_file_is_read_and_written_back(real_file):
    election = read(real_file)
    data = real_file.read_bytes()
    assert write(election) == data
    again = compose(
        dict(election.meta),
        election.project_table.columns,
        cells(election.project_table.records),
        election.vote_table.columns,
        cells(election.vote_table.quiet),
        newline="\r\n" if b"\r\n" in data else "\n",
    )
    assert again == canonical(data)
    assert sum(election.ballots.weight.tolist()) == len(election.rows)


def test_the_declared_rule_gives_the_published_result(real_file):
    election = read(real_file)
    name = election.meta.text("rule").lower()
    if election.published is None or name not in REPRODUCES:
        pytest.skip("no published result to compare with")
    rule = election.declared.rule
    yes = {1, 2} if name == "greedy-custom" else {1}
    outcome = count(election.projects, election.ballots, election.budget, rule, TieBreak(), election.unit)
    assert set(outcome.selected) == {id_ for id_, value in election.published.items() if value in yes}
