"""Following a plan, and hearing of it: at once, as a daily or weekly digest, or not at all, as each resident chooses.

A notice waits in its table until it is mailed; the mail is written in the transaction that removes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, exists, func, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from phases.notices import USUAL, Frequency, NoticeKind, is_due
from phases.plan import Exit, slug_of
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.plan_mail import plans_of, submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.notices import Notice, NoticeChoice, PlanFollow
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.weekly_check import PlanExit

MAILS_AT_A_TIME = 50
"""So many are to be written in one transaction, so that nobody who writes meanwhile waits long."""


@dataclass(frozen=True)
class FollowedPlan:
    """A plan that somebody hears of; ``mine``: because they submitted it."""

    number: int
    title: str
    mine: bool


def follow(
    session: Session, edition: EditionRecord, plan_number: int, account: int, *, now: datetime
) -> None:
    """Hear of a plan from now on; following it twice is no mistake.

    Raises:
        DomainError: "no-such-plan", also when it is hidden.
    """
    hidden = session.get(PlanExit, (edition.id, plan_number))
    if session.get(Plan, (edition.id, plan_number)) is None or (hidden and hidden.kind == Exit.HIDDEN):
        raise DomainError("no-such-plan", number=plan_number)
    if not _follows(session, edition, plan_number, account):
        with suppress(IntegrityError), session.begin_nested():
            values = {"plan_number": plan_number, "account_id": account, "since": now}
            session.execute(insert(PlanFollow), {"edition_id": edition.id, **values})


def unfollow(session: Session, edition: EditionRecord, plan_number: int, account: int) -> None:
    """Hear of a plan no more, also not what still waits; its submitters go on hearing."""
    for table in (PlanFollow, Notice):
        mine = (table.edition_id == edition.id, table.account_id == account)
        if table is PlanFollow or account not in submitters_of(session, edition, plan_number):
            session.execute(delete(table).where(*mine, table.plan_number == plan_number))


def is_following(session: Session, edition: EditionRecord, plan_number: int, account: int) -> bool:
    """Whether an account hears of a plan, as its submitter too."""
    return _follows(session, edition, plan_number, account) or account in submitters_of(
        session, edition, plan_number
    )


def followed_plans(session: Session, edition: EditionRecord, account: int) -> list[FollowedPlan]:
    """The plans that an account hears of, one's own first."""
    hidden = exists().where(
        PlanExit.edition_id == Plan.edition_id,
        PlanExit.plan_number == Plan.number,
        PlanExit.kind == Exit.HIDDEN.value,
    )
    query = (
        select(Plan.number, Plan.title, PlanFollow.account_id)
        .outerjoin(
            PlanFollow,
            (PlanFollow.edition_id == Plan.edition_id)
            & (PlanFollow.plan_number == Plan.number)
            & (PlanFollow.account_id == account),
        )
        .where(Plan.edition_id == edition.id)
        .order_by(Plan.number)
    )
    mine = plans_of(session, edition, account)
    query = query.where(or_(Plan.number.in_(mine), PlanFollow.account_id.is_not(None) & ~hidden))
    found = [FollowedPlan(number, title, number in mine) for number, title, _ in session.execute(query)]
    return sorted(found, key=lambda plan: (not plan.mine, plan.number))


def notify(
    session: Session,
    edition: EditionRecord,
    plan_number: int,
    kind: NoticeKind,
    *,
    by: int | None,
    now: datetime,
    about: int | None = None,
    without: Collection[int] = (),
    **facts: Any,
) -> None:
    """Put a notice for everybody who submitted or follows a plan, but not for who did it.

    Args:
        by: the account that did it; None when it was nobody's act.
        about: the key of what it tells of, for :func:`forget`.
        without: accounts that hear in another way.
        facts: what its sentence needs; kept as JSON.
    """
    joined = select(PlanExit.plan_number).where(
        PlanExit.edition_id == edition.id, PlanExit.into_number == plan_number
    )
    followers = select(PlanFollow.account_id).where(
        PlanFollow.edition_id == edition.id,
        or_(PlanFollow.plan_number == plan_number, PlanFollow.plan_number.in_(joined)),
    )
    people = {*submitters_of(session, edition, plan_number), *session.scalars(followers)} - {by, *without}
    tell(session, edition, people, plan_number, kind, now=now, about=about, **facts)


def tell(
    session: Session,
    edition: EditionRecord,
    accounts: Iterable[int],
    plan_number: int,
    kind: NoticeKind,
    *,
    now: datetime,
    about: int | None = None,
    **facts: Any,
) -> None:
    """Put a notice for these accounts alone; who wants none gets none."""
    silent = select(NoticeChoice.account_id).where(
        NoticeChoice.edition_id == edition.id, NoticeChoice.frequency == Frequency.NEVER.value
    )
    people = set(accounts).difference(session.scalars(silent))
    session.add_all(
        Notice(
            edition_id=edition.id,
            account_id=account,
            plan_number=plan_number,
            kind=kind.value,
            about=about,
            facts=facts,
            noted_at=now,
        )
        for account in sorted(people)
    )


def forget(session: Session, edition: EditionRecord, about: int) -> None:
    """Mail no more notices of something that is no longer to be read."""
    session.execute(delete(Notice).where(Notice.edition_id == edition.id, Notice.about == about))


def frequency_of(session: Session, edition: EditionRecord, account: int) -> Frequency:
    """How often an account wants to hear."""
    chosen = session.get(NoticeChoice, (edition.id, account))
    return Frequency(chosen.frequency) if chosen else USUAL


def choose_frequency(session: Session, edition: EditionRecord, account: int, frequency: Frequency) -> None:
    """Hear this often from now on; with "never" what still waits is forgotten."""
    chosen = session.get(NoticeChoice, (edition.id, account), with_for_update=True)
    if chosen is None:
        # A mail program may press twice at once.
        with suppress(IntegrityError), session.begin_nested():
            session.add(NoticeChoice(edition_id=edition.id, account_id=account, frequency=frequency.value))
        chosen = session.get_one(NoticeChoice, (edition.id, account), with_for_update=True)
    chosen.frequency = frequency.value
    if frequency is Frequency.NEVER:
        session.execute(delete(Notice).where(Notice.edition_id == edition.id, Notice.account_id == account))


def unsubscribe_token(secret_key: str, edition: EditionRecord, account: int) -> str:
    """What stops the notices of one account in one edition, for whoever holds it, for as long as the key lives."""
    return str(_signer(secret_key).dumps([edition.id, account]))


def unsubscriber(secret_key: str, edition: EditionRecord, token: str) -> int:
    """The account whose token this is.

    Raises:
        DomainError: "unsubscribe-unusable" when it was not made here, or for another edition.
    """
    try:
        edition_id, account = _signer(secret_key).loads(token)
    except (BadSignature, ValueError, TypeError):
        raise DomainError("unsubscribe-unusable") from None
    if edition_id != edition.id:
        raise DomainError("unsubscribe-unusable")
    return int(account)


def accounts_due(session: Session, edition: EditionRecord, *, now: datetime) -> list[int]:
    """The accounts that are to be mailed now, those that wait longest first."""
    query = (
        select(Notice.account_id, func.min(Notice.noted_at), NoticeChoice.frequency)
        .outerjoin(
            NoticeChoice,
            (NoticeChoice.edition_id == Notice.edition_id) & (NoticeChoice.account_id == Notice.account_id),
        )
        .where(Notice.edition_id == edition.id)
        .group_by(Notice.account_id, NoticeChoice.frequency)
        .order_by(func.min(Notice.noted_at), Notice.account_id)
    )
    rows = session.execute(query)
    return [account for account, oldest, chosen in rows if is_due(Frequency(chosen or USUAL), oldest, now)]


def mail_notices(
    session: Session,
    edition: EditionRecord,
    accounts: Iterable[int],
    *,
    site: str,
    secret_key: str,
    now: datetime,
) -> int:
    """Mail each of these accounts everything that it is to be told, in one mail; how many mails."""
    return sum(
        _mail(session, edition, account, site=site, secret_key=secret_key, now=now) for account in accounts
    )


def _mail(
    session: Session, edition: EditionRecord, account: int, *, site: str, secret_key: str, now: datetime
) -> bool:
    """Write one mail, when there is something to tell: a second worker finds nothing left."""
    taken = (
        delete(Notice)
        .where(Notice.edition_id == edition.id, Notice.account_id == account)
        .returning(Notice.plan_number, Notice.kind, Notice.facts, Notice.noted_at)
    )
    notices = sorted(session.execute(taken), key=lambda row: row.noted_at)
    shown = {
        plan.number: plan
        for plan in session.scalars(
            select(Plan).where(
                Plan.edition_id == edition.id, Plan.number.in_({row.plan_number for row in notices})
            )
        )
        if not _is_hidden(session, edition, plan.number)
    }
    told = [
        {
            "title": plan.title,
            "link": f"{site}/plannen/{plan.number}-{slug_of(plan.title)}",
            "notices": _once(
                {"kind": row.kind, **row.facts} for row in notices if row.plan_number == plan.number
            ),
        }
        for plan in shown.values()
    ]
    if told:
        token = unsubscribe_token(secret_key, edition, account)
        mail_account(
            session,
            edition,
            account,
            "berichten",
            now=now,
            plans=told,
            site=site,
            settings=f"{site}/mijn/berichten",
            unsubscribe=f"{site}/berichten/afmelden/{token}",
        )
    return bool(told)


def _once(notices: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each notice once: a plan that was changed five times is told as one change."""
    kept: list[dict[str, Any]] = []
    for notice in notices:
        if notice not in kept:
            kept.append(notice)
    return kept


def _is_hidden(session: Session, edition: EditionRecord, number: int) -> bool:
    left = session.get(PlanExit, (edition.id, number))
    return left is not None and left.kind == Exit.HIDDEN


def _follows(session: Session, edition: EditionRecord, plan_number: int, account: int) -> bool:
    return session.get(PlanFollow, (edition.id, plan_number, account)) is not None


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="notices")
