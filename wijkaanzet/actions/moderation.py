"""Reporting a reaction, and what the organiser decides: hide it with a reason, leave it, or show it again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from phases.plan import slug_of
from phases.reactions import Reaction, ReportKind, plain
from wijkaanzet.actions.notices import forget
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import RoleGrant
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.reactions import PlanReaction, ReactionReport

WORDS_LENGTH = 500
PAGE = 30


@dataclass(frozen=True)
class Report:
    """Why somebody reported a reaction; by whom is shown to nobody."""

    kind: ReportKind
    words: str
    at: datetime


@dataclass(frozen=True)
class Moderated:
    """A reaction on the organiser's page, with the reports that are still to be decided on."""

    reaction: Reaction
    plan_title: str
    reports: tuple[Report, ...]


def report(
    session: Session,
    edition: EditionRecord,
    reaction: int,
    kind: ReportKind,
    words: str,
    *,
    account: int,
    site: str,
    now: datetime,
) -> None:
    """Report a reaction; each account once. The organisers are mailed at the first report that waits.

    Raises:
        DomainError: "no-such-reaction"; "report-words-missing" when "other" is not explained.
    """
    row = session.get(PlanReaction, (edition.id, reaction), with_for_update=True, populate_existing=True)
    if row is None or row.hidden_at is not None or row.withdrawn_at is not None:
        raise DomainError("no-such-reaction")
    words = plain(words)[:WORDS_LENGTH]
    if kind is ReportKind.OTHER and not words:
        raise DomainError("report-words-missing")
    waits = session.scalar(
        select(exists().where(*_open_reports(edition), ReactionReport.reaction_id == reaction))
    )
    if session.get(ReactionReport, (edition.id, reaction, account)) is not None:
        return
    with suppress(IntegrityError), session.begin_nested():
        session.add(
            ReactionReport(
                edition_id=edition.id,
                reaction_id=reaction,
                account_id=account,
                kind=kind.value,
                words=words,
                reported_at=now,
            )
        )
    if not waits:
        _mail_organisers(session, edition, row, site=site, now=now)


def hide(
    session: Session,
    edition: EditionRecord,
    reaction: int,
    reason: str,
    *,
    account: int,
    site: str,
    now: datetime,
) -> None:
    """Hide a reaction from everybody but its author, who is mailed the reason.

    Raises:
        DomainError: "no-such-reaction", "reaction-is-hidden", "hide-reason-missing".
    """
    reason = plain(reason)
    if not reason:
        raise DomainError("hide-reason-missing")
    row = _to_decide(session, edition, reaction)
    if row.hidden_at is not None:
        raise DomainError("reaction-is-hidden")
    row.hidden_at, row.hidden_reason = now, reason
    forget(session, edition, reaction)
    _settle(session, edition, reaction, now)
    _record(session, edition, row, "reaction-hidden", account, now)
    plan = session.get_one(Plan, (edition.id, row.plan_number))
    told = {"plan": plan.title, "reason": reason, "words": row.text, "link": _plan_link(site, plan)}
    mail_account(session, edition, row.author_id, "reactie-verborgen", now=now, **told)


def show_again(
    session: Session, edition: EditionRecord, reaction: int, *, account: int, site: str, now: datetime
) -> None:
    """Show a hidden reaction again; its author is mailed.

    Raises:
        DomainError: "no-such-reaction", "reaction-not-hidden".
    """
    row = _to_decide(session, edition, reaction)
    if row.hidden_at is None:
        raise DomainError("reaction-not-hidden")
    row.hidden_at, row.hidden_reason = None, ""
    _record(session, edition, row, "reaction-shown-again", account, now)
    plan = session.get_one(Plan, (edition.id, row.plan_number))
    told = {"plan": plan.title, "link": f"{_plan_link(site, plan)}#reactie-{row.id}"}
    mail_account(session, edition, row.author_id, "reactie-terug", now=now, **told)


def leave(session: Session, edition: EditionRecord, reaction: int, *, account: int, now: datetime) -> None:
    """Decide that a reported reaction may stay.

    Raises:
        DomainError: "no-such-reaction", "nothing-reported".
    """
    row = _to_decide(session, edition, reaction)
    if not _settle(session, edition, reaction, now):
        raise DomainError("nothing-reported")
    _record(session, edition, row, "reaction-left", account, now)


def reported(session: Session, edition: EditionRecord) -> list[Moderated]:
    """The reactions with reports that are still to be decided on, those that wait longest first."""
    found = _moderated(session, edition, _has_open_report(edition))
    return sorted(found, key=lambda one: min(report.at for report in one.reports))


def count_reported(session: Session, edition: EditionRecord) -> int:
    """How many reactions have reports that are still to be decided on."""
    return session.scalar(_counted(edition, _has_open_report(edition))) or 0


def one_reaction(session: Session, edition: EditionRecord, reaction: int) -> Moderated:
    """A reaction as the organiser sees it.

    Raises:
        DomainError: "no-such-reaction", also when it was withdrawn.
    """
    found = _moderated(session, edition, PlanReaction.id == reaction, PlanReaction.withdrawn_at.is_(None))
    if not found:
        raise DomainError("no-such-reaction")
    return found[0]


def all_reactions(
    session: Session, edition: EditionRecord, *, only_hidden: bool = False, page: int = 1
) -> tuple[list[Moderated], int]:
    """A page of all reactions that were not withdrawn, the newest first, and how many pages there are."""
    where = [PlanReaction.withdrawn_at.is_(None)]
    if only_hidden:
        where.append(PlanReaction.hidden_at.is_not(None))
    pages = max(-(-(session.scalar(_counted(edition, *where)) or 0) // PAGE), 1)
    first = (min(max(page, 1), pages) - 1) * PAGE
    return _moderated(session, edition, *where, first=first), pages


def _moderated(
    session: Session, edition: EditionRecord, *where: ColumnElement[bool], first: int | None = None
) -> list[Moderated]:
    query = (
        select(PlanReaction, Plan.title)
        .join(Plan, (Plan.edition_id == PlanReaction.edition_id) & (Plan.number == PlanReaction.plan_number))
        .where(PlanReaction.edition_id == edition.id, *where)
        .order_by(PlanReaction.written_at.desc(), PlanReaction.id)
    )
    if first is not None:
        query = query.offset(first).limit(PAGE)
    rows = [(row.as_value(), title) for row, title in session.execute(query)]
    reports: dict[int, list[Report]] = {one.id: [] for one, _ in rows}
    open_ones = select(ReactionReport).where(*_open_reports(edition), ReactionReport.reaction_id.in_(reports))
    for row in session.scalars(open_ones.order_by(ReactionReport.reported_at)):
        reports[row.reaction_id].append(Report(ReportKind(row.kind), row.words, row.reported_at))
    return [Moderated(one, title, tuple(reports[one.id])) for one, title in rows]


def _open_reports(edition: EditionRecord) -> tuple[ColumnElement[bool], ...]:
    return ReactionReport.edition_id == edition.id, ReactionReport.settled_at.is_(None)


def _has_open_report(edition: EditionRecord) -> ColumnElement[bool]:
    open_one = exists().where(*_open_reports(edition), ReactionReport.reaction_id == PlanReaction.id)
    return open_one & PlanReaction.withdrawn_at.is_(None)


def _counted(edition: EditionRecord, *where: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(PlanReaction).where(PlanReaction.edition_id == edition.id, *where)


def _to_decide(session: Session, edition: EditionRecord, reaction: int) -> PlanReaction:
    row = session.get(PlanReaction, (edition.id, reaction), with_for_update=True, populate_existing=True)
    if row is None or row.withdrawn_at is not None:
        raise DomainError("no-such-reaction")
    return row


def _settle(session: Session, edition: EditionRecord, reaction: int, now: datetime) -> int:
    """Note that the reports that wait were decided on; how many."""
    settled = session.execute(
        update(ReactionReport)
        .where(*_open_reports(edition), ReactionReport.reaction_id == reaction)
        .values(settled_at=now)
        .returning(ReactionReport.account_id)
    )
    return len(settled.all())


def _record(
    session: Session, edition: EditionRecord, row: PlanReaction, act: str, account: int, now: datetime
) -> None:
    """In the audit trail: neither the words nor the reason, which may speak of a person."""
    record_act(
        session,
        edition.id,
        act,
        actor=f"account {account}",
        now=now,
        subject=f"reaction {row.id}",
        plan=row.plan_number,
    )


def _mail_organisers(
    session: Session, edition: EditionRecord, row: PlanReaction, *, site: str, now: datetime
) -> None:
    query = select(RoleGrant.account_id).where(
        RoleGrant.edition_id == edition.id, RoleGrant.role == "organiser"
    )
    plan = session.get_one(Plan, (edition.id, row.plan_number))
    for account in sorted(session.scalars(query)):
        told = {"plan": plan.title, "link": f"{site}/beheer/reacties"}
        mail_account(session, edition, account, "reactie-gemeld", now=now, **told)


def _plan_link(site: str, plan: Plan) -> str:
    return f"{site}/plannen/{plan.number}-{slug_of(plan.title)}"
