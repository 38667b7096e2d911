"""Personal data from the command line: what is kept of somebody, forgetting it, and keeping to the terms."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.cli.conftest import Command
from wijkaanzet.actions.accounts import account_for, make_sign_in_token
from wijkaanzet.storage.accounts import Account, SignInLink
from wijkaanzet.storage.database import Database

ANNA = "anna@voorbeeld.invalid"
LONG_AGO = datetime.now(UTC) - timedelta(days=400)


@pytest.fixture
def here(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database that the commands use."""
    monkeypatch.setenv("WIJKAANZET_DATABASE", database.url)
    return database


def test_who_asks_is_shown_and_forgotten(
    here: Database, wijkaanzet: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with here.write() as session:
        account_for(session, ANNA, now=datetime.now(UTC))
    shown = json.loads(wijkaanzet("privacy", "show", "Anna@voorbeeld.invalid").out)
    assert shown["accounts"][0]["email"] == ANNA
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert wijkaanzet("privacy", "erase", ANNA).status == 1, "it asks first"
    assert wijkaanzet("privacy", "show", ANNA).status == 0
    assert wijkaanzet("privacy", "erase", ANNA, "--yes").out == "forgotten\n"
    answer = wijkaanzet("privacy", "show", ANNA)
    assert (answer.status, answer.err) == (2, "wijkaanzet: no-such-account\n")
    with here.read() as session:
        assert ANNA not in session.scalars(select(Account.email)).all()


def test_what_is_past_its_time_is_counted_and_removed(here: Database, wijkaanzet: Command) -> None:
    with here.write() as session:
        make_sign_in_token(session, ANNA, now=LONG_AGO)
        account_for(session, ANNA, now=LONG_AGO)
    assert wijkaanzet("privacy", "tidy", "--dry-run").out == "-\tlinks\t1\n-\taccounts\t1\n"
    with here.read() as session:
        assert len(session.scalars(select(SignInLink.email)).all()) == 1
    assert wijkaanzet("privacy", "tidy").out == "-\tlinks\t1\n-\taccounts\t1\n"
    assert wijkaanzet("privacy", "tidy").out == ""
