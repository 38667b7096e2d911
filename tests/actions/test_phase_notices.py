"""Who follows a plan hears how a phase ended for it; its submitters hear it once, by a mail of their own where there is one."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.feasibility import VerdictKind
from phases.notices import Frequency, NoticeKind
from tests.support.editions import ACTOR, AT, CALENDAR, CLOSED, account, like, open_poll, submit
from tests.support.mails import TOLD
from voting.tally import Leftover, TallyRule
from wijkaanzet.actions import accounts, counting, feasibility, likes_end, notices
from wijkaanzet.mail_text import compose
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.notices import Notice
from wijkaanzet.storage.outbox import OutgoingMail

SITE = "https://wijk.voorbeeld.invalid"
OVER = CALENDAR[Phase.LIKES].end + timedelta(hours=9)


def told(session: Session) -> list[tuple[str, int, dict[str, Any]]]:
    """Who is to be told what about which plan, since the last time."""
    session.flush()
    rows = session.scalars(select(Notice)).all()
    found = [
        ((accounts.email_of(session, row.account_id) or "").partition("@")[0], row.plan_number, row.facts)
        for row in rows
    ]
    session.execute(delete(Notice))
    return sorted(found, key=lambda one: (one[1], one[0]))


def follow(session: Session, edition: EditionRecord, *numbers: int) -> None:
    """Two residents follow these plans; one of them wants no mail."""
    for number in numbers:
        for name in ("chris", "nooit"):
            notices.follow(session, edition, number, account(session, name), now=AT[Phase.SUBMIT])
    notices.choose_frequency(session, edition, account(session, "nooit"), Frequency.NEVER)


def test_followers_hear_how_the_likes_ended(session: Session, edition: EditionRecord) -> None:
    loved, other = submit(session, edition, 2)
    follow(session, edition, loved, other)
    like(session, edition, [loved])
    for _ in range(2):
        likes_end.tell_outcome(session, edition, site=SITE, now=OVER)
    assert told(session) == [
        ("chris", loved, {"goes_on": True, "likes": 2, "threshold": 2}),
        ("chris", other, {"goes_on": False, "likes": 0, "threshold": 2}),
    ]
    assert len(session.scalars(select(OutgoingMail)).all()) == 2


def test_followers_hear_the_verdict_when_it_is_public(session: Session, edition: EditionRecord) -> None:
    can, cannot = submit(session, edition, 2)
    follow(session, edition, can, cannot)
    like(session, edition, [can, cannot])
    checker, now = account(session, "checker"), AT[Phase.FEASIBILITY]
    for number, kind in ((can, VerdictKind.FEASIBLE), (cannot, VerdictKind.NOT_IN_THIS_BUDGET)):
        verdict = feasibility.VerdictDraft(
            kind, 5 if kind.on_ballot else None, explanation="Zo kan het verder.", deviation="zonder tafel"
        )
        feasibility.fix_verdict(session, edition, number, verdict, account=checker, now=now)
    assert told(session) == []
    for _ in range(2):
        feasibility.publish_verdicts(session, edition, actor=ACTOR, now=now, site=SITE)
    assert told(session) == [
        ("chris", can, {"verdict": "feasible"}),
        ("chris", cannot, {"verdict": "not-in-this-budget"}),
    ]
    mails = session.scalars(select(OutgoingMail.recipient)).all()
    assert [mail.partition("@")[0] for mail in mails] == ["indiener", "indiener"]


def test_submitters_and_followers_hear_the_result(session: Session) -> None:
    leftover = TallyRule(leftover=Leftover.PART_PAY)
    poll = open_poll(session, (30_000_00, 25_000_00, 40_000_00), tally_rule=leftover, budget=50_000_00)
    follow(session, poll.edition, 2)
    told(session)
    for voter, numbers in enumerate(([1], [1], [2])):
        poll.cast(session, voter, numbers)
    counting.close_and_count(session, poll.edition, actor=ACTOR, now=CLOSED)
    assert told(session) == []
    counting.publish(session, poll.edition, actor=ACTOR, now=CLOSED)
    assert told(session) == [
        ("indiener", 1, {"given": "chosen"}),
        ("chris", 2, {"given": "part"}),
        ("indiener", 2, {"given": "part"}),
        ("indiener", 3, {"given": "nothing"}),
    ]


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (NoticeKind.LIKES_OVER, [{"goes_on": True}, {"goes_on": False}]),
        (NoticeKind.VERDICT, [{"verdict": kind.value} for kind in VerdictKind]),
        (NoticeKind.RESULT, [{"given": given} for given in ("chosen", "part", "nothing")]),
    ],
)
def test_each_end_of_a_phase_is_told_in_words_of_its_own(
    edition: EditionRecord, kind: NoticeKind, facts: list[dict[str, object]]
) -> None:
    given = {"site": SITE, "settings": SITE, "unsubscribe": SITE}
    texts = {
        compose(
            "berichten", edition.spec, plans=[{"title": "Plan", "link": SITE, "notices": [notice]}], **given
        ).text
        for notice in ({"kind": kind.value, **TOLD[kind], **one} for one in facts)
    }
    assert len(texts) == len(facts)
