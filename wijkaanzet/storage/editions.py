"""Editions: the row, and the border where it becomes an :class:`EditionSpec`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, Text, bindparam, cast, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from phases.calendar import Calendar
from voting.ballot import BallotKind, BallotRule, Grouping
from voting.tally.model import Add1Stop, Completion, Leftover, RuleName, Satisfaction, TallyRule, TieKind
from wijkaanzet.edition import EditionSpec
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.base import Base, Cents, Line, Moment, Word, connection_of


class Edition(Base):
    """One edition. Its specification is in columns; rules with many options are JSON written by us alone."""

    __tablename__ = "editions"
    __table_args__ = (
        CheckConstraint("budget > 0", name="budget"),
        CheckConstraint("like_threshold >= 0", name="like_threshold"),
        CheckConstraint("rehearsal OR clock_offset_s = 0", name="clock_only_in_rehearsal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    host: Mapped[Line] = mapped_column(index=True)
    name: Mapped[Line]
    area: Mapped[Line]
    municipality: Mapped[Line]
    contact: Mapped[Line]
    rehearsal: Mapped[bool]
    clock_offset_s: Mapped[int] = mapped_column(default=0)
    budget: Mapped[Cents]
    currency: Mapped[Word]
    like_threshold: Mapped[int]
    minimum_age: Mapped[int]
    themes: Mapped[list[str]] = mapped_column(JSON)
    areas: Mapped[list[str]] = mapped_column(JSON)
    calendar: Mapped[dict[str, Any]] = mapped_column(JSON)
    ballot_rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    tally_rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    tie_kind: Mapped[Word]
    show_comparison: Mapped[bool]
    lot_seed: Mapped[Word] = mapped_column(default="")
    plans_made: Mapped[int] = mapped_column(default=0)
    letters_made: Mapped[int] = mapped_column(default=0)
    verdicts_published_at: Mapped[Moment | None]


def columns_of(spec: EditionSpec) -> dict[str, Any]:
    """The columns that hold a specification."""
    return {
        "slug": spec.slug,
        "host": spec.host,
        "name": spec.name,
        "area": spec.area,
        "municipality": spec.municipality,
        "contact": spec.contact,
        "rehearsal": spec.rehearsal,
        "budget": spec.budget,
        "currency": spec.currency,
        "like_threshold": spec.like_threshold,
        "minimum_age": spec.minimum_age,
        "themes": list(spec.themes),
        "areas": list(spec.areas),
        "calendar": spec.calendar.as_texts(),
        "ballot_rule": asdict(spec.ballot_rule),
        "tally_rule": asdict(spec.tally_rule),
        "tie_kind": spec.tie_kind.value,
        "show_comparison": spec.show_comparison,
    }


def spec_of(row: Edition) -> EditionSpec:
    """The specification that a row holds."""
    ballot, tally = dict(row.ballot_rule), dict(row.tally_rule)
    return EditionSpec(
        slug=row.slug,
        host=row.host,
        name=row.name,
        area=row.area,
        municipality=row.municipality,
        contact=row.contact,
        rehearsal=row.rehearsal,
        budget=row.budget,
        currency=row.currency,
        like_threshold=row.like_threshold,
        minimum_age=row.minimum_age,
        themes=tuple(row.themes),
        areas=tuple(row.areas),
        calendar=Calendar.from_texts(row.calendar),
        ballot_rule=BallotRule(
            **{**ballot, "kind": BallotKind(ballot["kind"]), "grouping": Grouping(ballot["grouping"])}
        ),
        tally_rule=TallyRule(
            **{
                **tally,
                "name": RuleName(tally["name"]),
                "satisfaction": Satisfaction(tally["satisfaction"]),
                "completion": Completion(tally["completion"]),
                "add1_stop": Add1Stop(tally["add1_stop"]),
                "leftover": Leftover(tally["leftover"]),
            }
        ),
        tie_kind=TieKind(row.tie_kind),
        show_comparison=row.show_comparison,
    )


def record_of(row: Edition) -> EditionRecord:
    """The row as a value."""
    return EditionRecord(
        row.id, spec_of(row), timedelta(seconds=row.clock_offset_s), row.lot_seed, row.verdicts_published_at
    )


# Every request asks for its edition. The statements are built once, JSON comes as text, and rows that are equal become
# the same record: what was read before needs no work, and nothing can be out of date.
_JSON = frozenset(c.name for c in Edition.__table__.columns if isinstance(c.type, JSON))
_ROW = select(*(cast(c, Text).label(c.name) if c.name in _JSON else c for c in Edition.__table__.columns))
_BY_SLUG = _ROW.where(Edition.slug == bindparam("slug"))
_FIRST = _ROW.order_by(Edition.id).limit(1)
_BY_HOST = _ROW.order_by((Edition.host == bindparam("host")).desc(), Edition.id).limit(1)


def find_edition(session: Session, slug: str = "", host: str = "") -> EditionRecord | None:
    """The edition with this slug, else with this host name, else the first one made."""
    session.flush()
    if slug:
        found = connection_of(session).execute(_BY_SLUG, {"slug": slug})
    elif host:
        found = connection_of(session).execute(_BY_HOST, {"host": host})
    else:
        found = connection_of(session).execute(_FIRST)
    row = found.one_or_none()
    return _record_of_values(tuple(row)) if row else None


@lru_cache(maxsize=64)
def _record_of_values(values: tuple[Any, ...]) -> EditionRecord:
    named = zip(Edition.__table__.columns.keys(), values, strict=True)
    return record_of(Edition(**{key: json.loads(v) if key in _JSON else v for key, v in named}))


def list_editions(session: Session) -> list[EditionRecord]:
    """All editions, oldest first."""
    return [record_of(row) for row in session.scalars(select(Edition).order_by(Edition.id))]


def lock_edition(session: Session, edition_id: int, *, ballots: bool = False) -> None:
    """Let no other act on the edition go on until this transaction ends.

    Ballots under way are not held up (on PostgreSQL their foreign key takes a weaker lock), unless ``ballots`` asks.
    """
    session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update(key_share=not ballots))


def take_number(session: Session, edition_id: int, counter: str, amount: int = 1) -> int:
    """Raise one of the edition's counters and return its new value; the row's lock makes numbers single."""
    column = getattr(Edition, counter)
    query = (
        update(Edition).where(Edition.id == edition_id).values({column: column + amount}).returning(column)
    )
    return int(session.execute(query).scalar_one())
