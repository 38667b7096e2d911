"""Nothing waits unseen for longer than a week: once a day the staff is mailed what waits, the longest first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.weekly_check import reminder_day
from wijkaanzet.actions.check_board import BoardItem, board
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import RoleGrant
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.weekly_check import CheckReminder


def remind(session: Session, edition: EditionRecord, *, site: str, now: datetime) -> int:
    """Mail every organiser what waits, and every assignee their part of it; how many mails. Once a day at most."""
    calendar, day = edition.spec.calendar, reminder_day(now)
    if day is None or not calendar[Phase.SUBMIT].start <= now < calendar[Phase.LIKES].end:
        return 0
    lock_edition(session, edition.id)
    if session.get(CheckReminder, (edition.id, day)) is not None:
        return 0
    waiting = [item for item in board(session, edition, now=now) if item.remind]
    if not waiting:
        return 0
    session.add(CheckReminder(edition_id=edition.id, day=day))
    query = select(RoleGrant.account_id).where(
        RoleGrant.edition_id == edition.id, RoleGrant.role == "organiser"
    )
    organisers = set(session.scalars(query))
    told = dict.fromkeys(organisers, waiting)
    for item in waiting:
        if item.assignee_id is not None and item.assignee_id not in organisers:
            told.setdefault(item.assignee_id, [])
            told[item.assignee_id] = [*told[item.assignee_id], item]
    for account, items in sorted(told.items()):
        mail_account(
            session,
            edition,
            account,
            "weekcheck-herinnering",
            now=now,
            plans=[(item.plan.title, item.days) for item in _oldest_first(items)],
            link=f"{site}/beheer/weekcheck",
        )
    return len(told)


def _oldest_first(items: list[BoardItem]) -> list[BoardItem]:
    return sorted(items, key=lambda item: (-item.days, item.plan.number))
