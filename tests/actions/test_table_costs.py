"""What a plan costs, agreed at the table and with its submitter; what may become public, and what holds it up."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.costs import CostState
from phases.feasibility import Answer, AnswerKind, Specialism, VerdictKind
from tests.support.editions import ACTOR, KEY, account, fresh, people
from tests.support.table_acts import LINES, NOW, SITE, agree, costs, decide, mails
from wijkaanzet.actions import feasibility, pincodes, table_costs
from wijkaanzet.actions.feasibility import VerdictDraft
from wijkaanzet.actions.plans import find_plan
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.outbox import OutgoingMail


def test_costs_are_agreed_in_lines_and_become_final_after_the_submitters_reply(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    first, second = numbers
    agree(session, edition, first, chair)
    found = costs(session, edition, first)
    assert (found.total, found.state, found.version) == (1_000_00, CostState.DRAFT, 1)
    with pytest.raises(DomainError, match="costs-changed"):
        agree(session, edition, first, chair)
    draft = VerdictDraft(VerdictKind.FEASIBLE, 1, deviation="x")
    with pytest.raises(DomainError, match="cost-differs"):
        feasibility.fix_verdict(session, edition, first, draft, account=chair, now=NOW)
    decide(session, edition, first, chair)
    decide(session, edition, second, chair)
    with pytest.raises(DomainError, match="costs-open") as open_costs:
        feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW)
    assert open_costs.value.facts["numbers"] == [first]
    table_costs.put_to_submitters(session, edition, first, site=SITE, account=chair, now=NOW)
    with pytest.raises(DomainError, match="costs-not-to-ask"):
        table_costs.put_to_submitters(session, edition, first, site=SITE, account=chair, now=NOW)
    assert mails(session) == [("indiener", "Kijkt u mee naar de kosten? Plan 0")]
    with pytest.raises(DomainError, match="costs-open"):
        feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW)
    # Who does not reply within the week leaves it at that.
    later = NOW + timedelta(days=7)
    assert costs(session, edition, first, later).state is CostState.SILENT
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=later)
    plan = find_plan(session, edition.id, first)
    assert plan is not None
    assert plan.cost == 1_000_00


def test_a_submitter_who_does_not_agree_gets_an_answer_before_anything_is_public(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    number, submitter = numbers[0], account(session)

    def reply(agreed: bool, words: str = "", version: int = 1, who: int = submitter) -> None:
        table_costs.reply(
            session,
            edition,
            number,
            agreed=agreed,
            words=words,
            version=version,
            account=who,
            now=NOW,
        )

    agree(session, edition, number, chair)
    with pytest.raises(DomainError, match="costs-answered"):
        reply(True)  # nobody asked yet
    table_costs.put_to_submitters(session, edition, number, site=SITE, account=chair, now=NOW)
    for words, version, who, code in (
        (" ", 1, submitter, "reply-missing"),
        ("te hoog", 0, submitter, "costs-changed"),
        ("te hoog", 1, chair, "not-the-submitter"),
    ):
        with pytest.raises(DomainError, match=code):
            reply(False, words, version, who)
    reply(False, "mijn offerte is lager")
    with pytest.raises(DomainError, match="costs-answered"):
        reply(True)
    assert costs(session, edition, number).state is CostState.DISPUTED
    for one in numbers:
        decide(session, edition, one, chair)
    with pytest.raises(DomainError, match="costs-open"):
        feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="settlement-missing"):
        table_costs.settle(session, edition, number, " ", account=chair, now=NOW)
    table_costs.settle(session, edition, number, "het vervoer ontbrak", account=chair, now=NOW)
    found = costs(session, edition, number)
    assert (found.state, found.reply) == (CostState.SETTLED, "mijn offerte is lager")
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW)


def test_other_lines_are_asked_anew_and_an_old_link_says_so(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    number = numbers[0]
    agree(session, edition, number, chair)
    table_costs.put_to_submitters(session, edition, number, site=SITE, account=chair, now=NOW)
    session.flush()
    text = session.scalars(select(OutgoingMail.text)).one()
    token = text.partition(f"{SITE}/kosten/")[2].split()[0]
    assert table_costs.link_of(session, edition, token) == (number, account(session), 1)
    agree(session, edition, number, chair, version=1)
    assert costs(session, edition, number).state is CostState.DRAFT
    with pytest.raises(DomainError, match="cost-link-unknown"):
        table_costs.link_of(session, edition, token + "x")
    with pytest.raises(DomainError, match="cost-note-missing"):
        table_costs.set_costs(session, edition, number, LINES, note=" ", version=2, account=chair, now=NOW)


def test_a_verdict_is_fixed_on_what_the_chair_looked_at(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    number, seen = numbers[0], feasibility.seen_mark(session, edition, numbers[0])
    draft = VerdictDraft(VerdictKind.FEASIBLE, 5, deviation="x", seen=seen)
    given = Answer(Specialism.LEGAL, AnswerKind.YES)
    feasibility.give_answer(session, edition, number, given, version=0, account=chair, now=NOW)
    with pytest.raises(DomainError, match="table-moved"):
        feasibility.fix_verdict(session, edition, number, draft, account=chair, now=NOW)
    after_answer = feasibility.seen_mark(session, edition, number)
    agree(session, edition, number, chair)
    draft = VerdictDraft(VerdictKind.FEASIBLE, deviation="x", seen=after_answer)
    with pytest.raises(DomainError, match="table-moved"):
        feasibility.fix_verdict(session, edition, number, draft, account=chair, now=NOW)
    draft = replace(draft, seen=feasibility.seen_mark(session, edition, number))
    feasibility.fix_verdict(session, edition, number, draft, account=chair, now=NOW)


def test_a_verdict_that_is_taken_up_again_after_publication(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    """It holds up the pincodes, waits for the submitter's reply to other costs, and is told at once when it is fixed."""
    number = numbers[0]
    for one in numbers:
        decide(session, edition, one, chair)
    voters = pincodes.entitle(session, edition, people(1))
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW, site=SITE)
    public, told = fresh(session, edition), len(mails(session))
    feasibility.reopen_verdict(session, public, number, "nieuwe offerte", account=chair, now=NOW)
    with pytest.raises(DomainError, match="verdicts-owed") as owed:
        pincodes.make_pincodes(session, public, voters, key=KEY, actor=ACTOR, now=NOW)
    assert owed.value.facts["numbers"] == [number]
    agree(session, public, number, chair)

    def fix() -> None:
        draft = VerdictDraft(VerdictKind.FEASIBLE, deviation="zo besloot de tafel")
        feasibility.fix_verdict(session, public, number, draft, account=chair, now=NOW, site=SITE)

    with pytest.raises(DomainError, match="costs-open"):
        fix()
    table_costs.put_to_submitters(session, public, number, site=None, account=chair, now=NOW)
    table_costs.reply(
        session, public, number, agreed=True, words="", version=1, account=account(session), now=NOW
    )
    fix()
    assert mails(session)[told:] == [("indiener", "Uw plan is haalbaar: Plan 0")]
    assert len(pincodes.make_pincodes(session, public, voters, key=KEY, actor=ACTOR, now=NOW)) == 1
