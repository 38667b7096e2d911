"""The end of phase 3: the wijkraad's last look, and all verdicts public together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM, Phase
from phases.notices import NoticeKind
from phases.plan import slug_of
from wijkaanzet.actions.at_table import act, plans_at_table, require_begun
from wijkaanzet.actions.notices import notify
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.plan_mail import mail_submitters, submitters_of
from wijkaanzet.actions.table_costs import all_costs
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.accounts import Account, RoleGrant
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.editions import Edition, lock_edition
from wijkaanzet.storage.plan_queries import find_plan
from wijkaanzet.storage.table import LastLook, WijkraadAdvice, note_change


@dataclass(frozen=True)
class Advice:
    """What a member of the wijkraad says about a draft; ``who`` is an address, for staff and the wijkraad only."""

    account: int
    who: str
    advice: str
    at: datetime


@dataclass(frozen=True)
class Look:
    """That the wijkraad was asked to look, and until which day."""

    until: date
    asked_at: datetime


def members(session: Session, edition: EditionRecord) -> list[tuple[int, str]]:
    """The wijkraad: account and address."""
    query = (
        select(Account.id, Account.email)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.edition_id == edition.id, RoleGrant.role == "wijkraad")
        .order_by(Account.email)
    )
    return [(account, email) for account, email in session.execute(query)]


def last_look(session: Session, edition: EditionRecord) -> Look | None:
    """The wijkraad's last look; None while it was not asked."""
    row = session.get(LastLook, edition.id, populate_existing=True)
    return Look(row.until, row.asked_at) if row else None


def ask_last_look(
    session: Session,
    edition: EditionRecord,
    until: date,
    *,
    site: str | None,
    account: int,
    now: datetime,
) -> None:
    """Ask the wijkraad to look at the drafts, or give them another day; they are mailed.

    Args:
        until: the day on which the verdicts may become public.
        site: the public address; None: nobody is mailed, as in a rehearsal.

    Raises:
        DomainError: "look-in-past"; "already-public"; "too-early".
    """
    require_begun(edition, now)
    lock_edition(session, edition.id)
    if edition.verdicts_published_at is not None:
        raise DomainError("already-public")
    if until < now.astimezone(AMSTERDAM).date():
        raise DomainError("look-in-past")
    row = session.get(LastLook, edition.id, populate_existing=True)
    if row is None:
        row = LastLook(edition_id=edition.id)
        session.add(row)
    row.until, row.asked_by, row.asked_at = until, account, now
    if site is not None:
        for member, _email in members(session, edition):
            link = f"{site}/wijkraad"
            mail_account(session, edition, member, "wijkraad-kijkt", now=now, until=until, link=link)
    act(session, edition, "last-look-asked", "wijkraad", account, now, until=until.isoformat())


def give_advice(
    session: Session, edition: EditionRecord, number: int, advice: str, *, account: int, now: datetime
) -> None:
    """A member of the wijkraad says something about a draft, or takes it back (empty).

    Raises:
        DomainError: "no-look" while the wijkraad was not asked; "already-public"; "no-such-plan".
    """
    lock_edition(session, edition.id)
    if edition.verdicts_published_at is not None:
        raise DomainError("already-public")
    if last_look(session, edition) is None:
        raise DomainError("no-look")
    if number not in {plan.number for plan in plans_at_table(session, edition)}:
        raise DomainError("no-such-plan", number=number)
    row = session.get(WijkraadAdvice, (edition.id, number, account), populate_existing=True)
    if not advice.strip():
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(
            WijkraadAdvice(
                edition_id=edition.id,
                plan_number=number,
                account_id=account,
                advice=advice.strip(),
                given_at=now,
            )
        )
    else:
        row.advice, row.given_at = advice.strip(), now
    act(session, edition, "wijkraad-advised", f"plan {number}", account, now)


def advice_for(
    session: Session, edition: EditionRecord, number: int | None = None
) -> dict[int, list[Advice]]:
    """What the wijkraad said, by plan."""
    query = (
        select(WijkraadAdvice, Account.email)
        .join(Account, Account.id == WijkraadAdvice.account_id)
        .where(WijkraadAdvice.edition_id == edition.id)
        .order_by(WijkraadAdvice.plan_number, WijkraadAdvice.given_at)
    )
    if number is not None:
        query = query.where(WijkraadAdvice.plan_number == number)
    found: dict[int, list[Advice]] = {}
    for row, email in session.execute(query):
        found.setdefault(row.plan_number, []).append(Advice(row.account_id, email, row.advice, row.given_at))
    return found


def publish_verdicts(
    session: Session, edition: EditionRecord, *, actor: str, now: datetime, site: str | None = None
) -> None:
    """Make all verdicts public together, mail each submitter theirs, and tell those who follow a plan.

    Args:
        site: the public address; None: nobody is mailed, as in a rehearsal, whose residents are invented.

    Raises:
        DomainError: "verdicts-owed" and "costs-open" with the plan ``numbers``; "wijkraad-not-asked", "wijkraad-looks";
            "too-early" before phase 3.
    """
    require_begun(edition, now)
    lock_edition(session, edition.id)
    row = session.get_one(Edition, edition.id, populate_existing=True)
    if row.verdicts_published_at is not None:
        return
    plans = plans_at_table(session, edition)
    _require_ready(session, edition, plans, now)
    row.verdicts_published_at = now
    for plan in plans:
        _announce(session, edition, plan, site, now)
    record_act(session, edition.id, "verdicts-published", actor=actor, now=now)
    note_change(session, edition.id)


def announce_verdict(
    session: Session, edition: EditionRecord, number: int, *, site: str | None, now: datetime
) -> None:
    """Tell of a verdict that was fixed anew after all were public."""
    plan = find_plan(session, edition.id, number)
    if plan is not None:
        _announce(session, edition, plan, site, now)


def _announce(
    session: Session, edition: EditionRecord, plan: PlanRecord, site: str | None, now: datetime
) -> None:
    if site is not None:
        _mail_verdict(session, edition, plan, site, now)
    _tell_followers(session, edition, plan, now)


def _require_ready(session: Session, edition: EditionRecord, plans: list[PlanRecord], now: datetime) -> None:
    owed = [plan.number for plan in plans if plan.verdict is None]
    if owed:
        raise DomainError("verdicts-owed", numbers=owed)
    costs = all_costs(session, edition, now=now)
    disputed = [
        p.number
        for p in plans
        if p.verdict and p.verdict.kind.on_ballot and p.number in costs and not costs[p.number].state.is_final
    ]
    if disputed:
        raise DomainError("costs-open", numbers=disputed)
    look = last_look(session, edition)
    if look is None and members(session, edition):
        raise DomainError("wijkraad-not-asked")
    if look is not None and now.astimezone(AMSTERDAM).date() < look.until:
        raise DomainError("wijkraad-looks", until=look.until)


def _mail_verdict(
    session: Session, edition: EditionRecord, plan: PlanRecord, site: str, now: datetime
) -> None:
    verdict = plan.verdict
    if verdict is None:
        return
    mail_submitters(
        session,
        edition,
        plan.number,
        "oordeel",
        now=now,
        plan=plan.title,
        kind=verdict.kind.value,
        cost=verdict.cost,
        conditions=[(term.what, term.who, term.before) for term in verdict.terms],
        explanation=verdict.explanation,
        vote_from=edition.spec.calendar[Phase.VOTING].first_day,
        link=f"{site}/plannen/{plan.number}-{slug_of(plan.title)}",
    )


def _tell_followers(session: Session, edition: EditionRecord, plan: PlanRecord, now: datetime) -> None:
    """Everybody who follows the plan; its submitters have a mail of their own."""
    if plan.verdict is None:
        return
    notify(
        session,
        edition,
        plan.number,
        NoticeKind.VERDICT,
        by=None,
        now=now,
        without=submitters_of(session, edition, plan.number),
        verdict=plan.verdict.kind.value,
    )
