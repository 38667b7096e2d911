"""What the desk does for one person: find their letter, give a proxy a letter, entitle who has a secret address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from letters.address import Postcode
from letters.errors import PostcodeError
from wijkaanzet.actions.pincodes import Entitlement, entitle
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.voters import Address, Pincode, Voter

AT_DESK = "BALIE"
"""The addition of the address on a letter that is handed over at the desk; a secret address is never stored."""


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


def entitle_at_desk(
    session: Session,
    edition: EditionRecord,
    name: str,
    postcode: str,
    number: str,
    *,
    actor: str,
    now: datetime,
) -> int:
    """Entitle somebody whose address is secret, after they showed who they are and that they live here; their id.

    Recorded is that it was checked and by whom: not the document, not the address. The name is kept, so that nobody
    is entitled twice.

    Args:
        name: of the person.
        postcode: of the desk, which is what the letter shows.
        number: the desk's house number.

    Raises:
        DomainError: "name-missing"; "desk-address-wrong"; "already-entitled" when the desk did this before.
    """
    name = " ".join(name.split())
    if not name:
        raise DomainError("name-missing")
    desk = _desk_address(edition, postcode, number)
    lock_edition(session, edition.id)
    before = session.scalars(select(Voter.name).where(Voter.edition_id == edition.id, Voter.at_desk))
    if name.casefold() in {one.casefold() for one in before}:
        raise DomainError("already-entitled")
    voter_id = entitle(session, edition, [replace(desk, name=name)])[0]
    session.get_one(Voter, (edition.id, voter_id)).at_desk = True
    session.flush()
    record_act(session, edition.id, "entitled-at-desk", actor=actor, now=now, identity_checked=True)
    return voter_id


def note_proxy(session: Session, edition: EditionRecord, *, actor: str, now: datetime) -> None:
    """Note that somebody of the desk saw a written consent; the letter for the proxy is made in the same act."""
    record_act(session, edition.id, "proxy-consent-checked", actor=actor, now=now)


def _desk_address(edition: EditionRecord, postcode: str, number: str) -> Entitlement:
    digits = re.fullmatch(r"\s*([1-9]\d{0,4})\s*", number)
    try:
        code = Postcode(postcode).compact
    except PostcodeError as error:
        raise DomainError("desk-address-wrong") from error
    if digits is None:
        raise DomainError("desk-address-wrong")
    place = edition.spec.municipality or edition.spec.area
    return Entitlement("Balie", int(digits[1]), "", AT_DESK, code, place, area="")
