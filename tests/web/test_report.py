"""The evaluation on the site: what organisers complete, and what everybody reads once it is public."""

from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from phases.calendar import Phase
from tests.support.pages import Page
from tests.support.stages import Site, Stages, settings
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite

DESK = "/beheer/verslag"
ENTRIES = f"{DESK}/aanvullen"


@pytest.fixture
def site(site_in: OpenSite) -> Site:
    return site_in(Phase.FEASIBILITY)


@pytest.fixture
def organiser(site: Site) -> Visitor:
    return Visitor(site).sign_in_as("organiser")


def send(organiser: Visitor, action: str, **values: object) -> TestResponse:
    organiser.get(ENTRIES)
    return organiser.submit(f"{DESK}/{action}", **values)


def test_an_organiser_completes_the_evaluation(organiser: Visitor) -> None:
    assert send(organiser, "lessen", subject="stemmen", lesson="Begin <b>eerder</b>.").status_code == 303
    assert send(organiser, "kosten", what="Zaalhuur", pieces="3", price="150,50").status_code == 303
    earlier = {"name": "Vogelbuurt 2024", "year": "2024", "plans": "12", "voters": "50", "entitled": "200"}
    assert send(organiser, "edities", **earlier).status_code == 303
    organiser.get(ENTRIES)
    assert "€ 451,50" in organiser.page.text.replace("\u00a0", " ")
    organiser.get(DESK)
    text = organiser.page.text.replace("\u00a0", " ")
    for words in ("Begin <b>eerder</b>.", "Zaalhuur", "€ 451,50", "Vogelbuurt 2024*", "25 %"):
        assert words in text
    assert "waz-report__contents" in {one.get("class") for one in organiser.page.all("nav")}
    for _entry in range(3):
        organiser.get(ENTRIES)
        removal = next(form for form in organiser.page.forms if "/weg/" in form.action)
        assert organiser.submit(removal.action).status_code == 303
    organiser.get(DESK)
    assert "Zaalhuur" not in organiser.page.text


@pytest.mark.parametrize(
    ("action", "values", "told"),
    [
        ("lessen", {"subject": "stemmen", "lesson": " "}, "Schrijf op wat u leerde."),
        ("lessen", {"subject": "weer", "lesson": "Het regende."}, "Het regende."),
        ("kosten", {"what": "Zaal", "pieces": "0", "price": "1"}, "Vul een heel getal in van 1 of meer."),
        ("kosten", {"what": "Zaal", "pieces": "1", "price": "veel"}, "Zaal"),
        ("kosten", {"what": "", "pieces": "1", "price": "2"}, "Schrijf op waarvoor het geld was."),
        ("edities", {"name": "Eerder", "year": "21"}, "Vul een jaartal in, bijvoorbeeld 2021."),
        (
            "edities",
            {"name": "Eerder", "year": "2021", "plans": "-1"},
            "Vul een heel getal in van nul of meer.",
        ),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_lost(
    organiser: Visitor, action: str, values: dict[str, str], told: str
) -> None:
    assert send(organiser, action, **values).status_code == 422
    kept = dict(organiser.page.form(f"{DESK}/{action}").fields)
    for name, value in values.items():
        if name != "subject":
            assert kept[name].strip() == value.strip()
    assert told in organiser.page.text or told in kept.values()
    organiser.get(ENTRIES)
    assert not any("/weg/" in form.action for form in organiser.page.forms)


def test_letters_are_suggested_as_the_first_costs(stages: Stages, tmp_path: Path) -> None:
    config = settings(tmp_path)
    prices = {"paper": 2, "printing": 6, "envelope": 7, "postage": 95}
    site = stages.site(Phase.VOTING, replace(config, letters=replace(config.letters, prices=prices)))
    organiser = Visitor(site).sign_in_as("organiser")
    organiser.get(ENTRIES)
    fields = dict(organiser.page.form(f"{DESK}/kosten").fields)
    assert (fields["what"], fields["pieces"]) == ("Brieven met pincode", "160")
    assert fields["price"] in ("1,10", "1.10")
    site.database.close()


def test_before_the_result_it_cannot_be_public(organiser: Visitor) -> None:
    organiser.get(DESK)
    assert not any(form.action.endswith("/openbaar") for form in organiser.page.forms)
    answer = organiser.post(f"{DESK}/openbaar")
    assert answer.status_code == 409
    assert "Dat kan als de uitslag openbaar is." in organiser.page.text
    assert Visitor(organiser.site).get("/evaluatie").status_code == 404


def test_everybody_reads_what_the_organiser_made_public(site_in: OpenSite) -> None:
    site = site_in(Phase.EXECUTION)
    organiser, visitor = Visitor(site).sign_in_as("organiser"), Visitor(site)
    assert visitor.get("/evaluatie").status_code == 200, "a rehearsal shows one"
    organiser.get(DESK)
    assert organiser.submit(f"{DESK}/terug").status_code == 303
    for path in ("/evaluatie", "/evaluatie/evaluatie.pdf", "/evaluatie/evaluatie.html"):
        assert visitor.get(path).status_code == 404
    assert send(organiser, "lessen", subject="stemmen", lesson="Voor iedereen.").status_code == 303
    organiser.get(DESK)
    assert organiser.submit(f"{DESK}/openbaar").status_code == 303
    assert send(organiser, "lessen", subject="stemmen", lesson="Nog niet.").status_code == 303
    visitor.get("/evaluatie")
    assert "Voor iedereen." in visitor.page.text
    assert "Nog niet." not in visitor.page.text
    pdf = visitor.get("/evaluatie/evaluatie.pdf")
    assert (pdf.mimetype, pdf.get_data()[:5]) == ("application/pdf", b"%PDF-")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="evaluatie-oefening.pdf"'
    file = visitor.get("/evaluatie/evaluatie.html")
    assert Page(file.text).unclosed == []
    for page in ("/uitslag", "/gegevens"):
        visitor.get(page)
        assert "/evaluatie" in {link["href"] for link in visitor.page.all("a")}


def test_the_page_is_one_outline_and_every_chart_is_a_table(people: dict[tuple[Phase, str], Visitor]) -> None:
    visitor = people[Phase.EXECUTION, ""]
    visitor.get("/evaluatie")
    page = visitor.page
    assert page.unclosed == []
    sections = [one["id"] for one in page.all("section") if "waz-report__section" in one.get("class", "")]
    assert sections[0] == "kort"
    assert sections[-1] == "verantwoording"
    links = [link["href"] for link in page.all("a") if link.get("href", "").startswith("#")]
    assert links[-len(sections) :] == [f"#{name}" for name in sections]
    assert all(one.get("aria-hidden") == "true" for one in page.all("svg"))
    captions = sum(1 for tag, _a in page.elements if tag == "caption")
    assert captions == sum(1 for tag, _a in page.elements if tag == "table") > 10
