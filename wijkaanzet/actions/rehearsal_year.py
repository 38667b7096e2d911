"""The first months of a rehearsal's year of execution: each chosen plan has a story of its own, told through the real actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.money import format_money
from phases.payments import Decision
from wijkaanzet.actions import agreements, execution_end, expenses, milestones, payments, updates
from wijkaanzet.actions.documents import read_receipt
from wijkaanzet.actions.plan_mail import submitters_of
from wijkaanzet.actions.rehearsal_content import PLANS
from wijkaanzet.actions.rehearsal_pictures import drawing, receipt
from wijkaanzet.actions.undertakings import day_of, grants_of
from wijkaanzet.pictures import encode
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.execution import Agreement
from wijkaanzet.storage.payments import BudgetLine, Gate, Payment
from wijkaanzet.storage.plan_queries import list_plans

ACTOR = "oefening"
SITE = "https://oefening.invalid"
"""Where the links in mails to invented people lead."""

NEWS = {
    "garden": "De eerste bakken staan! Zaterdag vulden wij ze met twintig buren. Er is nog plek voor twee tuiniers.",
    "playground": "De kinderen kozen samen hun speeltoestel. Wij hebben het besteld.",
}
MORE_NEWS = "Wij zijn begonnen. Wilt u helpen? U bent van harte welkom."


@dataclass(frozen=True)
class Story:
    """A chosen plan and who tells its story; ``begin`` to ``now`` is how long it has been going on."""

    session: Session
    edition: EditionRecord
    number: int
    granted: int
    submitter: int
    organiser: int
    scene: str
    alt: str
    begin: datetime
    now: datetime

    def at(self, share: float) -> datetime:
        """A moment in the story, from 0 (its beginning) to 1 (now)."""
        return self.begin + (self.now - self.begin) * share

    def day(self, share: float) -> date:
        """The day of a moment; past 1 it is yet to come."""
        return day_of(self.at(share))


def carry_on(
    session: Session, edition: EditionRecord, *, organiser: int, begin: datetime, now: datetime
) -> None:
    """Let the chosen plans of the neighbourhood begin, from the morning of the first day until now."""
    grants = grants_of(session, edition)
    samples = {sample.draft.title: sample for sample in PLANS}
    chosen = [p for p in list_plans(session, edition.id) if p.number in grants and p.title in samples]
    for plan, tell in zip(chosen, (_goes_well, _is_slow, _is_done, *[_begins] * len(chosen)), strict=False):
        sample, submitter = samples[plan.title], submitters_of(session, edition, plan.number)[0]
        story = Story(
            session,
            edition,
            plan.number,
            grants[plan.number],
            submitter,
            organiser,
            sample.scene,
            sample.alt,
            begin + timedelta(hours=9),
            now - timedelta(hours=2),
        )
        _agree(story)
        tell(story)
    session.flush()


def _agree(told: Story) -> None:
    """Every condition is an agreement with a name, and the submitter says yes."""
    query = select(Agreement).where(
        Agreement.edition_id == told.edition.id, Agreement.plan_number == told.number
    )
    now, rows = told.at(0.05), list(told.session.scalars(query))
    for row in rows:
        if not row.who:
            draft = agreements.AgreementDraft(row.what, "De indiener en de gemeente", told.day(2), row.cost)
            agreements.change_agreement(
                told.session, told.edition, told.number, row.id, draft, actor=ACTOR, now=now
            )
    if rows:
        agreements.ask_to_agree(told.session, told.edition, told.number, site=SITE, actor=ACTOR, now=now)
        told.session.flush()
        shown = {row.id: row.version for row in rows}
        agreements.agree(
            told.session, told.edition, told.number, shown, account=told.submitter, now=told.at(0.1)
        )


def _goes_well(told: Story) -> None:
    """Everything in time, money paid and accounted for, a partner, news with a picture."""
    _milestones(told, (0.15, 0.6, 1.9, 4.0), done=2)
    execution_end.set_partner(
        told.session,
        told.edition,
        told.number,
        partner="Wijkcentrum De Nestkast",
        contact="De gebiedsverbinder, op dinsdag in De Nestkast",
        contact_public=True,
        actor=ACTOR,
        now=told.at(0.1),
    )
    materials, work = _lines(told, ("Materiaal", 60), ("Aanleg en hulp", 30), ("Opening en onvoorzien", 10))[
        :2
    ]
    _pay_first(told, 0.15)
    _spend(told, "Hout en grond", told.granted * 36 // 100, 0.4, materials)
    _spend(told, "Huur van gereedschap", told.granted * 11 // 100, 0.6, work)
    _hand_in(told, "Planten en zaden", told.granted * 3 // 100, 0.95, materials)
    query = select(Gate.id).where(Gate.edition_id == told.edition.id, Gate.plan_number == told.number)
    gate = told.session.scalars(query.order_by(Gate.due)).first()
    if gate is not None:
        _go(told, gate)
    _news(told, MORE_NEWS, 0.2)
    _news(told, NEWS.get(told.scene, "Het gaat goed! Kijk maar."), 0.85, picture=True)


def _go(told: Story, gate: int) -> None:
    """It goes well: the second payment may follow."""
    payments.decide_gate(
        told.session,
        told.edition,
        told.number,
        gate,
        Decision.GO,
        reason="",
        actor=ACTOR,
        now=told.at(0.8),
    )


def _is_slow(told: Story) -> None:
    """A milestone is late, a receipt waits, and there was a postponement before."""
    _milestones(told, (0.2, 0.55, 2.5, 3.8), done=1)
    milestones.postpone(
        told.session,
        told.edition,
        told.number,
        weeks=3,
        reason="De leverancier heeft het materiaal later dan beloofd.",
        actor=ACTOR,
        now=told.at(0.5),
    )
    _pay_first(told, 0.2)
    [line] = _lines(told, ("Alles samen", 100))
    _spend(told, "Ontwerp met de buurt", told.granted * 8 // 100, 0.4, line)
    _hand_in(told, "Eerste deel van het materiaal", told.granted * 20 // 100, 0.85, line)
    _news(told, NEWS.get(told.scene, MORE_NEWS), 0.45, picture=True)


def _is_done(told: Story) -> None:
    """Done already, within its money; the submitter looked back."""
    _milestones(told, (0.2, 0.5, 0.8), done=3)
    _pay_first(told, 0.1)
    [line] = _lines(told, ("Alles samen", 100))
    _spend(told, "Alles wat nodig was", told.granted * 93 // 100, 0.6, line)
    _news(told, "De opening was een feest. Dank aan alle buren die hielpen!", 0.8, picture=True)
    execution_end.finish(
        told.session,
        told.edition,
        told.number,
        words="Wat mooi dat het zo snel lukte. Dank aan alle indieners en helpers!",
        site=SITE,
        actor=ACTOR,
        now=told.at(0.9),
    )
    execution_end.look_back(
        told.session,
        told.edition,
        told.number,
        went_well="Veel buren hielpen mee. De gemeente dacht goed met ons mee.",
        otherwise="Wij zouden eerder beginnen met het vragen van offertes.",
        account=told.submitter,
        now=told.at(0.95),
    )


def _begins(told: Story) -> None:
    """The usual steps, and a first word."""
    _milestones(told, (0.3, 1.6, 3.0, 4.2), done=1)
    _pay_first(told, 0.3)
    _news(told, MORE_NEWS, 0.4)


def _milestones(told: Story, shares: tuple[float, ...], *, done: int) -> None:
    last = told.edition.spec.calendar[Phase.EXECUTION].last_day
    for index, (what, share) in enumerate(zip(milestones.SUGGESTED, shares, strict=False)):
        due = min(told.day(share), last)
        key = milestones.add_milestone(
            told.session, told.edition, told.number, what=what, due=due, actor=ACTOR, now=told.begin
        )
        if index < done:
            milestones.change_milestone(
                told.session,
                told.edition,
                told.number,
                key,
                what=what,
                due=due,
                done=min(due, told.day(1)),
                actor=ACTOR,
                now=told.now,
            )


def _lines(told: Story, *parts: tuple[str, int]) -> list[int]:
    """Budget lines in per cents of what was granted; their keys."""
    rows = [(None, what, told.granted * share // 100) for what, share in parts]
    expenses.set_lines(told.session, told.edition, told.number, rows, actor=ACTOR, now=told.at(0.1))
    told.session.flush()
    query = select(BudgetLine.id).where(
        BudgetLine.edition_id == told.edition.id, BudgetLine.plan_number == told.number
    )
    return list(told.session.scalars(query.order_by(BudgetLine.place)))


def _pay_first(told: Story, share: float) -> None:
    """The usual instalments, the first of them paid."""
    if not told.granted:
        return
    payments.plan_usual_instalments(told.session, told.edition, told.number, actor=ACTOR, now=told.begin)
    told.session.flush()
    query = select(Payment.id).where(
        Payment.edition_id == told.edition.id, Payment.plan_number == told.number
    )
    first = told.session.scalars(query.order_by(Payment.amount.desc())).first()
    if first is not None:
        day, now = told.day(share), told.at(share)
        payments.pay_instalment(
            told.session, told.edition, told.number, first, paid_on=day, actor=ACTOR, now=now
        )


def _draft(told: Story, what: str, amount: int, share: float, line: int) -> expenses.ExpenseDraft:
    day = told.day(share)
    shown = read_receipt(receipt("BON VAN EEN OEFENING", f"{day:%d-%m-%Y}", what, format_money(amount)))
    return expenses.ExpenseDraft(what, max(amount, 1), day, line, shown)


def _spend(told: Story, what: str, amount: int, share: float, line: int) -> None:
    if told.granted:
        draft, now = _draft(told, what, amount, share, line), told.at(share)
        expenses.record_expense(
            told.session, told.edition, told.number, draft, account=told.organiser, now=now
        )


def _hand_in(told: Story, what: str, amount: int, share: float, line: int) -> None:
    if told.granted:
        draft, now = _draft(told, what, amount, share, line), told.at(share)
        expenses.hand_in(told.session, told.edition, told.number, draft, account=told.submitter, now=now)


def _news(told: Story, text: str, share: float, *, picture: bool = False) -> None:
    pictures = [encode(drawing(told.scene))] if picture and told.scene else []
    updates.write_update(
        told.session,
        told.edition,
        told.number,
        text=text,
        by=updates.Writer(told.submitter),
        now=told.at(share),
        pictures=pictures,
        alt=told.alt,
    )
