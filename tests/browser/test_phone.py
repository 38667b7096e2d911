"""A submitter in the street with a phone: news with a large photo, a receipt, and the look of every page on 360 pixels."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Request, expect

from phases.calendar import Phase
from tests.browser.conftest import NARROW, MakePerson, Person, serving, site_in
from tests.browser.looks import problems_of
from tests.support.stages import Site, Stages

Served = Callable[[Phase], tuple[Site, str]]
MINE = "/mijn/uitvoering/1"


@pytest.fixture
def address(stages: Stages, tmp_path: Path) -> Iterator[str]:
    """Of a site of the test's own, some weeks into the year of execution."""
    with serving(lambda url: site_in(stages, Phase.EXECUTION, tmp_path, url)) as running:
        yield running[1]


def photo() -> FilePayload:
    """Some megabytes, as a telephone makes them."""
    out = io.BytesIO()
    Image.effect_noise((3000, 2000), 120).convert("RGB").save(out, "JPEG", quality=95)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.mark.parametrize("scripted", [True, False], ids=["javascript", "no-javascript"])
def test_news_and_a_receipt_from_a_phone(address: str, person: MakePerson, scripted: bool) -> None:
    submitter = person(address, viewport=NARROW, has_touch=True, java_script_enabled=scripted)
    submitter.take_role("Indiener")
    page, sent = submitter.goto(MINE), photo()
    page.get_by_role("link", name="Vertel hoe het gaat").click()
    posted: list[Request] = []
    page.on("request", lambda request: posted.append(request) if request.method == "POST" else None)
    page.get_by_label("Hoe gaat het?").fill("De bakken staan er!")
    page.get_by_label("Foto’s").set_input_files(sent)
    page.get_by_role("button", name="Zet het op de site").click()
    expect(page.get_by_role("alert")).to_contain_text("Vertel kort wat er op de foto staat")
    expect(page.get_by_label("Hoe gaat het?")).to_have_value("De bakken staan er!")
    page.get_by_label("Foto’s").set_input_files(sent)
    page.get_by_label("Wat staat er op de foto?").fill("Bakken op het plein")
    if scripted:  # the first time the button was pressed while the photo was still being made smaller
        file = page.get_by_label("Foto’s").element_handle()
        page.wait_for_function(f"file => file.files[0].size < {len(sent['buffer'])}", arg=file)
    page.get_by_role("button", name="Zet het op de site").click()
    expect(page.get_by_role("status")).to_contain_text("Uw bericht staat op de site")
    expect(page.get_by_role("img", name="Bakken op het plein").first).to_be_visible()
    if scripted:
        sizes = [int(request.all_headers()["content-length"]) for request in posted]
        assert 0 < max(sizes) < len(sent["buffer"]), "the photo was not made smaller before it was sent"
    hand_in(submitter, sent)


def hand_in(submitter: Person, receipt: FilePayload) -> None:
    """A photo of a receipt is enough."""
    page = submitter.goto(MINE)
    page.get_by_role("link", name="Stuur een bon in").click()
    page.get_by_label("De bon").set_input_files(receipt)
    page.get_by_label("Waarvoor?").fill("Zaden en potgrond")
    page.get_by_label("Hoeveel?").fill("4,95")
    page.get_by_role("button", name="Stuur de bon in").click()
    expect(page.get_by_role("status")).to_contain_text("De gemeente kijkt naar uw bon")
    expect(page.get_by_role("link", name="Zaden en potgrond").first).to_be_visible()


def test_the_pages_of_the_organiser_with_everything_open(served: Served, person: MakePerson) -> None:
    """Every form is behind a summary; opened, all of them are to be used on any screen."""
    organiser = person(served(Phase.EXECUTION)[1])
    organiser.take_role("Organisator")
    problems = []
    for path in ("/beheer/uitvoering/1", "/beheer/uitvoering/1/geld", "/beheer/uitvoering/1/nieuws"):
        page = organiser.goto(path)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        problems += problems_of(page, f"{path}, opened")
    assert problems == []
