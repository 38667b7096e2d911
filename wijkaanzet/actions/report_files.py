"""The evaluation of an edition as files: HTML and PDF, from the same figures and the same words; and its publication.

What is public is what the organiser saw: it is kept as it was, and a figure that changes later does not change it.
"""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from letters.document import Document
from letters.document_pdf import document_pdf
from wijkaanzet.actions import counting
from wijkaanzet.actions.report import report_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.report_html import report_file, report_part
from wijkaanzet.report_text import report_document
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.report import ReportFile

PAGE, FILE, PDF = "deel.html", "evaluatie.html", "evaluatie.pdf"
"""What is kept: the sections for a page of the site, the file that stands on its own, and the PDF."""


def report_page(session: Session, edition: EditionRecord, *, now: datetime) -> Markup:
    """The sections as a part of a page."""
    return report_part(_document(session, edition, now))


def report_as_html(session: Session, edition: EditionRecord, *, now: datetime) -> bytes:
    """One HTML file that stands on its own."""
    return report_file(_document(session, edition, now))


def report_as_pdf(session: Session, edition: EditionRecord, *, now: datetime) -> bytes:
    """The same as a tagged PDF."""
    return document_pdf(_document(session, edition, now))


def _document(session: Session, edition: EditionRecord, now: datetime) -> Document:
    return report_document(report_of(session, edition, now=now), edition.spec)


def publish_report(session: Session, edition: EditionRecord, *, actor: str, now: datetime) -> None:
    """Make the evaluation public as it is now; a later time replaces it.

    Raises:
        DomainError: "report-too-early" before the result is public.
    """
    if counting.published_outcome(session, edition) is None:
        raise DomainError("report-too-early")
    document = _document(session, edition, now)
    files = {
        PAGE: str(report_part(document)).encode(),
        FILE: report_file(document),
        PDF: document_pdf(document),
    }
    _remove(session, edition)
    session.add_all(
        ReportFile(edition_id=edition.id, name=name, content=content, published_at=now)
        for name, content in files.items()
    )
    session.flush()
    record_act(session, edition.id, "report-published", actor=actor, now=now)


def withdraw_report(session: Session, edition: EditionRecord, *, actor: str, now: datetime) -> None:
    """Take the public evaluation back; a second click changes nothing."""
    if report_published_at(session, edition) is not None:
        _remove(session, edition)
        record_act(session, edition.id, "report-withdrawn", actor=actor, now=now)


def report_published_at(session: Session, edition: EditionRecord) -> datetime | None:
    """When the evaluation became public; None when it is not."""
    query = select(ReportFile.published_at).where(ReportFile.edition_id == edition.id, ReportFile.name == PDF)
    return session.scalar(query)


def published_report(session: Session, edition: EditionRecord, name: str) -> bytes | None:
    """A file of the public evaluation; None when it is not public."""
    row = session.get(ReportFile, (edition.id, name))
    return row.content if row is not None else None


def _remove(session: Session, edition: EditionRecord) -> None:
    session.execute(delete(ReportFile).where(ReportFile.edition_id == edition.id))
