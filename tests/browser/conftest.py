"""The real site on loopback, and people with real browsers who tell what their browser complains of."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from werkzeug.serving import make_server

from phases.calendar import Phase
from tests.support.stages import Site, Stages, settings

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
# A page that says that something cannot be done is an answer, not a mistake of the page.
ANSWERED = "Failed to load resource: the server responded with a status of 4"


@dataclass
class Person:
    """Somebody with a browser of their own."""

    address: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def goto(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self.page

    def press(self, name: str) -> None:
        """Press the button, or follow the link, with these words, and wait for the page it leads to."""
        target = self.page.get_by_role("button", name=name, exact=True)
        if not target.count():
            target = self.page.get_by_role("link", name=name, exact=True)
        target.first.click()
        self.page.wait_for_load_state()

    def take_role(self, role: str) -> None:
        """Sign in under a role of the rehearsal."""
        self.goto("/inloggen")
        self.press(role)

    def turn_clock(self, phase: str) -> None:
        """Turn the rehearsal's clock, on the page."""
        self.goto("/")
        self.page.locator(".waz-rehearsal summary").click()
        self.page.get_by_label("Ga naar").select_option(label=phase)
        self.press("Verzet de klok")

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.page.url.removeprefix(self.address)


MakePerson = Callable[..., Person]


@contextmanager
def serving(site_on: Callable[[str], Site]) -> Iterator[tuple[Site, str]]:
    """Serve a site, made for its address, in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        address = f"http://127.0.0.1:{sock.getsockname()[1]}"
        site = site_on(address)
        server = make_server("127.0.0.1", 0, site.app, threaded=True, fd=sock.fileno())
        server.log = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield site, address
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            site.database.close()


@pytest.fixture(scope="session")
def served(
    stages: Stages, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Phase], tuple[Site, str]]]:
    """The site in a phase, shared by all tests that leave it as it is; started when it is first asked for."""
    running: dict[Phase, tuple[Site, str]] = {}
    with ExitStack() as stack:

        def start(phase: Phase) -> tuple[Site, str]:
            if phase not in running:
                folder = tmp_path_factory.mktemp(f"served-{phase.key}")
                running[phase] = stack.enter_context(serving(lambda url: site_in(stages, phase, folder, url)))
            return running[phase]

        yield start


@pytest.fixture
def own_site(stages: Stages, tmp_path: Path) -> Iterator[tuple[Site, str]]:
    """A site of the test's own, in the first phase."""
    with serving(lambda url: site_in(stages, Phase.SUBMIT, tmp_path, url)) as running:
        yield running


def site_in(stages: Stages, phase: Phase, folder: Path, url: str) -> Site:
    """A site in a phase that knows its own address."""
    return stages.site(phase, replace(settings(folder), base_url=url))


@pytest.fixture
def person(chromium: Browser) -> Iterator[MakePerson]:
    """Let somebody come with a browser; at the end no browser may have complained."""
    came: list[Person] = []

    def come(address: str, **options: object) -> Person:
        context = chromium.new_context(**({"viewport": WIDE, "locale": "nl-NL"} | options))  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        someone = Person(address, context, context.new_page())

        def note(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
                someone.complaints.append(f"{someone.page.url}: {message.text}")

        someone.page.on("console", note)
        someone.page.on("pageerror", lambda error: someone.complaints.append(str(error)))
        came.append(someone)
        return someone

    yield come
    complaints = [complaint for someone in came for complaint in someone.complaints]
    for someone in came:
        someone.context.close()
    assert complaints == []
