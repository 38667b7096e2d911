"""A page that was prepared for everybody is, with the visitor's own in it, the page that would be rendered for that visitor."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Hashable

import pytest
from flask import Response
from sqlalchemy import update

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.actions import pincodes
from wijkaanzet.storage.database import Database
from wijkaanzet.storage.editions import Edition
from wijkaanzet.storage.plans import Plan
from wijkaanzet.web import lately, vote

CHANGING = re.compile(r'(name="csrf_token" value|data-key)="[^"]*"')
NUMBER = re.compile(r'name="plan" value="(\d+)"')
RECEIPT = re.compile(r'waz-receipt__code">([^<]+)<')


def rendered(_name: str, render: Callable[[str], str], *_facts: Hashable, own: str = "") -> Response:
    """Render the page for this visitor alone."""
    return Response(render(own), mimetype="text/html")


@pytest.fixture
def real(site_in: OpenSite) -> tuple[Site, list[str]]:
    """An edition in its voting days that is no rehearsal, which prepares nothing; and some pincodes."""
    site = site_in(Phase.VOTING)
    site.clock.now = site.edition().local_now(site.clock.now)
    site.act(lambda session: session.execute(update(Edition).values(rehearsal=False, clock_offset_s=0)))
    edition = site.edition()
    homes = [
        pincodes.Entitlement("Proefstraat", number, "", "", "2033AB", "Voorbeeldstad")
        for number in range(1, 5)
    ]
    ids = site.act(lambda session: pincodes.entitle(session, edition, homes))
    issued = site.act(
        lambda session: pincodes.make_pincodes(
            session, edition, ids, key=site.key, actor="test", now=site.clock.now
        )
    )
    return site, [str(one.pincode) for one in issued]


def pages_of(site: Site, code: str, *, blank: bool) -> list[str]:
    """What a voter sees from the code to the receipt, without what is another thing for each voter."""
    voter, seen = Visitor(site), []

    def see(path: str) -> str:
        answer = voter.get(path)
        assert answer.status_code == 200, path
        seen.append(CHANGING.sub(r"\1", answer.text))
        return str(answer.text)

    see("/stem")
    assert voter.submit("/stem", pincode=code).status_code == 303
    number = NUMBER.findall(see("/stem/biljet"))[1]
    sent = {"csrf_token": voter.token()} | ({"blanco": "1"} if blank else {"plan": number})
    assert voter.post_bare("/stem/biljet", sent).status_code == 303
    check = see("/stem/controle")
    assert ("U kiest 1 plan" in check) is not blank
    assert voter.submit("/stem/controle").status_code == 303
    receipt = RECEIPT.search(see("/stem/klaar"))
    assert receipt
    seen[-1] = seen[-1].replace(receipt[1], "")
    return seen


def test_prepared_pages_are_what_would_be_rendered(
    real: tuple[Site, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, codes = real
    prepared = [pages_of(site, codes[0], blank=False), pages_of(site, codes[1], blank=True)]
    monkeypatch.setattr(vote, "prepared", rendered)
    assert prepared == [pages_of(site, codes[2], blank=False), pages_of(site, codes[3], blank=True)]


def test_a_plan_that_another_process_took_away_leaves_the_ballot_paper(real: tuple[Site, list[str]]) -> None:
    site, codes = real
    voter = Visitor(site)
    voter.enter_code(codes[0])
    numbers = NUMBER.findall(voter.get("/stem/biljet").text)
    elsewhere = Database(site.database.url)
    with elsewhere.write() as session:
        gone = update(Plan).where(Plan.number == int(numbers[0])).values(withdrawn_at=site.clock.now)
        session.execute(gone)
    elsewhere.close()
    time.sleep(lately.SECONDS)
    assert NUMBER.findall(voter.get("/stem/biljet").text) == numbers[1:]
