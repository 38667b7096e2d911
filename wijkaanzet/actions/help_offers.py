"""Offers of help: a plan's submitters and who offered write to each other through the site, without addresses.

The submitter writes first; from then on both sides can, until one of them ends it or the offer is withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.plan import Exit
from phases.reactions import TEXT_LENGTH, Reaction, ReactionKind, Voice, name_problem, plain
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.plan_mail import plans_of, submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.reactions import HelpEnd, HelpMessage, PlanReaction
from wijkaanzet.storage.weekly_check import PlanExit


@dataclass(frozen=True)
class Message:
    """One message; ``mine``: of the side that reads it."""

    name: str
    text: str
    mine: bool
    sent_at: datetime


@dataclass(frozen=True)
class Offer:
    """An offer of help as one of the two sides sees it.

    Attributes:
        to_me: whether the reader is a submitter; else the reader made the offer.
        ended: whether one of the two sides ended it.
    """

    reaction: Reaction
    plan_title: str
    to_me: bool
    messages: tuple[Message, ...]
    ended: bool

    @property
    def may_write(self) -> bool:
        """Whether the reader can write now: a submitter may begin, who offered may answer."""
        return not self.ended and (self.to_me or bool(self.messages))

    @property
    def waits_for_me(self) -> bool:
        """Whether the other side said the last word."""
        if self.ended:
            return False
        return not self.messages[-1].mine if self.messages else self.to_me


def offers_for(session: Session, edition: EditionRecord, account: int) -> list[Offer]:
    """The offers of help to this account's plans, and those that it made: what waits for it first, then the newest."""
    rows = session.scalars(
        select(PlanReaction).where(
            PlanReaction.edition_id == edition.id,
            PlanReaction.kind == ReactionKind.OFFER.value,
            PlanReaction.withdrawn_at.is_(None),
            PlanReaction.hidden_at.is_(None),
            (PlanReaction.author_id == account)
            | PlanReaction.plan_number.in_(plans_of(session, edition, account)),
        )
    )
    found = [_offer(session, edition, row, account) for row in rows if _is_between_two(session, edition, row)]
    found.sort(key=lambda offer: offer.reaction.written_at, reverse=True)
    return sorted(found, key=lambda offer: not offer.waits_for_me)


def offer_of(session: Session, edition: EditionRecord, reaction: int, *, account: int) -> Offer:
    """One offer with its messages, for the two sides alone.

    Raises:
        DomainError: "no-such-offer", also for anybody else and when it was withdrawn or hidden.
    """
    return _offer(session, edition, _sides_only(session, edition, reaction, account, lock=False), account)


def write_message(
    session: Session,
    edition: EditionRecord,
    reaction: int,
    *,
    text: str,
    name: str,
    account: int,
    site: str,
    now: datetime,
) -> None:
    """Pass a message on to the other side, by mail, with both addresses hidden.

    Raises:
        DomainError: "no-such-offer", "offer-ended", "submitter-writes-first", "message-missing", "reaction-too-long";
            what :func:`name_problem` names.
    """
    row = _sides_only(session, edition, reaction, account)
    offer = _offer(session, edition, row, account)
    if offer.ended:
        raise DomainError("offer-ended")
    if not offer.may_write:
        raise DomainError("submitter-writes-first")
    words, called = plain(text), " ".join(plain(name).split())
    if not words:
        raise DomainError("message-missing")
    if len(words) > TEXT_LENGTH:
        raise DomainError("reaction-too-long", most=TEXT_LENGTH)
    wrong = name_problem(called)
    if wrong is not None:
        raise DomainError(wrong)
    if offer.messages and offer.messages[-1].mine and offer.messages[-1].text == words:
        return  # a second press of the button
    session.add(
        HelpMessage(
            edition_id=edition.id,
            reaction_id=reaction,
            author_id=account,
            by_submitter=offer.to_me,
            name=called,
            text=words,
            sent_at=now,
        )
    )
    others: Iterable[int] = (row.author_id,)
    if not offer.to_me:
        others = submitters_of(session, edition, row.plan_number)
    told: dict[str, Any] = {
        "plan": offer.plan_title,
        "sender": called,
        "words": words,
        "to_helper": offer.to_me,
    }
    for other in others:
        link = f"{site}/mijn/hulp/{reaction}"
        mail_account(session, edition, other, "hulp-bericht", now=now, link=link, **told)


def end_offer(
    session: Session, edition: EditionRecord, reaction: int, *, account: int, now: datetime
) -> None:
    """Want no more messages about an offer; doing it twice is no mistake.

    Raises:
        DomainError: "no-such-offer".
    """
    _sides_only(session, edition, reaction, account)
    if session.get(HelpEnd, (edition.id, reaction)) is None:
        session.add(HelpEnd(edition_id=edition.id, reaction_id=reaction, ended_by=account, ended_at=now))


def _sides_only(
    session: Session, edition: EditionRecord, reaction: int, account: int, *, lock: bool = True
) -> PlanReaction:
    """The offer, when this account is one of its two sides; for who writes, locked until the transaction ends."""
    row = session.get(PlanReaction, (edition.id, reaction), with_for_update=lock, populate_existing=True)
    if row is None or row.kind != ReactionKind.OFFER or not row.as_value().readable:
        raise DomainError("no-such-offer")
    if account not in (row.author_id, *submitters_of(session, edition, row.plan_number)):
        raise DomainError("no-such-offer")
    if not _is_between_two(session, edition, row):
        raise DomainError("no-such-offer")
    return row


def _is_between_two(session: Session, edition: EditionRecord, row: PlanReaction) -> bool:
    """Whether there are two sides: a submitter does not offer help to their own plan, and nobody sees a hidden one."""
    left = session.get(PlanExit, (edition.id, row.plan_number))
    hidden = left is not None and left.kind == Exit.HIDDEN
    return row.voice != Voice.SUBMITTER and not hidden


def _offer(session: Session, edition: EditionRecord, row: PlanReaction, account: int) -> Offer:
    to_me = row.author_id != account
    query = (
        select(HelpMessage)
        .where(HelpMessage.edition_id == edition.id, HelpMessage.reaction_id == row.id)
        .order_by(HelpMessage.sent_at, HelpMessage.id)
    )
    messages = tuple(
        Message(one.name, one.text, one.by_submitter == to_me, one.sent_at) for one in session.scalars(query)
    )
    plan = session.get_one(Plan, (edition.id, row.plan_number))
    ended = session.get(HelpEnd, (edition.id, row.id)) is not None
    return Offer(row.as_value(), plan.title, to_me, messages, ended)
