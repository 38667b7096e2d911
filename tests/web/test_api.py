"""Open data by the Dutch API design rules: every answer is what its description says, and tells nothing but public facts."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.actions import open_data
from wijkaanzet.storage.ballots import Tally
from wijkaanzet.web import limits

People = dict[tuple[Phase, str], Visitor]
EACH_PHASE = pytest.mark.parametrize("phase", Phase, ids=lambda phase: phase.key)
BASE = "/api/v1"
ASKED = (
    *("/openapi.json", "/edities", "/editie", "/themas", "/wijken", "/landingen"),
    *("/plannen", "/plannen?perPagina=2&pagina=2&sorteer=-likes", "/plannen?q=tuin", "/plannen?thema=niets"),
    *("/plannen/1", "/plannen/999", "/plannen/1?x=1"),
    *("/uitslag", "/telling", "/opkomst", "/uitvoering"),
)
MISTAKES = ("/", "/bestaat-niet", "/plannen/", "/plannen/een", "/plannen/1/", "/plannen?pagina=0")


def described(visitor: Visitor) -> dict[str, Any]:
    """The description of the interface."""
    found: dict[str, Any] = visitor.get(f"{BASE}/openapi.json").get_json()
    return found


def hold(spec: dict[str, Any], path: str, answer: TestResponse) -> None:
    """Hold an answer to what the description says of its address and status."""
    bare = path.partition("?")[0]
    known = next(p for p in spec["paths"] if re.fullmatch(re.sub(r"\{\w+\}", r"\\d+", p), bare))
    response = spec["paths"][known]["get"]["responses"][str(answer.status_code)]
    if "$ref" in response:
        response = spec["components"]["responses"][response["$ref"].rpartition("/")[2]]
    [(kind, content)] = response["content"].items()
    assert answer.mimetype == kind
    missing = [name for name in response["headers"] if name not in answer.headers]
    assert missing == [], path
    schema = content["schema"] | {"components": spec["components"]}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(answer.get_json())


@EACH_PHASE
def test_every_answer_is_what_its_description_says(people: People, phase: Phase) -> None:
    visitor = people[phase, ""]
    spec = described(visitor)
    for path in ASKED:
        hold(spec, path, visitor.get(BASE + path))
    asked = {re.sub(r"/\d+$", "/{nummer}", path.partition("?")[0]) for path in ASKED}
    assert asked == spec["paths"].keys(), "each address is held"


def test_the_description_is_valid_and_keeps_the_rules(people: People) -> None:
    spec = described(people[Phase.SUBMIT, ""])
    OpenAPIV31SpecValidator(spec).validate()
    for schema in spec["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert spec["info"]["contact"].keys() == {"name", "url", "email"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", spec["info"]["version"])
    for path, item in spec["paths"].items():
        assert re.fullmatch(r"(/([a-z0-9-]+|\{\w+\}|openapi\.json))+", path), (
            "kebab-case, no slash at the end"
        )
        assert item.keys() == {"get"}
        operation = item["get"]
        for parameter in operation.get("parameters", ()):
            assert re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", parameter["name"]), "lower camelCase"
        assert "400" in operation["responses"]
        for status, response in operation["responses"].items():
            whole = spec["components"]["responses"].get(status, response)
            assert "API-Version" in whole["headers"]
            if status >= "4":
                assert whole["content"].keys() == {"application/problem+json"}
    dates = [
        (name, schema)
        for name, schema in _properties(spec["components"]["schemas"])
        if name.endswith(("Op", "van", "totEnMet", "uiterlijk"))
    ]
    assert len(dates) > 10
    assert all(schema.get("format") in ("date", "date-time") for name, schema in dates)


def _properties(schema: Any) -> list[tuple[str, Any]]:
    if isinstance(schema, list):
        return [pair for one in schema for pair in _properties(one)]
    if not isinstance(schema, dict):
        return []
    named = schema.get("properties", {})
    mine = [(name, one) for name, one in named.items() if isinstance(one, dict) and "type" in one]
    return mine + [pair for one in schema.values() for pair in _properties(one)]


def test_openapi_describes_every_route_and_no_other(shown: dict[Phase, Site]) -> None:
    site = shown[Phase.SUBMIT]
    spec = described(Visitor(site))
    assert spec["servers"] == [{"url": f"{site.config.base_url}/api/v1"}]
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule).removeprefix(BASE), method.lower())
        for rule in site.app.url_map.iter_rules()
        if rule.rule.startswith(BASE)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, item in spec["paths"].items() for method in item}
    names = [operation["operationId"] for item in spec["paths"].values() for operation in item.values()]
    assert len(names) == len(set(names))
    there = Visitor(site, "/e/oefening")
    assert described(there)["servers"] == [{"url": f"{site.config.base_url}/e/oefening/api/v1"}]


def test_every_answer_names_the_version_and_is_open_to_all(people: People) -> None:
    visitor = people[Phase.SUBMIT, ""]
    outside = ("/api", "/api/", "/api/v2/plannen", "/e/bestaat-niet/api/v1/plannen")
    for path in (*(BASE + path for path in (*ASKED, *MISTAKES)), BASE, *outside):
        answer = visitor.get(path)
        assert answer.headers["API-Version"] == "1.0.0", path
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "API-Version" in answer.headers["Access-Control-Expose-Headers"]
        assert "Set-Cookie" not in answer.headers, path
        if answer.status_code >= 400:
            assert_is_problem(answer)
    assert "API-Version" not in visitor.get("/plannen").headers
    asked = visitor.client.options(f"{BASE}/plannen")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]


def assert_is_problem(answer: TestResponse) -> dict[str, Any]:
    """Hold an answer to RFC 9457; the document."""
    assert answer.content_type == "application/problem+json"
    assert answer.headers["API-Version"] == "1.0.0"
    problem: dict[str, Any] = answer.get_json()
    assert problem["status"] == answer.status_code
    assert problem.keys() - {"errors"} == {"type", "title", "status", "detail"}
    return problem


@pytest.mark.parametrize(
    "path", ["/", "/bestaat-niet", "/plannen/", "/plannen/1/", "/plannen/een", "/uitslag"]
)
def test_what_is_not_there_is_a_problem(people: People, path: str) -> None:
    answer = people[Phase.SUBMIT, ""].get(BASE + path)
    assert answer.status_code == 404
    assert_is_problem(answer)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_method_is_a_problem_too(people: People, method: str) -> None:
    answer = getattr(people[Phase.SUBMIT, ""].client, method)(f"{BASE}/plannen")
    assert answer.status_code == 405
    assert_is_problem(answer)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_who_asks_too_often_hears_when_to_come_back(
    site_in: OpenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OPEN_DATA", "2 per hour")
    visitor = Visitor(site_in(Phase.SUBMIT))
    spec_of = [visitor.get(f"{BASE}/editie").status_code for _ in range(2)]
    assert spec_of == [200, 200]
    answer = visitor.get(f"{BASE}/editie")
    assert answer.status_code == 429
    assert_is_problem(answer)
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert visitor.get(f"{BASE}/themas").status_code == 200, "each address has a count of its own"


def test_a_mistake_of_ours_is_a_problem_that_tells_nothing(
    site_in: OpenSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_in(Phase.SUBMIT)
    site.app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(open_data, "edition_values", broken)
    answer = Visitor(site).get(f"{BASE}/editie")
    assert answer.status_code == 500
    assert_is_problem(answer)
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("query", "name", "code"),
    [
        ("thema=Bestaat+niet", "thema", "invalid"),
        ("wijk=Bestaat+niet", "wijk", "invalid"),
        ("status=kwijt", "status", "invalid"),
        ("voorWie=robots", "voorWie", "invalid"),
        ("sorteer=titel", "sorteer", "invalid"),
        ("pagina=0", "pagina", "invalid"),
        ("pagina=twee", "pagina", "invalid"),
        ("pagina=-1", "pagina", "invalid"),
        ("perPagina=501", "perPagina", "invalid"),
        ("perPagina=0", "perPagina", "invalid"),
        ("q=", "q", "invalid"),
        (f"q={'a' * 101}", "q", "invalid"),
        ("pagina=1&pagina=2", "pagina", "repeated"),
        ("themas=Op+straat", "themas", "unknown"),
    ],
)
def test_a_question_that_cannot_be_answered_says_where_it_is_wrong(
    people: People, query: str, name: str, code: str
) -> None:
    answer = people[Phase.SUBMIT, ""].get(f"{BASE}/plannen?{query}")
    assert answer.status_code == 400
    [error] = assert_is_problem(answer)["errors"]
    assert (error["in"], error["location"], error["code"]) == ("query", {"name": name}, code)
    assert error["detail"].endswith(".")


def test_all_that_is_wrong_is_told_at_once(people: People) -> None:
    answer = people[Phase.SUBMIT, ""].get(f"{BASE}/plannen?thema=x&pagina=0&zoek=tuin")
    assert {error["location"]["name"] for error in answer.get_json()["errors"]} == {"thema", "pagina", "zoek"}


def test_pages_together_are_the_whole_list_once(people: People) -> None:
    visitor = people[Phase.VOTING, ""]
    whole = visitor.get(f"{BASE}/plannen").get_json()
    path, seen = f"{BASE}/plannen?perPagina=3&sorteer=-likes", []
    while path:
        answer = visitor.get(path)
        seen += answer.get_json()
        assert answer.headers["Total-Count"] == str(len(whole))
        found = re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["Link"])
        links = {name: address for address, name in found}
        assert links.keys() >= {"first", "last"}
        path = links.get("next", "").removeprefix(visitor.site.config.base_url)
    assert len(seen) == len(whole) > 6
    assert sorted(seen, key=lambda plan: plan["nummer"]) == whole
    assert [plan["likes"] for plan in seen] == sorted((plan["likes"] for plan in whole), reverse=True)
    beyond = visitor.get(f"{BASE}/plannen?pagina=99")
    assert (beyond.status_code, beyond.get_json()) == (200, [])


def test_filters_choose_what_fits(people: People) -> None:
    visitor = people[Phase.VOTING, ""]
    whole = visitor.get(f"{BASE}/plannen").get_json()
    first = next(plan for plan in whole if plan["wijk"] and plan["voorWie"])
    for query, fits in (
        (f"thema={first['thema']}", lambda plan: plan["thema"] == first["thema"]),
        (f"wijk={first['wijk']}", lambda plan: plan["wijk"] == first["wijk"]),
        (f"status={first['status']}", lambda plan: plan["status"] == first["status"]),
        (f"voorWie={first['voorWie'][0]}", lambda plan: first["voorWie"][0] in plan["voorWie"]),
    ):
        wanted = [plan for plan in whole if fits(plan)]
        assert 0 < len(wanted) < len(whole)
        assert visitor.get(f"{BASE}/plannen", query_string=query.replace("&", "%26")).get_json() == wanted
    found = visitor.get(f"{BASE}/plannen?q=moestuin").get_json()
    assert [plan["nummer"] for plan in found] == [1]
    costs = [plan["kosten"] for plan in visitor.get(f"{BASE}/plannen?sorteer=kosten").get_json()]
    assert costs == sorted(costs, key=lambda cost: (cost is None, cost))


@EACH_PHASE
def test_only_what_is_public_is_told(people: People, phase: Phase) -> None:
    visitor, staff = people[phase, ""], people[phase, "organiser"]
    plans = visitor.get(f"{BASE}/plannen").get_json()
    assert {plan["nummer"] for plan in plans} >= {1, 2, 3}
    is_public = phase >= Phase.VOTING
    assert plans[0]["kosten"] == (1_250_000 if is_public else 1_200_000), "the table's cost is public later"
    assert any(plan["opStembiljet"] for plan in plans) is is_public
    assert (visitor.get(f"{BASE}/plannen/1").get_json()["oordeel"] is not None) is is_public
    assert all((plan["gekozen"] is None) is (phase < Phase.EXECUTION) for plan in plans)
    themes = visitor.get(f"{BASE}/themas").get_json()
    assert all((one["opStembiljet"] is None) is not is_public for one in themes)
    assert all((one["stemmen"] is None) is (phase < Phase.EXECUTION) for one in themes)
    for path in ASKED:
        answer = visitor.get(BASE + path)
        assert staff.get(BASE + path).get_data() == answer.get_data(), "who signed in reads the same"
        data = answer.text.replace(visitor.site.config.edition.contact, "")
        assert not re.search(r"[\w.-]+@[\w.-]+", data), "no address of anybody"
        assert not re.search(r"submitter|indiener_|account|receipt", data), path


def test_a_hidden_or_withdrawn_plan_is_not_there(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    resident = Visitor(site)
    resident.post("/oefening/inloggen", {"rol": "submitter"})
    before = len(resident.get(f"{BASE}/plannen").get_json())
    resident.get("/plannen/1/intrekken")
    assert resident.submit("/plannen/1/intrekken", reason="Wij gaan verhuizen.").status_code == 303
    assert len(resident.get(f"{BASE}/plannen").get_json()) == before - 1
    assert resident.get(f"{BASE}/plannen/1").status_code == 404


def test_a_group_that_is_too_small_is_null_and_an_empty_field(site_in: OpenSite) -> None:
    site = site_in(Phase.EXECUTION)

    def hide(session: Session) -> None:
        tally = session.get_one(Tally, site.edition().id)
        ages = [{"name": name, "entitled": 30, "voted": None} for name in ("16-24", "80+")]
        tally.outcome = tally.outcome | {"turnout": tally.outcome["turnout"] | {"ages": ages}}

    site.act(hide)
    visitor = Visitor(site)
    turnout = visitor.get(f"{BASE}/opkomst")
    hold(described(visitor), "/opkomst", turnout)
    assert [one["gestemd"] for one in turnout.get_json()["leeftijden"]] == [None, None]
    rows = visitor.get("/gegevens/opkomst.csv").text.splitlines()
    assert "leeftijd,16-24,30," in rows


def test_who_asks_again_gets_only_what_is_new(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    visitor = Visitor(site)
    first = visitor.get(f"{BASE}/plannen")
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache", "a rehearsal's clock can be turned"
    again = visitor.get(f"{BASE}/plannen", headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data(), again.headers["API-Version"]) == (304, b"", "1.0.0")
    assert "Total-Count" in again.headers
    site.go_to(Phase.LIKES)
    assert visitor.get(f"{BASE}/plannen", headers={"If-None-Match": tag}).status_code == 200


def test_a_real_edition_is_read_once_a_minute(site_in: OpenSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_in(Phase.SUBMIT)
    site.make_edition(slug="echt", rehearsal=False)
    reads, real = [], open_data.plans_values
    monkeypatch.setattr(open_data, "plans_values", lambda *a, **n: (reads.append(1), real(*a, **n))[1])
    visitor = Visitor(site, "/e/echt")
    for query in ("", "?sorteer=kosten", "?pagina=2"):
        answer = visitor.get(f"{BASE}/plannen{query}")
        assert (answer.get_json(), answer.headers["Cache-Control"]) == ([], "public, max-age=60")
    assert len(reads) == 1
    site.clock.turn(minutes=1)
    visitor.get(f"{BASE}/plannen")
    assert len(reads) == 2


def test_editions_are_listed_each_at_its_own_address(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    site.make_edition(slug="zuid", name="Zuid aan Zet", host="zuid.voorbeeld.nl")
    listed = Visitor(site).get(f"{BASE}/edities").get_json()
    assert [one["code"] for one in listed] == ["oefening", "zuid"]
    assert listed[0]["api"] == f"{site.config.base_url}/e/oefening/api/v1"
    assert listed[1]["pagina"] == "http://zuid.voorbeeld.nl"
    here = Visitor(site, "/e/oefening").get(f"{BASE}/editie").get_json()
    assert here == listed[0]
    assert here["budget"] == site.config.edition.budget
