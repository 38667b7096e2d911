"""An offer of help: both sides write to each other, and neither sees an address."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.reactions import ReactionKind
from tests.support.editions import AT, account, submit
from wijkaanzet.actions import help_offers, moderation, reactions
from wijkaanzet.actions.reactions import ReactionDraft
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.outbox import OutgoingMail

NOW = AT[Phase.LIKES]
SITE = "https://wijk.voorbeeld.invalid"


@pytest.fixture
def offer(session: Session, edition: EditionRecord) -> int:
    """Sam offers help to the first plan of "indiener"."""
    [number] = submit(session, edition)
    draft = ReactionDraft(ReactionKind.OFFER, "Ik kan timmeren.", "Sam")
    sam = account(session, "sam")
    return reactions.write_reaction(session, edition, number, draft, account=sam, now=NOW)


def write(
    session: Session, edition: EditionRecord, offer: int, who: str, text: str = "Hallo!", minutes: int = 0
) -> None:
    help_offers.write_message(
        session,
        edition,
        offer,
        text=text,
        name="Noor" if who == "indiener" else who.title(),
        account=account(session, who),
        site=SITE,
        now=NOW + timedelta(minutes=minutes),
    )


def test_messages_go_both_ways_without_addresses(
    session: Session, edition: EditionRecord, offer: int
) -> None:
    with pytest.raises(DomainError, match="submitter-writes-first"):
        write(session, edition, offer, "sam")
    for _ in range(2):  # a second press of the button
        write(session, edition, offer, "indiener", "Bel mij: 06-12345678")
    write(session, edition, offer, "sam", "Ik kom zaterdag.", minutes=5)
    session.flush()
    sent = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert [mail.recipient.partition("@")[0] for mail in sent] == ["sam", "indiener"]
    assert "> Bel mij: 06-12345678" in sent[0].text  # who wants to share a number may
    for mail in sent:
        assert "@" not in mail.subject + mail.text + mail.html
        assert f"{SITE}/mijn/hulp/{offer}" in mail.text
    mine = help_offers.offer_of(session, edition, offer, account=account(session, "sam"))
    assert [(one.name, one.mine) for one in mine.messages] == [("Noor", False), ("Sam", True)]
    assert (mine.to_me, mine.waits_for_me, mine.may_write) == (False, False, True)
    theirs = help_offers.offer_of(session, edition, offer, account=account(session))
    assert (theirs.to_me, theirs.waits_for_me) == (True, True)


def test_nobody_else_reads_or_writes(session: Session, edition: EditionRecord, offer: int) -> None:
    stranger = account(session, "vreemde")
    write(session, edition, offer, "indiener")
    with pytest.raises(DomainError, match="no-such-offer"):
        help_offers.offer_of(session, edition, offer, account=stranger)
    with pytest.raises(DomainError, match="no-such-offer"):
        write(session, edition, offer, "vreemde")
    with pytest.raises(DomainError, match="no-such-offer"):
        help_offers.end_offer(session, edition, offer, account=stranger, now=NOW)
    assert help_offers.offers_for(session, edition, stranger) == []
    for side in ("sam", "indiener"):
        [found] = help_offers.offers_for(session, edition, account(session, side))
        assert found.reaction.id == offer


@pytest.mark.parametrize("side", ["sam", "indiener"])
def test_either_side_ends_it(session: Session, edition: EditionRecord, offer: int, side: str) -> None:
    write(session, edition, offer, "indiener")
    for _ in range(2):
        help_offers.end_offer(session, edition, offer, account=account(session, side), now=NOW)
    for who in ("sam", "indiener"):
        with pytest.raises(DomainError, match="offer-ended"):
            write(session, edition, offer, who, "Toch nog iets")


def test_an_offer_that_is_gone_ends_with_its_messages(
    session: Session, edition: EditionRecord, offer: int
) -> None:
    boss = account(session, "organisator")
    moderation.hide(session, edition, offer, "Reclame.", account=boss, site=SITE, now=NOW)
    with pytest.raises(DomainError, match="no-such-offer"):
        write(session, edition, offer, "indiener")
    moderation.show_again(session, edition, offer, account=boss, site=SITE, now=NOW)
    write(session, edition, offer, "indiener")
    reactions.withdraw_reaction(session, edition, offer, account=account(session, "sam"), now=NOW)
    assert help_offers.offers_for(session, edition, account(session)) == []
    with pytest.raises(DomainError, match="no-such-offer"):
        write(session, edition, offer, "indiener", "Nog iets")


def test_only_an_offer_of_somebody_else_is_one(session: Session, edition: EditionRecord) -> None:
    [number] = submit(session, edition)
    own = ReactionDraft(ReactionKind.OFFER, "Ik help zelf ook.", "Noor")
    mine = reactions.write_reaction(session, edition, number, own, account=account(session), now=NOW)
    tip = ReactionDraft(ReactionKind.TIP, "Een bankje.", "Sam")
    other = reactions.write_reaction(session, edition, number, tip, account=account(session, "sam"), now=NOW)
    for reaction in (mine, other, 12345):
        with pytest.raises(DomainError, match="no-such-offer"):
            help_offers.offer_of(session, edition, reaction, account=account(session))
    assert help_offers.offers_for(session, edition, account(session)) == []


def test_what_waits_for_me_comes_first(session: Session, edition: EditionRecord, offer: int) -> None:
    draft = ReactionDraft(ReactionKind.OFFER, "Ik kan verven.", "Els")
    later = NOW + timedelta(hours=1)
    els = account(session, "els")
    newer = reactions.write_reaction(session, edition, 1, draft, account=els, now=later)
    mine = [one.reaction.id for one in help_offers.offers_for(session, edition, account(session))]
    assert mine == [newer, offer]
    write(session, edition, newer, "indiener")
    assert [one.reaction.id for one in help_offers.offers_for(session, edition, account(session))] == [
        offer,
        newer,
    ]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        (" ", "Noor", "message-missing"),
        ("Hallo", "", "name-missing"),
        ("Hallo", "noor@voorbeeld.nl", "name-is-address"),
        ("x" * 2001, "Noor", "reaction-too-long"),
    ],
)
def test_what_cannot_be_sent(
    session: Session, edition: EditionRecord, offer: int, text: str, name: str, code: str
) -> None:
    me = account(session)
    with pytest.raises(DomainError, match=code):
        help_offers.write_message(
            session, edition, offer, text=text, name=name, account=me, site=SITE, now=NOW
        )
