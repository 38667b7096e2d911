"""The weekly check of a rehearsal edition: what the organiser and a checker did in the first days, and a wave of likes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from phases.calendar import AMSTERDAM
from phases.weekly_check import CheckAnswer, Question
from wijkaanzet.actions import likes, weekly_check
from wijkaanzet.actions.check_board import Finding
from wijkaanzet.actions.rehearsal_content import PLANS
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.weekly_check import CheckFinding

YES, NO = CheckAnswer.YES, CheckAnswer.NO
_FINDINGS: dict[str, dict[Question, Finding]] = {
    "Buurtmoestuin aan de Merelsingel": {
        Question.IMPOSSIBLE: Finding(NO),
        Question.IMPROVE: Finding(YES, "Wie doet het beheer in de winter?"),
        Question.IMPACT: Finding(YES),
    },
    "Geveltuintjes in de Uilenstraat": {Question.COMBINE: Finding(YES, "Lijkt op de moestuin: ook groen.")},
    "Licht op het fietspad bij de Uilenwijk": {
        Question.IMPOSSIBLE: Finding(CheckAnswer.UNKNOWN, "Is dit niet gewoon een taak van de gemeente?")
    },
    "Kwiekroute langs de Uilenplas": {
        Question.IMPOSSIBLE: Finding(NO),
        Question.COMBINE: Finding(NO),
        Question.IMPROVE: Finding(NO),
        Question.IMPACT: Finding(YES),
    },
}
_SPOKEN = (
    "Buurtmoestuin aan de Merelsingel",
    "De werkgroep zoekt nog een penningmeester. Volgende week bel ik weer.",
)
_ASKED = ("Geveltuintjes in de Uilenstraat", "Wie geeft de plantjes in een droge zomer water?")
_GIVEN = "Licht op het fietspad bij de Uilenwijk"
_DONE = "Kwiekroute langs de Uilenplas"
_FORGOTTEN = "Repaircafé met leenkast"
WAVE_ON = "Zwembad in de oude garage"


def check_some(
    session: Session,
    edition: EditionRecord,
    numbers: Mapping[str, int],
    *,
    organiser: int,
    checker: int,
    now: datetime,
) -> None:
    """Some plans are looked at, one is with its submitter, one is done; the others are new. Once.

    Args:
        numbers: the plans that take part, by title.
    """
    if session.scalar(select(exists().where(CheckFinding.edition_id == edition.id))):
        return
    for title, findings in _FINDINGS.items():
        if title in numbers:
            number = numbers[title]
            weekly_check.look_at(session, edition, number, account=organiser, now=now)
            weekly_check.answer_questions(session, edition, number, findings, account=organiser, now=now)
    if (title := _SPOKEN[0]) in numbers:
        weekly_check.note_contact(
            session,
            edition,
            numbers[title],
            spoken_on=now.astimezone(AMSTERDAM).date(),
            note=_SPOKEN[1],
            account=organiser,
            now=now,
        )
    if (title := _ASKED[0]) in numbers:
        weekly_check.ask_submitter(
            session, edition, numbers[title], _ASKED[1], site="", account=organiser, now=now
        )
    if _GIVEN in numbers:
        weekly_check.assign(session, edition, numbers[_GIVEN], checker, site="", account=organiser, now=now)
    if _DONE in numbers:
        weekly_check.finish(session, edition, numbers[_DONE], done=True, account=organiser, now=now)


def finish_most(
    session: Session, edition: EditionRecord, numbers: Mapping[str, int], *, organiser: int, now: datetime
) -> None:
    """The neighbourhood's plans are done, but for what waits for its submitter and one that was forgotten."""
    for sample in PLANS:
        title = sample.draft.title
        if title in numbers and title not in (_ASKED[0], _FORGOTTEN):
            weekly_check.finish(session, edition, numbers[title], done=True, account=organiser, now=now)


def wave(
    session: Session, edition: EditionRecord, number: int, newcomers: Sequence[int], *, now: datetime
) -> None:
    """Likes of people whose addresses are all new, from one network."""
    network = hashlib.sha256(b"een netwerk dat er niet is").digest()
    for account in newcomers:
        likes.like_plan(session, edition, number, account=account, now=now, network=network)
