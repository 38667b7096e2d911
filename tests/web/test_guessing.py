"""Guessing codes: counted in the database, asked to wait, and never in the way of somebody with a right code."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event, Lock

from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.test_paper import codes_of
from tests.web.test_vote import ballots, failures
from voting.guessing import FREE_TRIES
from voting.pincode import Pincode as PlainPincode
from wijkaanzet.actions import voting as voting_actions

GUESSES_PER_S, STRANGERS = 100, 8


def guess(visitor: Visitor, **headers: str) -> tuple[int, int]:
    """Try a well-formed code that nobody has; the status and the seconds to wait."""
    visitor.get("/stem")
    sent = visitor.page.form("/stem").filled(pincode=str(PlainPincode.generate()))
    answer = visitor.post_bare("/stem", sent, headers=headers)
    return answer.status_code, int(answer.headers.get("Retry-After", 0))


def test_the_wait_grows_survives_a_restart_and_ends(voting: Site) -> None:
    stranger = Visitor(voting)
    for _ in range(FREE_TRIES):
        assert guess(stranger) == (404, 0)
    assert [guess(stranger) for _ in range(3)] == [(429, 2), (429, 4), (429, 8)]
    restarted = Site.open(voting.config)
    assert guess(Visitor(restarted)) == (429, 16), "another host, or the same after a restart, counts on"
    restarted.database.close()
    assert stranger.enter_code(voting.practice_code()).status_code == 303, "a right code works at once"
    voting.clock.turn(minutes=60)
    assert guess(stranger) == (404, 0)


def test_only_a_configured_proxy_is_believed(voting: Site) -> None:
    stranger = Visitor(voting)
    for number in range(5):
        guess(stranger, **{"X-Forwarded-For": f"192.0.2.{number}"})
    assert sorted(failures(voting).values()) == [5, 5], (
        "one network: the header of a stranger is not believed"
    )
    proxied = Site.open(replace(voting.config, trusted_proxies=1))
    for address in ("192.0.2.1", "2001:db8:1:2::5", "2001:db8:1:2:9::9", "2001:db8:1:3::1"):
        guess(Visitor(proxied), **{"X-Forwarded-For": f"203.0.113.9, {address}"})
    proxied.database.close()
    assert sorted(failures(voting).values()) == [1, 1, 2, 5, 9], (
        "the last address counts; a /64 is one network"
    )


def test_the_organiser_sees_a_calm_warning(voting: Site) -> None:
    organiser = Visitor(voting).sign_in_as("organiser")
    edition, moment = voting.edition(), voting.edition().local_now(voting.clock.now)

    def fail(session: object) -> None:
        for number in range(101):
            voting_actions.count_failure(session, edition, f"net {number}", now=moment)  # type: ignore[arg-type]

    assert "Veel verkeerde pincodes" not in organiser.get("/beheer").text
    voting.act(fail)
    assert "101 keer een pincode ingevuld die niet bestaat" in organiser.get("/beheer").text
    assert "Een juiste code blijft gewoon werken" in organiser.page.text


def test_a_flood_of_guesses_locks_nobody_out(voting: Site) -> None:
    """A hundred guesses a second from the voters' own network, on real threads, while people vote."""
    codes, over, counted, lock = codes_of(voting, 8), Event(), [0], Lock()

    def flood(number: int) -> None:
        stranger, begin, done = Visitor(voting), time.monotonic(), 0
        stranger.get("/stem")
        form = stranger.page.form("/stem").filled()
        while not over.is_set():
            form["pincode"] = [str(PlainPincode.generate())]
            answer = stranger.client.post("/stem", data=form)
            assert answer.status_code in (404, 429)
            done += 1
            over.wait(max(0.0, begin + done * STRANGERS / GUESSES_PER_S - time.monotonic()))
        with lock:
            counted[0] += done

    with ThreadPoolExecutor(STRANGERS) as threads:
        strangers = [threads.submit(flood, n) for n in range(STRANGERS)]
        time.sleep(0.5)
        receipts = {Visitor(voting).vote(code, 1) for code in codes}
        over.set()
        for one in strangers:
            one.result()
    assert len(receipts) == 8
    assert ballots(voting) == ["1"] * 8
    assert failures(voting)["*"] == counted[0], "no failed try is lost, however many at once"
