"""A plan in steps: what is typed stays, what is wrong is said, and what is submitted is what was checked."""

from io import BytesIO

import pytest
from PIL import Image

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.support.writing import IDEA, begin_plan, costs_form, photo, submit_plan, write_plan
from tests.web.conftest import OpenSite


@pytest.fixture
def site(site_in: OpenSite) -> Site:
    """A site of the test's own where plans are submitted."""
    return site_in(Phase.SUBMIT)


@pytest.fixture
def resident(site: Site) -> Visitor:
    """Somebody with an idea."""
    return Visitor(site).sign_in_as("resident")


def test_a_plan_from_the_first_word_to_its_page(resident: Visitor) -> None:
    made = submit_plan(resident, place="Bij de vijver", audience=["ouderen", "gezinnen"])
    page = resident.follow(made).text.replace("\u00a0", " ")
    for words in (
        "Uw plan is ingediend",
        "€ 1.500,50",
        "€ 100,50",
        "Iemand met een bakfiets",
        "Gezinnen, Ouderen",
    ):
        assert words in page, words
    resident.get("/mijn")
    assert "Bankjes bij de vijver" in resident.page.text
    assert "Nog niet af" not in resident.page.text


@pytest.mark.parametrize(
    ("step", "changes"),
    [
        ("nieuw", {"title": "   "}),
        ("nieuw", {"title": "x" * 500}),
        ("nieuw", {"summary": "x" * 201}),
        ("nieuw", {"description": ""}),
        ("plek", {"theme": ""}),
        ("plek", {"theme": "Wonen"}),
        ("plek", {"theme": "Op straat", "area": "Eendenwijk"}),
        ("plek", {"theme": "Op straat", "latitude": "0", "longitude": "0"}),
        ("plek", {"theme": "Op straat", "latitude": "veel", "longitude": "1"}),
        ("plek", {"theme": "Op straat", "audience": "marsbewoners"}),
        ("kosten", costs_form([("Bank", "veel")])),
        ("kosten", costs_form([("Bank", "9" * 5000)])),
        ("kosten", costs_form([("Bank", "")])),
        ("kosten", costs_form([("", "100")])),
        ("kosten", costs_form([("x" * 101, "100")])),
        ("mensen", {"help_wanted": "x" * 1001}),
    ],
)
def test_a_mistake_is_told_and_loses_nothing(resident: Visitor, step: str, changes: dict[str, str]) -> None:
    if step == "nieuw":
        path, typed = "/plannen/nieuw", IDEA | changes
    else:
        path, typed = f"{begin_plan(resident)}/{step}", changes
    resident.get(path)
    assert resident.submit(path, **typed).status_code == 422
    assert any("waz-error" in one.get("class", "") for one in resident.page.all("div"))
    kept = resident.page.form(path).filled()
    for name, value in typed.items():
        if name not in ("theme", "area", "audience") and value.strip() and len(value) < 4000:
            assert kept[name] == [value], name


def test_who_stops_goes_on_later_on_another_device(site: Site, resident: Visitor) -> None:
    resident.get("/plannen/nieuw")
    stopped = resident.submit("/plannen/nieuw", title="Halve zin", summary="", description="", later="1")
    assert stopped.location == "/mijn"
    elsewhere = Visitor(site)
    elsewhere.sign_in("resident@voorbeeld.nl")
    elsewhere.get("/mijn")
    assert "Halve zin" in elsewhere.page.text
    draft = next(a["href"] for a in elsewhere.page.all("a") if a["href"].endswith("/controle"))
    elsewhere.get(draft)
    assert "Dit is nog nodig" in elsewhere.page.text
    assert elsewhere.post(draft).status_code == 422
    stranger = Visitor(site)
    stranger.sign_in("iemand@voorbeeld.nl")
    for path in (draft, draft.replace("controle", "idee"), draft.replace("controle", "fotos")):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, IDEA).status_code == 404
    assert elsewhere.post(draft.replace("controle", "weg")).location == "/mijn"
    assert elsewhere.get(draft).status_code == 404


def test_the_mailed_link_leads_to_the_form_on_another_device(site: Site) -> None:
    asking, elsewhere = Visitor(site), Visitor(site)
    asking.get("/plannen/nieuw")
    link = asking.ask_for_link("anna@voorbeeld.nl")
    elsewhere.get(link)
    assert elsewhere.submit(link).location == "/plannen/nieuw"
    foreign = (
        Visitor(site).ask_for_link("anna@voorbeeld.nl").partition("?")[0] + "?naar=https://elders.invalid/"
    )
    elsewhere.post("/uitloggen")
    elsewhere.get(foreign)
    assert elsewhere.submit(foreign.partition("?")[0]).location == "/"


def test_more_lines_of_costs_without_losing_what_was_typed(resident: Visitor) -> None:
    path = f"{begin_plan(resident)}/kosten"
    resident.get(path)
    lines = len([name for name in resident.page.form(path).filled() if name.endswith("-what")])
    assert resident.submit(path, **costs_form([("Bank", "veel")]), regel="1").status_code == 200
    kept = resident.page.form(path).filled()
    assert len([name for name in kept if name.endswith("-what")]) == lines + 1
    assert (kept["lines-0-what"], kept["lines-0-amount"]) == (["Bank"], ["veel"])


def test_a_plan_that_is_alike_is_shown_before_one_goes_on(resident: Visitor) -> None:
    draft = begin_plan(
        resident, title="Moestuin", summary="Groente kweken.", description="Op het grasveld groenten kweken."
    )
    resident.get(f"{draft}/plek")
    assert "Buurtmoestuin aan de Merelsingel" in resident.page.text
    asked = {"title": "Moestuin op het grasveld", "text": "groenten kweken"}
    assert "Buurtmoestuin" in resident.post("/plannen/nieuw/lijkt-op", asked).text
    assert "<section" not in resident.post("/plannen/nieuw/lijkt-op", {"title": "Zonnewijzer"}).text


def test_pictures_are_written_anew_and_shown_once_the_plan_is(site: Site, resident: Visitor) -> None:
    draft = write_plan(resident)
    path = f"{draft}/fotos"
    resident.get(path)
    token = resident.token()
    for name, content, alt in (
        ("leeg.jpg", b"", "Een bank"),
        ("geen.jpg", b"geen foto", "Een bank"),
        ("foto.jpg", photo().getvalue(), "  "),
    ):
        sent = {"file": (BytesIO(content), name), "alt": alt, "csrf_token": token}
        assert resident.post_bare(path, sent).status_code == 422, (name, alt)
    sent = {"file": (photo(), "foto.jpg"), "alt": "Een bank in de zon", "csrf_token": token}
    assert resident.post_bare(path, sent).status_code == 303
    resident.get(path)
    (shown,) = (one for one in resident.page.all("img") if "/beeld/" in one["src"])
    assert shown["alt"] == "Een bank in de zon"
    mine = resident.client.get(shown["src"])
    assert mine.status_code == 200
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert Visitor(site).client.get(shown["src"]).status_code == 404
    resident.get(f"{draft}/controle")
    resident.follow(resident.submit(f"{draft}/controle"))
    public = Visitor(site).client.get(shown["src"])
    assert "immutable" in public.headers["Cache-Control"]
    picture = Image.open(BytesIO(public.data))
    assert not picture.getexif()
    assert picture.height > picture.width, "it was turned the right way up"
    assert b"Telefoonmerk" not in public.data


def test_pictures_are_arranged_and_taken_away(resident: Visitor) -> None:
    path = f"{begin_plan(resident)}/fotos"
    for alt in ("Eerste", "Tweede", "Derde", "Vierde", "Vijfde"):
        resident.get(path)
        sent = {"file": (photo(), "foto.jpg"), "alt": alt, "csrf_token": resident.token()}
        assert resident.post_bare(path, sent).status_code == 303
    resident.get(path)
    assert "Meer kan niet" in resident.page.text
    sent = {"file": (photo(), "foto.jpg"), "alt": "Zesde", "csrf_token": resident.token()}
    assert resident.post_bare(path, sent).status_code == 422

    def alts() -> list[str]:
        resident.get(path)
        return [one["alt"] for one in resident.page.all("img") if "/beeld/" in one["src"]]

    def key(alt: str) -> str:
        (src,) = (one["src"] for one in resident.page.all("img") if one.get("alt") == alt)
        return src.removeprefix("/beeld/").partition("-")[0]

    alts()
    resident.post(f"{path}/{key('Derde')}", {"wat": "eerst"})
    assert alts() == ["Derde", "Eerste", "Tweede", "Vierde", "Vijfde"]
    gone = key("Eerste")
    resident.post(f"{path}/{gone}", {"wat": "weg"})
    assert alts() == ["Derde", "Tweede", "Vierde", "Vijfde"]
    assert resident.client.get(f"/beeld/{gone}-klein.jpg").status_code == 404
    assert resident.post(f"{path}/{gone}", {"wat": "weg"}).status_code == 404


def test_a_change_is_seen_by_everybody_with_what_it_was(site: Site, resident: Visitor) -> None:
    plan = submit_plan(resident).location
    number = plan.removeprefix("/plannen/").partition("-")[0]
    resident.get(plan)
    check = resident.submit("/wijzigen").location
    resident.get(check)
    assert "U hebt nog niets veranderd" in resident.page.text
    idea = check.replace("controle", "idee")
    resident.get(idea)
    assert resident.submit(idea, description="Drie bankjes van eikenhout.", controle="1").location == check
    resident.get(check)
    assert "U verandert: Wat en waarom" in resident.page.text
    resident.follow(resident.submit(check))
    assert "Uw plan is veranderd" in resident.page.text
    everybody = Visitor(site)
    everybody.get(f"/plannen/{number}/versies")
    assert "eikenhout" in everybody.page.text
    assert "<ins>" in everybody.get(f"/plannen/{number}/versies").text
    assert everybody.get("/plannen/999/versies").status_code == 404


def test_two_submitters_change_one_plan_and_neither_loses_a_word(site: Site, resident: Visitor) -> None:
    plan = submit_plan(resident).location
    number = plan.removeprefix("/plannen/").partition("-")[0]
    people = f"/plannen/{number}/samen"
    resident.get(people)
    assert resident.submit(people, email="geen adres").status_code == 422
    assert resident.submit(people, email="buur@voorbeeld.nl").status_code == 303
    link = resident.mailed_link(f"{people}/").removeprefix(site.config.base_url)
    other = Visitor(site)
    other.get(link)
    assert other.post(link, {"antwoord": "ja"}).status_code == 303
    assert other.get(link).status_code == 404
    other.sign_in("buur@voorbeeld.nl")
    drafts = {}
    for person, changes in (
        (resident, {"title": "Bankjes van hout"}),
        (other, {"title": "Bankjes van beton", "summary": "Zitten bij het water."}),
    ):
        person.get(plan)
        drafts[person] = person.submit("/wijzigen").location
        idea = drafts[person].replace("controle", "idee")
        person.get(idea)
        assert person.submit(idea, **changes, controle="1").status_code == 303
    resident.get(drafts[resident])
    assert resident.submit(drafts[resident]).status_code == 303
    other.get(drafts[other])
    refused = other.submit(drafts[other])
    assert refused.status_code == 409
    assert "Iemand anders veranderde dit plan ook" in other.page.text
    assert "wat ú schreef: Titel" in other.page.text
    assert other.submit(drafts[other]).status_code == 303
    everybody = Visitor(site)
    everybody.get(f"/plannen/{number}/versies")
    for words in ("van hout", "van beton", "bij het water"):
        assert words in everybody.page.text


def test_asking_to_join_a_plan(site: Site, resident: Visitor) -> None:
    plan = submit_plan(resident).location
    number = plan.removeprefix("/plannen/").partition("-")[0]
    asking = Visitor(site)
    asking.sign_in("buur@voorbeeld.nl")
    join = f"/plannen/{number}/meedoen"
    asking.get(join)
    assert asking.submit(join, name="", message="").status_code == 422
    assert asking.submit(join, name="Sanne", message="Ik help graag.").status_code == 303
    resident.get("/mijn")
    assert "1 buur wil meedoen" in resident.page.text
    resident.get(f"/plannen/{number}/samen")
    assert "Ik help graag." in resident.page.text
    assert "buur@voorbeeld.nl" not in resident.page.text
    answer = next(form.action for form in resident.page.forms if "/samen/antwoord/" in form.action)
    assert asking.post(answer, {"antwoord": "ja"}).status_code == 403, "nobody lets themselves in"
    assert resident.post(answer, {"antwoord": "ja"}).status_code == 303
    asking.get("/mijn")
    assert "Bankjes bij de vijver" in asking.page.text
    assert asking.get(f"/plannen/{number}/intrekken").status_code == 403
    assert asking.post(f"/plannen/{number}/samen/verlaten").status_code == 303
    asking.get("/mijn")
    assert "Bankjes bij de vijver" not in asking.page.text


def test_a_plan_is_taken_back_after_asking_once_more(site: Site, resident: Visitor) -> None:
    plan = submit_plan(resident).location
    number = plan.removeprefix("/plannen/").partition("-")[0]
    resident.get(f"/plannen/{number}/intrekken")
    assert "Dat kunt u niet ongedaan maken" in resident.page.text
    assert resident.submit("/intrekken").status_code == 303
    resident.get(plan)
    assert "De indiener heeft dit plan ingetrokken" in resident.page.text
    assert resident.post(f"/plannen/{number}/wijzigen").status_code == 409
    assert Visitor(site).get(f"/plannen/{number}/meedoen").status_code == 303
