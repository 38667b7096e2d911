"""Open data by the Dutch API design rules, and what the operator and finders of weaknesses ask."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from phases.calendar import Phase
from tests.support.stages import CONTACT, Site, Stages, settings
from tests.support.visitor import Visitor

People = dict[tuple[Phase, str], Visitor]


def test_every_answer_names_the_version_and_is_open_to_all(people: People) -> None:
    visitor = people[Phase.SUBMIT, ""]
    for path in ("plannen", "uitslag", "openapi.json", "bestaat-niet", "plannen/"):
        answer = visitor.get(f"/api/v1/{path}")
        assert answer.headers["API-Version"] == "1.0.0"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "API-Version" not in visitor.get("/plannen").headers


@pytest.mark.parametrize("path", ["uitslag", "bestaat-niet", "plannen/"])
def test_failures_are_problem_documents(people: People, path: str) -> None:
    answer = people[Phase.SUBMIT, ""].get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["status"] == 404
    assert problem.keys() == {"type", "title", "status", "detail"}


def test_another_method_is_a_problem_too(people: People) -> None:
    answer = people[Phase.SUBMIT, ""].client.delete("/api/v1/plannen")
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")


def test_openapi_describes_every_route_and_no_other(shown: dict[Phase, Site]) -> None:
    site = shown[Phase.SUBMIT]
    visitor = Visitor(site)
    described = visitor.get("/api/v1/openapi.json").get_json()
    assert described["openapi"].startswith("3.")
    assert described["info"]["version"] == "1.0.0"
    assert described["servers"] == [{"url": f"{site.config.base_url}/api/v1"}]
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule).removeprefix("/api/v1"), method.lower())
        for rule in site.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, item in described["paths"].items() for method in item}
    assert not any(path.endswith("/") for path, _ in routes)
    names = [operation["operationId"] for item in described["paths"].values() for operation in item.values()]
    assert len(names) == len(set(names))
    there = visitor.get("/e/oefening/api/v1/openapi.json").get_json()
    assert there["servers"] == [{"url": f"{site.config.base_url}/e/oefening/api/v1"}]


@pytest.mark.parametrize("phase", Phase, ids=lambda phase: phase.key)
def test_plans_say_what_is_public(people: People, phase: Phase) -> None:
    plans = people[phase, ""].get("/api/v1/plannen").get_json()
    assert {plan["nummer"] for plan in plans} >= {1, 2, 3}
    assert all(isinstance(plan["kosten"], int) for plan in plans)
    first = plans[0]
    public = phase >= Phase.VOTING
    assert first["kosten"] == (1_250_000 if public else 1_200_000), (
        "the table's cost is public with the verdict"
    )
    assert any(plan["opStembiljet"] for plan in plans) is public
    assert not {"indiener", "submitter", "email"} & first.keys()


def test_the_result_adds_up(people: People) -> None:
    result = people[Phase.EXECUTION, ""].get("/api/v1/uitslag").get_json()
    chosen = [project for project in result["projects"] if project["selected"]]
    assert [project["id"] for project in chosen]
    assert sum(project["paid"] for project in chosen) == result["spent"] <= result["budget"]


def test_the_program_says_that_it_lives_and_can_work(people: People) -> None:
    for path in ("/healthz/live", "/healthz/ready"):
        answer = people[Phase.SUBMIT, ""].get(path)
        assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_without_a_database_it_lives_but_cannot_work(stages: Stages, tmp_path: Path) -> None:
    site = stages.site(Phase.SUBMIT, settings(tmp_path))
    site.database.close()
    (tmp_path / "wijkaanzet.db").unlink()
    (tmp_path / "wijkaanzet.db").mkdir()
    visitor = Visitor(site)
    assert visitor.get("/healthz/live").status_code == 200
    unready = visitor.get("/healthz/ready")
    assert (unready.status_code, unready.text) == (503, "database\n")
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert visitor.get("/plannen").status_code == 500
    assert "Dat ligt aan ons" in visitor.page.text


def test_security_txt(people: People) -> None:
    visitor = people[Phase.SUBMIT, ""]
    answer = visitor.get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == f"mailto:{CONTACT}"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - visitor.site.clock.now < timedelta(days=365)
    assert fields["Preferred-Languages"] == "nl, en"
