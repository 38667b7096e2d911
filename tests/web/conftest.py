"""Sites to visit: one of its own for a test that changes something, and shared ones to look at."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from phases.calendar import Phase
from tests.support.stages import Site, Stages, settings
from tests.support.visitor import Visitor

OpenSite = Callable[[Phase], Site]
ROLES = ("resident", "checker", "wijkraad", "desk", "organiser")


@pytest.fixture
def site_in(stages: Stages, migrated_url: str, tmp_path: Path) -> Iterator[OpenSite]:
    """Open a site of the test's own in a phase, once on SQLite and once on PostgreSQL."""
    with ExitStack() as stack:

        def open_site(phase: Phase) -> Site:
            site = stages.site(phase, settings(tmp_path, migrated_url))
            stack.callback(site.database.close)
            return site

        yield open_site


@pytest.fixture
def voting(site_in: OpenSite) -> Site:
    """A site of the test's own while the neighbourhood votes."""
    return site_in(Phase.VOTING)


@pytest.fixture(scope="session")
def shown(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Phase, Site]]:
    """A site in each phase that tests only look at (SQLite)."""
    with ExitStack() as stack:
        sites = {}
        for phase in Phase:
            sites[phase] = stages.site(phase, settings(tmp_path_factory.mktemp(phase.key)))
            stack.callback(sites[phase].database.close)
        yield sites


@pytest.fixture(scope="session")
def people(shown: dict[Phase, Site]) -> dict[tuple[Phase, str], Visitor]:
    """In each phase somebody of each role who signed in by the mailed link, and somebody who did not ("")."""
    return everybody(shown)


def everybody(shown: dict[Phase, Site]) -> dict[tuple[Phase, str], Visitor]:
    """Visitors with browsers of their own, for each phase and role."""
    return {
        (phase, role): Visitor(site).sign_in_as(role) if role else Visitor(site)
        for phase, site in shown.items()
        for role in ("", *ROLES)
    }
