"""What the job worker does beside the site: mail, mixing, turnout. huey keeps the queue, in SQLite or on Redis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from huey import Huey, RedisHuey, SqliteHuey, crontab

from phases.calendar import Phase
from wijkaanzet.actions.address_drafts import forget_old_drafts
from wijkaanzet.actions.check_reminders import remind
from wijkaanzet.actions.editions import list_editions
from wijkaanzet.actions.execution_reminders import remind_of_execution
from wijkaanzet.actions.held_words import forget_held_words
from wijkaanzet.actions.letter_runs import carry_out_runs
from wijkaanzet.actions.like_waves import forget_networks
from wijkaanzet.actions.likes_end import tell_outcome
from wijkaanzet.actions.notices import MAILS_AT_A_TIME, accounts_due, mail_notices
from wijkaanzet.actions.outbox import claim_mail, mail_failed, mail_has_left
from wijkaanzet.actions.retention import tidy
from wijkaanzet.actions.secrecy import mix, note_turnout
from wijkaanzet.actions.table_clock import remind as remind_table
from wijkaanzet.config import Config
from wijkaanzet.mail import Hindrance, NotSentError, Postbox
from wijkaanzet.security import load_secrets
from wijkaanzet.site import address_of
from wijkaanzet.transactions import Transactions

log = structlog.get_logger()


@dataclass(frozen=True)
class Jobs:
    """The queue and what can be put on it.

    Attributes:
        queue: the huey instance; its consumer runs the jobs.
        send_mail: ask for the waiting mail to be sent now.
        make_letters: ask for the letters that were ordered to be made now.
    """

    queue: Huey
    send_mail: Callable[[], Any]
    make_letters: Callable[[], Any]


def make_jobs(config: Config, database: Transactions, clock: Callable[[], datetime]) -> Jobs:
    """The jobs of an installation."""
    queue = _queue(config)

    @queue.task()  # type: ignore[untyped-decorator]
    def send_mail() -> None:
        send_waiting_mail(config, database, clock)

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def send_mail_again() -> None:
        send_waiting_mail(config, database, clock)

    @queue.periodic_task(crontab(minute="*/10"))  # type: ignore[untyped-decorator]
    def keep_secret() -> None:
        mix_open_editions(database, clock())

    @queue.task()  # type: ignore[untyped-decorator]
    def make_letters() -> None:
        make_ordered_letters(config, database, clock)

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def make_letters_again() -> None:
        make_ordered_letters(config, database, clock)

    @queue.periodic_task(crontab(minute="*/10"))  # type: ignore[untyped-decorator]
    def tell_staff_and_submitters() -> None:
        look_after_plans(config, database, clock())

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def tell_followers() -> None:
        mail_due_notices(config, database, clock())

    @queue.periodic_task(crontab(minute="5", hour="*"))  # type: ignore[untyped-decorator]
    def forget_address_files() -> None:
        with database.write() as session:
            forget_old_drafts(session, now=clock())
            forget_held_words(session, now=clock())

    @queue.periodic_task(crontab(minute="20", hour="2"))  # type: ignore[untyped-decorator]
    def keep_to_terms() -> None:
        remove_old_data(config, database, clock())

    return Jobs(queue, send_mail, make_letters)


def send_waiting_mail(config: Config, database: Transactions, clock: Callable[[], datetime]) -> int:
    """Send what is due in the outbox; how many mails left. When our own mail server fails, the rest waits untried."""
    sent = 0
    with Postbox(config.mail, config.data_dir / "mail") as postbox:
        while True:
            with database.write() as session:
                mail = claim_mail(session, now=clock())
            if mail is None:
                return sent
            try:
                postbox.send(mail)
            except NotSentError as error:
                told = {"mail": mail.id, "attempt": mail.attempt, "code": error.code}
                log.warning("mail failed", hindrance=error.hindrance.value, **told)
                with database.write() as session:
                    mail_failed(session, mail, error.hindrance, error.code, now=clock())
                if error.hindrance is Hindrance.SERVER:
                    return sent
                continue
            with database.write() as session:
                mail_has_left(session, mail.id, now=clock())
            sent += 1


def make_ordered_letters(config: Config, database: Transactions, clock: Callable[[], datetime]) -> int:
    """Make the letters that were ordered, also those of a worker that died; how many."""
    return carry_out_runs(database, config=config, key=load_secrets(config).pincode_key, clock=clock)


def look_after_plans(config: Config, database: Transactions, now: datetime) -> int:
    """Remind the staff of plans that wait, tell submitters how the likes ended, forget networks; how many mails and plans."""
    done = 0
    with database.read() as session:
        editions = list_editions(session)
    for edition in editions:
        local, site = edition.local_now(now), address_of(config, edition.spec)
        with database.write() as session:
            done += remind(session, edition, site=site, now=local)
            done += remind_table(session, edition, site=site, now=local)
            done += tell_outcome(session, edition, site=site, now=local)
            done += remind_of_execution(session, edition, site=site, now=local)
            forget_networks(session, edition, now=local)
    return done


def mail_due_notices(config: Config, database: Transactions, now: datetime) -> int:
    """Mail the notices that are due in every edition, some in each transaction; how many mails."""
    mailed, secret_key = 0, load_secrets(config).secret_key
    with database.read() as session:
        editions = list_editions(session)
    for edition in editions:
        local, site = edition.local_now(now), address_of(config, edition.spec)
        with database.read() as session:
            due = accounts_due(session, edition, now=local)
        for first in range(0, len(due), MAILS_AT_A_TIME):
            some = due[first : first + MAILS_AT_A_TIME]
            with database.write() as session:
                mailed += mail_notices(session, edition, some, site=site, secret_key=secret_key, now=local)
    return mailed


def remove_old_data(config: Config, database: Transactions, now: datetime) -> None:
    """Remove personal data whose time is over, and log how much of what."""
    report = tidy(database, config, now=now)
    log.info("old data removed", installation=dict(report.installation), editions=dict(report.editions))


def mix_open_editions(database: Transactions, now: datetime) -> int:
    """Mix the ballots of every edition that is voting and note yesterday's turnout; how many were mixed."""
    mixed = 0
    with database.read() as session:
        editions = list_editions(session)
    for edition in editions:
        local = edition.local_now(now)
        with database.write() as session:
            note_turnout(session, edition, now=local)
            if edition.phase_at(local) is Phase.VOTING:
                mix(session, edition)
                mixed += 1
    if mixed:
        database.tidy()
    return mixed


def _queue(config: Config) -> Huey:
    if config.redis:
        return RedisHuey("wijkaanzet", url=config.redis)
    config.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("wijkaanzet", filename=str(config.data_dir / "jobs.db"), fsync=True)
