"""Files that are whole or not there, and the manifest that says which batches are."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from letters.errors import FileError

COLUMNS = ("batch", "first_sequence", "last_sequence", "letters", "pages", "sha256")


@dataclass(frozen=True)
class ManifestRow:
    """One batch in the manifest.

    Attributes:
        batch: number of the batch, from 1.
        first_sequence: sequence number of its first letter.
        last_sequence: sequence number of its last letter.
        letters: number of letters.
        pages: number of pages, cover sheet included.
        sha256: of the PDF, in hexadecimal.
    """

    batch: int
    first_sequence: int
    last_sequence: int
    letters: int
    pages: int
    sha256: str


def manifest_csv(rows: Sequence[ManifestRow]) -> str:
    """The manifest as CSV with a header line."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([getattr(row, column) for column in COLUMNS])
    return file.getvalue()


def read_manifest(path: Path) -> list[ManifestRow]:
    """Reads a manifest; a file that is not there has no rows.

    Raises:
        FileError: the file is not a manifest; names the line.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        if tuple(next(lines, ())) != COLUMNS:
            raise FileError(f"{path}:1: geen overzicht van partijen (andere kolommen)")
        return [_row(path, number, line) for number, line in enumerate(lines, start=2)]


def write_manifest(path: Path, rows: Sequence[ManifestRow]) -> None:
    """Replaces the manifest at once; see atomic_file."""
    with atomic_file(path) as file:
        file.write(manifest_csv(rows).encode())


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Opens a file that appears under its name only when it is complete and on the disk.

    The file has mode 600. When the block fails, or the machine does, whatever stood at the path still does.
    """
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def draft_of(path: Path) -> Path:
    """Where a file waits, complete, until something else has made it valid."""
    return path.with_name(f".{path.name}.part")


@contextmanager
def draft_file(path: Path) -> Iterator[BinaryIO]:
    """Opens the draft of a file (mode 600); after the block it is complete and on the disk, see publish_draft.

    When the block fails there is no draft.
    """
    draft = draft_of(path)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(path.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def publish_draft(path: Path) -> None:
    """Gives a draft its name."""
    draft_of(path).replace(path)
    _sync_folder(path.parent)


def remove_parts(folder: Path) -> int:
    """Removes what atomic_file and draft_file left behind when the machine stopped; returns how many files.

    They may hold codes, so they must not stay.
    """
    parts = list(folder.glob(".*.part"))
    for part in parts:
        part.unlink(missing_ok=True)
    return len(parts)


def differing(folder: Path, files: Iterable[tuple[str, ManifestRow]]) -> list[str]:
    """Names of batch files that are missing or have another SHA-256 than their row says."""
    return [name for name, row in files if sha256_of(folder / name) != row.sha256]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal; empty when it is not there."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _row(path: Path, number: int, line: list[str]) -> ManifestRow:
    try:
        batch, first, last, letters, pages = map(int, line[:5])
        (sha256,) = line[5:]
    except ValueError as error:
        raise FileError(f"{path}:{number}: regel van het overzicht is onleesbaar") from error
    return ManifestRow(batch, first, last, letters, pages, sha256)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
