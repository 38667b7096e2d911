"""The file of entitled people: read, checked, and imported all or nothing; a newer file changes what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from letters.address_file import AddressFile, Entry, Rules, read_address_file
from phases.calendar import Phase
from wijkaanzet.actions.pincodes import Entitlement, entitle
from wijkaanzet.config import LettersConfig
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.voters import Address, Pincode, Voter

PersonKey = tuple[str, str, int, str, str, int]


@dataclass(frozen=True)
class Changes:
    """What an import did: people who are new or came back, who are gone (their unused codes were voided), who stayed."""

    new: int
    gone: int
    kept: int


@dataclass(frozen=True)
class _Present:
    """Somebody in the database; ``left``: no longer in the file before this one."""

    voter_id: int
    left: bool


def read_addresses(data: bytes, edition: EditionRecord, letters: LettersConfig | None = None) -> AddressFile:
    """Read and check an address file by the edition's rules; ages count on the first day of voting.

    Raises:
        letters.errors.FileError: when it is no such file at all.
    """
    spec, settings = edition.spec, letters or LettersConfig()
    rules = Rules(
        spec.calendar[Phase.VOTING].first_day,
        spec.minimum_age,
        spec.areas,
        settings.postcodes,
        columns=settings.columns,
    )
    return read_address_file(data, rules)


def planned_changes(session: Session, edition: EditionRecord, file: AddressFile) -> Changes:
    """What importing this file would do."""
    return _difference(session, edition, file.entries).changes


def import_addresses(
    session: Session, edition: EditionRecord, file: AddressFile, *, actor: str, now: datetime
) -> Changes:
    """Import a file without problems. New people can get letters, moved people's unused codes are voided.

    Raises:
        DomainError: "file-has-problems"; then nothing changes.
    """
    if file.problems:
        raise DomainError("file-has-problems", count=len(file.problems))
    return import_entries(session, edition, file.entries, actor=actor, now=now)


def import_entries(
    session: Session, edition: EditionRecord, entries: Sequence[Entry], *, actor: str, now: datetime
) -> Changes:
    """Import the lines of a file that was checked."""
    lock_edition(session, edition.id)
    found = _difference(session, edition, entries)
    _set_left(session, edition, found.back, left=False)
    _set_left(session, edition, found.gone, left=True)
    for part in _parts(found.gone):
        session.execute(
            update(Pincode)
            .where(Pincode.edition_id == edition.id, Pincode.voter_id.in_(part), Pincode.state == "open")
            .values(state="void")
        )
    _correct(session, edition, entries)
    entitle(session, edition, found.new)
    changes = found.changes
    record_act(
        session,
        edition.id,
        "addresses-imported",
        actor=actor,
        now=now,
        new=changes.new,
        gone=changes.gone,
        kept=changes.kept,
    )
    return changes


@dataclass(frozen=True)
class _Difference:
    """A newer file against what is known: who came, who came back, who is gone, and how many stayed."""

    new: list[Entitlement]
    back: list[int]
    gone: list[int]
    kept: int

    @property
    def changes(self) -> Changes:
        return Changes(len(self.new) + len(self.back), len(self.gone), self.kept)


def _difference(session: Session, edition: EditionRecord, entries: Sequence[Entry]) -> _Difference:
    present = _present(session, edition)
    wanted = dict(_wanted(entries))
    gone = [one.voter_id for key, one in present.items() if key not in wanted and not one.left]
    back = [one.voter_id for key, one in present.items() if key in wanted and one.left]
    new = [person for key, person in wanted.items() if key not in present]
    return _Difference(new, back, gone, len(wanted) - len(new) - len(back))


def _wanted(entries: Sequence[Entry]) -> Iterator[tuple[PersonKey, Entitlement]]:
    """Everybody in the file by a key that a newer file gives again; several letters at an address are counted out."""
    seen: Counter[tuple[str, str, int, str, str]] = Counter()
    for entry in entries:
        at = entry.address
        person = Entitlement(
            at.street,
            at.number,
            at.letter,
            at.addition,
            at.postcode.compact,
            at.place,
            at.area,
            entry.addressee,
            entry.age_group,
        )
        home = _home(entry.addressee, at.postcode.compact, at.number, at.letter, at.addition)
        for _ in range(entry.letters):
            yield (*home, seen[home]), person
            seen[home] += 1


def _present(session: Session, edition: EditionRecord) -> dict[PersonKey, _Present]:
    """Everybody in the database by the same key; who has a code comes first among equals, so that it stays."""
    query = (
        select(Voter, Address)
        .join(Address, and_(Address.edition_id == Voter.edition_id, Address.id == Voter.address_id))
        .outerjoin(
            Pincode,
            and_(
                Pincode.edition_id == Voter.edition_id, Pincode.voter_id == Voter.id, Pincode.state != "void"
            ),
        )
        .where(Voter.edition_id == edition.id, ~Voter.at_desk)
        .order_by(Pincode.state.is_(None), Voter.id)
    )
    seen: Counter[tuple[str, str, int, str, str]] = Counter()
    found: dict[PersonKey, _Present] = {}
    for voter, at in session.execute(query):
        home = _home(voter.name, at.postcode, at.house_number, at.house_letter, at.addition)
        found[(*home, seen[home])] = _Present(voter.id, voter.left)
        seen[home] += 1
    return found


def _correct(session: Session, edition: EditionRecord, entries: Sequence[Entry]) -> None:
    """Take over how the newest file spells the street and the place of a known address, and in which wijk it lies."""
    spelled = {
        (at.postcode.compact, at.number, at.letter, at.addition): at
        for at in (entry.address for entry in entries)
    }
    for known in session.scalars(select(Address).where(Address.edition_id == edition.id)):
        at = spelled.get((known.postcode, known.house_number, known.house_letter, known.addition))
        if at is not None:
            known.street, known.place, known.area = at.street, at.place, at.area
    session.flush()


def _home(
    name: str, postcode: str, number: int, letter: str, addition: str
) -> tuple[str, str, int, str, str]:
    return " ".join(name.split()).casefold(), postcode, number, letter, addition.casefold()


def _set_left(session: Session, edition: EditionRecord, voter_ids: list[int], *, left: bool) -> None:
    for part in _parts(voter_ids):
        session.execute(
            update(Voter).where(Voter.edition_id == edition.id, Voter.id.in_(part)).values(left=left)
        )


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]
