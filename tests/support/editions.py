"""A small edition, and the neighbourhood that brings it from phase to phase through the real actions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from phases.calendar import Calendar, Phase, span_of_days
from phases.feasibility import VerdictKind
from voting.receipt import Receipt
from wijkaanzet.actions import accounts, counting, editions, feasibility, likes, pincodes, plans, voting
from wijkaanzet.edition import EditionSpec
from wijkaanzet.records import EditionRecord

KEY = b"a pincode key for tests only"
ACTOR = "test"
CALENDAR = Calendar(
    {
        Phase.SUBMIT: span_of_days(date(2026, 9, 1), date(2026, 9, 30)),
        Phase.LIKES: span_of_days(date(2026, 10, 1), date(2026, 10, 18)),
        Phase.FEASIBILITY: span_of_days(date(2026, 10, 19), date(2026, 11, 29)),
        Phase.VOTING: span_of_days(date(2026, 11, 30), date(2026, 12, 13)),
        Phase.EXECUTION: span_of_days(date(2027, 1, 1), date(2027, 12, 31)),
    }
)
AT = {phase: CALENDAR[phase].start + timedelta(days=1, hours=13) for phase in Phase}
"""A moment in each phase."""
CLOSED = CALENDAR[Phase.VOTING].end
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
SPEC = EditionSpec(
    slug="proefwijk",
    name="Proefwijk aan Zet",
    area="Proefwijk",
    municipality="Proefstad",
    budget=70_000_00,
    calendar=CALENDAR,
    themes=("Groen", "Op straat"),
    areas=("Oost", "West"),
    like_threshold=2,
)


def make_edition(session: Session, **changes: Any) -> EditionRecord:
    """The small edition, with other fields where the test says so."""
    return editions.create_edition(session, replace(SPEC, **changes), actor=ACTOR, now=NOW)


def account(session: Session, name: str = "indiener") -> int:
    """The account of somebody with this name."""
    return accounts.account_for(session, f"{name}@voorbeeld.invalid", now=NOW)


def draft(title: str = "Bankjes", **changes: Any) -> plans.PlanDraft:
    """A plan as somebody fills it in."""
    return replace(plans.PlanDraft(title, "Kort.", "Lang.", "Groen"), **changes)


def fresh(session: Session, edition: EditionRecord) -> EditionRecord:
    """The edition as it stands now."""
    session.flush()
    found = editions.find_edition(session, edition.spec.slug)
    assert found is not None
    return found


def submit(session: Session, edition: EditionRecord, count: int = 1) -> list[int]:
    """Plans in phase 1, under the themes and areas in turn."""
    spec, submitter = edition.spec, account(session)
    return [
        plans.submit_plan(
            session,
            edition,
            draft(f"Plan {i}", theme=spec.themes[i % len(spec.themes)], area=spec.areas[i % len(spec.areas)]),
            submitter=submitter,
            now=AT[Phase.SUBMIT],
        )
        for i in range(count)
    ]


def like(session: Session, edition: EditionRecord, numbers: Sequence[int]) -> None:
    """As many likes as the threshold asks, for each of these plans."""
    for i in range(edition.spec.like_threshold):
        fan = account(session, f"bewoner{i}")
        for number in numbers:
            likes.like_plan(session, edition, number, account=fan, now=AT[Phase.LIKES])


def decide(session: Session, edition: EditionRecord, costs: dict[int, int]) -> EditionRecord:
    """A feasible verdict with its cost for each plan, all published together."""
    checker = account(session, "checker")
    for number, cost in costs.items():
        verdict = feasibility.VerdictDraft(VerdictKind.FEASIBLE, cost, deviation="beslist zonder tafel")
        feasibility.fix_verdict(session, edition, number, verdict, account=checker, now=AT[Phase.FEASIBILITY])
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=AT[Phase.FEASIBILITY])
    return fresh(session, edition)


def people(count: int) -> list[pincodes.Entitlement]:
    """Invented residents, one a door."""
    return [
        pincodes.Entitlement("Proefstraat", number, "", "", "2033AB", "Proefstad", name=f"B. Woner {number}")
        for number in range(1, count + 1)
    ]


@dataclass(frozen=True)
class Poll:
    """An edition whose voting is open, with what only a test may know: the hash of every voter's code."""

    edition: EditionRecord
    voters: list[int]
    codes: list[bytes]

    def cast(self, session: Session, voter: int, numbers: Sequence[int] = ()) -> Receipt:
        """The ballot of the n-th voter, in the voting phase."""
        return voting.cast_ballot(session, self.edition, self.codes[voter], numbers, now=AT[Phase.VOTING])


def ready_for_codes(session: Session, costs: Sequence[int] = (20_000_00,), **changes: Any) -> EditionRecord:
    """An edition whose verdicts are public and in which no pincode was made yet."""
    edition = make_edition(session, **changes)
    numbers = submit(session, edition, len(costs))
    like(session, edition, numbers)
    return decide(session, edition, dict(zip(numbers, costs, strict=True)))


def open_poll(
    session: Session,
    costs: Sequence[int] = (30_000_00, 25_000_00, 40_000_00),
    voters: int = 5,
    **changes: Any,
) -> Poll:
    """An edition with plans at these costs (numbered from 1) and so many voters, each with a code."""
    edition = ready_for_codes(session, costs, **changes)
    ids = pincodes.entitle(session, edition, people(voters))
    issued = pincodes.make_pincodes(session, edition, ids, key=KEY, actor=ACTOR, now=AT[Phase.FEASIBILITY])
    edition = fresh(session, edition)
    return Poll(edition, ids, [one.pincode.hashed(KEY, edition.id) for one in issued])


def publish(session: Session, poll: Poll) -> EditionRecord:
    """Count and publish."""
    counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
    counting.publish(session, poll.edition, actor=ACTOR, now=CLOSED)
    return fresh(session, poll.edition)
