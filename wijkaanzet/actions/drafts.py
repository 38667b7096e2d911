"""Unfinished plans, and unfinished changes to plans: kept step by step until they are submitted or thrown away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.plan_draft import MOST_DRAFTS, MOST_PICTURES, PlanDraft, missing
from phases.similarity import alike, weighed
from wijkaanzet.actions.guards import require_phase
from wijkaanzet.actions.pictures import forget_pictures
from wijkaanzet.actions.plans import change_plan, require_change, said_now, submit_plan
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.plan_queries import list_plans
from wijkaanzet.storage.submitting import KeptDraft


@dataclass(frozen=True)
class Draft:
    """A kept draft.

    Attributes:
        plan: the number of the plan that it changes; None for a new plan.
        base: the version of that plan that it began from.
    """

    id: int
    content: PlanDraft
    plan: int | None
    base: int | None
    saved_at: datetime


def start_draft(
    session: Session, edition: EditionRecord, changes: Mapping[str, Any], *, account: int, now: datetime
) -> int:
    """Begin a plan; the draft's key.

    Raises:
        DomainError: outside phase 1; "too-many-drafts".
    """
    require_phase(edition, Phase.SUBMIT, now)
    mine = (KeptDraft.edition_id == edition.id, KeptDraft.account_id == account)
    if (session.scalar(select(func.count()).where(*mine)) or 0) >= MOST_DRAFTS:
        raise DomainError("too-many-drafts", most=MOST_DRAFTS)
    return _keep(session, edition, replace(PlanDraft(), **changes), account, now)


def start_change(
    session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime
) -> int:
    """Begin to change a plan, or go on with the change that this account began before; the draft's key.

    Raises:
        DomainError: what :func:`require_change` raises.
    """
    require_change(session, edition, number, account=account, now=now)
    mine = select(KeptDraft.id).where(
        KeptDraft.edition_id == edition.id,
        KeptDraft.account_id == account,
        KeptDraft.plan_number == number,
    )
    begun = session.scalar(mine)
    if begun is not None:
        return begun
    version, said = said_now(session, edition, number)
    return _keep(session, edition, said, account, now, plan=number, base=version)


def _keep(
    session: Session,
    edition: EditionRecord,
    content: PlanDraft,
    account: int,
    now: datetime,
    plan: int | None = None,
    base: int | None = None,
) -> int:
    row = KeptDraft(
        edition_id=edition.id,
        id=new_id(),
        account_id=account,
        content=content.as_json(),
        plan_number=plan,
        base_version=base,
        saved_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def find_draft(session: Session, edition: EditionRecord, draft: int, *, account: int) -> Draft:
    """A draft of this account.

    Raises:
        DomainError: "no-such-draft", also when it is somebody else's.
    """
    return _record(_row(session, edition, draft, account))


def drafts_of(session: Session, edition: EditionRecord, account: int) -> Sequence[Draft]:
    """The drafts of an account, the one that was saved last first."""
    query = (
        select(KeptDraft)
        .where(KeptDraft.edition_id == edition.id, KeptDraft.account_id == account)
        .order_by(KeptDraft.saved_at.desc(), KeptDraft.id)
    )
    return [_record(row) for row in session.scalars(query)]


def save(
    session: Session,
    edition: EditionRecord,
    draft: int,
    changes: Mapping[str, Any],
    *,
    account: int,
    now: datetime,
) -> Draft:
    """Keep what one page of the form says; what other pages say stays, also when both are sent at once.

    Raises:
        DomainError: "no-such-draft"; "too-late" when it cannot be submitted any more.
    """
    row = _row(session, edition, draft, account, lock=True)
    _require_time(session, edition, row, now)
    row.content = replace(PlanDraft.from_json(row.content), **changes).as_json()
    row.saved_at = now
    session.flush()
    return _record(row)


def add_to_pictures(
    session: Session, edition: EditionRecord, draft: int, picture: int, *, account: int, now: datetime
) -> None:
    """Put a picture behind the others.

    Raises:
        DomainError: what :func:`save` raises; "too-many-pictures".
    """
    pictures = _pictures(session, edition, draft, account)
    if len(pictures) >= MOST_PICTURES:
        raise DomainError("too-many-pictures", most=MOST_PICTURES)
    save(session, edition, draft, {"pictures": (*pictures, picture)}, account=account, now=now)


def arrange_pictures(
    session: Session,
    edition: EditionRecord,
    draft: int,
    picture: int,
    *,
    first: bool,
    account: int,
    now: datetime,
) -> None:
    """Put one of the pictures in front, or take it away.

    Raises:
        DomainError: what :func:`save` raises; "no-such-picture".
    """
    pictures = _pictures(session, edition, draft, account)
    if picture not in pictures:
        raise DomainError("no-such-picture")
    others = tuple(other for other in pictures if other != picture)
    save(
        session,
        edition,
        draft,
        {"pictures": (picture, *others) if first else others},
        account=account,
        now=now,
    )
    if not first:
        forget_pictures(session, edition, _unused(session, edition, account, [picture]))


def _pictures(session: Session, edition: EditionRecord, draft: int, account: int) -> tuple[int, ...]:
    row = _row(session, edition, draft, account, lock=True)
    return PlanDraft.from_json(row.content).pictures


def discard(session: Session, edition: EditionRecord, draft: int, *, account: int) -> None:
    """Throw a draft away, with the pictures that are nowhere else.

    Raises:
        DomainError: "no-such-draft".
    """
    row = _row(session, edition, draft, account, lock=True)
    pictures = PlanDraft.from_json(row.content).pictures
    session.delete(row)
    session.flush()
    forget_pictures(session, edition, _unused(session, edition, account, pictures))


def _unused(session: Session, edition: EditionRecord, account: int, pictures: Sequence[int]) -> Sequence[int]:
    """Those of the pictures that none of the account's drafts has."""
    held = {key for one in drafts_of(session, edition, account) for key in one.content.pictures}
    return [key for key in pictures if key not in held]


def submit(session: Session, edition: EditionRecord, draft: int, *, account: int, now: datetime) -> int:
    """Submit a draft, or make the change that it holds; the plan's number.

    Raises:
        DomainError: "no-such-draft"; "plan-incomplete" with the names of the ``fields``; what :func:`submit_plan` and
            :func:`change_plan` raise.
    """
    row = _row(session, edition, draft, account, lock=True)
    one = _record(row)
    lacking = missing(one.content)
    if lacking:
        raise DomainError("plan-incomplete", fields=lacking)
    if one.plan is None or one.base is None:
        number = submit_plan(session, edition, one.content, submitter=account, now=now)
    else:
        number = one.plan
        change_plan(session, edition, number, one.content, base=one.base, account=account, now=now)
    session.delete(row)
    session.flush()
    return number


def renew(
    session: Session,
    edition: EditionRecord,
    draft: int,
    content: PlanDraft,
    *,
    base: int,
    account: int,
    now: datetime,
) -> None:
    """Go on from another version of the plan, with what :class:`DomainError` "plan-changed" holds.

    Raises:
        DomainError: "no-such-draft".
    """
    row = _row(session, edition, draft, account, lock=True)
    row.content, row.base_version, row.saved_at = content.as_json(), base, now
    session.flush()


def similar_plans(
    session: Session, edition: EditionRecord, title: str, text: str, *, but: int | None = None
) -> Sequence[PlanRecord]:
    """The plans that look like this text, the likest first; never the plan ``but``."""
    asked = weighed(title, text)
    if not asked:
        return []
    plans = {p.number: p for p in list_plans(session, edition.id) if p.takes_part and p.number != but}
    others: dict[int, Counter[str]] = {
        number: weighed(plan.title, f"{plan.summary} {plan.description}") for number, plan in plans.items()
    }
    return [plans[number] for number, _likeness in alike(asked, others)]


def _require_time(session: Session, edition: EditionRecord, row: KeptDraft, now: datetime) -> None:
    if row.plan_number is None:
        require_phase(edition, Phase.SUBMIT, now)
    else:
        require_change(session, edition, row.plan_number, account=row.account_id, now=now)


def _row(
    session: Session, edition: EditionRecord, draft: int, account: int, *, lock: bool = False
) -> KeptDraft:
    row = session.get(KeptDraft, (edition.id, draft), with_for_update=lock, populate_existing=lock)
    if row is None or row.account_id != account:
        raise DomainError("no-such-draft")
    return row


def _record(row: KeptDraft) -> Draft:
    return Draft(row.id, PlanDraft.from_json(row.content), row.plan_number, row.base_version, row.saved_at)
