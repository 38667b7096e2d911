"""Mail: what a resident receives, over a real SMTP server on loopback, at least once, or into a folder."""

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from tests.support.editions import NOW, SPEC
from wijkaanzet.actions.accounts import send_sign_in_link, sign_in
from wijkaanzet.actions.outbox import CLAIM, claim_mail
from wijkaanzet.config import Config, MailConfig, load_config
from wijkaanzet.errors import DomainError
from wijkaanzet.jobs import send_waiting_mail
from wijkaanzet.mail import Mail, deliver
from wijkaanzet.mail_text import MailText, compose
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.outbox import OutgoingMail

ANNA = "anna@voorbeeld.invalid"


class Inbox:
    """What aiosmtpd hands mail to. `refusing` makes it answer as a server that is out of order."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], EmailMessage]] = []
        self.refusing = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusing:
            return "451 try again later"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((envelope.rcpt_tos, message))
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    """A running mail server on loopback, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def config_for(folder: Path, port: int = 0) -> Config:
    mail = MailConfig(
        "Wijk aan Zet <noreply@voorbeeld.invalid>", "127.0.0.1" if port else "", port, starttls=False
    )
    return replace(load_config(Path("config.toml"), {}), data_dir=folder, mail=mail)


def ask_for_link(database: Database, *addresses: str) -> None:
    for address in addresses:
        with database.write() as session:
            send_sign_in_link(
                session, address, lambda token: compose("inloggen", SPEC, link=f"https://x/{token}"), now=NOW
            )


def waiting(database: Database) -> list[str]:
    with database.read() as session:
        query = select(OutgoingMail.recipient).where(OutgoingMail.sent_at.is_(None)).order_by(OutgoingMail.id)
        return list(session.scalars(query))


def test_mail_goes_out_over_smtp_and_the_link_in_it_works(
    database: Database, inbox: tuple[Inbox, int], tmp_path: Path
) -> None:
    server, port = inbox
    ask_for_link(database, ANNA.upper(), "bram@voorbeeld.invalid")
    assert send_waiting_mail(config_for(tmp_path, port), database, lambda: NOW) == 2
    assert send_waiting_mail(config_for(tmp_path, port), database, lambda: NOW) == 0
    assert [to for to, _ in server.received] == [[ANNA], ["bram@voorbeeld.invalid"]]
    message = server.received[0][1]
    assert (message["From"], message["Subject"]) == (
        "Wijk aan Zet <noreply@voorbeeld.invalid>",
        "Inloggen bij Proefwijk aan Zet",
    )
    assert message["Message-ID"].endswith("@voorbeeld.invalid>")
    plain = message.get_body(("plain",))
    assert plain is not None
    assert message.get_body(("html",)) is not None
    token = plain.get_content().split("https://x/")[1].split()[0]
    with database.write() as session:
        assert sign_in(session, token, now=NOW) > 0
        rows = session.scalars(select(OutgoingMail)).all()
        assert [(row.text, row.html) for row in rows] == [("", "")] * 2  # not kept longer than needed


def test_a_mail_that_fails_stays_and_is_sent_later(
    database: Database, inbox: tuple[Inbox, int], tmp_path: Path
) -> None:
    server, port = inbox
    server.refusing = True
    ask_for_link(database, ANNA, "bram@voorbeeld.invalid")
    config = config_for(tmp_path, port)
    assert send_waiting_mail(config, database, lambda: NOW) == 0
    assert waiting(database) == [ANNA, "bram@voorbeeld.invalid"]
    server.refusing = False
    assert send_waiting_mail(config, database, lambda: NOW + CLAIM) == 0  # somebody may still be at it
    assert send_waiting_mail(config, database, lambda: NOW + CLAIM + timedelta(seconds=1)) == 2
    assert waiting(database) == []


def test_a_mail_sent_twice_is_the_same_mail(
    database: Database, inbox: tuple[Inbox, int], tmp_path: Path
) -> None:
    """A worker died after sending and before noting it: at least once, and a mailbox shows it once."""
    server, port = inbox
    ask_for_link(database, ANNA)
    config = config_for(tmp_path, port)
    with database.write() as session:
        mail = claim_mail(session, now=NOW)
    assert mail is not None
    deliver(mail, config.mail, tmp_path)
    assert send_waiting_mail(config, database, lambda: NOW + CLAIM + timedelta(seconds=1)) == 1
    first, second = (message for _, message in server.received)
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes().splitlines()[:4] == second.as_bytes().splitlines()[:4]


def test_two_workers_do_not_send_the_same_mail(database: Database) -> None:
    ask_for_link(database, ANNA, "bram@voorbeeld.invalid")
    with database.write() as session:
        one = claim_mail(session, now=NOW)
    with database.write() as session:
        other = claim_mail(session, now=NOW)
        none = claim_mail(session, now=NOW)
    assert one is not None
    assert other is not None
    assert (one.recipient, other.recipient, none) == (ANNA, "bram@voorbeeld.invalid", None)


def test_one_impossible_address_does_not_hold_up_the_others(
    database: Database, inbox: tuple[Inbox, int], tmp_path: Path
) -> None:
    ask_for_link(database, "kapot\nBcc: iedereen@voorbeeld.invalid", ANNA)
    assert send_waiting_mail(config_for(tmp_path, inbox[1]), database, lambda: NOW) == 1
    assert [to for to, _ in inbox[0].received] == [[ANNA]]


def test_while_no_server_is_set_mail_is_written_to_a_folder(database: Database, tmp_path: Path) -> None:
    ask_for_link(database, ANNA)
    assert send_waiting_mail(config_for(tmp_path), database, lambda: NOW) == 1
    [file] = (tmp_path / "mail").iterdir()
    assert file.name == "000001.eml"
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["To"] == ANNA
    assert message["Date"] == "Sat, 01 Aug 2026 12:00:00 +0000"


def test_an_act_that_is_undone_sends_no_mail(database: Database) -> None:
    with suppress(DomainError), database.write() as session:
        send_sign_in_link(session, ANNA, lambda token: MailText("a", token), now=NOW)
        sign_in(session, "verzonnen", now=NOW)
    assert waiting(database) == []


def test_a_plain_mail_has_no_html(tmp_path: Path) -> None:
    deliver(Mail(7, ANNA, "Onderwerp: één", "Tekst — ½", "", NOW), MailConfig(), tmp_path)
    message = email.message_from_bytes((tmp_path / "000007.eml").read_bytes(), policy=email.policy.default)
    assert (message["Subject"], message.get_content_type()) == ("Onderwerp: één", "text/plain")
    assert message.get_content() == "Tekst — ½\n"
