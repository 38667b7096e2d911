"""When reactions are open, what may stand in them, and in which order they are read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from phases.calendar import Phase
from phases.plan import PlanState
from phases.reactions import (
    EDIT_TIME,
    NAME_LENGTH,
    Closed,
    Reaction,
    ReactionKind,
    Voice,
    closed_because,
    may_edit,
    name_problem,
    plain,
    shares_contact_details,
    threads,
)
from tests.support.editions import AT, CALENDAR, CLOSED

NOW = AT[Phase.LIKES]
ONE = Reaction(1, 3, ReactionKind.TIP, 7, "Anna", Voice.RESIDENT, "Een tip", NOW)


def answer(number: int, to: int, voice: Voice = Voice.SUBMITTER, minutes: int = 1) -> Reaction:
    when = NOW + timedelta(minutes=minutes)
    return Reaction(number, 3, ReactionKind.REPLY, 8, "Bram", voice, "Ja", when, answers=to)


@pytest.mark.parametrize(
    ("state", "moment", "closed"),
    [
        (PlanState.SUBMITTED, AT[Phase.SUBMIT], None),
        (PlanState.TOO_FEW_LIKES, AT[Phase.VOTING], None),
        (PlanState.ON_BALLOT, CLOSED - timedelta(seconds=1), None),
        (PlanState.TOO_FEW_LIKES, CLOSED, Closed.OVER),
        (PlanState.COUNTING, CLOSED, None),
        (PlanState.NOT_CHOSEN, AT[Phase.EXECUTION], Closed.OVER),
        (PlanState.CHOSEN, AT[Phase.EXECUTION], None),
        (PlanState.CHOSEN, CALENDAR[Phase.EXECUTION].end, Closed.OVER),
        (PlanState.WITHDRAWN, AT[Phase.SUBMIT], Closed.WITHDRAWN),
        (PlanState.HIDDEN, AT[Phase.SUBMIT], Closed.HIDDEN),
        (PlanState.MERGED, AT[Phase.LIKES], Closed.MERGED),
        (PlanState.FORWARDED, AT[Phase.LIKES], Closed.FORWARDED),
    ],
)
def test_when_reactions_are_open(state: PlanState, moment: object, closed: Closed | None) -> None:
    assert closed_because(state, CALENDAR, moment) is closed  # type: ignore[arg-type]


def test_only_its_author_changes_a_reaction_and_only_for_a_quarter_of_an_hour() -> None:
    assert may_edit(ONE, 7, NOW + EDIT_TIME)
    assert not may_edit(ONE, 7, NOW + EDIT_TIME + timedelta(seconds=1))
    assert not may_edit(ONE, 8, NOW)
    assert not may_edit(ONE, None, NOW)
    assert not may_edit(replace(ONE, withdrawn=True), 7, NOW)
    assert not may_edit(replace(ONE, hidden_because="Kwetsend"), 7, NOW)


def test_what_the_submitter_answered_comes_first_and_their_reply_before_others() -> None:
    newer = replace(ONE, id=2, written_at=NOW + timedelta(hours=1))
    newest = replace(ONE, id=3, written_at=NOW + timedelta(hours=2))
    staff, submitter = answer(4, 1, Voice.STAFF, 1), answer(5, 1, Voice.SUBMITTER, 2)
    only_staff = answer(6, 2, Voice.STAFF)
    found = threads([newest, only_staff, staff, ONE, submitter, newer])
    assert [thread.first.id for thread in found] == [1, 3, 2]
    assert [reply.id for reply in found[0].replies] == [5, 4]
    assert [thread.answered for thread in found] == [True, False, False]


def test_what_is_hidden_is_read_by_its_author_alone_and_a_reply_keeps_a_place() -> None:
    hidden = replace(ONE, hidden_because="Kwetsend")
    assert threads([hidden]) == threads([hidden], viewer=8) == []
    assert [thread.first for thread in threads([hidden], viewer=7)] == [hidden]
    assert threads([replace(ONE, withdrawn=True)], viewer=7) == []
    [kept] = threads([replace(ONE, withdrawn=True, text=""), answer(2, 1)])
    assert (kept.first.readable, len(kept.replies)) == (False, 1)
    hidden_reply = replace(answer(2, 1), hidden_because="Kwetsend")
    assert threads([ONE, hidden_reply])[0].replies == ()
    assert threads([ONE, hidden_reply], viewer=8)[0].replies == (hidden_reply,)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hallo \r\n\r\n\r\n\r\n buur ", "Hallo\n\nbuur"),
        ("a\x00b\x07c\u202eevil\u2066x", "abcevilx"),
        ("👩\u200d🌾 in het veld", "👩\u200d🌾 in het veld"),
        (" \n\t ", ""),
    ],
)
def test_text_is_kept_plain(typed: str, kept: str) -> None:
    assert plain(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "mail mij: jan.jansen@voorbeeld.nl!",
        "bel 06-12345678",
        "06 12 34 56 78",
        "+31 6 1234 5678",
        "0031612345678",
        "(023) 512 34 56",
    ],
)
def test_addresses_and_numbers_are_seen(text: str) -> None:
    assert shares_contact_details(text)


@pytest.mark.parametrize(
    "text",
    [
        "Het kost € 12.000 of € 1.000.000,00.",
        "Van 10-12-2026 tot 01-02-2027, om 10.00 uur",
        "2033 AB, nummer 14 023 van de gemeente",
        "wij @ het plein, 100 mensen in 2026",
        "Op 0 punten, 1 of 2 banken en 3 4 5 6 bomen",
    ],
)
def test_ordinary_figures_are_no_numbers_to_call(text: str) -> None:
    assert not shares_contact_details(text)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("Anna", None),
        ("Şükrü Yılmaz", None),
        ("عمر", None),
        ("", "name-missing"),
        ("123", "name-missing"),
        ("A" * (NAME_LENGTH + 1), "name-too-long"),
        ("anna@voorbeeld.nl", "name-is-address"),
        ("Anna 0612345678", "name-is-address"),
        ("Gemeente Proefstad", "name-reserved"),
        ("DE ORGANISATIE", "name-reserved"),
        ("Indiener", "name-reserved"),
    ],
)
def test_what_somebody_may_be_called(name: str, problem: str | None) -> None:
    assert name_problem(name) == problem
