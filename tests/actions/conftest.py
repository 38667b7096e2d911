"""What several tests of the actions begin with."""

import pytest
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import ACTOR, AT, account, like, submit
from wijkaanzet.actions import accounts
from wijkaanzet.records import EditionRecord


@pytest.fixture
def numbers(session: Session, edition: EditionRecord) -> list[int]:
    """Two plans with enough likes."""
    found = submit(session, edition, 2)
    like(session, edition, found)
    return found


@pytest.fixture
def chair(session: Session, edition: EditionRecord) -> int:
    """The organiser, who leads the table."""
    organiser = account(session, "organisator")
    accounts.grant_role(session, edition.id, organiser, "organiser", actor=ACTOR, now=AT[Phase.FEASIBILITY])
    session.flush()
    return organiser
