"""Words of somebody who has still to confirm an e-mail address: kept until the mailed link is used, on any device."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from wijkaanzet.actions.accounts import make_sign_in_token, normal_email
from wijkaanzet.actions.outbox import write_mail
from wijkaanzet.mail_text import MailText
from wijkaanzet.records import EditionRecord
from wijkaanzet.storage.reactions import HeldWords

KEPT = timedelta(hours=24)
"""Longer than a link works, so that who is too late asks for a new link and need not type it all again."""


@dataclass(frozen=True)
class Held:
    """What somebody wrote: a reaction to a plan, or a report of one.

    Attributes:
        plan: the number of the plan.
        kind: of the reaction, or of the report.
        reaction: the reaction that is reported; None for a reaction.
    """

    plan: int
    kind: str
    text: str
    name: str = ""
    follow: bool = False
    reaction: int | None = None


def hold_and_mail(
    session: Session,
    edition: EditionRecord,
    email: str,
    words: Held,
    mail: Callable[[str], MailText],
    *,
    now: datetime,
) -> None:
    """Keep the words for whoever comes with a token, which the mail holds; only its hash is stored.

    Args:
        mail: makes the mail from the token, which also signs in.
        now: the real moment, also in a rehearsal, because the token knows no other.
    """
    token = make_sign_in_token(session, email, now=now)
    session.execute(delete(HeldWords).where(HeldWords.edition_id == edition.id, HeldWords.expires_at <= now))
    session.add(
        HeldWords(
            edition_id=edition.id,
            token_hash=_hash(token),
            plan_number=words.plan,
            reaction_id=words.reaction,
            kind=words.kind,
            name=words.name,
            text=words.text,
            follow=words.follow,
            expires_at=now + KEPT,
        )
    )
    write_mail(session, normal_email(email), mail(token), now=now)


def held(session: Session, edition: EditionRecord, token: str, *, now: datetime) -> Held | None:
    """The words that are kept under a token; None when there are none (any more)."""
    row = session.get(HeldWords, (edition.id, _hash(token)))
    if row is None or row.expires_at <= now:
        return None
    return Held(row.plan_number, row.kind, row.text, row.name, row.follow, row.reaction_id)


def let_go(session: Session, edition: EditionRecord, token: str) -> None:
    """Forget the words of a token: they stand in their place now."""
    session.execute(
        delete(HeldWords).where(HeldWords.edition_id == edition.id, HeldWords.token_hash == _hash(token))
    )


def forget_held_words(session: Session, *, now: datetime) -> None:
    """Remove what nobody came back for, in all editions."""
    session.execute(delete(HeldWords).where(HeldWords.expires_at <= now))


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"held words:" + token.encode()).digest()
