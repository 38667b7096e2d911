"""Letters that the post brings back: the code is voided, and counted per wijk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.lettering import UndeliverableLetter
from wijkaanzet.storage.voters import Address, Pincode, Voter

_NUMBER = re.compile(r"\D*(\d{1,8})\s*")


@dataclass(frozen=True)
class Returned:
    """Mail that came back, per wijk: its name ("" without one), letters that came back, letters that were made."""

    area: str
    returned: int
    made: int


def note_returned(session: Session, edition: EditionRecord, typed: str, *, actor: str, now: datetime) -> int:
    """Note that a letter came back and void its code; the letter's number.

    Args:
        typed: the number as it was typed or scanned, with or without the word before it.

    Raises:
        DomainError: "no-such-letter"; "already-returned"; "returned-letter-used" when somebody voted with its code, which
            somebody ought to look into.
    """
    number = _NUMBER.fullmatch(typed)
    lock_edition(session, edition.id)
    code = number and session.scalar(
        select(Pincode).where(Pincode.edition_id == edition.id, Pincode.letter == int(number[1]))
    )
    if not code:
        raise DomainError("no-such-letter", typed=typed.strip()[:40])
    if session.get(UndeliverableLetter, (edition.id, code.letter)) is not None:
        raise DomainError("already-returned", letter=code.letter)
    if code.state in ("used", "reserved"):
        raise DomainError("returned-letter-used", letter=code.letter)
    code.state = "void"
    session.add(UndeliverableLetter(edition_id=edition.id, letter=code.letter, noted_at=now))
    record_act(session, edition.id, "letter-returned", actor=actor, now=now, subject=f"letter {code.letter}")
    return code.letter


def returned_by_area(session: Session, edition: EditionRecord) -> list[Returned]:
    """Letters made and letters that came back, per wijk."""
    query = (
        select(Address.area, func.count(UndeliverableLetter.letter), func.count())
        .select_from(Pincode)
        .join(Voter, and_(Voter.edition_id == Pincode.edition_id, Voter.id == Pincode.voter_id))
        .join(Address, and_(Address.edition_id == Voter.edition_id, Address.id == Voter.address_id))
        .outerjoin(
            UndeliverableLetter,
            and_(
                UndeliverableLetter.edition_id == Pincode.edition_id,
                UndeliverableLetter.letter == Pincode.letter,
            ),
        )
        .where(Pincode.edition_id == edition.id)
        .group_by(Address.area)
        .order_by(Address.area)
    )
    return [Returned(area, returned, made) for area, returned, made in session.execute(query)]
