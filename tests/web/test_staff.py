"""Staff at their forms: what they do arrives, and what cannot be is told beside the form, with what was typed."""

import io

from pypdf import PdfReader
from sqlalchemy import select

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor, text_of
from tests.web.conftest import OpenSite
from wijkaanzet.jobs import send_waiting_mail
from wijkaanzet.storage.voters import Address, Pincode, Voter


def test_a_like_is_given_once_and_taken_back(site_in: OpenSite) -> None:
    visitor = Visitor(site_in(Phase.LIKES)).sign_in_as("resident")
    for path in ("/plannen/2/like", "/plannen/2/like"):
        visitor.follow(visitor.follow(visitor.post(path)))
        assert "Dit plan heeft er nu 4." in visitor.page.text
    assert visitor.submit("/plannen/2/like").status_code == 303
    assert visitor.post("/plannen/999/like").status_code == 404
    stranger = Visitor(visitor.site)
    stranger.sign_in("iemand@voorbeeld.nl")
    assert stranger.post("/plannen/2/intrekken").status_code == 403


def test_two_checkers_at_one_answer(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    first, second = Visitor(site).sign_in_as("checker"), Visitor(site)
    site.grant("twee@voorbeeld.nl", "checker")
    second.sign_in("twee@voorbeeld.nl")
    for visitor in (first, second):
        visitor.get("/tafel/1")
    answer = "/tafel/1/antwoord/legal"
    assert first.submit(answer, kind="yes").status_code == 303
    late = second.submit(answer, kind="not-yet", explanation="Eerst een vergunning.")
    assert late.status_code == 409
    assert "Een collega was u net voor" in second.page.text
    assert second.page.form(answer).filled()["explanation"] == ["Eerst een vergunning."]
    condition = {"conditions-0-what": "Een kraan", "conditions-0-who": "de gemeente"}
    assert second.submit(answer, kind="yes-provided", **condition).status_code == 422
    assert "Kost het niets? Vul dan 0 in." in second.page.text
    assert second.page.form(answer).filled()["conditions-0-what"] == ["Een kraan"]
    for version in ("²", "-1", "x", "9" * 40):
        assert second.post(answer, {"kind": "yes", "versie": version}).status_code == 409, version
    assert second.post("/tafel/1/antwoord/smaak", {"kind": "yes"}).status_code == 404


def test_a_verdict_that_is_not_whole(site_in: OpenSite) -> None:
    visitor = Visitor(site_in(Phase.FEASIBILITY)).sign_in_as("organiser")
    verdict = "/tafel/3/oordeel"
    for sent, words in (
        ({"kind": None}, "Kies een oordeel"),
        ({"kind": "feasible"}, "Dit is een ander oordeel dan uit de antwoorden volgt"),
        ({"kind": "feasible-provided", "deviation": "x"}, "ten minste één voorwaarde"),
        ({"kind": "not-in-this-budget", "explanation": " "}, "hoe de indiener verder kan"),
    ):
        visitor.get("/tafel/3")
        assert visitor.submit(verdict, **sent).status_code == 422, sent
        assert words in visitor.page.text
    visitor.get("/tafel/3")
    assert visitor.submit(verdict, kind="feasible", deviation="de rest belde").status_code == 303
    visitor.get("/tafel/3")
    assert "Het oordeel ligt vast: Haalbaar" in visitor.page.text
    assert visitor.submit("/tafel/3/heropenen", reason=" ").status_code == 422
    assert visitor.submit("/tafel/3/heropenen", reason="nieuwe offerte").status_code == 303


def test_costs_from_the_table_to_the_submitter_and_back(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    chair = Visitor(site).sign_in_as("organiser")
    chair.get("/tafel/3")
    costs = "/tafel/3/kosten"
    assert chair.submit(costs, **{"lines-0-amount": "veel"}).status_code == 422
    assert chair.submit(costs, **{"lines-0-amount": "9.000", "note": ""}).status_code == 422
    assert "Schrijf op waarom" in chair.page.text
    assert chair.submit(costs, **{"lines-0-amount": "9.000", "note": "een offerte"}).status_code == 303
    chair.get("/tafel/3")
    assert chair.submit("/tafel/3/kosten/voorleggen").status_code == 303
    [link] = {line for text in mailed(site) for line in text.split() if "/kosten/" in line}
    path = link.removeprefix(site.config.base_url)
    submitter = Visitor(site)
    assert submitter.get(path).status_code == 200
    action = path.removeprefix("/e/vogelbuurt")
    assert submitter.submit(action, agreed="nee", words=" ").status_code == 422
    assert submitter.submit(action, agreed="nee", words="het kan goedkoper").status_code == 303
    chair.get("/tafel/3")
    assert "De indiener ziet het anders" in chair.page.text
    assert "het kan goedkoper" in chair.page.text
    assert chair.submit("/tafel/3/kosten/toelichten", words="het vervoer ontbrak").status_code == 303
    assert submitter.get(path).status_code == 200
    assert "het vervoer ontbrak" in submitter.page.text
    assert submitter.get(path + "x").status_code == 404


def mailed(site: Site) -> list[str]:
    """The texts of all mails."""
    send_waiting_mail(site.config, site.database, site.clock)
    return [text_of(mail) for mail in sorted((site.config.data_dir / "mail").glob("*.eml"))]


def test_only_the_chair_decides(site_in: OpenSite) -> None:
    site = site_in(Phase.FEASIBILITY)
    checker = Visitor(site).sign_in_as("checker")
    for path, sent in (
        ("/tafel/3/oordeel", {"kind": "feasible", "deviation": "x"}),
        ("/tafel/2/heropenen", {"reason": "x"}),
        ("/tafel/3/plaats/permits", {}),
        ("/tafel/1/kosten/voorleggen", {}),
    ):
        assert checker.post(path, sent).status_code == 403, path
        assert "Alleen de voorzitter" in checker.page.text


def test_settings_change_with_a_reason_and_not_when_frozen(site_in: OpenSite) -> None:
    visitor = Visitor(site_in(Phase.SUBMIT)).sign_in_as("organiser")
    path = "/beheer/instellingen"
    for sent, words in (
        ({"reason": " ", "budget": "80.000"}, "Schrijf op waarom"),
        ({"budget": "0", "reason": "minder"}, "Het budget moet hoger zijn dan nul"),
        ({"budget": "tien", "reason": "minder"}, "Vul een bedrag in"),
        ({"voting_last": "9999-12-31", "reason": "later"}, "Vul een dag in"),
        ({"voting_last": "0001-01-01", "reason": "eerder"}, "Vul een dag in"),
        ({"voting_last": "morgen", "reason": "later"}, "Vul een dag in"),
        ({"voting_first": "2026-10-02", "reason": "eerder"}, "De dagen van ‘De wijk stemt’ kloppen niet"),
        ({"contact": "geen adres", "reason": "nieuw"}, "Dit e-mailadres klopt niet"),
        ({"contact": "a" * 300 + "@voorbeeld.nl", "reason": "nieuw"}, "e-mailadres"),
        ({"name": "  ", "reason": "nieuw"}, "Vul de naam in"),
    ):
        visitor.get(path)
        assert visitor.submit(path, **sent).status_code == 422, sent
        assert words in visitor.page.text, sent
    visitor.get(path)
    assert (
        visitor.submit(path, budget="80.000", voting_last="2026-12-20", reason="Meer geld").status_code == 303
    )
    visitor.get("/beheer/logboek")
    assert "Meer geld" in visitor.page.text


def test_frozen_settings_stay(voting: Site) -> None:
    visitor = Visitor(voting).sign_in_as("organiser")
    visitor.get("/beheer/instellingen")
    assert visitor.submit("/beheer/instellingen", budget="80.000", reason="Meer").status_code == 409
    assert "Dit ligt vast sinds de eerste pincode is gemaakt" in visitor.page.text


def test_letters_from_the_desk_of_the_organiser(site_in: OpenSite) -> None:
    site = site_in(Phase.VOTING)
    site.act(lambda s: s.execute(Pincode.__table__.delete()))  # as before any letter was drawn
    visitor = Visitor(site).sign_in_as("organiser")
    visitor.get("/beheer")
    visitor.follow(visitor.submit("/beheer/brieven"))
    assert "brieven gemaakt" in visitor.page.text
    names = [link["href"] for link in visitor.page.all("a") if "/beheer/brieven/" in link["href"]]
    assert names
    for name in names:
        with visitor.get(name) as answer:
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["Cache-Control"] == "no-store"
            assert name.endswith("manifest.csv") or answer.data.startswith(b"%PDF-")
    for name in ("../secrets.toml", "..%2f..%2fwijkaanzet.db", "brieven-9999.pdf", "%2e%2e"):
        assert visitor.get(f"/beheer/brieven/{name}").status_code == 404


def test_the_desk_replaces_a_letter(voting: Site) -> None:
    with voting.database.read() as session:
        query = select(Address).join(Voter, Voter.address_id == Address.id).order_by(Address.id).limit(1)
        home = session.scalars(query).one()
        postcode, number = home.postcode, home.house_number
    visitor = Visitor(voting).sign_in_as("desk")
    visitor.get("/balie")
    assert visitor.submit("/balie", postcode="", number="").status_code == 422
    visitor.get("/balie")
    assert visitor.submit("/balie", postcode="9999 ZZ", number="1").status_code == 404
    assert "Op dit adres is geen brief bekend" in visitor.page.text
    visitor.get("/balie")
    found = visitor.submit("/balie", postcode=f"{postcode[:4]} {postcode[4:].lower()}", number=f"{number} hs")
    assert found.status_code == 200
    action = next(form.action for form in visitor.page.forms if "/balie/brief/" in form.action)
    assert visitor.post(action, {"reason": " "}).status_code == 422
    answer = visitor.post(action, {"reason": "Brief niet ontvangen"})
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert len(PdfReader(io.BytesIO(answer.data)).pages) >= 1
    assert visitor.post("/balie/brief/1", {"reason": "Kwijt"}).status_code == 404
