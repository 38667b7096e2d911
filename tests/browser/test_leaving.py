"""Who leaves with a choice that is not a vote yet is warned, and only then; and who lost the connection goes on where they were."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from phases.calendar import Phase
from tests.browser.conftest import MakePerson, Person
from tests.support.stages import Site

Served = Callable[[Phase], tuple[Site, str]]


def leaves(page: Page) -> bool:
    """Try to go to another page; whether the browser asked first. The person stays when asked."""
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", answer)
    page.evaluate("setTimeout(() => { location.href = '/spelregels' })")
    page.wait_for_timeout(500)
    page.remove_listener("dialog", answer)
    return asked == ["beforeunload"]


@pytest.fixture
def voter(served: Served, person: MakePerson) -> Person:
    """Somebody with the ballot in front of them."""
    site, address = served(Phase.VOTING)
    someone = person(address)
    someone.goto("/stem").get_by_label("Uw pincode").fill(site.practice_code())
    someone.press("Verder")
    return someone


def test_without_a_choice_nobody_is_asked(voter: Person) -> None:
    assert not leaves(voter.page)
    expect(voter.page).to_have_url(re.compile("/spelregels$"))


def test_with_a_choice_that_was_not_sent_the_browser_asks(voter: Person) -> None:
    page = voter.page
    page.get_by_role("checkbox").first.check()
    assert leaves(page)
    expect(page.get_by_role("checkbox").first).to_be_checked()
    voter.press("Kijk uw keuze na")
    expect(page).to_have_url(re.compile("/stem/controle$"))
    page.get_by_role(
        "heading", name="Klopt uw keuze?"
    ).click()  # a browser asks only whoever did something on the page
    assert leaves(page), "looked at is not voted"
    voter.press("Verander mijn keuze")
    expect(page).to_have_url(re.compile("/stem/biljet$"))
    assert not leaves(page), "it is kept as it was sent"


def test_confirming_is_not_leaving(voter: Person) -> None:
    page = voter.page
    page.get_by_role("checkbox").first.check()
    voter.press("Kijk uw keuze na")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    voter.press("Ja, ik stem zo")
    expect(page.locator(".waz-receipt__code")).to_be_visible()


def test_a_lost_connection_loses_no_choice(voter: Person) -> None:
    page = voter.page
    page.get_by_role("checkbox").nth(1).check()
    voter.context.set_offline(True)
    page.get_by_role("button", name="Kijk uw keuze na").click()
    page.wait_for_timeout(300)
    voter.context.set_offline(False)
    voter.goto("/stem/biljet")
    expect(page.get_by_role("checkbox").nth(1)).to_be_checked()
    expect(page.get_by_role("checkbox").first).not_to_be_checked()
    voter.complaints.clear()  # that there was no connection
