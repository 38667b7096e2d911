"""Reactions, help and notices on the site: with and without an account, and what an organiser decides."""

import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from phases.calendar import Phase
from tests.support.site_map import PLAN
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.jobs import mail_due_notices, send_waiting_mail
from wijkaanzet.storage.accounts import Account
from wijkaanzet.storage.reactions import PlanReaction

REACTIONS = "/plannen/1/reacties"
TIP = {"reaction_kind": "tip", "reaction_text": "Zet er een bankje bij.", "reaction_name": "Anna"}
ANNA = "anna@voorbeeld.nl"


@pytest.fixture
def site(site_in: OpenSite) -> Site:
    """The rehearsal while likes are given; the neighbourhood has reacted already."""
    return site_in(Phase.LIKES)


def newest_mail(site: Site, to: str) -> EmailMessage:
    """The newest mail to somebody, once all waiting mail was sent."""
    send_waiting_mail(site.config, site.database, site.clock)
    found = []
    for file in sorted((site.config.data_dir / "mail").glob("*.eml")):
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if message["To"] == to:
            found.append(message)
    return found[-1]


def link_in(message: EmailMessage, part: str) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(rf"https?://\S*?(/[^\s/]+)*?(?P<path>/{part}/\S+)", body.get_content())
    assert found, body.get_content()
    return re.sub(r"^https?://[^/]+", "", found[0])


def reaction_of(site: Site, text: str) -> int:
    with site.database.read() as session:
        return session.scalars(select(PlanReaction.id).where(PlanReaction.text == text)).one()


def submitter(site: Site, number: int = 1) -> Visitor:
    """Somebody who is signed in as the plan's submitter."""
    visitor = Visitor(site)
    with site.database.read() as session:
        query = select(Account.id).where(Account.email == f"bewoner-{number}@oefening.invalid")
        account = session.scalars(query).one()
    with visitor.client.session_transaction() as cookie:
        cookie["account"] = account
    return visitor


def test_who_is_signed_in_reacts_at_once(site: Site) -> None:
    anna = Visitor(site)
    anna.sign_in(ANNA)
    assert anna.get(PLAN).status_code == 200
    answer = anna.submit(REACTIONS, **TIP)
    written = reaction_of(site, TIP["reaction_text"])
    assert (answer.status_code, answer.location) == (303, f"{PLAN}#reactie-{written}")
    page = anna.follow(answer).text
    assert "Zet er een bankje bij." in page
    assert ANNA not in Visitor(site).get(PLAN).text
    anna.get(f"{REACTIONS}/{written}/wijzigen")
    assert anna.submit("/wijzigen", text="Zet er twee bankjes bij.").status_code == 303
    assert "(aangepast)" in Visitor(site).get(PLAN).text
    site.clock.turn(minutes=16)
    assert anna.get(f"{REACTIONS}/{written}/wijzigen").status_code == 409
    assert anna.get(PLAN).status_code == 200
    assert anna.submit("/intrekken").status_code == 303
    assert "twee bankjes" not in anna.get(PLAN).text


def test_who_is_not_signed_in_confirms_by_mail_on_any_device(site: Site) -> None:
    here, phone = Visitor(site), Visitor(site)
    here.get(PLAN)
    assert here.submit(REACTIONS, **TIP, reaction_email=ANNA).status_code == 200
    assert "Kijk in uw e-mail" in here.page.text
    assert "Zet er een bankje bij." not in here.get(PLAN).text
    path = link_in(newest_mail(site, ANNA), "reacties/link")
    for _ in range(2):  # a mail program looks first
        assert "Zet er een bankje bij." in phone.get(path).text
    assert phone.submit(path, reaction_text="Zet er twee bankjes bij.").status_code == 303
    assert "Zet er twee bankjes bij." in Visitor(site).get(PLAN).text
    assert "Uitloggen" in phone.get(PLAN).text
    assert here.get(path).status_code == 409  # the link worked, once


def test_who_is_too_late_keeps_what_was_written(site: Site) -> None:
    anna = Visitor(site)
    anna.get(PLAN)
    anna.submit(REACTIONS, **TIP, reaction_email=ANNA)
    path = link_in(newest_mail(site, ANNA), "reacties/link")
    site.clock.turn(minutes=21)
    assert anna.get(path).status_code == 200
    answer = anna.submit(path)
    assert answer.status_code == 409
    assert "Zet er een bankje bij." in answer.text
    assert anna.submit(REACTIONS, reaction_email=ANNA).status_code == 200
    again = link_in(newest_mail(site, ANNA), "reacties/link")
    anna.get(again)
    assert anna.follow(anna.submit(again)).status_code == 200
    assert "Zet er een bankje bij." in anna.page.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reaction_text": " "}, "Schrijf uw reactie op."),
        ({"reaction_kind": "reply"}, ""),
        ({"reaction_kind": None}, "Kies wat voor reactie het is."),
        ({"reaction_name": ""}, "Vul in hoe u genoemd wilt worden."),
        ({"reaction_name": "anna@voorbeeld.nl"}, "Kies een naam zonder e-mailadres"),
        ({"reaction_name": "Gemeente"}, "Kies een andere naam."),
        ({"reaction_text": "Bel 0612345678"}, "Haal het e-mailadres of telefoonnummer weg."),
        ({"reaction_email": "geen adres"}, "Dit e-mailadres klopt niet."),
    ],
)
def test_a_mistake_keeps_what_was_filled_in(
    shown: dict[Phase, Site], change: dict[str, str | None], said: str
) -> None:
    visitor = Visitor(shown[Phase.LIKES])
    visitor.get(PLAN)
    sent = {**TIP, "reaction_email": ANNA} | change
    answer = visitor.post(REACTIONS, {key: value for key, value in sent.items() if value is not None})
    assert answer.status_code == 422
    assert said in visitor.page.text
    for name, value in sent.items():
        if value and name in ("reaction_text", "reaction_name", "reaction_email"):
            assert value.strip() in answer.text


def test_nothing_a_resident_writes_becomes_markup_or_a_link(site: Site) -> None:
    anna = Visitor(site)
    anna.sign_in(ANNA)
    anna.get(PLAN)
    text = "<script>alert(1)</script> kijk op https://spam.invalid/koop"
    anna.submit(REACTIONS, **(TIP | {"reaction_text": text, "reaction_name": "<b>Anna"}))
    page = Visitor(site).get(PLAN).text
    assert "<script>alert" not in page
    assert "<b>Anna" not in page
    assert "https://spam.invalid/koop" in page
    assert 'href="https://spam.invalid' not in page


def test_reacting_is_limited(site: Site) -> None:
    visitor = Visitor(site)
    visitor.get(PLAN)
    answers = [visitor.post(REACTIONS, {}).status_code for _ in range(31)]
    assert set(answers[:30]) == {422}
    assert answers[30] == 429


def test_the_submitter_answers_and_the_organiser_speaks_for_the_municipality(site: Site) -> None:
    tip = reaction_of(
        site,
        "Vraag de school om mee te doen. Groep 6 heeft in het voorjaar natuurles en kan de bakken inzaaien.",
    )
    path = f"{REACTIONS}/{tip}/antwoord"
    noor = submitter(site)
    assert f'href="{path}"' in noor.get(PLAN).text
    noor.get(path)
    assert 'value="Noor"' in noor.get(path).text  # the name of the last time
    assert noor.submit(path, text="Dat is een goed idee!").status_code == 303
    boss = Visitor(site).sign_in_as("organiser")
    boss.get(path)
    assert boss.submit(path, text="De gemeente helpt.").status_code == 303
    page = Visitor(site)
    page.get(PLAN)
    assert "Noor Indiener" in page.page.text
    assert re.search(r"De gemeente \d+ \w+ \d+, [\d:]+ De gemeente helpt\.", page.page.text)
    stranger = Visitor(site)
    stranger.sign_in(ANNA)
    assert path not in stranger.get(PLAN).text
    assert stranger.get(path).status_code == 403
    assert stranger.post(path, {"text": "Ik ook", "name": "Anna"}).status_code == 403
    assert boss.get(f"/plannen/2/reacties/{tip}/antwoord").status_code == 404


def test_a_report_leads_to_a_decision_that_the_author_hears(site: Site) -> None:
    advert = reaction_of(site, "Bij ons zijn alle boormachines nu goedkoper! Kijk snel op onze site.")
    path = f"/plannen/10/reacties/{advert}/melden"
    visitor = Visitor(site)
    visitor.get(path)
    assert visitor.submit(path, kind="other", words="", email=ANNA).status_code == 200
    link = link_in(newest_mail(site, ANNA), "reacties/link")
    visitor.get(link)
    assert visitor.submit(link).status_code == 422
    assert "Schrijf op wat er niet goed is." in visitor.page.text
    assert visitor.submit(link, kind="advert", words="Alweer reclame").status_code == 303
    boss = Visitor(site).sign_in_as("organiser")
    boss.get("/beheer/reacties")
    assert "2 meldingen:" in boss.page.text
    assert "Alweer reclame" in boss.page.text
    boss.get(f"/beheer/reacties/{advert}/verbergen")
    assert boss.submit("/verbergen", reason=" ").status_code == 422
    assert boss.submit("/verbergen", reason="Dit is reclame.").status_code == 303
    assert "boormachines nu goedkoper" not in Visitor(site).get("/plannen/10/reacties").text
    assert Visitor(site).get(path).status_code == 404
    boss.get("/beheer/reacties?toon=verborgen")
    assert "Reden: Dit is reclame." in boss.page.text
    assert boss.submit("/tonen").status_code == 303
    assert "boormachines nu goedkoper" in Visitor(site).get("/plannen/10/reacties").text


def test_help_is_offered_and_answered_without_addresses(site: Site) -> None:
    noor, helper = submitter(site), Visitor(site)
    helper.sign_in("resident@voorbeeld.nl")
    helper.get(PLAN)
    offered = {"reaction_kind": "offer", "reaction_text": "Ik kan lassen.", "reaction_name": "Lot"}
    assert helper.submit(REACTIONS, **offered).status_code == 303
    offer = reaction_of(site, "Ik kan lassen.")
    assert "Ik kan lassen." in noor.get("/mijn/hulp").text
    assert helper.get(f"/mijn/hulp/{offer}").status_code == 200
    assert helper.post(f"/mijn/hulp/{offer}", {"text": "Nou?", "name": "Lot"}).status_code == 409
    noor.get(f"/mijn/hulp/{offer}")
    assert noor.submit(f"/mijn/hulp/{offer}", text="").status_code == 422
    assert noor.submit(f"/mijn/hulp/{offer}", text="Kom zaterdag!", name="Noor").status_code == 303
    message = newest_mail(site, "resident@voorbeeld.nl")
    assert "Kom zaterdag!" in str(message.get_body(("plain",)))
    assert "bewoner-1" not in message.as_string()
    helper.get(f"/mijn/hulp/{offer}")
    assert helper.submit(f"/mijn/hulp/{offer}", text="Ik kom.").status_code == 303
    assert "resident@voorbeeld.nl" not in noor.get(f"/mijn/hulp/{offer}").text
    assert Visitor(site).sign_in_as("organiser").get(f"/mijn/hulp/{offer}").status_code == 404
    assert noor.submit("/stoppen").status_code == 303
    assert helper.post(f"/mijn/hulp/{offer}", {"text": "Nog iets", "name": "Lot"}).status_code == 409


def test_following_choosing_and_stopping_with_one_click(site: Site) -> None:
    fan = Visitor(site)
    fan.sign_in(ANNA)
    fan.get(PLAN)
    assert fan.submit("/volgen").status_code == 303
    assert "U volgt dit plan" in fan.get(PLAN).text
    fan.get("/mijn/berichten")
    assert "Buurtmoestuin aan de Merelsingel" in fan.page.text
    assert fan.submit("/mijn/berichten", frequency="at-once").status_code == 303
    other = Visitor(site)
    other.sign_in("bram@voorbeeld.nl")
    other.get(PLAN)
    other.submit(REACTIONS, **TIP)
    assert mail_due_notices(site.config, site.database, site.clock.now) >= 1
    message = newest_mail(site, ANNA)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    path = "/" + address.split("/", 3)[3]
    program = Visitor(site)  # a mail program: no cookie, no page, no token of a form
    pressed = program.client.post(path, data={"List-Unsubscribe": "One-Click"}, base_url="http://localhost")
    assert pressed.status_code == 200
    fan.get("/mijn/berichten")
    chosen = [box for box in fan.page.all("input") if "checked" in box]
    assert [box["value"] for box in chosen] == ["never"]
    other.post(REACTIONS, {**TIP, "reaction_text": "Nog een tip."})
    assert mail_due_notices(site.config, site.database, site.clock.now) == 0
    assert program.client.post(path[:-3] + "abc", base_url="http://localhost").status_code == 404


def test_looking_at_the_link_stops_nothing(site: Site) -> None:
    noor = submitter(site)
    site.clock.turn(days=1)
    assert mail_due_notices(site.config, site.database, site.clock.now) > 1
    path = link_in(newest_mail(site, "bewoner-1@oefening.invalid"), "berichten/afmelden")
    visitor = Visitor(site)
    assert "Wilt u geen berichten meer?" in visitor.get(path).text
    noor.get("/mijn/berichten")
    assert [b["value"] for b in noor.page.all("input") if "checked" in b] == ["daily"]
    assert visitor.submit(path).status_code == 200
    noor.get("/mijn/berichten")
    assert [b["value"] for b in noor.page.all("input") if "checked" in b] == ["never"]


def test_who_must_sign_in_to_follow_comes_back_to_the_plan(site: Site) -> None:
    visitor = Visitor(site)
    visitor.get(PLAN)
    answer = visitor.post("/plannen/1/volgen", headers={"Referer": f"http://localhost{PLAN}"})
    assert answer.location == "/inloggen"
    assert visitor.sign_in(ANNA).location == PLAN


def test_reactions_that_are_closed_say_so(site: Site) -> None:
    noor = submitter(site, 2)
    noor.get("/plannen/2-kwiekroute-langs-de-uilenplas")
    assert noor.post("/plannen/2/intrekken").status_code == 303
    visitor = Visitor(site)
    visitor.get("/plannen/2-kwiekroute-langs-de-uilenplas")
    assert "Dit plan doet niet meer mee. Reageren kan daarom niet meer." in visitor.page.text
    assert "Zet bij elke oefenplek een bankje." in visitor.page.text
    assert visitor.post("/plannen/2/reacties", {**TIP, "reaction_email": ANNA}).status_code == 403
    assert visitor.get("/plannen/2/reacties").status_code == 200


def test_a_rehearsal_reacts_once_and_begins_again_when_turned_back(site: Site) -> None:
    def said() -> int:
        with site.database.read() as session:
            return len(session.scalars(select(PlanReaction.id)).all())

    before = said()
    assert before > 8
    site.go_to(Phase.FEASIBILITY)
    assert said() == before
    site.go_to(Phase.SUBMIT)
    assert said() == 0
