"""Reactions to a plan: writing, answering, changing, withdrawing and reading them. They stay when the plan changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.notices import NoticeKind
from phases.plan import PlanState, state_of
from phases.reactions import (
    EDIT_TIME,
    TEXT_LENGTH,
    Closed,
    Reaction,
    ReactionKind,
    Thread,
    Voice,
    closed_because,
    may_edit,
    name_problem,
    plain,
    shares_contact_details,
    threads,
)
from wijkaanzet.actions.accounts import roles_of
from wijkaanzet.actions.counting import chosen_numbers
from wijkaanzet.actions.guards import require_taking_part
from wijkaanzet.actions.notices import follow, forget, notify, tell
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.accounts import Account
from wijkaanzet.storage.plan_queries import find_plan
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.reactions import PlanReaction

TOLD_LENGTH = 400
"""So many characters of a reaction stand in a mail about it."""


@dataclass(frozen=True)
class ReactionDraft:
    """What somebody wants to say.

    Attributes:
        name: what they want to be called; not used for staff.
        as_staff: speak for the municipality, which an organiser may.
        follow: hear of the plan from now on.
    """

    kind: ReactionKind
    text: str
    name: str = ""
    as_staff: bool = False
    follow: bool = False


def write_reaction(
    session: Session,
    edition: EditionRecord,
    number: int,
    draft: ReactionDraft,
    *,
    account: int,
    now: datetime,
) -> int:
    """Write a reaction to a plan; its id. The same words once more within a quarter of an hour are the same reaction.

    Raises:
        DomainError: "reactions-closed" and what :func:`require_taking_part` raises; "reaction-kind-missing"; what
            :func:`check_words` raises.
    """
    if draft.kind is ReactionKind.REPLY:
        raise DomainError("reaction-kind-missing")
    plan = _open_plan(session, edition, number, now)
    row = _checked(session, edition, plan, draft, account, now)
    before = _same_words(session, row, now)
    if before is not None:
        return before
    session.add(row)
    session.flush()
    if draft.follow:
        follow(session, edition, number, account, now=now)
    facts = _told(row)
    submitters: tuple[int, ...] = ()
    if draft.kind is ReactionKind.OFFER and account not in submitters_of(session, edition, number):
        submitters = submitters_of(session, edition, number)
        tell(session, edition, submitters, number, NoticeKind.HELP_OFFER, now=now, about=row.id, **facts)
    notify(
        session,
        edition,
        number,
        NoticeKind.REACTION,
        by=account,
        now=now,
        about=row.id,
        without=submitters,
        **facts,
    )
    return row.id


def reply(
    session: Session,
    edition: EditionRecord,
    reaction: int,
    draft: ReactionDraft,
    *,
    account: int,
    now: datetime,
) -> int:
    """Answer a reaction, which a submitter of the plan and the organiser may; the reply's id. Its author is told.

    Raises:
        DomainError: "no-such-reaction"; "reply-not-yours"; what :func:`write_reaction` raises.
    """
    asked = find_reaction(session, edition, reaction)
    if asked.answers is not None or not asked.readable:
        raise DomainError("no-such-reaction")
    plan = _open_plan(session, edition, asked.plan, now)
    row = _checked(session, edition, plan, draft, account, now, answers=asked.id)
    if row.voice == Voice.RESIDENT:
        raise DomainError("reply-not-yours")
    before = _same_words(session, row, now)
    if before is not None:
        return before
    session.add(row)
    session.flush()
    people = {asked.author, *submitters_of(session, edition, asked.plan)} - {account}
    facts = _told(row)
    tell(session, edition, people, asked.plan, NoticeKind.ANSWER, now=now, about=row.id, **facts)
    return row.id


def edit_reaction(
    session: Session, edition: EditionRecord, reaction: int, text: str, *, account: int, now: datetime
) -> None:
    """Change the words of one's own reaction, within a quarter of an hour.

    Raises:
        DomainError: "no-such-reaction", "not-your-reaction", "edit-time-over", what is wrong with the text.
    """
    row = own_reaction(session, edition, reaction, account)
    if not may_edit(row.as_value(), account, now):
        raise DomainError("edit-time-over", minutes=EDIT_TIME.seconds // 60)
    words = _words(text, staff=row.voice == Voice.STAFF)
    if words != row.text:
        row.text, row.edited_at = words, now


def withdraw_reaction(
    session: Session, edition: EditionRecord, reaction: int, *, account: int, now: datetime
) -> None:
    """Take one's own reaction back: its words and name are wiped. Doing it twice is no mistake.

    Raises:
        DomainError: "no-such-reaction", "not-your-reaction".
    """
    row = own_reaction(session, edition, reaction, account)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.text, row.name = now, "", ""
        forget(session, edition, reaction)


def own_reaction(session: Session, edition: EditionRecord, reaction: int, account: int) -> PlanReaction:
    """A reaction of this account's, locked until the transaction ends.

    Raises:
        DomainError: "no-such-reaction", "not-your-reaction".
    """
    row = session.get(PlanReaction, (edition.id, reaction), with_for_update=True, populate_existing=True)
    if row is None:
        raise DomainError("no-such-reaction")
    if row.author_id != account:
        raise DomainError("not-your-reaction")
    return row


def find_reaction(session: Session, edition: EditionRecord, reaction: int) -> Reaction:
    """One reaction, hidden or not.

    Raises:
        DomainError: "no-such-reaction".
    """
    row = session.get(PlanReaction, (edition.id, reaction))
    if row is None:
        raise DomainError("no-such-reaction")
    return row.as_value()


def check_words(draft: ReactionDraft) -> tuple[str, str]:
    """Name and text as they would be stored.

    Raises:
        DomainError: "reaction-missing", "reaction-too-long", "reaction-has-contact"; what :func:`name_problem` names.
    """
    words = _words(draft.text, staff=draft.as_staff)
    if draft.as_staff:
        return "", words
    name = " ".join(plain(draft.name).split())
    wrong = name_problem(name)
    if wrong is not None:
        raise DomainError(wrong)
    return name, words


def threads_of(
    session: Session, edition: EditionRecord, number: int, *, viewer: int | None = None
) -> list[Thread]:
    """The reactions to a plan as this account (None: anybody) may read them."""
    query = select(PlanReaction).where(
        PlanReaction.edition_id == edition.id, PlanReaction.plan_number == number
    )
    return threads((row.as_value() for row in session.scalars(query)), viewer)


def name_used(session: Session, edition: EditionRecord, account: int) -> str:
    """The name under which an account reacted last; empty when it did not yet."""
    query = (
        select(PlanReaction.name)
        .where(
            PlanReaction.edition_id == edition.id,
            PlanReaction.author_id == account,
            PlanReaction.name != "",
        )
        .order_by(PlanReaction.written_at.desc())
        .limit(1)
    )
    return session.scalar(query) or ""


def why_closed(session: Session, edition: EditionRecord, plan: PlanRecord, now: datetime) -> Closed | None:
    """Why no reaction can be written to a plan now; None while one can."""
    return closed_because(_state(session, edition, plan, now), edition.spec.calendar, now)


def _state(session: Session, edition: EditionRecord, plan: PlanRecord, now: datetime) -> PlanState:
    over = edition.spec.calendar.is_over(Phase.VOTING, now)
    chosen = chosen_numbers(session, edition) if over else None
    public = edition.verdicts_published_at is not None
    facts = plan.facts(verdicts_public=public, chosen=None if chosen is None else plan.number in chosen)
    return state_of(facts, edition.spec.calendar, edition.spec.like_threshold, now)


def _open_plan(session: Session, edition: EditionRecord, number: int, now: datetime) -> Plan:
    """The plan, when reactions to it are open; it does not leave before this transaction ends."""
    plan = require_taking_part(session, edition, number)
    record = find_plan(session, edition.id, number)
    if record is None or why_closed(session, edition, record, now) is not None:
        raise DomainError("reactions-closed")
    return plan


def _checked(
    session: Session,
    edition: EditionRecord,
    plan: Plan,
    draft: ReactionDraft,
    account: int,
    now: datetime,
    *,
    answers: int | None = None,
) -> PlanReaction:
    """A reaction as it would be stored.

    Raises:
        DomainError: what :func:`check_words` raises; "reply-not-yours" for who would speak as staff and may not.
    """
    if draft.as_staff and "organiser" not in roles_of(session, edition.id, account):
        raise DomainError("reply-not-yours")
    voice = Voice.RESIDENT
    if draft.as_staff:
        voice = Voice.STAFF
    elif account in submitters_of(session, edition, plan.number):
        voice = Voice.SUBMITTER
    name, words = check_words(draft)
    return PlanReaction(
        edition_id=edition.id,
        plan_number=plan.number,
        kind=(ReactionKind.REPLY if answers is not None else draft.kind).value,
        author_id=account,
        voice=voice.value,
        name=name,
        text=words,
        answers=answers,
        written_at=now,
        hidden_reason="",
    )


def _words(text: str, *, staff: bool) -> str:
    words = plain(text)
    if not words:
        raise DomainError("reaction-missing")
    if len(words) > TEXT_LENGTH:
        raise DomainError("reaction-too-long", most=TEXT_LENGTH)
    if not staff and shares_contact_details(words):
        raise DomainError("reaction-has-contact")
    return words


def _same_words(session: Session, row: PlanReaction, now: datetime) -> int | None:
    """The reaction that this one repeats, as a second press of the button does; two at once wait for each other."""
    session.get(Account, row.author_id, with_for_update=True)
    query = select(PlanReaction.id).where(
        PlanReaction.edition_id == row.edition_id,
        PlanReaction.plan_number == row.plan_number,
        PlanReaction.author_id == row.author_id,
        PlanReaction.kind == row.kind,
        PlanReaction.answers.is_not_distinct_from(row.answers),
        PlanReaction.text == row.text,
        PlanReaction.withdrawn_at.is_(None),
        PlanReaction.written_at > now - EDIT_TIME,
    )
    return session.scalar(query.limit(1))


def _told(row: PlanReaction) -> dict[str, object]:
    """What a notice says of a reaction; its number as text, because JSON elsewhere may round it."""
    text = row.text if len(row.text) <= TOLD_LENGTH else row.text[:TOLD_LENGTH].rsplit(" ", 1)[0] + " …"
    return {
        "reaction": str(row.id),
        "says": row.kind,
        "name": row.name,
        "voice": row.voice,
        "text": text,
    }
