"""Plans that were not chosen are followed until they have landed; partners find those that are offered."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.landing import LandingState, Route
from tests.support.editions import AT, account, make_edition, open_poll, publish, submit
from wijkaanzet.actions import landings, plans
from wijkaanzet.actions.landings import Way
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.outbox import OutgoingMail

SITE = "https://wijk.voorbeeld.invalid"
NOW = AT[Phase.EXECUTION]
UNDER_WAY = Way(Route.PARTNER, LandingState.UNDER_WAY, "De corporatie", "Zij geven grond.", offered=True)


@pytest.fixture
def edition(session: Session) -> EditionRecord:
    """An edition in which plan 1 was chosen, and 2 and 3 were not."""
    poll = open_poll(session, costs=(60_000_00, 50_000_00, 40_000_00), voters=5)
    for voter in range(3):
        poll.cast(session, voter, [1])
    poll.cast(session, 3, [2])
    poll.cast(session, 4, [3])
    return publish(session, poll)


def decide(session: Session, edition: EditionRecord, number: int, way: Way, **options: object) -> None:
    given = {"tell": False, "site": SITE, "account": account(session, "organisator"), "now": NOW} | options
    landings.decide_way(session, edition, number, way, **given)  # type: ignore[arg-type]


def mails(session: Session) -> list[str]:
    return list(session.scalars(select(OutgoingMail.subject).order_by(OutgoingMail.id)))


def test_every_plan_that_was_not_chosen_is_followed(session: Session, edition: EditionRecord) -> None:
    found = landings.landing_plans(session, edition, now=NOW)
    assert [one.plan.number for one in found] == [2, 3]
    assert {one.way.state for one in found} == {LandingState.SEARCHING}
    assert all(Route.PARTNER in one.fitting for one in found)
    with pytest.raises(DomainError, match="no-landing"):
        decide(session, edition, 1, UNDER_WAY)


def test_with_too_few_likes_a_plan_is_followed_from_then_on(session: Session) -> None:

    edition = make_edition(session, slug="andere")
    [number] = submit(session, edition)
    assert landings.landing_of(session, edition, number, now=AT[Phase.LIKES]) is None
    assert landings.landing_of(session, edition, number, now=AT[Phase.FEASIBILITY]) is not None
    plans.withdraw_plan(session, edition, number, account=account(session), now=AT[Phase.FEASIBILITY])
    assert landings.landing_of(session, edition, number, now=AT[Phase.FEASIBILITY]) is None


def test_a_way_is_decided_told_and_kept(session: Session, edition: EditionRecord) -> None:
    before = len(mails(session))
    decide(session, edition, 2, UNDER_WAY)
    assert len(mails(session)) == before
    decide(session, edition, 2, UNDER_WAY, tell=True)
    assert mails(session)[before:] == ["Zo gaat het verder met uw plan: Plan 1"]
    way = landings.way_of(session, edition, 2)
    assert (way.route, way.state, way.partner, way.offered) == (
        Route.PARTNER,
        LandingState.UNDER_WAY,
        "De corporatie",
        True,
    )
    landed = Way(Route.PARTNER, LandingState.LANDED, "De corporatie", "De bakken staan er.", offered=True)
    decide(session, edition, 2, landed, tell=True)
    assert mails(session)[-1] == "Uw plan gaat door: Plan 1"
    assert not landings.way_of(session, edition, 2).offered, "what has landed looks for nobody"
    acts = [entry for entry in trail(session, edition.id) if entry.act == "landing-decided"]
    assert [entry.details["state"] for entry in acts] == ["onderweg", "onderweg", "geland"]


@pytest.mark.parametrize(
    ("way", "code"),
    [
        (Way(None, LandingState.LANDED, "", "Klaar."), "route-missing"),
        (Way(None, LandingState.UNDER_WAY, "", "Klaar."), "route-missing"),
        (Way(Route.CONTRACT, LandingState.LANDED, "", "  "), "landing-text-missing"),
        (Way(None, LandingState.ENDED, "", ""), "landing-text-missing"),
    ],
)
def test_what_everybody_reads_is_not_left_out(
    session: Session, edition: EditionRecord, way: Way, code: str
) -> None:
    with pytest.raises(DomainError, match=code):
        decide(session, edition, 2, way)
    assert landings.way_of(session, edition, 2).changed_at is None


def test_partners_find_what_is_offered_and_the_submitters_hear_them(
    session: Session, edition: EditionRecord
) -> None:
    def offer(number: int) -> None:
        landings.offer_help(
            session,
            edition,
            number,
            organisation="De corporatie",
            name="Kim",
            email="kim@voorbeeld.invalid",
            message="Wij hebben grond over.",
            site=SITE,
            now=NOW,
        )

    with pytest.raises(DomainError, match="not-offered"):
        offer(2)
    decide(session, edition, 2, Way(text="Wie helpt?", offered=True))
    assert [one.plan.number for one in landings.chances(session, edition, now=NOW)] == [2]
    offer(2)
    assert mails(session)[-1] == "Iemand wil uw plan verder helpen: Plan 1"
    (found,) = landings.offers_of(session, edition, 2)
    assert (found.email, found.handled) == ("kim@voorbeeld.invalid", False)
    waiting = landings.landing_of(session, edition, 2, now=NOW)
    assert waiting is not None
    assert waiting.waiting == 1
    assert landings.take_up(session, edition, found.id, now=NOW) == 2
    with pytest.raises(DomainError, match="no-such-offer"):
        landings.take_up(session, edition, 1, now=NOW)
    (found,) = landings.offers_of(session, edition, 2)
    assert found.handled


def test_notes_and_figures(session: Session, edition: EditionRecord) -> None:
    decide(session, edition, 2, UNDER_WAY)
    landings.add_note(session, edition, 3, "Gebeld.", account=account(session, "organisator"), now=NOW)
    assert [text for _at, text in landings.notes_of(session, edition, 3)] == ["Gebeld."]
    figures = landings.figures(session, edition, now=NOW)
    assert (
        figures.plans,
        figures.by_state[LandingState.UNDER_WAY],
        figures.by_state[LandingState.SEARCHING],
    ) == (2, 1, 1)
    assert figures.by_route[Route.PARTNER] == 1
