"""What a plan is shared with: the picture and words beside a link, and the poster with its QR code."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from werkzeug.test import TestResponse

from phases.calendar import Phase
from tests.support.site_map import PLAN
from tests.support.visitor import Visitor
from wijkaanzet.actions.plans import list_plans

People = dict[tuple[Phase, str], Visitor]
HERE = "http://127.0.0.1:8000"


def metas(visitor: Visitor) -> dict[str, str]:
    """What other sites read in the head of the page."""
    return {m.get("property") or m["name"]: m["content"] for m in visitor.page.all("meta") if "content" in m}


def test_a_link_tells_what_it_leads_to(people: People) -> None:
    visitor = people[Phase.LIKES, ""]
    visitor.get(PLAN)
    said = metas(visitor)
    assert said["og:title"] == "Buurtmoestuin aan de Merelsingel"
    assert said["og:url"] == HERE + PLAN
    assert said["og:description"].startswith("Samen groenten kweken")
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:image"].startswith(f"{HERE}/plannen/1/delen.png?v=")
    links = [link["href"] for link in visitor.page.all("a")]
    (whatsapp,) = [link for link in links if link.startswith("https://wa.me/")]
    (mail,) = [link for link in links if link.startswith("mailto:?")]
    assert "plannen%2F1-buurtmoestuin" in whatsapp
    assert "plannen%2F1-buurtmoestuin" in mail
    assert [one["value"] for one in visitor.page.all("input") if one.get("id") == "share-link"] == [
        HERE + PLAN
    ]


def test_addresses_are_of_the_edition_that_was_visited(people: People) -> None:
    site = people[Phase.LIKES, ""].site
    visitor = Visitor(site, prefix="/e/oefening")
    visitor.get(PLAN)
    said = metas(visitor)
    assert said["og:url"] == f"{HERE}/e/oefening{PLAN}"
    assert said["og:image"].startswith(f"{HERE}/e/oefening/plannen/1/delen.png")


def test_the_picture_is_drawn_once_and_kept_by_browsers(people: People) -> None:
    visitor = people[Phase.LIKES, ""]
    answer = visitor.get("/plannen/1/delen.png")
    with Image.open(BytesIO(answer.data)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
        colours = image.convert("RGB").getcolors(2**20)
    assert colours is not None
    assert len(colours) > 20, "there is something on it"
    assert len(answer.data) < 300_000, "messengers fetch no more"
    assert answer.headers["Cache-Control"].startswith("public")
    again = visitor.get("/plannen/1/delen.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = visitor.get("/plannen/2/delen.png")
    assert other.headers["ETag"] != answer.headers["ETag"]
    assert other.data != answer.data
    assert visitor.get("/plannen/999/delen.png").status_code == 404


def test_the_plans_own_picture_is_beside_its_link_and_on_its_poster(people: People) -> None:
    visitor = people[Phase.LIKES, ""]
    with visitor.site.database.read() as db:
        plans = list_plans(db, visitor.site.edition().id)
    shown = next(plan for plan in plans if plan.picture is not None)
    bare = next(plan for plan in plans if plan.picture is None)
    colours = {}
    for plan in (shown, bare):
        answer = visitor.get(f"/plannen/{plan.number}/delen.png")
        assert len(answer.data) < 300_000, "messengers fetch no more"
        with Image.open(BytesIO(answer.data)) as image:
            colours[plan.number] = image.convert("RGB").getpixel((1190, 20))
        poster = PdfReader(BytesIO(visitor.get(f"/plannen/{plan.number}/poster.pdf").data))
        assert len(poster.pages[0].images) == (plan is shown)
    assert colours[shown.number] != colours[bare.number]


def poster_text(answer: TestResponse) -> str:
    (page,) = PdfReader(BytesIO(answer.data)).pages
    return " ".join(page.extract_text().split())


@pytest.mark.parametrize(
    ("phase", "asked"),
    [
        (Phase.SUBMIT, "Een like geven kan vanaf donderdag 1 oktober"),
        (Phase.LIKES, "Geef dit plan een like"),
        (Phase.FEASIBILITY, "Lees dit plan"),
        (Phase.VOTING, "Stem op dit plan"),
        (Phase.EXECUTION, "Gekozen door de wijk!"),
    ],
    ids=lambda value: getattr(value, "key", ""),
)
def test_the_poster_asks_for_what_can_be_done_now(people: People, phase: Phase, asked: str) -> None:
    answer = people[phase, ""].get("/plannen/1/poster.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = poster_text(answer)
    assert asked in text
    assert "Samen groenten kweken" in text
    assert "127.0.0.1:8000/plannen/1" in text


def test_there_is_no_poster_of_what_is_not_there(people: People) -> None:
    assert people[Phase.LIKES, ""].get("/plannen/999/poster.pdf").status_code == 404


@pytest.mark.skipif(not (shutil.which("pdftoppm") and shutil.which("zbarimg")), reason="no poppler or zbar")
def test_a_phone_reads_the_poster(people: People, tmp_path: Path) -> None:
    visitor = people[Phase.LIKES, ""]
    (tmp_path / "poster.pdf").write_bytes(visitor.get("/plannen/1/poster.pdf").data)
    draw = ["pdftoppm", "-png", "-r", "100", str(tmp_path / "poster.pdf"), str(tmp_path / "poster")]
    subprocess.run(draw, check=True)
    (image,) = tmp_path.glob("*.png")
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(image)]
    read = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert read == f"{HERE}/plannen/1"
    path = read.removeprefix(HERE)
    assert visitor.follow(visitor.get(path)).status_code == 200
