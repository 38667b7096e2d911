"""The folder with batches: one program at a time writes in it, and what has a batch's name is a batch that was stored."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from letters.manifest import (
    ManifestRow,
    differing,
    draft_of,
    publish_draft,
    read_manifest,
    remove_parts,
    sha256_of,
    write_manifest,
)
from phases.calendar import AMSTERDAM, Phase
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.voters import LetterBatch

MANIFEST = "manifest.csv"
KEPT_AFTER_DRAWING = timedelta(days=14)
_BATCH_FILE = re.compile(r"brieven-[0-9]{4,}\.(pdf|csv)")


def letters_folder(data_dir: Path, edition: EditionRecord) -> Path:
    """The installation's own folder for an edition's batches, until they are destroyed."""
    return data_dir / "letters" / edition.spec.slug


def list_batches(session: Session, edition: EditionRecord, folder: str | None = None) -> list[LetterBatch]:
    """The batches that were drawn, in their order; with ``folder`` only those in it (empty: our own)."""
    query = select(LetterBatch).where(LetterBatch.edition_id == edition.id).order_by(LetterBatch.number)
    if folder is not None:
        query = query.where(LetterBatch.folder == folder)
    return list(session.scalars(query))


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Makes the folder and keeps every other program out of it; the lock ends with the process that holds it.

    Raises:
        DomainError: "letters-busy" when somebody else is at work there.
    """
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise DomainError("letters-busy") from error
    finally:
        os.close(handle)


def settle(rows: Sequence[LetterBatch], out: Path, *, own: bool) -> None:
    """Bring a folder in line with the batches that were stored in it.

    A stored batch whose file had no name yet when the machine stopped gets it. A draft whose codes were never stored goes.
    A file with a batch's name that no stored batch has is removed from our own folder; elsewhere it is somebody else's.

    Raises:
        DomainError: "folder-in-use" when there are letters of another edition or installation in it.
    """
    present = {row.file for row in rows if row.destroyed_at is None}
    known = {row.file for row in rows}
    for row in rows:
        file = out / row.file
        if row.file in present and draft_of(file).exists() and sha256_of(draft_of(file)) == row.sha256:
            publish_draft(file)
    remove_parts(out)
    found = {file.name for file in out.iterdir() if _BATCH_FILE.fullmatch(file.name)}
    if not own and (found - known or (not rows and read_manifest(out / MANIFEST))):
        raise DomainError("folder-in-use", folder=str(out))
    for name in found - present:
        (out / name).unlink()


def write_rows(rows: Sequence[LetterBatch], out: Path) -> None:
    """Write the manifest of a folder anew."""
    write_manifest(out / MANIFEST, [manifest_row(row) for row in rows])


def damaged(rows: Sequence[LetterBatch], out: Path) -> list[str]:
    """The files that are gone or are not what they were; the letters in them must be made again."""
    return differing(out, ((row.file, manifest_row(row)) for row in rows if row.destroyed_at is None))


def manifest_row(batch: LetterBatch) -> ManifestRow:
    """A batch as the manifest has it."""
    return ManifestRow(batch.number, batch.first, batch.last, batch.letters, batch.pages, batch.sha256)


def file_of(batch: LetterBatch, edition: EditionRecord, data_dir: Path) -> Path:
    """Where a batch's file is."""
    folder = Path(batch.folder) if batch.folder else letters_folder(data_dir, edition)
    return folder / batch.file


def destroy_by(batch: LetterBatch, edition: EditionRecord) -> date:
    """The day on which the letters have been delivered for sure, so that the file must go."""
    drawn: date = batch.drawn_at.astimezone(AMSTERDAM).date()
    return max(edition.spec.calendar[Phase.VOTING].first_day, drawn + KEPT_AFTER_DRAWING)


def destroy_batches(
    session: Session,
    edition: EditionRecord,
    numbers: Sequence[int],
    *,
    data_dir: Path,
    actor: str,
    now: datetime,
) -> int:
    """Remove the files of these batches; how many. What was in them is known to nobody then but who got the letters.

    Raises:
        DomainError: "no-such-letter-batch".
    """
    batches = [
        b for b in list_batches(session, edition) if b.number in set(numbers) and b.destroyed_at is None
    ]
    if not batches:
        raise DomainError("no-such-letter-batch")
    for batch in batches:
        file = file_of(batch, edition, data_dir)
        file.unlink(missing_ok=True)
        draft_of(file).unlink(missing_ok=True)
        batch.destroyed_at = now
    listed = ", ".join(str(batch.number) for batch in batches)
    record_act(session, edition.id, "letters-destroyed", actor=actor, now=now, batches=listed)
    return len(batches)
