"""Receipts as files, and news with pictures: what is kept of them, who may read them, and when they go."""

import io

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.editions import account
from tests.support.undertakings import NOW, PDF, TODAY, picture, plan
from wijkaanzet.actions import documents, expenses, notices, updates
from wijkaanzet.errors import DomainError
from wijkaanzet.pictures import encode
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.documents import Document
from wijkaanzet.storage.execution import UpdatePicture
from wijkaanzet.storage.notices import Notice
from wijkaanzet.storage.pictures import Picture


def test_a_receipt_is_a_picture_or_a_pdf_and_nothing_hides_in_it(
    session: Session, chosen: EditionRecord
) -> None:
    for content in (b"", b"GIF89a", b"%PDF-1.7 half", b"<svg/>", picture()[:200], b"MZ" + bytes(500)):
        with pytest.raises(DomainError, match="document-unreadable"):
            documents.read_receipt(content)
    with pytest.raises(DomainError, match="document-too-large"):
        documents.read_receipt(b"%PDF-" + bytes(documents.MOST_BYTES) + b"%%EOF")
    assert documents.read_receipt(PDF) == documents.Receipt("pdf", PDF)
    sent = picture(size=(3000, 1500))
    assert b"Spechtplein" in sent
    kept = documents.read_receipt(sent)
    assert b"Spechtplein" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (2200, 1100))
    assert documents.read_receipt(picture("RGBA", kind="PNG")).kind == "jpeg"


def test_a_receipt_is_for_its_submitters_and_the_organisers(session: Session, chosen: EditionRecord) -> None:
    me, buur = account(session), account(session, "buur")
    draft = expenses.ExpenseDraft("Hout", 1, TODAY, receipt=documents.Receipt("pdf", PDF))
    expenses.hand_in(session, chosen, 1, draft, account=me, now=NOW)
    key = session.scalars(select(Document.id)).one()
    for who, is_organiser in ((me, False), (buur, True)):
        found = documents.find_document(session, chosen, key, account=who, is_organiser=is_organiser)
        assert (found.content, found.mimetype, found.is_picture) == (PDF, "application/pdf", False)
    for who, wanted in ((buur, key), (me, key + 1)):
        with pytest.raises(DomainError, match="no-such-document"):
            documents.find_document(session, chosen, wanted, account=who, is_organiser=False)


def test_news_with_pictures_comes_and_goes_with_them(session: Session, chosen: EditionRecord) -> None:
    me, fan = account(session), account(session, "volger")
    notices.follow(session, chosen, 1, fan, now=NOW)
    encoded = encode(picture())
    by = updates.Writer(me)
    with pytest.raises(DomainError, match="pictures-too-many"):
        updates.write_update(session, chosen, 1, text="x", by=by, now=NOW, pictures=[encoded] * 5)
    with pytest.raises(DomainError, match="not-the-submitter"):
        updates.write_update(session, chosen, 1, text="x", by=updates.Writer(fan), now=NOW)
    key = updates.write_update(
        session, chosen, 1, text="Ze staan er!", by=by, now=NOW, pictures=[encoded] * 2, alt="Bakken"
    )
    view = plan(session, chosen)
    assert [one.alt for one in view.pictures[key]] == ["Bakken", "Bakken"]
    assert [(row.account_id, row.kind) for row in session.scalars(select(Notice))] == [(fan, "news")]
    updates.change_update(session, chosen, 1, key, text="Ze staan er.", by=by, now=NOW)
    assert plan(session, chosen).updates[0].changed_at == NOW
    with pytest.raises(DomainError, match="no-such-update"):
        updates.remove_update(session, chosen, 3, key, by=by, now=NOW)
    updates.remove_update(session, chosen, 1, key, by=updates.Writer(fan, is_organiser=True), now=NOW)
    for table in (UpdatePicture, Picture, Notice):
        assert session.scalars(select(table)).all() == []
