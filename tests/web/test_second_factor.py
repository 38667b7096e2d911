"""Staff of a real edition also enter a code from an authenticator app; a rehearsal asks for none."""

from __future__ import annotations

import re

import pyotp
import pytest

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite

ORGANISER = "organisator@voorbeeld.nl"


@pytest.fixture
def real(site_in: OpenSite) -> Site:
    """A site with a real edition at /e/echt beside the rehearsal."""
    site = site_in(Phase.SUBMIT)
    site.grant(ORGANISER, "organiser", site.make_edition(slug="echt", name="Echt", rehearsal=False))
    return site


def signed_in(site: Site) -> Visitor:
    visitor = Visitor(site, "/e/echt")
    assert visitor.sign_in(ORGANISER).status_code == 303
    return visitor


def secret_on(visitor: Visitor) -> str:
    visitor.get("/inloggen-code")
    found = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", visitor.page.text)
    assert found, visitor.page.text
    return found[0].replace(" ", "")


def test_staff_pages_open_after_the_code_and_the_secret_is_shown_once(real: Site) -> None:
    visitor = signed_in(real)
    assert visitor.get("/beheer").location == "/e/echt/inloggen-code"
    totp = pyotp.TOTP(secret_on(visitor))
    assert visitor.submit("/inloggen-code", code="000 000").status_code == 422
    answer = visitor.submit("/inloggen-code", code=totp.at(real.clock.now))
    assert (answer.status_code, answer.location) == (303, "/e/echt/beheer")
    assert visitor.get("/beheer").status_code == 200
    visitor.get("/inloggen-code")
    assert totp.secret not in visitor.page.text.replace(" ", "")


def test_a_code_works_once_and_the_next_sign_in_asks_again(real: Site) -> None:
    first = signed_in(real)
    totp = pyotp.TOTP(secret_on(first))
    code = totp.at(real.clock.now)
    assert first.submit("/inloggen-code", code=code).status_code == 303
    second = signed_in(real)
    assert second.get("/beheer").status_code == 303
    second.get("/inloggen-code")
    assert second.submit("/inloggen-code", code=code).status_code == 422
    real.clock.turn(seconds=60)
    assert second.submit("/inloggen-code", code=totp.at(real.clock.now)).status_code == 303


def test_the_secret_is_not_in_the_database(real: Site) -> None:
    visitor = signed_in(real)
    secret = secret_on(visitor)
    with real.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM accounts").fetchall()
    assert secret not in repr(rows)


def test_residents_and_rehearsals_are_asked_for_no_code(real: Site) -> None:
    visitor = signed_in(real)
    assert visitor.get("/plannen/nieuw").status_code != 303
    assert Visitor(real).sign_in_as("organiser").get("/beheer").status_code == 200
