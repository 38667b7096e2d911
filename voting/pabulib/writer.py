"""From values to the bytes of a Pabulib file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from voting.pabulib.election import Election
from voting.pabulib.records import row_text


def write(election: Election) -> bytes:
    """The file of an election that was read: the same bytes, with its own columns, order, quoting and line ends."""
    return election.source


def compose(
    meta: Mapping[str, str],
    project_columns: Sequence[str],
    projects: Iterable[Sequence[str]],
    vote_columns: Sequence[str],
    votes: Iterable[Sequence[str]],
    *,
    newline: str = "\n",
) -> bytes:
    """Write a new file: three sections, cells separated by semicolons, quoted only where they must be.

    The caller gives texts; :func:`voting.pabulib.parse` is what checks them.
    """
    lines = ["META", "key;value", *(row_text(pair) for pair in meta.items())]
    lines += ["PROJECTS", row_text(project_columns), *map(row_text, projects)]
    lines += ["VOTES", row_text(vote_columns), *map(row_text, votes)]
    return "".join(line + newline for line in lines).encode()
