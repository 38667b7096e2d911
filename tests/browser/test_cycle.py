"""One edition from the first plan to the last receipt, each role in a browser of its own."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from letters.readback import read_back
from phases.calendar import Phase
from phases.costs import CostState
from phases.feasibility import VerdictKind
from tests.browser.conftest import MakePerson, Person
from tests.support.stages import Site
from tests.support.visitor import Visitor
from wijkaanzet.actions import feasibility, pincodes, table_costs
from wijkaanzet.actions.pincodes import Entitlement
from wijkaanzet.actions.plan_mail import submitters_of

PLAN = "Bankjes bij de vijver"
HOME = ("2033 AB", "5")
PEOPLE = [
    Entitlement("Merelplein", 5, "", "", "2033AB", "Voorbeeldstad", "Merelwijk", name)
    for name in ("A. Yılmaz", "B. Šimić", "C. Jansen", "D. de Vries")
]


@pytest.fixture
def edition(own_site: tuple[Site, str]) -> Site:
    """The site that this edition runs on."""
    return own_site[0]


def test_a_whole_edition(
    edition: Site, own_site: tuple[Site, str], person: MakePerson, tmp_path: Path
) -> None:
    address = own_site[1]
    resident, organiser = person(address), person(address)
    submit_a_plan(edition, resident)
    organiser.turn_clock("2. Likes verzamelen")
    like_a_plan(resident)
    organiser.turn_clock("3. Haalbaarheidscheck")
    fix_a_verdict(person(address))
    decide_on_the_rest(edition)
    organiser.take_role("Organisator")
    codes = publish_verdicts_and_print_letters(edition, organiser, tmp_path)
    organiser.turn_clock("4. De wijk stemt")
    receipt = vote_with_the_letter(person(address), codes[0])
    vote_by_typing(person(address), codes[1])
    replace_a_letter(person(address))
    edition.clock.turn(days=16)
    count_and_publish(organiser)
    check_the_receipt(person(address), receipt)
    organiser.turn_clock("5. Plan uitvoeren")
    carry_out(organiser, person(address))


def submit_a_plan(site: Site, resident: Person) -> None:
    """A resident has an idea, signs in by the mailed link, and is back at the form."""
    page = resident.goto("/")
    resident.press("Dien uw plan in")
    assert resident.path == "/inloggen"
    page.get_by_label("Uw e-mailadres").fill("anna@voorbeeld.nl")
    resident.press("Mail mij een link")
    resident.goto(Visitor(site).mailed_link())
    resident.press("Log in")
    assert resident.path == "/plannen/nieuw"
    page.get_by_label(re.compile("^Titel van uw plan")).fill(PLAN)
    resident.press("Verder")
    expect(page.get_by_text("Vertel uw plan in één zin").first).to_be_visible()
    expect(page.get_by_label(re.compile("^Titel van uw plan"))).to_have_value(PLAN)
    page.get_by_label(re.compile("^Uw plan in één zin")).fill("Zitten in de zon bij het water.")
    page.get_by_label(re.compile("^Wat wilt u doen")).fill("Drie bankjes van hout.")
    resident.press("Verder")
    page.get_by_label("Groen & duurzaam").check()
    page.get_by_label(re.compile("^In welke wijk")).select_option("Uilenwijk")
    resident.press("Verder")
    page.get_by_label("Wat, regel 1").fill("Drie bankjes")
    page.get_by_label("Bedrag, regel 1").fill("€ 1.500")
    resident.press("Verder")
    resident.press("Verder")
    resident.press("Verder naar nakijken")
    resident.press("Dien mijn plan in")
    expect(page.get_by_role("heading", level=1)).to_have_text(PLAN)
    expect(page.get_by_role("status").filter(has_text="Uw plan is ingediend")).to_be_visible()


def like_a_plan(resident: Person) -> None:
    """The resident likes somebody else's plan."""
    page = resident.goto("/plannen")
    page.get_by_role("link", name="Kwiekroute langs de Uilenplas").click()
    page.get_by_role("button", name=re.compile("^Geef een like")).click()
    expect(page.get_by_role("status").filter(has_text="Dit plan heeft er nu 4.")).to_be_visible()
    expect(page.get_by_role("button", name="Neem uw like terug")).to_be_visible()


def fix_a_verdict(checker: Person) -> None:
    """A checker answers what is still owed on the plan that lies on the table; as its chair they fix what follows."""
    checker.take_role("Checker")
    page = checker.page
    page.get_by_role("link", name="Buurtmoestuin aan de Merelsingel").first.click()
    for name in ("financial", "social"):
        part = page.locator(f"#deel-{name}")
        part.get_by_role("group", name="Kan het?").get_by_label("Ja", exact=True).check()
        part.get_by_role("button", name="Leg op tafel").click()
        expect(page.get_by_role("status").filter(has_text="Het antwoord ligt op tafel")).to_be_visible()
    expect(page.get_by_text("Uit de antwoorden volgt:").first).to_contain_text("Haalbaar, mits")
    decision = page.locator("#deel-oordeel")
    expect(decision.get_by_label("Haalbaar, mits", exact=True)).to_be_checked()
    expect(decision.get_by_label("Wat moet er gebeuren?").first).to_have_value(re.compile("schone grond"))
    checker.press("Leg de kosten voor aan de indiener")
    expect(page.get_by_text("De indiener kan reageren")).to_be_visible()
    checker.press("Leg het oordeel vast")
    expect(page.get_by_role("status").filter(has_text="Het oordeel is vastgelegd")).to_be_visible()


def decide_on_the_rest(site: Site) -> None:
    """The other plans are feasible as they are."""
    found, now = site.edition(), site.edition().local_now(site.clock.now)

    def decide(session: object) -> None:
        for number, costs in table_costs.all_costs(session, found, now=now).items():  # type: ignore[arg-type]
            if costs.state is CostState.ASKED:
                table_costs.reply(
                    session,  # type: ignore[arg-type]
                    found,
                    number,
                    agreed=True,
                    words="",
                    version=costs.version,
                    account=submitters_of(session, found, number)[0],  # type: ignore[arg-type]
                    now=now,
                )
        for plan in feasibility.plans_at_table(session, found):  # type: ignore[arg-type]
            if plan.verdict is None:
                draft = feasibility.VerdictDraft(VerdictKind.FEASIBLE, plan.estimate, deviation="test")
                feasibility.fix_verdict(session, found, plan.number, draft, account=1, now=now)  # type: ignore[arg-type]
        pincodes.entitle(session, found, PEOPLE)  # type: ignore[arg-type]

    site.act(decide)


def publish_verdicts_and_print_letters(site: Site, organiser: Person, folder: Path) -> list[str]:
    """The organiser makes the verdicts public and the letters; the codes are read from the PDF, as on paper."""
    page = organiser.goto("/beheer")
    organiser.press("Maak de oordelen openbaar")
    expect(page.get_by_role("status").filter(has_text="De oordelen zijn openbaar")).to_be_visible()
    organiser.press("Maak de brieven")
    expect(page.get_by_role("status").filter(has_text="4 brieven gemaakt")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="brieven-0001.pdf").click()
    saved = folder / "brieven.pdf"
    download.value.save_as(saved)
    codes = [code for _, code in read_back(saved)]
    assert len(codes) == 4
    return codes


def vote_with_the_letter(voter: Person, code: str) -> str:
    """The QR code opens /stem#CODE; the code stays in no address."""
    voter.goto(f"/stem#{code}")
    voter.page.wait_for_url("**/stem/biljet")
    page = voter.page
    bar = page.get_by_role("region", name="Uw keuze")
    expect(bar).to_contain_text("Nog € 70.000 van € 70.000 over")
    page.get_by_label(re.compile("^Buurtmoestuin")).check()
    expect(bar).to_contain_text("Nog € 57.500 van € 70.000 over")
    page.get_by_label(re.compile("^Kwiekroute")).check()
    expect(bar).to_contain_text("Nog € 48.000 van € 70.000 over")
    page.get_by_label(re.compile("^Kwiekroute")).uncheck()
    page.reload()
    expect(page.get_by_label(re.compile("^Buurtmoestuin"))).to_be_checked()
    voter.press("Kijk uw keuze na")
    return confirm(voter)


def vote_by_typing(voter: Person, code: str) -> None:
    """First with a mistake, then as it stands in the letter; over budget, then less."""
    page = voter.goto("/stem")
    page.get_by_label("Uw pincode").fill(code[:-1])
    voter.press("Verder")
    expect(page.get_by_role("alert")).to_contain_text("12 letters en cijfers")
    page.get_by_label("Uw pincode").fill(code.lower().replace("-", " "))
    voter.press("Verder")
    boxes = page.get_by_role("checkbox")
    for box in boxes.all():
        box.check()
    expect(page.get_by_role("region", name="Uw keuze")).to_contain_text("boven het budget")
    voter.press("Kijk uw keuze na")
    expect(page.get_by_role("alert")).to_contain_text("meer dan het budget")
    for box in boxes.all()[1:]:
        box.uncheck()
    voter.press("Kijk uw keuze na")
    confirm(voter)


def confirm(voter: Person) -> str:
    """Look once more, vote with an impatient double click, and get the receipt."""
    page = voter.page
    page.get_by_role("button", name="Ja, ik stem zo").dblclick()
    page.wait_for_url("**/stem/klaar")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw stem is uitgebracht")
    assert page.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0
    return page.locator(".waz-receipt__code").inner_text()


def replace_a_letter(desk: Person) -> None:
    """Somebody lost their letter; who voted gets none."""
    desk.take_role("Balie")
    page = desk.page
    page.get_by_label("Postcode").fill(HOME[0])
    page.get_by_label("Huisnummer").fill(HOME[1])
    desk.press("Zoek")
    expect(page.get_by_text("Er is gestemd")).to_have_count(2)
    waiting = page.locator("summary", has_text="Maak een nieuwe brief")
    expect(waiting).to_have_count(2)
    waiting.first.click()
    page.get_by_label("Waarom?").first.fill("Brief niet ontvangen")
    with page.expect_response(re.compile("/balie/brief/")) as answer:
        page.get_by_role("button", name="Laat de oude code vervallen en maak de brief").first.click()
    assert (answer.value.status, answer.value.headers["content-type"]) == (200, "application/pdf")


def count_and_publish(organiser: Person) -> None:
    """Voting is over: two buttons, and the result is there."""
    page = organiser.goto("/beheer")
    organiser.press("Tel de stemmen")
    expect(page.get_by_role("status").filter(has_text="De stemmen zijn geteld")).to_be_visible()
    organiser.press("Maak de uitslag openbaar")
    assert organiser.path == "/uitslag"
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit koos de wijk")
    expect(page.get_by_role("region", name="Deze plannen gaan door")).to_contain_text("Buurtmoestuin")


def check_the_receipt(voter: Person, receipt: str) -> None:
    """The voter sees that their ballot was counted."""
    page = voter.goto("/uitslag")
    page.get_by_label("Uw ontvangstcode").fill(receipt.lower())
    voter.press("Zoek mijn code")
    expect(page.get_by_role("status").filter(has_text="Uw stem is geteld")).to_be_visible()
    assert receipt not in page.url


def carry_out(organiser: Person, neighbour: Person) -> None:
    """The organiser keeps a finger on the pulse, and the neighbourhood sees it."""
    page = organiser.goto("/beheer/uitvoering")
    page.get_by_role("link", name="Buurtmoestuin aan de Merelsingel").click()
    agreements = page.get_by_role("region", name="Afspraken")
    agreements.get_by_text("Verander deze afspraak").first.click()
    agreements.get_by_label("Wie doet het?").first.fill("De werkgroep")
    agreements.get_by_role("button", name="Bewaar de afspraak").first.click()
    expect(page.get_by_role("status").filter(has_text="De afspraak is veranderd")).to_be_visible()
    page.get_by_text("Voeg een mijlpaal toe").click()
    milestones = page.get_by_role("region", name="Mijlpalen")
    milestones.get_by_label("Wat is er dan klaar?", exact=True).last.fill("Feest op het plein")
    milestones.get_by_label("Wanneer?", exact=True).last.fill("2027-06-01")
    milestones.get_by_role("button", name="Voeg de mijlpaal toe").click()
    expect(page.get_by_role("status")).to_be_visible()
    organiser.press("Nieuws")
    page.get_by_label("Hoe gaat het?").last.fill("De bakken staan er.")
    page.get_by_role("button", name="Zet het op de site").click()
    expect(page.get_by_role("status").filter(has_text="staat op de site")).to_be_visible()
    shown = neighbour.goto("/uitvoering")
    expect(shown.get_by_text("De bakken staan er.")).to_be_visible()
    shown.get_by_role("link", name="Buurtmoestuin aan de Merelsingel").first.click()
    expect(shown.get_by_text("Feest op het plein")).to_be_visible()


def test_the_voters_way_without_javascript(served: object, person: MakePerson) -> None:
    site, address = served(Phase.VOTING)  # type: ignore[operator]
    voter = person(address, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = voter.goto("/stem")
    page.get_by_label("Uw pincode").fill(site.practice_code())
    voter.press("Verder")
    expect(page.get_by_text("Samen mogen ze ten hoogste € 70.000 kosten.")).to_be_visible()
    expect(page.locator("[data-bar]")).to_be_hidden()
    page.get_by_label(re.compile("^Kwiekroute")).check()
    voter.press("Kijk uw keuze na")
    expect(page.get_by_role("table")).to_contain_text("Kwiekroute")
    voter.press("Verander mijn keuze")
    expect(page.get_by_label(re.compile("^Kwiekroute"))).to_be_checked()
    voter.press("Kijk uw keuze na")
    voter.press("Ja, ik stem zo")
    expect(page.locator(".waz-receipt__code")).to_have_text(re.compile(r"^[0-9A-Z]{5}-[0-9A-Z]{5}$"))
