"""The weekly check of incoming plans: what the staff finds, asks and agrees, and who looks after which plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM, Phase
from phases.weekly_check import CheckAnswer, Question
from wijkaanzet.actions.check_board import Finding, colleagues, open_question
from wijkaanzet.actions.outbox import mail_account
from wijkaanzet.actions.plan_mail import mail_submitters, submitters_of
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.plan_queries import find_plan
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.weekly_check import CheckFinding, CheckQuestion, ContactNote, PlanCheck


def look_at(session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime) -> None:
    """Note that somebody of the staff opened a plan; the first one who did since it came in is kept."""
    row = _check_row(session, edition, number)
    if row.seen_at is None:
        row.seen_at, row.seen_by = now, account


def answer_questions(
    session: Session,
    edition: EditionRecord,
    number: int,
    findings: Mapping[Question, Finding],
    *,
    account: int,
    now: datetime,
) -> None:
    """Keep the answers to the four questions; only what changed gets a new name and time."""
    _check_row(session, edition, number)
    changed = {}
    for question, finding in findings.items():
        key = (edition.id, number, question.value)
        row = session.get(CheckFinding, key)
        note = finding.note.strip()
        if row is not None and (row.answer, row.note) == (finding.answer.value, note):
            continue
        if row is None and finding.answer is CheckAnswer.UNKNOWN and not note:
            continue
        if row is None:
            row = CheckFinding(edition_id=edition.id, plan_number=number, question=question.value)
            session.add(row)
        row.answer, row.note, row.answered_by, row.answered_at = finding.answer.value, note, account, now
        changed[question.value] = finding.answer.value
    if changed:
        _record(session, edition, "plan-checked", number, account, now, **changed)


def note_contact(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    spoken_on: date,
    note: str,
    account: int,
    now: datetime,
) -> None:
    """Keep that somebody spoke with a submitter. The trail says that, not what about.

    Raises:
        DomainError: "contact-in-future", "no-such-plan".
    """
    if spoken_on > now.astimezone(AMSTERDAM).date():
        raise DomainError("contact-in-future")
    _check_row(session, edition, number)
    session.add(
        ContactNote(
            edition_id=edition.id,
            id=new_id(),
            plan_number=number,
            spoken_on=spoken_on,
            note=note.strip(),
            noted_by=account,
            noted_at=now,
        )
    )
    _record(session, edition, "contact-noted", number, account, now)


def assign(
    session: Session,
    edition: EditionRecord,
    number: int,
    assignee: int | None,
    *,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """Give a plan to a colleague, who is mailed, or to nobody.

    Raises:
        DomainError: "no-such-plan"; "no-such-colleague".
    """
    if assignee is not None and assignee not in dict(colleagues(session, edition)):
        raise DomainError("no-such-colleague")
    row = _check_row(session, edition, number)
    if row.assignee_id == assignee:
        return
    row.assignee_id = assignee
    to = f"account {assignee}" if assignee else ""
    _record(session, edition, "plan-assigned", number, account, now, to=to)
    if assignee is not None and assignee != account:
        plan = session.get_one(Plan, (edition.id, number))
        mail_account(
            session,
            edition,
            assignee,
            "weekcheck-toegewezen",
            now=now,
            plan=plan.title,
            link=f"{site}/beheer/weekcheck/{number}",
        )


def finish(
    session: Session, edition: EditionRecord, number: int, *, done: bool, account: int, now: datetime
) -> None:
    """Say that the weekly check is done with a plan, or take it up again."""
    row = _check_row(session, edition, number)
    if (row.done_at is not None) == done:
        return
    row.done_at, row.done_by = (now, account) if done else (None, None)
    if row.seen_at is None:
        row.seen_at, row.seen_by = now, account
    _record(session, edition, "plan-check-done" if done else "plan-check-reopened", number, account, now)


def ask_submitter(
    session: Session,
    edition: EditionRecord,
    number: int,
    question: str,
    *,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """Return a plan to its submitters with a question; it waits for them until they say that they are ready.

    Raises:
        DomainError: "question-missing", "already-asked"; "plan-is-out"; "too-late" once plans are at the table.
    """
    if not question.strip():
        raise DomainError("question-missing")
    span = edition.spec.calendar[Phase.LIKES]
    if now >= span.end:
        raise DomainError("too-late", phase=Phase.LIKES, span=span)
    row = _check_row(session, edition, number)
    plan = find_plan(session, edition.id, number, hidden=True)
    if plan is None or not plan.takes_part:
        raise DomainError("plan-is-out", number=number)
    if open_question(session, edition, number) is not None:
        raise DomainError("already-asked")
    session.add(
        CheckQuestion(
            edition_id=edition.id,
            id=new_id(),
            plan_number=number,
            question=question.strip(),
            asked_by=account,
            asked_at=now,
        )
    )
    row.done_at = row.done_by = None
    if row.seen_at is None:
        row.seen_at, row.seen_by = now, account
    _record(session, edition, "plan-returned", number, account, now)
    told = {"plan": plan.title, "question": question.strip(), "link": f"{site}/plannen/{number}"}
    mail_submitters(session, edition, number, "plan-vragen", now=now, **told)


def submitter_is_ready(
    session: Session, edition: EditionRecord, number: int, *, account: int, now: datetime
) -> None:
    """A submitter answered by changing the plan: it comes back to the board, to be looked at again.

    Raises:
        DomainError: "not-the-submitter", "nothing-asked".
    """
    row = _check_row(session, edition, number)
    if account not in submitters_of(session, edition, number):
        raise DomainError("not-the-submitter")
    asked = open_question(session, edition, number)
    if asked is None:
        raise DomainError("nothing-asked")
    asked.answered_at = now
    row.seen_at = row.seen_by = row.done_at = row.done_by = None


def _check_row(session: Session, edition: EditionRecord, number: int) -> PlanCheck:
    """The row of a plan, made at the first use; the edition's lock makes sure that it is made once."""
    lock_edition(session, edition.id)
    if session.get(Plan, (edition.id, number)) is None:
        raise DomainError("no-such-plan", number=number)
    row = session.get(PlanCheck, (edition.id, number), populate_existing=True)
    if row is None:
        row = PlanCheck(edition_id=edition.id, plan_number=number)
        session.add(row)
        session.flush()
    return row


def _record(
    session: Session,
    edition: EditionRecord,
    act: str,
    number: int,
    account: int,
    now: datetime,
    **details: str,
) -> None:
    subject = f"plan {number}"
    record_act(session, edition.id, act, actor=f"account {account}", now=now, subject=subject, **details)
