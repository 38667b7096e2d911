"""What web, command line and jobs need of the database: sessions to hand to actions, one transaction an act."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy.orm import Session


class Transactions(Protocol):
    """An open database. ``acts`` is how many transactions that pages tell of it has kept in this process."""

    acts: int

    def read(self) -> AbstractContextManager[Session]:
        """A session that only reads."""

    def write(self, *, told: bool = True) -> AbstractContextManager[Session]:
        """One transaction for one act: kept when the block ends, undone when it raises.

        ``told=False`` when no page tells anybody of the act, such as a ballot: then pages that were made stay good.
        """

    def tidy(self) -> None:
        """Throw away what the database still keeps of rows that were rewritten."""

    def is_ready(self) -> bool:
        """Whether the database answers."""

    def close(self) -> None:
        """Give all connections back."""
