"""A rehearsal edition: everything is done through the real actions, only the people and the moments are invented.

Turning the clock forward does what a neighbourhood would have done in the phases that are passed; what a visitor did
stays. Turning it back begins again, because what was frozen or published cannot be undone.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.likes import WAVE_SIZE
from phases.plan_draft import PlanDraft
from voting.ballot import Choice, check_ballot
from wijkaanzet.actions import (
    counting,
    feasibility,
    likes,
    pincodes,
    plans,
    voting,
)
from wijkaanzet.actions.accounts import account_for, grant_role
from wijkaanzet.actions.editions import find_edition, turn_clock
from wijkaanzet.actions.pictures import add_picture
from wijkaanzet.actions.rehearsal_check import WAVE_ON, check_some, finish_most, wave
from wijkaanzet.actions.rehearsal_content import PLANS, SamplePlan, sample_people
from wijkaanzet.actions.rehearsal_landing import let_them_land
from wijkaanzet.actions.rehearsal_pictures import drawing
from wijkaanzet.actions.rehearsal_reactions import react
from wijkaanzet.actions.rehearsal_report import look_back
from wijkaanzet.actions.rehearsal_table import decide_all, lay_the_table
from wijkaanzet.actions.rehearsal_year import carry_on
from wijkaanzet.errors import DomainError
from wijkaanzet.mail import INVENTED
from wijkaanzet.pictures import encode
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.base import Base
from wijkaanzet.storage.editions import Edition
from wijkaanzet.storage.voters import Pincode, Voter

ACTOR = "oefening"
DOMAIN = INVENTED
# The parts that a visitor can play, with the name of their account and the role it has; paper is typed by two at the desk.
PARTS = {
    "organiser": ("organisator", "organiser"),
    "checker": ("checker", "checker"),
    "wijkraad": ("wijkraad", "wijkraad"),
    "desk": ("balie", "desk"),
    "second-desk": ("tweede-balie", "desk"),
    "submitter": ("bewoner-1", ""),
    "resident": ("bewoner", ""),
}
KEPT = frozenset({"editions", "audit_entries", "role_grants", "outgoing_mail"})
VOTING_SHARE = 0.6
UNDERWAY = 75
"""The year of execution is shown after so many days."""


def account_of(session: Session, edition: EditionRecord, part: str, *, now: datetime) -> int:
    """The account under which a rehearsal's visitor plays a part; it has that role in this edition alone."""
    require_rehearsal(edition)
    name, role = PARTS[part]
    account = account_for(session, f"{name}@{DOMAIN}", now=now)
    if role:
        grant_role(session, edition.id, account, role, actor=ACTOR, now=now)
    return account


def go_to_phase(
    session: Session, edition: EditionRecord, phase: Phase, *, key: bytes, now: datetime
) -> EditionRecord:
    """Turn the clock to a day in a phase and do what comes before it.

    Raises:
        DomainError: "not-a-rehearsal".
    """
    require_rehearsal(edition)
    moment = moment_in(edition, phase)
    if moment < edition.local_now(now):
        _begin_again(session, edition)
    steps: list[tuple[Phase, Callable[[Session, EditionRecord], None]]] = [
        (Phase.SUBMIT, _submit),
        (Phase.SUBMIT, _check),
        (Phase.LIKES, _react),
        (Phase.LIKES, _like_some),
        (Phase.LIKES, lambda s, e: _end_of_check(s, e, now)),
        (Phase.FEASIBILITY, _like_enough),
        (Phase.FEASIBILITY, _lay_the_table),
        (Phase.VOTING, _decide_at_the_table),
        (Phase.VOTING, lambda s, e: _post_letters(s, e, key)),
        (Phase.EXECUTION, _vote),
        (Phase.EXECUTION, _count_and_publish),
    ]
    for since, step in steps:
        if phase >= since:
            step(session, _fresh(session, edition))
    return turn_clock(session, _fresh(session, edition), moment, now=now)


def practice_code(
    session: Session, edition: EditionRecord, *, key: bytes, now: datetime
) -> pincodes.IssuedPincode:
    """A fresh code for an invented resident who has not voted, as if their letter was lost and replaced."""
    require_rehearsal(edition)
    voter = session.scalar(
        select(Voter.id)
        .join(Pincode, (Pincode.edition_id == Voter.edition_id) & (Pincode.voter_id == Voter.id))
        .where(Voter.edition_id == edition.id, Pincode.state == "open")
        .limit(1)
    )
    if voter is None:
        raise DomainError("no-such-voter")
    return pincodes.replace_pincode(
        session, edition, voter, key=key, reason="oefenbrief", actor=ACTOR, now=now
    )


def require_rehearsal(edition: EditionRecord) -> None:
    """Refuse in a real edition."""
    if not edition.spec.rehearsal:
        raise DomainError("not-a-rehearsal")


def moment_in(edition: EditionRecord, phase: Phase) -> datetime:
    """The middle of the second day of a phase; of the year of execution when there is something to follow.

    Its middle when it is shorter.
    """
    span = edition.spec.calendar[phase]
    after = timedelta(days=UNDERWAY if phase is Phase.EXECUTION else 1, hours=12)
    return min(span.start + after, span.start + (span.end - span.start) / 2)


def _fresh(session: Session, edition: EditionRecord) -> EditionRecord:
    session.flush()
    fresh = find_edition(session, edition.spec.slug)
    if fresh is None:
        raise DomainError("not-a-rehearsal")
    return fresh


def _begin_again(session: Session, edition: EditionRecord) -> None:
    """Remove everything of the edition but itself, its staff and its audit trail."""
    for table in reversed(Base.metadata.sorted_tables):
        if "edition_id" in table.c and table.name not in KEPT:
            session.execute(delete(table).where(table.c.edition_id == edition.id))
    row = session.get_one(Edition, edition.id)
    row.plans_made = row.letters_made = 0
    row.lot_seed, row.verdicts_published_at = "", None
    session.flush()
    session.expire_all()


def _residents(session: Session, count: int, now: datetime) -> list[int]:
    return [account_for(session, f"bewoner-{i}@{DOMAIN}", now=now) for i in range(1, count + 1)]


def _submit(session: Session, edition: EditionRecord) -> None:
    """The neighbourhood's plans, once."""
    now, spec = moment_in(edition, Phase.SUBMIT), edition.spec
    known = {plan.title for plan in plans.list_plans(session, edition.id)}
    submitters = _residents(session, len(PLANS), now)
    for sample, submitter in zip(PLANS, submitters, strict=True):
        if sample.draft.title not in known:
            draft = _placed(sample, spec.themes, spec.areas)
            if sample.scene:
                drawn = encode(drawing(sample.scene))
                picture = add_picture(session, edition, drawn, alt=sample.alt, owner=submitter, now=now)
                draft = replace(draft, pictures=(picture,))
            plans.submit_plan(session, edition, draft, submitter=submitter, now=now)


def _placed(sample: SamplePlan, themes: Sequence[str], areas: Sequence[str]) -> PlanDraft:
    area = areas[sample.area % len(areas)] if areas and sample.area >= 0 else ""
    return replace(sample.draft, theme=themes[sample.theme % len(themes)], area=area)


def _check(session: Session, edition: EditionRecord) -> None:
    """The first days of the weekly check."""
    now = moment_in(edition, Phase.SUBMIT)
    check_some(
        session,
        edition,
        {plan.title: plan.number for plan in plans.list_plans(session, edition.id) if plan.takes_part},
        organiser=account_of(session, edition, "organiser", now=now),
        checker=account_of(session, edition, "checker", now=now),
        now=now,
    )


def _end_of_check(session: Session, edition: EditionRecord, real_now: datetime) -> None:
    """The check is nearly done, and there are likes that the organiser may wonder about."""
    now = moment_in(edition, Phase.LIKES)
    numbers = {plan.title: plan.number for plan in plans.list_plans(session, edition.id) if plan.takes_part}
    organiser = account_of(session, edition, "organiser", now=now)
    finish_most(session, edition, numbers, organiser=organiser, now=now)
    newcomers = [account_for(session, f"nieuw-{i}@{DOMAIN}", now=real_now) for i in range(WAVE_SIZE + 1)]
    if WAVE_ON in numbers:
        wave(session, edition, numbers[WAVE_ON], newcomers, now=now)


def _react(session: Session, edition: EditionRecord) -> None:
    """What the neighbourhood says of its plans, once."""
    now = moment_in(edition, Phase.SUBMIT) + timedelta(hours=2)
    if now + timedelta(days=1) > edition.spec.calendar[Phase.LIKES].start:
        return  # a shorter phase has no time to talk
    react(
        session,
        edition,
        {plan.title: plan.number for plan in plans.list_plans(session, edition.id) if plan.takes_part},
        crowd=_residents(session, 30, now)[len(PLANS) :],
        resident=account_of(session, edition, "resident", now=now),
        organiser=account_of(session, edition, "organiser", now=now),
        now=now,
    )


def _like_some(session: Session, edition: EditionRecord) -> None:
    _like(session, edition, share=0.6)


def _like_enough(session: Session, edition: EditionRecord) -> None:
    _like(session, edition, share=1.0)


def _like(session: Session, edition: EditionRecord, share: float) -> None:
    """Bring each of the neighbourhood's plans to its share of the likes it gathers."""
    now, threshold = moment_in(edition, Phase.LIKES), edition.spec.like_threshold
    wanted = {s.draft.title: int(s.likes * threshold / 100 * share) for s in PLANS}
    crowd = _residents(session, max(wanted.values(), default=0), now)
    for plan in plans.list_plans(session, edition.id):
        if plan.takes_part:
            for account in crowd[: wanted.get(plan.title, 0)]:
                likes.like_plan(session, edition, plan.number, account=account, now=now)


def _lay_the_table(session: Session, edition: EditionRecord) -> None:
    """The first session is going on."""
    now = moment_in(edition, Phase.FEASIBILITY)
    if edition.verdicts_published_at is None:
        lay_the_table(session, edition, account_of(session, edition, "checker", now=now), now=now)


def _decide_at_the_table(session: Session, edition: EditionRecord) -> None:
    """Answers and a verdict for each plan that has none; then all become public."""
    if edition.verdicts_published_at is not None:
        return
    now = moment_in(edition, Phase.FEASIBILITY)
    decide_all(session, edition, account_of(session, edition, "checker", now=now), now=now)
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=now)


def _post_letters(session: Session, edition: EditionRecord, key: bytes) -> None:
    """A code for each invented resident; nobody sees it, as with letters that are on their way."""
    now = moment_in(edition, Phase.FEASIBILITY)
    if session.scalar(select(Voter.id).where(Voter.edition_id == edition.id).limit(1)) is None:
        pincodes.entitle(session, edition, sample_people(edition.spec.areas, edition.spec.municipality))
    waiting = pincodes.voters_without_code(session, edition)
    pincodes.make_pincodes(session, edition, waiting, key=key, actor=ACTOR, now=now)


def _vote(session: Session, edition: EditionRecord) -> None:
    """A share of the neighbourhood votes, by the taste of the invented plans."""
    if counting.published_outcome(session, edition) is not None:
        return
    now, dice = moment_in(edition, Phase.VOTING), random.Random(edition.spec.slug)  # noqa: S311 - invented voters
    open_codes = list(
        session.scalars(
            select(Pincode.code_hash)
            .where(Pincode.edition_id == edition.id, Pincode.state == "open")
            .order_by(Pincode.letter)
        )
    )
    taste = {s.draft.title: s.popularity for s in PLANS}
    liking = {p.number: taste.get(p.title, 25) for p in plans.list_plans(session, edition.id)}
    choices = voting.ballot_choices(session, edition.id)
    for code_hash in dice.sample(open_codes, int(len(open_codes) * VOTING_SHARE)):
        ballot = _ballot(edition, choices, liking, dice)
        voting.cast_ballot(session, edition, code_hash, ballot, now=now)


def _ballot(
    edition: EditionRecord, choices: dict[int, Choice], liking: dict[int, int], dice: random.Random
) -> list[int]:
    """An invented voter's ballot that keeps the edition's own rule; blank when their taste breaks it."""
    wanted = [n for n in choices if dice.randrange(100) < liking[n]]
    dice.shuffle(wanted)
    ballot: list[int] = []
    spec = edition.spec
    for number in wanted:
        if not spec.ballot_rule.maximum or len(ballot) < spec.ballot_rule.maximum:
            longer = [*ballot, number]
            if sum(choices[n].cost for n in longer) <= spec.budget:
                ballot = longer
    return [] if check_ballot(ballot, choices, spec.budget, spec.ballot_rule) else ballot


def _count_and_publish(session: Session, edition: EditionRecord) -> None:
    if counting.published_outcome(session, edition) is not None:
        return
    now = edition.spec.calendar[Phase.VOTING].end
    counting.close_and_count(session, edition, actor=ACTOR, now=now)
    counting.publish(session, edition, actor=ACTOR, now=now)
    begin = edition.spec.calendar[Phase.EXECUTION].start
    organiser = account_of(session, edition, "organiser", now=begin)
    until = moment_in(edition, Phase.EXECUTION)
    carry_on(session, _fresh(session, edition), organiser=organiser, begin=begin, now=until)
    let_them_land(session, _fresh(session, edition), organiser, now=until)
    look_back(session, _fresh(session, edition), now=until)
