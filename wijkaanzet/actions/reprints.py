"""Letters once more: who is meant, whose code can still be replaced, and who voted already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from letters.address import Postcode
from letters.errors import PostcodeError
from wijkaanzet.actions.pincodes import letter_box, voters_without_code
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.voters import Address, LetterBatch, Pincode, Voter

_PLACE = re.compile(r"\s*(\d{1,5})\s*(.*)", re.DOTALL)
_SIGNS = re.compile(r"[\W_]")
_AT_A_TIME = 500


class Kind(StrEnum):
    """Who gets a letter: everybody who waits for one, or once more an address, a street, a batch."""

    WAITING = "waiting"
    ADDRESS = "address"
    STREET = "street"
    BATCH = "batch"


@dataclass(frozen=True)
class Targets:
    """Who is meant.

    Attributes:
        voter_ids: who gets a letter, in the order in which letters are delivered.
        refused: the numbers of letters with which somebody voted; nothing can replace those.
    """

    voter_ids: tuple[int, ...]
    refused: tuple[int, ...] = ()


def targets(session: Session, edition: EditionRecord, kind: Kind, target: str, up_to: int) -> Targets:
    """Who gets a letter. Codes with a letter number above ``up_to`` are new already and stay.

    Raises:
        DomainError: "no-letter", "no-such-street" or "no-such-letter-batch" when there is nothing under that name.
    """
    if kind is Kind.WAITING:
        return Targets(tuple(voters_without_code(session, edition)))
    condition, extra = _CONDITIONS[kind](session, edition, target)
    people = [
        one for one in _people(session, edition, condition) if extra is None or _extra(one.address) == extra
    ]
    if not people and kind is Kind.ADDRESS:
        raise DomainError("no-letter")
    wanted = tuple(
        one.voter_id for one in people if one.can_be_replaced(up_to, also_none=kind is Kind.ADDRESS)
    )
    refused = sorted(
        one.letter for one in people if one.state in ("used", "reserved") and one.letter <= up_to
    )
    return Targets(wanted, tuple(refused))


def without_code(session: Session, edition: EditionRecord, voter_ids: Sequence[int]) -> list[int]:
    """Those of these people who hold no code now, in the same order."""
    holding: set[int] = set()
    for part in _parts(voter_ids):
        holding.update(
            session.scalars(
                select(Pincode.voter_id).where(
                    Pincode.edition_id == edition.id, Pincode.voter_id.in_(part), Pincode.state != "void"
                )
            )
        )
    return [voter for voter in voter_ids if voter not in holding]


def void_unused(
    session: Session,
    edition: EditionRecord,
    voter_ids: Sequence[int],
    up_to: int,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Void these people's unused codes in letters up to a number; what was used stays used."""
    voided = 0
    for part in _parts(voter_ids):
        old = (
            Pincode.edition_id == edition.id,
            Pincode.voter_id.in_(part),
            Pincode.state == "open",
            Pincode.letter <= up_to,
        )
        result: Any = session.execute(update(Pincode).where(*old).values(state="void"))
        voided += result.rowcount
    if voided:
        record_act(session, edition.id, "pincodes-voided", actor=actor, now=now, count=voided)


@dataclass(frozen=True)
class _Person:
    """Somebody entitled, with the letter that counts; ``state`` is empty and ``letter`` 0 without one."""

    voter_id: int
    address: Address
    letter: int
    state: str

    def can_be_replaced(self, up_to: int, *, also_none: bool) -> bool:
        return (self.state == "open" and self.letter <= up_to) or (also_none and not self.state)


def _people(session: Session, edition: EditionRecord, condition: ColumnElement[bool]) -> list[_Person]:
    counts = and_(
        Pincode.edition_id == Voter.edition_id, Pincode.voter_id == Voter.id, Pincode.state != "void"
    )
    query = (
        select(Voter.id, Address, Pincode.letter, Pincode.state)
        .join(Address, and_(Address.edition_id == Voter.edition_id, Address.id == Voter.address_id))
        .outerjoin(Pincode, counts)
        .where(Voter.edition_id == edition.id, ~Voter.left, condition)
    )
    found = [
        _Person(voter, at, letter or 0, state or "") for voter, at, letter, state in session.execute(query)
    ]
    return sorted(found, key=lambda one: (letter_box(one.address).sort_key, one.voter_id))


_Condition = tuple[ColumnElement[bool], str | None]


def _address(_session: Session, _edition: EditionRecord, target: str) -> _Condition:
    """A postcode and a house number with whatever belongs to it: ``2033AB 12 A-2``."""
    postcode, _, number = target.partition("|")
    place = _PLACE.fullmatch(number)
    try:
        compact = Postcode(postcode).compact
    except PostcodeError as error:
        raise DomainError("no-letter") from error
    if place is None:
        raise DomainError("no-letter")
    return and_(Address.postcode == compact, Address.house_number == int(place[1])), _plain(place[2])


def _street(session: Session, edition: EditionRecord, target: str) -> _Condition:
    streets = session.scalars(select(Address.street).where(Address.edition_id == edition.id).distinct())
    spelled = [street for street in streets if street.casefold() == " ".join(target.split()).casefold()]
    if not spelled:
        raise DomainError("no-such-street", street=target)
    return Address.street.in_(spelled), None


def _batch(session: Session, edition: EditionRecord, target: str) -> _Condition:
    batch = (
        session.get(LetterBatch, (edition.id, int(target)))
        if target.isdecimal() and len(target) < 9
        else None
    )
    if batch is None:
        raise DomainError("no-such-letter-batch")
    return Pincode.letter.between(batch.first, batch.last), None


_CONDITIONS = {Kind.ADDRESS: _address, Kind.STREET: _street, Kind.BATCH: _batch}


def _extra(address: Address) -> str:
    return _plain(address.house_letter + address.addition)


def _plain(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_A_TIME):
        yield ids[start : start + _AT_A_TIME]
