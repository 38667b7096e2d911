"""What keeps ballots apart from codes after they were stored: mixing, and turnout that is counted once a day."""

from __future__ import annotations

import random
import secrets
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM, Phase
from phases.suppression import days_together
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.ballots import Ballot, Receipt, Tally, Turnout
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.voters import Pincode

TOO_FEW_TO_SHOW = 10
_SHUFFLE = random.SystemRandom()


def mix(session: Session, edition: EditionRecord) -> int:
    """Write all ballots and receipts anew, each in a random order of its own; how many ballots there are.

    Row versions (PostgreSQL's ``xmin`` and ``ctid``) then tell only of the mixing, and ballots get new random keys.
    Ballots that are being cast meanwhile are left alone, for the next time; two hosts mix one after the other.
    """
    lock_edition(session, edition.id)
    ballots = list(
        session.scalars(delete(Ballot).where(Ballot.edition_id == edition.id).returning(Ballot.choices))
    )
    receipts = list(
        session.scalars(delete(Receipt).where(Receipt.edition_id == edition.id).returning(Receipt.receipt))
    )
    _SHUFFLE.shuffle(ballots)
    _SHUFFLE.shuffle(receipts)
    if ballots:
        session.execute(
            insert(Ballot),
            [
                {"edition_id": edition.id, "ballot_key": secrets.token_bytes(16), "choices": b}
                for b in ballots
            ],
        )
    if receipts:
        session.execute(insert(Receipt), [{"edition_id": edition.id, "receipt": r} for r in receipts])
    return len(ballots)


def used_codes(session: Session, edition: EditionRecord) -> int:
    """How many codes were used so far."""
    query = select(func.count()).where(Pincode.edition_id == edition.id, Pincode.state == "used")
    return session.scalar(query) or 0


def note_turnout(session: Session, edition: EditionRecord, *, now: datetime) -> None:
    """Note, once a day and after the day has ended, how many codes were used by then."""
    day = date.fromordinal(now.astimezone(AMSTERDAM).date().toordinal() - 1)
    span = edition.spec.calendar[Phase.VOTING]
    if not span.first_day <= day <= span.last_day:
        return
    if session.get(Turnout, (edition.id, day)) is not None:
        return
    lock_edition(session, edition.id)  # another host may be noting the same day
    if session.get(Turnout, (edition.id, day)) is not None:
        return
    session.add(Turnout(edition_id=edition.id, day=day, used=used_codes(session, edition)))


def turnout_by_day(session: Session, edition: EditionRecord) -> list[tuple[date, int]]:
    """Ballots per noted stretch of days, where more than ten stand behind each figure; smaller ones are taken together.

    Once the result is public its number of ballots is too: then what came after the last stretch belongs to it.
    """
    rows = session.execute(
        select(Turnout.day, Turnout.used).where(Turnout.edition_id == edition.id).order_by(Turnout.day)
    )
    used = [(day, count) for day, count in rows]
    tally = session.get(Tally, edition.id)
    is_whole = tally is not None and tally.published_at is not None
    if tally is not None and is_whole and used:
        used.append((edition.spec.calendar[Phase.VOTING].last_day, tally.outcome["voters"]))
    return days_together(used, TOO_FEW_TO_SHOW + 1, is_whole=is_whole)
