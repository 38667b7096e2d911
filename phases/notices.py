"""Notices: what those who follow a plan are told, and when, as each of them chooses."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from phases.calendar import AMSTERDAM

DIGEST_HOUR = 8
DIGEST_WEEKDAY = 0
"""A digest leaves at eight in the morning; the weekly one on Monday."""


class NoticeKind(StrEnum):
    """What can be told. Each has its sentence in ``templates/mail/berichten.jinja``."""

    REACTION = "reaction"
    ANSWER = "answer"
    HELP_OFFER = "help-offer"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    LIKES_OVER = "likes-over"
    VERDICT = "verdict"
    RESULT = "result"
    NEWS = "news"
    MILESTONE = "milestone"
    POSTPONED = "postponed"
    FINISHED = "finished"
    STOPPED = "stopped"


class Frequency(StrEnum):
    """How often somebody wants to be told."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


USUAL = Frequency.DAILY
"""For who did not choose: soon enough to answer, and one mail a day at most."""


def is_due(frequency: Frequency, oldest: datetime, now: datetime) -> bool:
    """Whether what was noted since ``oldest`` is to be mailed at ``now``."""
    if frequency is Frequency.NEVER:
        return False
    if frequency is Frequency.AT_ONCE:
        return True
    return oldest < last_digest(frequency, now)


def last_digest(frequency: Frequency, now: datetime) -> datetime:
    """The last moment, up to ``now``, at which daily or weekly digests leave."""
    local = now.astimezone(AMSTERDAM)
    day = local.date()
    if local.hour < DIGEST_HOUR:
        day -= timedelta(days=1)
    if frequency is Frequency.WEEKLY:
        day -= timedelta(days=(day.weekday() - DIGEST_WEEKDAY) % 7)
    return datetime(day.year, day.month, day.day, DIGEST_HOUR, tzinfo=AMSTERDAM)
