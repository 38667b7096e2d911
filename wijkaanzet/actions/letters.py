"""Letters: pincodes are made while their letters are drawn, batch by batch; each batch is whole or was never made."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from letters.batch import draw_batch
from letters.letter import Recipient
from letters.lines import OCCUPANT
from letters.manifest import ManifestRow, atomic_file, remove_parts, write_manifest
from letters.text import LetterText
from letters.window import window_profile
from phases.calendar import AMSTERDAM, Phase
from wijkaanzet.actions.pincodes import (
    IssuedPincode,
    letter_box,
    make_pincodes,
    replace_pincode,
    voters_without_code,
)
from wijkaanzet.config import Config
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.editions import find_edition
from wijkaanzet.storage.voters import LetterBatch
from wijkaanzet.transactions import Transactions

Progress = Callable[[int, int], None]
"""Called after each batch with the letters drawn so far and the letters to draw."""


def letters_folder(data_dir: Path, edition: EditionRecord) -> Path:
    """Where an edition's batches are kept until they are destroyed."""
    return data_dir / "letters" / edition.spec.slug


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
) -> list[ManifestRow]:
    """Draw a letter for everybody who has none (at most ``limit``), in batches; the rows of the batches that were made.

    One batch is one transaction that ends when its PDF is complete on disk. A crash leaves no half batch: its codes
    were never stored, and a PDF without stored codes is drawn over by the next run.
    """
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    remove_parts(out)
    with database.read() as session:
        waiting = voters_without_code(session, edition, limit)
    size = batch or config.letters.batch
    made: list[ManifestRow] = []
    for start in range(0, len(waiting), size):
        with database.write() as session:
            fresh = find_edition(session, edition.spec.slug) or edition
            made.append(
                _print_batch(
                    session,
                    fresh,
                    waiting[start : start + size],
                    config=config,
                    key=key,
                    out=out,
                    actor=actor,
                    now=now,
                )
            )
        if progress:
            progress(start + made[-1].letters, len(waiting))
    with database.read() as session:
        write_manifest(out / "manifest.csv", [_row(b) for b in list_batches(session, edition)])
    return made


def list_batches(session: Session, edition: EditionRecord) -> list[LetterBatch]:
    """The batches that were drawn, in their order."""
    query = select(LetterBatch).where(LetterBatch.edition_id == edition.id).order_by(LetterBatch.number)
    return list(session.scalars(query))


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
    profile = window_profile(config.letters.profile)
    draw_batch([_recipient(issued)], letter_text(edition, config, now), profile, pdf, cover=False)
    return pdf.getvalue()


def letter_text(edition: EditionRecord, config: Config, now: datetime) -> LetterText:
    """What all letters of the edition say."""
    spec, letters = edition.spec, config.letters
    voting = spec.calendar[Phase.VOTING]
    return LetterText(
        edition=f"{spec.name} (oefening)" if spec.rehearsal else spec.name,
        area=spec.area,
        sender=letters.sender or spec.name,
        return_line=letters.return_address or spec.name,
        site=site_of(edition, config),
        letter_date=now.astimezone(AMSTERDAM).date(),
        opens=voting.first_day,
        closes=voting.last_day,
        budget_cents=spec.budget,
        minimum_age=spec.minimum_age,
        paper=letters.paper,
        help_hours=letters.help_hours,
        phone=letters.phone,
        email=letters.email or spec.contact,
        secure=config.base_url.startswith("https://"),
    )


def site_of(edition: EditionRecord, config: Config) -> str:
    """The site as a letter names it: its own host, or the installation's with the edition's path."""
    if edition.spec.host:
        return edition.spec.host
    path = "" if edition.spec.slug == config.edition.slug else f"/e/{edition.spec.slug}"
    return urlsplit(config.base_url).netloc + path


def _print_batch(
    session: Session,
    edition: EditionRecord,
    voter_ids: list[int],
    *,
    config: Config,
    key: bytes,
    out: Path,
    actor: str,
    now: datetime,
) -> ManifestRow:
    issued = make_pincodes(session, edition, voter_ids, key=key, actor=actor, now=now)
    number = max((b.number for b in list_batches(session, edition)), default=0) + 1
    name = f"brieven-{number:04d}.pdf"
    with atomic_file(out / name) as file:
        facts = draw_batch(
            [_recipient(one) for one in issued],
            letter_text(edition, config, now),
            window_profile(config.letters.profile),
            file,
            cover=True,
            name=f"partij {number}",
        )
    batch = LetterBatch(
        edition_id=edition.id,
        number=number,
        file=name,
        first=issued[0].letter,
        last=issued[-1].letter,
        letters=facts.letters,
        pages=facts.pages,
        sha256=facts.sha256,
        drawn_at=now,
    )
    session.add(batch)
    session.flush()
    return _row(batch)


def _row(batch: LetterBatch) -> ManifestRow:
    return ManifestRow(batch.number, batch.first, batch.last, batch.letters, batch.pages, batch.sha256)


def _recipient(issued: IssuedPincode) -> Recipient:
    person = issued.entitlement
    return Recipient(issued.letter, person.name or OCCUPANT, letter_box(person), str(issued.pincode))
