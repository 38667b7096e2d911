"""The tally: projects, ballots, budget, rule and tie-break in, an explained outcome out. Pure and exact."""

from voting.tally.compare import Comparison, compare
from voting.tally.explain import money
from voting.tally.max_votes import TooLargeError
from voting.tally.model import (
    Add1Stop,
    Ballots,
    Completion,
    Leftover,
    Outcome,
    Project,
    ProjectResult,
    RuleName,
    Satisfaction,
    Status,
    TallyRule,
    Tie,
    TieBreak,
    TieKind,
    TieRefusedError,
)
from voting.tally.run import count
from voting.tally.ties import lot_digest

__all__ = [
    "Add1Stop",
    "Ballots",
    "Comparison",
    "Completion",
    "Leftover",
    "Outcome",
    "Project",
    "ProjectResult",
    "RuleName",
    "Satisfaction",
    "Status",
    "TallyRule",
    "Tie",
    "TieBreak",
    "TieKind",
    "TieRefusedError",
    "TooLargeError",
    "compare",
    "count",
    "lot_digest",
    "money",
]
