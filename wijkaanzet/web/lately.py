"""The editions as they were a moment ago, for visitors who only look.

Every page begins with its edition. In the voting days that is thousands of times the same row, so who is not signed in and
sends nothing, or a ballot, is shown the edition as it was at most a fifth of a second ago. Other acts, staff and rehearsals
read it afresh.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from wijkaanzet.actions.editions import find_edition
from wijkaanzet.records import EditionRecord
from wijkaanzet.transactions import Transactions

SECONDS = 0.2
MOST = 256


@dataclass
class LatelyRead:
    """What was read, with the moment and the number of acts that this process had done by then."""

    database: Transactions
    _known: dict[tuple[str, str], tuple[EditionRecord, float, int]] = field(default_factory=dict)

    def edition(self, slug: str, host: str) -> EditionRecord | None:
        """The edition with this slug or host name (see :func:`find_edition`), as it was a moment ago."""
        key, now = (slug, host), time.monotonic()
        found, until, acts = self._known.get(key, (None, 0.0, 0))
        if found is not None and now < until and acts == self.database.acts:
            return found
        acts = self.database.acts
        with self.database.read() as session:
            found = find_edition(session, slug, host)
        if found is not None and not found.spec.rehearsal:
            if len(self._known) >= MOST:  # host names come from outside
                self._known.clear()
            self._known[key] = (found, now + SECONDS, acts)
        return found
