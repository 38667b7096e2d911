"""The edition at a glance for its organiser: how far it is, and what is to be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from wijkaanzet.actions import secrecy, voting
from wijkaanzet.actions.check_board import board
from wijkaanzet.actions.feasibility import plans_at_table
from wijkaanzet.actions.guards import is_frozen
from wijkaanzet.actions.letter_files import list_batches
from wijkaanzet.actions.like_waves import seen_waves
from wijkaanzet.actions.moderation import count_reported
from wijkaanzet.actions.outbox import mail_is_late, undelivered
from wijkaanzet.actions.pincodes import count_without_code
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import AuditEntry, first_broken_link, trail
from wijkaanzet.storage.ballots import Tally
from wijkaanzet.storage.plan_queries import list_plans
from wijkaanzet.storage.voters import LetterBatch, Pincode, Voter

__all__ = ["Glance", "audit_trail", "glance", "is_frozen"]

ENTRIES_SHOWN = 200


@dataclass(frozen=True)
class Glance:
    """What an organiser sees first. ``turnout`` says no more than anybody may know."""

    phase: Phase | None
    plans: int
    plans_overdue: int
    waves: int
    reported: int
    at_table: int
    verdicts_owed: int
    verdicts_published: bool
    voters: int
    letters: int
    without_letter: int
    batches: list[LetterBatch]
    turnout: list[tuple[date, int]]
    failed_tries: int
    mails_given_up: int
    mail_is_late: bool
    voting_over: bool
    counted: bool
    published: bool


def glance(session: Session, edition: EditionRecord, *, now: datetime) -> Glance:
    """The edition at a glance."""
    at_table = plans_at_table(session, edition)
    entitled = select(func.count()).where(Voter.edition_id == edition.id, ~Voter.left)
    voters = session.scalar(entitled) or 0
    letters = (
        session.scalar(select(func.count()).where(Pincode.edition_id == edition.id, Pincode.state != "void"))
        or 0
    )
    tally = session.get(Tally, edition.id)
    return Glance(
        phase=edition.phase_at(now),
        plans=sum(p.takes_part for p in list_plans(session, edition.id)),
        plans_overdue=_overdue(session, edition, now),
        waves=len({wave.plan for wave in seen_waves(session, edition)}),
        reported=count_reported(session, edition),
        at_table=len(at_table),
        verdicts_owed=sum(p.verdict is None for p in at_table),
        verdicts_published=edition.verdicts_published_at is not None,
        voters=voters,
        letters=letters,
        without_letter=count_without_code(session, edition),
        batches=list_batches(session, edition),
        turnout=secrecy.turnout_by_day(session, edition),
        failed_tries=voting.failures_since(session, edition, since=now - timedelta(hours=1)),
        mails_given_up=len(undelivered(session, edition)),
        mail_is_late=mail_is_late(session, edition),
        voting_over=edition.spec.calendar.is_over(Phase.VOTING, now),
        counted=tally is not None,
        published=tally is not None and tally.published_at is not None,
    )


def _overdue(session: Session, edition: EditionRecord, now: datetime) -> int:
    """Plans that nobody looked at for longer than a week, while that can still help them."""
    if edition.spec.calendar.is_over(Phase.LIKES, now):
        return 0
    return sum(item.overdue for item in board(session, edition, now=now))


def audit_trail(session: Session, edition: EditionRecord) -> tuple[list[AuditEntry], int | None]:
    """The newest acts first, and where the chain is broken (None: it is whole)."""
    return list(trail(session, edition.id))[: -ENTRIES_SHOWN - 1 : -1], first_broken_link(session, edition.id)
