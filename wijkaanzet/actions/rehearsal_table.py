"""The ja-mits table of a rehearsal: planned, laid, half-way, and at its end decided, through the real actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM, Phase
from phases.costs import AgreedLine, CostState
from phases.feasibility import Answer, AnswerKind, Condition, Specialism, VerdictKind
from wijkaanzet.actions import feasibility, table_costs, table_people, table_publication, table_sessions
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.rehearsal_content import PLANS, SamplePlan
from wijkaanzet.mail import INVENTED
from wijkaanzet.records import EditionRecord, PlanRecord

SAMPLES = {sample.draft.title: sample for sample in PLANS}
PLACES = ("Wijkcentrum De Nestkast, grote zaal", "Bibliotheek Spechtplein", "Stadhuis, kamer 3")
WHO = "de werkgroep, met hulp van de gemeente"
COLLEAGUES = {
    "groen": (Specialism.GREENERY,),
    "straat": (Specialism.STREET, Specialism.PERMITS),
    "beheer": (Specialism.PRACTICAL, Specialism.CONTRACTOR),
}
"""Who sits at the table beside the visitor. The legal questions are of nobody yet: the clock says so."""


def lay_the_table(session: Session, edition: EditionRecord, chair: int, *, now: datetime) -> None:
    """Three sessions, the first one going on: one plan decided, one under discussion, the others waiting. Once."""
    plans = feasibility.plans_at_table(session, edition)
    if not plans or table_sessions.meetings(session, edition):
        return
    _seat(session, edition, chair, now)
    first = _plan_sessions(session, edition, plans, chair, now)
    decided = next((p for p in plans if p.title == PLANS[1].draft.title), None)
    if decided is not None and decided.verdict is None:
        table_sessions.put_on_table(session, edition, first, decided.number, account=chair, now=now)
        decide(session, edition, decided, chair, now=now)
        words = "De fysiotherapeut was erbij. Iedereen is enthousiast; de route loopt alleen over bestaande paden."
        table_sessions.write_minutes(session, edition, first, decided.number, words, version=0, now=now)
    on_table = plans[0]
    table_sessions.put_on_table(session, edition, first, on_table.number, account=chair, now=now)
    sample = SAMPLES.get(on_table.title)
    if sample is not None and on_table.verdict is None:
        _answer(
            session,
            edition,
            on_table,
            sample,
            chair,
            now,
            leave_out=(Specialism.FINANCIAL, Specialism.SOCIAL),
        )
        _set_costs(session, edition, on_table, sample, chair, now)


def decide_all(session: Session, edition: EditionRecord, chair: int, *, now: datetime) -> None:
    """Answers and a verdict for each plan that has none; the wijkraad was asked; then all become public."""
    for plan in feasibility.plans_at_table(session, edition):
        if plan.verdict is None:
            decide(session, edition, plan, chair, now=now)
        _end_costs(session, edition, plan, chair, now)
    today = now.astimezone(AMSTERDAM).date()
    table_publication.ask_last_look(session, edition, today, site=None, account=chair, now=now)


def decide(session: Session, edition: EditionRecord, plan: PlanRecord, chair: int, *, now: datetime) -> None:
    """What the neighbourhood's table makes of a plan; of a visitor's own: yes."""
    sample = SAMPLES.get(plan.title)
    if sample is None:
        cost = min(max(plan.estimate, 100), edition.spec.budget)
        agreed = table_costs.agreed_cost(session, edition, plan.number)
        draft = feasibility.VerdictDraft(
            VerdictKind.FEASIBLE,
            cost if agreed is None else agreed,
            deviation="Zo besloot de tafel in deze oefening.",
        )
    else:
        _answer(session, edition, plan, sample, chair, now)
        if sample.verdict.on_ballot:
            _set_costs(session, edition, plan, sample, chair, now)
        draft = feasibility.VerdictDraft(
            sample.verdict,
            None,
            tuple(_conditions(edition, sample)),
            "" if sample.verdict.on_ballot else sample.condition,
            deviation="Zo besloot de tafel in deze oefening.",
        )
    feasibility.fix_verdict(session, edition, plan.number, draft, account=chair, now=now)


def _seat(session: Session, edition: EditionRecord, chair: int, now: datetime) -> None:
    for name, specialisms in COLLEAGUES.items():
        email = f"{name}@{INVENTED}"
        table_people.invite_person(
            session, edition, email, "checker", specialisms, site=None, account=chair, now=now
        )
    own = (Specialism.FINANCIAL, Specialism.SOCIAL)
    table_people.assign(session, edition, chair, own, account=chair, now=now)


def _plan_sessions(
    session: Session, edition: EditionRecord, plans: Sequence[PlanRecord], chair: int, now: datetime
) -> int:
    begin = now.astimezone(AMSTERDAM).replace(hour=14, minute=0, second=0, microsecond=0)
    last = edition.spec.calendar[Phase.FEASIBILITY].end
    keys = []
    for index, place in enumerate(PLACES):
        moment = min(begin + timedelta(weeks=2 * index), last - timedelta(hours=12 - index))
        draft = table_sessions.MeetingDraft(moment, place, chair)
        keys.append(table_sessions.plan_meeting(session, edition, draft, account=chair, now=now))
    half = (len(plans) + 1) // 2
    for key, part in ((keys[0], plans[:half]), (keys[1], plans[half:])):
        numbers = [plan.number for plan in part]
        table_sessions.set_agenda(session, edition, key, numbers, account=chair, now=now)
    return keys[0]


def _conditions(edition: EditionRecord, sample: SamplePlan) -> Iterator[Condition]:
    if sample.verdict is VerdictKind.FEASIBLE_PROVIDED:
        before = edition.spec.calendar[Phase.EXECUTION].first_day + timedelta(days=59)
        yield Condition(sample.condition, WHO, 0, before)


def _answer(
    session: Session,
    edition: EditionRecord,
    plan: PlanRecord,
    sample: SamplePlan,
    chair: int,
    now: datetime,
    *,
    leave_out: Sequence[Specialism] = (),
) -> None:
    """The answers that nobody gave yet; the practical one has what the plan asks for."""
    given = feasibility.answers_for(session, edition, plan.number)
    for specialism in feasibility.asked_for(session, edition, plan):
        if specialism in given or specialism in leave_out:
            continue
        answer = Answer(specialism, AnswerKind.YES)
        if specialism is Specialism.PRACTICAL and sample.verdict is VerdictKind.FEASIBLE_PROVIDED:
            conditions = tuple(_conditions(edition, sample))
            answer = Answer(specialism, AnswerKind.YES_PROVIDED, conditions=conditions)
        elif specialism is Specialism.PRACTICAL and not sample.verdict.on_ballot:
            answer = Answer(specialism, AnswerKind.NOT_YET, sample.condition)
        feasibility.give_answer(session, edition, plan.number, answer, version=0, account=chair, now=now)


def _set_costs(
    session: Session, edition: EditionRecord, plan: PlanRecord, sample: SamplePlan, chair: int, now: datetime
) -> None:
    """What the table reckons, where the submitter reckoned otherwise or nobody reckoned yet."""
    costs = table_costs.costs_of(session, edition, plan, now=now)
    if costs.version:
        return
    over = min(sample.cost, edition.spec.budget) - costs.total
    lines = list(costs.lines)
    if over > 0:
        lines.append(AgreedLine("Onderhoud in het eerste jaar", over))
    elif over < 0 and lines:
        lines[0] = AgreedLine(lines[0].what, lines[0].amount + over, lines[0].estimate)
    note = "Samen nagerekend: het onderhoud in het eerste jaar stond er nog niet bij." if over else ""
    table_costs.set_costs(session, edition, plan.number, lines, note=note, version=0, account=chair, now=now)


def _end_costs(session: Session, edition: EditionRecord, plan: PlanRecord, chair: int, now: datetime) -> None:
    """The submitter agrees; who did not agree gets an answer."""
    number = plan.number
    if table_costs.costs_of(session, edition, plan, now=now).state is CostState.DRAFT:
        table_costs.put_to_submitters(session, edition, number, site=None, account=chair, now=now)
    costs = table_costs.costs_of(session, edition, plan, now=now)
    if costs.state is CostState.ASKED:
        submitter = submitters_of(session, edition, number)[0]
        table_costs.reply(
            session,
            edition,
            number,
            agreed=True,
            words="",
            version=costs.version,
            account=submitter,
            now=now,
        )
    elif costs.state is CostState.DISPUTED:
        words = "Wij rekenden het samen nog eens na."
        table_costs.settle(session, edition, number, words, account=chair, now=now)
