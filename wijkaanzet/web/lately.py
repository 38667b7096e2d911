"""The editions and their ballot papers as they were a moment ago, for visitors who only look.

Every page begins with its edition. In the voting days that is thousands of times the same row, so who is not signed in and
sends nothing, or a ballot, is shown the edition as it was at most a fifth of a second ago. Other acts, staff and rehearsals
read it afresh. The same goes for the plans that can be voted for; the claim of a code sees for itself whether they still can.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from sqlalchemy.orm import Session

from wijkaanzet.actions.editions import find_edition
from wijkaanzet.actions.voting import BallotPaper, ballot_paper
from wijkaanzet.records import EditionRecord
from wijkaanzet.transactions import Transactions

T = TypeVar("T")
SECONDS = 0.2
MOST = 256


@dataclass
class LatelyRead:
    """What was read, with the moment until which it holds and the number of acts that this process had done by then."""

    database: Transactions
    _known: dict[Hashable, tuple[object, float, int]] = field(default_factory=dict)

    def edition(self, slug: str, host: str) -> EditionRecord | None:
        """The edition with this slug or host name (see :func:`find_edition`), as it was a moment ago."""
        return self._read(
            (slug, host),
            lambda session: find_edition(session, slug, host),
            lambda found: found is not None and not found.spec.rehearsal,
        )

    def paper(self, edition: EditionRecord) -> BallotPaper:
        """What can be voted for, as it was a moment ago."""
        return self._read(
            edition.id, lambda session: ballot_paper(session, edition), lambda _: not edition.spec.rehearsal
        )

    def _read(self, key: Hashable, read: Callable[[Session], T], keep: Callable[[T], bool]) -> T:
        now, acts_now = time.monotonic(), self.database.acts
        value, until, acts = self._known.get(key, (None, 0.0, 0))
        if now < until and acts == acts_now:
            return cast("T", value)
        with self.database.read() as session:
            found = read(session)
        if keep(found):
            if len(self._known) >= MOST:  # host names come from outside
                self._known.clear()
            self._known[key] = (found, now + SECONDS, acts_now)
        return found
