"""What watches the site asks whether it lives and can work; who finds a hole reads whom to tell."""

from datetime import datetime, timedelta
from pathlib import Path

from phases.calendar import Phase
from tests.support.stages import CONTACT, Stages, settings
from tests.support.visitor import Visitor

People = dict[tuple[Phase, str], Visitor]


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
