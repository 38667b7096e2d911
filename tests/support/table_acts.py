"""What people do at the ja-mits table, for tests of the actions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.costs import AgreedLine
from phases.feasibility import VerdictKind
from tests.support.editions import AT
from wijkaanzet.actions import feasibility, table_costs
from wijkaanzet.actions.feasibility import VerdictDraft
from wijkaanzet.actions.plans import find_plan
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.outbox import OutgoingMail

NOW, SITE = AT[Phase.FEASIBILITY], "https://wijk.voorbeeld.invalid"
LINES = [AgreedLine("bakken", 900_00), AgreedLine("beheer", 100_00)]


def mails(session: Session) -> list[tuple[str, str]]:
    """Who is mailed, without the domain, and the subject."""
    session.flush()
    rows = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))
    return [(mail.recipient.partition("@")[0], mail.subject) for mail in rows]


def costs(session: Session, edition: EditionRecord, number: int, now: datetime = NOW) -> table_costs.Costs:
    """The costs of a plan."""
    plan = find_plan(session, edition.id, number)
    assert plan is not None
    return table_costs.costs_of(session, edition, plan, now=now)


def agree(session: Session, edition: EditionRecord, number: int, chair: int, version: int = 0) -> None:
    """Agree on other costs than the submitter's."""
    table_costs.set_costs(
        session, edition, number, LINES, note="een offerte", version=version, account=chair, now=NOW
    )


def decide(session: Session, edition: EditionRecord, number: int, chair: int) -> None:
    """Fix the verdict: feasible."""
    draft = VerdictDraft(VerdictKind.FEASIBLE, deviation="zo besloot de tafel")
    if not costs(session, edition, number).version:
        draft = VerdictDraft(VerdictKind.FEASIBLE, 5, deviation="zo besloot de tafel")
    feasibility.fix_verdict(session, edition, number, draft, account=chair, now=NOW)
