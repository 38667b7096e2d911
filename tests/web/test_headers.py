"""The headers of every answer, pages, errors, files and programs' answers alike; and the one cookie."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from phases.calendar import Phase
from tests.support.site_map import ADDRESSES
from tests.support.stages import Site, Stages, settings
from tests.support.visitor import Visitor

People = dict[tuple[Phase, str], Visitor]
EACH_PHASE = pytest.mark.parametrize("phase", Phase, ids=lambda phase: phase.key)
WANTED = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def check(answer: TestResponse) -> None:
    """Hold an answer to the headers that all have."""
    for name, value in WANTED.items():
        assert answer.headers[name] == value
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert {name: policy.get(name) for name in POLICY} == POLICY
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "http" not in answer.headers["Content-Security-Policy"]


@EACH_PHASE
def test_every_address(people: People, phase: Phase) -> None:
    for address in ADDRESSES:
        for role in {"", address.role}:
            answer = people[phase, role].get(address.path)
            check(answer)
            kept = "no-store"
            if address.path.endswith("delen.png"):
                kept = "public, max-age=3600"  # the picture beside a shared link is the same for everybody
            elif address.path.startswith("/api/") and answer.status_code == 200:
                kept = "no-cache"  # so is open data; who kept an answer asks whether there is a newer one
            assert answer.headers["Cache-Control"] == kept, address.path


def test_static_files(people: People) -> None:
    visitor = people[Phase.SUBMIT, ""]
    visitor.get("/")
    links = [link["href"] for link in visitor.page.all("link")]
    visitor.get("/stem")
    found = [
        *links,
        "/static/js/budget.js",
        "/static/img/logo.svg",
        "/static/vendor/fonts/noto-sans-latin-400-normal.woff2",
    ]
    assert len([one for one in found if one.startswith("/static/")]) >= 6
    for path in found:
        with visitor.client.get(path) as answer:
            assert answer.status_code == 200, path
            check(answer)
            assert "max-age" in answer.headers["Cache-Control"]
    check(visitor.get("/static/er-is-niets.css"))


def test_errors(people: People) -> None:
    visitor = Visitor(people[Phase.SUBMIT, ""].site)
    for answer, status in (
        (visitor.post_bare("/inloggen", {"email": "anna@voorbeeld.nl"}), 400),
        (visitor.get("/e/bestaat-niet/"), 404),
        (visitor.post("/plannen"), 405),
        (visitor.post("/inloggen", {"email": "x" * 17_000_000}), 413),
    ):
        assert answer.status_code == status
        check(answer)


@pytest.fixture
def secure(stages: Stages, tmp_path: Path) -> Iterator[Site]:
    """A site that is reached over HTTPS."""
    config = replace(settings(tmp_path), base_url="https://wijk.voorbeeld.nl", trusted_proxies=1)
    site = stages.site(Phase.SUBMIT, config)
    yield site
    site.database.close()


def test_over_https_cookies_and_browsers_stay_there(secure: Site) -> None:
    client = secure.app.test_client()
    answer = client.get("/inloggen", base_url="https://wijk.voorbeeld.nl")
    cookie = answer.headers["Set-Cookie"]
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Expires" not in cookie, "it is gone with the browser"
    assert "Domain" not in cookie
    for path in ("/", "/static/img/logo.svg", "/er-is-niets"):
        with client.get(path, base_url="https://wijk.voorbeeld.nl") as found:
            assert found.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_form_from_another_site_is_refused_over_https(secure: Site) -> None:
    client, proxied = (
        secure.app.test_client(),
        {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "wijk.voorbeeld.nl"},
    )
    visitor = Visitor(secure)
    page = client.get("/inloggen", headers=proxied)
    visitor._seen(page)
    sent = visitor.page.form("/inloggen").filled(email="anna@voorbeeld.nl")
    for referrer, status in (("https://wijk.voorbeeld.nl/inloggen", 200), ("https://evil.example/", 400)):
        answer = client.post("/inloggen", data=sent, headers=proxied | {"Referer": referrer})
        assert answer.status_code == status


def test_over_plain_http_there_is_one_cookie(people: People) -> None:
    visitor = Visitor(people[Phase.SUBMIT, ""].site)
    answer = visitor.get("/inloggen")
    assert [cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")] == ["wijkaanzet"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in answer.headers
