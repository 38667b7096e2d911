"""The column type for moments: aware in, aware UTC out, naive refused."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from wijkaanzet.storage.accounts import Account
from wijkaanzet.storage.base import new_id

MOMENT = datetime(2026, 10, 25, 0, 30, 15, 123_456, tzinfo=UTC)


def stored(session: Session, moment: datetime) -> datetime:
    account = Account(email="a@voorbeeld.invalid", created_at=moment)
    session.add(account)
    session.flush()
    session.refresh(account)
    return account.created_at


@pytest.mark.parametrize(
    "zone", [UTC, ZoneInfo("Europe/Amsterdam"), timezone(timedelta(hours=-9, minutes=-30))]
)
def test_a_moment_comes_back_in_utc_to_the_microsecond(session: Session, zone: ZoneInfo) -> None:
    back = stored(session, MOMENT.astimezone(zone))
    assert back == MOMENT
    assert back.tzinfo is UTC


def test_the_hour_that_comes_twice_stays_two_hours(session: Session) -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    second = datetime(2026, 10, 25, 2, 30, tzinfo=amsterdam, fold=1)
    assert stored(session, second) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_naive_moment_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="a time without a zone cannot be stored"):
        stored(session, datetime(2026, 10, 25))  # noqa: DTZ001


def test_random_keys_do_not_repeat_and_fit() -> None:
    keys = [new_id() for _ in range(2000)]
    assert len(set(keys)) == len(keys)
    assert 0 <= min(keys) <= max(keys) < 2**62
