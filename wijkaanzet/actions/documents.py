"""Receipts as files: kept in the database, seen by the organisers and the plan's submitters, never public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from wijkaanzet.actions.undertakings import is_submitter
from wijkaanzet.errors import DomainError
from wijkaanzet.pictures import PictureError, encode
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.documents import Document

MOST_BYTES = 12 * 1024 * 1024
LONGEST_SIDE = 2200
"""Pixels: small print on a receipt is still read at this size."""

MIMETYPES = {"jpeg": "image/jpeg", "pdf": "application/pdf"}
_END = 2048
"""A PDF says within so many bytes of its end that it is whole."""


@dataclass(frozen=True)
class Receipt:
    """A receipt that can be kept. The file's own name is not in it: it may hold more than its sender knows."""

    kind: str
    content: bytes


@dataclass(frozen=True)
class StoredDocument:
    """A receipt to be handed over. ``is_picture``: a browser may show it; anything else is only saved."""

    content: bytes
    mimetype: str
    name: str
    is_picture: bool


def read_receipt(content: bytes) -> Receipt:
    """Make of what somebody sent what can be kept. Before the transaction: it takes time.

    A picture is written anew, which leaves behind what a camera hides in it; a PDF stays as it is.

    Raises:
        DomainError: "document-too-large" with the megabytes that are possible; "document-unreadable".
    """
    if len(content) > MOST_BYTES:
        raise DomainError("document-too-large", most=MOST_BYTES // (1024 * 1024))
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-_END:]:
            raise DomainError("document-unreadable")
        return Receipt("pdf", content)
    try:
        return Receipt("jpeg", encode(content, LONGEST_SIDE).large)
    except PictureError as error:
        raise DomainError("document-unreadable") from error


def store_receipt(
    session: Session, edition: EditionRecord, number: int, receipt: Receipt, *, account: int, now: datetime
) -> int:
    """Keep a receipt; its key."""
    row = Document(
        edition_id=edition.id,
        id=new_id(),
        plan_number=number,
        kind=receipt.kind,
        content=receipt.content,
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
    is_picture = row.kind == "jpeg"
    name = f"bon-{row.plan_number}-{row.id}.{'jpg' if is_picture else row.kind}"
    return StoredDocument(row.content, MIMETYPES[row.kind], name, is_picture)
