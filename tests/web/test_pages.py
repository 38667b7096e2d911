"""Every page that a visitor can meet, read as a browser reads it."""

import re
from collections import Counter

import pytest

from phases.calendar import Phase
from tests.support.pages import Page
from tests.support.site_map import Address, pages
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.support.writing import submit_plan

People = dict[tuple[Phase, str], Visitor]
# Its signed token is the proof that it was asked for: a mail program that presses for its owner has no cookie (RFC 8058).
WITHOUT_TOKEN = {"notices.stop"}
EACH_PHASE = pytest.mark.parametrize("phase", Phase, ids=lambda phase: phase.key)


def check(page: Page, where: str) -> None:
    """Hold a page to what every page must be."""
    assert page.inline == [], f"{where}: inline style or script"
    assert page.unclosed == [], f"{where}: elements that are not closed in order"
    for tag, attributes in page.elements:
        inline = [name for name in attributes if name == "style" or name.startswith("on")]
        assert inline == [], f"{where}: <{tag}> has {inline}"
        for name in ("href", "src", "action"):
            target = attributes.get(name, "")
            if tag == "a" and target.startswith("https://wa.me/?text="):
                continue  # a link to follow, not something that the page fetches
            assert not re.match(r"(https?:)?//|javascript:|data:", target), f"{where}: leads to {target}"
    (html,) = page.all("html")
    assert (html["lang"], html["dir"]) == ("nl", "ltr"), where
    assert len(list(page.all("h1"))) == 1, f"{where}: one h1"
    assert len(list(page.all("main"))) == 1, f"{where}: one main"
    assert [tag for tag, _ in page.elements].count("title") == 1, where
    ids = Counter(a["id"] for _, a in page.elements if a.get("id"))
    assert [one for one, count in ids.items() if count > 1] == [], f"{where}: ids that stand twice"
    for _, attributes in page.elements:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for one in attributes.get(name, "").split():
                assert one in ids, f"{where}: {name}={one} leads nowhere"
    for form in page.forms:
        assert form.method in ("get", "post")
        assert bool(form.token) == (form.method == "post"), f"{where}: the token of {form.action}"


@EACH_PHASE
def test_every_page(people: People, phase: Phase) -> None:
    for address in pages(phase):
        visitor = people[phase, address.role]
        assert visitor.get(address.path).mimetype == "text/html", address.path
        check(visitor.page, f"{address.path} in {phase.key}")


def test_the_voters_pages(shown: dict[Phase, Site]) -> None:
    site = shown[Phase.VOTING]
    visitor = Visitor(site)
    visitor.get("/stem")
    visitor.submit("/oefening/brief")
    check(visitor.page, "the practice code")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", visitor.page.text)
    assert code
    visitor.enter_code(code[0])
    visitor.get("/stem/biljet")
    check(visitor.page, "/stem/biljet")
    visitor.submit("/stem/biljet")
    check(visitor.page, "/stem/biljet with a problem")
    visitor.choose(1)
    visitor.get("/stem/controle")
    check(visitor.page, "/stem/controle")
    visitor.enter_code("fout")
    check(visitor.page, "/stem with a problem")


def test_every_form_is_refused_without_its_token(people: People) -> None:
    """As it stands on the page, but without the token: that is what another site could send."""
    tried = set()
    for phase in Phase:
        for address in pages(phase):
            visitor = people[phase, address.role]
            visitor.get(address.path)
            for form in [one for one in visitor.page.forms if one.method == "post"]:
                sent = form.filled()
                for token in (None, "een-ander"):
                    answer = visitor.post_bare(form.action, sent | {"csrf_token": token} if token else {})
                    assert answer.status_code == 400, form.action
                    assert "Uw formulier was te lang open" in answer.text
                tried.add(re.sub(r"\d+", "1", form.action))
    assert len(tried) >= 20, sorted(tried)


def test_every_post_route_wants_a_token(people: People) -> None:
    visitor = people[Phase.VOTING, "organiser"]
    for rule in visitor.site.app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint not in WITHOUT_TOKEN:
            path = re.sub(r"<(?:int:)?\w+>", "1", re.sub(r"<any\((\w+).*?>", r"\1", rule.rule))
            assert visitor.post_bare(path).status_code == 400, path


def test_without_a_form_s_token_only_somebody_s_own_mail_can_be_stopped(people: People) -> None:
    assert people[Phase.VOTING, "organiser"].post_bare("/berichten/afmelden/1").status_code == 404


def test_what_residents_write_is_shown_as_text(people: People, shown: dict[Phase, Site]) -> None:
    visitor = people[Phase.SUBMIT, "resident"]
    nasty = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    submit_plan(
        visitor,
        title=nasty[:80],
        summary=nasty,
        description=nasty,
        place=nasty[:90],
        carried_out_by=nasty,
        costs=[(nasty[:80], "5")],
    )
    for path in ("/", "/plannen", "/plannen/nieuw", "/mijn"):
        visitor.get(path)
        check(visitor.page, path)
    links = [link["href"] for link in visitor.page.all("a")]
    visitor.get("/plannen")
    (own,) = {one["href"] for one in visitor.page.all("a") if "script" in one["href"]}
    visitor.get(own)
    check(visitor.page, own)
    assert "<script>alert(1)</script>" in visitor.page.text
    assert links


def test_the_table_of_pages_reaches_each_kind_of_page() -> None:
    reached = {address.path for phase in Phase for address in pages(phase)}
    assert {"/beheer/uitvoering/1", "/tafel/1", "/plannen/nieuw", "/stem", "/uitslag"} <= reached
    assert all(isinstance(address, Address) for phase in Phase for address in pages(phase))
