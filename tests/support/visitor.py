"""A visitor of the site, as a browser without JavaScript would act: cookies, forms with their tokens, redirects."""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path

from werkzeug.test import TestResponse

from tests.support.pages import Page
from tests.support.stages import Site
from wijkaanzet.jobs import send_waiting_mail


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, site: Site, prefix: str = "", host: str = "localhost") -> None:
        self.site = site
        self.client = site.app.test_client()
        self.page = Page("")
        self._prefix, self._host = prefix, host

    def get(self, path: str, **options: object) -> TestResponse:
        """Open a page, without following redirects."""
        return self._seen(self.client.get(self._prefix + path, base_url=f"http://{self._host}", **options))

    def post(self, path: str, data: object = None, **options: object) -> TestResponse:
        """Send fields with a token of this visitor's own: from the page in front of them, else from the sign-in page."""
        sent = {"csrf_token": self.token(), **(data if isinstance(data, dict) else {})}
        return self.post_bare(path, sent, **options)

    def post_bare(self, path: str, data: object = None, **options: object) -> TestResponse:
        """Send exactly these fields."""
        address = f"http://{self._host}"
        return self._seen(self.client.post(self._prefix + path, data=data, base_url=address, **options))

    def submit(self, action: str, **values: object) -> TestResponse:
        """Fill in and send the form of the page in front of the visitor whose address ends with ``action``."""
        form = self.page.form(action)
        address = f"http://{self._host}"
        sent = form.filled(**values)
        return self._seen(self.client.post(form.action, data=sent, base_url=address))

    def follow(self, answer: TestResponse) -> TestResponse:
        """Go where an answer sends the browser."""
        assert answer.status_code in (301, 303, 308), answer.status_code
        return self._seen(self.client.get(answer.location, base_url=f"http://{self._host}"))

    def token(self) -> str:
        """A CSRF token out of a page."""
        found = next((form.token for form in self.page.forms if form.token), "")
        if not found:
            self.get("/spelregels")
            found = next((form.token for form in self.page.forms if form.token), "")
        return found

    def ask_for_link(self, address: str) -> str:
        """Ask for a sign-in link and read the mail; the path of the link."""
        self.get("/inloggen")
        assert self.submit("/inloggen", email=address).status_code == 200
        link = self.mailed_link()
        return link.removeprefix(self.site.config.base_url).removeprefix(f"http://{self._host}")

    def mailed_link(self, leading: str = "/inloggen/") -> str:
        """The link in the newest mail that leads there, once the waiting mail was sent."""
        site = self.site
        send_waiting_mail(site.config, site.database, site.clock)
        newest = max((site.config.data_dir / "mail").glob("*.eml"))
        found = re.search(rf"https?://\S*{re.escape(leading)}\S+", text_of(newest))
        assert found, f"no link in {newest.name}"
        return found[0]

    def sign_in(self, address: str) -> TestResponse:
        """Sign in by the mailed link; the answer that sends the browser on."""
        path = self.ask_for_link(address).removeprefix(self._prefix)
        assert self.get(path).status_code == 200
        return self.submit(path)

    def sign_in_as(self, role: str) -> Visitor:
        """Sign in by the mailed link as somebody who has this role."""
        address = f"{role}@voorbeeld.nl"
        if role != "resident":
            self.site.grant(address, role)
        assert self.sign_in(address).status_code == 303
        return self

    def enter_code(self, code: str) -> TestResponse:
        """Type a pincode on the voting page."""
        self.get("/stem")
        return self.submit("/stem", pincode=code)

    def choose(self, *numbers: int) -> TestResponse:
        """Tick plans on the ballot and go on."""
        self.get("/stem/biljet")
        return self.submit("/stem/biljet", plan=list(numbers))

    def vote(self, code: str, *numbers: int) -> str:
        """The voter's whole way; the receipt."""
        assert self.enter_code(code).status_code == 303
        assert self.choose(*numbers).status_code == 303
        self.get("/stem/controle")
        assert self.follow(self.submit("/stem/controle")).status_code == 200
        return receipt_in(self.page)

    def _seen(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html":
            self.page = Page(answer.text)
        return answer


def receipt_in(page: Page) -> str:
    """The receipt on the page after voting."""
    found = re.search(r"Uw ontvangstcode ([0-9A-Z]{5}-[0-9A-Z]{5})", page.text)
    assert found, page.text
    return found[1]


def text_of(mail: Path) -> str:
    """The plain text of a mail."""
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
