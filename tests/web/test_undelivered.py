"""Mail that does not arrive: the organiser sees it, without more of an address than is needed, and can act."""

from sqlalchemy import select

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.actions.outbox import claim_mail, mail_failed, write_mail
from wijkaanzet.mail import Hindrance
from wijkaanzet.mail_text import MailText
from wijkaanzet.storage.outbox import OutgoingMail

SUBJECT = "Uw plan gaat door: Bankjes"


def refused(site: Site, *addresses: str) -> None:
    """Mails of the edition that their receivers will never take."""
    slug = site.edition().spec.slug
    for address in addresses:
        with site.database.write() as db:
            write_mail(db, address, MailText(SUBJECT, "Tekst", edition=slug), now=site.clock.now)
        with site.database.write() as db:
            mail = claim_mail(db, now=site.clock.now)
            assert mail is not None
            mail_failed(db, mail, Hindrance.REFUSED, 550, now=site.clock.now)


def test_the_organiser_sees_what_never_arrived_and_sends_it_again_or_forgets_it(site_in: OpenSite) -> None:
    site = site_in(Phase.LIKES)
    organiser = Visitor(site).sign_in_as("organiser")
    organiser.get("/beheer")
    assert "kwam niet aan" not in organiser.page.text
    organiser.get("/beheer/post")
    assert "Alle mail kwam aan" in organiser.page.text
    refused(site, "anna.bakker@gmial.com", "bram@voorbeeld.invalid")
    organiser.get("/beheer")
    assert "2 mails kwamen niet aan" in organiser.page.text
    organiser.get("/beheer/post")
    assert SUBJECT in organiser.page.text
    assert "a…@gmial.com" in organiser.page.text
    assert "anna" not in organiser.page.text
    with site.database.read() as db:
        first, second = db.scalars(
            select(OutgoingMail.id).where(OutgoingMail.given_up_at.is_not(None)).order_by(OutgoingMail.id)
        )
    assert organiser.submit(f"/beheer/post/{first}").status_code == 303
    organiser.get("/beheer/post")
    assert organiser.post(f"/beheer/post/{second}", {"weg": "1"}).status_code == 303
    organiser.get("/beheer/post")
    assert "Alle mail kwam aan" in organiser.page.text
    assert organiser.post(f"/beheer/post/{second}").status_code == 404
    with site.database.read() as db:
        again = db.get(OutgoingMail, first)
        assert again is not None
        assert (again.attempts, again.given_up_at, again.text) == (0, None, "Tekst")
        assert db.get(OutgoingMail, second) is None
    organiser.get("/beheer/logboek")
    assert "Mail opnieuw verstuurd" in organiser.page.text
    assert "gmial" not in organiser.page.text


def test_all_of_it_can_be_sent_again_and_another_edition_sees_nothing(site_in: OpenSite) -> None:
    site = site_in(Phase.LIKES)
    other = site.make_edition(slug="elders", name="Elders aan Zet")
    refused(site, "anna@voorbeeld.invalid", "bram@voorbeeld.invalid")
    site.grant("elders@voorbeeld.nl", "organiser", other)
    stranger = Visitor(site, prefix="/e/elders")
    stranger.sign_in("elders@voorbeeld.nl")
    stranger.get("/beheer/post")
    assert "Alle mail kwam aan" in stranger.page.text
    assert stranger.post("/beheer/post").status_code == 404
    organiser = Visitor(site).sign_in_as("organiser")
    organiser.get("/beheer/post")
    organiser.follow(organiser.submit("/beheer/post"))
    assert "Wij sturen 2 mails opnieuw" in organiser.page.text
