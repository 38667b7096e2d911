"""Editions: made once, changed with a reason, and never in what the first pincode froze."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from phases.calendar import Calendar, Phase, Span
from tests.support.editions import ACTOR, AT, CALENDAR, NOW, SPEC, fresh, make_edition, open_poll
from voting.ballot import BallotKind, BallotRule, Grouping
from voting.tally import RuleName, TallyRule, TieKind
from wijkaanzet.actions import editions
from wijkaanzet.edition import FROZEN_BY_FIRST_PINCODE, EditionSpec
from wijkaanzet.errors import DomainError
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.audit import trail

CHANGES: dict[str, Any] = {
    "budget": 1_00,
    "currency": "SEK",
    "like_threshold": 99,
    "minimum_age": 12,
    "themes": ("Iets anders",),
    "areas": (),
    "ballot_rule": BallotRule(BallotKind.COUNT, maximum=3),
    "tally_rule": TallyRule(RuleName.PHRAGMEN),
    "tie_kind": TieKind.ID,
    "rehearsal": True,
    "slug": "ander",
    "name": "Ander",
    "area": "Ander",
    "municipality": "Ander",
    "host": "ander.example",
    "contact": "ander@voorbeeld.invalid",
    "show_comparison": not SPEC.show_comparison,
    "calendar": Calendar(
        {**CALENDAR.spans, Phase.EXECUTION: Span(AT[Phase.EXECUTION], AT[Phase.EXECUTION] + timedelta(9))}
    ),
}


def change(
    session: Session, edition: EditionRecord, reason: str = "omdat", now: datetime = NOW, **to: Any
) -> EditionRecord:
    spec = replace(edition.spec, **to)
    return editions.change_edition(session, edition, spec, reason=reason, actor=ACTOR, now=now)


def test_every_field_is_tried_below() -> None:
    assert CHANGES.keys() == {field.name for field in fields(EditionSpec)}
    assert CHANGES.keys() > FROZEN_BY_FIRST_PINCODE


def test_an_edition_comes_back_as_it_was_made(session: Session) -> None:
    rich = replace(
        SPEC,
        host="proef.example",
        rehearsal=True,
        ballot_rule=BallotRule(
            minimum=2,
            maximum=5,
            sum_limit=7,
            grouping=Grouping.THEME,
            group_maximum=2,
            group_limits={"Groen": 5},
        ),
        tally_rule=TallyRule(RuleName.GREEDY, min_votes=3, theme_caps={"Groen": 9}, area_caps={"Oost": 8}),
        tie_kind=TieKind.REFUSE,
    )
    made = editions.create_edition(session, rich, actor=ACTOR, now=NOW)
    session.expire_all()
    assert fresh(session, made) == made
    assert made.spec == rich


def test_a_slug_is_taken_once(session: Session) -> None:
    make_edition(session)
    with pytest.raises(DomainError, match="edition-exists"), session.begin_nested():
        make_edition(session)
    make_edition(session, slug="tweede")
    assert [one.spec.slug for one in editions.list_editions(session)] == ["proefwijk", "tweede"]


def test_an_edition_is_found_by_slug_by_host_or_as_the_first(session: Session) -> None:
    first, second = make_edition(session), make_edition(session, slug="tweede", host="twee.example")
    assert editions.find_edition(session) == first
    assert editions.find_edition(session, "tweede") == second
    assert editions.find_edition(session, host="twee.example") == second
    assert editions.find_edition(session, host="onbekend.example") == first
    assert editions.find_edition(session, "onbekend") is None


@pytest.mark.parametrize("field", CHANGES)
def test_before_the_first_pincode_everything_can_change(
    session: Session, edition: EditionRecord, field: str
) -> None:
    changed = change(session, edition, **{field: CHANGES[field]})
    assert getattr(changed.spec, field) == CHANGES[field]
    session.expire_all()
    assert fresh(session, changed) == changed
    last = list(trail(session, edition.id))[-1]
    assert (last.act, last.details["reason"], list(last.details["changes"])) == (
        "edition-changed",
        "omdat",
        [field],
    )


@pytest.mark.parametrize("field", CHANGES)
def test_after_it_what_is_frozen_cannot(session: Session, field: str) -> None:
    edition = open_poll(session, voters=1).edition
    if field not in FROZEN_BY_FIRST_PINCODE:
        assert getattr(change(session, edition, **{field: CHANGES[field]}).spec, field) == CHANGES[field]
        return
    with pytest.raises(DomainError, match="frozen") as refused:
        change(session, edition, **{field: CHANGES[field], "name": "Ander"})
    assert refused.value.facts == {"fields": [field]}
    assert fresh(session, edition).spec == edition.spec


def test_a_change_needs_a_reason_and_no_change_needs_none(session: Session, edition: EditionRecord) -> None:
    with pytest.raises(DomainError, match="reason-missing"):
        change(session, edition, reason=" ", name="Ander")
    assert change(session, edition, reason="") == edition
    assert [entry.act for entry in trail(session, edition.id)] == ["edition-created"]


def test_two_organisers_who_change_different_things_both_get_their_way(
    session: Session, edition: EditionRecord
) -> None:
    change(session, edition, name="Nieuwe naam")
    change(session, edition, contact="help@voorbeeld.invalid")
    spec = fresh(session, edition).spec
    assert (spec.name, spec.contact) == ("Nieuwe naam", "help@voorbeeld.invalid")


def with_span(phase: Phase, start: timedelta = timedelta(), end: timedelta = timedelta()) -> Calendar:
    span = CALENDAR[phase]
    return Calendar({**CALENDAR.spans, phase: Span(span.start + start, span.end + end)})


@pytest.mark.parametrize(
    ("calendar", "code"),
    [
        (with_span(Phase.SUBMIT, end=-timedelta(days=1)), "phase-begun"),
        (with_span(Phase.LIKES, start=timedelta(hours=1)), "phase-begun"),
        (with_span(Phase.LIKES, end=-timedelta(days=17)), "phase-would-have-ended"),
        (with_span(Phase.LIKES, end=-timedelta(days=2)), ""),
        (with_span(Phase.VOTING, start=timedelta(days=1), end=timedelta(days=7)), ""),
    ],
)
def test_what_has_been_stays_what_it_was(
    session: Session, edition: EditionRecord, calendar: Calendar, code: str
) -> None:
    now = AT[Phase.LIKES]
    if not code:
        assert change(session, edition, now=now, calendar=calendar).spec.calendar == calendar
        return
    with pytest.raises(DomainError, match=code):
        change(session, edition, now=now, calendar=calendar)


def test_the_threshold_stays_once_the_likes_are_over(session: Session, edition: EditionRecord) -> None:
    assert change(session, edition, now=AT[Phase.LIKES], like_threshold=7).spec.like_threshold == 7
    with pytest.raises(DomainError, match="phase-begun"):
        change(session, fresh(session, edition), now=AT[Phase.FEASIBILITY], like_threshold=9)


def test_only_a_rehearsals_clock_can_be_turned(session: Session, edition: EditionRecord) -> None:
    with pytest.raises(DomainError, match="not-a-rehearsal"):
        editions.turn_clock(session, edition, AT[Phase.VOTING], now=NOW)
    rehearsal = make_edition(session, slug="oefening", rehearsal=True)
    turned = editions.turn_clock(session, rehearsal, AT[Phase.VOTING], now=NOW)
    assert turned.local_now(NOW) == AT[Phase.VOTING]
    assert fresh(session, turned) == turned
