"""The result shows what other rules would have chosen, marked as comparison, when the edition allows it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.actions import counting
from wijkaanzet.storage.editions import Edition


def test_the_binding_rule_comes_first_and_is_the_outcome(shown: dict[Phase, Site]) -> None:
    site = shown[Phase.EXECUTION]
    with site.database.read() as session:
        outcome = counting.published_outcome(session, site.edition())
    assert outcome is not None
    first, *others = outcome["comparison"]
    assert (first["binding"], first["rule"], first["selected"]) == (
        True,
        outcome["rule"],
        outcome["selected"],
    )
    assert others
    assert not any(other["binding"] for other in others)
    visitor = Visitor(site)
    visitor.get("/uitslag")
    assert "Meeste stemmen eerst (deze regel telt)" in visitor.page.text
    assert "Gelijke delen, naar kosten" in visitor.page.text


def test_an_edition_may_keep_to_its_own_rule(site_in: OpenSite) -> None:
    site = site_in(Phase.VOTING)

    def keep_to_the_rule(session: Session) -> None:
        session.get_one(Edition, site.edition().id).show_comparison = False

    site.act(keep_to_the_rule)
    site.go_to(Phase.EXECUTION)
    with site.database.read() as session:
        outcome = counting.published_outcome(session, site.edition())
    assert outcome is not None
    assert "comparison" not in outcome
    visitor = Visitor(site)
    assert visitor.get("/uitslag").status_code == 200
    assert "ter vergelijking" not in visitor.page.text
