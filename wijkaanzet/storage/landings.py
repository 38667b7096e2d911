"""Where plans that were not chosen go on, and who offered to help them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wijkaanzet.storage.base import AccountRef, Base, EditionKey, Line, Moment, Prose, RandomKey, Word

_PLAN = (["edition_id", "plan_number"], ["plans.edition_id", "plans.number"])


class Landing(Base):
    """The way on of a plan. ``route``: empty until one was chosen. ``text``: for everybody. ``offered``: on the page for partners."""

    __tablename__ = "landings"
    __table_args__ = (
        ForeignKeyConstraint(*_PLAN),
        CheckConstraint("state IN ('zoekt', 'onderweg', 'geland', 'gestopt')", name="state"),
        CheckConstraint(
            "route IN ('', 'partner', 'wijk-top-3', 'uitdaagrecht', 'wijkcontract', 'eigen-kracht', 'volgende-editie')",
            name="route",
        ),
        CheckConstraint("state NOT IN ('onderweg', 'geland') OR route <> ''", name="on_a_route"),
    )

    edition_id: Mapped[EditionKey]
    plan_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    route: Mapped[Word]
    state: Mapped[Word]
    partner: Mapped[Line]
    text: Mapped[Prose]
    offered: Mapped[bool]
    changed_by: Mapped[AccountRef]
    changed_at: Mapped[Moment]


class LandingNote(Base):
    """What the team noted about a plan's way on; for the team alone."""

    __tablename__ = "landing_notes"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), Index(None, "edition_id", "plan_number"))

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    note: Mapped[Prose]
    noted_by: Mapped[AccountRef]
    noted_at: Mapped[Moment]


class PartnerOffer(Base):
    """Somebody offered to help an offered plan. The address is for the organiser and the submitters."""

    __tablename__ = "partner_offers"
    __table_args__ = (ForeignKeyConstraint(*_PLAN), Index(None, "edition_id", "plan_number"))

    edition_id: Mapped[EditionKey]
    id: Mapped[RandomKey]
    plan_number: Mapped[int]
    organisation: Mapped[Line]
    name: Mapped[Line]
    email: Mapped[str] = mapped_column(String(254))
    message: Mapped[Prose]
    offered_at: Mapped[Moment]
    handled_at: Mapped[Moment | None]
