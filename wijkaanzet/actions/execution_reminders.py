"""In the year of execution nothing is forgotten: one mail a day at most, per plan to its submitters, and one to the staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.execution import Light
from phases.execution_reminders import Reminded, Reminder, reminders_for, to_be_said
from phases.weekly_check import reminder_day
from wijkaanzet.actions.execution import PlanProgress, overview
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.undertakings import day_of
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import RoleGrant
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.execution import ExecutionReminder

MONDAY = 0
WEEKLY = "week"
"""Under which it is remembered that the staff got the overview of the week."""


def remind_of_execution(session: Session, edition: EditionRecord, *, site: str, now: datetime) -> int:
    """Mail submitters and staff what there is to do; how many mails. What was said is not said again soon."""
    today = reminder_day(now)
    if today is None or now < edition.spec.calendar[Phase.EXECUTION].start:
        return 0
    lock_edition(session, edition.id)
    plans = overview(session, edition, now=now).plans
    if not plans:
        return 0
    organisers = _organisers(session, edition)
    mails, for_staff = 0, []
    for one in plans:
        found = reminders_for(_facts(one), today)
        for_staff += [(one, reminder) for reminder in found if reminder.about.is_for_staff]
        mine = [reminder for reminder in found if not reminder.about.is_for_staff]
        for account in submitters_of(session, edition, one.plan.number):
            mails += _tell_submitter(session, edition, one, account, mine, site, today, now)
    for account in organisers:
        mails += _tell_staff(session, edition, plans, for_staff, account, site, today, now)
    return mails


def _tell_submitter(
    session: Session,
    edition: EditionRecord,
    one: PlanProgress,
    account: int,
    found: list[Reminder],
    site: str,
    today: date,
    now: datetime,
) -> int:
    number = one.plan.number
    due = to_be_said(found, _said(session, edition, account, number), today)
    if not due:
        return 0
    for reminder in due:
        _note(session, edition, account, f"{number} {reminder.name}", today)
    mail_account(
        session,
        edition,
        account,
        "uitvoering-herinnering",
        now=now,
        plan=one.plan.title,
        reminders=[(reminder.about.value, reminder.what, reminder.day) for reminder in due],
        link=f"{site}/mijn/uitvoering/{number}",
    )
    return 1


def _tell_staff(
    session: Session,
    edition: EditionRecord,
    plans: tuple[PlanProgress, ...],
    found: list[tuple[PlanProgress, Reminder]],
    account: int,
    site: str,
    today: date,
    now: datetime,
) -> int:
    """What to decide, as soon as it is due; and on Mondays which plans need attention."""
    due = []
    for one, reminder in found:
        number = one.plan.number
        if to_be_said([reminder], _said(session, edition, account, number), today):
            due.append((one.plan.title, reminder.about.value, reminder.what, reminder.day))
            _note(session, edition, account, f"{number} {reminder.name}", today)
    troubled = []
    if today.weekday() == MONDAY and _said_on(session, edition, account, WEEKLY) != today:
        lights = (Light.RED, Light.ORANGE)
        troubled = [
            (one.plan.title, one.signal.light.value, [why.value for why in one.signal.reasons])
            for light in lights
            for one in plans
            if one.signal.light is light
        ]
    if troubled:
        _note(session, edition, account, WEEKLY, today)
    if not due and not troubled:
        return 0
    mail_account(
        session,
        edition,
        account,
        "uitvoering-overzicht",
        now=now,
        reminders=due,
        plans=troubled,
        link=f"{site}/beheer/uitvoering",
    )
    return 1


def _facts(one: PlanProgress) -> Reminded:
    row = one.row
    asked = [day_of(a.asked_at) for a in one.to_sign if a.asked_at is not None]
    ended = row.finished_at or row.stopped_at
    return Reminded(
        first_day=row.first_day,
        last_day=row.last_day,
        milestones=tuple((m.id, m.what, m.due) for m in one.milestones if m.done is None),
        gates=tuple((g.id, g.question, g.due) for g in one.gates if g.decision is None),
        asked_on=min(asked, default=None),
        returned=tuple((e.id, e.what, day_of(e.recorded_at)) for e in one.returned),
        waiting=tuple((e.id, e.what, day_of(e.recorded_at)) for e in one.waiting),
        unaccounted_since=one.unaccounted_since,
        last_news=day_of(one.updates[-1].written_at) if one.updates else None,
        ended_on=day_of(ended) if ended else None,
        looked_back=row.evaluated_at is not None,
    )


def _said(session: Session, edition: EditionRecord, account: int, number: int) -> dict[str, date]:
    """When this account was last told each thing about a plan."""
    start = f"{number} "
    query = select(ExecutionReminder.about, ExecutionReminder.day).where(
        ExecutionReminder.edition_id == edition.id, ExecutionReminder.account_id == account
    )
    return {
        about.removeprefix(start): day for about, day in session.execute(query) if about.startswith(start)
    }


def _said_on(session: Session, edition: EditionRecord, account: int, about: str) -> date | None:
    row = session.get(ExecutionReminder, (edition.id, account, about))
    return row.day if row else None


def _note(session: Session, edition: EditionRecord, account: int, about: str, today: date) -> None:
    row = session.get(ExecutionReminder, (edition.id, account, about))
    if row is None:
        session.add(ExecutionReminder(edition_id=edition.id, account_id=account, about=about, day=today))
    else:
        row.day = today
    session.flush()


def _organisers(session: Session, edition: EditionRecord) -> Iterable[int]:
    query = select(RoleGrant.account_id).where(
        RoleGrant.edition_id == edition.id, RoleGrant.role == "organiser"
    )
    return sorted(set(session.scalars(query)))
