"""Agreements with the submitters: asked by mail, agreed by link or on the site, asked again when they change."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.execution import Why
from tests.support.editions import ACTOR, account
from tests.support.undertakings import NOW, SITE, TODAY, mails, plan
from wijkaanzet.actions import agreements
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.execution import Agreement
from wijkaanzet.storage.outbox import OutgoingMail


def token_in(mail: OutgoingMail) -> str:
    """Of the mailed link to agree."""
    return mail.text.partition(f"{SITE}/afspraken/")[2].split()[0]


def ask(session: Session, edition: EditionRecord) -> str:
    """An agreement that waits for the submitter; the token of the link in the mail."""
    draft = agreements.AgreementDraft("Er is een beheerder.", "De werkgroep", TODAY)
    agreements.add_agreement(session, edition, 1, draft, actor=ACTOR, now=NOW)
    agreements.ask_to_agree(session, edition, 1, site=SITE, actor=ACTOR, now=NOW)
    return token_in(mails(session)[-1])


def shown(session: Session) -> dict[int, int]:
    """Every agreement with its version."""
    return {row.id: row.version for row in session.scalars(select(Agreement))}


def test_a_submitter_agrees_by_the_mailed_link_once(session: Session, chosen: EditionRecord) -> None:
    token = ask(session, chosen)
    assert agreements.link_of(session, chosen, token, now=NOW) == (1, account(session))
    for wrong, when in (("x", NOW), (token + "x", NOW), (token, NOW + timedelta(days=30))):
        with pytest.raises(DomainError, match="agreement-link-over"):
            agreements.agree_by_link(session, chosen, wrong, shown(session), now=when)
    with pytest.raises(DomainError, match="agreement-changed"):
        agreements.agree_by_link(session, chosen, token, {}, now=NOW)
    assert agreements.agree_by_link(session, chosen, token, shown(session), now=NOW) == 1
    [row] = plan(session, chosen).agreements
    assert (row.agreed_at, row.agreed_by) == (NOW, account(session))
    with pytest.raises(DomainError, match="agreement-link-over"):
        agreements.agree_by_link(session, chosen, token, shown(session), now=NOW)


def test_what_changed_must_be_agreed_again(session: Session, chosen: EditionRecord) -> None:
    token = ask(session, chosen)
    before, me = shown(session), account(session)
    [row] = plan(session, chosen).agreements
    draft = agreements.AgreementDraft(row.what, "Anna", row.before)
    agreements.change_agreement(session, chosen, 1, row.id, draft, actor=ACTOR, now=NOW)
    agreements.ask_to_agree(session, chosen, 1, site=SITE, actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="agreement-changed"):
        agreements.agree_by_link(session, chosen, token, before, now=NOW)
    with pytest.raises(DomainError, match="not-the-submitter"):
        agreements.agree(session, chosen, 1, shown(session), account=account(session, "buur"), now=NOW)
    agreements.agree(session, chosen, 1, shown(session), account=me, now=NOW)
    agreements.change_agreement(session, chosen, 1, row.id, draft, actor=ACTOR, now=NOW)
    assert plan(session, chosen).agreements[0].agreed_at is not None  # nothing was changed
    with pytest.raises(DomainError, match="agreement-signed"):
        agreements.remove_agreement(session, chosen, 1, row.id, actor=ACTOR, now=NOW)
    agreements.finish_agreement(session, chosen, 1, row.id, actor=ACTOR, now=NOW)
    again = agreements.AgreementDraft("Er zijn twee beheerders.", "Anna")
    agreements.change_agreement(session, chosen, 1, row.id, again, actor=ACTOR, now=NOW)
    [row] = plan(session, chosen).agreements
    assert (row.agreed_at, row.agreed_by, row.asked_at, row.done) == (None, None, None, None)


def test_nobody_is_asked_before_it_is_clear_who_does_it(session: Session, chosen: EditionRecord) -> None:
    with pytest.raises(DomainError, match="nothing-to-agree"):
        agreements.ask_to_agree(session, chosen, 1, site=SITE, actor=ACTOR, now=NOW)
    draft = agreements.AgreementDraft("Er is een beheerder.", "")
    key = agreements.add_agreement(session, chosen, 1, draft, actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="agreement-without-who"):
        agreements.ask_to_agree(session, chosen, 1, site=SITE, actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="agreement-open"):
        agreements.finish_agreement(session, chosen, 1, key, actor=ACTOR, now=NOW)
    agreements.remove_agreement(session, chosen, 1, key, actor=ACTOR, now=NOW)
    assert plan(session, chosen).agreements == ()


def test_a_submitter_may_want_something_else(session: Session, chosen: EditionRecord) -> None:
    token = ask(session, chosen)
    with pytest.raises(DomainError, match="objection-missing"):
        agreements.object_by_link(session, chosen, token, "  ", now=NOW)
    agreements.object_by_link(session, chosen, token, "Niet in maart.", now=NOW)
    assert plan(session, chosen).signal.reasons == (Why.OBJECTION,)
    agreements.ask_to_agree(session, chosen, 1, site=SITE, actor=ACTOR, now=NOW)
    assert plan(session, chosen).row.objection == ""
    agreements.agree_by_link(session, chosen, token, shown(session), now=NOW)  # still works
