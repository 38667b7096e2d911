"""Reading proposals to merge plans: what is asked, of whom, and what they said."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.weekly_check import MergeParty, MergePlan, MergeProposal


@dataclass(frozen=True)
class Proposal:
    """A proposal as its submitters and the organiser see it.

    Attributes:
        plans: number and title of each plan, the joint one first.
        agreed, asked: how many submitters agreed, of how many.
        refusal: the word of who refused; empty when nobody did.
        answer: what the asking account said: "", "agreed" or "refused".
    """

    id: int
    into: int
    plans: tuple[tuple[int, str], ...]
    title: str
    summary: str
    description: str
    message: str
    proposed_at: datetime
    expires_at: datetime
    outcome: str
    agreed: int
    asked: int
    refusal: str
    answer: str

    @property
    def last_day(self) -> date:
        """The last day on which one can decide."""
        return (self.expires_at.astimezone(AMSTERDAM) - timedelta(microseconds=1)).date()


def party_of(session: Session, edition: EditionRecord, proposal: int, token: str) -> int:
    """Whose mailed link this is.

    Raises:
        DomainError: "no-such-proposal".
    """
    query = select(MergeParty).where(MergeParty.edition_id == edition.id, MergeParty.proposal_id == proposal)
    for party in session.scalars(query):
        if hmac.compare_digest(party.token_hash, hash_of(token)):
            return party.account_id
    raise DomainError("no-such-proposal")


def find_proposal(
    session: Session, edition: EditionRecord, proposal: int, *, account: int | None, now: datetime
) -> Proposal:
    """A proposal, with what this account said to it; for a submitter only when they were asked.

    Raises:
        DomainError: "no-such-proposal".
    """
    row = session.get(MergeProposal, (edition.id, proposal))
    parties = parties_of(session, edition, proposal)
    mine = next((one for one in parties if one.account_id == account), None)
    if row is None or (account is not None and mine is None):
        raise DomainError("no-such-proposal")
    named = select(Plan.number, Plan.title).where(
        Plan.edition_id == edition.id, Plan.number.in_(numbers_of(session, edition, row))
    )
    titles = {number: title for number, title in session.execute(named)}  # noqa: C416 - a result is no mapping
    ordered = sorted(titles, key=lambda number: (number != row.into_number, number))
    lapsed = row.outcome is None and now >= row.expires_at
    return Proposal(
        row.id,
        row.into_number,
        tuple((number, titles[number]) for number in ordered),
        row.title,
        row.summary,
        row.description,
        row.message,
        row.proposed_at,
        row.expires_at,
        "lapsed" if lapsed else row.outcome or "",
        sum(one.agreed_at is not None for one in parties),
        len(parties),
        next((one.word for one in parties if one.refused_at is not None), ""),
        "" if mine is None else "agreed" if mine.agreed_at else "refused" if mine.refused_at else "",
    )


def open_proposals(
    session: Session, edition: EditionRecord, numbers: Sequence[int], *, now: datetime
) -> list[int]:
    """The proposals about any of these plans that are still to be decided."""
    query = (
        select(MergeProposal.id)
        .join(
            MergePlan,
            (MergePlan.edition_id == MergeProposal.edition_id) & (MergePlan.proposal_id == MergeProposal.id),
        )
        .where(
            MergeProposal.edition_id == edition.id,
            MergeProposal.outcome.is_(None),
            MergeProposal.expires_at > now,
            MergePlan.plan_number.in_(numbers),
        )
        .group_by(MergeProposal.id)
    )
    return list(session.scalars(query))


def proposals_for(session: Session, edition: EditionRecord, account: int, *, now: datetime) -> list[Proposal]:
    """What this account is asked to decide, for the page with somebody's own plans."""
    query = (
        select(MergeProposal.id)
        .join(
            MergeParty,
            (MergeParty.edition_id == MergeProposal.edition_id)
            & (MergeParty.proposal_id == MergeProposal.id),
        )
        .where(
            MergeProposal.edition_id == edition.id,
            MergeProposal.outcome.is_(None),
            MergeProposal.expires_at > now,
            MergeParty.account_id == account,
        )
        .order_by(MergeProposal.proposed_at)
    )
    return [
        find_proposal(session, edition, proposal, account=account, now=now)
        for proposal in session.scalars(query).all()
    ]


def parties_of(session: Session, edition: EditionRecord, proposal: int) -> Sequence[MergeParty]:
    """The submitters who are asked."""
    query = (
        select(MergeParty)
        .where(MergeParty.edition_id == edition.id, MergeParty.proposal_id == proposal)
        .order_by(MergeParty.account_id)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def numbers_of(session: Session, edition: EditionRecord, row: MergeProposal) -> tuple[int, ...]:
    """The plans that it is about."""
    query = (
        select(MergePlan.plan_number)
        .where(MergePlan.edition_id == edition.id, MergePlan.proposal_id == row.id)
        .order_by(MergePlan.plan_number)
    )
    return tuple(session.scalars(query))


def hash_of(token: str) -> bytes:
    """What is kept of the token in a mailed link."""
    return hashlib.sha256(token.encode()).digest()


def proposals_about(
    session: Session, edition: EditionRecord, number: int, *, now: datetime
) -> list[Proposal]:
    """All proposals about a plan, newest first, as the organiser sees them."""
    query = (
        select(MergeProposal.id)
        .join(
            MergePlan,
            (MergePlan.edition_id == MergeProposal.edition_id) & (MergePlan.proposal_id == MergeProposal.id),
        )
        .where(MergeProposal.edition_id == edition.id, MergePlan.plan_number == number)
        .order_by(MergeProposal.proposed_at.desc(), MergeProposal.id)
    )
    return [
        find_proposal(session, edition, proposal, account=None, now=now)
        for proposal in session.scalars(query).all()
    ]
