"""Eight checkers with eight browsers at one table of the program as an operator starts it: everybody sees every answer."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from phases.calendar import Phase
from phases.feasibility import Specialism
from tests.browser.conftest import MakePerson, Person, serving, site_in
from tests.browser.looks import problems_of
from tests.support.stages import Site, Stages, settings
from tests.support.table import seat_eight
from wijkaanzet.cli.voting_client import served
from wijkaanzet.web import texts

ALL = list(Specialism)


def name_of(specialism: Specialism) -> str:
    return str(texts.SPECIALISMS[specialism])


def tile(page: Page, specialism: Specialism) -> object:
    return page.locator(f"#tegel-{specialism.value}")


def lay(page: Page, specialism: Specialism, words: str) -> None:
    """Answer *nog niet*, with words."""
    part = page.locator(f"#deel-{specialism.value}")
    part.get_by_role("group", name="Kan het?").get_by_label("Nog niet").check()
    part.get_by_label("Wat maakt het mogelijk?").fill(words)
    part.get_by_role("button", name="Leg op tafel").click()
    expect(page.get_by_role("status").filter(has_text="Het antwoord ligt op tafel")).to_be_visible()


@pytest.fixture
def eight(stages: Stages, person: MakePerson, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Eight people at one table, on the plan that lies there, and a big screen."""
    config = settings(tmp_path)
    site = stages.site(Phase.FEASIBILITY, config)
    number, tokens = seat_eight(site)
    site.database.close()
    (tmp_path / "secrets.toml").unlink(missing_ok=True)
    with served(settings(tmp_path, secret_key="", pincode_key="")) as address:
        seated: dict[Specialism, Person] = {}
        for specialism in ALL:
            someone = person(f"http://{address}")
            someone.goto(f"/inloggen/{tokens[specialism]}")
            someone.page.get_by_role("button", name="Log in").first.click()
            someone.page.wait_for_load_state()
            someone.goto("/tafel/nu")
            expect(someone.page.locator("[data-live-state]")).to_have_text("Live")
            seated[specialism] = someone
        yield number, seated, person(f"http://{address}")


def test_eight_at_one_table(eight) -> None:  # type: ignore[no-untyped-def]
    number, seated, watcher = eight
    # Everybody answers; each answer comes to every screen, without anybody reloading.
    for specialism in ALL:
        page = seated[specialism].page
        assert seated[specialism].path == f"/tafel/{number}"
        lay(page, specialism, f"woorden van {specialism.value}")
    for someone in seated.values():
        for specialism in ALL:
            expect(tile(someone.page, specialism)).to_contain_text(f"woorden van {specialism.value}")
        expect(someone.page.get_by_text("Uit de antwoorden volgt:").first).to_contain_text(
            "Niet binnen dit budget"
        )

    # Who types keeps what was typed while others answer, and is told when it is about the same question.
    legal, other = seated[Specialism.LEGAL].page, watcher
    other.take_role("Organisator")
    other.goto(f"/tafel/{number}")
    mine = legal.locator("#deel-legal")
    mine.get_by_text("Verander dit antwoord").click()
    mine.get_by_label("Wat maakt het mogelijk?").fill("mijn halve zin")
    theirs = other.page.locator("#deel-legal")
    theirs.get_by_text("Verander dit antwoord").click()
    theirs.get_by_label("Wat maakt het mogelijk?").fill("woorden van de voorzitter")
    theirs.get_by_role("button", name="Leg op tafel").click()
    expect(tile(legal, Specialism.LEGAL)).to_contain_text("woorden van de voorzitter")
    expect(mine.locator("[data-notice]")).to_be_visible()
    expect(mine.get_by_label("Wat maakt het mogelijk?")).to_have_value("mijn halve zin")
    mine.get_by_role("button", name="Leg op tafel").click()
    expect(legal.get_by_role("alert")).to_contain_text("Een collega was u net voor")
    expect(mine).to_contain_text("woorden van de voorzitter")
    expect(mine.get_by_label("Wat maakt het mogelijk?")).to_have_value("mijn halve zin")
    mine.get_by_label("Wat maakt het mogelijk?").fill("samen: mijn halve zin en die van de voorzitter")
    mine.get_by_role("button", name="Leg op tafel").click()
    for someone in seated.values():
        expect(tile(someone.page, Specialism.LEGAL)).to_contain_text("samen: mijn halve zin")

    # The chair moves on: everybody goes along, and so does the big screen.
    screen = other.context.new_page()
    screen.goto(f"{other.address}/tafel/scherm")
    expect(screen.get_by_role("heading", level=1)).to_contain_text("Meidenavond")
    other.press("Volgende plan op tafel")
    other.page.wait_for_url(lambda url: not url.split("#")[0].endswith(f"/tafel/{number}"))
    title = other.page.get_by_role("heading", level=1).inner_text()
    screen.set_viewport_size({"width": 1280, "height": 720})
    screen.wait_for_function("document.documentElement.scrollHeight <= window.innerHeight")
    expect(screen.get_by_role("heading", level=1)).to_have_text(title)
    for someone in seated.values():
        expect(someone.page.get_by_role("heading", level=1)).to_have_text(title)


def test_without_javascript_both_texts_are_there(stages: Stages, person: MakePerson, tmp_path: Path) -> None:
    site = stages.site(Phase.FEASIBILITY, settings(tmp_path))
    number, _tokens = seat_eight(site)
    site.database.close()
    with served(settings(tmp_path)) as address:
        first, second = (person(f"http://{address}", java_script_enabled=False) for _ in range(2))
        for someone in (first, second):
            someone.take_role("Organisator")
            someone.goto(f"/tafel/{number}")
        for someone, words in ((first, "van de eerste"), (second, "van de tweede")):
            part = someone.page.locator("#deel-legal")
            part.get_by_role("group", name="Kan het?").get_by_label("Nog niet").check()
            part.get_by_label("Wat maakt het mogelijk?").fill(words)
            part.get_by_role("button", name="Leg op tafel").click()
        part = second.page.locator("#deel-legal")
        expect(part.locator(".waz-conflict").first).to_contain_text("van de eerste")
        expect(part.get_by_label("Wat maakt het mogelijk?")).to_have_value("van de tweede")
        part.get_by_role("button", name="Leg op tafel").click()
        expect(second.page.locator("#tegel-legal")).to_contain_text("van de tweede")
        second.page.locator("#tegel-legal summary").click()
        expect(second.page.locator("#tegel-legal")).to_contain_text("van de eerste")


@pytest.fixture
def two(stages: Stages, person: MakePerson, tmp_path: Path) -> Iterator[tuple[Site, Person, Person]]:
    """Two who may lead the table, both at a plan that nobody answered for yet."""
    with serving(lambda url: site_in(stages, Phase.FEASIBILITY, tmp_path, url)) as (site, address):
        both = person(address), person(address)
        for someone in both:
            someone.take_role("Organisator")
            someone.goto("/tafel/3")
            expect(someone.page.locator("[data-live-state]")).to_have_text("Live")
        yield site, *both


def test_a_page_follows_and_never_takes_words_away(two: tuple[Site, Person, Person]) -> None:
    _site, chair, other = two
    page, decision = chair.page, chair.page.locator("#deel-oordeel")
    # A verdict that is fixed takes the forms away from who is not writing; taken up again, they are back.
    decision.get_by_label("Haalbaar", exact=True).check()
    decision.get_by_label("Waarom besluit u anders dan de antwoorden?").fill("iedereen belde")
    decision.get_by_role("button", name="Leg het oordeel vast").click()
    expect(other.page.locator("#deel-oordeel")).to_contain_text("Bespreek dit plan opnieuw")
    expect(other.page.locator("#deel-legal")).to_have_count(0)
    page.get_by_text("Bespreek dit plan opnieuw").click()
    page.get_by_label("Waarom bespreekt u dit plan opnieuw?").fill("een nieuwe offerte")
    page.get_by_role("button", name="Leg het weer op tafel").click()
    expect(other.page.locator("#deel-legal")).to_have_count(1)

    # A page that says that something cannot be done holds what was typed, whatever others do meanwhile.
    theirs = other.page.locator("#deel-oordeel")
    theirs.get_by_label("Niet binnen dit budget").check()
    theirs.get_by_label("Woorden voor de indiener").fill("begin klein")
    theirs.get_by_label("Waarom besluit u anders dan de antwoorden?").fill("")
    lay(page, Specialism.LEGAL, "eerst een sleutel")
    expect(tile(other.page, Specialism.LEGAL)).to_contain_text("eerst een sleutel")
    theirs.get_by_role("button", name="Leg het oordeel vast").click()
    expect(other.page.get_by_role("alert")).to_contain_text("Er veranderde iets op tafel")
    lay(page, Specialism.FINANCIAL, "eerst een offerte")
    expect(tile(other.page, Specialism.FINANCIAL)).to_contain_text("eerst een offerte")
    expect(theirs.get_by_label("Woorden voor de indiener")).to_have_value("begin klein")
    assert problems_of(other.page, "a verdict that was too late") == []


def test_a_tab_that_nobody_sees_gives_its_stream_back(two: tuple[Site, Person, Person]) -> None:
    """A browser has six connections to a site: seven tabs with a stream would stop it."""
    site, seen, unseen = two
    live = site.app.extensions["wijkaanzet"].live
    turn = """hidden => {
        Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    unseen.page.evaluate(turn, True)
    while live.streams > 1:  # the test's time limit is the limit
        time.sleep(0.05)
    lay(seen.page, Specialism.LEGAL, "terwijl niemand keek")
    unseen.page.evaluate(turn, False)
    expect(tile(unseen.page, Specialism.LEGAL)).to_contain_text("terwijl niemand keek")


def test_the_pages_around_the_table(two: tuple[Site, Person, Person]) -> None:
    """What only a table in use has: an agenda with minutes, a sneltoets at its end, the drafts that the wijkraad reads."""
    site, organiser, _other = two
    page = organiser.goto("/tafel")
    meeting = page.locator(".waz-meetings a").first.get_attribute("href") or ""
    problems = []
    organiser.goto(meeting)
    page.locator("details > summary").nth(1).click()
    problems += problems_of(page, "a session")
    organiser.goto(f"/beheer{meeting}")
    problems += problems_of(page, "a session's agenda")
    organiser.goto("/beheer/tafel")
    for summary in page.locator("main summary").all():
        summary.click()
    page.get_by_label("E-mailadres").fill("wijkraad@voorbeeld.nl")
    page.get_by_label("Lid van de wijkraad").check()
    organiser.press("Nodig uit")
    page.get_by_label("Vanaf welke dag").fill(site.edition().local_now(site.clock.now).date().isoformat())
    organiser.press("Vraag de wijkraad")
    problems += problems_of(page, "the table prepared")
    organiser.goto("/wijkraad")
    expect(page.locator("#plan-2")).to_contain_text("Haalbaar")
    problems += problems_of(page, "the wijkraad's last look")
    organiser.goto("/tafel/3")
    part = page.locator("#deel-legal")
    while part.get_by_role("button", name="Volgende vraag").count():
        part.locator(".waz-scan__question input").first.check()
        part.get_by_role("button", name="Volgende vraag").click()
        page.wait_for_load_state()
        if not part.locator(".waz-scan[open]").count():
            part.get_by_text("Sneltoets").first.click()
    problems += problems_of(page, "a sneltoets at its end")
    page.set_viewport_size({"width": 1920, "height": 1080})
    organiser.goto("/tafel/scherm")
    beyond = page.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    )
    assert max(beyond) <= 0, f"the big screen scrolls: {beyond}"
    assert problems == []
