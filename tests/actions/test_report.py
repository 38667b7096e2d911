"""The evaluation: what is read and entered for it, and its publication, on both databases."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from phases.calendar import Calendar, Phase, span_of_days
from phases.report_facts import CostLine, Headline, Stage, Subject
from tests.support.editions import ACTOR, AT, CALENDAR, CLOSED, Poll, make_edition, open_poll, publish, submit
from wijkaanzet.actions import report, report_files
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail
from wijkaanzet.storage.paper import PaperBatch

NOW = AT[Phase.EXECUTION]


def poll_of(session: Session, voters: int = 24, **changes: object) -> Poll:
    """An edition in which half voted, and plan 1 was chosen."""
    poll = open_poll(session, costs=(60_000_00, 50_000_00), voters=voters, **changes)
    for voter in range(voters // 2):
        poll.cast(session, voter, [1] if voter else [2])
    return poll


@pytest.fixture
def edition(session: Session) -> EditionRecord:
    return publish(session, poll_of(session))


def test_the_figures_are_those_of_the_edition(session: Session, edition: EditionRecord) -> None:
    found = report.report_of(session, edition, now=NOW)
    assert [count for _stage, count in found.funnel] == [2, 2, 2, 2, 1, 0]
    assert found.facts.vote is not None
    assert (found.facts.vote.voters, found.facts.vote.entitled) == (12, 24)
    assert (found.channels.votes_online, found.channels.votes_on_paper) == (12, 0)
    assert found.likes == 4
    assert found.facts.money is not None
    money = found.facts.money
    assert money.budget == money.spent + money.promised + money.free == edition.spec.budget
    assert (money.promised, money.free) == (60_000_00, 10_000_00)
    assert [plan.number for plan in found.chosen] == [1]
    assert [plan.number for plan in found.others] == [2]
    assert found.timing is not None
    assert (found.timing.verdicts, found.timing.in_time, found.timing.middle) == (2, 2, 2)
    assert sum(group.granted or 0 for group in found.areas) == 60_000_00


def test_before_the_result_nothing_of_the_vote_is_in_it(session: Session) -> None:
    poll = poll_of(session)
    found = report.report_of(session, poll.edition, now=AT[Phase.VOTING])
    assert found.facts.vote is None
    assert found.reached(Stage.CHOSEN) is None
    assert (found.chosen, found.others) == ((), ())
    assert {group.votes for group in found.themes} == {None}
    with pytest.raises(DomainError, match="report-too-early"):
        report_files.publish_report(session, poll.edition, actor=ACTOR, now=CLOSED)


def test_verdicts_that_are_not_public_are_not_in_it(session: Session) -> None:
    edition = make_edition(session)
    submit(session, edition, 3)
    found = report.report_of(session, edition, now=AT[Phase.SUBMIT])
    assert found.verdicts == {}
    assert found.timing is None
    assert found.reached(Stage.ENOUGH_LIKES) is None


def test_what_the_organisers_enter_is_in_it_until_they_take_it_back(
    session: Session, edition: EditionRecord
) -> None:
    report.add_cost(session, edition, CostLine(" Brieven ", 24, 1_12), actor=ACTOR, now=NOW)
    report.add_lesson(session, edition, Subject.VOTING, " Begin eerder. ", actor=ACTOR, now=NOW)
    earlier = Headline("Proefwijk", 2024, plans=7, voters=5, entitled=20)
    report.add_earlier(session, edition, earlier, actor=ACTOR, now=NOW)
    found = report.report_of(session, edition, now=NOW)
    assert found.costs is not None
    assert (found.costs.total, found.costs.per_voter) == (24 * 1_12, 2_24)
    assert found.lessons == ((Subject.VOTING, ("Begin eerder.",)),)
    assert [(one.year, one.turnout, one.by_hand) for one in found.trends] == [
        (2024, 250, True),
        (2026, 500, False),
    ]
    entered = report.entered(session, edition)
    keys = [entered.costs[0][0], entered.lessons[0][0], entered.earlier[0][0]]
    for key in [*keys, *keys]:
        report.remove_entry(session, edition, key, actor=ACTOR, now=NOW)
    session.flush()
    empty = report.report_of(session, edition, now=NOW)
    assert (empty.costs, empty.lessons, len(empty.trends)) == (None, (), 1)
    acts = [entry.act for entry in trail(session, edition.id)]
    assert acts[-6:] == [
        "edition-cost-added",
        "lesson-added",
        "earlier-edition-added",
        "edition-cost-removed",
        "lesson-removed",
        "earlier-edition-removed",
    ], "a second click is no act"


def test_there_is_room_for_so_much(
    session: Session, edition: EditionRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "MOST_ROWS", 1)
    report.add_lesson(session, edition, Subject.VOTING, "Eén.", actor=ACTOR, now=NOW)
    with pytest.raises(DomainError, match="report-full"):
        report.add_lesson(session, edition, Subject.VOTING, "Twee.", actor=ACTOR, now=NOW)


def test_an_earlier_edition_of_this_site_is_counted_and_not_entered(
    session: Session, edition: EditionRecord
) -> None:
    later = Calendar(
        {
            phase: span_of_days(
                CALENDAR[phase].first_day + timedelta(days=730),
                CALENDAR[phase].last_day + timedelta(days=730),
            )
            for phase in Phase
        }
    )
    rehearsed = publish(session, poll_of(session, slug="oefening", rehearsal=True))
    now = make_edition(session, slug="nieuw", name="Proefwijk opnieuw", calendar=later)
    trends = report.report_of(session, now, now=later[Phase.SUBMIT].start).trends
    assert [(one.name, one.year, one.chosen, one.voters) for one in trends] == [
        ("Proefwijk aan Zet", 2026, 1, 12),
        ("Proefwijk opnieuw", 2028, None, None),
    ]
    assert len(report.report_of(session, rehearsed, now=NOW).trends) == 1, "a rehearsal is no trend"
    assert date(2026, 1, 1) < later[Phase.SUBMIT].first_day


@pytest.mark.parametrize(("slips", "told"), [(2, (None, None)), (12, (12, 12))])
def test_ways_to_vote_are_told_only_when_enough_people_stand_behind_both(
    session: Session, slips: int, told: tuple[int | None, int | None]
) -> None:
    poll = open_poll(session, costs=(60_000_00,), voters=24)
    for voter in range(24):
        poll.cast(session, voter, [1])
    for number, stage in enumerate(("cast", "cancelled"), 1):
        session.add(PaperBatch(edition_id=poll.edition.id, number=number, stage=stage, slips=slips))
    edition = publish(session, poll)
    channels = report.report_of(session, edition, now=NOW).channels
    assert (channels.votes_online, channels.votes_on_paper) == told
    text = report_files.report_as_html(session, edition, now=NOW).decode()
    assert (text.count("<bdi>verborgen</bdi>") == 2) is (told == (None, None))


def test_what_is_public_stays_as_it_was(session: Session, edition: EditionRecord) -> None:
    report.add_lesson(session, edition, Subject.VOTING, "De eerste les.", actor=ACTOR, now=NOW)
    report_files.publish_report(session, edition, actor=ACTOR, now=NOW)
    report.add_lesson(session, edition, Subject.VOTING, "De tweede les.", actor=ACTOR, now=NOW)
    assert report_files.report_published_at(session, edition) == NOW
    page = report_files.published_report(session, edition, report_files.PAGE) or b""
    assert b"De eerste les." in page
    assert b"De tweede les." not in page
    pdf = report_files.published_report(session, edition, report_files.PDF) or b""
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "De eerste les." in text
    assert "De tweede les." not in text
    later = NOW + timedelta(days=1)
    report_files.publish_report(session, edition, actor=ACTOR, now=later)
    assert report_files.report_published_at(session, edition) == later
    file = report_files.published_report(session, edition, report_files.FILE) or b""
    assert b"De tweede les." in file
    for _twice in range(2):
        report_files.withdraw_report(session, edition, actor=ACTOR, now=later)
    assert report_files.published_report(session, edition, report_files.PDF) is None
    acts = [entry.act for entry in trail(session, edition.id) if entry.act.startswith("report-")]
    assert acts == ["report-published", "report-published", "report-withdrawn"]


def test_the_file_asks_nothing_of_any_server_and_runs_nothing(
    session: Session, edition: EditionRecord
) -> None:
    lesson = '<script>alert("x")</script> & meer'
    report.add_lesson(session, edition, Subject.VOTING, lesson, actor=ACTOR, now=NOW)
    text = report_files.report_as_html(session, edition, now=NOW).decode()
    assert text.startswith("<!doctype html>")
    assert "<script" not in text
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; meer" in text
    for outside in ("http:", "https:", "url(", "@import", "<link", "<img", "src="):
        assert outside not in text, outside
