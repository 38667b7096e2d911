"""The sneltoets of an edition: its versions, and what was chosen in it for each plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.feasibility import Specialism
from phases.quickscan import Flow, QuickScan, QuickScanError, Walk, choose, parse, walk
from wijkaanzet.actions.at_table import answerable, require_open
from wijkaanzet.errors import DomainError
from wijkaanzet.folders import PACKAGE
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.feasibility import QuickScanText, ScanAnswer
from wijkaanzet.storage.table import note_change

SHIPPED_VERSION = 0
LONGEST_TEXT = 60_000


@dataclass(frozen=True)
class ScanVersion:
    """A version of the sneltoets. ``switched_on_at``: None while it was never used; the shipped one is always there."""

    version: int
    text: str
    made_at: datetime | None
    switched_on_at: datetime | None


@dataclass(frozen=True)
class PlanScan:
    """How far a plan is in the flow of one specialism. ``version``: what a change must name; 0 for none."""

    flow: Flow
    walk: Walk
    version: int


def shipped_text() -> str:
    """The sneltoets that comes with the program."""
    return (PACKAGE / "sneltoets.toml").read_text("utf-8")


def versions(session: Session, edition: EditionRecord) -> list[ScanVersion]:
    """All versions, newest first; the shipped one last."""
    query = (
        select(QuickScanText)
        .where(QuickScanText.edition_id == edition.id)
        .order_by(QuickScanText.version.desc())
    )
    kept = [
        ScanVersion(row.version, row.text, row.made_at, row.switched_on_at) for row in session.scalars(query)
    ]
    return [*kept, ScanVersion(SHIPPED_VERSION, shipped_text(), None, None)]


def version_in_use(session: Session, edition: EditionRecord) -> int:
    """The version that was switched on last; the shipped one when none was."""
    query = (
        select(QuickScanText.version)
        .where(QuickScanText.edition_id == edition.id, QuickScanText.switched_on_at.is_not(None))
        .order_by(QuickScanText.switched_on_at.desc(), QuickScanText.version.desc())
        .limit(1)
    )
    return session.scalar(query) or SHIPPED_VERSION


def scan_in_use(session: Session, edition: EditionRecord) -> QuickScan:
    """The questions that are asked now."""
    return scan_of(session, edition, version_in_use(session, edition))


def scan_of(session: Session, edition: EditionRecord, version: int) -> QuickScan:
    """The questions of a version.

    Raises:
        DomainError: "no-such-scan".
    """
    if version == SHIPPED_VERSION:
        return _parsed(shipped_text())
    row = session.get(QuickScanText, (edition.id, version))
    if row is None:
        raise DomainError("no-such-scan")
    return _parsed(row.text)


@lru_cache(maxsize=32)
def _parsed(text: str) -> QuickScan:
    return parse(text)


def keep_scan(session: Session, edition: EditionRecord, text: str, *, account: int, now: datetime) -> int:
    """Keep a text as a new version, to try out; it is not in use yet. All of it is right, or nothing is kept.

    Raises:
        DomainError: "scan-wrong" with the ``problems``.
    """
    try:
        parse(text)
    except QuickScanError as error:
        raise DomainError("scan-wrong", problems=error.problems) from error
    lock_edition(session, edition.id)
    highest = session.scalar(
        select(func.max(QuickScanText.version)).where(QuickScanText.edition_id == edition.id)
    )
    version = (highest or 0) + 1
    session.add(
        QuickScanText(edition_id=edition.id, version=version, text=text, made_by=account, made_at=now)
    )
    actor = f"account {account}"
    record_act(session, edition.id, "scan-kept", actor=actor, now=now, subject="sneltoets", version=version)
    return version


def switch_on(session: Session, edition: EditionRecord, version: int, *, account: int, now: datetime) -> None:
    """Ask the questions of this version from now on. Plans keep what was chosen, in the words of their own version.

    Raises:
        DomainError: "no-such-scan".
    """
    lock_edition(session, edition.id)
    if version == SHIPPED_VERSION:
        version = keep_scan(session, edition, shipped_text(), account=account, now=now)
        session.flush()
    row = session.get(QuickScanText, (edition.id, version), populate_existing=True)
    if row is None:
        raise DomainError("no-such-scan")
    if version_in_use(session, edition) == version:
        return
    row.switched_on_at = now
    record_act(
        session,
        edition.id,
        "scan-switched-on",
        actor=f"account {account}",
        now=now,
        subject="sneltoets",
        version=version,
    )
    note_change(session, edition.id)


def scans_for(session: Session, edition: EditionRecord, number: int) -> Mapping[Specialism, PlanScan]:
    """How far a plan is in every flow."""
    current = scan_in_use(session, edition)
    query = select(ScanAnswer).where(ScanAnswer.edition_id == edition.id, ScanAnswer.plan_number == number)
    rows = {Specialism(row.specialism): row for row in session.scalars(query)}
    found = {}
    for specialism in Specialism:
        row = rows.get(specialism)
        flows = scan_of(session, edition, row.scan).flows if row else current.flows
        if specialism in flows:
            flow = flows[specialism]
            chosen = row.chosen if row else {}
            found[specialism] = PlanScan(flow, walk(flow, chosen), row.version if row else 0)
    return found


def answer_question(
    session: Session,
    edition: EditionRecord,
    number: int,
    specialism: Specialism,
    question: str,
    picked: int | None,
    *,
    version: int,
    account: int,
    now: datetime,
) -> None:
    """Choose an answer, or with None begin the flow again, with the questions that are in use now.

    Args:
        version: what the checker saw; 0 for none.

    Raises:
        DomainError: "scan-changed" when a colleague was first; "no-such-question"; "not-your-specialism"; what
            :func:`require_open` raises.
    """
    require_open(session, edition, number, now)
    if specialism not in answerable(session, edition, account):
        raise DomainError("not-your-specialism")
    key = (edition.id, number, specialism.value)
    row = session.get(ScanAnswer, key, populate_existing=True)
    if (row.version if row else 0) != version:
        raise DomainError("scan-changed")
    if row is None:
        row = ScanAnswer(
            edition_id=edition.id,
            plan_number=number,
            specialism=specialism.value,
            scan=version_in_use(session, edition),
            chosen={},
            version=0,
        )
    if picked is None:
        row.scan, row.chosen = version_in_use(session, edition), {}
    else:
        flow = scan_of(session, edition, row.scan).flows.get(specialism)
        row.chosen = _chosen(flow, row.chosen, question, picked)
    row.version, row.answered_by, row.answered_at = version + 1, account, now
    session.add(row)
    note_change(session, edition.id)


def _chosen(flow: Flow | None, before: Mapping[str, int], question: str, picked: int) -> dict[str, int]:
    if flow is None:
        raise DomainError("no-such-question")
    after = choose(flow, before, question, picked)
    if after.get(question) != picked:
        raise DomainError("no-such-question")
    return after
