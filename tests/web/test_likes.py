"""Likes on the site: with one button, with one mail, on paper at the desk, and waves that the organiser sets aside."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from phases.calendar import Phase
from phases.likes import WAVE_SIZE
from tests.support.pages import Form
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.actions import likes
from wijkaanzet.actions.accounts import account_for
from wijkaanzet.storage.likes import Like
from wijkaanzet.storage.outbox import OutgoingMail

ANNA = "anna@voorbeeld.nl"


def liked_by_mail(visitor: Visitor, number: int, address: str) -> str:
    """Type an address in the box beside a plan; the path of the link in the mail."""
    visitor.follow(visitor.get(f"/plannen/{number}"))
    assert visitor.submit(f"/plannen/{number}/like/mail", email=address).status_code == 200
    assert "kijk in uw e-mail" in visitor.page.text
    with visitor.site.database.read() as db:
        query = select(OutgoingMail.text).where(OutgoingMail.recipient == address.lower())
        text = db.scalars(query.order_by(OutgoingMail.id.desc()).limit(1)).one()
    link = next(word for word in text.split() if "/like/" in word)
    return link.removeprefix(visitor.site.config.base_url)


def likes_of(site: Site, number: int) -> int:
    """How many likes a plan has."""
    with site.database.read() as db:
        return likes.count_likes(db, site.edition(), number)


def test_who_has_no_account_likes_with_one_mail(site_in: OpenSite) -> None:
    site = site_in(Phase.LIKES)
    visitor, before = Visitor(site), likes_of(site, 2)
    path = liked_by_mail(visitor, 2, "Anna@voorbeeld.nl")
    assert likes_of(site, 2) == before, "an address that nobody confirmed counts for nothing"
    # A mail program looks at the link; only the button likes.
    assert visitor.get(path).status_code == 200
    assert likes_of(site, 2) == before
    visitor.follow(visitor.follow(visitor.submit(path)))
    assert likes_of(site, 2) == before + 1
    assert "U gaf dit plan een like" in visitor.page.text
    assert visitor.get(path).status_code == 200
    assert visitor.submit(path).status_code in (400, 404, 409, 410), "the link works once"
    # The same person by another mail: still one.
    again = Visitor(site)
    path = liked_by_mail(again, 2, ANNA)
    again.get(path)
    assert again.submit(path).status_code == 303
    assert likes_of(site, 2) == before + 1


def test_an_address_that_cannot_be_is_asked_for_again(site_in: OpenSite) -> None:
    visitor = Visitor(site_in(Phase.LIKES))
    visitor.follow(visitor.get("/plannen/2"))
    assert visitor.submit("/plannen/2/like/mail", email="geen adres").status_code == 422
    assert visitor.page.form("/like/mail").filled()["email"] == ["geen adres"]


def test_a_plan_shows_how_far_it_is(site_in: OpenSite) -> None:
    site = site_in(Phase.LIKES)
    visitor = Visitor(site)
    visitor.follow(visitor.get("/plannen/2"))
    assert f"{likes_of(site, 2)} van 5 likes" in visitor.page.text
    bar = next(visitor.page.all("progress"))
    assert (bar["value"], bar["max"]) == (str(likes_of(site, 2)), "5")


def apart(organiser: Visitor) -> list[Form]:
    """The forms on the page that set a wave aside."""
    return [form for form in organiser.page.forms if "/beheer/likes/apart/" in form.action]


def wave(site: Site, number: int) -> None:
    """Many new addresses from one network."""
    edition, now = site.edition(), site.clock.now

    def give(db: Session) -> None:
        for index in range(WAVE_SIZE):
            fan = account_for(db, f"nieuw{index}@golf.invalid", now=now)
            moment = edition.local_now(now)
            likes.like_plan(db, edition, number, account=fan, now=moment, network=b"n" * 32)

    site.act(give)


def test_a_wave_is_shown_and_set_aside_in_public_numbers(site_in: OpenSite) -> None:
    site = site_in(Phase.LIKES)
    organiser, before = Visitor(site).sign_in_as("organiser"), likes_of(site, 2)
    organiser.get("/beheer/likes")
    waves = len(apart(organiser))
    wave(site, 2)
    organiser.get("/beheer")
    assert "Opvallend veel likes van één netwerk" in organiser.page.text
    organiser.get("/beheer/likes")
    assert f"{WAVE_SIZE} likes van één netwerk" in organiser.page.text
    assert "golf.invalid" not in organiser.page.text
    assert len(apart(organiser)) == waves + 1
    form = apart(organiser)[0]  # by plan, and plan 8 has the other one
    assert organiser.submit(form.action, reason=" ").status_code == 422
    assert organiser.submit(form.action, reason="Eén persoon met veel adressen.").status_code == 303
    assert likes_of(site, 2) == before
    stranger = Visitor(site)
    stranger.follow(stranger.get("/plannen/2"))
    assert f"{WAVE_SIZE} likes tellen niet mee: Eén persoon met veel adressen." in stranger.page.text
    organiser.get("/beheer/likes")
    [back] = [one for one in organiser.page.forms if "/beheer/likes/terug/" in one.action]
    assert organiser.submit(back.action).status_code == 303
    assert likes_of(site, 2) == before + WAVE_SIZE


def test_what_comes_from_one_network_is_known_by_a_hash_alone(site_in: OpenSite) -> None:
    site = site_in(Phase.LIKES)
    networks = []
    for address in ("203.0.113.7", "203.0.113.200", "198.51.100.7"):
        visitor = Visitor(site)
        email = f"van-{address}@voorbeeld.nl"
        visitor.sign_in(email)
        visitor.get("/spelregels")
        assert visitor.post("/plannen/2/like", environ_base={"REMOTE_ADDR": address}).status_code == 303
        account = site.act(lambda db, email=email: account_for(db, email, now=site.clock.now))
        with site.database.read() as db:
            networks.append(db.get_one(Like, (site.edition().id, 2, account)).network)
    assert networks[0] == networks[1] != networks[2]
    assert all(network is not None and len(network) == 32 and b"203" not in network for network in networks)


def test_a_list_on_paper_counts_and_a_mistake_is_put_right(site_in: OpenSite) -> None:
    site = site_in(Phase.LIKES)
    desk, before = Visitor(site).sign_in_as("desk"), likes_of(site, 2)
    lists = "/balie/handtekeningen"
    desk.get(lists)
    typed = {"plan": 2, "amount": 12, "reference": "Lijst 3", "checked": 4}
    assert desk.page.form(lists).filled()["plan"] == ["0"], "nobody's plan is chosen beforehand"
    assert desk.submit(lists, **typed | {"plan": 0}).status_code == 422
    assert desk.submit(lists, **typed | {"checked": 40}).status_code == 422
    assert desk.page.form(lists).filled()["reference"] == ["Lijst 3"]
    assert desk.submit(lists, **typed).status_code == 303
    assert likes_of(site, 2) == before + 12
    desk.get(lists)
    assert desk.submit(lists, **typed | {"reference": "lijst  3"}).status_code == 409
    assert "telt al mee voor dit plan" in desk.page.text
    desk.get(lists)
    [form] = [one for one in desk.page.forms if one.action.endswith("/eraf")]
    assert desk.submit(form.action, reason="").status_code == 422
    assert desk.submit(form.action, reason="Verkeerd geteld.").status_code == 303
    assert likes_of(site, 2) == before
    stranger = Visitor(site)
    stranger.sign_in("iemand@voorbeeld.nl")
    assert stranger.get(lists).status_code == 403
