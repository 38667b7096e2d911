"""Merging plans: the organiser proposes, every submitter agrees, and then it happens in one transaction.

Everything here begins with the edition's lock, so that two who agree at once, or one who agrees while another refuses,
are one after the other: the last who agrees carries the merger out.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.weekly_check import PROPOSAL_DAYS
from wijkaanzet.actions.accounts import email_of
from wijkaanzet.actions.joining import join_plans
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.plan_exits import plan_to_take_out
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.proposals import hash_of, numbers_of, open_proposals, parties_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.weekly_check import MergeParty, MergePlan, MergeProposal

FEWEST, MOST = 2, 5


@dataclass(frozen=True)
class MergeDraft:
    """What the organiser proposes: which plan the others join. Empty texts: the joint plan keeps its own."""

    into: int
    others: tuple[int, ...]
    message: str
    title: str = ""
    summary: str = ""
    description: str = ""


def propose(
    session: Session, edition: EditionRecord, draft: MergeDraft, *, site: str, account: int, now: datetime
) -> int:
    """Ask every submitter of these plans to go on as one; the proposal's key. Each gets a link of their own.

    Raises:
        DomainError: "too-late" once the likes are over; "merge-too-few", "merge-too-many", "merge-message-missing";
            "merge-pending" when one of the plans has a proposal; what :func:`plan_to_take_out` raises.
    """
    _require_time(edition, now)
    numbers = tuple(dict.fromkeys((draft.into, *draft.others)))
    if len(numbers) < FEWEST:
        raise DomainError("merge-too-few")
    if len(numbers) > MOST:
        raise DomainError("merge-too-many", most=MOST)
    if not draft.message.strip():
        raise DomainError("merge-message-missing")
    plans = {number: plan_to_take_out(session, edition, number) for number in sorted(numbers)}
    if open_proposals(session, edition, numbers, now=now):
        raise DomainError("merge-pending")
    row = MergeProposal(
        edition_id=edition.id,
        id=new_id(),
        into_number=draft.into,
        title=draft.title.strip(),
        summary=draft.summary.strip(),
        description=draft.description.strip(),
        message=draft.message.strip(),
        proposed_by=account,
        proposed_at=now,
        expires_at=min(now + timedelta(days=PROPOSAL_DAYS), edition.spec.calendar[Phase.LIKES].end),
    )
    session.add(row)
    session.flush()
    session.add_all(MergePlan(edition_id=edition.id, proposal_id=row.id, plan_number=n) for n in numbers)
    people = dict.fromkeys(a for n in numbers for a in submitters_of(session, edition, n))
    for person in people:
        token = secrets.token_urlsafe(24)
        session.add(
            MergeParty(
                edition_id=edition.id,
                proposal_id=row.id,
                account_id=person,
                token_hash=hash_of(token),
                word="",
            )
        )
        mail_account(
            session,
            edition,
            person,
            "samenvoegen-voorstel",
            now=now,
            plans=[plans[number].title for number in numbers],
            into=row.title or plans[draft.into].title,
            message=row.message,
            until=row.expires_at - timedelta(microseconds=1),
            link=f"{site}/samenvoegen/{row.id}/{token}",
        )
    _record(session, edition, row, "merge-proposed", account, now, plans=list(numbers))
    return row.id


def agree(
    session: Session, edition: EditionRecord, proposal: int, *, site: str, account: int, now: datetime
) -> bool:
    """A submitter agrees; whether the plans are one now. Agreeing twice is agreeing.

    Raises:
        DomainError: what :func:`_answering` raises; "plan-withdrawn" or "plan-is-out" when one of the plans left since.
    """
    row, party = _answering(session, edition, proposal, account, now)
    party.agreed_at = party.agreed_at or now
    session.flush()
    parties = parties_of(session, edition, proposal)
    if any(one.agreed_at is None for one in parties):
        return False
    numbers = numbers_of(session, edition, row)
    join_plans(session, edition, row, numbers, now=now)
    _end(row, "agreed", now)
    _record(session, edition, row, "plans-merged", account, now, plans=list(numbers))
    into = session.get_one(Plan, (edition.id, row.into_number))
    people = sorted(
        filter(None, (email_of(session, account) for account in submitters_of(session, edition, into.number)))
    )
    for one in parties:
        mail_account(
            session,
            edition,
            one.account_id,
            "samenvoegen-klaar",
            now=now,
            plan=into.title,
            people=people,
            link=f"{site}/plannen/{into.number}",
        )
    return True


def refuse(
    session: Session,
    edition: EditionRecord,
    proposal: int,
    word: str,
    *,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """A submitter rather goes on alone: the proposal ends, and every plan stays as it is.

    Raises:
        DomainError: what :func:`_answering` raises.
    """
    row, party = _answering(session, edition, proposal, account, now)
    party.agreed_at, party.refused_at, party.word = None, now, word.strip()
    _end(row, "refused", now)
    _record(session, edition, row, "merge-refused", account, now)
    others = [one.account_id for one in parties_of(session, edition, proposal) if one.account_id != account]
    _tell_it_ended(session, edition, row, others, site, now)


def take_back(
    session: Session, edition: EditionRecord, proposal: int, *, site: str, account: int, now: datetime
) -> None:
    """The organiser takes a proposal back.

    Raises:
        DomainError: "no-such-proposal", "merge-ended".
    """
    lock_edition(session, edition.id)
    row = session.get(MergeProposal, (edition.id, proposal), populate_existing=True)
    if row is None:
        raise DomainError("no-such-proposal")
    if row.outcome is not None:
        raise DomainError("merge-ended")
    _end(row, "taken-back", now)
    _record(session, edition, row, "merge-taken-back", account, now)
    people = [one.account_id for one in parties_of(session, edition, proposal)]
    _tell_it_ended(session, edition, row, people, site, now)


def _answering(
    session: Session, edition: EditionRecord, proposal: int, account: int, now: datetime
) -> tuple[MergeProposal, MergeParty]:
    """The proposal and who answers it.

    Raises:
        DomainError: "too-late", "no-such-proposal", "merge-ended", "merge-lapsed".
    """
    lock_edition(session, edition.id)
    row = session.get(MergeProposal, (edition.id, proposal), populate_existing=True)
    party = session.get(MergeParty, (edition.id, proposal, account), populate_existing=True)
    if row is None or party is None:
        raise DomainError("no-such-proposal")
    if row.outcome is not None:
        raise DomainError("merge-ended")
    if now >= row.expires_at:
        raise DomainError("merge-lapsed")
    _require_time(edition, now)
    return row, party


def _require_time(edition: EditionRecord, now: datetime) -> None:
    """Likes are added up by a merger, so it comes before they have decided anything."""
    span = edition.spec.calendar[Phase.LIKES]
    if now >= span.end:
        raise DomainError("too-late", phase=Phase.LIKES, span=span)


def _end(row: MergeProposal, outcome: str, now: datetime) -> None:
    row.outcome, row.ended_at = outcome, now


def _tell_it_ended(
    session: Session,
    edition: EditionRecord,
    row: MergeProposal,
    people: Sequence[int],
    site: str,
    now: datetime,
) -> None:
    into = session.get_one(Plan, (edition.id, row.into_number))
    for person in people:
        mail_account(
            session,
            edition,
            person,
            "samenvoegen-niet",
            now=now,
            plan=row.title or into.title,
            refused=row.outcome == "refused",
            link=f"{site}/plannen",
        )


def _record(
    session: Session,
    edition: EditionRecord,
    row: MergeProposal,
    act: str,
    account: int,
    now: datetime,
    **details: object,
) -> None:
    subject = f"plan {row.into_number}"
    record_act(session, edition.id, act, actor=f"account {account}", now=now, subject=subject, **details)
