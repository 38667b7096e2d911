"""What the views work with: settings, secrets, database and clock, handed to the app once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from flask import current_app, g, session

from wijkaanzet.config import Config
from wijkaanzet.records import EditionRecord
from wijkaanzet.security import Secrets
from wijkaanzet.transactions import Transactions
from wijkaanzet.web.lately import LatelyRead
from wijkaanzet.web.live import LiveTable


@dataclass(frozen=True)
class Services:
    """The wiring of one app."""

    config: Config
    secrets: Secrets = field(repr=False)
    database: Transactions
    clock: Callable[[], datetime]
    send_mail: Callable[[], object]
    make_letters: Callable[[], object]
    lately: LatelyRead = field(init=False)
    live: LiveTable = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lately", LatelyRead(self.database))
        object.__setattr__(self, "live", LiveTable(self.database))


@dataclass(frozen=True)
class Account:
    """Who is signed in, with the roles in this edition."""

    id: int
    email: str
    roles: frozenset[str]

    @property
    def actor(self) -> str:
        """The name in the audit trail: a number, because the trail keeps no personal details."""
        return f"account {self.id}"


def services() -> Services:
    """The services of the running app."""
    return cast("Services", current_app.extensions["wijkaanzet"])


def edition() -> EditionRecord:
    """The edition that this request is about."""
    return cast("EditionRecord", g.edition)


def now() -> datetime:
    """The moment for this edition: the real one, or a rehearsal's own."""
    return edition().local_now(services().clock())


def account() -> Account | None:
    """Who is signed in, if anybody."""
    return cast("Account | None", g.account)


def second_factor_owed() -> bool:
    """Whether staff must still enter a code before staff pages open; a rehearsal asks for none."""
    someone = account()
    if someone is None or not services().config.second_factor or edition().spec.rehearsal:
        return False
    return session.get("second_factor") != someone.id


def signed_in() -> Account:
    """Who is signed in; only for views whose access rule asks for it."""
    someone = account()
    if someone is None:
        raise RuntimeError("a view that needs an account must have an access rule that asks for one")
    return someone
