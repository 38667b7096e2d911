"""Receipts as files: kept in the database, seen by the organisers and the plan's submitters, never public."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageOps
from sqlalchemy.orm import Session

from wijkaanzet.actions.undertakings import is_submitter
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.documents import Document

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2200
"""Pixels: small print on a receipt is still read at this size."""

PICTURES = ("JPEG", "PNG", "WEBP")
MIMETYPES = {"jpeg": "image/jpeg", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Upload:
    """What somebody sent. Its name is not kept: it may hold more than its sender knows."""

    content: bytes


@dataclass(frozen=True)
class StoredDocument:
    """A receipt to be handed over."""

    content: bytes
    mimetype: str
    name: str


def store_document(
    session: Session, edition: EditionRecord, number: int, upload: Upload, *, account: int, now: datetime
) -> int:
    """Keep a receipt: a picture is encoded anew, which leaves behind what a camera hides in it; a PDF stays as it is.

    Raises:
        DomainError: "document-too-large" with the megabytes that are possible; "document-unreadable".
    """
    if len(upload.content) > MOST_BYTES:
        raise DomainError("document-too-large", most=MOST_BYTES // (1024 * 1024))
    if upload.content.startswith(b"%PDF-"):
        kind, content = "pdf", upload.content
    else:
        kind, content = "jpeg", _encoded_anew(upload.content)
    row = Document(
        edition_id=edition.id,
        id=new_id(),
        plan_number=number,
        kind=kind,
        content=content,
        added_by=account,
        added_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def find_document(
    session: Session, edition: EditionRecord, document: int, *, account: int, is_organiser: bool
) -> StoredDocument:
    """A receipt, for an organiser or a submitter of its plan.

    Raises:
        DomainError: "no-such-document", also for others: nobody learns that there is one.
    """
    row = session.get(Document, (edition.id, document))
    if row is None or not (is_organiser or is_submitter(session, edition, row.plan_number, account)):
        raise DomainError("no-such-document")
    ending = "jpg" if row.kind == "jpeg" else row.kind
    return StoredDocument(row.content, MIMETYPES[row.kind], f"bon-{row.plan_number}-{row.id}.{ending}")


def _encoded_anew(content: bytes) -> bytes:
    """The picture upright, not larger than needed, as JPEG without anything but its pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=PICTURES) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise DomainError("document-unreadable")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            if upright.mode not in ("RGB", "L"):
                # What is transparent lies on white paper.
                paper = Image.new("RGB", upright.size, "white")
                layer = upright.convert("RGBA")
                paper.paste(layer, mask=layer)
                upright = paper
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            # Into a new picture: nothing that came with the old one is written.
            clean = Image.new(upright.mode, upright.size)
            clean.paste(upright)
            clean.save(out, "JPEG", quality=80, optimize=True)
            return out.getvalue()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DomainError("document-unreadable") from error
