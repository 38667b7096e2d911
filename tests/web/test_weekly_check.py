"""The weekly check as the staff does it on the site, and what submitters and others see of it."""

from sqlalchemy import select

from phases.calendar import Phase
from tests.support.stages import Site
from tests.support.visitor import Visitor
from tests.web.conftest import OpenSite
from wijkaanzet.actions.accounts import account_for, make_sign_in_token
from wijkaanzet.storage.outbox import OutgoingMail
from wijkaanzet.storage.weekly_check import CheckFinding, MergeProposal

BOARD = "/beheer/weekcheck"


def resident(site: Site, number: int) -> Visitor:
    """An invented resident, signed in by a link; the first ten submitted the plans with their numbers."""
    email = f"bewoner-{number}@oefening.invalid"
    token = site.act(lambda db: make_sign_in_token(db, email, now=site.clock.now))
    visitor = Visitor(site)
    visitor.get(f"/inloggen/{token}")
    assert visitor.submit(f"/inloggen/{token}").status_code == 303
    return visitor


def account_of(site: Site, email: str) -> int:
    """The account with this address."""
    return site.act(lambda db: account_for(db, email, now=site.clock.now))


def mailed(site: Site) -> list[tuple[str, str]]:
    """Recipient and subject of the mails that were written, the newest last."""
    with site.database.read() as db:
        rows = db.execute(select(OutgoingMail.recipient, OutgoingMail.subject).order_by(OutgoingMail.id))
        return [(recipient, subject) for recipient, subject in rows if "Inloggen" not in subject]


def test_a_checker_answers_notes_and_finishes_and_the_organiser_decides(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    checker, organiser = Visitor(site).sign_in_as("checker"), Visitor(site).sign_in_as("organiser")
    checker.get(BOARD)
    assert "Nieuw deze week" in checker.page.text
    assert checker.get(f"{BOARD}/4").status_code == 200
    assert checker.submit(f"{BOARD}/4/vragen", impossible="no", improve="yes").status_code == 303
    checker.get(f"{BOARD}/4")
    kept = checker.page.form(f"{BOARD}/4/vragen").filled()
    assert (kept["impossible"], kept["improve"], kept["impact"]) == (["no"], ["yes"], ["unknown"])
    assert checker.submit(f"{BOARD}/4/contact", note="").status_code == 422
    assert checker.submit(f"{BOARD}/4/contact", note="Belde met de indiener.").status_code == 303
    with site.database.read() as db:
        assert len(db.scalars(select(CheckFinding).where(CheckFinding.plan_number == 4)).all()) == 2
    # What changes a plan's way is for the organiser.
    for path in ("toewijzen", "terug", "doorsturen", "verbergen", "terughalen"):
        assert checker.post(f"{BOARD}/4/{path}", {"question": "?", "reason": "x"}).status_code == 403
    organiser.get(f"{BOARD}/4")
    assert "Belde met de indiener." in organiser.page.text
    checker_id = account_of(site, "checker@voorbeeld.nl")
    assert organiser.submit(f"{BOARD}/4/toewijzen", assignee=checker_id).status_code == 303
    assert (
        "checker@voorbeeld.nl",
        "Wilt u naar dit plan kijken? Fruitbomen in de Zwaluwstraat",
    ) in mailed(site)
    checker.get(f"{BOARD}?van=mij")
    assert "Fruitbomen in de Zwaluwstraat" in checker.page.text
    assert "Kwiekroute" not in checker.page.text
    checker.get(f"{BOARD}/4")
    checker.follow(checker.submit(f"{BOARD}/4/klaar"))
    assert "Dit plan is nagekeken" in checker.page.text


def test_a_question_goes_to_the_submitter_and_comes_back(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    organiser = Visitor(site).sign_in_as("organiser")
    organiser.get(f"{BOARD}/1")
    assert organiser.submit(f"{BOARD}/1/terug", question="Wie geeft er water?").status_code == 303
    assert mailed(site)[-1][1].startswith("Een vraag over uw plan")
    organiser.get(f"{BOARD}/1")
    assert "Wacht op de indiener" in organiser.page.text
    stranger = Visitor(site)
    stranger.follow(stranger.get("/plannen/1"))
    assert "Wie geeft er water?" not in stranger.page.text
    submitter = resident(site, 1)
    submitter.follow(submitter.get("/plannen/1"))
    assert "Wie geeft er water?" in submitter.page.text
    assert submitter.submit("/plannen/1/klaar").status_code == 303
    organiser.get(BOARD)
    assert "Indiener is klaar" in organiser.page.text
    assert stranger.sign_in("iemand@voorbeeld.nl").status_code == 303
    assert stranger.post("/plannen/1/klaar").status_code == 403


def test_a_forwarded_plan_tells_everybody_why_and_its_department_hears(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    organiser = Visitor(site).sign_in_as("organiser")
    organiser.get(f"{BOARD}/7")
    words = "De afdeling maakt het fietspad veilig."
    assert organiser.submit(f"{BOARD}/7/doorsturen", department="", explanation=words).status_code == 422
    assert organiser.page.form(f"{BOARD}/7/doorsturen").filled()["explanation"] == [words]
    sent = organiser.submit(f"{BOARD}/7/doorsturen", department="Verkeersveiligheid", explanation=words)
    assert sent.status_code == 303
    assert [to for to, _ in mailed(site)][-2:] == ["bewoner-7@oefening.invalid", "verkeer@voorbeeld.invalid"]
    stranger = Visitor(site)
    stranger.follow(stranger.get("/plannen/7"))
    assert "Dit plan is doorgestuurd naar Verkeersveiligheid" in stranger.page.text
    assert words in stranger.page.text


def test_a_hidden_plan_is_seen_by_its_submitter_and_the_organiser_alone(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    organiser, stranger, submitter = (
        Visitor(site).sign_in_as("organiser"),
        Visitor(site),
        resident(site, 2),
    )
    address = stranger.get("/plannen/2").location
    organiser.get(f"{BOARD}/2")
    assert organiser.submit(f"{BOARD}/2/verbergen", reason="Er staat een naam in.").status_code == 303
    for path in (address, "/plannen/2", "/plannen/2/delen.png", "/plannen/2/poster.pdf"):
        assert stranger.get(path).status_code == 404, path
    stranger.get("/plannen")
    assert "Kwiekroute" not in stranger.page.text
    assert "Kwiekroute" not in stranger.get("/api/v1/plannen").text
    assert submitter.get(address).status_code == 200
    assert "Er staat een naam in." in submitter.page.text
    assert organiser.get(address).status_code == 200
    organiser.get(f"{BOARD}/2")
    assert organiser.submit(f"{BOARD}/2/terughalen").status_code == 303
    assert stranger.get(address).status_code == 200


def test_plans_become_one_by_the_links_in_the_mails(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    organiser = Visitor(site).sign_in_as("organiser")
    propose = f"{BOARD}/1/samenvoegen"
    organiser.get(propose)
    assert organiser.submit(propose, others=[], message="Samen sterker.").status_code == 422
    assert organiser.page.form(propose).filled()["message"] == ["Samen sterker."]
    assert organiser.submit(propose, others=[9], message="Samen sterker.").status_code == 303
    with site.database.read() as db:
        proposal = db.scalars(select(MergeProposal.id)).one()
        links = [
            next(word for word in text.split() if "/samenvoegen/" in word)
            for text in db.scalars(
                select(OutgoingMail.text)
                .where(OutgoingMail.subject == "Voorstel: samen één plan")
                .order_by(OutgoingMail.recipient)
            )
        ]
    assert len(links) == 2
    first, second = (Visitor(site) for _ in links)
    for visitor, link in zip((first, second), links, strict=True):
        assert visitor.get(link.removeprefix(site.config.base_url)).status_code == 200
        assert "Samen sterker." in visitor.page.text
        assert "U krijgt elkaars e-mailadres" in visitor.page.text
        path = link.removeprefix(site.config.base_url)
        assert visitor.submit(path, antwoord="ja").status_code == 303
    second.get(links[1].removeprefix(site.config.base_url))
    assert "De plannen zijn nu één plan" in second.page.text
    assert Visitor(site).get(f"/samenvoegen/{proposal}/verzonnen").status_code == 404
    stranger = Visitor(site)
    stranger.follow(stranger.get("/plannen/9"))
    assert "Dit plan is samengevoegd" in stranger.page.text
    with site.database.read() as db:
        ready = select(OutgoingMail.text).where(
            OutgoingMail.subject.startswith("Uw plannen zijn nu één plan")
        )
        told = db.scalars(ready).all()
    assert len(told) == 2
    assert all("bewoner-1@oefening.invalid" in text and "bewoner-9@oefening.invalid" in text for text in told)
    # Both are its submitters now.
    both = resident(site, 9)
    both.follow(both.get("/plannen/1"))
    assert "Dit is uw plan" in both.page.text


def test_what_waits_too_long_is_told_at_the_start_and_by_mail(site_in: OpenSite) -> None:
    site = site_in(Phase.SUBMIT)
    organiser = Visitor(site).sign_in_as("organiser")
    site.clock.turn(days=8)
    organiser.get("/beheer")
    assert "plannen wachten langer dan een week" in organiser.page.text
    organiser.get(BOARD)
    assert "Al 8 dagen niet bekeken" in organiser.page.text
