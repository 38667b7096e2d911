"""The ja-mits table: answers that nobody overwrites, verdicts by the rules, all published together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.feasibility import Answer, AnswerKind, Condition, Proposal, Specialism, VerdictKind
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
from wijkaanzet.actions import accounts, feasibility, pincodes, plans, table_people
from wijkaanzet.actions.feasibility import VerdictDraft
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.database import Database

NOW = AT[Phase.FEASIBILITY]
YES = Answer(Specialism.LEGAL, AnswerKind.YES)
CORE = (Specialism.LEGAL, Specialism.FINANCIAL, Specialism.PRACTICAL)
WHY = "zo besloot de tafel"
GOOD = VerdictDraft(VerdictKind.FEASIBLE, 1_000_00, deviation=WHY)
KEY_FIRST = Condition("met sleutel", "de beheerder", 0, date(2027, 3, 1))


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


def proposal(session: Session, edition: EditionRecord, number: int) -> Proposal:
    plan = plans.find_plan(session, edition.id, number)
    assert plan is not None
    return feasibility.proposal_for(session, edition, plan)


def test_answers_become_a_proposal(session: Session, edition: EditionRecord, number: int) -> None:
    assert proposal(session, edition, number).owed == (*CORE, Specialism.GREENERY)
    answer(session, edition, number, YES)
    provided = Answer(Specialism.PRACTICAL, AnswerKind.YES_PROVIDED, conditions=(KEY_FIRST,))
    answer(session, edition, number, provided)
    answer(session, edition, number, Answer(Specialism.GREENERY, AnswerKind.YES))
    assert proposal(session, edition, number).owed == (Specialism.FINANCIAL,)
    answer(session, edition, number, Answer(Specialism.FINANCIAL, AnswerKind.YES))
    found = proposal(session, edition, number)
    assert (found.kind, found.conditions) == (VerdictKind.FEASIBLE_PROVIDED, (KEY_FIRST,))
    [(plan, same)] = feasibility.proposals(session, edition)
    assert (plan.number, same) == (number, found)


def test_the_chair_asks_another_specialism_or_lets_one_be(
    session: Session, edition: EditionRecord, number: int
) -> None:
    chair = account(session, "chair")
    for specialism, asked in ((Specialism.PERMITS, True), (Specialism.GREENERY, False)):
        feasibility.ask_specialism(session, edition, number, specialism, asked=asked, account=chair, now=NOW)
    assert proposal(session, edition, number).owed == (*CORE, Specialism.PERMITS)
    [(_plan, same)] = feasibility.proposals(session, edition)
    assert same.owed == (*CORE, Specialism.PERMITS)


def test_who_comes_second_is_told_and_no_words_are_lost(
    session: Session, edition: EditionRecord, number: int
) -> None:
    first = Answer(Specialism.LEGAL, AnswerKind.YES_PROVIDED, "", (KEY_FIRST,))
    second = Answer(Specialism.LEGAL, AnswerKind.NOT_YET, "eerst een ontwerp")
    assert answer(session, edition, number, first) == 1
    with pytest.raises(DomainError, match="answer-changed") as late:
        answer(session, edition, number, second)
    assert late.value.facts == {"version": 1}
    assert feasibility.answers_for(session, edition, number)[Specialism.LEGAL].answer == first
    assert answer(session, edition, number, second, version=1) == 2
    assert feasibility.answers_for(session, edition, number)[Specialism.LEGAL].answer == second
    assert [g.answer for g in feasibility.history_of(session, edition, number)] == [first, second]


def test_a_version_that_never_was_is_refused_and_leaves_nothing(
    session: Session, edition: EditionRecord, number: int
) -> None:
    with pytest.raises(DomainError, match="answer-changed") as refused:
        answer(session, edition, number, YES, version=3)
    assert refused.value.facts == {"version": 0}
    assert feasibility.answers_for(session, edition, number) == {}
    assert answer(session, edition, number, YES) == 1


def test_of_two_checkers_at_once_one_is_told(database: Database) -> None:
    with database.write() as session:
        edition = make_edition(session)
        [number] = submit(session, edition)
        like(session, edition, [number])
        who = [account(session, name) for name in ("een", "twee")]
    start, told = Barrier(2), []

    def lay(one: int) -> None:
        start.wait()
        mine = Answer(Specialism.LEGAL, AnswerKind.NOT_YET, f"woorden van {one}")
        try:
            with database.write() as session:
                feasibility.give_answer(session, edition, number, mine, version=0, account=one, now=NOW)
        except DomainError as error:
            told.append(error.code)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lay, who))
    assert told == ["answer-changed"]
    with database.read() as session:
        assert len(feasibility.history_of(session, edition, number)) == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Answer(Specialism.LEGAL, AnswerKind.NOT_YET, " \n "), "explanation-missing"),
        (Answer(Specialism.LEGAL, AnswerKind.YES_PROVIDED, "mits er iets gebeurt"), "condition-incomplete"),
        (
            Answer(Specialism.LEGAL, AnswerKind.YES_PROVIDED, "", (Condition("iets"),)),
            "condition-incomplete",
        ),
    ],
)
def test_there_is_no_bare_refusal(
    session: Session, edition: EditionRecord, number: int, given: Answer, code: str
) -> None:
    with pytest.raises(DomainError, match=code):
        answer(session, edition, number, given)


def test_each_answers_for_their_own_specialism(session: Session, edition: EditionRecord, number: int) -> None:
    lawyer, other = account(session, "jurist"), account(session, "groen")
    for person in (lawyer, other):
        accounts.grant_role(session, edition.id, person, "checker", actor=ACTOR, now=NOW)
    session.flush()
    chair = account(session, "organisator")
    accounts.grant_role(session, edition.id, chair, "organiser", actor=ACTOR, now=NOW)
    table_people.assign(session, edition, lawyer, [Specialism.LEGAL], account=chair, now=NOW)

    def lay(person: int, specialism: Specialism, version: int = 0) -> None:
        given = Answer(specialism, AnswerKind.YES)
        feasibility.give_answer(session, edition, number, given, version=version, account=person, now=NOW)

    with pytest.raises(DomainError, match="not-your-specialism"):
        lay(other, Specialism.LEGAL)
    lay(lawyer, Specialism.LEGAL)
    lay(other, Specialism.GREENERY)  # nobody's, so whoever sits at the table answers
    lay(chair, Specialism.LEGAL, 1)  # the chair may answer for who called


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (VerdictDraft(VerdictKind.FEASIBLE), "cost-missing"),
        (VerdictDraft(VerdictKind.FEASIBLE, 1), "deviation-missing"),
        (VerdictDraft(VerdictKind.FEASIBLE_PROVIDED, 1, (Condition(" "),)), "condition-incomplete"),
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
        VerdictDraft(VerdictKind.FEASIBLE, 0, deviation=WHY),
        VerdictDraft(VerdictKind.FEASIBLE, 70_000_00, deviation=WHY),
        VerdictDraft(VerdictKind.FEASIBLE_PROVIDED, 5, (KEY_FIRST, Condition("grond")), deviation=WHY),
        VerdictDraft(VerdictKind.NOT_IN_THIS_BUDGET, explanation="vraag het de wijkraad", deviation=WHY),
        VerdictDraft(VerdictKind.FORWARDED, 99_999_999, (), "veilig verkeer is onze taak", WHY),
    ],
)
def test_verdicts_are_kept_as_fixed(
    session: Session, edition: EditionRecord, number: int, draft: VerdictDraft
) -> None:
    fix(session, edition, number, draft)
    plan = plans.find_plan(session, edition.id, number)
    assert plan is not None
    assert plan.verdict is not None
    assert (plan.verdict.kind, plan.verdict.terms) == (draft.kind, draft.conditions)
    assert feasibility.conditions_of(session, edition, number) == draft.conditions
    assert (plan.verdict.cost, plan.verdict.explanation) == (draft.cost or 0, draft.explanation)
    assert plan.cost == (draft.cost if draft.kind.on_ballot else 0)
    assert [e.details for e in trail(session, edition.id) if e.act == "verdict-fixed"] == [
        {"kind": draft.kind.value, "cost": draft.cost or 0, "proposed": "none"}
    ]


def test_where_only_the_number_counts_a_plan_may_cost_more_than_the_budget(session: Session) -> None:
    edition = make_edition(session, ballot_rule=BallotRule(BallotKind.COUNT, maximum=3))
    [number] = submit(session, edition)
    like(session, edition, [number])
    fix(session, edition, number, VerdictDraft(VerdictKind.FEASIBLE, 90_000_00, deviation=WHY))


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
    for number in (numbers[0], numbers[2]):
        fix(session, edition, number, GOOD)
    for _ in range(2):
        feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW)
    assert fresh(session, edition).verdicts_published_at == NOW
    assert [e.act for e in trail(session, edition.id)].count("verdicts-published") == 1


def test_what_follows_from_the_answers_needs_no_reason(
    session: Session, edition: EditionRecord, number: int
) -> None:
    for specialism in (*CORE, Specialism.GREENERY):
        answer(session, edition, number, Answer(specialism, AnswerKind.YES))
    with pytest.raises(DomainError, match="deviation-missing"):
        fix(session, edition, number, VerdictDraft(VerdictKind.FORWARDED, explanation="naar Verkeer"))
    fix(session, edition, number, VerdictDraft(VerdictKind.FEASIBLE, 5))
    [entry] = [e for e in trail(session, edition.id) if e.act == "verdict-fixed"]
    assert entry.details == {"kind": "feasible", "cost": 5}


def test_a_fixed_verdict_is_taken_up_again_with_a_reason_and_kept(
    session: Session, edition: EditionRecord, number: int
) -> None:
    fix(session, edition, number, GOOD)
    with pytest.raises(DomainError, match="verdict-fixed"):
        fix(session, edition, number, GOOD)
    with pytest.raises(DomainError, match="verdict-fixed"):
        answer(session, edition, number, YES)
    chair = account(session, "chair")
    with pytest.raises(DomainError, match="reason-missing"):
        feasibility.reopen_verdict(session, edition, number, " ", account=chair, now=NOW)
    feasibility.reopen_verdict(session, edition, number, "nieuwe offerte", account=chair, now=NOW)
    with pytest.raises(DomainError, match="no-verdict"):
        feasibility.reopen_verdict(session, edition, number, "nog eens", account=chair, now=NOW)
    [before] = feasibility.past_verdicts(session, edition, number)
    assert (before.kind, before.cost, before.reason) == (VerdictKind.FEASIBLE, 1_000_00, "nieuwe offerte")
    assert answer(session, edition, number, YES) == 1
    fix(session, edition, number, VerdictDraft(VerdictKind.FEASIBLE, 2_000_00, deviation=WHY))
    [entry] = [e for e in trail(session, edition.id) if e.act == "verdict-reopened"]
    assert entry.details == {"reason": "nieuwe offerte", "kind": "feasible"}


def test_the_first_pincode_closes_the_table(session: Session, edition: EditionRecord, number: int) -> None:
    fix(session, edition, number, GOOD)
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW)
    edition = fresh(session, edition)
    ids = pincodes.entitle(session, edition, people(1))
    pincodes.make_pincodes(session, edition, ids, key=KEY, actor=ACTOR, now=NOW)
    acts: list[Callable[[], object]] = [
        lambda: fix(session, edition, number, GOOD),
        lambda: answer(session, edition, number, YES),
        lambda: feasibility.reopen_verdict(session, edition, number, "x", account=1, now=NOW),
    ]
    for act in acts:
        with pytest.raises(DomainError, match="frozen"):
            act()
    plan = plans.find_plan(session, edition.id, number)
    assert plan is not None
    assert plan.cost == 1_000_00


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
