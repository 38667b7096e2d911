"""What the weekly check has to say on a plan's own page: that it left, or what its submitter is asked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from phases.plan import Exit
from wijkaanzet.actions.check_board import open_question
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.plans import find_plan
from wijkaanzet.actions.proposals import Proposal, proposals_for
from wijkaanzet.records import ExitRecord, PlanRecord
from wijkaanzet.web import views
from wijkaanzet.web.services import account, edition, now


@dataclass(frozen=True)
class PlanStanding:
    """How a plan stands beside its text.

    Attributes:
        number: the plan's number.
        exit: how it left the cycle.
        joint: title and address of the joint plan that it became part of.
        asked: what its submitter is asked; for them alone.
        proposals: the mergers that its submitter is asked to decide.
    """

    number: int
    exit: ExitRecord | None
    joint: tuple[str, str] | None
    asked: str
    proposals: tuple[Proposal, ...]


def visible_plan(db: Session, number: int) -> PlanRecord | None:
    """The plan, when this visitor may see it: a hidden one is for its submitters and the organiser."""
    plan = find_plan(db, edition().id, number, hidden=True)
    if plan is None or plan.exit is None or plan.exit.kind is not Exit.HIDDEN:
        return plan
    someone = account()
    if someone is None:
        return None
    staff = "organiser" in someone.roles
    return plan if staff or someone.id in submitters_of(db, edition(), number) else None


def plan_standing(db: Session, plan: PlanRecord) -> PlanStanding:
    """What to say of a plan to this visitor."""
    someone, into = account(), plan.exit.into if plan.exit else None
    joint = find_plan(db, edition().id, into) if into is not None else None
    mine = someone is not None and someone.id in submitters_of(db, edition(), plan.number)
    question = open_question(db, edition(), plan.number) if mine else None
    proposals: tuple[Proposal, ...] = ()
    if mine and someone is not None:
        decide = proposals_for(db, edition(), someone.id, now=now())
        proposals = tuple(p for p in decide if plan.number in dict(p.plans) and not p.answer)
    return PlanStanding(
        plan.number,
        plan.exit,
        (joint.title, views.plan_href(joint)) if joint else None,
        question.question if question else "",
        proposals,
    )
