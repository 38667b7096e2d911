"""Making one plan of several, once every submitter agreed: likes, signatures, texts and people come together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, aliased

from phases.likes import likes_to_add
from phases.plan import Exit
from phases.plan_draft import MOST_PICTURES
from wijkaanzet.actions.co_submitters import add_submitter
from wijkaanzet.actions.plan_exits import plan_to_take_out
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.plans import BY_MERGER, said_now, write_version
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.likes import Like, PaperLikes
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.weekly_check import MergeProposal, PlanExit


def join_plans(
    session: Session,
    edition: EditionRecord,
    proposal: MergeProposal,
    numbers: Sequence[int],
    *,
    now: datetime,
) -> None:
    """Carry a merger out; the caller's transaction keeps or undoes all of it.

    Raises:
        DomainError: what :func:`plan_to_take_out` raises, when one of the plans left since it was proposed.
    """
    plans = {number: plan_to_take_out(session, edition, number) for number in sorted(numbers)}
    into = plans[proposal.into_number]
    others = [number for number in sorted(numbers) if number != into.number]
    _join_texts(session, edition, into, proposal, others, now)
    for person in {one for number in others for one in submitters_of(session, edition, number)}:
        add_submitter(session, edition, into.number, person, now=now)
    _add_likes(session, edition, into.number, others)
    _add_signatures(session, edition, into.number, others, now)
    for number in others:
        session.add(
            PlanExit(
                edition_id=edition.id,
                plan_number=number,
                kind=Exit.MERGED.value,
                explanation=proposal.message,
                department="",
                into_number=into.number,
                acted_by=proposal.proposed_by,
                acted_at=now,
            )
        )
    session.flush()


def _join_texts(
    session: Session,
    edition: EditionRecord,
    into: Plan,
    proposal: MergeProposal,
    others: Sequence[int],
    now: datetime,
) -> None:
    """A version of the joint plan with the texts that were proposed, and the pictures of all as far as there is room."""
    _version, said = said_now(session, edition, into.number)
    theirs = [said_now(session, edition, number)[1].pictures for number in others]
    pictures = dict.fromkeys(picture for one in (said.pictures, *theirs) for picture in one)
    joint = replace(
        said,
        title=proposal.title or said.title,
        summary=proposal.summary or said.summary,
        description=proposal.description or said.description,
        pictures=tuple(pictures)[:MOST_PICTURES],
    )
    if joint != said:
        write_version(session, edition, into, joint, cause=BY_MERGER, now=now)


def _add_likes(session: Session, edition: EditionRecord, into: int, others: Sequence[int]) -> None:
    """Each person's like counts once. A like keeps its moment and network; one that was set aside stays behind."""
    query = select(Like).where(Like.edition_id == edition.id, Like.plan_number.in_([into, *others]))
    likes = session.scalars(query.order_by(Like.liked_at, Like.plan_number)).all()
    present = {like.account_id for like in likes if like.plan_number == into}
    counting = [like for like in likes if like.plan_number != into and like.set_aside_id is None]
    added = likes_to_add(
        present, [{like.account_id for like in counting if like.plan_number == number} for number in others]
    )
    earliest = {like.account_id: like for like in reversed(counting)}
    rows = [
        {
            "edition_id": edition.id,
            "plan_number": into,
            "account_id": account,
            "liked_at": earliest[account].liked_at,
            "network": earliest[account].network,
            "set_aside_id": None,
        }
        for account in sorted(added)
    ]
    if rows:
        session.execute(insert(Like), rows)


def _add_signatures(
    session: Session, edition: EditionRecord, into: int, others: Sequence[int], now: datetime
) -> None:
    """The lists of the other plans count for the joint one. Who signed two of them cannot be known: the page says so."""
    undone = aliased(PaperLikes)
    query = (
        select(PaperLikes)
        .outerjoin(undone, (undone.edition_id == PaperLikes.edition_id) & (undone.corrects == PaperLikes.id))
        .where(
            PaperLikes.edition_id == edition.id,
            PaperLikes.plan_number.in_(others),
            PaperLikes.corrects.is_(None),
            undone.id.is_(None),
        )
        .order_by(PaperLikes.plan_number, PaperLikes.recorded_at)
    )
    session.add_all(
        PaperLikes(
            edition_id=edition.id,
            id=new_id(),
            plan_number=into,
            amount=row.amount,
            list_reference=row.list_reference,
            checked=row.checked,
            from_plan=row.plan_number,
            recorded_by=row.recorded_by,
            recorded_at=now,
        )
        for row in session.scalars(query).all()
    )
