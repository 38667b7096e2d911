"""Mail: what a resident receives, over a real SMTP server on loopback, at least once, or into a folder."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from tests.support.editions import NOW, SPEC
from tests.support.mail_server import SENDER, Inbox, free_port, mail_server
from wijkaanzet.actions.accounts import send_sign_in_link, sign_in
from wijkaanzet.actions.outbox import CLAIM, GIVE_UP, LONGEST_WAIT, claim_mail, wait_after, write_mail
from wijkaanzet.config import Config, load_config
from wijkaanzet.errors import DomainError
from wijkaanzet.jobs import send_waiting_mail
from wijkaanzet.mail import INVENTED, Mail, Postbox
from wijkaanzet.mail_config import MailConfig, MailSecurity
from wijkaanzet.mail_text import MailText, compose
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.outbox import OutgoingMail

ANNA, BRAM, CEM = (f"{name}@voorbeeld.invalid" for name in ("anna", "bram", "cem"))
LATER = timedelta(seconds=1)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[tuple[Inbox, Config]]:
    """A running mail server, and the settings of an installation that sends by it."""
    handler = Inbox()
    with mail_server(handler) as mail:
        yield handler, config_for(tmp_path, mail)


def config_for(folder: Path, mail: MailConfig) -> Config:
    return replace(load_config(Path("config.toml"), {}), data_dir=folder, mail=mail)


def ask_for_link(database: Database, *addresses: str) -> None:
    for address in addresses:
        with database.write() as session:
            send_sign_in_link(
                session, address, lambda token: compose("inloggen", SPEC, link=f"https://x/{token}"), now=NOW
            )


def waiting(database: Database) -> list[str]:
    with database.read() as session:
        query = (
            select(OutgoingMail.recipient)
            .where(OutgoingMail.sent_at.is_(None), OutgoingMail.given_up_at.is_(None))
            .order_by(OutgoingMail.id)
        )
        return list(session.scalars(query))


def rows_of(database: Database) -> list[OutgoingMail]:
    with database.read() as session:
        return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_mail_goes_out_over_smtp_and_the_link_in_it_works(
    database: Database, inbox: tuple[Inbox, Config]
) -> None:
    server, config = inbox
    ask_for_link(database, ANNA.upper(), BRAM)
    assert send_waiting_mail(config, database, lambda: NOW) == 2
    assert send_waiting_mail(config, database, lambda: NOW) == 0
    assert server.to == [ANNA, BRAM]
    assert server.lines == 1, "both went over one line"
    message = server.received[0][1]
    assert (message["From"], message["Subject"]) == (SENDER, "Inloggen bij Proefwijk aan Zet")
    assert message["Message-ID"].endswith("@voorbeeld.invalid>")
    assert message["Auto-Submitted"] == "auto-generated"
    plain = message.get_body(("plain",))
    assert plain is not None
    assert message.get_body(("html",)) is not None
    token = plain.get_content().split("https://x/")[1].split()[0]
    with database.write() as session:
        assert sign_in(session, token, now=NOW) > 0
    assert [(row.text, row.html) for row in rows_of(database)] == [
        ("", "")
    ] * 2  # not kept longer than needed


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_mail_goes_out_encrypted_to_a_server_that_can_be_trusted(
    tmp_path: Path, security: MailSecurity, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, mail = Inbox(), letter(7)
    with mail_server(server, security=security, folder=tmp_path) as config:
        with Postbox(config, tmp_path) as postbox, pytest.raises(Exception, match="server 0"):
            postbox.send(mail)  # nobody vouches for this server
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        with Postbox(config, tmp_path) as postbox:
            postbox.send(mail)
        with (
            Postbox(replace(config, smtp_password="onjuist"), tmp_path) as postbox,
            pytest.raises(Exception, match="server 535"),
        ):
            postbox.send(mail)
    assert server.to == [ANNA]


def test_a_mail_that_fails_stays_and_is_tried_again_ever_more_rarely(
    database: Database, inbox: tuple[Inbox, Config]
) -> None:
    server, config = inbox
    server.answer = "451 try again later"
    ask_for_link(database, ANNA, BRAM)
    assert send_waiting_mail(config, database, lambda: NOW) == 0
    assert waiting(database) == [ANNA, BRAM]
    assert {(row.attempts, row.problem, row.code) for row in rows_of(database)} == {(1, "later", 451)}
    assert send_waiting_mail(config, database, lambda: NOW + wait_after(1) - LATER) == 0
    assert {row.attempts for row in rows_of(database)} == {1}
    again = NOW + wait_after(1)
    assert send_waiting_mail(config, database, lambda: again) == 0
    assert {row.attempts for row in rows_of(database)} == {2}
    server.answer = "250 OK"
    assert send_waiting_mail(config, database, lambda: again + wait_after(1)) == 0
    assert send_waiting_mail(config, database, lambda: again + wait_after(2)) == 2
    assert waiting(database) == []


def test_the_rests_grow_and_are_never_shorter_than_a_minute() -> None:
    rests = [wait_after(attempts) for attempts in range(1, 40)]
    assert rests == sorted(rests)
    assert rests[0] > timedelta(minutes=1)
    assert rests[-1] == LONGEST_WAIT


def test_after_days_of_trying_a_mail_is_given_up(database: Database, inbox: tuple[Inbox, Config]) -> None:
    server, config = inbox
    server.answer = "452 mailbox full"
    ask_for_link(database, ANNA)
    send_waiting_mail(config, database, lambda: NOW)
    send_waiting_mail(config, database, lambda: NOW + GIVE_UP - LATER)
    assert waiting(database) == [ANNA]
    send_waiting_mail(config, database, lambda: NOW + GIVE_UP + LONGEST_WAIT)
    assert waiting(database) == []
    [row] = rows_of(database)
    assert row.given_up_at == NOW + GIVE_UP + LONGEST_WAIT
    assert row.text, "it can still be sent once more"


def test_a_refusal_for_good_is_given_up_and_holds_up_nobody(
    database: Database, inbox: tuple[Inbox, Config]
) -> None:
    server, config = inbox
    server.refusals = {ANNA: "550 5.1.1 no such user", BRAM: "450 greylisted"}
    ask_for_link(database, ANNA, BRAM, CEM)
    with capture_logs() as logs:
        assert send_waiting_mail(config, database, lambda: NOW) == 1
    assert server.to == [CEM]
    assert waiting(database) == [BRAM]
    first, second, _third = rows_of(database)
    assert (first.problem, first.code, first.given_up_at) == ("refused", 550, NOW)
    assert (second.problem, second.code) == ("later", 450)
    assert [entry["code"] for entry in logs] == [550, 450]
    assert "voorbeeld" not in str(logs)
    assert send_waiting_mail(config, database, lambda: NOW + timedelta(days=30)) == 0
    assert server.to == [CEM]


def test_one_impossible_address_does_not_hold_up_the_others(
    database: Database, inbox: tuple[Inbox, Config]
) -> None:
    server, config = inbox
    ask_for_link(database, "kapot\nBcc: iedereen@voorbeeld.invalid", ANNA)
    assert send_waiting_mail(config, database, lambda: NOW) == 1
    assert server.to == [ANNA]
    assert waiting(database) == []


@pytest.mark.parametrize("how", ["nobody listens", "busy", "our sender is refused"])
def test_when_our_own_server_fails_the_others_wait_untried(
    database: Database, inbox: tuple[Inbox, Config], how: str
) -> None:
    server, config = inbox
    ask_for_link(database, ANNA, BRAM)
    broken = config
    if how == "nobody listens":
        broken = replace(config, mail=replace(config.mail, smtp_port=free_port()))
    else:
        code = "421 too many" if how == "busy" else "553 not allowed"

        async def refused(*_: object) -> str:
            return code

        server.handle_MAIL = refused  # type: ignore[attr-defined]
    assert send_waiting_mail(broken, database, lambda: NOW) == 0
    assert [(row.attempts, row.given_up_at) for row in rows_of(database)] == [(1, None), (0, None)]
    if how != "nobody listens":
        del server.handle_MAIL  # type: ignore[attr-defined]
    assert send_waiting_mail(config, database, lambda: NOW) == 1
    assert send_waiting_mail(config, database, lambda: NOW + wait_after(1)) == 1
    assert server.to == [BRAM, ANNA]


def test_a_line_that_broke_is_opened_again(database: Database, inbox: tuple[Inbox, Config]) -> None:
    server, config = inbox
    with mail_server(Inbox()) as other, Postbox(other, config.data_dir) as postbox:
        postbox.send(letter(1))
        object.__setattr__(other, "smtp_port", config.mail.smtp_port)
        assert postbox._line is not None
        postbox._line.close()
        postbox.send(letter(2))
    assert server.to == [ANNA]


def test_a_mail_sent_twice_is_the_same_mail(database: Database, inbox: tuple[Inbox, Config]) -> None:
    """A worker died after sending and before noting it: at least once, and a mailbox shows it once."""
    server, config = inbox
    ask_for_link(database, ANNA)
    with database.write() as session:
        mail = claim_mail(session, now=NOW)
    assert mail is not None
    with Postbox(config.mail, config.data_dir) as postbox:
        postbox.send(mail)
    assert timedelta(minutes=1) < CLAIM
    assert send_waiting_mail(config, database, lambda: NOW + CLAIM - LATER) == 0
    assert send_waiting_mail(config, database, lambda: NOW + CLAIM) == 1
    first, second = (message for _, message in server.received)
    assert first["Message-ID"] == second["Message-ID"]
    assert first.items()[:8] == second.items()[:8]


def test_a_worker_that_comes_back_late_changes_nothing(
    database: Database, inbox: tuple[Inbox, Config]
) -> None:
    """It was given up for dead, another one took its mail, and then it says that it failed."""
    _server, config = inbox
    ask_for_link(database, ANNA)
    late = replace(config, mail=replace(config.mail, smtp_port=free_port()))

    def clock() -> object:
        return next(moments)

    def meanwhile() -> Iterator[object]:
        yield NOW
        assert send_waiting_mail(config, database, lambda: NOW + CLAIM) == 1
        yield NOW + CLAIM

    moments = meanwhile()
    assert send_waiting_mail(late, database, clock) == 0  # type: ignore[arg-type]
    [row] = rows_of(database)
    assert (row.sent_at, row.problem) == (NOW + CLAIM, "")


def test_two_workers_do_not_claim_the_same_mail(database: Database) -> None:
    ask_for_link(database, ANNA, BRAM)
    with database.write() as session:
        one = claim_mail(session, now=NOW)
    with database.write() as session:
        other = claim_mail(session, now=NOW)
        none = claim_mail(session, now=NOW)
    assert one is not None
    assert other is not None
    assert (one.recipient, other.recipient, none) == (ANNA, BRAM, None)


def test_while_no_server_is_set_mail_is_written_to_a_folder(database: Database, tmp_path: Path) -> None:
    ask_for_link(database, ANNA)
    assert send_waiting_mail(config_for(tmp_path, MailConfig()), database, lambda: NOW) == 1
    [file] = (tmp_path / "mail").iterdir()
    assert file.name == "000001.eml"
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["To"] == ANNA
    assert message["Date"] == "Sat, 01 Aug 2026 12:00:00 +0000"


def test_a_folder_that_cannot_be_written_loses_no_mail(database: Database, tmp_path: Path) -> None:
    ask_for_link(database, ANNA)
    (tmp_path / "mail").write_text("in the way", "utf-8")
    config = config_for(tmp_path, MailConfig())
    assert send_waiting_mail(config, database, lambda: NOW) == 0
    (tmp_path / "mail").unlink()
    assert send_waiting_mail(config, database, lambda: NOW + wait_after(1)) == 1


def test_an_act_that_is_undone_sends_no_mail(database: Database) -> None:
    with suppress(DomainError), database.write() as session:
        send_sign_in_link(session, ANNA, lambda token: MailText("a", token), now=NOW)
        sign_in(session, "verzonnen", now=NOW)
    assert waiting(database) == []


def test_nothing_is_handed_to_a_server_for_people_who_do_not_exist(
    database: Database, inbox: tuple[Inbox, Config]
) -> None:
    server, config = inbox
    with database.write() as session:
        write_mail(session, f"bewoner-1@{INVENTED}", MailText("a", "b"), now=NOW)
    assert send_waiting_mail(config, database, lambda: NOW) == 1
    assert (server.to, waiting(database)) == ([], [])


def test_a_mail_that_can_be_stopped_says_how(database: Database, inbox: tuple[Inbox, Config]) -> None:
    server, config = inbox
    with database.write() as session:
        write_mail(session, ANNA, MailText("a", "b", unsubscribe="https://x/afmelden/t"), now=NOW)
    send_waiting_mail(config, database, lambda: NOW)
    [(_, message)] = server.received
    assert message["List-Unsubscribe"] == "<https://x/afmelden/t>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_plain_mail_has_no_html(tmp_path: Path) -> None:
    with Postbox(MailConfig(), tmp_path) as postbox:
        postbox.send(letter(7))
    message = email.message_from_bytes((tmp_path / "000007.eml").read_bytes(), policy=email.policy.default)
    assert (message["Subject"], message.get_content_type()) == ("Onderwerp: één", "text/plain")
    assert message["Reply-To"] == "help@voorbeeld.invalid"
    assert message.get_content() == "Tekst — ½\n"


def test_the_address_that_stops_mail_stays_whole_however_long(tmp_path: Path) -> None:
    """Folded or encoded as words, as Python does with long headers, no mail program could open it."""
    address = f"https://wijk.voorbeeld.invalid/e/een-lange-naam/berichten/afmelden/{'A' * 120}"
    with Postbox(MailConfig(), tmp_path) as postbox:
        postbox.send(replace(letter(8), unsubscribe=address))
    assert f"List-Unsubscribe: <{address}>\n".encode() in (tmp_path / "000008.eml").read_bytes()


def letter(number: int) -> Mail:
    return Mail(number, ANNA, "help@voorbeeld.invalid", "Onderwerp: één", "Tekst — ½", "", "", NOW, NOW)
