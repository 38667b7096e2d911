"""The plenary sessions: planned ahead, each with an agenda and minutes, and the one that is going on now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM
from wijkaanzet.actions.at_table import act, plans_at_table
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.table_people import checkers
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.accounts import Account
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.table import AgendaItem, TableSession, note_change

MOST_SESSIONS = 12
LONGEST_MINUTES = 20_000


@dataclass(frozen=True)
class Item:
    """A plan on an agenda, with its minutes; a change of the minutes names ``version``."""

    number: int
    minutes: str
    version: int


@dataclass(frozen=True)
class TableMeeting:
    """A plenary session.

    Attributes:
        chair: the address of who leads it; empty while nobody was named.
        current: the plan that lies on the table.
        is_open: whether it is going on now.
        is_over: whether it was closed.
    """

    id: int
    starts_at: datetime
    place: str
    chair_id: int | None
    chair: str
    minutes: str
    version: int
    current: int | None
    is_open: bool
    is_over: bool
    agenda: tuple[Item, ...]


@dataclass(frozen=True)
class MeetingDraft:
    """When and where a session is, and who leads it."""

    starts_at: datetime
    place: str
    chair_id: int | None = None


def meetings(session: Session, edition: EditionRecord) -> list[TableMeeting]:
    """All sessions, the earliest first."""
    rows = (
        select(TableSession, Account.email)
        .outerjoin(Account, Account.id == TableSession.chair_id)
        .where(TableSession.edition_id == edition.id)
        .order_by(TableSession.starts_at, TableSession.id)
        .execution_options(populate_existing=True)
    )
    agenda: dict[int, list[Item]] = {}
    items = (
        select(AgendaItem)
        .where(AgendaItem.edition_id == edition.id)
        .order_by(AgendaItem.place, AgendaItem.plan_number)
        .execution_options(populate_existing=True)
    )
    for item in session.scalars(items):
        line = Item(item.plan_number, item.minutes, item.minutes_version)
        agenda.setdefault(item.session_id, []).append(line)
    return [_meeting(row, email or "", agenda.get(row.id, [])) for row, email in session.execute(rows)]


def find_meeting(
    session: Session, edition: EditionRecord, meeting: int, *, locked: bool = False
) -> TableMeeting:
    """One session. With ``locked`` nobody else acts on the edition until this transaction ends.

    Raises:
        DomainError: "no-such-session".
    """
    if locked:
        lock_edition(session, edition.id)
    found = next((one for one in meetings(session, edition) if one.id == meeting), None)
    if found is None:
        raise DomainError("no-such-session")
    return found


def open_meeting(session: Session, edition: EditionRecord) -> TableMeeting | None:
    """The session that is going on now."""
    return next((one for one in meetings(session, edition) if one.is_open), None)


def plan_meeting(
    session: Session, edition: EditionRecord, draft: MeetingDraft, *, account: int, now: datetime
) -> int:
    """Plan a session; its key. Plans that are on no agenda yet can be put on it.

    Raises:
        DomainError: "place-missing", "sessions-many"; "no-such-colleague".
    """
    lock_edition(session, edition.id)
    if len(meetings(session, edition)) >= MOST_SESSIONS:
        raise DomainError("sessions-many", most=MOST_SESSIONS)
    row = TableSession(edition_id=edition.id, id=new_id(), minutes="", minutes_version=0)
    _fill(session, edition, row, draft)
    session.add(row)
    session.flush()
    act(session, edition, "session-planned", "tafel", account, now, at=draft.starts_at.isoformat())
    return row.id


def change_meeting(
    session: Session,
    edition: EditionRecord,
    meeting: int,
    draft: MeetingDraft,
    *,
    account: int,
    now: datetime,
) -> None:
    """Another moment, place or chair.

    Raises:
        DomainError: "no-such-session"; what :func:`plan_meeting` raises.
    """
    row = _row(session, edition, meeting)
    _fill(session, edition, row, draft)
    act(session, edition, "session-changed", "tafel", account, now, at=draft.starts_at.isoformat())


def cancel_meeting(
    session: Session, edition: EditionRecord, meeting: int, *, account: int, now: datetime
) -> None:
    """Take a session off the calendar that nobody came to yet; its plans are free for another agenda.

    Raises:
        DomainError: "no-such-session"; "session-was-held".
    """
    row = _row(session, edition, meeting)
    if row.opened_at is not None:
        raise DomainError("session-was-held")
    for item in _items(session, row):
        session.delete(item)
    session.flush()
    session.delete(row)
    act(session, edition, "session-cancelled", "tafel", account, now)


def set_agenda(
    session: Session,
    edition: EditionRecord,
    meeting: int,
    numbers: list[int],
    *,
    account: int,
    now: datetime,
) -> None:
    """The plans of a session, in this order. A plan whose minutes were written stays.

    Raises:
        DomainError: "no-such-session"; "no-such-plan" for a plan that is not at the table; "plan-has-minutes".
    """
    row = _row(session, edition, meeting)
    known = {plan.number for plan in plans_at_table(session, edition)}
    wanted = list(dict.fromkeys(numbers))
    kept = {item.plan_number: item for item in _items(session, row)}
    for number in wanted:
        if number not in known and number not in kept:
            raise DomainError("no-such-plan", number=number)
    for number, item in kept.items():
        if number not in wanted:
            if item.minutes:
                raise DomainError("plan-has-minutes", number=number)
            session.delete(item)
    for place, number in enumerate(wanted):
        if number in kept:
            kept[number].place = place
        else:
            session.add(
                AgendaItem(
                    edition_id=edition.id,
                    session_id=meeting,
                    plan_number=number,
                    place=place,
                    minutes="",
                    minutes_version=0,
                )
            )
    if row.current_plan is not None and row.current_plan not in wanted:
        row.current_plan = None
    act(session, edition, "agenda-set", "tafel", account, now, plans=wanted)


def put_on_table(
    session: Session, edition: EditionRecord, meeting: int, number: int, *, account: int, now: datetime
) -> None:
    """Put a plan of the agenda on the table, so that everybody sees it; that begins the session.

    Raises:
        DomainError: "no-such-session", "no-such-plan" when it is not on the agenda; "another-session" while another one is
            going on; "session-over".
    """
    row = _row(session, edition, meeting)
    if row.closed_at is not None:
        raise DomainError("session-over")
    if number not in {item.plan_number for item in _items(session, row)}:
        raise DomainError("no-such-plan", number=number)
    if row.opened_at is None:
        if open_meeting(session, edition) is not None:
            raise DomainError("another-session")
        row.opened_at = now
        act(session, edition, "session-begun", "tafel", account, now)
    row.current_plan = number
    note_change(session, edition.id)


def close_meeting(
    session: Session, edition: EditionRecord, meeting: int, *, account: int, now: datetime
) -> None:
    """End the session.

    Raises:
        DomainError: "no-such-session"; "session-not-open".
    """
    row = _row(session, edition, meeting)
    if row.opened_at is None or row.closed_at is not None:
        raise DomainError("session-not-open")
    row.closed_at, row.current_plan = now, None
    act(session, edition, "session-closed", "tafel", account, now)


def write_minutes(
    session: Session,
    edition: EditionRecord,
    meeting: int,
    number: int | None,
    text: str,
    *,
    version: int,
    now: datetime,
) -> None:
    """The minutes of a plan, or with None those of the session as a whole.

    Raises:
        DomainError: "no-such-session", "no-such-plan"; "minutes-changed" when somebody else was first, with their ``text``
            and ``version``.
    """
    row: TableSession | AgendaItem = _row(session, edition, meeting)
    if number is not None:
        item = session.get(AgendaItem, (edition.id, meeting, number), populate_existing=True)
        if item is None:
            raise DomainError("no-such-plan", number=number)
        row = item
    if row.minutes_version != version:
        raise DomainError("minutes-changed", text=row.minutes, version=row.minutes_version)
    row.minutes, row.minutes_version = text.strip()[:LONGEST_MINUTES], version + 1
    note_change(session, edition.id)


def invite(
    session: Session, edition: EditionRecord, meeting: int, *, site: str, account: int, now: datetime
) -> int:
    """Mail every checker when and where the session is; how many.

    Raises:
        DomainError: "no-such-session"; "session-over"; "no-checkers".
    """
    row = _row(session, edition, meeting)
    if row.closed_at is not None:
        raise DomainError("session-over")
    people = checkers(session, edition)
    if not people:
        raise DomainError("no-checkers")
    plans = {plan.number: plan.title for plan in plans_at_table(session, edition)}
    for person in people:
        mail_account(
            session,
            edition,
            person.account,
            "tafel-uitnodiging",
            now=now,
            starts_at=row.starts_at,
            time=row.starts_at.astimezone(AMSTERDAM).strftime("%H:%M"),
            place=row.place,
            plans=[plans[item.plan_number] for item in _items(session, row) if item.plan_number in plans],
            link=f"{site}/tafel",
        )
    act(session, edition, "session-invited", "tafel", account, now, invited=len(people))
    return len(people)


def _row(session: Session, edition: EditionRecord, meeting: int) -> TableSession:
    lock_edition(session, edition.id)
    row = session.get(TableSession, (edition.id, meeting), populate_existing=True)
    if row is None:
        raise DomainError("no-such-session")
    return row


def _items(session: Session, row: TableSession) -> list[AgendaItem]:
    query = (
        select(AgendaItem)
        .where(AgendaItem.edition_id == row.edition_id, AgendaItem.session_id == row.id)
        .order_by(AgendaItem.place)
        .execution_options(populate_existing=True)
    )
    session.flush()
    return list(session.scalars(query))


def _fill(session: Session, edition: EditionRecord, row: TableSession, draft: MeetingDraft) -> None:
    if not draft.place.strip():
        raise DomainError("place-missing")
    another = draft.chair_id is not None and draft.chair_id != row.chair_id
    if another and draft.chair_id not in {person.account for person in checkers(session, edition)}:
        raise DomainError("no-such-colleague")
    row.starts_at, row.place, row.chair_id = draft.starts_at, draft.place.strip(), draft.chair_id


def _meeting(row: TableSession, chair: str, agenda: list[Item]) -> TableMeeting:
    over = row.closed_at is not None
    return TableMeeting(
        row.id,
        row.starts_at,
        row.place,
        row.chair_id,
        chair,
        row.minutes,
        row.minutes_version,
        row.current_plan,
        row.opened_at is not None and not over,
        over,
        tuple(agenda),
    )
