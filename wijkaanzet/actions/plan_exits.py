"""How the weekly check takes a plan out of the cycle: forwarded to a department, or hidden; and how it comes back.

After the first pincode no plan leaves by these ways and none comes back: the ballot is fixed then, and is remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from phases.plan import Exit, slug_of
from wijkaanzet.actions.guards import require_not_frozen
from wijkaanzet.actions.outbox import write_mail
from wijkaanzet.actions.plan_mail import mail_submitters
from wijkaanzet.errors import DomainError
from wijkaanzet.mail_text import compose
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.weekly_check import PlanExit


@dataclass(frozen=True)
class Department:
    """A department of the municipality that plans are forwarded to."""

    name: str
    email: str


def forward(
    session: Session,
    edition: EditionRecord,
    number: int,
    department: Department,
    *,
    explanation: str,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """Hand a plan to a department, outside the budget: everybody reads why, its submitters and the department hear.

    Raises:
        DomainError: "exit-words-missing", "frozen"; what :func:`plan_to_take_out` raises.
    """
    if not explanation.strip():
        raise DomainError("exit-words-missing")
    plan = plan_to_take_out(session, edition, number)
    left = PlanExit(
        edition_id=edition.id,
        plan_number=number,
        kind=Exit.FORWARDED.value,
        explanation=explanation.strip(),
        department=department.name,
        acted_by=account,
        acted_at=now,
    )
    session.add(left)
    record_act(
        session,
        edition.id,
        "plan-forwarded",
        actor=f"account {account}",
        now=now,
        subject=f"plan {number}",
        department=department.name,
    )
    told = {
        "plan": plan.title,
        "department": department.name,
        "explanation": left.explanation,
        "link": plan_link(site, plan),
    }
    mail_submitters(session, edition, number, "plan-doorgestuurd", now=now, **told)
    letter = compose(
        "plan-voor-afdeling",
        edition.spec,
        summary=plan.summary,
        description=plan.description,
        place=", ".join(filter(None, (plan.area, plan.place))),
        **told,
    )
    write_mail(session, department.email, letter, now=now)


def hide(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    reason: str,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """Hide a plan from everybody but its submitters and the organiser; its submitters are mailed the reason.

    Raises:
        DomainError: "exit-words-missing", "frozen"; what :func:`plan_to_take_out` raises.
    """
    if not reason.strip():
        raise DomainError("exit-words-missing")
    plan = plan_to_take_out(session, edition, number)
    session.add(
        PlanExit(
            edition_id=edition.id,
            plan_number=number,
            kind=Exit.HIDDEN.value,
            explanation=reason.strip(),
            department="",
            acted_by=account,
            acted_at=now,
        )
    )
    record_act(
        session,
        edition.id,
        "plan-hidden",
        actor=f"account {account}",
        now=now,
        subject=f"plan {number}",
    )
    told = {"plan": plan.title, "reason": reason.strip(), "link": plan_link(site, plan)}
    mail_submitters(session, edition, number, "plan-verborgen", now=now, **told)


def bring_back(
    session: Session, edition: EditionRecord, number: int, *, site: str, account: int, now: datetime
) -> None:
    """Show a hidden plan again, or take back that it was forwarded; a merger cannot be taken back.

    Raises:
        DomainError: "frozen", "no-such-plan", "plan-not-out".
    """
    require_not_frozen(session, edition)
    left = session.get(PlanExit, (edition.id, number), with_for_update=True)
    plan = session.get(Plan, (edition.id, number))
    if plan is None:
        raise DomainError("no-such-plan", number=number)
    if left is None or left.kind == Exit.MERGED:
        raise DomainError("plan-not-out", number=number)
    session.delete(left)
    record_act(
        session,
        edition.id,
        "plan-brought-back",
        actor=f"account {account}",
        now=now,
        subject=f"plan {number}",
        was=left.kind,
    )
    told = {"plan": plan.title, "link": plan_link(site, plan)}
    mail_submitters(session, edition, number, "plan-terug", now=now, **told)


def plan_to_take_out(session: Session, edition: EditionRecord, number: int) -> Plan:
    """The plan, locked, when it still takes part and nothing is frozen.

    Raises:
        DomainError: "frozen", "no-such-plan", "plan-withdrawn", "plan-is-out".
    """
    require_not_frozen(session, edition)
    plan = session.get(Plan, (edition.id, number), with_for_update=True, populate_existing=True)
    if plan is None:
        raise DomainError("no-such-plan", number=number)
    if plan.withdrawn_at is not None:
        raise DomainError("plan-withdrawn", number=number)
    if session.get(PlanExit, (edition.id, number), populate_existing=True) is not None:
        raise DomainError("plan-is-out", number=number)
    return plan


def plan_link(site: str, plan: Plan) -> str:
    """The plan's full address."""
    return f"{site}/plannen/{plan.number}-{slug_of(plan.title)}"
