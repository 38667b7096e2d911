"""What the desk looks up: who is entitled at an address, and how their letter stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from letters.address import Postcode
from letters.errors import PostcodeError
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.voters import Address, Pincode, Voter


@dataclass(frozen=True)
class DeskPerson:
    """One entitled person as the desk sees them. ``state`` is the code's: open, reserved, used, or "" for none."""

    voter_id: int
    name: str
    address: str
    letter: int | None
    state: str


def find_at_home(session: Session, edition: EditionRecord, postcode: str, number: str) -> list[DeskPerson]:
    """Everybody entitled at a postcode and house number, additions included.

    Raises:
        DomainError: "no-letter" when the postcode is none, the number is none, or nobody lives there.
    """
    digits = re.match(r"\s*(\d{1,5})", number)
    try:
        code = str(Postcode(postcode)).replace(" ", "")
    except PostcodeError as error:
        raise DomainError("no-letter") from error
    if digits is None:
        raise DomainError("no-letter")
    query = (
        select(Voter, Address, Pincode)
        .join(Address, and_(Address.edition_id == Voter.edition_id, Address.id == Voter.address_id))
        .outerjoin(
            Pincode,
            and_(
                Pincode.edition_id == Voter.edition_id, Pincode.voter_id == Voter.id, Pincode.state != "void"
            ),
        )
        .where(
            Voter.edition_id == edition.id,
            ~Voter.left,
            Address.postcode == code,
            Address.house_number == int(digits[1]),
        )
        .order_by(Address.house_letter, Address.addition, Voter.name, Voter.id)
    )
    found = [
        DeskPerson(
            voter.id,
            voter.name,
            f"{address.street} {address.house_number}{address.house_letter} {address.addition}".strip(),
            pincode.letter if pincode else None,
            pincode.state if pincode else "",
        )
        for voter, address, pincode in session.execute(query)
    ]
    if not found:
        raise DomainError("no-letter")
    return found
