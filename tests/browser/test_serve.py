"""``wijkaanzet serve``: the program as an operator starts it, with a browser before it."""

from pathlib import Path

from playwright.sync_api import expect

from phases.calendar import Phase
from tests.browser.conftest import MakePerson
from tests.support.stages import Stages, settings
from wijkaanzet.cli.voting_client import served


def test_serve(stages: Stages, person: MakePerson, tmp_path: Path) -> None:
    config = settings(tmp_path, secret_key="", pincode_key="")
    stages.site(Phase.SUBMIT, config).database.close()
    with served(config) as address:
        visitor = person(f"http://{address}")
        page = visitor.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Vogelbuurt aan Zet")
        visitor.turn_clock("4. De wijk stemt")
        visitor.goto("/stem")
        visitor.press("Haal een oefencode")
        visitor.press("Stem met deze code")
        page.wait_for_url("**/stem/biljet")
        page.get_by_role("checkbox").first.check()
        visitor.press("Kijk uw keuze na")
        visitor.press("Ja, ik stem zo")
        expect(page.locator(".waz-receipt__code")).to_be_visible()
    assert (tmp_path / "secrets.toml").stat().st_mode & 0o077 == 0
