"""What organisers enter for the evaluation: what the edition itself cost, lessons, and figures of earlier editions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from phases.report import Report, make_report
from phases.report_facts import CostLine, Headline, Subject
from wijkaanzet.actions.report_facts import cost_rows, earlier_rows, lesson_rows, read_facts
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import Edition
from wijkaanzet.storage.report import EarlierEdition, EditionCost, EditionLesson

MOST_ROWS = 100
"""As many lines, lessons or editions can be entered; a report with more is read by nobody."""


@dataclass(frozen=True)
class Entered:
    """What was entered, each with its key."""

    costs: tuple[tuple[int, CostLine], ...]
    lessons: tuple[tuple[int, Subject, str], ...]
    earlier: tuple[tuple[int, Headline], ...]


def report_of(session: Session, edition: EditionRecord, *, now: datetime) -> Report:
    """The evaluation of an edition at its own ``now``."""
    return make_report(read_facts(session, edition, now=now))


def entered(session: Session, edition: EditionRecord) -> Entered:
    """What organisers entered until now."""
    return Entered(
        tuple((row.id, CostLine(row.what, row.pieces, row.price)) for row in cost_rows(session, edition)),
        tuple((row.id, Subject(row.subject), row.lesson) for row in lesson_rows(session, edition)),
        tuple(
            (row.id, Headline(row.name, row.year, row.plans, by_hand=True))
            for row in earlier_rows(session, edition)
        ),
    )


def letters_made(session: Session, edition: EditionRecord) -> int:
    """How many letters were made, which is most of what an edition costs."""
    return session.get_one(Edition, edition.id).letters_made


def add_cost(session: Session, edition: EditionRecord, line: CostLine, *, actor: str, now: datetime) -> None:
    """Enter a line of what the edition itself cost.

    Raises:
        DomainError: "report-full".
    """
    _require_room(len(cost_rows(session, edition)))
    row = EditionCost(
        edition_id=edition.id, what=line.what.strip(), pieces=line.pieces, price=line.price, added_at=now
    )
    session.add(row)
    _record(session, edition, "edition-cost-added", actor, now, amount=line.total)


def add_lesson(
    session: Session, edition: EditionRecord, subject: Subject, lesson: str, *, actor: str, now: datetime
) -> None:
    """Enter what was learned.

    Raises:
        DomainError: "report-full".
    """
    _require_room(len(lesson_rows(session, edition)))
    session.add(
        EditionLesson(edition_id=edition.id, subject=subject.value, lesson=lesson.strip(), added_at=now)
    )
    _record(session, edition, "lesson-added", actor, now)


def add_earlier(
    session: Session, edition: EditionRecord, figures: Headline, *, actor: str, now: datetime
) -> None:
    """Enter an edition from before this installation.

    Raises:
        DomainError: "report-full".
    """
    _require_room(len(earlier_rows(session, edition)))
    row = EarlierEdition(
        edition_id=edition.id,
        name=figures.name.strip(),
        year=figures.year,
        plans=figures.plans,
        enough_likes=figures.enough_likes,
        on_ballot=figures.on_ballot,
        chosen=figures.chosen,
        realised=figures.realised,
        voters=figures.voters,
        entitled=figures.entitled,
        budget=figures.budget,
    )
    session.add(row)
    _record(session, edition, "earlier-edition-added", actor, now)


def remove_entry(session: Session, edition: EditionRecord, key: int, *, actor: str, now: datetime) -> None:
    """Take back a line of costs, a lesson or an earlier edition; a second click changes nothing."""
    for table, act in (
        (EditionCost, "edition-cost-removed"),
        (EditionLesson, "lesson-removed"),
        (EarlierEdition, "earlier-edition-removed"),
    ):
        row = session.get(table, (edition.id, key), with_for_update=True)
        if row is not None:
            session.delete(row)
            _record(session, edition, act, actor, now)


def _require_room(entries: int) -> None:
    if entries >= MOST_ROWS:
        raise DomainError("report-full", most=MOST_ROWS)


def _record(
    session: Session, edition: EditionRecord, act: str, actor: str, now: datetime, **details: Any
) -> None:
    session.flush()
    record_act(session, edition.id, act, actor=actor, now=now, **details)
