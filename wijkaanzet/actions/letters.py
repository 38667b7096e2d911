"""Letters: pincodes are made while their letters are drawn, batch by batch; each batch is whole or was never made."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from letters.batch import BatchFacts, draw_batch
from letters.letter import Recipient
from letters.lines import OCCUPANT
from letters.mailhouse import write_table
from letters.manifest import ManifestRow, draft_file, draft_of, publish_draft, sha256_of
from wijkaanzet.actions.letter_files import (
    letters_folder,
    list_batches,
    locked,
    manifest_row,
    settle,
    write_rows,
)
from wijkaanzet.actions.letter_text import letter_text, profile_of, site_of
from wijkaanzet.actions.pincodes import (
    IssuedPincode,
    letter_box,
    make_pincodes,
    replace_pincode,
    voters_without_code,
)
from wijkaanzet.actions.reprints import void_unused, without_code
from wijkaanzet.config import Config
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.editions import find_edition, lock_edition
from wijkaanzet.storage.voters import LetterBatch
from wijkaanzet.transactions import Transactions

__all__ = [
    "Order",
    "batches_in_folder",
    "draw_letters",
    "letter_text",
    "letters_folder",
    "list_batches",
    "print_letters",
    "replacement_letter",
    "site_of",
]

Progress = Callable[[int, int], None]
"""Called after each batch with the letters drawn so far and the letters to draw."""


@dataclass(frozen=True)
class Order:
    """How letters are to be drawn.

    Attributes:
        config: the settings.
        key: keys the hashes of pincodes.
        out: the folder for the files.
        actor: who asked for it.
        now: the edition's now.
        batch: letters in one file; 0 for what the settings say.
        mailhouse: a table for a mail house instead of PDFs.
        again_up_to: also draw anew for people who hold an unused code, when their letter's number is at most this.
        note: called in each batch's own transaction with the number of people that are done.
    """

    config: Config
    key: bytes
    out: Path
    actor: str
    now: datetime
    batch: int = 0
    mailhouse: bool = False
    again_up_to: int = 0
    note: Callable[[Session, int], None] = lambda _session, _done: None

    def folder(self, edition: EditionRecord) -> str:
        """How a batch remembers its folder; empty for the installation's own, which may move."""
        own = letters_folder(self.config.data_dir, edition)
        return "" if self.out.absolute() == own.absolute() else str(self.out.absolute())


def print_letters(
    database: Transactions,
    edition: EditionRecord,
    *,
    config: Config,
    key: bytes,
    out: Path,
    actor: str,
    now: datetime,
    batch: int = 0,
    limit: int | None = None,
    progress: Progress | None = None,
    mailhouse: bool = False,
) -> list[ManifestRow]:
    """Draw a letter for everybody who has none (at most ``limit``), in batches; the rows of the batches that were made.

    Raises:
        DomainError: see draw_letters.
    """
    with database.read() as session:
        waiting = voters_without_code(session, edition, limit)
    order = Order(config, key, out, actor, now, batch, mailhouse)
    return draw_letters(database, edition, waiting, order, progress)


def draw_letters(
    database: Transactions,
    edition: EditionRecord,
    voter_ids: Sequence[int],
    order: Order,
    progress: Progress | None = None,
) -> list[ManifestRow]:
    """Draw letters for these people, in this order; the rows of the batches that were made.

    A batch is drawn to a draft file that is complete on the disk before its codes are stored, in one transaction; it gets
    its name after that. So a file with a name holds codes that work, a crash before the transaction's end leaves a draft
    without codes, and one after it a draft that ``settle`` gives its name.

    Raises:
        DomainError: "letters-busy", "folder-in-use"; "verdicts-not-published" or "too-late" from making pincodes.
        OSError: the disk is full; what was finished before stays.
    """
    with locked(order.out):
        _settle(database, edition, order)
        try:
            return _draw_all(database, edition, voter_ids, order, progress)
        except BaseException:
            with suppress(OSError, SQLAlchemyError, DomainError):
                _settle(database, edition, order)
            raise


def replacement_letter(
    session: Session,
    edition: EditionRecord,
    voter_id: int,
    *,
    config: Config,
    key: bytes,
    reason: str,
    actor: str,
    now: datetime,
) -> bytes:
    """Void a person's code and draw the one letter with the new one; the PDF."""
    issued = replace_pincode(session, edition, voter_id, key=key, reason=reason, actor=actor, now=now)
    pdf = io.BytesIO()
    text = letter_text(edition, config, now)
    draw_batch([_recipient(issued)], text, profile_of(config), pdf, cover=False)
    return pdf.getvalue()


def batches_in_folder(database: Transactions, edition: EditionRecord, order: Order) -> list[LetterBatch]:
    """The batches of this edition that were stored as being in the order's folder."""
    with database.read() as session:
        return list_batches(session, edition, order.folder(edition))


def _settle(database: Transactions, edition: EditionRecord, order: Order) -> None:
    rows = batches_in_folder(database, edition, order)
    settle(rows, order.out, own=not order.folder(edition))
    write_rows(rows, order.out)


def _draw_all(
    database: Transactions,
    edition: EditionRecord,
    voter_ids: Sequence[int],
    order: Order,
    progress: Progress | None,
) -> list[ManifestRow]:
    size = order.batch or order.config.letters.batch
    made: list[ManifestRow] = []
    for start in range(0, len(voter_ids), size):
        done = min(start + size, len(voter_ids))
        with database.write() as session:
            batch = _draw_batch(session, edition, voter_ids[start:done], order)
            order.note(session, done)
            rows = list_batches(session, edition, order.folder(edition))
        if batch:
            publish_draft(order.out / batch.file)
            write_rows(rows, order.out)
            made.append(manifest_row(batch))
        if progress:
            progress(done, len(voter_ids))
    return made


def _draw_batch(
    session: Session, edition: EditionRecord, voter_ids: Sequence[int], order: Order
) -> LetterBatch | None:
    """Codes and letters for those of these people who hold no code (any more); None when there are none."""
    lock_edition(session, edition.id)
    fresh = find_edition(session, edition.spec.slug) or edition
    if order.again_up_to:
        void_unused(session, fresh, voter_ids, order.again_up_to, actor=order.actor, now=order.now)
    wanted = without_code(session, fresh, voter_ids)
    issued = make_pincodes(session, fresh, wanted, key=order.key, actor=order.actor, now=order.now)
    if not issued:
        return None
    number = (
        session.scalar(select(func.max(LetterBatch.number)).where(LetterBatch.edition_id == fresh.id)) or 0
    ) + 1
    file = order.out / f"brieven-{number:04d}.{'csv' if order.mailhouse else 'pdf'}"
    facts = _write(issued, fresh, order, file, number)
    batch = LetterBatch(
        edition_id=fresh.id,
        number=number,
        folder=order.folder(fresh),
        file=file.name,
        first=issued[0].letter,
        last=issued[-1].letter,
        letters=facts.letters,
        pages=facts.pages,
        sha256=facts.sha256,
        drawn_at=order.now,
    )
    session.add(batch)
    session.flush()
    return batch


def _write(
    issued: Sequence[IssuedPincode], edition: EditionRecord, order: Order, path: Path, number: int
) -> BatchFacts:
    recipients = [_recipient(one) for one in issued]
    text, profile = letter_text(edition, order.config, order.now), profile_of(order.config)
    with draft_file(path) as file:
        if not order.mailhouse:
            return draw_batch(recipients, text, profile, file, cover=True, name=f"partij {number}")
        count = write_table(recipients, text, file)
    return BatchFacts(count, 2 * count, sha256_of(draft_of(path)))


def _recipient(issued: IssuedPincode) -> Recipient:
    person = issued.entitlement
    return Recipient(issued.letter, person.name or OCCUPANT, letter_box(person), str(issued.pincode))
