"""Paper votes, as at a polling station: first the slips with codes, apart from them the choice forms.

A batch goes through two stages. In the first each slip's code is checked and reserved, so that it cannot be used online.
Then slips and forms are separated, and the forms are numbered anew and typed twice, by two people. When all forms agree
and are as many as the reserved codes, one transaction uses the codes, stores the ballots and removes what was typed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM, Phase
from voting.receipt import Receipt as PlainReceipt
from wijkaanzet.actions.guards import require_phase
from wijkaanzet.actions.paper_forms import NO_VALID_CHOICE, Standing, standing_of
from wijkaanzet.actions.secrecy import mix
from wijkaanzet.actions.voting import recognise, store_ballot
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.paper import PaperBatch, PaperForm
from wijkaanzet.storage.voters import Pincode

FEWEST_SLIPS = 5
"""With fewer, who sees both piles could guess who chose what."""

OPEN_STAGES = ("slips", "forms")
_SHUFFLE = random.SystemRandom()


@dataclass(frozen=True)
class BatchAtDesk:
    """A batch as the desk sees it: ``slips`` codes are reserved for it."""

    number: int
    stage: str
    slips: int


def open_batch(session: Session, edition: EditionRecord, *, actor: str, now: datetime) -> int:
    """Begin a batch; its number."""
    require_phase(edition, Phase.VOTING, now)
    lock_edition(session, edition.id)
    last = session.scalar(select(func.max(PaperBatch.number)).where(PaperBatch.edition_id == edition.id))
    number = (last or 0) + 1
    session.add(PaperBatch(edition_id=edition.id, number=number))
    session.flush()
    _record(session, edition, "paper-batch-opened", number, actor, now)
    return number


def reserve_slip(
    session: Session, edition: EditionRecord, number: int, code_hash: bytes, *, now: datetime
) -> int:
    """Check a slip's code and reserve it for the batch; how many slips the batch now has.

    Raises:
        DomainError: "too-early" or "too-late"; "code-wrong", "code-used", "code-void"; "slip-here" or
            "slip-elsewhere" when the code is reserved already; "batch-not-open".
    """
    require_phase(edition, Phase.VOTING, now)
    _batch(session, edition, number, "slips")
    held = session.execute(
        update(Pincode)
        .where(*_code(edition, code_hash), Pincode.state == "open")
        .values(state="reserved", paper_batch=number)
    )
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise _why_not(session, edition, number, code_hash, now)
    return count_slips(session, edition, number)


def release_slip(
    session: Session, edition: EditionRecord, number: int, code_hash: bytes, *, actor: str, now: datetime
) -> int:
    """Give a slip back: its code opens again. Only while slips and forms are still together; how many are left.

    Raises:
        DomainError: "slip-not-here", "batch-not-open".
    """
    _batch(session, edition, number, "slips")
    freed = session.execute(
        update(Pincode)
        .where(*_code(edition, code_hash), *_reserved(edition, number))
        .values(state="open", paper_batch=None)
    )
    if freed.rowcount != 1:  # type: ignore[attr-defined]
        raise DomainError("slip-not-here")
    _record(session, edition, "paper-slip-returned", number, actor, now)
    return count_slips(session, edition, number)


def separate(session: Session, edition: EditionRecord, number: int, *, actor: str, now: datetime) -> int:
    """Put the slips away; from here on there are only forms. How many forms there must be.

    All reserved codes are written anew together, so that the database does not keep in which order they came.

    Raises:
        DomainError: "batch-empty"; "batch-small" unless this is the last day of voting, when nobody can wait any
            longer for more; "batch-not-open".
    """
    batch = _batch(session, edition, number, "slips")
    slips = count_slips(session, edition, number)
    last_day = edition.spec.calendar[Phase.VOTING].last_day
    if not slips:
        raise DomainError("batch-empty")
    if slips < FEWEST_SLIPS and now.astimezone(AMSTERDAM).date() < last_day:
        raise DomainError("batch-small", slips=slips, fewest=FEWEST_SLIPS)
    session.execute(update(Pincode).where(*_reserved(edition, number)).values(state="reserved"))
    batch.stage, batch.slips = "forms", slips
    session.flush()
    _record(session, edition, "paper-slips-put-away", number, actor, now, slips=slips)
    return slips


def cast_batch(
    session: Session, edition: EditionRecord, number: int, *, actor: str, now: datetime
) -> list[PlainReceipt]:
    """Use all codes of a batch and store all its ballots, in one transaction; the receipts, in random order.

    A form without a valid choice uses its code too and becomes a blank ballot. What was typed is removed, and all
    ballots are mixed, so that nothing tells which ones came on paper. Also after voting has ended, until the count.

    Raises:
        DomainError: "batch-not-ready" with how the forms stand; "batch-not-open"; "too-late" after the count.
    """
    standing = standing_of(session, edition, _batch(session, edition, number, "forms"))
    if not standing.is_ready:
        raise DomainError("batch-not-ready", standing=standing)
    claimed = session.execute(
        update(Pincode).where(*_reserved(edition, number)).values(state="used", paper_batch=None)
    )
    if claimed.rowcount != len(standing.agreed):  # type: ignore[attr-defined]
        raise DomainError("batch-changed")
    receipts = _store(session, edition, list(standing.agreed.values()))
    _remove_forms(session, edition, number)
    _batch(session, edition, number, "forms").stage = "cast"
    session.flush()
    mix(session, edition)
    without = sum(choices == NO_VALID_CHOICE for choices in standing.agreed.values())
    _record(
        session,
        edition,
        "paper-batch-cast",
        number,
        actor,
        now,
        ballots=len(receipts),
        without_valid_choice=without,
    )
    return receipts


def cancel_batch(
    session: Session, edition: EditionRecord, number: int, *, reason: str, actor: str, now: datetime
) -> None:
    """Give up a batch before it is cast: all its codes open again, and what was typed is removed.

    Raises:
        DomainError: "reason-missing", "batch-not-open".
    """
    if not reason.strip():
        raise DomainError("reason-missing")
    batch = _batch(session, edition, number, *OPEN_STAGES)
    freed = session.execute(
        update(Pincode).where(*_reserved(edition, number)).values(state="open", paper_batch=None)
    )
    _remove_forms(session, edition, number)
    batch.stage = "cancelled"
    session.flush()
    slips = int(freed.rowcount)  # type: ignore[attr-defined]
    _record(session, edition, "paper-batch-cancelled", number, actor, now, slips=slips, reason=reason.strip())


def list_batches(session: Session, edition: EditionRecord) -> list[BatchAtDesk]:
    """All batches, the newest first."""
    query = select(PaperBatch).where(PaperBatch.edition_id == edition.id).order_by(PaperBatch.number.desc())
    return [_seen(session, edition, batch) for batch in session.scalars(query)]


def find_batch(session: Session, edition: EditionRecord, number: int) -> BatchAtDesk:
    """One batch.

    Raises:
        DomainError: "no-such-batch".
    """
    batch = session.get(PaperBatch, (edition.id, number))
    if batch is None:
        raise DomainError("no-such-batch")
    return _seen(session, edition, batch)


def form_standing(session: Session, edition: EditionRecord, number: int) -> Standing:
    """How the forms of a batch stand.

    Raises:
        DomainError: "batch-not-open".
    """
    return standing_of(session, edition, _batch(session, edition, number, "forms", lock=False))


def count_slips(session: Session, edition: EditionRecord, number: int) -> int:
    """How many codes are reserved for a batch."""
    query = select(func.count()).select_from(Pincode).where(*_reserved(edition, number))
    return session.scalar(query) or 0


def _store(session: Session, edition: EditionRecord, forms: list[str]) -> list[PlainReceipt]:
    _SHUFFLE.shuffle(forms)
    ballots = [
        [int(n) for n in form.split(",")] if form not in ("", NO_VALID_CHOICE) else [] for form in forms
    ]
    receipts = [store_ballot(session, edition, numbers) for numbers in ballots]
    _SHUFFLE.shuffle(receipts)
    return receipts


def _remove_forms(session: Session, edition: EditionRecord, number: int) -> None:
    session.execute(delete(PaperForm).where(PaperForm.edition_id == edition.id, PaperForm.batch == number))


def _batch(
    session: Session, edition: EditionRecord, number: int, *stages: str, lock: bool = True
) -> PaperBatch:
    """The batch, held until this transaction ends, when it is in one of these stages."""
    batch = session.get(
        PaperBatch, (edition.id, number), with_for_update={"key_share": True} if lock else None
    )
    if batch is None:
        raise DomainError("no-such-batch")
    if batch.stage not in stages:
        raise DomainError("batch-not-open", stage=batch.stage)
    return batch


def _why_not(
    session: Session, edition: EditionRecord, number: int, code_hash: bytes, now: datetime
) -> DomainError:
    """Why a slip's code cannot be reserved, said so that the desk can tell the resident."""
    code = session.get(Pincode, (edition.id, code_hash))
    if code is not None and code.state == "reserved":
        return DomainError("slip-here" if code.paper_batch == number else "slip-elsewhere")
    try:
        recognise(session, edition, code_hash, now=now)
    except DomainError as error:
        return error
    return DomainError("code-used")


def _seen(session: Session, edition: EditionRecord, batch: PaperBatch) -> BatchAtDesk:
    slips = count_slips(session, edition, batch.number) if batch.stage == "slips" else batch.slips
    return BatchAtDesk(batch.number, batch.stage, slips)


def _code(edition: EditionRecord, code_hash: bytes) -> tuple[ColumnElement[bool], ...]:
    return Pincode.edition_id == edition.id, Pincode.code_hash == code_hash


def _reserved(edition: EditionRecord, number: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Pincode.edition_id == edition.id,
        Pincode.paper_batch == number,
        Pincode.state == "reserved",
    )


def _record(
    session: Session,
    edition: EditionRecord,
    act: str,
    number: int,
    actor: str,
    now: datetime,
    **details: object,
) -> None:
    record_act(session, edition.id, act, actor=actor, now=now, subject=f"batch {number}", **details)
