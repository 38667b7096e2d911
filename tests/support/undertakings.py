"""An edition in its year of execution, and how its plan 1 is doing."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.editions import AT, open_poll, publish
from wijkaanzet.actions import execution
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.notices import Notice
from wijkaanzet.storage.outbox import OutgoingMail

NOW = AT[Phase.EXECUTION]
TODAY = date(2027, 1, 2)
SITE = "https://wijk.voorbeeld.invalid"
PDF = b"%PDF-1.7\n...\n%%EOF\n"


@pytest.fixture
def chosen(session: Session) -> EditionRecord:
    """Plans 1 (30,000) and 3 (40,000) are chosen, 2 (25,000) is not."""
    poll = open_poll(session)
    for voter, numbers in enumerate(([1, 2], [1], [3], [3, 1])):
        poll.cast(session, voter, numbers)
    edition = publish(session, poll)
    session.flush()
    session.execute(delete(Notice))  # of the result: here begins the year
    return edition


def plan(session: Session, edition: EditionRecord, days: int = 0) -> execution.PlanProgress:
    """Plan 1, so many days later."""
    session.flush()
    session.expire_all()
    found = execution.progress_of(session, edition, 1, now=NOW + timedelta(days=days))
    assert found is not None
    return found


def picture(mode: str = "RGB", size: tuple[int, int] = (60, 40), kind: str = "JPEG") -> bytes:
    """A small picture that holds where it was taken."""
    made, out = Image.new(mode, size), io.BytesIO()
    exif = made.getexif()
    exif[0x010E] = "Spechtplein 12"
    made.save(out, kind, exif=exif)
    return out.getvalue()


def mails(session: Session) -> list[OutgoingMail]:
    """What waits in the outbox, the newest last."""
    session.flush()
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))
