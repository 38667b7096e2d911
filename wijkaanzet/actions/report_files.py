"""The evaluation of an edition as files: HTML and PDF, from the same figures and the same words."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup
from sqlalchemy.orm import Session

from letters.document import Document
from letters.document_pdf import document_pdf
from wijkaanzet.actions.report import report_of
from wijkaanzet.records import EditionRecord
from wijkaanzet.report_html import report_file, report_part
from wijkaanzet.report_text import report_document


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
