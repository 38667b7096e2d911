"""Nothing of a code, a choice or a receipt is left in a log, in the audit trail, or in a header of an answer."""

import io
import json
import logging
import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import closing

import pytest
import structlog
from itsdangerous import BadSignature, SignatureExpired
from sqlalchemy import select

from tests.support.stages import SECRET, Site
from tests.support.visitor import Visitor
from tests.web.test_paper import codes_of
from voting.pincode import Pincode as PlainPincode
from wijkaanzet.actions.safekeeping import backup
from wijkaanzet.logs import configure_logs
from wijkaanzet.storage.audit import AuditEntry
from wijkaanzet.web.sealed import SealedSerializer


class Access:
    """Writes what gunicorn and a proxy write of each request: the line, the referrer, the answer's headers."""

    def __init__(self, app: object) -> None:
        self.app, self.lines = app, []

    def __call__(self, environ: dict[str, str], start_response: object) -> object:
        """Answer, and note it."""
        address = environ["PATH_INFO"] + "?" + environ.get("QUERY_STRING", "")
        self.lines.append(f"{environ['REQUEST_METHOD']} {address} {environ.get('HTTP_REFERER', '')}")

        def note(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            self.lines += [f"{name}: {value}" for name, value in headers if name != "Set-Cookie"]
            return start_response(status, headers, *more)

        return self.app(environ, note)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the program's own logs hold."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    configure_logs()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    yield written
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    structlog.reset_defaults()


def test_a_vote_leaves_nothing_behind(voting: Site, logged: io.StringIO) -> None:
    access = Access(voting.app.wsgi_app)
    voting.app.wsgi_app = access  # type: ignore[method-assign]
    code, wrong, visitor = voting.practice_code(), str(PlainPincode.generate()), Visitor(voting)
    code_hash = PlainPincode.parse(code).hashed(voting.key, voting.edition().id).hex()
    before = trail(voting)
    visitor.enter_code(wrong)
    visitor.enter_code("mis" + code)
    receipt = visitor.vote(code, 1, 2)
    visitor.post("/stem/controle", {"plan": ["1", "2"]})
    written = logged.getvalue() + "\n".join(access.lines)
    assert "POST /stem?" in written
    for secret in (code, wrong, receipt, code_hash):
        for spelling in (secret, secret.replace("-", ""), secret.lower()):
            assert spelling not in written
    assert "plan=" not in written
    assert trail(voting) == before, "the audit trail says nothing per ballot"


def trail(site: Site) -> list[str]:
    """The audit trail as text."""
    with site.database.read() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence))
        return [json.dumps([entry.act, entry.actor, entry.subject, entry.details]) for entry in entries]


def test_a_mistake_of_ours_is_logged_without_what_was_sent(
    voting: Site, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, code = Visitor(voting), voting.practice_code()
    visitor.get("/stem")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"kapot bij {code}")

    monkeypatch.setattr("wijkaanzet.web.vote.voting.recognise", broken)
    voting.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = visitor.submit("/stem", pincode=code)
    assert answer.status_code == 500
    assert "Er is niets half opgeslagen" in visitor.page.text
    assert '"error": "RuntimeError"' in logged.getvalue()
    assert "broken" in logged.getvalue(), "where it went wrong is said"
    assert code not in logged.getvalue()


def cookie_of(visitor: Visitor) -> dict[str, object]:
    """What the one cookie holds, for whoever has the key of the site."""
    cookie = visitor.client.get_cookie("wijkaanzet")
    assert cookie is not None
    held: dict[str, object] = SealedSerializer(SECRET).loads(cookie.value, 60)
    return held


def test_nobody_reads_the_cookie_or_changes_it_without_the_key(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    visitor.choose(1, 2)
    cookie = visitor.client.get_cookie("wijkaanzet")
    assert cookie is not None
    sealed = urlsafe_b64decode(cookie.value)
    assert not any(word in sealed for word in (b"stem", b"plans", b"code", b"csrf"))
    for change in (0, len(sealed) // 2, len(sealed) - 1):
        other = sealed[:change] + bytes([sealed[change] ^ 1]) + sealed[change + 1 :]
        with pytest.raises(BadSignature):
            SealedSerializer(SECRET).loads(urlsafe_b64encode(other).decode(), 60)
    with pytest.raises(BadSignature):
        SealedSerializer("another key" * 5).loads(cookie.value, 60)
    with pytest.raises(SignatureExpired):
        SealedSerializer(SECRET).loads(cookie.value, -1)


def test_the_cookie_never_holds_the_code_and_after_voting_no_choice(voting: Site) -> None:
    visitor, code = Visitor(voting), voting.practice_code()
    visitor.enter_code(code)
    visitor.choose(1, 2)
    held = json.dumps(cookie_of(visitor))
    assert code not in held
    assert code.replace("-", "") not in held
    visitor.get("/stem/controle")
    visitor.submit("/stem/controle")
    after = cookie_of(visitor)["stem"]
    assert isinstance(after, dict)
    assert set(after) == {"receipt", "edition"}


def test_a_receipt_is_asked_about_without_an_address_that_holds_it(voting: Site) -> None:
    visitor = Visitor(voting)
    receipt = visitor.vote(voting.practice_code(), 1)
    calendar = voting.edition()
    voting.clock.now += calendar.spec.calendar.spans[
        max(calendar.spec.calendar.spans)
    ].start - calendar.local_now(voting.clock.now)
    organiser = Visitor(voting).sign_in_as("organiser")
    organiser.get("/beheer")
    assert organiser.submit("/beheer/tellen").status_code == 303
    organiser.get("/beheer")
    assert organiser.submit("/beheer/publiceren").location == "/uitslag"
    stranger = Visitor(voting)
    for typed, words in (
        (receipt, "staat op de lijst. Uw stem is geteld"),
        (receipt.lower().replace("-", " "), "staat op de lijst. Uw stem is geteld"),
        ("AAAAA-AAAAA", "staat niet op de lijst"),
        ("AAAA", "Een ontvangstcode heeft 10 letters en cijfers"),
    ):
        stranger.get("/uitslag")
        form = stranger.page.form("/uitslag")
        assert form.method == "post"
        assert stranger.submit("/uitslag", ontvangstcode=typed).status_code == 200
        assert words in stranger.page.text


def test_no_file_of_the_installation_holds_a_code_or_an_address_of_a_browser(voting: Site) -> None:
    """Database, write-ahead log, jobs, mail and a backup, after a vote online and a failed try."""
    code, wrong, visitor = voting.practice_code(), str(PlainPincode.generate()), Visitor(voting)
    visitor.client.environ_base["REMOTE_ADDR"] = address = "198.51.100.77"
    visitor.enter_code(wrong)
    visitor.vote(code, 1, 2)
    visitor.ask_for_link("iemand@voorbeeld.nl")
    backup(voting.config, voting.config.data_dir / "copy.backup")
    files = [path for path in voting.config.data_dir.rglob("*") if path.is_file()]
    assert {"copy.backup", "jobs.db"} <= {path.name for path in files}
    for path in files:
        data = path.read_bytes()
        for secret in (code, code.replace("-", ""), wrong, wrong.replace("-", ""), address):
            assert secret.encode() not in data, f"{path.name} holds {secret}"


def test_a_backup_holds_ballots_in_no_order_of_casting(voting: Site) -> None:
    codes = codes_of(voting, 12)
    receipts = [
        Visitor(voting).vote(code, 1 + number % 3).replace("-", "") for number, code in enumerate(codes)
    ]
    file = voting.config.data_dir / "copy.backup"
    backup(voting.config, file)
    with closing(sqlite3.connect(file)) as copy:
        kept = [row[0] for row in copy.execute("SELECT receipt FROM receipts")]
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            copy.execute("SELECT rowid FROM ballots")
        assert copy.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchall() == []
    assert sorted(kept) == sorted(receipts)
    assert kept == sorted(kept), "in the order of the keys, which are random"


def test_interim_results_are_on_no_page(voting: Site) -> None:
    """No page and no file of the interface tells anybody, organisers included, how the vote stands."""
    Visitor(voting).vote(voting.practice_code(), 1)
    # The same people look twice: plans stand in an order of the visitor's own.
    people = {role: Visitor(voting).sign_in_as(role) for role in ("organiser", "desk", "checker")}
    people[""] = Visitor(voting)
    for person in people.values():
        person.get("/spelregels")  # which shows the greeting after signing in
    before = {(role, path): looks(people[role], path) for role, path in PATHS_OF_STAFF}
    for code in codes_of(voting, 5):
        Visitor(voting).vote(code, 1, 2)
    assert {(role, path): looks(people[role], path) for role, path in PATHS_OF_STAFF} == before


PATHS_OF_STAFF = (
    *(("", "/"), ("", "/plannen"), ("", "/uitslag"), ("", "/api/v1/plannen"), ("", "/api/v1/uitslag")),
    *(("organiser", "/beheer"), ("desk", "/balie"), ("desk", "/balie/papier"), ("checker", "/tafel/1")),
)


def looks(visitor: Visitor, path: str) -> str:
    """A page's words, as somebody sees them."""
    answer = visitor.get(path)
    return visitor.page.text if answer.mimetype == "text/html" else answer.text
