"""The words of plans: found the same on both databases, written with the plan, never told what a sign means."""

import re

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.plan_draft import PlanDraft
from phases.words import terms_of
from tests.support.editions import AT, SPEC, account, make_edition
from wijkaanzet.actions.finding import scores_of
from wijkaanzet.actions.plans import submit_plan, withdraw_plan
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.plans import Plan
from wijkaanzet.storage.search import PlanWord

PLANS = (
    ("Buurtmoestuin aan de singel", "Samen groenten kweken.", "Met bakken op tafelhoogte voor ouderen."),
    ("Bankjes in het park", "Uitrusten naast de moestuin.", "Stevige bankjes van hout."),
    ("Taalcafé", "Oefenen met Nederlands.", "Wij beginnen in de tuin van de kerk, bij mooi weer."),
    ("Fruitbomen", "Twintig bomen.", "Appels en peren, waar iedereen van mag plukken. 100% gratis!"),
)


@pytest.fixture
def plans(session: Session, edition: EditionRecord) -> EditionRecord:
    """An edition with four plans."""
    for title, summary, description in PLANS:
        draft = PlanDraft(title, summary, description, SPEC.themes[0], "Oost", "bij de kade")
        submit_plan(session, edition, draft, submitter=account(session), now=AT[Phase.SUBMIT])
    return edition


def found(session: Session, edition: EditionRecord, asked: str) -> list[int]:
    """The plans that hold the words, best first."""
    scores = scores_of(session, edition, terms_of(asked))
    return sorted(scores, key=lambda number: (-scores[number], number))


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("tuin", [1, 2, 3]),  # title before summary before text
        ("moestuin", [1, 2]),
        ("moestuinen", [1, 2]),
        ("singel buurtmoestuin", [1]),
        ("cafe", [3]),
        ("BOMEN", [4]),
        ("boom", [4]),
        ("bank park", [2]),
        ("plu", [4]),
        ("tuin bomen", []),
        ("kade", [1, 2, 3, 4]),
        ("4", [4]),
        ("de", []),
        ("", []),
        ("zwembad", []),
    ],
)
def test_what_is_found_and_in_which_order(
    session: Session, plans: EditionRecord, asked: str, numbers: list[int]
) -> None:
    assert found(session, plans, asked) == numbers


@pytest.mark.parametrize(
    "asked",
    [
        *(
            "%",
            "_",
            "*",
            '"',
            "'",
            "tuin*",
            'tuin" OR "x',
            "tuin'; DROP TABLE plans; --",
            "NEAR(tuin)",
            "-tuin",
        ),
        *("tuin:*", "tuin & !boom", "(((", "^tuin", "title:tuin", "\\", "\U0010ffff", "tuin\U0010ffff", "🌳"),
    ],
)
def test_no_sign_means_anything(session: Session, plans: EditionRecord, asked: str) -> None:
    plain = " ".join(re.findall(r"[a-z]+", asked.lower()))
    assert found(session, plans, asked) == found(session, plans, plain)
    assert session.scalar(select(Plan.title).where(Plan.number == 1)) == PLANS[0][0]


def test_the_words_follow_the_plan(session: Session, plans: EditionRecord) -> None:
    plan = session.get_one(Plan, (plans.id, 2))
    plan.title = "Zitplekken in het park"
    session.flush()
    assert found(session, plans, "zitplek") == [2]
    assert found(session, plans, "bankjes") == [2], "the text still says it"
    plan.description, plan.help_wanted = "Van hout.", "Een timmerman."
    session.flush()
    assert found(session, plans, "timmer") == [2]
    assert found(session, plans, "bankjes") == []
    withdraw_plan(session, plans, 2, account=account(session), now=AT[Phase.LIKES])
    session.flush()
    assert found(session, plans, "zitplek") == [2], "who may see it is not decided here"


def test_an_act_that_is_undone_leaves_no_words(database: Database) -> None:
    with database.write() as session:
        edition = make_edition(session)

    def fail_halfway(session: Session) -> None:
        draft = PlanDraft("Luchtkasteel", "Zin.", "Tekst.", SPEC.themes[0])
        submit_plan(session, edition, draft, submitter=account(session), now=AT[Phase.SUBMIT])
        assert found(session, edition, "luchtkasteel") == [1]
        raise RuntimeError("undone")

    with pytest.raises(RuntimeError), database.write() as session:
        fail_halfway(session)
    with database.read() as session:
        assert session.scalar(select(PlanWord.word)) is None


def test_editions_do_not_find_each_others_plans(session: Session, plans: EditionRecord) -> None:
    other = make_edition(session, slug="andere-wijk")
    assert found(session, other, "tuin") == []


def test_a_search_reads_an_index_and_not_the_table(database: Database) -> None:
    """SQLite tells how it would look; PostgreSQL decides by how much there is."""
    if not database.is_sqlite:
        return
    asked = []
    with database.write() as session:
        edition = make_edition(session)

    def note(statement: str) -> None:
        asked.append(statement)

    with database.read() as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(note)
        found(session, edition, "speeltuinen")
        raw.set_trace_callback(None)
        (statement,) = [one for one in asked if "plan_words" in one]
        plan = [
            row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {statement}".replace(":", "\\:")))
        ]
    looks = [step for step in plan if "plan_words" in step]
    assert looks
    assert all("COVERING INDEX" in step for step in looks), looks
