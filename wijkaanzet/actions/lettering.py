"""The letters of an edition at a glance, and the drawings that an organiser looks at before they are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from letters.address import Address as LetterBox
from letters.costs import Cost
from letters.lines import OCCUPANT
from letters.preview import NOBODY, NOWHERE
from letters.proof import proof_sheet
from phases.calendar import AMSTERDAM
from wijkaanzet.actions.letter_files import destroy_by, file_of, list_batches
from wijkaanzet.actions.letter_runs import open_run
from wijkaanzet.actions.letter_text import fitting, letter_text, letters_cost, profile_of
from wijkaanzet.actions.pincodes import count_without_code, letter_box
from wijkaanzet.config import Config
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.lettering import LetterRun, UndeliverableLetter
from wijkaanzet.storage.voters import Address, LetterBatch, Voter


@dataclass(frozen=True)
class BatchView:
    """A batch as the page shows it. ``here``: its file can be downloaded; ``folder``: where it is otherwise."""

    batch: LetterBatch
    here: bool
    folder: str
    destroy_by: date
    overdue: bool


@dataclass(frozen=True)
class Overview:
    """The letters of an edition at a glance.

    Attributes:
        entitled: people who may get a letter.
        waiting: how many of them have none yet.
        batches: what was made.
        to_destroy: how many files are past the day on which they should be gone.
        run: the order that is under way.
        failed: the newest order, when it stopped halfway.
        cost: what letters for everybody cost; None without prices.
        returned: letters that came back.
    """

    entitled: int
    waiting: int
    batches: list[BatchView]
    to_destroy: int
    run: LetterRun | None
    failed: LetterRun | None
    cost: Cost | None
    returned: int


def overview(session: Session, edition: EditionRecord, *, config: Config, now: datetime) -> Overview:
    """The letters of an edition at a glance."""
    entitled = session.scalar(select(func.count()).where(Voter.edition_id == edition.id, ~Voter.left)) or 0
    newest = session.scalar(
        select(LetterRun).where(LetterRun.edition_id == edition.id).order_by(LetterRun.number.desc()).limit(1)
    )
    batches = [_view(batch, edition, config, now) for batch in list_batches(session, edition)]
    return Overview(
        entitled=entitled,
        waiting=count_without_code(session, edition),
        batches=batches,
        to_destroy=sum(view.overdue for view in batches),
        run=open_run(session, edition),
        failed=newest if newest is not None and newest.state == "failed" else None,
        cost=letters_cost(entitled, edition.spec, config) if entitled else None,
        returned=session.scalar(select(func.count()).where(UndeliverableLetter.edition_id == edition.id))
        or 0,
    )


def streets(session: Session, edition: EditionRecord) -> list[str]:
    """The names of the streets with a letter, to choose from."""
    query = select(Address.street).where(Address.edition_id == edition.id).distinct().order_by(Address.street)
    return list(session.scalars(query))


def proof(session: Session, edition: EditionRecord, config: Config, now: datetime) -> bytes:
    """Every address of the edition held against the window, the longest drawn, as PDF; an invented one without a file.

    Raises:
        DomainError: "letters-do-not-fit".
    """
    pdf = BytesIO()
    addresses = _addresses(session, edition) or [(NOBODY, NOWHERE)]
    with fitting():
        proof_sheet(addresses, letter_text(edition, config, now), profile_of(config), pdf)
    return pdf.getvalue()


def _addresses(session: Session, edition: EditionRecord) -> list[tuple[str, LetterBox]]:
    query = (
        select(Voter.name, Address)
        .join(Address, and_(Address.edition_id == Voter.edition_id, Address.id == Voter.address_id))
        .where(Voter.edition_id == edition.id, ~Voter.left)
    )
    return [(name or OCCUPANT, letter_box(address)) for name, address in session.execute(query)]


def _view(batch: LetterBatch, edition: EditionRecord, config: Config, now: datetime) -> BatchView:
    day = destroy_by(batch, edition)
    there = batch.destroyed_at is None
    return BatchView(
        batch,
        here=there and file_of(batch, edition, config.data_dir).exists(),
        folder=batch.folder,
        destroy_by=day,
        overdue=there and now.astimezone(AMSTERDAM).date() >= day,
    )
