"""The voter's way over HTTP."""

import threading

import pytest
from sqlalchemy import select, update

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor, receipt_in
from tests.web.conftest import OpenSite
from voting.pincode import Pincode as PlainPincode
from voting.pincode import PincodeFormatError
from wijkaanzet.actions.editions import turn_clock
from wijkaanzet.storage.ballots import Ballot, PincodeFailure, Receipt
from wijkaanzet.storage.voters import Pincode
from wijkaanzet.web.codes import network_of
from wijkaanzet.web.vote import JUST_ENTERED_S


def ballots(site: Site) -> list[str]:
    """The stored ballots, in some order."""
    with site.database.read() as session:
        return list(session.scalars(select(Ballot.choices)))


def failures(site: Site) -> dict[str, int]:
    """The counted tries per network; "*" is all together."""
    with site.database.read() as session:
        return {row.network: row.tries for row in session.scalars(select(PincodeFailure))}


def set_state(site: Site, code: str, state: str) -> None:
    """Bring a code into a state."""
    code_hash = PlainPincode.parse(code).hashed(site.key, site.edition().id)
    site.act(lambda s: s.execute(update(Pincode).where(Pincode.code_hash == code_hash).values(state=state)))


def mistyped(code: str) -> str:
    """The code with one symbol changed."""
    for symbol in "0123456789":
        try:
            PlainPincode.parse(symbol + code[1:])
        except PincodeFormatError:
            return symbol + code[1:]
    raise AssertionError


def test_from_code_to_receipt(voting: Site) -> None:
    visitor = Visitor(voting)
    receipt = visitor.vote(voting.practice_code(), 1, 2)
    assert ballots(voting) == ["1,2"]
    with voting.database.read() as session:
        assert list(session.scalars(select(Receipt.receipt))) == [receipt.replace("-", "")]
    assert visitor.get("/stem/klaar").status_code == 200, "the page may be loaded again"
    assert receipt_in(visitor.page) == receipt


def test_a_code_is_read_as_people_type(voting: Site) -> None:
    code = voting.practice_code()
    visitor = Visitor(voting)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert visitor.enter_code(f"  {typed} ").location == "/stem/biljet"


def test_a_typing_mistake_is_told_from_a_wrong_code_and_not_counted(voting: Site) -> None:
    visitor = Visitor(voting)
    for typed, words in (
        (mistyped(voting.practice_code()), "Er zit een typefout in de pincode"),
        ("ABCD-EFGH", "Een pincode heeft 12 letters en cijfers"),
        ("", "Een pincode heeft 12 letters en cijfers"),
        ("ABCD-EFGH-JKM!", "Een pincode heeft 12 letters en cijfers"),
    ):
        assert visitor.enter_code(typed).status_code == 422
        assert words in visitor.page.text
        assert visitor.page.form("/stem").filled()["pincode"] == [typed], "what was typed stays"
    assert failures(voting) == {}


def test_a_wrong_code_is_counted_and_a_flood_stops_nobody_with_a_right_one(voting: Site) -> None:
    visitor = Visitor(voting)
    for _ in range(20):
        assert visitor.enter_code(str(PlainPincode.generate())).status_code == 404
    assert "Deze pincode kennen wij niet" in visitor.page.text
    assert visitor.enter_code(str(PlainPincode.generate())).status_code == 429
    assert "Wacht 1 minuut" in visitor.page.text
    assert "Een juiste code werkt altijd, ook nu" in visitor.page.text
    counted = failures(voting)
    assert sorted(counted.values()) == [21, 21]
    assert not any("127.0.0.1" in network for network in counted), "networks are kept as a keyed hash"
    assert visitor.enter_code(voting.practice_code()).status_code == 303


UNUSABLE = {
    "used": "Met deze code is al gestemd",
    "void": "Deze pincode is vervallen",
    "reserved": "Uw stem op papier ligt bij de balie",
}


def test_a_code_that_can_no_longer_be_used(voting: Site) -> None:
    for state, words in UNUSABLE.items():
        code, visitor = voting.practice_code(), Visitor(voting)
        visitor.enter_code(code)
        visitor.choose(1)
        visitor.get("/stem/controle")
        set_state(voting, code, state)
        late = visitor.submit("/stem/controle")
        assert (late.status_code, words in visitor.page.text) == (409, True)
        again = Visitor(voting).enter_code(code)
        assert (again.status_code, words in again.text) == (409, True)
    assert ballots(voting) == []
    assert failures(voting) == {}


@pytest.mark.parametrize(
    ("phase", "words"), [(Phase.LIKES, "Dit kan nog niet."), (Phase.EXECUTION, "Dit kan niet meer.")]
)
def test_too_early_and_too_late(site_in: OpenSite, phase: Phase, words: str) -> None:
    site = site_in(phase)
    visitor = Visitor(site)
    code = str(PlainPincode.generate())
    for path in ("/stem", "/stem/biljet", "/stem/controle"):
        for answer in (visitor.get(path), visitor.post(path, {"pincode": code, "plan": "1"})):
            assert answer.status_code == 403
            assert words in visitor.page.text
            assert "De wijk stemt" in visitor.page.text


def test_voting_that_ends_while_somebody_chooses(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    visitor.choose(1)
    visitor.get("/stem/controle")
    edition = voting.edition()
    end = edition.spec.calendar[Phase.VOTING].end
    voting.clock.now += end - edition.local_now(voting.clock.now)
    assert visitor.submit("/stem/controle").status_code == 403
    assert "was tot en met zondag 13 december" in visitor.page.text
    assert ballots(voting) == []


def test_over_budget_keeps_the_choice(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    visitor.get("/stem/biljet")
    offered = {int(box["value"]) for box in visitor.page.all("input") if box.get("name") == "plan"}
    answer = visitor.choose(*offered)
    assert answer.status_code == 422
    assert "meer dan het budget van € 70.000. Haal een plan weg." in visitor.page.text.replace("\u00a0", " ")
    kept = visitor.page.form("/stem/biljet").filled()["plan"]
    assert {int(number) for number in kept} == offered


def test_without_a_script_the_ballot_reckons_and_stays(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    visitor.get("/stem/biljet")
    answer = visitor.submit("/stem/biljet", plan=[1, 2], rekenen="1")
    assert answer.status_code == 200
    words = visitor.page.text.replace("\u00a0", " ")
    assert "U koos 2 plannen voor samen €" in words
    assert "van € 70.000" in words
    assert visitor.page.form("/stem/biljet").filled()["plan"] == ["1", "2"], "the choice is still ticked"
    assert visitor.submit("/stem/biljet", rekenen=None).location == "/stem/controle"


def test_a_choice_can_be_wiped_on_a_shared_device(voting: Site) -> None:
    visitor, code = Visitor(voting), voting.practice_code()
    visitor.enter_code(code)
    visitor.choose(1, 2)
    visitor.get("/stem/biljet")
    slot = next(form for form in visitor.page.all("form") if "data-ballot" in form)["data-key"]
    assert visitor.submit("/stem/biljet", wissen="1").location == "/stem/biljet"
    visitor.get("/stem/biljet")
    assert "plan" not in visitor.page.form("/stem/biljet").filled()
    assert visitor.get("/stem/controle").location == "/stem/biljet"
    assert slot not in code
    other = Visitor(voting)
    other.enter_code(voting.practice_code())
    other.get("/stem/biljet")
    assert slot != next(form for form in other.page.all("form") if "data-ballot" in form)["data-key"]


IMPOSSIBLE = (
    ([], "U koos geen plan"),
    (["999"], "Plan 999 staat niet (meer) op het stembiljet"),
    (["x"], "staat niet (meer) op het stembiljet"),
    (["9" * 5000], "staat niet (meer) op het stembiljet"),
    (["²"], "staat niet (meer) op het stembiljet"),
    (["1", "1"], "Een plan staat twee keer in uw keuze"),
)


def test_a_ballot_that_cannot_be(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    for path in ("/stem/biljet", "/stem/controle"):
        for numbers, words in IMPOSSIBLE:
            visitor.get("/stem/biljet")
            answer = visitor.post(path, {"plan": numbers})
            assert (answer.status_code, words in visitor.page.text) == (422, True), numbers
    assert ballots(voting) == []


def test_a_blank_ballot_is_a_ballot(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    visitor.get("/stem/biljet")
    assert visitor.post("/stem/biljet", {"blanco": "1"}).location == "/stem/controle"
    visitor.get("/stem/controle")
    assert "U stemt blanco" in visitor.page.text
    assert visitor.follow(visitor.submit("/stem/controle")).status_code == 200
    assert ballots(voting) == [""]


def test_a_second_click_hears_that_there_was_voted_and_keeps_the_receipt(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    visitor.choose(1)
    visitor.get("/stem/controle")
    form = visitor.page.form("/stem/controle").filled()
    assert visitor.post_bare("/stem/controle", form).status_code == 303
    second = visitor.post_bare("/stem/controle", form)
    assert second.status_code == 409
    assert "Met deze code is al gestemd" in second.text
    assert ballots(voting) == ["1"]
    assert visitor.get("/stem/klaar").status_code == 200


def test_of_many_at_once_one_ballot_is_stored(voting: Site) -> None:
    """The same code in eight browsers, all of them at the last page."""
    code, visitors = voting.practice_code(), [Visitor(voting) for _ in range(8)]
    for visitor in visitors:
        visitor.enter_code(code)
        visitor.choose(1)
        visitor.get("/stem/controle")
    statuses: list[int] = []
    start = threading.Barrier(len(visitors))

    def confirm(visitor: Visitor) -> None:
        start.wait()
        statuses.append(visitor.submit("/stem/controle").status_code)

    threads = [threading.Thread(target=confirm, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [409] * 7
    assert ballots(voting) == ["1"]


def test_two_tabs_cast_what_the_confirmed_page_showed(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    visitor.choose(1)
    visitor.get("/stem/controle")
    first_tab = visitor.page.form("/stem/controle").filled()
    visitor.choose(2)
    visitor.get("/stem/controle")
    assert visitor.post_bare("/stem/controle", first_tab).status_code == 303
    assert ballots(voting) == ["1"]


def test_the_choice_is_still_ticked_when_the_voter_goes_back(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    visitor.choose(1, 2)
    visitor.get("/stem/biljet")
    assert visitor.page.form("/stem/biljet").filled()["plan"] == ["1", "2"]
    visitor.enter_code(voting.practice_code())
    visitor.get("/stem/biljet")
    assert "plan" not in visitor.page.form("/stem/biljet").filled(), (
        "another code begins with an empty ballot"
    )


def test_who_comes_back_to_the_ballot_hears_first_that_the_code_is_no_more(voting: Site) -> None:
    code, visitor = voting.practice_code(), Visitor(voting)
    visitor.enter_code(code)
    set_state(voting, code, "void")
    assert visitor.get("/stem/biljet").status_code == 200, "it was recognised a moment ago"
    voting.clock.turn(seconds=JUST_ENTERED_S + 1)
    late = visitor.get("/stem/biljet")
    assert (late.status_code, UNUSABLE["void"] in late.text) == (409, True)


def test_an_hour_of_nothing_asks_for_the_code_again(voting: Site) -> None:
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    voting.clock.turn(minutes=61)
    assert visitor.get("/stem/biljet").status_code == 409
    assert "Vul uw pincode opnieuw in" in visitor.page.text


def test_a_code_of_another_edition_is_refused(voting: Site) -> None:
    other = voting.make_edition(slug="andere-wijk", name="Andere Wijk aan Zet")
    visitor = Visitor(voting)
    visitor.enter_code(voting.practice_code())
    there = voting.edition().local_now(voting.clock.now)
    voting.act(lambda s: turn_clock(s, other, there, now=voting.clock.now))
    for path in ("/stem/biljet", "/stem/controle"):
        answer = visitor.get(f"/e/andere-wijk{path}")
        assert answer.status_code == 409
        assert "Vul uw pincode opnieuw in" in answer.text
    assert visitor.get("/e/andere-wijk/stem/klaar").location == "/e/andere-wijk/stem"
    stranger = Visitor(voting, prefix="/e/andere-wijk")
    assert stranger.enter_code(voting.practice_code()).status_code == 404


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_tries_are_counted_per_network(address: str | None, network: str) -> None:
    assert network_of(address) == network
