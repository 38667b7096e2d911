"""The ja-mits table: answers that nobody overwrites, verdicts by the rules, all published together."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.feasibility import Answer, AnswerKind, Specialism, VerdictKind
from tests.support.editions import (
    ACTOR,
    AT,
    KEY,
    account,
    fresh,
    like,
    make_edition,
    people,
    submit,
)
from voting.ballot import BallotKind, BallotRule
from wijkaanzet.actions import feasibility, pincodes, plans
from wijkaanzet.actions.feasibility import VerdictDraft
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.database import Database

NOW = AT[Phase.FEASIBILITY]
YES = Answer(Specialism.LEGAL, AnswerKind.YES)
GOOD = VerdictDraft(VerdictKind.FEASIBLE, 1_000_00)


@pytest.fixture
def number(session: Session, edition: EditionRecord) -> int:
    """A plan with enough likes."""
    [number] = submit(session, edition)
    like(session, edition, [number])
    return number


def answer(session: Session, edition: EditionRecord, number: int, given: Answer, version: int = 0) -> int:
    checker = account(session, "checker")
    return feasibility.give_answer(session, edition, number, given, version=version, account=checker, now=NOW)


def fix(session: Session, edition: EditionRecord, number: int, draft: VerdictDraft) -> None:
    feasibility.fix_verdict(session, edition, number, draft, account=account(session, "chair"), now=NOW)


def test_answers_become_a_proposal(session: Session, edition: EditionRecord, number: int) -> None:
    answer(session, edition, number, YES)
    answer(session, edition, number, Answer(Specialism.PRACTICAL, AnswerKind.YES_PROVIDED, "  met sleutel "))
    assert feasibility.proposal_for(session, edition, number).owed == (Specialism.FINANCIAL,)
    answer(session, edition, number, Answer(Specialism.FINANCIAL, AnswerKind.YES))
    proposal = feasibility.proposal_for(session, edition, number)
    assert proposal.kind is VerdictKind.FEASIBLE_PROVIDED
    assert proposal.conditions == ("met sleutel",)


def test_who_comes_second_gets_both_texts(session: Session, edition: EditionRecord, number: int) -> None:
    first = Answer(Specialism.LEGAL, AnswerKind.YES_PROVIDED, "als er een vergunning is")
    second = Answer(Specialism.LEGAL, AnswerKind.NOT_YET, "eerst een ontwerp")
    assert answer(session, edition, number, first) == 1
    with pytest.raises(DomainError, match="answer-changed") as late:
        answer(session, edition, number, second)
    assert late.value.facts == {"explanation": first.explanation, "version": 1}
    assert feasibility.answers_for(session, edition, number)[Specialism.LEGAL].answer == first
    assert answer(session, edition, number, second, version=1) == 2
    assert feasibility.answers_for(session, edition, number)[Specialism.LEGAL].answer == second


def test_a_version_that_never_was_is_refused_and_leaves_nothing(
    session: Session, edition: EditionRecord, number: int
) -> None:
    with pytest.raises(DomainError, match="answer-changed") as refused:
        answer(session, edition, number, YES, version=3)
    assert refused.value.facts == {"explanation": "", "version": 0}
    assert feasibility.answers_for(session, edition, number) == {}
    assert answer(session, edition, number, YES) == 1


@pytest.mark.parametrize("kind", [AnswerKind.YES_PROVIDED, AnswerKind.NOT_YET])
def test_there_is_no_bare_refusal(
    session: Session, edition: EditionRecord, number: int, kind: AnswerKind
) -> None:
    with pytest.raises(DomainError, match="explanation-missing"):
        answer(session, edition, number, Answer(Specialism.LEGAL, kind, " \n "))


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (VerdictDraft(VerdictKind.FEASIBLE), "cost-missing"),
        (VerdictDraft(VerdictKind.FEASIBLE, 70_000_01), "cost-over-budget"),
        (VerdictDraft(VerdictKind.FEASIBLE_PROVIDED, 1), "conditions-missing"),
        (VerdictDraft(VerdictKind.NOT_IN_THIS_BUDGET), "explanation-missing"),
        (VerdictDraft(VerdictKind.FORWARDED, explanation="  "), "explanation-missing"),
    ],
)
def test_what_a_verdict_must_say(
    session: Session, edition: EditionRecord, number: int, draft: VerdictDraft, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        fix(session, edition, number, draft)
    assert refused.value.code == code
    [plan] = plans.list_plans(session, edition.id)
    assert plan.verdict is None


@pytest.mark.parametrize(
    "draft",
    [
        GOOD,
        VerdictDraft(VerdictKind.FEASIBLE, 0),
        VerdictDraft(VerdictKind.FEASIBLE, 70_000_00),
        VerdictDraft(VerdictKind.FEASIBLE_PROVIDED, 5, ("sleutel", "grond")),
        VerdictDraft(VerdictKind.NOT_IN_THIS_BUDGET, explanation="vraag het de wijkraad"),
        VerdictDraft(VerdictKind.FORWARDED, 99_999_999, explanation="verkeersveiligheid is onze taak"),
    ],
)
def test_verdicts_are_kept_as_fixed(
    session: Session, edition: EditionRecord, number: int, draft: VerdictDraft
) -> None:
    fix(session, edition, number, draft)
    plan = plans.find_plan(session, edition.id, number)
    assert plan is not None
    assert plan.verdict is not None
    assert (plan.verdict.kind, plan.verdict.conditions) == (draft.kind, draft.conditions)
    assert (plan.verdict.cost, plan.verdict.explanation) == (draft.cost or 0, draft.explanation)
    assert plan.cost == (draft.cost if draft.kind.on_ballot else 0)
    assert [e.details for e in trail(session, edition.id) if e.act == "verdict-fixed"] == [
        {"kind": draft.kind.value, "cost": draft.cost or 0}
    ]


def test_where_only_the_number_counts_a_plan_may_cost_more_than_the_budget(session: Session) -> None:
    edition = make_edition(session, ballot_rule=BallotRule(BallotKind.COUNT, maximum=3))
    [number] = submit(session, edition)
    like(session, edition, [number])
    fix(session, edition, number, VerdictDraft(VerdictKind.FEASIBLE, 90_000_00))


def test_the_table_is_for_plans_with_enough_likes(session: Session, edition: EditionRecord) -> None:
    liked, bare, withdrawn = submit(session, edition, 3)
    like(session, edition, [liked, withdrawn])
    plans.withdraw_plan(session, edition, withdrawn, account=account(session), now=AT[Phase.LIKES])
    assert [plan.number for plan in feasibility.plans_at_table(session, edition)] == [liked]
    for number, code in ((bare, "too-few-likes"), (withdrawn, "plan-withdrawn"), (99, "no-such-plan")):
        with pytest.raises(DomainError) as refused:
            answer(session, edition, number, YES)
        assert refused.value.code == code
        with pytest.raises(DomainError, match=code):
            fix(session, edition, number, GOOD)


def test_the_table_opens_with_its_phase(session: Session, edition: EditionRecord, number: int) -> None:
    early, checker = AT[Phase.LIKES], account(session, "checker")
    acts: list[Callable[[], object]] = [
        lambda: feasibility.give_answer(session, edition, number, YES, version=0, account=checker, now=early),
        lambda: feasibility.fix_verdict(session, edition, number, GOOD, account=checker, now=early),
        lambda: feasibility.publish_verdicts(session, edition, actor=ACTOR, now=early),
    ]
    for act in acts:
        with pytest.raises(DomainError, match="too-early"):
            act()


def test_verdicts_become_public_all_together(session: Session, edition: EditionRecord) -> None:
    numbers = submit(session, edition, 3)
    like(session, edition, numbers)
    fix(session, edition, numbers[1], GOOD)
    with pytest.raises(DomainError, match="verdicts-owed") as refused:
        feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW)
    assert refused.value.facts["numbers"] == [numbers[0], numbers[2]]
    assert fresh(session, edition).verdicts_published_at is None
    for number in numbers:
        fix(session, edition, number, GOOD)
    for _ in range(2):
        feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW)
    assert fresh(session, edition).verdicts_published_at == NOW
    assert [e.act for e in trail(session, edition.id)].count("verdicts-published") == 1


def test_the_first_pincode_closes_the_table(session: Session, edition: EditionRecord, number: int) -> None:
    fix(session, edition, number, GOOD)
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW)
    fix(session, edition, number, VerdictDraft(VerdictKind.FEASIBLE, 2_000_00))
    edition = fresh(session, edition)
    ids = pincodes.entitle(session, edition, people(1))
    pincodes.make_pincodes(session, edition, ids, key=KEY, actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="frozen"):
        fix(session, edition, number, VerdictDraft(VerdictKind.FEASIBLE, 3_000_00))
    with pytest.raises(DomainError, match="frozen"):
        answer(session, edition, number, YES)
    plan = plans.find_plan(session, edition.id, number)
    assert plan is not None
    assert plan.cost == 2_000_00


def test_a_verdict_is_undone_with_its_transaction(database: Database) -> None:
    with database.write() as session:
        edition = make_edition(session)
        [number] = submit(session, edition)
        like(session, edition, [number])
    refused = VerdictDraft(VerdictKind.FEASIBLE_PROVIDED, 1)
    with suppress(DomainError), database.write() as session:
        fix(session, edition, number, GOOD)
        fix(session, edition, number, refused)
    with database.read() as session:
        [plan] = plans.list_plans(session, edition.id)
        assert plan.verdict is None
        assert [entry.act for entry in trail(session, edition.id)] == ["edition-created"]
