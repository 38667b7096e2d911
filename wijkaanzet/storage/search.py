"""The words of plans, so that people find them: one table, the same on both databases.

Every write of a plan through the session writes its words in the same transaction. Why it is not the databases' own
text search: docs/decisions/0006-search.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKeyConstraint,
    Index,
    Select,
    String,
    and_,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Mapper, Session, mapped_column

from phases.words import LONGEST_WORD, Term, forms_of
from wijkaanzet.storage.base import Base, EditionKey
from wijkaanzet.storage.plans import Plan

IN_TITLE, IN_SUMMARY, IN_TEXT = 3, 2, 1
WHOLE, BEGINNING, ENDING = 3, 2, 1
_PLACES = {
    "title": IN_TITLE,
    "summary": IN_SUMMARY,
    "description": IN_TEXT,
    "place": IN_TEXT,
    "area": IN_TEXT,
    "theme": IN_TEXT,
    "audience": IN_TEXT,
    "carried_out_by": IN_TEXT,
    "help_wanted": IN_TEXT,
}
_AFTER = "\U0010ffff"
# Byte order in both databases: a city's own rules for sorting would break the ranges below.
_Word = String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql")


class PlanWord(Base):
    """One word that a plan is found by, and the best place where it stands. ``backwards`` is for the ends of words."""

    __tablename__ = "plan_words"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "plan_number"], ["plans.edition_id", "plans.number"]),
        # They hold all that is asked, so that the table itself is not read.
        Index(None, "edition_id", "word", "plan_number", "place"),
        Index(None, "edition_id", "backwards", "plan_number", "place"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(_Word, primary_key=True)
    backwards: Mapped[str] = mapped_column(_Word)
    place: Mapped[int]


def keep_words_in_step() -> None:
    """From now on every plan that a session writes has its words written with it."""
    for name, listener in (("after_insert", _inserted), ("after_update", _updated)):
        if not event.contains(Plan, name, listener):
            event.listen(Plan, name, listener)


def _inserted(_mapper: Mapper[Plan], connection: Connection, plan: Plan) -> None:
    _write(connection, plan)


def _updated(_mapper: Mapper[Plan], connection: Connection, plan: Plan) -> None:
    attributes = inspect(plan).attrs
    if any(attributes[name].history.has_changes() for name in _PLACES):
        _write(connection, plan)


def _write(connection: Connection, plan: Plan) -> None:
    places = {str(plan.number): IN_TEXT}
    for name, place in _PLACES.items():
        for form in forms_of(getattr(plan, name)):
            places[form] = max(place, places.get(form, 0))
    mine = and_(PlanWord.edition_id == plan.edition_id, PlanWord.plan_number == plan.number)
    connection.execute(delete(PlanWord).where(mine))
    connection.execute(
        insert(PlanWord),
        [
            {
                "edition_id": plan.edition_id,
                "plan_number": plan.number,
                "word": word,
                "backwards": word[::-1],
                "place": place,
            }
            for word, place in sorted(places.items())
        ],
    )


def find_words(session: Session, edition_id: int, terms: Iterable[Term]) -> dict[int, int]:
    """The plans that hold every term, by number, each with how well: title before summary before text."""
    scores: dict[int, int] | None = None
    for term in terms:
        found = _holding(session, edition_id, term)
        if scores is None:
            scores = found
        else:
            scores = {number: scores[number] + found[number] for number in scores.keys() & found.keys()}
    return scores or {}


def _holding(session: Session, edition_id: int, term: Term) -> dict[int, int]:
    # One question for each range, because SQLite reads the whole table for an OR over two indexes.
    asked = [
        _score(edition_id, PlanWord.word.in_(term.forms), WHOLE),
        *(_score(edition_id, _starts(PlanWord.word, one), BEGINNING) for one in term.beginnings),
        *(_score(edition_id, _starts(PlanWord.backwards, one[::-1]), ENDING) for one in term.endings),
    ]
    found = union_all(*asked).subquery()
    query = select(found.c.plan_number, func.max(found.c.score)).group_by(found.c.plan_number)
    return {row[0]: row[1] for row in session.execute(query)}


def _score(edition_id: int, fits: ColumnElement[bool], fit: int) -> Select[int, int]:
    score = (PlanWord.place * (WHOLE + 1) + fit).label("score")
    return select(PlanWord.plan_number, score).where(PlanWord.edition_id == edition_id, fits)


def _starts(column: InstrumentedAttribute[str], beginning: str) -> ColumnElement[bool]:
    """A range: an index serves it, and no character in it means anything."""
    return and_(column >= beginning, column < beginning + _AFTER)
