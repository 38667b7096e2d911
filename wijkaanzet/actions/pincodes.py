"""Entitled people and their pincodes: making, voiding, replacing. The plain code leaves only as a return value."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from letters.address import Address as LetterBox
from letters.address import Postcode
from phases.calendar import Phase
from voting.pincode import Pincode as PlainPincode
from wijkaanzet.actions.at_table import plans_at_table
from wijkaanzet.actions.guards import is_frozen
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.editions import Edition, lock_edition, take_number
from wijkaanzet.storage.lettering import UndeliverableLetter
from wijkaanzet.storage.voters import Address, Pincode, Voter


@dataclass(frozen=True)
class Entitlement:
    """One person who may vote: a home address and, if the address file has it, a name and an age group."""

    street: str
    house_number: int
    house_letter: str
    addition: str
    postcode: str
    place: str
    area: str = ""
    name: str = ""
    age_group: str = ""


@dataclass(frozen=True)
class IssuedPincode:
    """A fresh pincode and where its letter goes. It exists only while the letter is being drawn."""

    letter: int
    voter_id: int
    entitlement: Entitlement
    pincode: PlainPincode


def entitle(session: Session, edition: EditionRecord, people: Iterable[Entitlement]) -> list[int]:
    """Store people who may vote; their ids in the given order. Equal addresses are stored once."""
    known = {
        _home(row): row.id for row in session.scalars(select(Address).where(Address.edition_id == edition.id))
    }
    addresses, voters, ids = [], [], []
    for person in people:
        home = _home(person)
        if home not in known:
            known[home] = new_id()
            addresses.append(_address_row(edition.id, known[home], person))
        ids.append(new_id())
        voters.append(
            {
                "edition_id": edition.id,
                "id": ids[-1],
                "address_id": known[home],
                "name": person.name,
                "age_group": person.age_group,
                "left": False,
            }
        )
    if addresses:
        session.execute(insert(Address), addresses)
    if voters:
        session.execute(insert(Voter), voters)
    return ids


def voters_without_code(session: Session, edition: EditionRecord, limit: int | None = None) -> list[int]:
    """The people who hold no code that can be used or was used, in the order in which letters are delivered.

    Somebody whose last letter came back gets no other one by itself.
    """
    query = (
        select(Voter.id, Address)
        .join(Address, and_(Address.edition_id == Voter.edition_id, Address.id == Voter.address_id))
        .where(*_waits_for_a_letter(edition))
    )
    rows = [(letter_box(address).sort_key, voter_id) for voter_id, address in session.execute(query)]
    return [voter_id for _, voter_id in sorted(rows)[:limit]]


def count_without_code(session: Session, edition: EditionRecord) -> int:
    """How many people that are."""
    return session.scalar(select(func.count()).where(*_waits_for_a_letter(edition))) or 0


def _waits_for_a_letter(edition: EditionRecord) -> tuple[ColumnElement[bool], ...]:
    mine = (Pincode.edition_id == Voter.edition_id, Pincode.voter_id == Voter.id)
    holds = exists().where(*mine, Pincode.state != "void")
    last = select(func.max(Pincode.letter)).where(*mine).correlate(Voter).scalar_subquery()
    came_back = exists().where(
        UndeliverableLetter.edition_id == Voter.edition_id, UndeliverableLetter.letter == last
    )
    return Voter.edition_id == edition.id, ~Voter.left, ~holds, ~came_back


def letter_box(one: Address | Entitlement) -> LetterBox:
    """The home address as a letter shows it and as letters are sorted."""
    return LetterBox(
        one.street,
        one.house_number,
        one.house_letter,
        one.addition,
        Postcode(one.postcode),
        one.place,
        one.area,
    )


def require_time_for_codes(edition: EditionRecord, now: datetime) -> None:
    """Refuse before the plans and their costs are known, and after voting.

    Raises:
        DomainError: "verdicts-not-published"; "too-late".
    """
    if edition.verdicts_published_at is None:
        raise DomainError("verdicts-not-published")
    voting = edition.spec.calendar[Phase.VOTING]
    if now >= voting.end:
        raise DomainError("too-late", phase=Phase.VOTING, span=voting)


def require_all_decided(session: Session, edition: EditionRecord) -> None:
    """Refuse while a plan at the table has no verdict, as when one was taken up again: it would stay off the ballot.

    Raises:
        DomainError: "verdicts-owed" with the plan ``numbers``.
    """
    owed = [plan.number for plan in plans_at_table(session, edition) if plan.verdict is None]
    if owed:
        raise DomainError("verdicts-owed", numbers=owed)


def make_pincodes(
    session: Session,
    edition: EditionRecord,
    voter_ids: Sequence[int],
    *,
    key: bytes,
    actor: str,
    now: datetime,
) -> list[IssuedPincode]:
    """Make one pincode for each of these people. The first one freezes the edition and draws the lot's seed.

    Raises:
        DomainError: "verdicts-not-published", "verdicts-owed"; "too-late" after voting; "code-exists" when somebody holds
            one already.
    """
    require_time_for_codes(edition, now)
    if not voter_ids:
        return []
    lock_edition(session, edition.id)
    if not is_frozen(session, edition):
        require_all_decided(session, edition)
        _freeze(session, edition, actor, now)
    last = take_number(session, edition.id, "letters_made", len(voter_ids))
    people = _people(session, edition, voter_ids)
    issued = [
        IssuedPincode(last - len(voter_ids) + 1 + i, voter_id, people[voter_id], PlainPincode.generate())
        for i, voter_id in enumerate(voter_ids)
    ]
    _store(
        session,
        [
            {
                "edition_id": edition.id,
                "code_hash": one.pincode.hashed(key, edition.id),
                "voter_id": one.voter_id,
                "letter": one.letter,
                "state": "open",
            }
            for one in issued
        ],
    )
    record_act(
        session,
        edition.id,
        "pincodes-made",
        actor=actor,
        now=now,
        first=issued[0].letter,
        last=issued[-1].letter,
    )
    return issued


def replace_pincode(
    session: Session,
    edition: EditionRecord,
    voter_id: int,
    *,
    key: bytes,
    reason: str,
    actor: str,
    now: datetime,
) -> IssuedPincode:
    """Void a person's code and make a new one, in the same act.

    Raises:
        DomainError: "reason-missing"; "code-used" or "code-reserved" when nothing can be replaced; "no-such-voter" also
            for somebody who is no longer in the newest address file.
    """
    if not reason.strip():
        raise DomainError("reason-missing")
    voter = session.get(Voter, (edition.id, voter_id))
    if voter is None or voter.left:
        raise DomainError("no-such-voter")
    mine = (Pincode.edition_id == edition.id, Pincode.voter_id == voter_id, Pincode.state != "void")
    session.execute(update(Pincode).where(*mine, Pincode.state == "open").values(state="void"))
    left = session.scalar(select(Pincode.state).where(*mine))
    if left is not None:
        raise DomainError(f"code-{left}")
    issued = make_pincodes(session, edition, [voter_id], key=key, actor=actor, now=now)[0]
    record_act(
        session,
        edition.id,
        "pincode-replaced",
        actor=actor,
        now=now,
        subject=f"letter {issued.letter}",
        reason=reason.strip(),
    )
    return issued


def _store(session: Session, rows: list[dict[str, object]]) -> None:
    try:
        session.execute(insert(Pincode), rows)
    except IntegrityError as error:  # the database has the last word that nobody holds two
        raise DomainError("code-exists") from error


def _freeze(session: Session, edition: EditionRecord, actor: str, now: datetime) -> None:
    row = session.get_one(Edition, edition.id, populate_existing=True)
    row.lot_seed = row.lot_seed or secrets.token_hex(16)
    session.flush()
    record_act(session, edition.id, "edition-frozen", actor=actor, now=now)


def _people(session: Session, edition: EditionRecord, voter_ids: Sequence[int]) -> dict[int, Entitlement]:
    people: dict[int, Entitlement] = {}
    for start in range(0, len(voter_ids), 500):
        query = (
            select(Voter, Address)
            .join(Address, and_(Address.edition_id == Voter.edition_id, Address.id == Voter.address_id))
            .where(Voter.edition_id == edition.id, Voter.id.in_(voter_ids[start : start + 500]))
        )
        for voter, address in session.execute(query):
            people[voter.id] = Entitlement(
                address.street,
                address.house_number,
                address.house_letter,
                address.addition,
                address.postcode,
                address.place,
                address.area,
                voter.name,
                voter.age_group,
            )
    return people


def _home(one: Address | Entitlement) -> tuple[str, int, str, str]:
    return one.postcode, one.house_number, one.house_letter, one.addition


def _address_row(edition_id: int, address_id: int, person: Entitlement) -> dict[str, object]:
    return {
        "edition_id": edition_id,
        "id": address_id,
        "street": person.street,
        "house_number": person.house_number,
        "house_letter": person.house_letter,
        "addition": person.addition,
        "postcode": person.postcode,
        "place": person.place,
        "area": person.area,
    }
