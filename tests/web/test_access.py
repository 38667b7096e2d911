"""Every route says who may use it; the others are refused, and who is not signed in is asked to."""

import re

import pytest
from flask import Flask

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.web import access
from wijkaanzet.web.access import Access, AccessRuleMissingError

People = dict[tuple[Phase, str], Visitor]

# Every endpoint that is not for anyone. A new one is added here on purpose.
RULES = {
    Access.RESIDENT: {
        *("likes.like", "weekly_check.ready", "merging.mine", "mine.start"),
        "table_costs.mine",
        *("submitting.start", "submitting.page", "submitting.photos", "submitting.arrange"),
        *("submitting.check", "submitting.discard", "submitting.similar", "submitting.change"),
        *("submitting.withdraw", "together.people", "together.take_back", "together.answer"),
        *("together.leave", "together.join"),
        *("second_factor.ask", "second_factor.check"),
        *("reactions.reply", "reactions.edit", "reactions.withdraw", "notices.follow", "notices.mine"),
        *("help_offers.mine", "help_offers.one", "help_offers.end"),
        *("undertaking.mine", "undertaking.plan", "undertaking.news", "undertaking.change_news"),
        *("undertaking.receipt", "undertaking.returned", "undertaking.milestone"),
        *("undertaking.my_agreements", "undertaking.look_back", "undertaking.receipt_file"),
    },
    Access.CHECKER: {
        *("table.agenda", "table.plan", "table.answer", "table.verdict", "table.part", "table.scan"),
        *("table.seat", "table.reopen", "table.clock", "table_costs.agree", "table_costs.put"),
        *("table_costs.settle", "table_screens.stream", "table_screens.count", "table_screens.current"),
        *("table_screens.screen", "table_sessions.meeting", "table_sessions.put", "table_sessions.close"),
        "table_sessions.minutes",
        *("weekly_check.board", "weekly_check.plan", "weekly_check.findings", "weekly_check.contact"),
        "weekly_check.finish",
    },
    Access.WIJKRAAD: {"last_look.drafts", "last_look.advise"},
    Access.DESK: {
        *(
            "desk.start",
            "desk.find",
            "desk.replace_letter",
            "desk.proxy",
            "desk.secret_address",
            "desk.entitle",
        ),
        *(
            "paper.batches",
            "paper.open_batch",
            "paper.batch",
            "paper.slip",
            "paper.separate",
            "paper.type_form",
        ),
        *("paper.settle", "paper.cast", "paper.cancel"),
        *("likes_desk.lists", "likes_desk.take_off"),
    },
    Access.ORGANISER: {
        *("landings.board", "landings.plan", "landings.note", "landings.take_up"),
        *("organiser.start", "organiser.settings", "organiser.log"),
        *("report.show", "report.as_html", "report.as_pdf", "report.complete", "report.add_cost"),
        *("report.add_lesson", "report.add_earlier", "report.remove"),
        *("undelivered.mails", "undelivered.one", "undelivered.all_again"),
        *("report.publish", "report.withdraw"),
        *("weekly_check.assign", "weekly_check.ask", "weekly_check.forward", "weekly_check.hide"),
        *("weekly_check.bring_back", "merging.propose", "merging.take_back"),
        *("likes_desk.overview", "likes_desk.set_aside", "likes_desk.count_again"),
        *("moderation.board", "moderation.hide", "moderation.show_again", "moderation.leave"),
        *("organiser.publish_verdicts", "organiser.count", "organiser.publish"),
        *("table_sessions.prepare", "table_sessions.add", "table_sessions.change", "table_sessions.invite"),
        *("table_sessions.assign", "table_sessions.look"),
        *("quick_scan.editor", "quick_scan.version", "quick_scan.download", "quick_scan.switch_on"),
        *("lettering.start", "lettering.make", "lettering.batch", "lettering.preview", "lettering.proof"),
        *("lettering.form_for_mailhouse", "lettering.run", "lettering.progress", "lettering.go_on"),
        *("lettering.reprint", "lettering.returned", "lettering.destroy"),
        *("address_files.check", "address_files.bring_in", "address_files.discard"),
        *("carrying_out.board", "carrying_out.plan", "carrying_out.partner", "carrying_out.postpone"),
        *("carrying_out.add_agreement", "carrying_out.change_agreement", "carrying_out.ask_to_agree"),
        *("carrying_out.add_milestone", "carrying_out.change_milestone", "carrying_out.plan_gate"),
        *("carrying_out.decide_gate", "carrying_out.stop", "carrying_out.finish"),
        *("carrying_money.table", "carrying_money.money", "carrying_money.lines", "carrying_money.expense"),
        *("carrying_money.approve", "carrying_money.ask_about", "carrying_money.correct"),
        *("carrying_money.plan_payment", "carrying_money.change_payment", "carrying_money.pay"),
        *("carrying_money.refund", "carrying_news.news", "carrying_news.write", "carrying_news.change"),
    },
}
STAFF = ("checker", "wijkraad", "desk", "organiser")
ALSO = {"checker": {"organiser"}, "wijkraad": {"organiser"}}
"""Who leads the project may take the chair at the table, and sees what the wijkraad sees."""


def rules_of(app: Flask) -> dict[str, Access]:
    """The access rule of every endpoint."""
    return {name: view.access_rule for name, view in app.view_functions.items()}  # type: ignore[attr-defined]


def test_who_may_use_what(shown: dict[Phase, Site]) -> None:
    found = rules_of(shown[Phase.SUBMIT].app)
    for rule in Access:
        if rule is not Access.ANYONE:
            assert {name for name, held in found.items() if held is rule} == RULES[rule]


def test_the_app_refuses_to_start_when_a_route_says_nothing() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/vergeten", "vergeten", lambda: "open")
    with pytest.raises(AccessRuleMissingError, match=r"/vergeten \(vergeten\) has no access rule"):
        access.init_app(app)


def staff_addresses(site: Site) -> list[tuple[str, str, str]]:
    """Method, path and the role it is for, of every route for staff."""
    rules = rules_of(site.app)
    found = []
    for rule in site.app.url_map.iter_rules():
        if rules[rule.endpoint].value in STAFF:
            path = re.sub(r"<(?:int:)?\w+>", "1", rule.rule)
            methods = sorted((rule.methods or set()) & {"GET", "POST"})
            found += [(method, path, rules[rule.endpoint].value) for method in methods]
    return found


def test_each_role_is_refused_elsewhere(shown: dict[Phase, Site], people: People) -> None:
    site = shown[Phase.FEASIBILITY]
    addresses = staff_addresses(site)
    assert len(addresses) > 20
    for method, path, role in addresses:
        for other in {"resident", *STAFF} - {role, *ALSO.get(role, ())}:
            visitor = people[Phase.FEASIBILITY, other]
            answer = visitor.get(path) if method == "GET" else visitor.post(path)
            assert (answer.status_code, path, other) == (403, path, other)
            assert "Deze pagina is niet voor u" in answer.text


def test_who_is_not_signed_in_is_asked_to(shown: dict[Phase, Site], people: People) -> None:
    visitor = people[Phase.FEASIBILITY, ""]
    for method, path, _role in [*staff_addresses(shown[Phase.FEASIBILITY]), ("GET", "/plannen/nieuw", "")]:
        answer = visitor.get(path) if method == "GET" else visitor.post(path)
        assert (answer.status_code, answer.location) == (303, "/inloggen"), path


@pytest.mark.parametrize("phase", [Phase.SUBMIT], ids=["submit"])
def test_a_role_counts_in_its_own_edition_only(site_in: OpenSite, phase: Phase) -> None:
    site = site_in(phase)
    other = site.make_edition(slug="andere-wijk", name="Andere Wijk aan Zet")
    site.grant("organiser@voorbeeld.nl", "organiser", other)
    visitor = Visitor(site)
    visitor.sign_in("organiser@voorbeeld.nl")
    assert visitor.get("/e/andere-wijk/beheer").status_code == 200
    assert visitor.get("/beheer").status_code == 403


def test_the_page_that_asked_for_it_opens_after_signing_in(site_in: OpenSite) -> None:
    site = site_in(Phase.LIKES)
    visitor = Visitor(site)
    visitor.get("/plannen/nieuw")
    assert visitor.sign_in("anna@voorbeeld.nl").location == "/plannen/nieuw"


def test_a_button_that_asked_for_it_leads_back_to_its_page(site_in: OpenSite) -> None:
    site = site_in(Phase.LIKES)
    visitor = Visitor(site)
    page = "/plannen/2-kwiekroute-langs-de-uilenplas"
    assert visitor.get(page).status_code == 200
    answer = visitor.post("/plannen/2/like", headers={"Referer": f"http://localhost{page}"})
    assert answer.location == "/inloggen"
    assert visitor.sign_in("anna@voorbeeld.nl").location == page


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "http://localhost.evil.example/plannen",
        "http://localhost:8000@evil.example/",
        "//evil.example/plannen",
        "http://localhost//evil.example/",
        "http://localhost/\\evil.example/",
        "javascript:alert(1)//localhost/plannen",
        "http://[",
        "plannen",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(people: People, elsewhere: str) -> None:
    visitor = Visitor(people[Phase.LIKES, ""].site)
    visitor.post("/plannen/2/like", headers={"Referer": elsewhere})
    with visitor.client.session_transaction(base_url="http://localhost") as session:
        assert session["after_sign_in"] == ""
    assert visitor.get("/taal/nl", headers={"Referer": elsewhere}).location == "/"


def test_choosing_a_language_leads_back(people: People) -> None:
    visitor = people[Phase.LIKES, ""]
    asked = visitor.get("/taal/nl", headers={"Referer": "http://localhost/plannen?thema=Op+straat"})
    assert asked.location == "/plannen?thema=Op+straat"
    assert visitor.get("/taal/xx").status_code == 404


def test_signing_out(site_in: OpenSite) -> None:
    visitor = Visitor(site_in(Phase.SUBMIT)).sign_in_as("organiser")
    assert visitor.get("/beheer").status_code == 200
    assert visitor.submit("/uitloggen").location == "/"
    assert visitor.get("/beheer").location == "/inloggen"


def test_an_account_that_is_gone_is_nobody(shown: dict[Phase, Site]) -> None:
    visitor = Visitor(shown[Phase.SUBMIT])
    with visitor.client.session_transaction(base_url="http://localhost") as session:
        session["account"] = 999_999
    assert visitor.get("/beheer").location == "/inloggen"
