"""After voting: the count, and the publication of everything that anyone needs to count again."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.notices import NoticeKind
from voting import bundle
from voting.receipt import Receipt as PlainReceipt
from voting.tally import Ballots, Outcome, Project, TallyRule, TieBreak, TieRefusedError, compare
from voting.tally import count as count_ballots
from voting.tally.model import TieKind
from wijkaanzet.actions.notices import notify
from wijkaanzet.actions.secrecy import mix, used_codes
from wijkaanzet.actions.turnout import turnout_values
from wijkaanzet.actions.undertakings import begin_execution
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.audit import AuditEntry, record_act
from wijkaanzet.storage.ballots import Ballot, BundleFile, Receipt, Tally
from wijkaanzet.storage.editions import lock_edition
from wijkaanzet.storage.plan_queries import ballot_choices, list_plans
from wijkaanzet.storage.voters import Pincode

UNIT = 100
"""Cents in a euro: the tally's smallest unit."""

_SHUFFLE = random.SystemRandom()


def close_and_count(session: Session, edition: EditionRecord, *, actor: str, now: datetime) -> Outcome:
    """Mix the ballots a last time and count them; the result is kept, not yet public.

    Raises:
        DomainError: "voting-not-over"; "already-published"; "paper-waits" while paper votes that were handed in in
            time are not cast; "counts-differ" when used codes, ballots and receipts
            are not equally many: then nothing is counted; "tie-refused" when the edition lets nothing break a tie.
    """
    if not edition.spec.calendar.is_over(Phase.VOTING, now):
        raise DomainError("voting-not-over")
    # Who cast in the last second is counted, or hears "too late".
    lock_edition(session, edition.id, ballots=True)
    tally = session.get(Tally, edition.id, with_for_update=True)
    if tally is not None and tally.published_at is not None:
        raise DomainError("already-published")
    waiting = select(func.count()).where(Pincode.edition_id == edition.id, Pincode.state == "reserved")
    if reserved := session.scalar(waiting):
        raise DomainError("paper-waits", slips=reserved)
    ballots = mix(session, edition)
    receipts = session.scalar(select(func.count()).where(Receipt.edition_id == edition.id)) or 0
    used = used_codes(session, edition)
    if not used == ballots == receipts:
        raise DomainError("counts-differ", used=used, ballots=ballots, receipts=receipts)
    try:
        outcome = count(session, edition)
    except TieRefusedError as error:
        raise DomainError("tie-refused", tie=str(error)) from error
    if tally is None:
        tally = Tally(edition_id=edition.id)
        session.add(tally)
    tally.counted_at, tally.outcome = now, outcome_values(outcome)
    record_act(session, edition.id, "counted", actor=actor, now=now, ballots=ballots)
    return outcome


def count(session: Session, edition: EditionRecord) -> Outcome:
    """The outcome that follows from the stored ballots and the frozen rules."""
    return count_ballots(*_contest(session, edition), unit=UNIT, currency=edition.spec.currency)


def comparison_values(session: Session, edition: EditionRecord) -> list[dict[str, Any]]:
    """What the binding rule and the others choose, as plain values; shares and Gini in thousandths."""
    found = compare(*_contest(session, edition), unit=UNIT, currency=edition.spec.currency)
    return [
        {
            "rule": one.outcome.rule.name.value,
            "satisfaction": one.outcome.rule.satisfaction.value,
            "binding": one.binding,
            "selected": list(one.outcome.selected),
            "spent": one.spent,
            "represented": one.represented,
            "mean_share": round(one.mean_share * 1000),
            "gini": round(one.gini * 1000),
        }
        for one in found
    ]


def _contest(
    session: Session, edition: EditionRecord
) -> tuple[list[Project], Ballots, int, TallyRule, TieBreak]:
    plans = plans_on_ballot(session, edition)
    position = {plan.number: i for i, plan in enumerate(plans)}
    ballots = Ballots.from_lists(
        [position[n] for n in numbers] for numbers in stored_ballots(session, edition)
    )
    return projects_of(plans), ballots, edition.spec.budget, edition.spec.tally_rule, edition.tie_break


def publish(session: Session, edition: EditionRecord, *, actor: str, now: datetime) -> str:
    """Publish the counted result: the bundle is made and kept, the execution begins, and who cares for a plan hears of it.

    Returns:
        The checksum of the bundle, to be published in a second place too.

    Raises:
        DomainError: "not-counted", "already-published".
    """
    tally = session.get(Tally, edition.id, with_for_update=True)
    if tally is None:
        raise DomainError("not-counted")
    if tally.published_at is not None:
        raise DomainError("already-published")
    files = bundle.build(
        _facts(session, edition), terms_of(session, edition), _shuffled_receipts(session, edition)
    )
    session.add_all(
        BundleFile(edition_id=edition.id, name=name, content=data) for name, data in files.items()
    )
    tally.outcome = tally.outcome | {"turnout": turnout_values(session, edition)}
    if edition.spec.show_comparison:
        tally.outcome = tally.outcome | {"comparison": comparison_values(session, edition)}
    tally.published_at = now
    session.flush()
    begin_execution(session, edition)
    _tell(session, edition, tally.outcome, now)
    checksum = bundle.checksum(files)
    record_act(session, edition.id, "result-published", actor=actor, now=now, checksum=checksum)
    return checksum


def _tell(session: Session, edition: EditionRecord, outcome: Mapping[str, Any], now: datetime) -> None:
    """Submitters and followers of every plan on the ballot hear how it ended, as often as each of them wants mail."""
    results = {result["id"]: result for result in outcome["projects"]}
    for plan in plans_on_ballot(session, edition):
        result = results[plan.reference]
        given = "chosen" if result["selected"] else "part" if result["paid"] else "nothing"
        notify(session, edition, plan.number, NoticeKind.RESULT, by=None, now=now, given=given)


def published_outcome(session: Session, edition: EditionRecord) -> dict[str, Any] | None:
    """The published outcome as plain values (money in cents); None before there is one."""
    tally = session.get(Tally, edition.id)
    return tally.outcome if tally is not None and tally.published_at is not None else None


def chosen_numbers(session: Session, edition: EditionRecord) -> frozenset[int] | None:
    """The numbers of the chosen plans; None before the result is public."""
    outcome = published_outcome(session, edition)
    if outcome is None:
        return None
    selected = set(outcome["selected"])
    return frozenset(plan.number for plan in list_plans(session, edition.id) if plan.reference in selected)


def bundle_files(session: Session, edition: EditionRecord) -> dict[str, bytes]:
    """The published bundle, file by file; empty before publication."""
    query = select(BundleFile).where(BundleFile.edition_id == edition.id)
    return {row.name: row.content for row in session.scalars(query)}


def bundle_file(session: Session, edition: EditionRecord, name: str) -> bytes | None:
    """One file of the published bundle."""
    row = session.get(BundleFile, (edition.id, name))
    return row.content if row else None


def is_receipt_counted(session: Session, edition: EditionRecord, receipt: PlainReceipt) -> bool:
    """Whether a receipt is on the list of the published ballots."""
    if published_outcome(session, edition) is None:
        return False
    return session.get(Receipt, (edition.id, receipt.symbols)) is not None


def seed_commitment(edition: EditionRecord) -> str:
    """The SHA-256 of the lot's seed, announced before voting; empty when there is no lot or no seed yet."""
    if edition.spec.tie_kind is not TieKind.LOT or not edition.lot_seed:
        return ""
    return hashlib.sha256(edition.lot_seed.encode()).hexdigest()


def plans_on_ballot(session: Session, edition: EditionRecord) -> list[PlanRecord]:
    """The plans that residents could vote for, in the order of their numbers."""
    numbers = ballot_choices(session, edition.id)
    return [plan for plan in list_plans(session, edition.id) if plan.number in numbers]


def projects_of(plans: list[PlanRecord]) -> list[Project]:
    """Plans as the tally knows them."""
    return [Project(plan.reference, plan.cost, plan.theme, plan.area) for plan in plans]


def stored_ballots(session: Session, edition: EditionRecord) -> list[list[int]]:
    """The plan numbers on every ballot, in a fresh random order."""
    rows = list(session.scalars(select(Ballot.choices).where(Ballot.edition_id == edition.id)))
    _SHUFFLE.shuffle(rows)
    return [[int(n) for n in row.split(",")] if row else [] for row in rows]


def terms_of(session: Session, edition: EditionRecord) -> bundle.Terms:
    """The rule, the lot and how its seed came about, for the bundle."""
    commitment = seed_commitment(edition)
    frozen = session.scalar(
        select(AuditEntry.at).where(AuditEntry.edition_id == edition.id, AuditEntry.act == "edition-frozen")
    )
    procedure = bundle.SeedProcedure(
        announced="Voor het stemmen stond op de spelregels het SHA-256-controlegetal van de seed. Na het tellen is de "
        "seed zelf bekendgemaakt.",
        announced_on=frozen.date().isoformat() if frozen else "",
        commitment=commitment,
    )
    return bundle.Terms(
        edition.spec.tally_rule,
        edition.tie_break,
        procedure if commitment else bundle.SeedProcedure(),
        f"wijkaanzet {version('wijkaanzet')}",
    )


def outcome_values(outcome: Outcome) -> dict[str, Any]:
    """An outcome as plain values for JSON; money in cents."""
    values = asdict(outcome)
    return values | {"rule": outcome.rule.name.value, "tie_break": str(outcome.tie_break)}


def _shuffled_receipts(session: Session, edition: EditionRecord) -> list[str]:
    receipts = list(session.scalars(select(Receipt.receipt).where(Receipt.edition_id == edition.id)))
    _SHUFFLE.shuffle(receipts)
    return [str(PlainReceipt(symbols)) for symbols in receipts]


def _facts(session: Session, edition: EditionRecord) -> bundle.Facts:
    plans = plans_on_ballot(session, edition)
    reference = {plan.number: plan.reference for plan in plans}
    return bundle.Facts(
        meta=_meta(edition),
        projects=projects_of(plans),
        names={plan.reference: plan.title for plan in plans},
        ballots=[[reference[n] for n in ballot] for ballot in stored_ballots(session, edition)],
        budget=edition.spec.budget,
        unit=UNIT,
    )


def _meta(edition: EditionRecord) -> Mapping[str, str]:
    spec, span = edition.spec, edition.spec.calendar[Phase.VOTING]
    return {
        "description": spec.name,
        "country": "Netherlands",
        "unit": spec.municipality or spec.area,
        "instance": f"{span.first_day.year} {spec.slug}",
        "date_begin": f"{span.first_day:%d.%m.%Y}",
        "date_end": f"{span.last_day:%d.%m.%Y}",
        "language": "nl",
        "currency": spec.currency,
    }
