"""What a plan costs: agreed at the table in lines, put to its submitter, replied to, and settled before it is final."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.costs import MOST_LINES, AgreedLine, CostFacts, CostState, differs, state_of, total
from phases.table_clock import REPLY_DAYS
from wijkaanzet.actions.at_table import act, require_open, require_table
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.plans import cost_lines
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.feasibility import CostLink, CostSheet
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.table import note_change


@dataclass(frozen=True)
class Costs:
    """The costs of a plan.

    Attributes:
        version: what a change must name; 0 while the table said nothing of them.
        lines: what was agreed, each beside the submitter's own.
        estimate: the submitter's estimate, in cents.
        note: why they differ.
        reply: the submitter's words; ``settlement``: the chair's answer to them.
    """

    version: int
    lines: tuple[AgreedLine, ...]
    estimate: int
    note: str
    state: CostState
    reply_until: datetime | None
    reply: str
    settlement: str

    @property
    def total(self) -> int:
        """The sum, in cents."""
        return total(self.lines)


def costs_of(session: Session, edition: EditionRecord, plan: PlanRecord, *, now: datetime) -> Costs:
    """The costs of a plan; as its submitter estimated while the table said nothing."""
    row = session.get(CostSheet, (edition.id, plan.number), populate_existing=True)
    if row is not None:
        return _costs(row, now)
    own = cost_lines(session, edition, plan.number)
    lines = tuple(AgreedLine(line.what, line.amount, line.amount) for line in own)
    if not lines and plan.estimate:
        lines = (AgreedLine(plan.title, plan.estimate, plan.estimate),)
    return Costs(0, lines, plan.estimate, "", CostState.SAME, None, "", "")


def all_costs(session: Session, edition: EditionRecord, *, now: datetime) -> dict[int, Costs]:
    """The costs that the table said something of, by plan."""
    query = select(CostSheet).where(CostSheet.edition_id == edition.id)
    return {row.plan_number: _costs(row, now) for row in session.scalars(query)}


def agreed_cost(session: Session, edition: EditionRecord, number: int) -> int | None:
    """What the table agreed, in cents; None while it said nothing."""
    row = session.get(CostSheet, (edition.id, number), populate_existing=True)
    return None if row is None else total(map(AgreedLine.from_json, row.lines))


def set_costs(
    session: Session,
    edition: EditionRecord,
    number: int,
    lines: Sequence[AgreedLine],
    *,
    note: str,
    version: int,
    account: int,
    now: datetime,
) -> None:
    """Agree on the lines. What the submitter replied to other lines no longer counts.

    Raises:
        DomainError: "costs-changed" when a colleague was first; "cost-lines-missing", "cost-lines-many";
            "cost-note-missing" when they differ from the estimate without a word; what :func:`require_open` raises.
    """
    plan = require_open(session, edition, number, now)
    if not lines:
        raise DomainError("cost-lines-missing")
    if len(lines) > MOST_LINES:
        raise DomainError("cost-lines-many", most=MOST_LINES)
    if differs(lines, plan.estimate) and not note.strip():
        raise DomainError("cost-note-missing")
    row = session.get(CostSheet, (edition.id, number), populate_existing=True)
    if (row.version if row else 0) != version:
        raise DomainError("costs-changed")
    if row is None:
        row = CostSheet(edition_id=edition.id, plan_number=number)
        session.add(row)
    row.version, row.lines = version + 1, [line.as_json() for line in lines]
    row.estimate, row.note = plan.estimate, note.strip()
    row.changed_by, row.changed_at = account, now
    row.asked_at = row.reply_until = row.replied_by = row.replied_at = row.agreed = row.settled_at = None
    row.reply = row.settlement = ""
    act(session, edition, "costs-agreed", f"plan {number}", account, now, cost=total(lines))


def put_to_submitters(
    session: Session, edition: EditionRecord, number: int, *, site: str | None, account: int, now: datetime
) -> None:
    """Mail the submitters what the table makes of the costs, each with a link of their own to reply by.

    Args:
        site: the public address; None: nobody is mailed, as in a rehearsal, whose residents are invented.

    Raises:
        DomainError: "costs-not-to-ask" when there is nothing to reply to, or they were asked; what
            :func:`require_table` raises.
    """
    plan = require_table(session, edition, number, now)
    row = session.get(CostSheet, (edition.id, number), populate_existing=True)
    if row is None or _costs(row, now).state is not CostState.DRAFT:
        raise DomainError("costs-not-to-ask")
    row.asked_at, row.reply_until = now, now + timedelta(days=REPLY_DAYS)
    if site is not None:
        _mail_costs(session, edition, row, plan.title, site, now)
    act(session, edition, "costs-put-to-submitter", f"plan {number}", account, now)


def _mail_costs(
    session: Session, edition: EditionRecord, row: CostSheet, title: str, site: str, now: datetime
) -> None:
    for person in submitters_of(session, edition, row.plan_number):
        token = secrets.token_urlsafe(24)
        session.add(
            CostLink(
                edition_id=edition.id,
                token_hash=_hash(token),
                plan_number=row.plan_number,
                version=row.version,
                account_id=person,
            )
        )
        mail_account(
            session,
            edition,
            person,
            "kosten-voorgesteld",
            now=now,
            plan=title,
            lines=[(line["what"], line["amount"], line["estimate"]) for line in row.lines],
            total=total(map(AgreedLine.from_json, row.lines)),
            estimate=row.estimate,
            note=row.note,
            until=row.reply_until,
            link=f"{site}/kosten/{token}",
        )


def link_of(session: Session, edition: EditionRecord, token: str) -> tuple[int, int, int]:
    """The plan, the account and the version of the costs of a mailed link.

    Raises:
        DomainError: "cost-link-unknown".
    """
    row = session.get(CostLink, (edition.id, _hash(token)))
    if row is None:
        raise DomainError("cost-link-unknown")
    return row.plan_number, row.account_id, row.version


def reply(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    agreed: bool,
    words: str,
    version: int,
    account: int,
    now: datetime,
) -> None:
    """A submitter says whether they agree; who does not says why.

    Raises:
        DomainError: "not-the-submitter"; "costs-changed" when these lines count no longer; "costs-answered" and
            "reply-too-late"; "reply-missing".
    """
    require_table(session, edition, number, now)
    if account not in submitters_of(session, edition, number):
        raise DomainError("not-the-submitter")
    row = session.get(CostSheet, (edition.id, number), populate_existing=True)
    if row is None or row.version != version:
        raise DomainError("costs-changed")
    state = _costs(row, now).state
    if state is not CostState.ASKED:
        late = state is CostState.SILENT
        raise DomainError("reply-too-late" if late else "costs-answered")
    if not agreed and not words.strip():
        raise DomainError("reply-missing")
    row.replied_by, row.replied_at, row.agreed, row.reply = account, now, agreed, words.strip()
    note_change(session, edition.id)


def settle(
    session: Session, edition: EditionRecord, number: int, words: str, *, account: int, now: datetime
) -> None:
    """Keep the costs although the submitter does not agree, with an answer to what they said; they are mailed.

    Raises:
        DomainError: "settlement-missing"; "nothing-to-settle"; what :func:`require_table` raises.
    """
    require_table(session, edition, number, now)
    if not words.strip():
        raise DomainError("settlement-missing")
    row = session.get(CostSheet, (edition.id, number), populate_existing=True)
    if row is None or _costs(row, now).state is not CostState.DISPUTED:
        raise DomainError("nothing-to-settle")
    row.settled_at, row.settlement = now, words.strip()
    title = session.get_one(Plan, (edition.id, number)).title
    for person in submitters_of(session, edition, number):
        told = {"plan": title, "reply": row.reply, "settlement": row.settlement}
        mail_account(session, edition, person, "kosten-toegelicht", now=now, **told)
    act(session, edition, "costs-settled", f"plan {number}", account, now)


def _costs(row: CostSheet, now: datetime) -> Costs:
    lines = tuple(map(AgreedLine.from_json, row.lines))
    facts = CostFacts(
        differs(lines, row.estimate), row.reply_until, row.agreed, settled=row.settled_at is not None
    )
    state = state_of(facts, now)
    return Costs(
        row.version, lines, row.estimate, row.note, state, row.reply_until, row.reply, row.settlement
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
