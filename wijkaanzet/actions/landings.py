"""Plans that were not chosen, followed until they have landed: a way on, offers of partners, notes, and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.landing import ENDED_STATES, WANTS_LANDING, LandingState, Route, Standing, fitting_routes
from phases.plan import PlanState, state_of
from wijkaanzet.actions import counting
from wijkaanzet.actions.plan_mail import mail_submitters
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord, PlanRecord
from wijkaanzet.storage.audit import record_act
from wijkaanzet.storage.base import new_id
from wijkaanzet.storage.landings import Landing, LandingNote, PartnerOffer
from wijkaanzet.storage.plan_queries import list_plans


@dataclass(frozen=True)
class Way:
    """A plan's way on.

    Attributes:
        route: None until one was chosen.
        partner: who takes it on, as everybody may read it.
        text: what everybody may read about it.
        offered: it stands on the page for partners.
        changed_at: None while nothing was decided yet.
    """

    route: Route | None = None
    state: LandingState = LandingState.SEARCHING
    partner: str = ""
    text: str = ""
    offered: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True)
class LandingPlan:
    """A plan that is followed. ``waiting``: offers of partners that nobody took up yet."""

    plan: PlanRecord
    state: PlanState
    way: Way
    fitting: tuple[Route, ...]
    waiting: int


@dataclass(frozen=True)
class Offer:
    """A partner's offer; ``handled``: somebody took it up."""

    id: int
    organisation: str
    name: str
    email: str
    message: str
    offered_at: datetime
    handled: bool


@dataclass(frozen=True)
class LandingFigures:
    """How the plans that were not chosen are doing, for the report."""

    plans: int
    by_state: Mapping[LandingState, int]
    by_route: Mapping[Route, int]


def landing_plans(session: Session, edition: EditionRecord, *, now: datetime) -> Sequence[LandingPlan]:
    """Every plan that is followed: those still searching first, then by number."""
    rows = select(Landing).where(Landing.edition_id == edition.id)
    ways = {row.plan_number: _way(row) for row in session.scalars(rows)}
    offers = select(PartnerOffer.plan_number).where(
        PartnerOffer.edition_id == edition.id, PartnerOffer.handled_at.is_(None)
    )
    waiting = Counter(session.scalars(offers))
    chosen = counting.chosen_numbers(session, edition)
    found = []
    for plan in list_plans(session, edition.id):
        state = _state(edition, plan, chosen, now)
        if state in WANTS_LANDING:
            way = ways.get(plan.number, Way())
            fitting = tuple(fitting_routes(_standing(edition, plan, state)))
            found.append(LandingPlan(plan, state, way, fitting, waiting[plan.number]))
    order = list(LandingState)
    return sorted(found, key=lambda one: (order.index(one.way.state), one.plan.number))


def landing_of(session: Session, edition: EditionRecord, number: int, *, now: datetime) -> LandingPlan | None:
    """A plan's way on; None when it needs none."""
    return next((one for one in landing_plans(session, edition, now=now) if one.plan.number == number), None)


def way_of(session: Session, edition: EditionRecord, number: int) -> Way:
    """What was decided about a plan's way on."""
    row = session.get(Landing, (edition.id, number))
    return _way(row) if row is not None else Way()


def decide_way(
    session: Session,
    edition: EditionRecord,
    number: int,
    way: Way,
    *,
    tell: bool,
    site: str,
    account: int,
    now: datetime,
) -> None:
    """Keep a plan's way on; with ``tell`` its submitters get it by mail.

    Raises:
        DomainError: "no-landing" when the plan needs none; "route-missing", "landing-text-missing".
    """
    found = _require(session, edition, number, now)
    if way.route is None and way.state in (LandingState.UNDER_WAY, LandingState.LANDED):
        raise DomainError("route-missing")
    if not way.text.strip() and (tell or way.state is not LandingState.SEARCHING):
        raise DomainError("landing-text-missing")
    row = session.get(Landing, (edition.id, number), with_for_update=True)
    if row is None:
        row = Landing(edition_id=edition.id, plan_number=number)
        session.add(row)
    row.route, row.state = way.route.value if way.route else "", way.state.value
    row.partner, row.text = way.partner.strip(), way.text.strip()
    row.offered = way.offered and way.state not in ENDED_STATES
    row.changed_by, row.changed_at = account, now
    session.flush()
    record_act(
        session,
        edition.id,
        "landing-decided",
        actor=f"account {account}",
        now=now,
        subject=f"plan {number}",
        route=row.route,
        state=row.state,
    )
    if tell:
        mail_submitters(
            session,
            edition,
            number,
            "landing",
            now=now,
            plan=found.plan.title,
            route=row.route,
            partner=row.partner,
            landed=way.state is LandingState.LANDED,
            words=row.text,
            link=f"{site}/plannen/{number}",
        )


def add_note(
    session: Session, edition: EditionRecord, number: int, note: str, *, account: int, now: datetime
) -> None:
    """Note something about a plan's way on, for the team.

    Raises:
        DomainError: "no-landing", "note-missing".
    """
    _require(session, edition, number, now)
    if not note.strip():
        raise DomainError("note-missing")
    session.add(
        LandingNote(
            edition_id=edition.id,
            id=new_id(),
            plan_number=number,
            note=note.strip(),
            noted_by=account,
            noted_at=now,
        )
    )


def notes_of(session: Session, edition: EditionRecord, number: int) -> Sequence[tuple[datetime, str]]:
    """What the team noted, the newest first."""
    query = (
        select(LandingNote.noted_at, LandingNote.note)
        .where(LandingNote.edition_id == edition.id, LandingNote.plan_number == number)
        .order_by(LandingNote.noted_at.desc())
    )
    return [(at, note) for at, note in session.execute(query)]


def chances(session: Session, edition: EditionRecord, *, now: datetime) -> Sequence[LandingPlan]:
    """The plans that partners are asked to help."""
    return [one for one in landing_plans(session, edition, now=now) if one.way.offered]


def offer_help(
    session: Session,
    edition: EditionRecord,
    number: int,
    *,
    organisation: str,
    name: str,
    email: str,
    message: str,
    site: str,
    now: datetime,
) -> None:
    """A partner offers to help a plan; its submitters hear it, with the partner's own address to answer to.

    Raises:
        DomainError: "not-offered" when the plan is not on the page for partners.
    """
    found = landing_of(session, edition, number, now=now)
    if found is None or not found.way.offered:
        raise DomainError("not-offered")
    session.add(
        PartnerOffer(
            edition_id=edition.id,
            id=new_id(),
            plan_number=number,
            organisation=organisation.strip(),
            name=name.strip(),
            email=email.strip(),
            message=message.strip(),
            offered_at=now,
        )
    )
    mail_submitters(
        session,
        edition,
        number,
        "partner",
        now=now,
        plan=found.plan.title,
        organisation=organisation.strip(),
        who=name.strip(),
        email=email.strip(),
        message=message.strip(),
        link=f"{site}/plannen/{number}",
    )


def offers_of(session: Session, edition: EditionRecord, number: int) -> Sequence[Offer]:
    """What partners offered, the newest first."""
    query = (
        select(PartnerOffer)
        .where(PartnerOffer.edition_id == edition.id, PartnerOffer.plan_number == number)
        .order_by(PartnerOffer.offered_at.desc())
    )
    return [
        Offer(
            row.id,
            row.organisation,
            row.name,
            row.email,
            row.message,
            row.offered_at,
            row.handled_at is not None,
        )
        for row in session.scalars(query)
    ]


def take_up(session: Session, edition: EditionRecord, offer: int, *, now: datetime) -> int:
    """Somebody of the team takes an offer up; the number of its plan.

    Raises:
        DomainError: "no-such-offer".
    """
    row = session.get(PartnerOffer, (edition.id, offer))
    if row is None:
        raise DomainError("no-such-offer")
    row.handled_at = row.handled_at or now
    return row.plan_number


def figures(session: Session, edition: EditionRecord, *, now: datetime) -> LandingFigures:
    """How many plans are followed, how far they are, and which way they went."""
    found = landing_plans(session, edition, now=now)
    states = Counter(one.way.state for one in found)
    routes = Counter(one.way.route for one in found if one.way.route is not None)
    return LandingFigures(
        len(found),
        {state: states[state] for state in LandingState},
        {route: routes[route] for route in Route},
    )


def _require(session: Session, edition: EditionRecord, number: int, now: datetime) -> LandingPlan:
    found = landing_of(session, edition, number, now=now)
    if found is None:
        raise DomainError("no-landing")
    return found


def _state(
    edition: EditionRecord, plan: PlanRecord, chosen: frozenset[int] | None, now: datetime
) -> PlanState:
    facts = plan.facts(
        verdicts_public=edition.verdicts_published_at is not None,
        chosen=None if chosen is None else plan.number in chosen,
    )
    return state_of(facts, edition.spec.calendar, edition.spec.like_threshold, now)


def _standing(edition: EditionRecord, plan: PlanRecord, state: PlanState) -> Standing:
    public = edition.verdicts_published_at is not None and plan.verdict is not None
    return Standing(
        state,
        plan.cost,
        plan.likes,
        edition.spec.like_threshold,
        feasible=public and plan.verdict is not None and plan.verdict.kind.on_ballot,
        has_area=bool(plan.area),
    )


def _way(row: Landing) -> Way:
    return Way(
        Route(row.route) if row.route else None,
        LandingState(row.state),
        row.partner,
        row.text,
        row.offered,
        row.changed_at,
    )
