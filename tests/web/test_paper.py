"""Paper votes over HTTP: two people at the desk, from slips to receipts; a proxy; somebody with a secret address."""

import io
import re

from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.test_pages import check
from tests.web.test_vote import ballots, mistyped, set_state
from voting.pincode import Pincode as PlainPincode
from wijkaanzet.actions.pincodes import replace_pincode
from wijkaanzet.storage.audit import AuditEntry
from wijkaanzet.storage.voters import Address, Pincode, Voter


def clerk(site: Site, name: str) -> Visitor:
    """Somebody at the desk, with an account of their own."""
    site.grant(f"{name}@voorbeeld.nl", "desk")
    visitor = Visitor(site)
    assert visitor.sign_in(f"{name}@voorbeeld.nl").status_code == 303
    return visitor


def codes_of(site: Site, count: int) -> list[str]:
    """Fresh codes of so many different people."""
    edition = site.edition()
    with site.database.write() as session:
        holders = session.scalars(select(Pincode.voter_id).where(Pincode.state == "open").limit(count)).all()
        return [
            str(
                replace_pincode(
                    session,
                    edition,
                    holder,
                    key=site.key,
                    reason="proef",
                    actor="test",
                    now=edition.local_now(site.clock.now),
                ).pincode
            )
            for holder in holders
        ]


def hand_in(visitor: Visitor, code: str, **more: str) -> TestResponse:
    """Type a slip's code."""
    visitor.get("/balie/papier/1")
    answer = visitor.submit("/balie/papier/1/briefje", pincode=code, **more)
    return visitor.follow(answer) if answer.status_code == 303 else answer


def type_in(visitor: Visitor, form: int, kind: str = "plannen", plans: tuple[int, ...] = ()) -> TestResponse:
    visitor.get(f"/balie/papier/1?formulier={form}")
    answer = visitor.submit("/balie/papier/1/formulier", soort=kind, plan=plans)
    return visitor.follow(answer) if answer.status_code == 303 else answer


def test_two_people_bring_a_batch_to_the_ballot_box(voting: Site) -> None:
    anna, bert = clerk(voting, "anna"), clerk(voting, "bert")
    codes = codes_of(voting, 6)
    anna.get("/balie/papier")
    check(anna.page, "the batches")
    anna.follow(anna.submit("/balie/papier"))
    check(anna.page, "a batch of slips")
    for code in codes:
        hand_in(anna, code)
        assert "Deze code is geldig" in anna.page.text
    assert hand_in(anna, codes[5]).status_code == 409
    assert "Is het briefje dubbel?" in anna.page.text
    hand_in(anna, codes[5], terug="1")
    assert "De code werkt weer" in anna.page.text
    assert Visitor(voting).enter_code(codes[5]).status_code == 303
    online = Visitor(voting)
    assert online.enter_code(codes[0]).status_code == 409
    assert "Uw stem op papier ligt bij de balie" in online.page.text
    anna.get("/balie/papier/1")
    anna.follow(anna.submit("/scheiden"))
    check(anna.page, "a batch of forms")
    for form, (kind, plans) in enumerate(
        [("plannen", (1, 2)), ("plannen", (1,)), ("blanco", ()), ("ongeldig", ()), ("plannen", (3,))], 1
    ):
        type_in(anna, form, kind, plans)
    assert "Wacht tot een collega" in anna.page.text
    for form in range(1, 6):
        type_in(bert, form, "plannen", (1,))
    assert "4 verschillen" in bert.page.text
    assert "de een las ‘plan 1’, de ander ‘plan 1, 2’" in bert.page.text
    check(bert.page, "a batch with differences")
    assert bert.post("/balie/papier/1/stemmen").status_code == 409
    for form, kind, plans in (
        (1, "plannen", (1, 2)),
        (3, "blanco", ()),
        (4, "ongeldig", ()),
        (5, "blanco", ()),
    ):
        sent = {"formulier": str(form), "soort": kind, "plan": [str(p) for p in plans]}
        bert.follow(bert.post("/balie/papier/1/verschil", sent))
    assert bert.submit("/balie/papier/1/stemmen").status_code == 200
    check(bert.page, "the receipts")
    assert len(set(re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", bert.page.text))) == 5
    assert sorted(ballots(voting)) == ["", "", "", "1", "1,2"]
    anna.get("/balie/papier/1")
    assert "Wat er op de formulieren stond, is hier gewist" in anna.page.text


def test_a_typist_sees_only_their_own_work(voting: Site) -> None:
    anna, bert = batch_of_forms(voting)
    type_in(anna, 1, "plannen", (2,))
    assert "Formulier 1 : plan 2" in anna.page.text.replace("Formulier 1:", "Formulier 1 :")
    bert.get("/balie/papier/1")
    assert "Wat u zelf hebt ingevoerd" not in bert.page.text
    assert "plan 2" not in bert.page.text


def test_all_forms_alike_is_a_signature_list(voting: Site) -> None:
    for visitor in batch_of_forms(voting):
        visitor.get("/balie/papier/1")
        visitor.follow(visitor.submit("/balie/papier/1/formulier", plan=[2], alle="1"))
        assert "Alle formulieren zijn ingevoerd" in visitor.page.text
    assert visitor.submit("/balie/papier/1/stemmen").status_code == 200
    assert ballots(voting) == ["2"] * 5


def test_what_cannot_be_is_said_and_what_was_typed_stays(voting: Site) -> None:
    anna = clerk(voting, "anna")
    anna.post("/balie/papier")
    good, used, void = codes_of(voting, 3)
    set_state(voting, used, "used")
    set_state(voting, void, "void")
    for typed, status, words in (
        (mistyped(good), 422, "Er zit een typefout in de pincode"),
        ("ABCD", 422, "Een pincode heeft 12 letters en cijfers"),
        (str(PlainPincode.generate()), 404, "Deze pincode kennen wij niet"),
        (used, 409, "Met deze code is al gestemd"),
        (void, 409, "Deze pincode is vervallen"),
    ):
        assert (hand_in(anna, typed).status_code, words in anna.page.text) == (status, True), typed
        assert anna.page.form("/briefje").filled()["pincode"] == [typed]
    assert anna.post("/balie/papier/1/scheiden").status_code == 409
    hand_in(anna, good)
    assert anna.post("/balie/papier/1/scheiden").status_code == 409
    assert "Wacht tot het er 5 zijn" in anna.page.text
    assert anna.post("/balie/papier/1/vervallen").status_code == 422
    anna.follow(anna.post("/balie/papier/1/vervallen", {"reason": "proef"}))
    assert "De partij is vervallen" in anna.page.text
    assert Visitor(voting).enter_code(good).status_code == 303


def test_a_form_against_the_rules_is_refused_and_stays(voting: Site) -> None:
    anna, _ = batch_of_forms(voting)
    everything = tuple(int(b["value"]) for b in anna.page.all("input") if b.get("name") == "plan")
    assert type_in(anna, 1, "plannen", everything).status_code == 422
    assert "meer dan het budget" in anna.page.text
    assert len(anna.page.form("/formulier").filled()["plan"]) == len(everything)
    assert type_in(anna, 1).status_code == 422
    assert "Er is geen plan aangekruist" in anna.page.text


def batch_of_forms(voting: Site) -> tuple[Visitor, Visitor]:
    anna, bert = clerk(voting, "anna"), clerk(voting, "bert")
    anna.post("/balie/papier")
    for code in codes_of(voting, 5):
        hand_in(anna, code)
    anna.get("/balie/papier/1")
    anna.follow(anna.submit("/scheiden"))
    return anna, bert


def test_a_proxy_gets_a_letter_once_the_consent_was_seen(voting: Site) -> None:
    visitor = Visitor(voting).sign_in_as("desk")
    with voting.database.read() as session:
        voter, home = session.execute(
            select(Voter.id, Address)
            .join(Address, Address.id == Voter.address_id)
            .join(Pincode, Pincode.voter_id == Voter.id)
            .where(Pincode.state == "open")
        ).first() or (0, None)
    assert home is not None
    visitor.get("/balie")
    visitor.submit("/balie", postcode=home.postcode, number=str(home.house_number))
    assert visitor.submit(f"/balie/machtiging/{voter}").status_code == 422
    visitor.get("/balie")
    visitor.submit("/balie", postcode=home.postcode, number=str(home.house_number))
    letter = visitor.submit(f"/balie/machtiging/{voter}", gezien="1")
    assert letter.mimetype == "application/pdf"
    assert "proxy-consent-checked" in acts(voting)


def test_somebody_with_a_secret_address_gets_a_letter_at_once(voting: Site) -> None:
    visitor = Visitor(voting).sign_in_as("desk")
    who = {"name": "Nora Šimić", "postcode": "9990 AX", "number": "1"}
    visitor.get("/balie/geheim-adres")
    assert visitor.submit("/geheim-adres", **who).status_code == 422
    assert "Zet een kruisje" in visitor.page.text
    letter = visitor.submit("/geheim-adres", **who, checked="y")
    assert letter.mimetype == "application/pdf"
    text = PdfReader(io.BytesIO(letter.data)).pages[0].extract_text()
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert code, text
    assert Visitor(voting).enter_code(code[0]).status_code == 303
    visitor.get("/balie/geheim-adres")
    assert visitor.submit("/geheim-adres", **who, checked="y").status_code == 409
    assert "heeft de balie al een brief gemaakt" in visitor.page.text
    assert "entitled-at-desk" in acts(voting)
    assert "Šimić" not in acts(voting)


def acts(site: Site) -> str:
    with site.database.read() as session:
        entries = session.scalars(select(AuditEntry))
        return " ".join(f"{e.act} {e.subject} {e.details}" for e in entries)
