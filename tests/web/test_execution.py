"""The year of execution on the site: the organiser's board, the submitter's phone, and what everybody sees of it."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from phases.calendar import AMSTERDAM, Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor, text_of
from tests.web.conftest import OpenSite
from wijkaanzet.jobs import look_after_plans, send_waiting_mail
from wijkaanzet.storage.documents import Document
from wijkaanzet.storage.execution import Agreement, Milestone, Update
from wijkaanzet.storage.payments import Expense, Gate, Payment

PATH, MINE = "/beheer/uitvoering/1", "/mijn/uitvoering/1"
DAY, FUTURE = "2027-03-01", "2027-05-01"


@pytest.fixture
def site(site_in: OpenSite) -> Site:
    """The neighbourhood some weeks into its year of execution; plan 1 is chosen and goes well."""
    return site_in(Phase.EXECUTION)


def organiser(site: Site) -> Visitor:
    return Visitor(site).sign_in_as("organiser")


def submitter(site: Site) -> Visitor:
    """Who submitted plan 1."""
    visitor = Visitor(site)
    assert visitor.post("/oefening/inloggen", {"rol": "submitter"}).status_code == 303
    return visitor


def keys(site: Site, table: type) -> list[int]:
    """The rows of plan 1."""
    with site.database.read() as session:
        query = select(table.id).where(table.plan_number == 1)  # type: ignore[attr-defined]
        return sorted(session.scalars(query))


def photo() -> tuple[io.BytesIO, str]:
    """As a telephone sends it."""
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#5d8f55").save(out, "JPEG")
    out.seek(0)
    return out, "IMG_2027 in mijn tuin.jpg"


def test_the_organiser_agrees_on_what_when_and_with_whom(site: Site) -> None:
    visitor = organiser(site)
    [agreement], milestone = keys(site, Agreement), keys(site, Milestone)[0]
    a, m = f"agreement{agreement}-", f"changemilestone{milestone}-"
    for part, sent, status in (
        ("mijlpalen", {"milestone-what": "", "milestone-due": FUTURE}, 422),
        ("mijlpalen", {"milestone-what": "Feest", "milestone-due": "morgen"}, 422),
        ("mijlpalen", {"milestone-what": "Feest", "milestone-due": "01-05-2029"}, 422),
        ("mijlpalen", {"milestone-what": "Feest", "milestone-due": "01-05-2027"}, 303),
        ("mijlpalen", {"doe": "gewone"}, 409),
        (f"mijlpalen/{milestone}", {f"{m}what": "Start", f"{m}due": DAY, f"{m}done": "2027-09-09"}, 422),
        (f"mijlpalen/{milestone}", {f"{m}what": "Start", f"{m}due": DAY, f"{m}done": DAY}, 303),
        (f"afspraken/{agreement}", {f"{a}what": "Grond", f"{a}who": ""}, 422),
        (f"afspraken/{agreement}", {f"{a}what": "Grond", f"{a}who": "Wij", f"{a}before": "ooit"}, 422),
        (f"afspraken/{agreement}", {f"{a}what": "Grond", f"{a}who": "De werkgroep"}, 303),
        (f"afspraken/{agreement}", {"doe": "klaar"}, 409),
        ("afspraken/1", {"doe": "klaar"}, 404),
        ("afspraken", {"agreement-what": "Beheer", "agreement-who": "Anna", "agreement-cost": "99,50"}, 303),
        ("afspraken/vragen", {}, 303),
        ("go-momenten", {"gate-question": "Mag het?", "gate-due": FUTURE}, 303),
        ("partner", {"partner-partner": "De school", "partner-contact": "Meester Jan"}, 303),
        ("uitstel", {"postpone-weeks": "0", "postpone-reason": "Vorst"}, 422),
        ("uitstel", {"postpone-weeks": "4", "postpone-reason": " "}, 422),
        ("uitstel", {"postpone-weeks": "4", "postpone-reason": "De grond was bevroren."}, 303),
        ("stop", {"stop-words": ""}, 422),
    ):
        answer = visitor.post(f"{PATH}/{part}", sent)
        assert answer.status_code == status, (part, sent, visitor.page.text)
    visitor.get(PATH)
    for words in ("De werkgroep", "€ 99,50", "Mag het?", "Meester Jan", "De grond was bevroren."):
        assert words in visitor.page.text.replace("\u00a0", " ")
    gate = keys(site, Gate)[0]
    assert visitor.post(f"{PATH}/go-momenten/{gate}", {f"decide{gate}-decision": "nee"}).status_code == 422
    neighbour = Visitor(site)
    neighbour.get("/uitvoering/1")
    for words in ("De school", "De grond was bevroren.", "Feest"):
        assert words in neighbour.page.text
    for words in ("Meester Jan", "Mag het?", "Anna"):
        assert words not in neighbour.page.text


def test_what_was_typed_stays_when_it_cannot_be(site: Site) -> None:
    visitor = organiser(site)
    visitor.get(PATH)
    answer = visitor.submit(f"{PATH}/mijlpalen", **{"milestone-what": "Feest", "milestone-due": "2031-01-01"})
    assert answer.status_code == 422
    assert "Kies een dag van vrijdag 1 januari" in visitor.page.text
    assert visitor.page.form(f"{PATH}/mijlpalen").filled()["milestone-what"] == ["Feest"]


def test_a_submitter_says_yes_without_signing_in(site: Site) -> None:
    boss, stranger = organiser(site), Visitor(site)
    boss.post(f"{PATH}/afspraken", {"agreement-what": "Er is een <beheerder>.", "agreement-who": "Anna"})
    assert boss.post(f"{PATH}/afspraken/vragen").status_code == 303
    send_waiting_mail(site.config, site.database, site.clock)
    mails = [text_of(file) for file in sorted((site.config.data_dir / "mail").glob("*.eml"))]
    found = [re.search(r"\S+(/afspraken/\S+)", mail) for mail in mails if "<beheerder>" in mail]
    link = next(one[1] for one in found if one)
    assert stranger.get(link).status_code == 200
    assert "Er is een <beheerder>." in stranger.page.text
    assert stranger.post(link, {"antwoord": "anders", "object-words": " "}).status_code == 422
    assert stranger.post(link, {"antwoord": "anders", "object-words": "Samen met Piet."}).status_code == 303
    boss.get(PATH)
    assert "Samen met Piet." in boss.page.text
    assert stranger.post(link, {"antwoord": "ja", "afspraak": "1.1"}).status_code == 409
    stranger.get(link)
    yes = next(form for form in stranger.page.forms if "afspraak" in form.filled())
    answer = stranger.post_bare(link, yes.filled() | {"antwoord": "ja"})
    assert (answer.status_code, answer.location) == (303, "/uitvoering/1")
    assert stranger.get(link).status_code == 404
    assert "Deze link werkt niet meer" in stranger.page.text
    boss.get(PATH)
    assert "Samen met Piet." not in boss.page.text


def test_a_receipt_from_the_phone_to_the_books(site: Site) -> None:
    mine, boss = submitter(site), organiser(site)
    before = set(keys(site, Expense))
    sent = {"expense-what": "Zaden", "expense-amount": "12,50", "expense-spent_on": DAY}
    assert mine.post(f"{MINE}/bon", sent).status_code == 422
    assert "Voeg de bon toe" in mine.page.text
    bad = sent | {"expense-receipt": (io.BytesIO(b"MZ"), "bon.pdf")}
    assert mine.post(f"{MINE}/bon", bad, content_type="multipart/form-data").status_code == 422
    assert "Dit bestand kunnen wij niet lezen" in mine.page.text
    good = sent | {"expense-receipt": photo()}
    assert mine.post(f"{MINE}/bon", good, content_type="multipart/form-data").status_code == 303
    [key] = set(keys(site, Expense)) - before
    boss.get(f"{PATH}/geld")
    assert "€ 12,50" in boss.page.text.replace("\u00a0", " ")
    question = {f"return{key}-words": "Welke winkel?"}
    assert boss.post(f"{PATH}/bonnen/{key}/terug", question).status_code == 303
    mine.get(MINE)
    assert "Welke winkel?" in mine.page.text
    mine.get(f"{MINE}/bon/{key}")
    again = {"expense-what": "Zaden van de markt", "expense-amount": "11,50"}
    assert mine.submit(f"{MINE}/bon/{key}", **again).status_code == 303
    assert boss.post(f"{PATH}/bonnen/{key}/goed", {f"approve{key}-line": "7"}).status_code == 422
    assert boss.post(f"{PATH}/bonnen/{key}/goed", {f"approve{key}-line": "0"}).status_code == 303
    mine.get(MINE)
    assert "Zaden van de markt" in mine.page.text
    assert mine.post(f"{MINE}/bon/{key}", {"doe": "terug"}).status_code == 409
    assert boss.post(f"{PATH}/bonnen/{key}/terugdraaien").status_code == 303
    assert boss.post(f"{PATH}/bonnen/{key}/terugdraaien").status_code == 409


def test_a_receipts_file_is_for_two_sides_alone(site: Site) -> None:
    mine, boss = submitter(site), organiser(site)
    pdf = {"expense-receipt": (io.BytesIO(b"%PDF-1.7\n%%EOF"), "bon.pdf")}
    sent = {"expense-what": "Zaden", "expense-amount": "1", "expense-spent_on": DAY} | pdf
    old = set(keys(site, Document))
    assert mine.post(f"{MINE}/bon", sent, content_type="multipart/form-data").status_code == 303
    [new] = set(keys(site, Document)) - old
    for visitor in (mine, boss):
        file = visitor.get(f"/bon/{new}")
        assert (file.status_code, file.mimetype) == (200, "application/pdf")
        assert file.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in file.headers["Content-Security-Policy"]
        assert file.headers["Cache-Control"] == "private, no-store"
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        picture = visitor.get(f"/bon/{min(old)}")
        assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")
    assert Visitor(site).get(f"/bon/{new}").status_code == 303
    for role in ("resident", "checker", "desk"):
        assert Visitor(site).sign_in_as(role).get(f"/bon/{new}").status_code == 404


def test_others_do_nothing_with_somebody_elses_plan(site: Site) -> None:
    visitor = Visitor(site).sign_in_as("resident")
    with site.database.read() as session:
        update = session.scalars(select(Update.id).where(Update.plan_number == 1)).first()
    for path in ("", "/nieuws", f"/nieuws/{update}", "/bon", "/afspraken", "/terugblik"):
        assert visitor.get(MINE + path).status_code == 403, path
    for path in ("/nieuws", f"/nieuws/{update}", "/bon", "/afspraken", "/mijlpaal/1"):
        assert visitor.post(MINE + path, {"update-text": "x"}).status_code == 403, path
    assert visitor.get("/mijn/uitvoering/2").status_code in (403, 404)
    visitor.get("/mijn/uitvoering")
    assert "U voert nu geen plan uit" in visitor.page.text


def test_news_from_a_phone_stands_on_the_site_with_its_picture(site: Site) -> None:
    mine, neighbour = submitter(site), Visitor(site)
    assert mine.follow(mine.get("/mijn/uitvoering")).status_code == 200
    sent = {"update-text": "Kijk eens!\nHet staat.", "update-pictures": photo()}
    assert mine.post(f"{MINE}/nieuws", sent, content_type="multipart/form-data").status_code == 422
    assert "Vertel kort wat er op de foto staat" in mine.page.text
    sent |= {"update-alt": "Een bak met sla", "update-pictures": photo()}
    assert mine.post(f"{MINE}/nieuws", sent, content_type="multipart/form-data").status_code == 303
    for path in ("/uitvoering", "/uitvoering/1", "/plannen/1-buurtmoestuin-aan-de-merelsingel"):
        neighbour.get(path)
        assert "Kijk eens!" in neighbour.page.text, path
        [shown] = [img for img in neighbour.page.all("img") if img.get("alt") == "Een bak met sla"]
    assert neighbour.get(shown["src"]).mimetype == "image/jpeg"
    with site.database.read() as session:
        key = session.scalars(select(Update.id).where(Update.text.startswith("Kijk"))).one()
    assert mine.post(f"{MINE}/nieuws/{key}", {"changeupdate-text": "Kijk!"}).status_code == 303
    neighbour.get("/uitvoering/1")
    assert "Veranderd op" in neighbour.page.text
    assert organiser(site).post(f"{PATH}/nieuws/{key}", {"doe": "weg"}).status_code == 303
    assert neighbour.get(shown["src"]).status_code == 404


def test_money_is_planned_paid_and_handed_to_bookkeeping(site: Site) -> None:
    visitor = organiser(site)
    waiting = {payment: f"payment{payment}-" for payment in keys(site, Payment)}
    for part, sent, status in (
        ("uitgaven", {"expense-what": "Kraan", "expense-amount": "0", "expense-spent_on": DAY}, 422),
        ("uitgaven", {"expense-what": "Kraan", "expense-amount": "999.999", "expense-spent_on": DAY}, 409),
        ("uitgaven", {"expense-what": "Kraan", "expense-amount": "100", "expense-spent_on": FUTURE}, 422),
        ("uitgaven", {"expense-what": "Kraan", "expense-amount": "100", "expense-spent_on": DAY}, 303),
        ("begroting", {"lines-lines-0-what": "Te veel", "lines-lines-0-amount": "99.999"}, 422),
        ("betalingen", {"payment-what": "Nog iets", "payment-amount": "1"}, 409),
        ("betalingen", {"doe": "gewone"}, 409),
        ("terugbetaling", {"refund-what": "Over", "refund-amount": "0,01", "refund-paid_on": DAY}, 303),
        ("terugbetaling", {"refund-what": "Over", "refund-amount": "99.999", "refund-paid_on": DAY}, 409),
    ):
        assert visitor.post(f"{PATH}/{part}", sent).status_code == status, (part, sent, visitor.page.text)
    statuses = [
        visitor.post(f"{PATH}/betalingen/{key}/betaald", {f"paid{key}-paid_on": DAY}).status_code
        for key in waiting
    ]
    assert sorted(statuses) == [303, 409, 409]  # paid now, paid before, waits for its go/no-go moment
    table = visitor.get("/beheer/uitvoering/betalingen.csv")
    assert table.headers["Content-Disposition"].startswith("attachment;")
    lines = table.data.decode("utf-8-sig").splitlines()
    assert any(line.endswith(";terugbetaald;;;2027-03-01") and ";-0,01;" in line for line in lines)
    for page in (PATH, f"{PATH}/geld", f"{PATH}/nieuws", "/beheer/uitvoering"):
        assert visitor.get(page).status_code == 200


def test_the_end_is_told_and_looked_back_on(site: Site) -> None:
    boss, mine, neighbour = organiser(site), submitter(site), Visitor(site)
    assert mine.get(f"{MINE}/terugblik").status_code == 409
    assert boss.post(f"{PATH}/klaar", {"finish-words": "Mooi!"}).status_code == 409  # a receipt waits
    with site.database.read() as session:
        waiting = session.scalars(
            select(Expense.id).where(Expense.plan_number == 1, Expense.state == "waiting")
        ).one()
    no = {f"return{waiting}-words": "Te laat.", "doe": "afwijzen"}
    assert boss.post(f"{PATH}/bonnen/{waiting}/terug", no).status_code == 303
    assert boss.post(f"{PATH}/klaar", {"finish-words": "Mooi!"}).status_code == 303
    assert boss.post(f"{PATH}/mijlpalen", {"doe": "gewone"}).status_code == 409
    assert mine.post(f"{MINE}/terugblik", {"lookback-went_well": "De buren."}).status_code == 303
    neighbour.get("/uitvoering/1")
    for words in ("Mooi!", "De buren.", "Klaar"):
        assert words in neighbour.page.text
    for page in (PATH, f"{PATH}/geld", f"{PATH}/nieuws"):
        assert boss.get(page).status_code == 200


def test_the_job_reminds(site: Site) -> None:
    edition = site.edition()
    while edition.local_now(site.clock.now).astimezone(AMSTERDAM).hour != 10:
        site.clock.turn(hours=1)
    assert look_after_plans(site.config, site.database, site.clock.now) > 0
    assert look_after_plans(site.config, site.database, site.clock.now + timedelta(minutes=10)) == 0
