"""Pabulib: the file format of real participatory-budgeting elections, read, checked and written.

Format: https://pabulib.org/format. One UTF-8 file with three tables (META, PROJECTS, VOTES), cells separated by
semicolons and quoted as in CSV.
"""

from voting.pabulib.amounts import amount_text
from voting.pabulib.declared import Declared
from voting.pabulib.election import Election, Row
from voting.pabulib.errors import PabulibError
from voting.pabulib.limits import BallotLimits
from voting.pabulib.reader import parse, read
from voting.pabulib.writer import compose, write

__all__ = [
    "BallotLimits",
    "Declared",
    "Election",
    "PabulibError",
    "Row",
    "amount_text",
    "compose",
    "parse",
    "read",
    "write",
]
