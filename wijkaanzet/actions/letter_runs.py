"""Orders to make letters: asked for on a page, carried out by the job worker, and gone on with after a crash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from letters.errors import LetterError
from wijkaanzet.actions.editions import list_editions
from wijkaanzet.actions.guards import is_frozen
from wijkaanzet.actions.letter_files import letters_folder
from wijkaanzet.actions.letter_text import mailhouse_form
from wijkaanzet.actions.letters import Order, draw_letters
from wijkaanzet.actions.pincodes import require_all_decided, require_time_for_codes
from wijkaanzet.actions.reprints import Kind, Targets, targets
from wijkaanzet.config import Config
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import Edition, lock_edition
from wijkaanzet.storage.lettering import LetterRun
from wijkaanzet.transactions import Transactions

NO_SIGN_OF_LIFE = timedelta(minutes=2)
"""After this long an order that was being carried out is taken over."""
DISK, BROKEN = "disk", "broken"


@dataclass(frozen=True)
class LetterOrder:
    """What an organiser asks for.

    Attributes:
        kind: who gets letters.
        target: which address (``2033AB|12 A``), street or batch; empty for everybody who waits.
        mailhouse: a table for a mail house instead of PDFs.
        reason: why, when it is once more.
    """

    kind: Kind = Kind.WAITING
    target: str = ""
    mailhouse: bool = False
    reason: str = ""


def ask_for_letters(
    session: Session, edition: EditionRecord, asked: LetterOrder, *, config: Config, actor: str, now: datetime
) -> int:
    """Store an order for the job worker; its number. Nothing is drawn yet.

    Raises:
        DomainError: "verdicts-not-published", "verdicts-owed", "too-late"; "letters-busy" while another order is under way;
            "reason-missing", "no-letter", "no-such-street", "no-such-letter-batch"; "nothing-to-print";
            "letters-do-not-fit" with what a test drawing says.
    """
    require_time_for_codes(edition, now)
    if asked.kind is not Kind.WAITING and not asked.reason.strip():
        raise DomainError("reason-missing")
    lock_edition(session, edition.id)
    if not is_frozen(session, edition):
        require_all_decided(session, edition)
    if open_run(session, edition) is not None:
        raise DomainError("letters-busy")
    up_to = session.scalar(select(Edition.letters_made).where(Edition.id == edition.id)) or 0
    meant = targets(session, edition, asked.kind, asked.target, up_to)
    if not meant.voter_ids:
        raise DomainError("nothing-to-print", used=len(meant.refused))
    mailhouse_form(
        edition, config, now
    )  # what does not fit is said to who asks, not to a job worker at night
    number = (
        session.scalar(select(func.max(LetterRun.number)).where(LetterRun.edition_id == edition.id)) or 0
    ) + 1
    session.add(
        LetterRun(
            edition_id=edition.id,
            number=number,
            kind=asked.kind.value,
            target=asked.target,
            mailhouse=asked.mailhouse,
            up_to=up_to,
            total=len(meant.voter_ids),
            state="waiting",
            actor=actor,
            asked_at=now,
            beat_at=now,
        )
    )
    # An address is a personal detail, so the trail only says what kind of order it was.
    details = {"reason": asked.reason.strip()} if asked.reason.strip() else {}
    record_act(
        session,
        edition.id,
        f"letters-asked-{asked.kind.value}",
        actor=actor,
        now=now,
        subject=f"batch {asked.target}" if asked.kind is Kind.BATCH else "",
        **details,
    )
    return number


def find_run(session: Session, edition: EditionRecord, number: int) -> LetterRun | None:
    """An order with its progress."""
    return session.get(LetterRun, (edition.id, number))


def open_run(session: Session, edition: EditionRecord) -> LetterRun | None:
    """The order that is not finished yet; one that failed waits for somebody to go on with it."""
    return session.scalar(
        select(LetterRun)
        .where(LetterRun.edition_id == edition.id, LetterRun.state.in_(("waiting", "running")))
        .limit(1)
    )


def refused_letters(session: Session, edition: EditionRecord, run: LetterRun) -> tuple[int, ...]:
    """The letters that an order could not replace, because somebody voted with them."""
    return targets(session, edition, Kind(run.kind), run.target, run.up_to).refused


def go_on(session: Session, edition: EditionRecord, number: int) -> None:
    """Let the job worker go on with an order that failed.

    Raises:
        DomainError: "letters-busy" while another order is under way.
    """
    lock_edition(session, edition.id)
    if open_run(session, edition) is not None:
        raise DomainError("letters-busy")
    run = find_run(session, edition, number)
    if run is not None and run.state == "failed":
        run.state, run.problem = "waiting", ""
        session.flush()


def carry_out_runs(
    database: Transactions, *, config: Config, key: bytes, clock: Callable[[], datetime]
) -> int:
    """Carry out the orders that wait, and those whose worker died; how many letters were asked for."""
    drawn = 0
    with database.read() as session:
        editions = list_editions(session)
    for edition in editions:
        with database.write() as session:
            run = _claim(session, edition, clock())
        if run is not None:
            drawn += _carry_out(database, edition, run, config, key, clock)
    return drawn


def make_small(
    database: Transactions,
    edition: EditionRecord,
    number: int,
    *,
    config: Config,
    key: bytes,
    clock: Callable[[], datetime],
) -> LetterRun | None:
    """Carry out an order at once when its letters fit in one file; how it stands then, or None when it is larger."""
    with database.write() as session:
        run = open_run(session, edition)
        if run is None or run.number != number or run.total > config.letters.batch:
            return None
        run = _claim(session, edition, clock())
    if run is None:
        return None
    _carry_out(database, edition, run, config, key, clock)
    with database.read() as session:
        return find_run(session, edition, number)


def _claim(session: Session, edition: EditionRecord, now: datetime) -> LetterRun | None:
    """Take an order that nobody works on; of two workers one gets it."""
    run = open_run(session, edition)
    if run is None:
        return None
    free = or_(LetterRun.state == "waiting", LetterRun.beat_at < now - NO_SIGN_OF_LIFE)
    mine = (LetterRun.edition_id == edition.id, LetterRun.number == run.number, free)
    result: Any = session.execute(update(LetterRun).where(*mine).values(state="running", beat_at=now))
    return run if result.rowcount == 1 else None


def _carry_out(
    database: Transactions,
    edition: EditionRecord,
    run: LetterRun,
    config: Config,
    key: bytes,
    clock: Callable[[], datetime],
) -> int:
    def note(session: Session, done: int) -> None:
        _set(session, edition, run.number, done=before + done, beat_at=clock())

    try:
        with database.write() as session:
            meant = targets(session, edition, Kind(run.kind), run.target, run.up_to)
            before = max(run.total - len(meant.voter_ids), 0)
            _set(session, edition, run.number, done=before, total=before + len(meant.voter_ids))
        order = Order(
            config,
            key,
            letters_folder(config.data_dir, edition),
            run.actor,
            edition.local_now(clock()),
            mailhouse=run.mailhouse,
            again_up_to=0 if run.kind == Kind.WAITING else run.up_to,
            note=note,
        )
        draw_letters(database, edition, meant.voter_ids, order)
        end: dict[str, Any] = {"state": "done"}
    except (DomainError, LetterError, OSError, OperationalError) as error:
        meant = Targets(())
        end = _end(error)
    with database.write() as session:
        _set(session, edition, run.number, **end)
    return len(meant.voter_ids)


def _end(error: Exception) -> dict[str, Any]:
    """How an order stands after a failure. Who writes in the folder just now may be the command line: wait."""
    if isinstance(error, DomainError):
        return (
            {"state": "waiting"}
            if error.code == "letters-busy"
            else {"state": "failed", "problem": error.code}
        )
    full = isinstance(error, OSError | OperationalError)
    return {"state": "failed", "problem": DISK if full else BROKEN}


def _set(session: Session, edition: EditionRecord, number: int, **values: Any) -> None:
    session.execute(
        update(LetterRun)
        .where(LetterRun.edition_id == edition.id, LetterRun.number == number)
        .values(**values)
    )
