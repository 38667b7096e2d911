"""Between checking and importing: a file without mistakes waits for the organiser's yes, without its birth dates."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from letters.address import Address, Postcode
from letters.address_file import Summary
from letters.costs import Cost
from letters.entries import Entry, Problem
from letters.errors import FileError
from wijkaanzet.actions.addresses import Changes, import_entries, planned_changes, read_addresses
from wijkaanzet.actions.letter_text import letters_cost
from wijkaanzet.config import Config
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.lettering import AddressDraft

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Report:
    """What checking a file gave.

    Attributes:
        problems: the wrong lines.
        summary: counts over the lines that are right.
        cost: what letters for all of them cost; None without prices.
        changes: what importing would do; None when a line is wrong.
        token: names the draft that waits; empty when a line is wrong.
    """

    problems: tuple[Problem, ...]
    summary: Summary
    cost: Cost | None
    changes: Changes | None
    token: str


def check_file(
    session: Session, edition: EditionRecord, data: bytes, *, config: Config, now: datetime
) -> Report:
    """Check a file; one without mistakes is kept for a day, until it is imported, discarded or followed by another.

    Raises:
        DomainError: "file-unreadable" with what is wrong, when it is no address file at all.
    """
    try:
        file = read_addresses(data, edition, config.letters)
    except FileError as error:
        raise DomainError("file-unreadable", said=str(error)) from error
    cost = letters_cost(file.summary.letters, edition.spec, config)
    discard(session, edition)
    if file.problems:
        return Report(file.problems, file.summary, cost, None, "")
    token = secrets.token_hex(16)
    session.add(AddressDraft(edition_id=edition.id, token=token, made_at=now, entries=_stored(file.entries)))
    return Report((), file.summary, cost, planned_changes(session, edition, file), token)


def import_checked(
    session: Session, edition: EditionRecord, token: str, *, actor: str, now: datetime
) -> Changes:
    """Import the file that was checked.

    Raises:
        DomainError: "draft-gone" when it was imported, discarded, followed by another, or checked over a day ago.
    """
    draft = session.get(AddressDraft, edition.id)
    if draft is None or draft.token != token or now - draft.made_at > KEPT:
        raise DomainError("draft-gone")
    changes = import_entries(session, edition, _entries(draft.entries), actor=actor, now=now)
    session.delete(draft)
    return changes


def discard(session: Session, edition: EditionRecord) -> None:
    """Forget the file that waits."""
    session.execute(delete(AddressDraft).where(AddressDraft.edition_id == edition.id))
    session.expire_all()


def forget_old_drafts(session: Session, *, now: datetime) -> None:
    """Forget the files of all editions that waited too long."""
    session.execute(delete(AddressDraft).where(AddressDraft.made_at < now - KEPT))


def _stored(entries: Sequence[Entry]) -> list[list[object]]:
    return [
        [
            entry.addressee,
            entry.address.street,
            entry.address.number,
            entry.address.letter,
            entry.address.addition,
            entry.address.postcode.compact,
            entry.address.place,
            entry.address.area,
            entry.letters,
            entry.age_group,
            entry.namesake,
        ]
        for entry in entries
    ]


def _entries(stored: list[list[object]]) -> list[Entry]:
    entries = []
    for (
        addressee,
        street,
        number,
        letter,
        addition,
        postcode,
        place,
        area,
        letters,
        group,
        namesake,
    ) in stored:
        at = Address(
            str(street),
            int(str(number)),
            str(letter),
            str(addition),
            Postcode(str(postcode)),
            str(place),
            str(area),
        )
        entries.append(Entry(0, str(addressee), at, int(str(letters)), str(group), int(str(namesake))))
    return entries
