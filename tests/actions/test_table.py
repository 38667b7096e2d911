"""Around the ja-mits table: sessions, people, the sneltoets, the wijkraad, the clock, and who is mailed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.feasibility import Answer, AnswerKind, Condition, Specialism, VerdictKind
from phases.table_clock import Owes
from tests.support.editions import ACTOR, CALENDAR, account, fresh
from tests.support.table_acts import NOW, SITE, agree, decide, mails
from wijkaanzet.actions import (
    accounts,
    at_table,
    feasibility,
    quickscans,
    table_clock,
    table_costs,
    table_people,
    table_publication,
    table_sessions,
)
from wijkaanzet.actions.feasibility import VerdictDraft
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail


def test_a_session_with_agenda_minutes_and_what_lies_on_the_table(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    at = datetime(2026, 10, 21, 12, tzinfo=UTC)
    draft = table_sessions.MeetingDraft(at, "Buurthuis")
    meeting = table_sessions.plan_meeting(session, edition, draft, account=chair, now=NOW)
    other = table_sessions.plan_meeting(session, edition, draft, account=chair, now=NOW)

    def agenda(*wanted: int) -> list[int]:
        table_sessions.set_agenda(session, edition, meeting, list(wanted), account=chair, now=NOW)
        found = table_sessions.find_meeting(session, edition, meeting)
        return [item.number for item in found.agenda]

    def put(number: int, where: int = meeting) -> None:
        table_sessions.put_on_table(session, edition, where, number, account=chair, now=NOW)

    assert agenda(*numbers) == numbers
    assert agenda(*reversed(numbers)) == numbers[::-1]
    with pytest.raises(DomainError, match="no-such-plan"):
        agenda(99)
    assert table_sessions.open_meeting(session, edition) is None
    put(numbers[0])
    put(numbers[1])
    going_on = table_sessions.open_meeting(session, edition)
    assert going_on is not None
    assert (going_on.id, going_on.current) == (meeting, numbers[1])
    table_sessions.set_agenda(session, edition, other, [numbers[0]], account=chair, now=NOW)
    with pytest.raises(DomainError, match="another-session"):
        put(numbers[0], other)
    for number, text in ((numbers[0], "iedereen blij"), (None, "tot vier uur")):
        table_sessions.write_minutes(session, edition, meeting, number, text, version=0, now=NOW)
    with pytest.raises(DomainError, match="minutes-changed") as late:
        table_sessions.write_minutes(session, edition, meeting, numbers[0], "anders", version=0, now=NOW)
    assert late.value.facts == {"text": "iedereen blij", "version": 1}
    with pytest.raises(DomainError, match="plan-has-minutes"):
        agenda(numbers[1])
    with pytest.raises(DomainError, match="session-was-held"):
        table_sessions.cancel_meeting(session, edition, meeting, account=chair, now=NOW)
    table_sessions.close_meeting(session, edition, meeting, account=chair, now=NOW)
    with pytest.raises(DomainError, match="session-over"):
        put(numbers[0])
    table_sessions.cancel_meeting(session, edition, other, account=chair, now=NOW)
    assert [one.id for one in table_sessions.meetings(session, edition)] == [meeting]
    acts = [entry.act for entry in trail(session, edition.id)]
    assert {"session-planned", "agenda-set", "session-begun", "session-closed"} <= set(acts)


def test_who_is_invited_and_who_leads(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    person = table_people.invite_person(
        session,
        edition,
        "Jurist@voorbeeld.invalid",
        "checker",
        [Specialism.LEGAL],
        site=SITE,
        account=chair,
        now=NOW,
    )
    table_people.invite_person(
        session, edition, "wijk@voorbeeld.invalid", "wijkraad", site=SITE, account=chair, now=NOW
    )
    with pytest.raises(DomainError, match="no-such-role"):
        table_people.invite_person(
            session, edition, "x@voorbeeld.invalid", "organiser", site=SITE, account=chair, now=NOW
        )
    assert table_people.by_specialism(session, edition)[Specialism.LEGAL] == ("jurist@voorbeeld.invalid",)
    assert not at_table.is_chair(session, edition, person)
    draft = table_sessions.MeetingDraft(NOW, "Buurthuis", person)
    meeting = table_sessions.plan_meeting(session, edition, draft, account=chair, now=NOW)
    assert at_table.is_chair(session, edition, person)
    table_sessions.set_agenda(session, edition, meeting, numbers, account=chair, now=NOW)
    assert table_sessions.invite(session, edition, meeting, site=SITE, account=chair, now=NOW) == 2
    assert mails(session) == [
        ("jurist", "Welkom aan de ja-mits-tafel"),
        ("wijk", "U kijkt mee namens de wijkraad"),
        ("jurist", "Ja-mits-tafel op dinsdag 20 oktober"),
        ("organisator", "Ja-mits-tafel op dinsdag 20 oktober"),
    ]
    table_people.leave(session, edition, person, "checker", account=chair, now=NOW)
    assert [p.email for p in table_people.checkers(session, edition)] == ["organisator@voorbeeld.invalid"]
    # No address stands in the trail.
    assert not any("voorbeeld" in str((e.subject, e.details)) for e in trail(session, edition.id))


def test_the_sneltoets_is_kept_in_versions_and_plans_keep_their_own_words(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    number, text = numbers[0], quickscans.shipped_text()
    flow = quickscans.scan_in_use(session, edition).flows[Specialism.LEGAL]

    def choose(question: str, picked: int | None, version: int) -> None:
        quickscans.answer_question(
            session,
            edition,
            number,
            Specialism.LEGAL,
            question,
            picked,
            version=version,
            account=chair,
            now=NOW,
        )

    choose(flow.questions[0].id, 0, 0)
    for question, picked, version, code in (
        (flow.questions[0].id, 1, 0, "scan-changed"),
        (flow.questions[0].id, 9, 1, "no-such-question"),
        ("nergens", 0, 1, "no-such-question"),
    ):
        with pytest.raises(DomainError, match=code):
            choose(question, picked, version)
    changed = text.replace("Van wie is de grond of het gebouw?", "Wie is de eigenaar?")
    with pytest.raises(DomainError, match="scan-wrong") as wrong:
        quickscans.keep_scan(session, edition, changed + "\n[paars]\n", account=chair, now=NOW)
    assert wrong.value.facts["problems"][0].code == "unknown-specialism"
    assert len(quickscans.versions(session, edition)) == 1
    kept = quickscans.keep_scan(session, edition, changed, account=chair, now=NOW)
    assert quickscans.version_in_use(session, edition) == quickscans.SHIPPED_VERSION
    quickscans.switch_on(session, edition, kept, account=chair, now=NOW)
    assert quickscans.version_in_use(session, edition) == kept
    lying = quickscans.scans_for(session, edition, number)[Specialism.LEGAL]
    assert lying.walk.next is not None
    assert lying.walk.next.text == "Van wie is de grond of het gebouw?"
    choose("", None, 1)
    choose(flow.questions[0].id, 0, 2)
    lying = quickscans.scans_for(session, edition, number)[Specialism.LEGAL]
    assert lying.walk.next is not None
    assert lying.walk.next.text == "Wie is de eigenaar?"
    quickscans.switch_on(session, edition, quickscans.SHIPPED_VERSION, account=chair, now=NOW + timedelta(1))
    in_use = quickscans.version_in_use(session, edition)
    assert [(v.version, v.text == text) for v in quickscans.versions(session, edition)] == [
        (2, True),
        (1, False),
        (0, True),
    ]
    assert in_use == 2


def test_the_wijkraad_looks_before_all_becomes_public_and_every_submitter_is_mailed(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    member = account(session, "wijkraad")
    accounts.grant_role(session, edition.id, member, "wijkraad", actor=ACTOR, now=NOW)
    terms = (Condition("een kraan", "de gemeente", 0, date(2027, 3, 1)),)
    draft = VerdictDraft(VerdictKind.FEASIBLE_PROVIDED, 5, terms, deviation="x")
    feasibility.fix_verdict(session, edition, numbers[0], draft, account=chair, now=NOW)
    draft = VerdictDraft(VerdictKind.NOT_IN_THIS_BUDGET, None, (), "begin klein", "x")
    feasibility.fix_verdict(session, edition, numbers[1], draft, account=chair, now=NOW)
    with pytest.raises(DomainError, match="no-look"):
        table_publication.give_advice(session, edition, numbers[0], "mooi", account=member, now=NOW)
    with pytest.raises(DomainError, match="wijkraad-not-asked"):
        feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW, site=SITE)

    def ask(until: date) -> None:
        table_publication.ask_last_look(session, edition, until, site=SITE, account=chair, now=NOW)

    with pytest.raises(DomainError, match="look-in-past"):
        ask(NOW.date() - timedelta(days=1))
    ask(NOW.date() + timedelta(days=1))
    for words in ("mooi", "denk aan de school"):
        table_publication.give_advice(session, edition, numbers[0], words, account=member, now=NOW)
    table_publication.give_advice(session, edition, numbers[1], "jammer", account=member, now=NOW)
    table_publication.give_advice(session, edition, numbers[1], " ", account=member, now=NOW)
    session.flush()
    advice = table_publication.advice_for(session, edition)
    assert {number: [one.advice for one in said] for number, said in advice.items()} == {
        numbers[0]: ["denk aan de school"]
    }
    with pytest.raises(DomainError, match="wijkraad-looks"):
        feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW, site=SITE)
    ask(NOW.date())
    before = mails(session)
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW, site=SITE)
    assert mails(session)[len(before) :] == [
        ("indiener", "Uw plan is haalbaar: Plan 0"),
        ("indiener", "Hoe het verder kan met uw plan: Plan 1"),
    ]
    feasibility.publish_verdicts(session, edition, actor=ACTOR, now=NOW, site=SITE)
    assert len(mails(session)) == len(before) + 2
    with pytest.raises(DomainError, match="already-public"):
        table_publication.give_advice(
            session, fresh(session, edition), numbers[0], "te laat", account=member, now=NOW
        )


def test_the_clock_knows_who_owes_what_and_reminds_once(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    lawyer = account(session, "jurist")
    accounts.grant_role(session, edition.id, lawyer, "checker", actor=ACTOR, now=NOW)
    session.flush()
    table_people.assign(session, edition, lawyer, [Specialism.LEGAL], account=chair, now=NOW)
    given = Answer(Specialism.LEGAL, AnswerKind.YES)
    feasibility.give_answer(session, edition, numbers[0], given, version=0, account=lawyer, now=NOW)
    agree(session, edition, numbers[1], chair)
    first, second = table_clock.overview(session, edition, now=NOW).plans
    assert [s for s, _who in first.owed][:1] == [Specialism.FINANCIAL]
    assert dict(second.owed)[Specialism.LEGAL] == ("jurist@voorbeeld.invalid",)
    assert (first.owes, second.owes) == (
        (Owes.ANSWERS, Owes.VERDICT),
        (Owes.ANSWERS, Owes.COSTS, Owes.VERDICT),
    )
    thursday = CALENDAR[Phase.FEASIBILITY].start + timedelta(days=3, hours=10)
    tuesday = thursday - timedelta(days=2)
    assert table_clock.remind(session, edition, site=SITE, now=tuesday) == 0
    assert table_clock.remind(session, edition, site=SITE, now=thursday) == 2
    assert table_clock.remind(session, edition, site=SITE, now=thursday + timedelta(hours=1)) == 0
    assert mails(session) == [
        ("jurist", "Ja-mits-tafel: 1 plan wacht"),
        ("organisator", "Ja-mits-tafel: 2 plannen wachten"),
    ]
    table_costs.put_to_submitters(session, edition, numbers[1], site=None, account=chair, now=NOW)
    for number in numbers:
        decide(session, edition, number, chair)
    seen = table_clock.overview(session, edition, now=NOW)
    assert [one.owes for one in seen.plans] == [(), (Owes.REPLY,)]
    assert seen.ready == 1


def test_every_act_at_the_table_is_noticed_by_the_screens(
    session: Session, edition: EditionRecord, numbers: list[int], chair: int
) -> None:
    def seen() -> int:
        return at_table.changes(session, [edition.id])[edition.id]

    assert seen() == 0
    given = Answer(Specialism.LEGAL, AnswerKind.YES)
    feasibility.give_answer(session, edition, numbers[0], given, version=0, account=chair, now=NOW)
    assert seen() == 1
    agree(session, edition, numbers[0], chair)
    assert seen() == 2
    decide(session, edition, numbers[0], chair)
    assert seen() == 3
